//! Tests of the release: what it promises, an attacker who knows the rule, and what is left to read.

mod attack;
mod growth;
mod linear;
mod network;
mod promises;
mod worlds;

use super::mask::Guards;
use super::versions::guarded;
use super::{Cell, Measure, Parent, Release, ShownTable, Table};
use crate::time::Date;

/// The end of a month of the year that the tests count.
fn month(n: usize) -> Date {
    let n = u32::try_from(n).unwrap();
    let first = |year, month| Date::new(year, month, 1).unwrap();
    if n == 12 { first(2027, 1) } else { first(2026, n + 1) }.plus_days(-1)
}

fn table(name: &str, counts: &[i64]) -> Table {
    let cells = counts.iter().enumerate().map(|(n, count)| Cell { code: format!("{name}{n}"), n: *count });
    Table { name: name.to_owned(), of: None, cells: cells.collect() }
}

fn sub_table(name: &str, of: (&str, &str), counts: &[i64]) -> Table {
    let of = Some(Parent { table: of.0.to_owned(), code: of.1.to_owned() });
    Table { of, ..table(name, counts) }
}

fn measure(total: i64, tables: Vec<Table>) -> Measure {
    Measure { name: "helps".to_owned(), total, tables }
}

/// A measure of one table.
fn simple(counts: &[i64]) -> Measure {
    measure(counts.iter().sum(), vec![table("a", counts)])
}

/// Releases a history, a version a month.
fn publish(history: &[Measure], guards: Guards) -> Vec<Release> {
    let mut released = Vec::new();
    for (n, now) in history.iter().enumerate() {
        released.push(guarded(2026, month(n + 1), std::slice::from_ref(now), &released, guards));
    }
    released
}

fn numbers(shown: &ShownTable) -> Vec<Option<i64>> {
    shown.cells.iter().map(|cell| cell.n).collect()
}
