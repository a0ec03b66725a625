//! What is done of a measure of the yearly plan, from the sums of its period.
//!
//! Owns: which sums are which metric. Must not: know of targets (`domain::plan` does).

use std::collections::BTreeSet;

use super::day::Held;
use super::rollup::Counts;
use super::summary::Measure as Number;
use crate::domain::help::STAFF_PEER;
use crate::domain::op::Kind;
use crate::domain::plan::{Measure, Metric, Source};

/// A sum of [`super::rollup::Dim::Total`] over a period.
#[derive(Clone, Copy, Debug)]
pub struct Sum<'a> {
    /// The library's code.
    pub library: &'a str,
    /// What kind of entity.
    pub entity: Kind,
    /// Customer or own staff.
    pub kind: &'a str,
    /// The sums.
    pub counts: Counts,
}

/// What is done of a measure; `None` where it is entered by hand and nobody has. An activity day that the app has counts
/// for itself: what was entered by hand is of years and dates that have none.
pub fn done<'a>(
    measure: &Measure,
    sums: impl IntoIterator<Item = Sum<'a>>,
    day: Option<&Held>,
) -> Option<i64> {
    let by_hand = measure.by_hand.as_ref().map(|by_hand| by_hand.done);
    match measure.metric.source() {
        Source::Hand => by_hand,
        Source::Day => day.and_then(|day| day.done(measure)).or(by_hand),
        Source::Entries if measure.metric == Metric::LibrariesReporting => {
            let reporting = sums.into_iter().filter(|sum| sum.counts.n > 0).map(|sum| sum.library);
            i64::try_from(reporting.collect::<BTreeSet<_>>().len()).ok()
        }
        Source::Entries => Some(sums.into_iter().map(|sum| part(measure.metric, sum)).sum()),
    }
}

/// What a sum adds to a metric.
fn part(metric: Metric, sum: Sum<'_>) -> i64 {
    let Counts { n, people } = sum.counts;
    let own_staff = sum.kind == STAFF_PEER;
    match (metric, Number::of(sum.entity, sum.kind)) {
        (Metric::Helps, Some(Number::Customer)) | (Metric::PeerSupports, Some(Number::Peer)) => n,
        (Metric::People, Some(Number::Customer | Number::Peer)) => people,
        (Metric::GroupSessions, Some(Number::Session)) if !own_staff => n,
        (Metric::GroupParticipants, Some(Number::Session)) if !own_staff => people,
        (Metric::PeerSessions, Some(Number::Session)) if own_staff => n,
        (Metric::PeerParticipants, Some(Number::Session)) if own_staff => people,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::help::CUSTOMER;
    use crate::domain::plan::{ByHand, Pace};
    use crate::domain::sample_period::Period;
    use crate::id::Id;
    use crate::time::Date;

    fn measure(metric: Metric) -> Measure {
        let on = |month, day| Date::new(2026, month, day).unwrap();
        Measure {
            id: Id::v7(1, [1; 10]),
            metric,
            name: String::new(),
            target: 1,
            period: Period { from: on(1, 1), to: on(12, 31) },
            pace: Pace::Even,
            by_hand: None,
        }
    }

    #[test]
    fn each_sum_counts_where_it_belongs() {
        let sum =
            |library, entity, kind, n, people| Sum { library, entity, kind, counts: Counts { n, people } };
        let sums = [
            sum("turku", Kind::Help, CUSTOMER, 10, 12),
            sum("pori", Kind::Help, STAFF_PEER, 3, 4),
            sum("pori", Kind::GroupSession, CUSTOMER, 2, 30),
            sum("raisio", Kind::GroupSession, STAFF_PEER, 1, 5),
            sum("masku", Kind::Duty, "-", 1, 0),
            sum("lieto", Kind::Help, CUSTOMER, 0, 0),
        ];
        for (metric, expected) in [
            (Metric::Helps, 10),
            (Metric::PeerSupports, 3),
            (Metric::People, 16),
            (Metric::GroupSessions, 2),
            (Metric::GroupParticipants, 30),
            (Metric::PeerSessions, 1),
            (Metric::PeerParticipants, 5),
            (Metric::LibrariesReporting, 4),
        ] {
            assert_eq!(done(&measure(metric), sums, None), Some(expected), "{metric:?}");
        }
    }

    #[test]
    fn what_nobody_has_entered_is_not_zero() {
        let mut meetings = measure(Metric::Meetings);
        assert_eq!(done(&meetings, [], None), None);
        let on = meetings.period.from;
        meetings.by_hand = Some(ByHand { done: 0, on, evidence: String::new() });
        assert_eq!(done(&meetings, [], None), Some(0));
    }

    #[test]
    fn an_activity_day_counts_for_itself_and_older_years_keep_what_was_entered() {
        let mut held = measure(Metric::ActivityDay);
        let on = Date::new(2026, 9, 24).unwrap();
        let day = Held { on, is_over: true, contributions: 9 };
        assert_eq!(done(&held, [], None), None);
        assert_eq!(done(&held, [], Some(&day)), Some(1));
        assert_eq!(done(&held, [], Some(&Held { is_over: false, ..day })), Some(0));
        assert_eq!(done(&measure(Metric::Contributions), [], Some(&day)), Some(9));
        assert_eq!(done(&measure(Metric::Meetings), [], Some(&day)), None);
        held.by_hand = Some(ByHand { done: 1, on, evidence: "Ohjelma".to_owned() });
        assert_eq!(done(&held, [], None), Some(1), "the app has no day of that year");
        assert_eq!(done(&held, [], Some(&Held { is_over: false, ..day })), Some(0), "the day is not over");
        held.period.to = Date::new(2026, 6, 30).unwrap();
        assert_eq!(done(&held, [], Some(&Held { is_over: false, ..day })), Some(1), "not of these dates");
    }
}
