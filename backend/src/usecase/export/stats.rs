//! The masked figures of a year as sheets.
//!
//! Owns: the layout: a sheet per table with what must be read with it, or all tables one below the other.

use shared::text;
use shared::wire::v1::stats::{Measure, Stats, Table};

use crate::export::{Cell, Sheet};
use crate::words::Words;

/// The measure that charts without a name of their own are about.
const MAIN: &str = "helps";

/// A figure, or the word for one that is masked.
fn cell(n: Option<i64>, words: Words) -> Cell {
    n.map_or_else(|| Cell::text(words.say("export.masked")), Cell::Number)
}

/// What a measure is called.
pub fn measure_name(code: &str, words: Words) -> String {
    words.say(match code {
        "helps" => "overview.m_customer",
        "peer_supports" => "overview.m_peer",
        "sessions" => "overview.m_sessions",
        "participants" => "export.participants",
        "peer_sessions" => "overview.m_peer_sessions",
        "peer_participants" => "export.peer_participants",
        "people" => "overview.m_people",
        other => return other.to_owned(),
    })
}

/// What a table is called.
pub fn table_name(code: &str, words: Words) -> String {
    words.say(match code {
        "library" => "overview.library",
        "month" => "overview.month",
        "topic" => "overview.topic",
        "form" => "overview.f_form",
        "duration" => "overview.f_duration",
        "outcome" => "overview.f_outcome",
        "referred_to" => "overview.f_referred_to",
        "equipment" => "overview.f_equipment",
        "lang" => "overview.f_lang",
        other => return other.to_owned(),
    })
}

/// Everything: what the figures are, each table of each measure, the notes.
pub(super) fn workbook(stats: &Stats, words: Words) -> Vec<Sheet> {
    let mut sheets = vec![about(stats, words)];
    for measure in &stats.measures {
        for table in &measure.tables {
            sheets.push(sheet(stats, measure, table, words));
        }
    }
    sheets.push(library_statistics(stats, words));
    sheets.push(notes(stats, words));
    sheets
}

/// One table of the main measure.
pub(super) fn one(stats: &Stats, code: &str, words: Words) -> Option<Sheet> {
    let measure = stats.measure(MAIN)?;
    Some(sheet(stats, measure, measure.table(code)?, words))
}

/// All tables, one row per cell.
pub(super) fn flat(stats: &Stats, words: Words) -> Sheet {
    let mut rows = Vec::new();
    for measure in &stats.measures {
        let name = measure_name(&measure.code, words);
        rows.push(vec![
            Cell::text(&name),
            Cell::text(words.say("overview.total")),
            Cell::Empty,
            cell(measure.total, words),
        ]);
        for table in &measure.tables {
            for part in &table.cells {
                rows.push(vec![
                    Cell::text(&name),
                    Cell::text(table_name(&table.code, words)),
                    Cell::text(part.label(words.lang)),
                    cell(part.n, words),
                ]);
            }
        }
    }
    let columns = ["overview.col_measure", "export.by", "export.part", "export.count"];
    Sheet {
        name: stats.year.to_string(),
        about: Vec::new(),
        columns: columns.map(|key| words.say(key)).into(),
        rows,
    }
}

fn sheet(stats: &Stats, measure: &Measure, table: &Table, words: Words) -> Sheet {
    let (what, by) = (measure_name(&measure.code, words), table_name(&table.code, words));
    let mut rows: Vec<_> = table
        .cells
        .iter()
        .map(|part| vec![Cell::text(part.label(words.lang)), cell(part.n, words)])
        .collect();
    // *Referred to* parts one outcome, not the whole.
    if table.code != "referred_to" {
        rows.push(vec![Cell::text(words.say("overview.total")), cell(measure.total, words)]);
    }
    Sheet {
        name: if measure.code == MAIN { by.clone() } else { format!("{what} – {by}") },
        about: vec![
            format!("{what}, {}", text::span(stats.from, measure.as_of.min(stats.to), words.lang)),
            reporting(stats, words),
            masking(words),
        ],
        columns: vec![by, words.say("export.count")],
        rows,
    }
}

fn about(stats: &Stats, words: Words) -> Sheet {
    let mut rows: Vec<Vec<Cell>> = stats
        .measures
        .iter()
        .map(|measure| vec![Cell::text(measure_name(&measure.code, words)), cell(measure.total, words)])
        .collect();
    for (term, text) in [
        ("overview.def_help_t", "overview.def_help"),
        ("overview.def_peer_t", "overview.def_peer"),
        ("overview.def_topic_t", "overview.def_topic"),
    ] {
        rows.push(vec![Cell::text(words.say(term)), Cell::text(words.say(text))]);
    }
    Sheet {
        name: words.say("export.about"),
        about: vec![
            stats.network.clone(),
            text::span(stats.from, stats.to, words.lang),
            words.fill("export.made", &[("time", &text::instant(stats.made_at, words.lang))]),
            reporting(stats, words),
            masking(words),
        ],
        columns: vec![words.say("overview.col_measure"), words.say("export.count")],
        rows,
    }
}

/// What the national library statistics ask for, per library: individual guidances, and group trainings with participants.
fn library_statistics(stats: &Stats, words: Words) -> Sheet {
    let columns = ["helps", "sessions", "participants"];
    let of = |code: &str| stats.measure(code).and_then(|measure| measure.table("library"));
    let names = of(MAIN).map_or(&[][..], |table| &table.cells);
    let rows = names.iter().map(|library| {
        let mut row = vec![Cell::text(library.label(words.lang))];
        for code in columns {
            let part = of(code).and_then(|table| table.cells.iter().find(|part| part.code == library.code));
            row.push(part.map_or(Cell::Number(0), |part| cell(part.n, words)));
        }
        row
    });
    let headings = ["export.guidances", "export.trainings", "export.training_participants"];
    let headings = headings.into_iter().map(|key| words.say(key));
    Sheet {
        name: words.say("export.library_statistics"),
        about: vec![text::span(stats.from, stats.to, words.lang), masking(words)],
        columns: std::iter::once(words.say("overview.library")).chain(headings).collect(),
        rows: rows.collect(),
    }
}

fn notes(stats: &Stats, words: Words) -> Sheet {
    let rows = stats.notes.iter().map(|note| {
        vec![
            Cell::Date(note.from),
            Cell::Date(note.to),
            Cell::text(note.library.clone().unwrap_or_else(|| words.say("note.all"))),
            Cell::text(&note.body),
        ]
    });
    let columns = ["note.from", "note.to", "overview.library", "note.body"];
    Sheet {
        name: words.say("note.title"),
        about: Vec::new(),
        columns: columns.map(|key| words.say(key)).into(),
        rows: rows.collect(),
    }
}

fn reporting(stats: &Stats, words: Words) -> String {
    let (some, all) = (stats.reporting.to_string(), stats.libraries.to_string());
    words.fill("overview.reporting_of", &[("some", &some), ("all", &all)])
}

fn masking(words: Words) -> String {
    words.say("export.masking")
}
