//! The engine alone: what it asks for next. That nothing is lost is shown by the simulation (`sync`).

use shared::id::Id;
use shared::sync::engine::Engine;
use shared::sync::protocol::{Effect, Event, GATHER, Memory, POLL};
use shared::time::Millis;
use shared::wire::v1::pull::PullAnswer;

const POSITION: i64 = 7;

/// Reports to the engine and does what it asks for, over an empty store and a server where nothing is new, until it
/// waits; the wait, and how often it pulled.
fn work(engine: &mut Engine, now: Millis, event: Event) -> (Millis, u32) {
    let (mut events, mut wait, mut pulls) = (vec![event], 0, 0);
    while let Some(event) = events.pop() {
        for effect in engine.on(now, event) {
            match effect {
                Effect::Load { .. } => events.push(Event::Loaded { items: vec![], waiting: 0, oldest: None }),
                Effect::ListSent { .. } => events.push(Event::SentIds(vec![])),
                Effect::Pull { .. } => {
                    pulls += 1;
                    events.push(Event::Pulled(Ok(answer())));
                }
                Effect::Apply(_) => events.push(Event::Applied(Ok(()))),
                Effect::Wake(after) => wait = after,
                Effect::Tell(_) => {}
                other => panic!("nothing to {other:?}"),
            }
        }
    }
    (wait, pulls)
}

fn answer() -> PullAnswer {
    PullAnswer {
        epoch: Id::v7(1, [1; 10]),
        reset: false,
        cursor: "cursor".to_owned(),
        position: POSITION,
        more: false,
        server_time: 0,
        config: 1,
        rows: vec![],
    }
}

#[test]
fn what_has_changed_is_asked_for_soon_and_not_by_all_at_once() {
    let mut waits = Vec::new();
    for seed in 0..100 {
        let mut engine = Engine::new(seed);
        let (wait, pulls) = work(&mut engine, 0, Event::Started(Memory::default()));
        assert_eq!((wait, pulls), (POLL, 1));
        assert_eq!(work(&mut engine, 1_000, Event::Changed(POSITION)), (POLL - 1_000, 0), "known already");

        let (wait, pulls) = work(&mut engine, 2_000, Event::Changed(POSITION + 1));
        assert!(wait <= GATHER && pulls == 0, "{wait}");
        // However often it hears of more meanwhile, it asks once, and no earlier.
        let due = 2_000 + wait;
        assert_eq!(work(&mut engine, 2_000, Event::Changed(POSITION + 2)), (wait, 0));
        assert_eq!(work(&mut engine, due, Event::Timer), (POLL, 1));
        waits.push(wait);
    }
    waits.sort_unstable();
    assert!(waits[10] < GATHER / 4 && waits[90] > GATHER * 3 / 4, "spread over the time: {waits:?}");
}

#[test]
fn what_changes_while_a_pull_is_on_its_way_is_asked_for_soon_too() {
    for (heard, soon) in [(POSITION + 1, true), (POSITION, false)] {
        let mut engine = Engine::new(1);
        work(&mut engine, 0, Event::Started(Memory::default()));
        let effects = engine.on(2_000, Event::Nudged);
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Pull { .. })), "{effects:?}");
        // The server has read the rows before this came about.
        engine.on(2_100, Event::Changed(heard));
        let (wait, pulls) = work(&mut engine, 2_200, Event::Pulled(Ok(answer())));
        assert_eq!(pulls, 0);
        assert_eq!(wait <= GATHER, soon, "{wait} after hearing of {heard}");
    }
}
