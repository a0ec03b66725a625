//! Figures of a report: a table of the masked set, with its picture.
//!
//! Owns: which tables have a picture, and the sentence that stands for it. Must not: compute a figure.

use document::{Block, Picture, Table, TableCell};
use shared::stats::chart::{self, Bar, Month};
use shared::stats::dim::NOT_STATED;
use shared::text;
use shared::wire::v1::stats::{Cell, Measure, Table as Part};

use super::words::{Words, paragraph};
use crate::usecase::export::{measure_name, table_name};

/// The width of a picture in the drawing's units, and on paper.
const WIDTH: f64 = 640.0;
const WIDTH_MM: f32 = 160.0;

/// A measure by one dimension: picture and table.
pub(super) fn part(measure: &Measure, part: &Part, words: Words<'_>) -> Vec<Block> {
    let (what, by) = (measure_name(&measure.code, words.words), table_name(&part.code, words.words));
    let heading = Block::Heading { level: 3, text: by.clone() };
    let caption = format!("{what}: {}", by.to_lowercase());
    if part.total.is_none() {
        return vec![heading, paragraph(words.say("share.withheld"))];
    }
    if part.cells.iter().all(|cell| cell.n == Some(0) || cell.code == NOT_STATED && cell.n.is_some()) {
        return vec![heading, paragraph(words.say("overview.nothing_stated"))];
    }
    let drawing =
        chart::bars(&part.cells.iter().map(|cell| bar(cell, words)).collect::<Vec<_>>(), WIDTH, 0.0);
    let picture = Picture {
        svg: chart::paper(&drawing),
        alt: format!("{caption}. {}", finding(part, words)),
        caption: caption.clone(),
        width_mm: WIDTH_MM,
    };
    let mut rows: Vec<Vec<TableCell>> = part
        .cells
        .iter()
        .map(|cell| vec![cell.label(words.lang()).into(), words.figure(cell.n).into()])
        .collect();
    rows.push(vec![TableCell::bold(words.say("overview.total")), TableCell::bold(words.figure(part.total))]);
    let as_of = words.fill("report.as_of", &[("date", &text::date(part.as_of, words.lang()))]);
    let table = Table {
        caption: format!("{caption}. {as_of}"),
        header: vec![by, words.say("export.count")],
        rows,
        numeric: vec![1],
        row_headers: true,
    };
    vec![heading, paragraph(finding(part, words)), Block::Picture(picture), Block::Table(table)]
}

/// The months of a year beside those of the year before.
pub(super) fn months(
    (year, measure): (i32, &Measure),
    before: Option<&Measure>,
    words: Words<'_>,
) -> Vec<Block> {
    let Some(part) = measure.table("month").filter(|part| part.total.is_some()) else { return Vec::new() };
    let before = before.and_then(|measure| measure.table("month")).filter(|part| part.total.is_some());
    let of =
        |part: &Part, code: &str| part.cells.iter().find(|cell| cell.code == code).and_then(|cell| cell.n);
    let lang = words.lang();
    let months: Vec<Month> = (1..=12_u32)
        .map(|month| {
            let now = of(part, &format!("{month:02}"));
            Month {
                label: text::month(month, lang).to_owned(),
                short: month.to_string(),
                now,
                then: before.and_then(|part| of(part, &format!("{month:02}"))),
                figure: now.map(|n| text::number(n, lang)).unwrap_or_default(),
                goal: None,
            }
        })
        .collect();
    let drawing = chart::months(&months, WIDTH, |n| text::number(n, lang));
    let caption = format!(
        "{}: {}",
        measure_name(&measure.code, words.words),
        words.say("overview.month").to_lowercase()
    );
    let legend = before.map(|_| {
        words.fill("report.legend", &[("year", &year.to_string()), ("before", &(year - 1).to_string())])
    });
    let alt = [Some(format!("{caption}.")), legend.clone(), Some(finding(part, words))];
    let picture = Picture {
        svg: chart::paper(&drawing),
        alt: alt.into_iter().flatten().collect::<Vec<_>>().join(" "),
        caption: [Some(caption.clone()), legend].into_iter().flatten().collect::<Vec<_>>().join(". "),
        width_mm: WIDTH_MM,
    };
    let mut header = vec![words.say("overview.month"), year.to_string()];
    header.extend(before.map(|_| (year - 1).to_string()));
    let rows = part.cells.iter().map(|cell| {
        let mut row: Vec<TableCell> = vec![cell.label(lang).into(), words.figure(cell.n).into()];
        row.extend(before.map(|part| words.figure(of(part, &cell.code)).into()));
        row
    });
    let table = Table { caption, header, rows: rows.collect(), numeric: vec![1, 2], row_headers: true };
    let heading = Block::Heading { level: 3, text: words.say("overview.month") };
    vec![heading, Block::Picture(picture), Block::Table(table)]
}

fn bar(cell: &Cell, words: Words<'_>) -> Bar {
    let masked = if cell.n.is_none() { words.say("export.masked") } else { String::new() };
    Bar {
        label: cell.label(words.lang()).to_owned(),
        now: cell.n,
        then: None,
        figure: cell.n.map(|n| text::number(n, words.lang())).unwrap_or_default(),
        note: masked,
        aside: false,
    }
}

/// What a table says, in one sentence.
fn finding(part: &Part, words: Words<'_>) -> String {
    let stated = part.cells.iter().filter(|cell| cell.code != NOT_STATED && cell.n.is_some_and(|n| n > 0));
    match stated.max_by_key(|cell| cell.n) {
        Some(most) => {
            let n = words.figure(most.n);
            words.fill("share.most", &[("what", most.label(words.lang())), ("n", &n)])
        }
        None => words.say("share.all_masked"),
    }
}
