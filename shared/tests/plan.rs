//! What is wrong with a plan: each rule with what it lets through and what it stops.

use shared::domain::plan::{
    ByHand, Fault, Goal, MAX_PARTS, MAX_TARGET, MAX_TEXT, Measure, Metric, Pace, Plan, Status, Wrong,
};
use shared::domain::sample_period::Period;
use shared::domain::vocabulary::{Value, Vocabulary};
use shared::id::Id;
use shared::time::Date;

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn measure(number: u8) -> Measure {
    Measure {
        id: Id::v7(1, [number; 10]),
        metric: Metric::Helps,
        name: String::new(),
        target: 4_000,
        period: Period { from: date("2026-01-01"), to: date("2026-12-31") },
        pace: Pace::Even,
        by_hand: None,
    }
}

fn plan() -> Plan {
    let goal = |code: &str, measures| Goal { code: code.to_owned(), activities: String::new(), measures };
    Plan {
        year: 2026,
        status: Status::Draft,
        presentation: "ä".repeat(MAX_TEXT),
        members: String::new(),
        resources: String::new(),
        goals: vec![goal("A", vec![measure(1), measure(2)]), goal("B", vec![measure(3)])],
    }
}

/// What is found after a change.
fn found(change: impl FnOnce(&mut Plan)) -> Vec<Fault> {
    let goals = ["A", "B", "C", "D"].map(|code| Value { code: code.into(), since: 1, ..Value::default() });
    let lists = Vocabulary { version: 1, lists: [("goal".to_owned(), goals.to_vec())].into_iter().collect() };
    let mut plan = plan();
    change(&mut plan);
    plan.faults(&lists)
}

/// What is found after a change of the second measure of the first goal.
fn wrong(change: impl FnOnce(&mut Measure)) -> Vec<Wrong> {
    let faults = found(|plan| change(&mut plan.goals[0].measures[1]));
    for fault in &faults {
        assert_eq!((fault.goal, fault.measure), (Some(0), Some(1)));
    }
    faults.into_iter().map(|fault| fault.wrong).collect()
}

fn entered(done: i64, evidence: &str) -> Option<ByHand> {
    Some(ByHand { done, on: date("2026-05-01"), evidence: evidence.to_owned() })
}

#[test]
fn a_good_plan_has_no_fault() {
    assert_eq!(found(|_| {}), []);
    assert_eq!(found(|plan| plan.goals.clear()), []);
}

#[test]
fn texts_goals_and_numbers_have_their_bounds() {
    let at = |goal, wrong| Fault { goal, measure: None, wrong };
    assert_eq!(found(|plan| plan.presentation.push('x')), [at(None, Wrong::TooLong)]);
    assert_eq!(found(|plan| plan.goals[1].activities = "x".repeat(10_000)), [at(Some(1), Wrong::TooLong)]);
    assert_eq!(found(|plan| plan.goals[1].code = "E".to_owned()), [at(Some(1), Wrong::UnknownGoal)]);
    assert_eq!(found(|plan| plan.goals[1].code = "A".to_owned()), [at(Some(1), Wrong::GoalTwice)]);
    let many = (0..).take(MAX_PARTS + 1).map(|n: u8| measure(n + 10)).collect();
    assert_eq!(found(|plan| plan.goals[0].measures = many), [at(Some(0), Wrong::TooMany)]);
    let year = found(|plan| plan.year = 26);
    assert_eq!(year[0], at(None, Wrong::Year));
    let twice = found(|plan| plan.goals[1].measures[0].id = Id::v7(1, [1; 10]));
    assert_eq!(twice, [Fault { goal: Some(1), measure: Some(0), wrong: Wrong::MeasureTwice }]);
}

#[test]
fn a_target_is_at_least_one() {
    for target in [0, -1, MAX_TARGET + 1, i64::MIN] {
        assert_eq!(wrong(|measure| measure.target = target), [Wrong::Target]);
    }
    assert_eq!(wrong(|measure| measure.target = MAX_TARGET), []);
    let yes = |target| wrong(|measure| (measure.metric, measure.target) = (Metric::YesNo, target));
    assert_eq!((yes(1), yes(2)), (vec![], vec![Wrong::Target]));
}

#[test]
fn a_period_ends_after_it_begins_within_the_year() {
    let period = |from, to| wrong(|measure| measure.period = Period { from: date(from), to: date(to) });
    assert_eq!(period("2026-05-01", "2026-05-01"), []);
    assert_eq!(period("2026-05-02", "2026-05-01"), [Wrong::PeriodOrder]);
    assert_eq!(period("2025-12-31", "2026-05-01"), [Wrong::PeriodYear]);
    assert_eq!(period("2026-12-31", "2027-01-01"), [Wrong::PeriodYear]);
}

#[test]
fn the_months_add_up_to_the_target_within_the_period() {
    let months = |parts: &[(usize, i64)]| {
        wrong(|measure| {
            let mut all = [0; 12];
            for (month, part) in parts {
                all[*month - 1] = *part;
            }
            measure.target = 10;
            measure.period.from = date("2026-02-10");
            measure.pace = Pace::ByMonth(all);
        })
    };
    assert_eq!(months(&[(2, 4), (12, 6)]), []);
    assert_eq!(months(&[(2, 4), (12, 5)]), [Wrong::Months]);
    assert_eq!(months(&[(1, 4), (12, 6)]), [Wrong::Months], "before the period");
    assert_eq!(months(&[(2, -4), (12, 14)]), [Wrong::Months]);
    assert_eq!(months(&[(2, i64::MAX), (12, i64::MAX)]), [Wrong::Months]);
}

#[test]
fn what_is_entered_by_hand_belongs_to_a_metric_that_asks_for_it() {
    let hand = |metric, done, evidence: &str| {
        wrong(|measure| {
            (measure.metric, measure.target, measure.by_hand) = (metric, 1, entered(done, evidence));
        })
    };
    assert_eq!(hand(Metric::Meetings, 3, ""), []);
    assert_eq!(hand(Metric::Meetings, -1, ""), [Wrong::ByHand]);
    assert_eq!(hand(Metric::Helps, 3, ""), [Wrong::NotByHand]);
    assert_eq!(hand(Metric::YesNo, 1, " "), [Wrong::NoEvidence]);
    assert_eq!(hand(Metric::YesNo, 0, ""), []);
    assert_eq!(hand(Metric::YesNo, 2, "x"), [Wrong::ByHand]);
    assert_eq!(hand(Metric::Own, 1, ""), [Wrong::NoName]);
}
