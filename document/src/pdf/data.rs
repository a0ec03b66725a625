//! The document as its template reads it.
//!
//! Owns: the names of the JSON's fields. Must not: know how anything looks.

use serde_json::{Value, json};

use super::world::Virtual;
use crate::Error;
use crate::font::{Letters, displayable};
use crate::layout::{self, Density, Grid, Levels};
use crate::model::{Block, Document, Picture, Run, Table};
use crate::picture::Drawing;
use crate::text::{address, clean};

/// How a document looks; it has no text of its own.
const TEMPLATE: &str = include_str!("template.typ");

/// How much of a title the foot of each page has room for, in letters.
const SHORT: usize = 80;

/// The template, the data of the document and its pictures.
///
/// # Errors
/// When it has no title, or a picture that cannot be shown.
pub(super) fn world(document: &Document, letters: Letters) -> Result<Virtual, Error> {
    let text = |given: &str| text(given, letters);
    let runs = |content: &[Run]| runs(content, letters);
    let name = layout::title(document)?;
    let title = text(&name);
    let mut pictures = Vec::new();
    let mut levels = Levels::default();
    let mut blocks = Vec::new();
    for block in document.blocks.iter().filter(|block| layout::shown(block)) {
        blocks.push(match block {
            Block::Heading { level, text: heading } => {
                json!({ "kind": "heading", "level": levels.next(*level), "text": text(heading) })
            }
            Block::Paragraph(content) => json!({ "kind": "paragraph", "runs": runs(content) }),
            Block::Note(content) => json!({ "kind": "note", "runs": runs(content) }),
            Block::List(items) => {
                let items: Vec<Vec<Value>> =
                    items.iter().filter(|item| !item.is_empty()).map(|item| runs(item)).collect();
                json!({ "kind": "list", "items": items })
            }
            Block::Definitions(items) => {
                let items: Vec<Value> = items
                    .iter()
                    .map(|item| json!({ "term": text(&item.term), "text": text(&item.text) }))
                    .collect();
                json!({ "kind": "definitions", "items": items })
            }
            Block::Gap(prompt) => json!({ "kind": "gap", "text": text(prompt) }),
            Block::Table(table) => match Grid::of(table) {
                Some(grid) => self::table(table, &grid, letters),
                None => continue,
            },
            Block::Picture(picture) => self::picture(picture, &mut pictures, letters)?,
        });
    }
    let json = json!({
        // For the properties of the file, which any letter may be in.
        "name": name,
        "publisher": clean(&document.author).trim(),
        "title": title,
        "short": text(&short(&name)),
        "author": text(&document.author),
        "date": text(&document.date),
        "lang": document.language.code(),
        "region": document.language.region(),
        "blocks": blocks,
    });
    Virtual::new(TEMPLATE, json.to_string(), pictures)
}

fn text(given: &str, letters: Letters) -> String {
    displayable(clean(given).trim(), letters)
}

fn short(title: &str) -> String {
    if title.chars().count() <= SHORT {
        return title.to_owned();
    }
    let kept: String = title.chars().take(SHORT).collect();
    format!("{}…", kept.trim_end())
}

fn runs(content: &[Run], letters: Letters) -> Vec<Value> {
    content
        .iter()
        .map(|run| match run {
            Run::Plain(text) => json!({ "text": displayable(&clean(text), letters) }),
            Run::Bold(text) => json!({ "text": displayable(&clean(text), letters), "bold": true }),
            Run::Link { text, url } => {
                let shown = if text.trim().is_empty() { url } else { text };
                let shown = displayable(&clean(shown), letters);
                match address(url) {
                    Some(url) => json!({ "text": shown, "url": url }),
                    None => json!({ "text": shown }),
                }
            }
        })
        .collect()
}

fn table(table: &Table, grid: &Grid, letters: Letters) -> Value {
    let text = |given: &str| text(given, letters);
    let rows: Vec<Vec<Value>> = grid
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| json!({ "text": text(&cell.text), "bold": cell.bold })).collect())
        .collect();
    json!({
        "kind": "table",
        "caption": text(&table.caption),
        "header": grid.header.iter().map(|heading| text(heading)).collect::<Vec<_>>(),
        "rows": rows,
        "numeric": grid.numeric,
        "shares": grid.shares,
        "size": match grid.density {
            Density::Loose => 9.5,
            Density::Small => 8.5,
            Density::Tiny => 7.5,
        },
        "named": table.row_headers,
        "repeats": grid.repeats(),
        "breakable": !grid.holds_together(),
    })
}

fn picture(picture: &Picture, pictures: &mut Vec<String>, letters: Letters) -> Result<Value, Error> {
    let drawing = Drawing::read(picture, pictures.len() + 1)?;
    let value = json!({
        "kind": "picture",
        "file": format!("/{}.svg", pictures.len()),
        "alt": clean(&picture.alt),
        "caption": text(&picture.caption, letters),
        "width": drawing.width_mm,
    });
    pictures.push(drawing.svg());
    Ok(value)
}
