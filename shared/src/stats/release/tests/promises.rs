//! What a release promises, whatever is counted.

use proptest::prelude::*;

use super::*;
use crate::stats::release::{THRESHOLD, is_near};

/// Up to five versions of a table of up to seven cells; a version changes some cells of the one before.
fn histories() -> impl Strategy<Value = Vec<Vec<i64>>> {
    let change = prop_oneof![4 => Just(0_i64), 3 => 1..5_i64, 3 => 5..40_i64, 1 => -9..0_i64];
    (1..=7_usize, 1..=5_usize).prop_flat_map(move |(cells, versions)| {
        let version = proptest::collection::vec(change.clone(), cells);
        proptest::collection::vec(version, versions).prop_map(move |changes| {
            let mut now = vec![0; cells];
            let grown = changes.into_iter().map(|changes| {
                now.iter_mut().zip(changes).for_each(|(n, change)| *n = (*n + change).max(0));
                now.clone()
            });
            grown.collect()
        })
    })
}

fn check(history: &[Vec<i64>]) -> Result<(), TestCaseError> {
    let released = publish(&history.iter().map(|counts| simple(counts)).collect::<Vec<_>>(), Guards::ALL);
    for (n, (counts, release)) in history.iter().zip(&released).enumerate() {
        let shown = &release.measures[0];
        let now = &shown.tables[0];
        let Some(total) = now.total else {
            prop_assert!(numbers(now).iter().all(Option::is_none), "a table that is withheld shows nothing");
            continue;
        };
        if now.as_of != release.as_of {
            prop_assert_eq!(now, &released[n - 1].measures[0].tables[0], "what is in force stays as it was");
            continue;
        }
        prop_assert_eq!(total, counts.iter().sum::<i64>());
        prop_assert_eq!(shown.total, Some(total));
        let masked = numbers(now).iter().filter(|n| n.is_none()).count();
        prop_assert!(masked != 1, "a cell alone is the rest of the total");
        let left = total - numbers(now).iter().flatten().sum::<i64>();
        prop_assert!(masked == 0 || left >= THRESHOLD);
        for (at, (n, number)) in counts.iter().zip(numbers(now)).enumerate() {
            prop_assert!(number.is_none_or(|number| number == *n && !is_near(number, 0)));
            prop_assert!(
                *n > 0 || number.is_some() || earlier(&released, now, at).any(|n| n > 0),
                "zero is shown"
            );
            for then in earlier(&released, now, at) {
                prop_assert!(number.is_none_or(|number| !is_near(number, then)));
            }
        }
        let totals = released[..n].iter().filter_map(|release| release.measures[0].total);
        prop_assert!(!is_near(total, 0) && totals.into_iter().all(|then| !is_near(total, then)));
    }
    Ok(())
}

/// What was shown of a cell before.
fn earlier<'a>(released: &'a [Release], now: &ShownTable, at: usize) -> impl Iterator<Item = i64> + 'a {
    let as_of = now.as_of;
    released.iter().filter(move |then| then.as_of < as_of).filter_map(move |then| {
        let table = &then.measures[0].tables[0];
        table.cells[at].n
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_shown_is_true_and_far_from_what_was_shown(history in histories()) {
        check(&history)?;
    }

    #[test]
    fn the_order_of_the_cells_decides_nothing(history in histories()) {
        let turned = |counts: &Vec<i64>| counts.iter().rev().copied().collect::<Vec<_>>();
        let one: Vec<Measure> = history.iter().map(|counts| simple(counts)).collect();
        let other: Vec<Measure> = history.iter().map(|counts| simple(&turned(counts))).collect();
        for (one, other) in publish(&one, Guards::ALL).iter().zip(publish(&other, Guards::ALL)) {
            let mut turned = numbers(&other.measures[0].tables[0]);
            turned.reverse();
            prop_assert_eq!(numbers(&one.measures[0].tables[0]), turned);
        }
    }
}

fn cells(release: &Release, table: usize) -> Vec<Option<i64>> {
    numbers(&release.measures[0].tables[table])
}

#[test]
fn a_small_cell_takes_the_smallest_large_one_with_it() {
    let released = publish(&[simple(&[2, 30, 0, 9, 12])], Guards::ALL);
    assert_eq!(cells(&released[0], 0), [None, Some(30), Some(0), None, Some(12)]);
    let tied = publish(&[simple(&[2, 30, 0, 9, 9])], Guards::ALL);
    assert_eq!(cells(&tied[0], 0), [None, Some(30), Some(0), None, None]);
}

#[test]
fn masked_is_null_and_not_zero() {
    let released = publish(&[simple(&[2, 30, 0, 9, 12])], Guards::ALL);
    let json = serde_json::to_value(&released[0]).unwrap();
    assert_eq!(json["measures"][0]["tables"][0]["cells"][0], serde_json::json!({ "code": "a0", "n": null }));
    assert_eq!(serde_json::from_value::<Release>(json).unwrap(), released[0]);
}

#[test]
fn a_total_that_moved_by_little_leaves_everything_in_force() {
    let released = publish(&[simple(&[20, 30]), simple(&[20, 33]), simple(&[20, 41])], Guards::ALL);
    assert_eq!(released[1].measures, released[0].measures);
    assert_eq!(released[1].measures[0].as_of, month(1));
    assert_eq!(cells(&released[2], 0), [Some(20), Some(41)]);
    assert_eq!(released[2].measures[0].as_of, month(3));
}

#[test]
fn a_small_total_withholds_everything() {
    let released = publish(&[simple(&[0, 4])], Guards::ALL);
    assert_eq!(released[0].measures[0].total, None);
    assert_eq!(cells(&released[0], 0), [None, None]);
}

#[test]
fn a_single_cell_that_is_the_total_is_shown_with_it() {
    assert_eq!(cells(&publish(&[simple(&[0, 7, 0])], Guards::ALL)[0], 0), [Some(0), Some(7), Some(0)]);
}

#[test]
fn a_cell_that_grew_by_little_is_masked_until_it_has_grown_enough() {
    let history = [simple(&[20, 30, 40]), simple(&[22, 37, 50]), simple(&[26, 44, 60])];
    let released = publish(&history, Guards::ALL);
    assert_eq!(cells(&released[1], 0), [None, None, Some(50)]);
    assert_eq!(cells(&released[2], 0), [Some(26), Some(44), Some(60)]);
}

#[test]
fn a_sub_table_is_renewed_only_where_its_parent_is_shown() {
    let version = |referred: [i64; 2], other: [i64; 2]| {
        let parent: i64 = referred.iter().sum();
        let tables = vec![
            table("outcome", &[parent, other[0], other[1]]),
            sub_table("to", ("outcome", "outcome0"), &referred),
        ];
        measure(parent + other[0] + other[1], tables)
    };
    let hidden = publish(&[version([3, 1], [30, 9])], Guards::ALL);
    assert_eq!(cells(&hidden[0], 1), [None, None]);
    let released = publish(&[version([8, 7], [30, 40]), version([9, 7], [36, 50])], Guards::ALL);
    assert_eq!(cells(&released[1], 0), [None, None, Some(50)]);
    assert_eq!(released[1].measures[0].tables[1], released[0].measures[0].tables[1]);
}

#[test]
fn counts_that_do_not_add_up_are_withheld() {
    let released = publish(&[measure(50, vec![table("a", &[20, 20])])], Guards::ALL);
    assert_eq!(cells(&released[0], 0), [None, None]);
}

#[test]
fn another_year_does_not_matter() {
    let mut released = publish(&[simple(&[20, 30])], Guards::ALL);
    released[0].year = 2025;
    let now = super::super::release(2026, month(1), &[simple(&[21, 36])], &released);
    assert_eq!(cells(&now, 0), [Some(21), Some(36)]);
}

#[test]
fn a_date_is_released_once() {
    let released = publish(&[simple(&[20, 30])], Guards::ALL);
    let again = super::super::release(2026, month(1), &[simple(&[40, 50])], &released);
    assert_eq!(again, released[0]);
}
