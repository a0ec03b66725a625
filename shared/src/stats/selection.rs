//! Selection: what a page of figures is about – the year, a part of it, the filters – and how an address says so.
//!
//! Owns: the address' words, so that a link shows the same to whoever opens it, and the dates that are compared. Must not:
//! know labels, or which codes exist: the caller says which it knows.

use super::facts::{Field, Filter};
use super::summary::Span;
use crate::domain::help::CUSTOMER;
use crate::domain::plan::is_year;
use crate::time::{Date, days_in_month};

/// The fields that can be chosen, with their names in an address.
pub const FIELDS: [(Field, &str); 11] = [
    (Field::Library, "kirjasto"),
    (Field::Kind, "kenelle"),
    (Field::Topic, "aihe"),
    (Field::Form, "muoto"),
    (Field::Setting, "tilanne"),
    (Field::Duration, "kesto"),
    (Field::Outcome, "tulos"),
    (Field::ReferredTo, "ohjattu"),
    (Field::Equipment, "laite"),
    (Field::Lang, "kieli"),
    (Field::Mode, "kirjaustapa"),
];

const YEAR: &str = "vuosi";
const PART: &str = "jakso";
/// In place of a kind: whomever it was for. Without a word the page is about customers (goal A).
const ANYBODY: &str = "kaikki";

/// A part of a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    /// From 1 January; in the current year to today.
    #[default]
    Year,
    /// A half: 1 or 2.
    Half(u32),
    /// A quarter: 1–4.
    Quarter(u32),
    /// A month: 1–12.
    Month(u32),
}

impl Part {
    /// All of them, longest first.
    pub fn all() -> impl Iterator<Item = Self> {
        let halves = (1..=2).map(Self::Half);
        let quarters = (1..=4).map(Self::Quarter);
        std::iter::once(Self::Year).chain(halves).chain(quarters).chain((1..=12).map(Self::Month))
    }

    /// Its word in an address; empty for the whole year.
    pub fn code(self) -> String {
        match self {
            Self::Year => String::new(),
            Self::Half(n) => format!("h{n}"),
            Self::Quarter(n) => format!("q{n}"),
            Self::Month(n) => format!("m{n}"),
        }
    }

    /// The part of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|part| part.code() == code)
    }

    /// The first and the last month.
    fn months(self) -> (u32, u32) {
        match self {
            Self::Year => (1, 12),
            Self::Half(n) => (6 * n - 5, 6 * n),
            Self::Quarter(n) => (3 * n - 2, 3 * n),
            Self::Month(n) => (n, n),
        }
    }
}

/// What a page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The year.
    pub year: i32,
    /// The part of it.
    pub part: Part,
    /// What the helps must be; a field at most once.
    filters: Vec<Filter>,
}

/// The dates that a selection compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The chosen dates, as far as they have come.
    pub now: Span,
    /// The same dates one year earlier.
    pub then: Span,
    /// The chosen part is not over.
    pub is_partial: bool,
}

impl Selection {
    /// The current year, help to customers.
    pub fn of(today: Date) -> Self {
        let kind = Filter { field: Field::Kind, codes: vec![CUSTOMER.to_owned()] };
        Self { year: today.year(), part: Part::Year, filters: vec![kind] }
    }

    /// Reads an address' names and values. What is not understood is left out and told, in the order of the address.
    pub fn read<'a>(
        query: impl IntoIterator<Item = (&'a str, &'a str)>,
        today: Date,
        knows: impl Fn(Field, &str) -> bool,
    ) -> (Self, Vec<String>) {
        let mut read = Self::of(today);
        let mut unknown = Vec::new();
        for (name, value) in query {
            let understood = match (name, FIELDS.iter().find(|(_, known)| *known == name)) {
                (YEAR, _) => match value.parse().ok().filter(|year| is_year(*year)) {
                    Some(year) => {
                        read.year = year;
                        true
                    }
                    None => false,
                },
                (PART, _) => match Part::from_code(value) {
                    Some(part) => {
                        read.part = part;
                        true
                    }
                    None => false,
                },
                (_, Some((Field::Kind, _))) if value == ANYBODY => {
                    read.set(Field::Kind, Vec::new());
                    true
                }
                (_, Some((field, _))) => {
                    let codes = value.split(',').map(str::to_owned);
                    let (known, other): (Vec<_>, Vec<_>) = codes.partition(|code| knows(*field, code));
                    if !known.is_empty() {
                        read.set(*field, known);
                    }
                    other.is_empty()
                }
                // Somebody else's word in a link, such as a mail program's.
                _ => true,
            };
            if !understood {
                unknown.push(format!("{name}={value}"));
            }
        }
        (read, unknown)
    }

    /// As names and values; nothing for what goes without saying.
    pub fn written(&self, today: Date) -> Vec<(&'static str, String)> {
        let mut all = Vec::new();
        if self.year != today.year() {
            all.push((YEAR, self.year.to_string()));
        }
        if self.part != Part::Year {
            all.push((PART, self.part.code()));
        }
        for (field, name) in FIELDS {
            match (field, self.codes(field)) {
                (Field::Kind, []) => all.push((name, ANYBODY.to_owned())),
                (Field::Kind, [only]) if only == CUSTOMER => {}
                (_, []) => {}
                (_, codes) => all.push((name, codes.join(","))),
            }
        }
        all
    }

    /// The filters, in the order of [`FIELDS`].
    pub fn filters(&self) -> &[Filter] {
        &self.filters
    }

    /// The chosen codes of a field; none where it is not filtered.
    pub fn codes(&self, field: Field) -> &[String] {
        self.filters.iter().find(|filter| filter.field == field).map_or(&[], |filter| &filter.codes)
    }

    /// The only chosen code of a field.
    pub fn code(&self, field: Field) -> Option<&str> {
        match self.codes(field) {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Chooses codes of a field; none for all.
    pub fn set(&mut self, field: Field, codes: Vec<String>) {
        self.filters.retain(|filter| filter.field != field);
        if !codes.is_empty() {
            self.filters.push(Filter { field, codes });
        }
        let place = |of: Field| FIELDS.iter().position(|(field, _)| *field == of);
        self.filters.sort_by_key(|filter| place(filter.field));
    }

    /// Chooses a code of a field, or gives it back where it is the chosen one.
    pub fn toggle(&mut self, field: Field, code: &str) {
        let chosen = self.code(field) == Some(code);
        self.set(field, if chosen { Vec::new() } else { vec![code.to_owned()] });
    }

    /// Whether anything but the dates and the kind is narrowed.
    pub fn is_narrowed(&self) -> bool {
        self.filters.iter().any(|filter| filter.field != Field::Kind)
    }

    /// The dates that are compared; `None` where the part has not begun.
    pub fn compared(&self, today: Date) -> Option<Compared> {
        let (first, last) = self.part.months();
        let from = Date::new(self.year, first, 1)?;
        let end = Date::new(self.year, last, days_in_month(self.year, last))?;
        let now = Span { from, to: end.min(today) };
        (from <= today).then(|| Compared { now, then: now.last_year(), is_partial: end > today })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn read(query: &str, today: &str) -> (Selection, Vec<String>) {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Selection::read(pairs, date(today), |_, code| code != "nonsense")
    }

    fn spans(query: &str, today: &str) -> Option<[String; 4]> {
        let compared = read(query, today).0.compared(date(today))?;
        let Compared { now, then, .. } = compared;
        Some([now.from, now.to, then.from, then.to].map(|date| date.to_string()))
    }

    #[test]
    fn by_default_the_year_to_date_is_compared_with_the_same_dates() {
        let same = Some(["2026-01-01", "2026-04-14", "2025-01-01", "2025-04-14"].map(str::to_owned));
        assert_eq!(spans("", "2026-04-14"), same);
        assert_eq!(read("", "2026-04-14").0.code(Field::Kind), Some(CUSTOMER));
        // 29 February is compared with the 28th, and a whole leap February with a whole February.
        let leap = Some(["2028-01-01", "2028-02-29", "2027-01-01", "2027-02-28"].map(str::to_owned));
        assert_eq!(spans("", "2028-02-29"), leap);
        let month = Some(["2028-02-01", "2028-02-29", "2027-02-01", "2027-02-28"].map(str::to_owned));
        assert_eq!(spans("jakso=m2", "2028-06-01"), month);
    }

    #[test]
    fn a_part_ends_today_at_the_latest_and_one_to_come_has_no_figures() {
        let quarter = Some(["2026-04-01", "2026-04-14", "2025-04-01", "2025-04-14"].map(str::to_owned));
        assert_eq!(spans("jakso=q2", "2026-04-14"), quarter);
        assert!(read("jakso=q2", "2026-04-14").0.compared(date("2026-04-14")).unwrap().is_partial);
        assert_eq!(spans("jakso=h2", "2026-04-14"), None);
        assert_eq!(spans("vuosi=2027", "2026-12-31"), None);
        let past = Some(["2024-01-01", "2024-12-31", "2023-01-01", "2023-12-31"].map(str::to_owned));
        assert_eq!(spans("vuosi=2024", "2026-04-14"), past);
    }

    #[test]
    fn what_is_not_understood_is_told_and_the_rest_stands() {
        let query =
            "vuosi=MMXX&jakso=q9&kirjasto=turku&aihe=gov,nonsense&tulos=nonsense&utm_source=x&kenelle=kaikki";
        let (selection, unknown) = read(query, "2026-04-14");
        assert_eq!(unknown, ["vuosi=MMXX", "jakso=q9", "aihe=gov,nonsense", "tulos=nonsense"]);
        assert_eq!((selection.year, selection.part), (2026, Part::Year));
        assert_eq!(selection.code(Field::Topic), Some("gov"));
        assert_eq!(selection.codes(Field::Outcome), &[] as &[String]);
        assert_eq!(selection.codes(Field::Kind), &[] as &[String]);
        assert!(selection.is_narrowed());
    }

    #[test]
    fn a_second_tap_gives_the_choice_back() {
        let mut selection = Selection::of(date("2026-04-14"));
        selection.toggle(Field::Topic, "gov");
        selection.toggle(Field::Topic, "device");
        assert_eq!(selection.code(Field::Topic), Some("device"));
        selection.toggle(Field::Topic, "device");
        assert_eq!(selection, Selection::of(date("2026-04-14")));
    }

    proptest! {
        #[test]
        fn an_address_is_read_as_it_was_written(
            year in 2020..2040i32, part in 0..19usize, all in any::<bool>(),
            codes in prop::collection::vec((0..11usize, "[a-z0-9_-]{1,8}"), 0..6),
        ) {
            let today = date("2026-04-14");
            let mut selection = Selection::of(today);
            selection.year = year;
            selection.part = Part::all().nth(part).unwrap();
            if all {
                selection.set(Field::Kind, Vec::new());
            }
            for (field, code) in codes {
                selection.set(FIELDS[field].0, vec![code]);
            }
            // A kind of that name cannot be told from anybody.
            prop_assume!(selection.code(Field::Kind) != Some(ANYBODY));
            let written = selection.written(today);
            let pairs = written.iter().map(|(name, value)| (*name, value.as_str()));
            let (again, unknown) = Selection::read(pairs, today, |_, _| true);
            prop_assert_eq!(again, selection);
            prop_assert!(unknown.is_empty());
        }
    }
}
