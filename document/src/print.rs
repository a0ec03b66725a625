//! Papers that are printed, cut or signed: PDF only, since each place on them is measured.
//!
//! Owns: the shapes a caller fills in, and how they become data for the template. Must not: know what they are for. Every
//! text is text: nothing in it is ever read as markup.

use serde_json::{Value, json};

use crate::Error;
use crate::font::{Letters, displayable};
use crate::model::{Language, Picture};
use crate::pdf::{self, World};
use crate::picture::Drawing;
use crate::text::clean;

/// How a paper looks; it has no text of its own.
const TEMPLATE: &str = include_str!("print.typ");

/// Labels of a sheet: two by five.
const A_SHEET: usize = 10;

/// A paper to print.
#[derive(Clone, Debug, PartialEq)]
pub struct Print {
    /// Shown in the window's title bar, and at the top of a roll. Must not be empty.
    pub title: String,
    /// What it is read aloud in.
    pub language: Language,
    /// Who publishes it.
    pub author: String,
    /// What is printed.
    pub sheet: Sheet,
}

/// What is printed.
#[derive(Clone, Debug, PartialEq)]
pub enum Sheet {
    /// Name tags of 80 × 50 mm, two by five on A4: 17.5 mm from the sides, 13.5 mm from the top, 15 and 5 mm apart, as sheets
    /// of badges are punched. Thin lines show where to cut plain paper.
    Labels(Vec<Label>),
    /// A list with room to sign in its last column, on as many pages as it needs.
    Roll(Roll),
    /// A certificate a page.
    Certificates(Vec<Certificate>),
}

/// A name tag.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// In the largest letters that it fits in.
    pub name: String,
    /// Below the name.
    pub below: String,
    /// In the lower corner.
    pub foot: String,
    /// In the other lower corner; its caption and width are not looked at.
    pub picture: Option<Picture>,
}

/// A list to sign.
#[derive(Clone, Debug, PartialEq)]
pub struct Roll {
    /// Lines below the title.
    pub about: Vec<String>,
    /// The headings; the last one is that of the room to sign.
    pub header: Vec<String>,
    /// The rows, each without the last cell.
    pub rows: Vec<Vec<String>>,
}

/// A certificate.
#[derive(Clone, Debug, PartialEq)]
pub struct Certificate {
    /// What it is read aloud in: each may have a language of its own.
    pub language: Language,
    /// What it is. Must not be empty.
    pub title: String,
    /// Who gives it.
    pub issuer: String,
    /// Whose it is.
    pub name: String,
    /// What is certified, a paragraph each.
    pub text: Vec<String>,
    /// The heading of the list below; left out without a list.
    pub heading: String,
    /// What belongs to it: when, and what.
    pub items: Vec<(String, String)>,
    /// What stands below the two lines to write on: place and date, signature.
    pub lines: [String; 2],
}

/// The paper as PDF/UA-1, A4, tagged, with its fonts inside. Works without a pause: a server calls it where it may block.
///
/// # Errors
/// When it or a certificate has no title, or a picture cannot be shown.
pub fn print(print: &Print) -> Result<Vec<u8>, Error> {
    pdf::typeset(|letters| data(print, letters))
}

fn data(print: &Print, letters: Letters) -> Result<World, Error> {
    let name = clean(print.title.trim());
    if name.trim().is_empty() {
        return Err(Error::NoTitle);
    }
    let text = |given: &str| displayable(clean(given).trim(), letters);
    let mut pictures = Vec::new();
    let sheet = match &print.sheet {
        Sheet::Labels(labels) => {
            let labels: Vec<Value> = labels
                .iter()
                .map(|label| self::label(label, &text, &mut pictures))
                .collect::<Result<_, Error>>()?;
            json!({ "kind": "labels", "sheets": labels.chunks(A_SHEET).collect::<Vec<_>>() })
        }
        Sheet::Roll(roll) => {
            let texts = |all: &[String]| all.iter().map(|one| text(one)).collect::<Vec<_>>();
            let columns = roll.header.len().saturating_sub(1);
            let rows = roll.rows.iter().map(|row| {
                let mut row = texts(row);
                row.resize(columns, String::new());
                row
            });
            json!({
                "kind": "roll",
                "about": texts(&roll.about),
                "header": texts(&roll.header),
                "rows": rows.collect::<Vec<_>>(),
            })
        }
        Sheet::Certificates(all) => {
            let certificates =
                all.iter().map(|one| certificate(one, &text)).collect::<Result<Vec<_>, Error>>()?;
            json!({ "kind": "certificates", "certificates": certificates })
        }
    };
    let json = json!({
        "name": name,
        "title": text(&name),
        "publisher": clean(&print.author).trim(),
        "author": text(&print.author),
        "lang": print.language.code(),
        "region": print.language.region(),
        "sheet": sheet,
    });
    World::new(TEMPLATE, json.to_string(), pictures)
}

fn label(label: &Label, text: &impl Fn(&str) -> String, pictures: &mut Vec<String>) -> Result<Value, Error> {
    let mut value = json!({
        "name": text(&label.name),
        "below": text(&label.below),
        "foot": text(&label.foot),
    });
    if let Some(picture) = &label.picture {
        let drawing = Drawing::read(picture, pictures.len() + 1)?;
        value["file"] = format!("/{}.svg", pictures.len()).into();
        value["alt"] = clean(&picture.alt).into();
        pictures.push(drawing.svg());
    }
    Ok(value)
}

fn certificate(one: &Certificate, text: &impl Fn(&str) -> String) -> Result<Value, Error> {
    let title = text(&one.title);
    if title.is_empty() {
        return Err(Error::NoTitle);
    }
    Ok(json!({
        "lang": one.language.code(),
        "region": one.language.region(),
        "title": title,
        "issuer": text(&one.issuer),
        "name": text(&one.name),
        "text": one.text.iter().map(|part| text(part)).collect::<Vec<_>>(),
        "heading": text(&one.heading),
        "items": one.items.iter().map(|(when, what)| json!({ "when": text(when), "what": text(what) })).collect::<Vec<_>>(),
        "lines": one.lines.iter().map(|line| text(line)).collect::<Vec<_>>(),
    }))
}
