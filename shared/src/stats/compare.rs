//! What two figures say about each other: change, share, order.
//!
//! Owns: the rule by which a change may be given in per cent, and how shares are rounded. Must not: hold a text for
//! people (the interface has one per case and language).

use std::cmp::Reverse;

/// The fewest events of the earlier period from which a change in per cent is told: below it a handful more is "200 %".
pub const PERCENT_FROM: i64 = 20;

/// How a figure compares with the same dates of the year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// More by so many per cent (at least 1).
    MorePercent(i64),
    /// Fewer by so many per cent (at least 1).
    FewerPercent(i64),
    /// More by so many; the earlier figure is too small for per cent.
    MoreBy(i64),
    /// Fewer by so many.
    FewerBy(i64),
    /// As many, or a difference of less than half a per cent.
    Same,
    /// Nothing in either period.
    BothNone,
}

/// Compares a figure with an earlier one.
pub fn change(now: i64, then: i64) -> Change {
    let difference = now.saturating_sub(then);
    if now == 0 && then == 0 {
        return Change::BothNone;
    }
    if difference == 0 {
        return Change::Same;
    }
    if then < PERCENT_FROM {
        return if difference > 0 { Change::MoreBy(difference) } else { Change::FewerBy(-difference) };
    }
    match percent(difference.saturating_abs(), then) {
        0 => Change::Same,
        more if difference > 0 => Change::MorePercent(more),
        fewer => Change::FewerPercent(fewer),
    }
}

/// `part` of `whole` in whole per cent, rounded half up; 0 where there is no whole.
pub fn percent(part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    (part.saturating_mul(200).saturating_add(whole)) / whole.saturating_mul(2)
}

/// The indexes of the `count` largest figures above zero, largest first; of equal ones the earlier comes first.
pub fn largest(figures: &[i64], count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..figures.len()).filter(|i| figures[*i] > 0).collect();
    order.sort_by_key(|i| Reverse(figures[*i]));
    order.truncate(count);
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_change_is_told_in_per_cent_only_over_enough_events() {
        assert_eq!(change(1_606, 1_501), Change::MorePercent(7));
        assert_eq!(change(90, 100), Change::FewerPercent(10));
        assert_eq!(change(6, 2), Change::MoreBy(4));
        assert_eq!(change(0, 19), Change::FewerBy(19));
        assert_eq!(change(5, 0), Change::MoreBy(5));
        assert_eq!(change(1_001, 1_000), Change::Same);
        assert_eq!(change(3, 3), Change::Same);
        assert_eq!(change(0, 0), Change::BothNone);
        assert_eq!(change(0, 40), Change::FewerPercent(100));
    }

    #[test]
    fn the_largest_come_first_and_zero_never_does() {
        assert_eq!(largest(&[3, 9, 0, 9], 2), vec![1, 3]);
        assert_eq!(largest(&[0, 0], 2), Vec::<usize>::new());
    }

    proptest! {
        #[test]
        fn shares_stay_between_nothing_and_all(part in 0i64..1_000_000, more in 0i64..1_000_000) {
            let share = percent(part, part + more);
            prop_assert!((0..=100).contains(&share));
        }
    }
}
