//! Versions: a release of the year after the ones before it.
//!
//! Owns: what earlier releases forbid, and what stays in force. Must not: see earlier true counts; that is what keeps the
//! versions independent of each other.

use super::mask::{Guards, Seen, mask};
use super::{Measure, Release, Shown, ShownMeasure, ShownTable, THRESHOLD, Table, is_near};
use crate::time::Date;

/// The figures of a year that may leave, after the earlier releases of that year; those of other years are ignored.
/// Counts that are negative or do not add up are treated as unsafe. A date is released once: where one of the earlier
/// releases is of this date or a later one, the latest of them is the answer, so that asking again tells nothing.
pub fn release(year: i32, as_of: Date, current: &[Measure], earlier: &[Release]) -> Release {
    guarded(year, as_of, current, earlier, Guards::ALL)
}

pub(super) fn guarded(
    year: i32,
    as_of: Date,
    current: &[Measure],
    earlier: &[Release],
    guards: Guards,
) -> Release {
    let mut earlier: Vec<&Release> = earlier.iter().filter(|release| release.year == year).collect();
    earlier.sort_by_key(|release| release.as_of);
    if let Some(latest) = earlier.last().filter(|latest| latest.as_of >= as_of) {
        return (*latest).clone();
    }
    let renewed = |measure: &Measure| {
        let of =
            |release: &&'_ Release| release.measures.iter().find(|shown| shown.name == measure.name).cloned();
        let past: Vec<ShownMeasure> = earlier.iter().filter_map(of).collect();
        renew(as_of, measure, &past, guards)
    };
    Release { year, as_of, measures: current.iter().map(renewed).collect() }
}

fn renew(as_of: Date, measure: &Measure, past: &[ShownMeasure], guards: Guards) -> ShownMeasure {
    let total = measure.total;
    let mut totals = past.iter().filter_map(|shown| shown.total);
    if total < 0 || is_near(total, 0) || totals.any(|shown| is_near(total, shown)) {
        let in_force = past.iter().rfind(|shown| shown.total.is_some()).cloned();
        return in_force.unwrap_or_else(|| ShownMeasure {
            name: measure.name.clone(),
            as_of,
            total: None,
            tables: measure.tables.iter().map(|table| withheld(as_of, table)).collect(),
        });
    }
    let mut tables: Vec<ShownTable> = Vec::new();
    for table in &measure.tables {
        let past: Vec<&ShownTable> = past
            .iter()
            .flat_map(|shown| &shown.tables)
            .filter(|shown| shown.name == table.name && shown.total.is_some())
            .collect();
        let total = match &table.of {
            None => Some(total),
            Some(parent) => tables
                .iter()
                .find(|shown| shown.name == parent.table && shown.as_of == as_of)
                .and_then(|shown| number(shown, &parent.code)),
        };
        let renewed = total.and_then(|total| masked(as_of, table, total, &past, guards));
        let in_force = || past.last().map(|shown| (*shown).clone());
        tables.push(renewed.or_else(in_force).unwrap_or_else(|| withheld(as_of, table)));
    }
    ShownMeasure { name: measure.name.clone(), as_of, total: Some(total), tables }
}

/// The table as of now; `None` where it is not safe.
fn masked(
    as_of: Date,
    table: &Table,
    total: i64,
    past: &[&ShownTable],
    guards: Guards,
) -> Option<ShownTable> {
    let mut cells: Vec<(&str, i64)> = table.cells.iter().map(|cell| (cell.code.as_str(), cell.n)).collect();
    for cell in past.iter().flat_map(|shown| &shown.cells) {
        if !cells.iter().any(|(code, _)| *code == cell.code) {
            cells.push((&cell.code, 0));
        }
    }
    if cells.iter().map(|(_, n)| n).sum::<i64>() != total {
        return None;
    }
    let seen: Vec<Seen> = cells
        .iter()
        .map(|(code, n)| Seen {
            n: *n,
            base: past.iter().filter_map(|shown| number(shown, code)).max().unwrap_or(0),
            recent: past.last().is_none_or(|shown| number(shown, code).is_some()),
        })
        .collect();
    let hidden = mask(&seen, guards)?;
    let shown = |((code, n), hidden): (&(&str, i64), &bool)| Shown {
        code: (*code).to_owned(),
        n: (!hidden).then_some(*n),
    };
    let cells = cells.iter().zip(&hidden).map(shown).collect();
    let now = ShownTable { name: table.name.clone(), of: table.of.clone(), as_of, total: Some(total), cells };
    (!guards.audit || past.iter().all(|then| grew_safely(&now, then))).then_some(now)
}

/// Whether the cells that are masked now or then together changed by nothing or by enough. Their change is known: it is
/// what the shown cells leave of the total's.
fn grew_safely(now: &ShownTable, then: &ShownTable) -> bool {
    let change = |(now, then): (Option<i64>, Option<i64>)| Some(now? - then?);
    let cells = || now.cells.iter().map(|cell| change((cell.n, number(then, &cell.code))));
    let of_all = change((now.total, then.total)).unwrap_or(0);
    let of_masked = of_all - cells().flatten().sum::<i64>();
    of_masked == 0 || of_masked.abs() >= THRESHOLD
}

/// What a table that is published says of a code. One that it does not have was 0 then.
fn number(shown: &ShownTable, code: &str) -> Option<i64> {
    shown.cells.iter().find(|cell| cell.code == code).map_or(Some(0), |cell| cell.n)
}

fn withheld(as_of: Date, table: &Table) -> ShownTable {
    let cells = table.cells.iter().map(|cell| Shown { code: cell.code.clone(), n: None }).collect();
    ShownTable { name: table.name.clone(), of: table.of.clone(), as_of, total: None, cells }
}
