//! A version with its names, for whoever reads it.
//!
//! Owns: the labels, and what is told beside the figures. Must not: add a figure.

use shared::domain::lang::Lang;
use shared::domain::vocabulary::Vocabulary;
use shared::id::Id;
use shared::stats::dim::{Dim, NOT_STATED};
use shared::stats::release::{ShownMeasure, ShownTable, THRESHOLD};
use shared::text;
use shared::wire::v1::library::Library;
use shared::wire::v1::stats::{Cell, DatedNote, Measure, Stats, Table};

use super::dates;
use crate::app::App;
use crate::db::release::Stored;
use crate::db::{self, Tx};
use crate::error::{Error, Result};
use crate::usecase::{network, note};
use crate::words::Words;

/// A stored version as it is given out.
pub(super) async fn stats(app: &App, tx: &mut Tx, network: Id, stored: Stored) -> Result<Stats> {
    let Stored { release, made_at } = stored;
    let (from, to) =
        dates(release.year, release.as_of).ok_or_else(|| Error::internal("a year without dates"))?;
    let row = network::of(tx, network).await?;
    let names =
        Names { lists: &*app.lists.of(tx, &row).await?, libraries: &db::library::list(tx, network).await? };
    let mut reporting: Vec<String> = db::rollup::sums(tx, network, Dim::Total, from, to)
        .await?
        .into_iter()
        .filter(|sum| sum.counts.n > 0)
        .map(|sum| sum.library)
        .collect();
    reporting.sort_unstable();
    reporting.dedup();
    let current = names.libraries.iter().filter(|library| library.ended_at.is_none());
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let notes = note::within(tx, network, from, to).await?;
    Ok(Stats {
        network: row.name,
        year: release.year,
        from,
        to,
        made_at,
        threshold: THRESHOLD,
        reporting: count(reporting.len()),
        libraries: count(current.count().max(reporting.len())),
        years: years(tx, network, release.as_of.year()).await?,
        measures: release.measures.into_iter().map(|shown| measure(shown, &names)).collect(),
        notes: notes
            .into_iter()
            .map(|note| DatedNote {
                from: note.period.from,
                to: note.period.to,
                library: note.library.map(|code| names.library(&code, Lang::Fi)),
                body: note.body,
            })
            .collect(),
    })
}

/// The years with an entry, latest first.
async fn years(tx: &mut Tx, network: Id, last: i32) -> Result<Vec<i32>> {
    let first = db::rollup::first_date(tx, network).await?.map_or(last, |date| date.year());
    Ok((first.min(last)..=last).rev().collect())
}

struct Names<'a> {
    lists: &'a Vocabulary,
    libraries: &'a [Library],
}

impl Names<'_> {
    fn library(&self, code: &str, lang: Lang) -> String {
        let Some(library) = self.libraries.iter().find(|library| library.code == code) else {
            return code.to_owned();
        };
        library.name_sv.as_ref().filter(|_| lang == Lang::Sv).unwrap_or(&library.name_fi).clone()
    }

    fn label(&self, table: &str, code: &str, lang: Lang) -> String {
        match table {
            "library" => self.library(code, lang),
            "month" => text::month(code.parse().unwrap_or(1), lang).to_owned(),
            _ if code == NOT_STATED => Words { lang }.say("overview.not_stated"),
            list => self.lists.label(list, code, lang).to_owned(),
        }
    }
}

fn measure(shown: ShownMeasure, names: &Names<'_>) -> Measure {
    Measure {
        code: shown.name,
        total: shown.total,
        as_of: shown.as_of,
        tables: shown.tables.into_iter().map(|shown| table(shown, names)).collect(),
    }
}

fn table(shown: ShownTable, names: &Names<'_>) -> Table {
    let cells = shown.cells.into_iter().map(|cell| {
        let label = |lang| names.label(&shown.name, &cell.code, lang);
        Cell { fi: label(Lang::Fi), sv: label(Lang::Sv), en: label(Lang::En), n: cell.n, code: cell.code }
    });
    Table { cells: cells.collect(), code: shown.name, total: shown.total, as_of: shown.as_of }
}
