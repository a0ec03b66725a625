//! The fixed set of tables, unmasked.
//!
//! Owns: which tables there are. Each is of one dimension: a reader links them through their total only. *Setting* is not
//! among them, because a setting implies a form: next to *form* it would give masked cells away.

use shared::domain::help::{COURSE, REFERRED};
use shared::domain::op::Kind;
use shared::id::Id;
use shared::stats::dim::{Dim, NOT_STATED};
use shared::stats::release::{Cell, Measure, Parent, Table};
use shared::stats::summary;
use shared::time::Date;

use super::dates;
use crate::app::App;
use crate::db::rollup::Sum;
use crate::db::{self, Tx};
use crate::error::{Error, Result};
use crate::usecase::network;

/// Helps to customers by these, with the list of each.
pub(super) const PARTS: [(Dim, &str); 7] = [
    (Dim::Topic, "topic"),
    (Dim::Form, "form"),
    (Dim::Duration, "duration"),
    (Dim::Outcome, "outcome"),
    (Dim::ReferredTo, "referred_to"),
    (Dim::Equipment, "equipment"),
    (Dim::Lang, "lang"),
];

/// The true counts of a year, as they stand now.
pub(super) async fn current(
    app: &App,
    tx: &mut Tx,
    network: Id,
    year: i32,
    as_of: Date,
) -> Result<Vec<Measure>> {
    let (from, to) = dates(year, as_of).ok_or_else(|| Error::internal("a year without dates"))?;
    let row = network::of(tx, network).await?;
    let lists = app.lists.of(tx, &row).await?;
    let libraries: Vec<String> =
        db::library::list(tx, network).await?.into_iter().map(|library| library.code).collect();
    let all = db::rollup::sums(tx, network, Dim::Total, from, to).await?;
    let months = db::rollup::months(tx, network, from, to).await?;
    let months_so_far: Vec<String> = (1..=to.month()).map(|month| format!("{month:02}")).collect();

    let mut measures = Vec::new();
    for what in What::ALL {
        let mine = |sums: &[Sum]| sums.iter().filter(|sum| what.counts(sum)).cloned().collect::<Vec<_>>();
        let sums = mine(&all);
        let mut tables = vec![table("library", None, &libraries, &sums, |sum| &sum.library, what)];
        if matches!(what, What::Helps | What::PeerSupports) {
            tables.push(table("month", None, &months_so_far, &mine(&months), |sum| &sum.code, what));
        }
        if what == What::Helps {
            for (dim, list) in PARTS {
                // A course is a group session, never a form of a help.
                let codes = lists.current(list).map(|value| value.code.clone()).filter(|code| code != COURSE);
                let codes: Vec<String> = codes.collect();
                let of = (dim == Dim::ReferredTo)
                    .then(|| Parent { table: "outcome".to_owned(), code: REFERRED.to_owned() });
                let sums = mine(&db::rollup::sums(tx, network, dim, from, to).await?);
                tables.push(table(list, of, &codes, &sums, |sum| &sum.code, what));
            }
        }
        let total = sums.iter().map(|sum| what.figure(sum)).sum();
        measures.push(Measure { name: what.code().to_owned(), total, tables });
    }
    // In all only: by parts, next to the helps they are of, they would tell of single ones.
    let is_help = |sum: &&Sum| sum.entity == Kind::Help;
    let total = all.iter().filter(is_help).map(|sum| sum.counts.people).sum();
    measures.push(Measure { name: "people".to_owned(), total, tables: Vec::new() });
    Ok(measures)
}

/// A table over the codes of a list, and after them those that only entries have; *not stated* last.
fn table(
    name: &str,
    of: Option<Parent>,
    codes: &[String],
    sums: &[Sum],
    code: impl Fn(&Sum) -> &String,
    what: What,
) -> Table {
    let mut cells: Vec<Cell> = codes.iter().map(|code| Cell { code: code.clone(), n: 0 }).collect();
    for sum in sums {
        let code = code(sum);
        match cells.iter_mut().find(|cell| cell.code == *code) {
            Some(cell) => cell.n += what.figure(sum),
            None => cells.push(Cell { code: code.clone(), n: what.figure(sum) }),
        }
    }
    cells.sort_by_key(|cell| cell.code == NOT_STATED);
    Table { name: name.to_owned(), of, cells }
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Helps,
    PeerSupports,
    Sessions,
    Participants,
    PeerSessions,
    PeerParticipants,
}

impl What {
    const ALL: [Self; 6] = [
        Self::Helps,
        Self::PeerSupports,
        Self::Sessions,
        Self::Participants,
        Self::PeerSessions,
        Self::PeerParticipants,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Helps => "helps",
            Self::PeerSupports => "peer_supports",
            Self::Sessions => "sessions",
            Self::Participants => "participants",
            Self::PeerSessions => "peer_sessions",
            Self::PeerParticipants => "peer_participants",
        }
    }

    fn counts(self, sum: &Sum) -> bool {
        let is_peer = sum.kind == shared::domain::help::STAFF_PEER;
        match self {
            Self::Helps => summary::Measure::of(sum.entity, &sum.kind) == Some(summary::Measure::Customer),
            Self::PeerSupports => summary::Measure::of(sum.entity, &sum.kind) == Some(summary::Measure::Peer),
            Self::Sessions | Self::Participants => sum.entity == Kind::GroupSession && !is_peer,
            Self::PeerSessions | Self::PeerParticipants => sum.entity == Kind::GroupSession && is_peer,
        }
    }

    fn figure(self, sum: &Sum) -> i64 {
        match self {
            Self::Participants | Self::PeerParticipants => sum.counts.people,
            Self::Helps | Self::PeerSupports | Self::Sessions | Self::PeerSessions => sum.counts.n,
        }
    }
}
