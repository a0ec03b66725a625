//! What is left to read: a network of 13 libraries over a year, as the app would release it.

use super::*;

const NAMES: [&str; 8] =
    ["library", "month", "topic", "form", "outcome", "referred_to", "duration", "language"];

/// How often each code occurs, in proportion, by table; the months follow the calendar.
const SHARES: [&[u64]; 8] = [
    &[30, 18, 12, 9, 7, 6, 5, 4, 3, 3, 2, 1, 1],
    &[],
    &[24, 18, 14, 11, 9, 7, 5, 4, 3, 2, 2, 1],
    &[80, 12, 5, 3],
    &[60, 15, 8, 12, 5],
    &[5, 4, 2, 1, 1],
    &[40, 35, 15, 7, 3],
    &[85, 8, 4, 2, 1],
];
const REFERRED: usize = 3;

/// A help: its codes by table, in which version it first counts, and from which on it no longer does.
pub(super) struct Help {
    codes: [usize; 8],
    from: usize,
    pub(super) until: usize,
}

/// Reproducible chance (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn pick(&mut self, shares: &[u64]) -> usize {
        let mut left = self.below(shares.iter().sum());
        shares.iter().position(|share| left.checked_sub(*share).map(|rest| left = rest).is_none()).unwrap()
    }
}

/// About so many helps a month, fewer in summer; some come late, some are deleted.
pub(super) fn year(seed: u64, monthly: u64) -> Vec<Help> {
    let mut chance = Chance(seed);
    let mut helps = Vec::new();
    for month in 1..=12 {
        let quiet = if matches!(month, 6 | 7 | 12) { 2 } else { 1 };
        for _ in 0..(monthly / quiet + chance.below(monthly / 3 + 1)) {
            let mut codes = [0; 8];
            for (code, shares) in codes.iter_mut().zip(SHARES).filter(|(_, shares)| !shares.is_empty()) {
                *code = chance.pick(shares);
            }
            codes[1] = month - 1;
            let from = month + usize::from(chance.below(20) == 0);
            let until = if chance.below(50) == 0 { from + 1 } else { 99 };
            helps.push(Help { codes, from, until });
        }
    }
    helps
}

pub(super) fn version(helps: &[Help], n: usize) -> Measure {
    let helps = || helps.iter().filter(|help| help.from <= n && help.until > n);
    let counts = |at: usize| {
        let mut counts = vec![0; SHARES[at].len().max(12 * usize::from(at == 1))];
        for help in helps().filter(|help| at != 5 || help.codes[4] == REFERRED) {
            counts[help.codes[at]] += 1;
        }
        counts
    };
    let of = |(at, name): (usize, &&str)| match *name {
        "referred_to" => sub_table(name, ("outcome", "outcome3"), &counts(at)),
        name => table(name, &counts(at)),
    };
    measure(i64::try_from(helps().count()).unwrap(), NAMES.iter().enumerate().map(of).collect())
}

/// What of a year's versions can be read.
#[derive(Debug, Default)]
struct Left {
    tables: usize,
    renewed: usize,
    withheld: usize,
    /// Nonzero cells, of the tables that are renewed.
    cells: usize,
    shown: usize,
    /// Those of them that are masked although the count is at least 5.
    complement: usize,
    events: i64,
    events_shown: i64,
}

/// Of all versions, or of the last one only, when so many years are released every so many months.
fn measure_left(monthly: u64, every: usize, only_last: bool) -> Left {
    let mut left = Left::default();
    for seed in 0..20 {
        let helps = year(seed, monthly);
        let history: Vec<Measure> = (1..=12).filter(|n| n % every == 0).map(|n| version(&helps, n)).collect();
        let released = publish(&history, Guards::ALL);
        let skipped = if only_last { released.len() - 1 } else { 0 };
        for (truth, release) in history.iter().zip(&released).skip(skipped) {
            left.add(truth, release);
        }
    }
    left
}

impl Left {
    fn add(&mut self, truth: &Measure, release: &Release) {
        for (truth, table) in truth.tables.iter().zip(&release.measures[0].tables) {
            self.tables += 1;
            self.withheld += usize::from(table.total.is_none());
            if table.total.is_none() || table.as_of != release.as_of {
                continue;
            }
            self.renewed += 1;
            for (cell, shown) in truth.cells.iter().zip(numbers(table)).filter(|(cell, _)| cell.n > 0) {
                self.cells += 1;
                self.events += cell.n;
                self.shown += usize::from(shown.is_some());
                self.events_shown += shown.unwrap_or(0);
                self.complement += usize::from(shown.is_none() && cell.n >= 5);
            }
        }
    }
}

#[test]
fn most_of_a_network_can_be_read() {
    // Helps a month, months between versions, and the least share of cells and of helps that the last version of the year
    // shows, in percent. What was published every month costs the last version most: see the module.
    let expected = [
        (20, 1, 20, 15),
        (20, 3, 50, 50),
        (20, 12, 75, 90),
        (60, 1, 45, 50),
        (60, 3, 70, 85),
        (60, 12, 90, 95),
        (250, 1, 65, 85),
        (250, 3, 90, 95),
        (250, 12, 99, 99),
        (1_000, 1, 90, 95),
    ];
    for (monthly, every, cells, events) in expected {
        for only_last in [false, true] {
            let left = measure_left(monthly, every, only_last);
            let renewed = left.renewed * 100 / left.tables;
            let shares = (left.shown * 100 / left.cells, left.events_shown * 100 / left.events);
            println!(
                "{monthly} every {every}, {only_last}: tables {renewed} %, cells and helps {shares:?} %, {left:?}"
            );
            assert!(renewed >= 85, "{monthly} every {every}");
            assert!(!only_last || (shares.0 >= cells && shares.1 >= events), "{monthly} every {every}");
        }
    }
}
