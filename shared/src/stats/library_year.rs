//! What the national library statistics ask of a library for a calendar year.
//!
//! Owns: the definition (Finnish Public Libraries Statistics, *user training*): individual guidances are helps to customers;
//! group trainings are group sessions for customers, with their participants. They are separate numbers and are not added up.
//! Help to own staff is neither.

use super::facts::{Facts, Field, Filter};
use super::rollup::Counts;
use super::summary::Span;
use crate::domain::help::STAFF_PEER;
use crate::domain::op::Kind;
use crate::time::Date;

/// A library's figures of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryYear {
    /// Its code.
    pub library: String,
    /// Individual guidances, times.
    pub guidances: i64,
    /// Group trainings and their participants.
    pub trainings: Counts,
}

/// The libraries with an entry in the year, in no particular order.
pub fn library_year(facts: &Facts, year: i32) -> Vec<LibraryYear> {
    let (Some(from), Some(to)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) else { return Vec::new() };
    let span = Span { from, to };
    let only = |entity: Kind| vec![Filter { field: Field::Entity, codes: vec![entity.code().to_owned()] }];
    let peers = |entity: Kind| {
        let mut filters = only(entity);
        filters.push(Filter { field: Field::Kind, codes: vec![STAFF_PEER.to_owned()] });
        facts.by(Field::Library, span, &filters)
    };
    let all = |entity: Kind| facts.by(Field::Library, span, &only(entity));
    let less = |all: Counts, part: Counts| Counts { n: all.n - part.n, people: all.people - part.people };
    let (helps, peer_helps) = (all(Kind::Help), peers(Kind::Help));
    let (sessions, peer_sessions) = (all(Kind::GroupSession), peers(Kind::GroupSession));
    let any = facts.by(Field::Library, span, &[]);
    let row = |(n, library): (usize, &String)| {
        let at = |counts: &[Counts]| counts.get(n).copied().unwrap_or_default();
        (at(&any).n > 0).then(|| LibraryYear {
            library: library.clone(),
            guidances: less(at(&helps), at(&peer_helps)).n,
            trainings: less(at(&sessions), at(&peer_sessions)),
        })
    };
    facts.codes(Field::Library).iter().enumerate().filter_map(row).collect()
}
