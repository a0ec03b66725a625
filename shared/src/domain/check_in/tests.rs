use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::check::check;
use crate::domain::hlc::Hlc;
use crate::domain::op::{Act, Kind, Op};
use crate::domain::registration::{Mode, State};
use crate::domain::vocabulary::Vocabulary;
use crate::time::MINUTE;

fn id(n: u8) -> Id {
    Id::from_bytes([n; 16])
}

fn mark(n: u8, minute: i64, person: u8, passage: Passage) -> Mark {
    let at = Hlc::new(minute * MINUTE, 0);
    Mark { id: id(n), at, person: id(person), is_walk_in: false, passage }
}

/// Person 1 is expected, 2 waits, 3 has cancelled; nobody else is on the list.
fn list(person: Id) -> Option<Expected> {
    [(1, State::Confirmed), (2, State::Waiting), (3, State::Cancelled)]
        .into_iter()
        .find(|(n, _)| id(*n) == person)
        .map(|(_, state)| Expected::of(state, Mode::Onsite))
}

#[test]
fn who_arrived_and_has_not_left_is_present() {
    let marks = [mark(1, 1, 1, Passage::Arrived)];
    assert!(presence(marks, list).is_present(id(1)));
    let left = [marks[0], mark(2, 2, 1, Passage::Left)];
    let gone = presence(left, list);
    assert_eq!((gone.present(), gone.people.len()), (0, 1));
    let back = presence([left[0], left[1], mark(3, 3, 1, Passage::Arrived)], list);
    assert_eq!((back.present(), back.flags.len()), (1, 0), "coming back is not odd");
    assert_eq!(back.people[&id(1)].arrived, marks[0].at);
    assert_eq!(presence([mark(2, 2, 1, Passage::Left)], list), Presence::default());
}

#[test]
fn what_is_odd_is_flagged_and_counts_all_the_same() {
    let arrived = |n, minute, person| mark(n, minute, person, Passage::Arrived);
    let walk_in = Mark { is_walk_in: true, ..arrived(9, 5, 9) };
    let found = presence(
        [arrived(1, 1, 1), arrived(2, 2, 1), arrived(3, 1, 2), arrived(4, 1, 3), arrived(5, 1, 8), walk_in],
        list,
    );
    assert_eq!(found.present(), 5);
    let flags: Vec<_> = found.flags.into_iter().collect();
    assert_eq!(
        flags,
        [(id(2), Flag::Double), (id(3), Flag::Waiting), (id(4), Flag::Cancelled), (id(5), Flag::Unknown)]
    );
}

#[test]
fn who_said_not_to_come_was_not_expected() {
    assert_eq!(Expected::of(State::Confirmed, Mode::Declined), Expected::No);
    assert_eq!(Expected::of(State::Lapsed, Mode::Remote), Expected::No);
    assert_eq!(Expected::of(State::Offered, Mode::Onsite), Expected::Yes);
}

fn judge(act: Act, set: serde_json::Value) -> Result<(), Rejection> {
    let lists = Vocabulary::default();
    let entity = (act != Act::Create).then(|| id(2));
    let set = serde_json::from_value(set).unwrap();
    let at = Hlc::new(0, 0);
    let library = "turku".to_owned();
    let op = Op { id: id(1), at, act, of: Kind::CheckIn, entity, library, lists: 1, set, replaces: None };
    check(&op, &mut Context::new(&lists, 1, 0))
}

#[test]
fn registers_have_their_rules_and_never_change() {
    let walk_in = |name: &str| {
        judge(
            Act::Create,
            json!({"year": 2026, "who": {"walk_in": {"id": id(3), "name": name}}, "passage": "arrived"}),
        )
    };
    assert_eq!(walk_in("Ähtäri Öhman-Åkerlund"), Ok(()));
    assert_eq!(walk_in(""), Err(Rejection::Missing));
    for bad in ["a\nb", " a", &"ä".repeat(MAX_NAME + 1)] {
        assert_eq!(walk_in(bad), Err(Rejection::Malformed), "{bad:?}");
    }
    let on_list = json!({"year": 2026, "who": {"registration": id(3)}, "passage": "left"});
    assert_eq!(judge(Act::Create, on_list.clone()), Ok(()));
    for (name, bad) in
        [("year", json!(1999)), ("year", json!("x")), ("who", json!({})), ("passage", json!("up"))]
    {
        let mut set = on_list.clone();
        set[name] = bad;
        assert_eq!(judge(Act::Create, set), Err(Rejection::Malformed), "{name}");
    }
    assert_eq!(judge(Act::Create, json!({"year": 2026, "passage": "left"})), Err(Rejection::Missing));
    assert_eq!(judge(Act::Patch, json!({"passage": "left"})), Err(Rejection::Immutable));
    assert_eq!(judge(Act::Delete, json!({})), Ok(()));
}

#[test]
fn a_code_is_an_id_and_nothing_else() {
    let code = code(id(7));
    assert_eq!(code.len(), 35);
    // A scanner that types may shout, and ends with a line.
    let finnish = code.replace(':', "Ö");
    for typed in [code.clone(), code.to_uppercase(), format!(" {code}\r\n"), finnish] {
        assert_eq!(registration_of(&typed), Some(id(7)), "{typed:?}");
    }
    for other in ["", "dv:", "dv:x", "https://example.org", "ääää", &id(7).to_string()] {
        assert_eq!(registration_of(other), None, "{other:?}");
    }
}

#[test]
fn the_list_is_held_a_day_before_and_a_day_after() {
    let window = Window::of(10 * DAY, 10 * DAY + 8 * HOUR);
    assert!(!window.is_open(9 * DAY - 1));
    assert!(window.is_open(9 * DAY));
    assert!(window.is_open(11 * DAY + 8 * HOUR - 1));
    assert!(!window.is_open(11 * DAY + 8 * HOUR));
    let remote = |now| is_remote_open(10 * DAY, 10 * DAY + 8 * HOUR, now);
    assert!(!remote(10 * DAY - HOUR - 1) && remote(10 * DAY - HOUR) && !remote(10 * DAY + 8 * HOUR));
}

#[test]
fn names_are_found_as_they_are_typed() {
    let folded = fold("Åsa Ödberg-Hämäläinen");
    for typed in ["", "asa", "ÅS", "öd", "od ha", "hämä åsa", "hamalainen", "Ödberg-H"] {
        assert!(Needle::new(typed).finds(&folded), "{typed}");
    }
    for typed in ["sa", "asa asa", "odberg x", "malainen"] {
        assert!(!Needle::new(typed).finds(&folded), "{typed}");
    }
    // The marks written as characters of their own.
    assert_eq!(fold("A\u{30a}sa O\u{308}"), "asa o");
    // The longer word must get its word, whatever the order.
    assert!(Needle::new("an anna").finds(&fold("Anna Antero")));
}

#[derive(Clone, Debug)]
enum Move {
    In(u8),
    Out(u8),
    Undo(usize),
    Redo(usize),
}

fn moves() -> impl Strategy<Value = Vec<(Move, i64)>> {
    let one = prop_oneof![
        4 => (1u8..6).prop_map(Move::In),
        2 => (1u8..6).prop_map(Move::Out),
        2 => any::<usize>().prop_map(Move::Undo),
        1 => any::<usize>().prop_map(Move::Redo),
    ];
    prop::collection::vec((one, 0i64..500), 1..40)
}

/// The ops of such moves; what is undone is one of the check-ins made so far.
fn ops(moves: &[(Move, i64)]) -> Vec<Op> {
    let mut ops: Vec<Op> = Vec::new();
    let mut made = Vec::new();
    for ((what, minute), n) in moves.iter().zip(1u8..) {
        let (act, entity, set) = match what {
            Move::In(person) | Move::Out(person) => {
                let passage = if matches!(what, Move::In(_)) { Passage::Arrived } else { Passage::Left };
                made.push(id(n));
                let who = Who::Registration(id(*person));
                (Act::Create, None, CheckIn { year: 2026, who, passage }.registers())
            }
            Move::Undo(_) | Move::Redo(_) if made.is_empty() => continue,
            Move::Undo(at) => (Act::Delete, Some(made[at % made.len()]), Registers::new()),
            Move::Redo(at) => (Act::Restore, Some(made[at % made.len()]), Registers::new()),
        };
        let (at, library) = (Hlc::new(minute * MINUTE, u16::from(n)), "turku".to_owned());
        ops.push(Op {
            id: id(n),
            at,
            act,
            of: Kind::CheckIn,
            entity,
            library,
            lists: 1,
            set,
            replaces: None,
        });
    }
    ops
}

/// What a replica says that got these ops in this order.
fn seen<'a>(ops: impl IntoIterator<Item = &'a Op>) -> Presence {
    let mut rows: BTreeMap<Id, Row> = BTreeMap::new();
    for op in ops {
        let row = rows.entry(op.entity()).or_insert_with(|| Row::unborn(op));
        row.merge(op, op.at, false, id(200));
    }
    presence(rows.values().filter_map(Mark::of), list)
}

proptest! {
    #[test]
    fn i4_the_order_in_which_check_ins_arrive_says_nothing(
        (moves, order) in moves().prop_flat_map(|moves| {
            let places: Vec<usize> = (0..moves.len()).collect();
            (Just(moves), Just(places).prop_shuffle())
        }),
        again in any::<prop::sample::Index>(),
    ) {
        let ops = ops(&moves);
        prop_assume!(!ops.is_empty());
        let as_made = seen(&ops);
        let shuffled: Vec<_> = order.iter().filter_map(|at| ops.get(*at)).collect();
        prop_assert_eq!(&seen(shuffled.iter().copied()), &as_made);
        // And one of them twice.
        let twice = shuffled.iter().copied().chain([again.get(&ops)]);
        prop_assert_eq!(&seen(twice), &as_made);
        // Everybody who is present is counted once, however many tablets saw the person.
        prop_assert!(as_made.present() <= 5);
    }
}
