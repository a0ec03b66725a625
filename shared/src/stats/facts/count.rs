//! Counting: each group under all filters but its own.
//!
//! Owns: the count. A group's own filter does not narrow it, so that the other bars of a chart stay in sight when one is
//! chosen (Crossfilter, Square, 2012). Must not: remember a filter: a count is a pass over the columns, some milliseconds
//! for a million facts, and there is no state that could be wrong.

use super::column::Rows;
use super::{CHUNK, Facts, Field};
use crate::stats::rollup::Counts;
use crate::stats::summary::Span;
use crate::time::Date;

/// What a field must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The field.
    pub field: Field,
    /// Any of these codes. A code that does not occur matches nothing.
    pub codes: Vec<String>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query<'a> {
    /// The first date.
    pub from: Date,
    /// The last date.
    pub to: Date,
    /// All of these.
    pub filters: &'a [Filter],
    /// By what to count.
    pub groups: &'a [Field],
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Of the facts that pass all filters.
    pub total: Counts,
    /// The total by date, from the first to the last of the query.
    pub days: Vec<Counts>,
    /// For each group, in the query's order, the number of facts by code: see [`Facts::codes`].
    pub groups: Vec<Vec<i64>>,
}

/// A filter in force: which codes of which column pass.
struct Sieve<'a> {
    rows: &'a Rows,
    passes: Vec<bool>,
    bit: u32,
}

/// The rows of a chunk that a group counts, and what there is of each.
#[derive(Default)]
struct Picked {
    /// Those that pass every filter, and those that fail one filter only, by that filter.
    all: Vec<usize>,
    but_one: Vec<Vec<usize>>,
}

impl Facts {
    /// Counts.
    pub fn count(&self, query: &Query<'_>) -> Counted {
        let (from, to) = (query.from.epoch_days(), query.to.epoch_days());
        let mut counted = Counted {
            total: Counts::default(),
            days: vec![Counts::default(); usize::try_from(to - from + 1).unwrap_or(0)],
            groups: query.groups.iter().map(|group| vec![0; self.codes(*group).len()]).collect(),
        };
        let sieves: Vec<Sieve<'_>> =
            query.filters.iter().take(31).enumerate().map(|(n, filter)| self.sieve(n, filter)).collect();
        // The filter of each group itself, where there is one.
        let own: Vec<Option<usize>> = query
            .groups
            .iter()
            .map(|group| query.filters.iter().position(|filter| filter.field == *group))
            .collect();
        let mut picked = Picked { all: Vec::with_capacity(CHUNK), but_one: vec![Vec::new(); sieves.len()] };
        for (chunk, span) in self.spans.iter().enumerate() {
            if span.1 < from || span.0 > to {
                continue;
            }
            let first = chunk * CHUNK;
            let rows = first..(first + CHUNK).min(self.len());
            let inside = span.0 >= from && span.1 <= to;
            self.pick(rows, &sieves, (!inside).then_some((from, to)), &mut picked);
            self.add_up(&picked.all, from, &mut counted);
            for ((group, own), sums) in query.groups.iter().zip(&own).zip(&mut counted.groups) {
                let rows = &self.columns[group.index()].rows;
                self.tally(rows, &picked.all, sums);
                if let Some(own) = own {
                    self.tally(rows, &picked.but_one[*own], sums);
                }
            }
        }
        for day in &counted.days {
            counted.total.n += day.n;
            counted.total.people += day.people;
        }
        counted
    }

    /// Entries and people by the codes of one field: see [`Facts::codes`]. Every filter narrows, the field's own too.
    pub fn by(&self, field: Field, span: Span, filters: &[Filter]) -> Vec<Counts> {
        let (from, to) = (span.from.epoch_days(), span.to.epoch_days());
        let sieves: Vec<Sieve<'_>> =
            filters.iter().take(31).enumerate().map(|(n, filter)| self.sieve(n, filter)).collect();
        let mut sums = vec![Counts::default(); self.codes(field).len()];
        let mut picked = Picked { all: Vec::new(), but_one: vec![Vec::new(); sieves.len()] };
        let codes = &self.columns[field.index()].rows;
        for (chunk, days) in self.spans.iter().enumerate().filter(|(_, days)| days.1 >= from && days.0 <= to)
        {
            let first = chunk * CHUNK;
            let inside = days.0 >= from && days.1 <= to;
            let rows = first..(first + CHUNK).min(self.len());
            self.pick(rows, &sieves, (!inside).then_some((from, to)), &mut picked);
            for row in &picked.all {
                let code: usize = match codes {
                    Rows::Narrow(codes) => codes[*row].into(),
                    Rows::Wide(codes) => codes[*row].into(),
                };
                let sign = i64::from(self.signs[*row]);
                sums[code].n += sign;
                sums[code].people += sign * i64::from(self.people[*row]);
            }
        }
        sums
    }

    fn sieve(&self, number: usize, filter: &Filter) -> Sieve<'_> {
        let column = &self.columns[filter.field.index()];
        Sieve {
            rows: &column.rows,
            passes: column.codes.iter().map(|code| filter.codes.contains(code)).collect(),
            bit: 1 << number,
        }
    }

    /// Chooses the rows of a chunk.
    fn pick(
        &self,
        rows: std::ops::Range<usize>,
        sieves: &[Sieve<'_>],
        dates: Option<(i32, i32)>,
        picked: &mut Picked,
    ) {
        picked.all.clear();
        picked.but_one.iter_mut().for_each(Vec::clear);
        let first = rows.start;
        let mut fails = [0_u32; CHUNK];
        let fails = &mut fails[..rows.len()];
        for sieve in sieves {
            match sieve.rows {
                Rows::Narrow(codes) => strain(&codes[rows.clone()], sieve, fails),
                Rows::Wide(codes) => strain(&codes[rows.clone()], sieve, fails),
            }
        }
        if let Some((from, to)) = dates {
            for (fails, day) in fails.iter_mut().zip(&self.days[rows]) {
                if *day < from || *day > to {
                    *fails = u32::MAX;
                }
            }
        }
        for (row, fails) in fails.iter().enumerate() {
            match fails.count_ones() {
                0 => picked.all.push(first + row),
                1 => picked.but_one[fails.trailing_zeros() as usize].push(first + row),
                _ => {}
            }
        }
    }

    fn add_up(&self, rows: &[usize], from: i32, counted: &mut Counted) {
        for row in rows {
            let (sign, people) = (i64::from(self.signs[*row]), i64::from(self.people[*row]));
            let day = usize::try_from(self.days[*row] - from).unwrap_or(usize::MAX);
            if let Some(day) = counted.days.get_mut(day) {
                day.n += sign;
                day.people += sign * people;
            }
        }
    }

    fn tally(&self, codes: &Rows, rows: &[usize], sums: &mut [i64]) {
        match codes {
            Rows::Narrow(codes) => tally(codes, &self.signs, rows, sums),
            Rows::Wide(codes) => tally(codes, &self.signs, rows, sums),
        }
    }
}

fn strain<T: Copy + Into<usize>>(codes: &[T], sieve: &Sieve<'_>, fails: &mut [u32]) {
    for (fails, code) in fails.iter_mut().zip(codes) {
        let code: usize = (*code).into();
        if !sieve.passes[code] {
            *fails |= sieve.bit;
        }
    }
}

fn tally<T: Copy + Into<usize>>(codes: &[T], signs: &[i8], rows: &[usize], sums: &mut [i64]) {
    for row in rows {
        let code: usize = codes[*row].into();
        sums[code] += i64::from(signs[*row]);
    }
}
