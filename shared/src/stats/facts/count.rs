//! Counting: each group under all filters but its own.
//!
//! Owns: the count. A group's own filter does not narrow it, so that the other bars of a chart stay in sight when one is
//! chosen (Crossfilter, Square, 2012). Must not: remember a filter: a count is a pass over the columns, some milliseconds
//! for a million facts, and there is no state that could be wrong.

use std::ops::Range;

use super::column::Rows;
use super::{CHUNK, Facts, Field};
use crate::stats::rollup::Counts;
use crate::stats::summary::Span;

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
    /// The dates of the total and of the groups; `None`: only the days are counted.
    pub span: Option<Span>,
    /// The dates that are told one by one; they hold the span. A year's months come out of the same pass as a part of it.
    pub days: Span,
    /// All of these.
    pub filters: &'a [Filter],
    /// By what to count.
    pub groups: &'a [Field],
}

impl<'a> Query<'a> {
    /// Everything about the same dates.
    pub fn of(span: Span, filters: &'a [Filter], groups: &'a [Field]) -> Self {
        Self { span: Some(span), days: span, filters, groups }
    }
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

impl Picked {
    fn retain(&mut self, keep: impl Fn(usize) -> bool) {
        self.all.retain(|row| keep(*row));
        self.but_one.iter_mut().for_each(|rows| rows.retain(|row| keep(*row)));
    }
}

/// Dates in days since 1 January 1970, the last one included.
#[derive(Clone, Copy)]
struct Days {
    from: i32,
    to: i32,
}

impl Days {
    fn of(span: Span) -> Self {
        Self { from: span.from.epoch_days(), to: span.to.epoch_days() }
    }

    fn contain(self, day: i32) -> bool {
        day >= self.from && day <= self.to
    }

    fn hold(self, other: Self) -> bool {
        other.from >= self.from && other.to <= self.to
    }

    fn meet(self, other: Self) -> bool {
        other.to >= self.from && other.from <= self.to
    }
}

impl Facts {
    /// Counts.
    #[inline(never)]
    pub fn count(&self, query: &Query<'_>) -> Counted {
        let (days, span) = (Days::of(query.days), query.span.map(Days::of));
        let mut counted = Counted {
            total: Counts::default(),
            days: vec![Counts::default(); usize::try_from(days.to - days.from + 1).unwrap_or(0)],
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
        for (rows, chunk) in self.chunks(days) {
            self.pick(rows, &sieves, (!days.hold(chunk)).then_some(days), &mut picked);
            self.add_up(&picked.all, days.from, &mut counted);
            let Some(span) = span.filter(|span| span.meet(chunk)) else { continue };
            if !span.hold(chunk) {
                picked.retain(|row| span.contain(self.days[row]));
            }
            for ((group, own), sums) in query.groups.iter().zip(&own).zip(&mut counted.groups) {
                let rows = &self.columns[group.index()].rows;
                self.tally(rows, &picked.all, sums);
                if let Some(own) = own {
                    self.tally(rows, &picked.but_one[*own], sums);
                }
            }
        }
        for (day, counts) in (days.from..).zip(&counted.days) {
            if span.is_some_and(|span| span.contain(day)) {
                counted.total.n += counts.n;
                counted.total.people += counts.people;
            }
        }
        counted
    }

    /// Entries and people by the codes of several fields together, in one pass; what has none is left out.
    #[inline(never)]
    pub fn cross<const N: usize>(&self, span: Span, fields: [Field; N]) -> Vec<([&str; N], Counts)> {
        let days = Days::of(span);
        let sizes = fields.map(|field| self.codes(field).len());
        let mut sums = vec![Counts::default(); sizes.iter().product()];
        let mut places = [0_usize; CHUNK];
        for (rows, _) in self.chunks(days) {
            let places = &mut places[..rows.len()];
            places.fill(0);
            for (field, size) in fields.iter().zip(sizes) {
                match &self.columns[field.index()].rows {
                    Rows::Narrow(codes) => place(&codes[rows.clone()], size, places),
                    Rows::Wide(codes) => place(&codes[rows.clone()], size, places),
                }
            }
            for (row, place) in rows.zip(places) {
                if days.contain(self.days[row]) {
                    let (sum, sign) = (&mut sums[*place], i64::from(self.signs[row]));
                    sum.n += sign;
                    sum.people += sign * i64::from(self.people[row]);
                }
            }
        }
        let named = |mut place: usize| {
            let mut codes = [""; N];
            for ((code, field), size) in codes.iter_mut().zip(fields).zip(sizes).rev() {
                *code = &self.codes(field)[place % size];
                place /= size;
            }
            codes
        };
        let some = sums.into_iter().enumerate().filter(|(_, sum)| *sum != Counts::default());
        some.map(|(place, sum)| (named(place), sum)).collect()
    }

    /// Entries and people by the codes of one field: see [`Facts::codes`]. Every filter narrows, the field's own too.
    #[inline(never)]
    pub fn by(&self, field: Field, span: Span, filters: &[Filter]) -> Vec<Counts> {
        let days = Days::of(span);
        let sieves: Vec<Sieve<'_>> =
            filters.iter().take(31).enumerate().map(|(n, filter)| self.sieve(n, filter)).collect();
        let mut sums = vec![Counts::default(); self.codes(field).len()];
        let mut picked = Picked { all: Vec::new(), but_one: vec![Vec::new(); sieves.len()] };
        let codes = &self.columns[field.index()].rows;
        for (rows, chunk) in self.chunks(days) {
            self.pick(rows, &sieves, (!days.hold(chunk)).then_some(days), &mut picked);
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

    /// The rows of each chunk that meets some dates, with the chunk's own dates.
    fn chunks(&self, days: Days) -> impl Iterator<Item = (Range<usize>, Days)> {
        self.spans.iter().enumerate().filter_map(move |(chunk, span)| {
            let (first, span) = (chunk * CHUNK, Days { from: span.0, to: span.1 });
            days.meet(span).then(|| (first..(first + CHUNK).min(self.len()), span))
        })
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
    fn pick(&self, rows: Range<usize>, sieves: &[Sieve<'_>], dates: Option<Days>, picked: &mut Picked) {
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
        if let Some(dates) = dates {
            for (fails, day) in fails.iter_mut().zip(&self.days[rows]) {
                if !dates.contain(*day) {
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

/// Moves each row's place in a table of several fields on by one field.
fn place<T: Copy + Into<usize>>(codes: &[T], size: usize, places: &mut [usize]) {
    for (place, code) in places.iter_mut().zip(codes) {
        let code: usize = (*code).into();
        *place = *place * size + code;
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
