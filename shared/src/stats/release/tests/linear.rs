//! What follows exactly from the published numbers: Gaussian elimination over the cells of all versions.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::stats::release::is_near;

/// A fraction in lowest terms, its denominator positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fraction(i128, i128);

impl Fraction {
    const ZERO: Self = Self(0, 1);

    fn new(over: i128, under: i128) -> Self {
        let (mut a, mut b) = (over.abs(), under.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let sign = under.signum();
        if over == 0 { Self::ZERO } else { Self(sign * over / a, sign * under / a) }
    }

    fn over(self, other: Self) -> Self {
        Self::new(self.0 * other.1, self.1 * other.0)
    }

    fn less(self, other: Self, times: Self) -> Self {
        let (over, under) = (other.0 * times.0, other.1 * times.1);
        Self::new(self.0 * under - over * self.1, self.1 * under)
    }
}

/// Coefficients by variable, and what they add up to under `None`.
type Row = BTreeMap<Option<usize>, Fraction>;

/// Takes a multiple of a row from another.
fn subtract(from: &mut Row, row: &Row, times: Fraction) {
    for (at, value) in row {
        let left = from.get(at).copied().unwrap_or(Fraction::ZERO).less(*value, times);
        if left == Fraction::ZERO {
            from.remove(at)
        } else {
            from.insert(*at, left)
        };
    }
}

/// Equations, solved as they come: each row has a variable of its own, which no other row has.
#[derive(Default)]
struct Equations(BTreeMap<usize, Row>);

impl Equations {
    fn reduced(&self, mut row: Row) -> Row {
        for (own, solved) in &self.0 {
            if let Some(times) = row.get(&Some(*own)).copied() {
                subtract(&mut row, solved, times);
            }
        }
        row
    }

    fn add(&mut self, terms: &[(usize, i128)], sum: i64) {
        let mut row = self.reduced(equation(terms, sum));
        let Some(own) = row.keys().find_map(|at| *at) else {
            assert!(row.is_empty(), "what is published contradicts itself");
            return;
        };
        let scale = row[&Some(own)];
        row.values_mut().for_each(|value| *value = value.over(scale));
        for solved in self.0.values_mut() {
            if let Some(times) = solved.get(&Some(own)).copied() {
                subtract(solved, &row, times);
            }
        }
        self.0.insert(own, row);
    }

    /// The value of a combination, if it follows.
    fn value(&self, terms: &[(usize, i128)]) -> Option<i64> {
        let row = self.reduced(equation(terms, 0));
        let known = row.keys().all(Option::is_none);
        let Fraction(over, under) = row.get(&None).copied().unwrap_or(Fraction::ZERO);
        // The reduced row says: 0 = what is left under `None`, the value with the other sign.
        known.then(|| i64::try_from(-over / under).unwrap())
    }
}

fn equation(terms: &[(usize, i128)], sum: i64) -> Row {
    let terms = terms.iter().map(|(at, times)| (Some(*at), Fraction::new(*times, 1)));
    let sum = (sum != 0).then(|| (None, Fraction::new(i128::from(sum), 1)));
    terms.chain(sum).collect()
}

/// All that follows about single cells and their changes and is 1 to 4, and how much was asked.
fn breaches(history: &[Measure], released: &[Release]) -> (Vec<String>, usize) {
    let mut names: BTreeMap<(usize, String), usize> = BTreeMap::new();
    let mut equations = Equations::default();
    for (version, (truth, release)) in history.iter().zip(released).enumerate() {
        let mut at = |code: &str| {
            let next = names.len();
            *names.entry((version, code.to_owned())).or_insert(next)
        };
        // What is known whatever is shown: the tables add up to one total, the sub-tables to their parent.
        for table in &truth.tables {
            let mut terms: Vec<(usize, i128)> = table.cells.iter().map(|cell| (at(&cell.code), 1)).collect();
            terms.push((at(table.of.as_ref().map_or("total", |of| of.code.as_str())), -1));
            equations.add(&terms, 0);
        }
        let shown = &release.measures[0];
        let is_new = |as_of| as_of == release.as_of;
        if let Some(total) = shown.total.filter(|_| is_new(shown.as_of)) {
            equations.add(&[(at("total"), 1)], total);
        }
        for table in shown.tables.iter().filter(|table| is_new(table.as_of)) {
            for cell in &table.cells {
                if let Some(n) = cell.n {
                    equations.add(&[(at(&cell.code), 1)], n);
                }
            }
        }
    }
    let (mut found, mut asked) = (Vec::new(), 0);
    for ((version, code), at) in &names {
        let mut ask = |terms: &[(usize, i128)], what: String| {
            asked += 1;
            if let Some(value) = equations.value(terms).filter(|value| is_near(*value, 0)) {
                found.push(format!("{what} {code} is {value}"));
            }
        };
        ask(&[(*at, 1)], format!("in version {version}"));
        for earlier in 0..*version {
            let then = names[&(earlier, code.clone())];
            ask(&[(*at, 1), (then, -1)], format!("change {earlier} to {version}"));
        }
    }
    (found, asked)
}

/// Up to 4 versions of two tables and a sub-table, each made of the one before by adding and removing.
fn histories() -> impl Strategy<Value = Vec<Measure>> {
    let size = prop_oneof![Just(2_i64), Just(9), Just(40)];
    let version = (size, proptest::collection::vec(0_i64..1_000, 18));
    proptest::collection::vec(version, 1..=4).prop_map(|versions| {
        let (mut first, mut second) = ([0_i64; 6], [0_i64; 12]);
        let mut history = Vec::new();
        for (size, chance) in versions {
            for (at, chance) in chance.iter().enumerate() {
                let change = chance % (size + 1) - i64::from(chance % 5 == 0) * 2;
                if at < 6 {
                    first[at] = (first[at] + change).max(0)
                }
            }
            // The second table has the same total, spread otherwise.
            let total: i64 = first.iter().sum();
            let mut left = total;
            for (at, chance) in chance[6..].iter().enumerate() {
                second[at] = if at == 11 { left } else { left.min(second[at].max(chance % (size + 1))) };
                left -= second[at];
            }
            let parent = first[0] + first[1] + first[2];
            let own = [parent, first[3], first[4], first[5]];
            let tables =
                vec![table("a", &own), table("b", &second), sub_table("s", ("a", "a0"), &first[..3])];
            history.push(measure(total, tables));
        }
        history
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_small_number_or_change_follows(history in histories()) {
        let (found, _) = breaches(&history, &publish(&history, Guards::ALL));
        prop_assert!(found.is_empty(), "{:?}", found);
    }
}

#[test]
fn without_a_complement_small_numbers_follow() {
    let history = [simple(&[10, 20, 3]), simple(&[12, 40, 9])];
    let guards = Guards { complement: false, audit: false };
    let (found, asked) = breaches(&history, &publish(&history, guards));
    assert_eq!(found, ["in version 0 a2 is 3", "change 0 to 1 a0 is 2"]);
    assert_eq!(asked, 3 * 4);
    assert_eq!(breaches(&history, &publish(&history, Guards::ALL)).0, Vec::<String>::new());
}
