//! What may be logged: each rule with what it lets through and what it stops.

use serde_json::{Value, json};
use shared::domain::check::{Context, Rejection, check};
use shared::domain::help::Help;
use shared::domain::hlc::Hlc;
use shared::domain::op::{Act, Kind, Op, Registers};
use shared::domain::sealed::Envelope;
use shared::domain::vocabulary::{Value as Entry, Vocabulary};
use shared::id::Id;

const NOW: i64 = 1_776_157_500_000; // 2026-04-14 in Helsinki

fn lists() -> Vocabulary {
    let entry = |code: &str| Entry { code: code.into(), since: 1, ..Entry::default() };
    let list = |codes: &[&str]| codes.iter().map(|code| entry(code)).collect::<Vec<_>>();
    let mut topics = list(&["identity", "gov", "device", "other"]);
    topics.push(Entry { until: Some(1), ..entry("ended") });
    topics.push(Entry { since: 2, ..entry("new") });
    let desk = Entry { implies_form: Some("near".into()), ..entry("desk") };
    Vocabulary {
        version: 2,
        lists: [
            ("topic", topics),
            ("kind", list(&["customer", "staff_peer"])),
            ("entry_mode", list(&["live", "late", "batch"])),
            ("form", list(&["near", "remote", "course"])),
            ("setting", vec![desk, entry("booked")]),
            ("duration", list(&["d1", "d2"])),
            ("outcome", list(&["done", "referred"])),
            ("referred_to", list(&["owner"])),
        ]
        .into_iter()
        .map(|(name, values)| (name.to_owned(), values))
        .collect(),
    }
}

fn judge(of: Kind, act: Act, version: u32, set: Registers) -> (Result<(), Rejection>, bool) {
    let id = Id::v7(NOW, [1; 10]);
    let entity = (act != Act::Create).then_some(id);
    let op = Op {
        id,
        at: Hlc::new(NOW, 0),
        act,
        of,
        entity,
        library: "turku".into(),
        lists: version,
        set,
        replaces: None,
    };
    let lists = lists();
    let mut context = Context::new(&lists, version, NOW);
    let verdict = check(&op, &mut context);
    (verdict, context.newer_lists)
}

/// A valid create with one register replaced.
fn help_with(name: &str, value: Value) -> Result<(), Rejection> {
    let mut set =
        Help { topics: vec!["identity".into()], ..Help::blank(Some("main".into()), None) }.registers();
    set.insert(name.into(), value);
    judge(Kind::Help, Act::Create, 2, set).0
}

#[test]
fn a_plain_help_is_fine() {
    assert_eq!(help_with("count", json!(1)), Ok(()));
    assert_eq!(help_with("from_a_newer_app", json!({"x": 1})), Ok(()));
}

#[test]
fn each_register_has_its_limits() {
    use Rejection as R;
    let cases = [
        ("count", json!(0), R::CountRange),
        ("count", json!(51), R::CountRange),
        ("count", json!("1"), R::CountRange),
        ("count", json!(null), R::Missing),
        ("topics", json!([]), R::TopicsRange),
        ("topics", json!(["identity", "identity"]), R::TopicsRange),
        ("topics", json!(["identity", "gov", "device", "other"]), R::TopicsRange),
        ("topics", json!(["nonsense"]), R::UnknownCode),
        ("topics", json!("identity"), R::Malformed),
        ("kind", json!("customer "), R::UnknownCode),
        ("place", json!({"form": "course"}), R::FormNotAllowed),
        ("place", json!({"setting": "desk"}), R::FormMismatch),
        ("place", json!({"setting": "desk", "form": "remote"}), R::FormMismatch),
        ("result", json!({"outcome": "done", "referred_to": "owner"}), R::ReferredWithoutReferral),
        ("when", json!({"on": "2026-04-15"}), R::WhenFuture),
        ("when", json!({"on": "2026-02-12"}), R::WhenTooOld),
        ("when", json!({"on": "2026-04-14", "hour": 24}), R::HoursOrder),
        ("when", json!({}), R::Malformed),
        ("author", json!("not an id"), R::Malformed),
        ("deleted", json!(true), R::Immutable),
    ];
    for (name, value, expected) in cases {
        assert_eq!(help_with(name, value.clone()), Err(expected), "{name} = {value}");
    }
    let fine = [
        ("count", json!(50)),
        ("topics", json!(["identity", "gov", "device"])),
        ("place", json!({"setting": "desk", "form": "near"})),
        ("place", json!({"setting": "booked"})),
        ("when", json!({"on": "2026-02-13"})),
        ("when", json!({"on": "2026-04-14", "hour": 23})),
        ("duration", json!(null)),
    ];
    for (name, value) in fine {
        assert_eq!(help_with(name, value.clone()), Ok(()), "{name} = {value}");
    }
}

#[test]
fn a_code_is_judged_by_the_lists_it_was_chosen_from() {
    let with = |version, topic: &str| {
        let set = Help { topics: vec![topic.into()], ..Help::blank(None, None) }.registers();
        judge(Kind::Help, Act::Create, version, set)
    };
    assert_eq!(with(1, "ended"), (Ok(()), false), "ended since, but the op's version had it");
    assert_eq!(with(2, "ended"), (Err(Rejection::UnknownCode), false));
    assert_eq!(with(1, "new"), (Err(Rejection::UnknownCode), false));
    assert_eq!(with(3, "from-a-newer-list"), (Ok(()), true), "taken on trust and flagged");
    assert_eq!(with(3, "Not a code"), (Err(Rejection::UnknownCode), false));
}

#[test]
fn a_point_is_taken_on_trust_if_it_could_be_one() {
    let points = ["main".to_owned()].into();
    let lists = lists();
    let judge = |of, set: Value, known| {
        let op = Op {
            id: Id::v7(NOW, [1; 10]),
            at: Hlc::new(NOW, 0),
            act: Act::Patch,
            of,
            entity: Some(Id::v7(NOW, [2; 10])),
            library: "turku".into(),
            lists: 2,
            set: serde_json::from_value(set).unwrap(),
            replaces: None,
        };
        let points = if known { Some(&points) } else { None };
        let mut context = Context { points, ..Context::new(&lists, 2, NOW) };
        (check(&op, &mut context), context.unknown_point)
    };
    for (of, with) in [
        (Kind::Help, (|point| json!({"place": {"point": point}})) as fn(Value) -> Value),
        (Kind::GroupSession, |point| json!({"point": point})),
        (Kind::Duty, |point| json!({"point": point})),
    ] {
        assert_eq!(judge(of, with(json!("main")), true), (Ok(()), false));
        assert_eq!(judge(of, with(json!("bookbus")), true), (Ok(()), true), "flagged, not lost");
        assert_eq!(judge(of, with(json!("bookbus")), false), (Ok(()), false), "a tablet asks nobody");
        assert_eq!(judge(of, with(json!("Main desk")), true).0, Err(Rejection::UnknownCode));
        assert_eq!(judge(of, with(json!(5)), true).0, Err(Rejection::Malformed));
        assert_eq!(judge(of, with(json!(null)), true), (Ok(()), false));
    }
}

#[test]
fn the_act_decides_what_may_be_written() {
    let set = |name: &str, value: Value| Registers::from([(name.to_owned(), value)]);
    assert_eq!(judge(Kind::Help, Act::Create, 2, set("count", json!(1))).0, Err(Rejection::Missing));
    assert_eq!(judge(Kind::Help, Act::Patch, 2, set("count", json!(2))).0, Ok(()));
    assert_eq!(judge(Kind::Help, Act::Patch, 2, set("mode", json!("late"))).0, Err(Rejection::Immutable));
    assert_eq!(judge(Kind::Help, Act::Patch, 2, Registers::new()).0, Err(Rejection::Malformed));
    assert_eq!(judge(Kind::Help, Act::Delete, 2, Registers::new()).0, Ok(()));
    assert_eq!(judge(Kind::Help, Act::Delete, 2, set("count", json!(2))).0, Err(Rejection::Malformed));
}

#[test]
fn sessions_duties_and_samples_have_their_own_rules() {
    let judge = |of, set: Value| {
        let set = serde_json::from_value(set).unwrap();
        judge(of, Act::Create, 2, set).0
    };
    let span = json!({"on": "2026-04-14", "from": 10, "to": 12});
    let session = |title: &str| json!({"kind": "customer", "span": span, "topic": "gov", "participants": 8, "title": title});
    assert_eq!(judge(Kind::GroupSession, session("Suomi.fi tutuksi")), Ok(()));
    assert_eq!(judge(Kind::GroupSession, session(&"ä".repeat(81))), Err(Rejection::TitleTooLong));
    assert_eq!(judge(Kind::Duty, json!({"span": span, "nobody_came": true})), Ok(()));
    let backwards = json!({"on": "2026-04-14", "from": 12, "to": 12});
    assert_eq!(
        judge(Kind::Duty, json!({"span": backwards, "nobody_came": true})),
        Err(Rejection::HoursOrder)
    );
    let period = |from: &str, to: &str| json!({"period": {"from": from, "to": to}});
    assert_eq!(judge(Kind::SamplePeriod, period("2026-03-02", "2026-03-08")), Ok(()));
    assert_eq!(judge(Kind::SamplePeriod, period("2026-03-08", "2026-03-02")), Err(Rejection::HoursOrder));
}

#[test]
fn a_sealed_registration_is_made_and_never_changed() {
    let envelope = Envelope {
        v: 1,
        key: Id::v7(NOW, [2; 10]),
        id: Id::v7(NOW, [3; 10]),
        enc: "A".repeat(43),
        ciphertext: "AAAA".to_owned(),
    };
    let judged = |act, set| judge(Kind::Registration, act, 1, set).0;
    assert_eq!(judged(Act::Create, envelope.registers(2027)), Ok(()));
    for act in [Act::Patch, Act::Delete, Act::Restore] {
        let set = if act == Act::Patch { envelope.registers(2027) } else { Registers::new() };
        assert_eq!(judged(act, set), Err(Rejection::Immutable));
    }
    for (name, value, why) in [
        ("envelope", json!(null), Rejection::Missing),
        ("envelope", json!("Aino"), Rejection::Malformed),
        ("year", json!("2027"), Rejection::Malformed),
        ("year", json!(1), Rejection::Malformed),
    ] {
        let mut set = envelope.registers(2027);
        set.insert(name.to_owned(), value);
        assert_eq!(judged(Act::Create, set), Err(why), "{name}");
    }
}
