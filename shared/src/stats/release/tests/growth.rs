//! A reader who is *certain* that nothing is ever deleted or moved, and so bounds the counts of a version by those of the
//! others. Not promised; these tests hold how much it yields.

use super::network::{version, year};
use super::*;
use crate::stats::release::{Shown, THRESHOLD, is_near};

/// The lowest and the highest count that is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bounds(i64, i64);

/// What the reader can say of each cell of each version of a table, in rounds until nothing more follows.
fn bounds(versions: &[&ShownTable]) -> Vec<Vec<Bounds>> {
    let mut all: Vec<Vec<Bounds>> = Vec::new();
    for (v, shown) in versions.iter().enumerate() {
        let before = |at: usize| versions[..v].iter().rev().find_map(|then| then.cells[at].n).unwrap_or(0);
        let is_recent = |at: usize| v == 0 || versions[v - 1].cells[at].n.is_some();
        let large = |(at, cell): (usize, &Shown)| {
            cell.n.map(|n| n - before(at)).filter(|change| is_recent(at) && *change >= THRESHOLD)
        };
        let below = shown.cells.iter().enumerate().filter_map(large).min();
        let of = |(at, cell): (usize, &Shown)| match (cell.n, below) {
            (Some(n), _) => Bounds(n, n),
            // The rule: a masked cell that cannot be the complement changed by 4 at most, the complement by less than
            // the smallest that is shown.
            (None, Some(below)) => {
                Bounds(before(at) + 1, before(at) + if is_recent(at) { below - 1 } else { THRESHOLD - 1 })
            }
            (None, None) => Bounds(before(at) + 1, shown.total.unwrap()),
        };
        all.push(shown.cells.iter().enumerate().map(of).collect());
    }
    loop {
        let before = all.clone();
        for v in 0..all.len() {
            let total = versions[v].total.unwrap();
            let lows: i64 = all[v].iter().map(|of| of.0).sum();
            let highs: i64 = all[v].iter().map(|of| of.1).sum();
            for at in 0..all[v].len() {
                let Bounds(low, high) = all[v][at];
                let (least, most) = (total - (highs - high), total - (lows - low));
                let earlier = if v > 0 { all[v - 1][at].0 } else { 0 };
                let later = all.get(v + 1).map_or(i64::MAX, |next| next[at].1);
                narrow(&mut all[v][at], least.max(earlier), most.min(later));
            }
        }
        if all == before {
            return all;
        }
    }
}

fn narrow(of: &mut Bounds, least: i64, most: i64) {
    *of = Bounds(of.0.max(least), of.1.min(most));
    assert!(of.0 <= of.1, "the reader's reasoning contradicts itself");
}

/// How many cells are masked in 20 years, how many of those the reader knows all the same, and how many of these are or
/// changed by 1 to 4.
fn known(monthly: u64, guards: Guards) -> [usize; 3] {
    let mut found = [0; 3];
    for seed in 0..20 {
        let mut helps = year(seed, monthly);
        helps.iter_mut().for_each(|help| help.until = 99);
        let history: Vec<Measure> = (1..=12).map(|n| version(&helps, n)).collect();
        let released = publish(&history, guards);
        for at in 0..history[0].tables.len() {
            let versions = released.iter().map(|release| (release.as_of, &release.measures[0].tables[at]));
            let is_new =
                |(as_of, shown): &(Date, &ShownTable)| *as_of == shown.as_of && shown.total.is_some();
            let versions: Vec<&ShownTable> = versions.filter(is_new).map(|(_, shown)| shown).collect();
            count(&versions, &mut found);
        }
    }
    println!("{monthly} a month, {guards:?}: masked, known, known and small: {found:?}");
    found
}

fn count(versions: &[&ShownTable], found: &mut [usize; 3]) {
    let bounds = bounds(versions);
    for (shown, of) in versions.iter().zip(&bounds) {
        let masked = shown.cells.iter().zip(of).enumerate().filter(|(_, (cell, _))| cell.n.is_none());
        for (at, (_, Bounds(low, high))) in masked {
            found[0] += 1;
            if low == high {
                found[1] += 1;
                let changed = |then: &Vec<Bounds>| then[at].0 == then[at].1 && is_near(*low, then[at].0);
                found[2] += usize::from(is_near(*low, 0) || bounds.iter().any(changed));
            }
        }
    }
}

#[test]
fn who_is_certain_that_nothing_is_deleted_learns_nothing_of_a_network() {
    for monthly in [20, 60, 250] {
        let [masked, _, small] = known(monthly, Guards::ALL);
        assert!(masked > 0 && small == 0);
        let [.., small] = known(monthly, Guards { complement: false, audit: false });
        assert!(small > 0, "the reader is able to find something");
    }
}
