//! The document as DOCX (ECMA-376, transitional), for those who write on in it.
//!
//! Owns: the parts of the file and how they refer to each other. Must not: leave a heading, a header row, a picture or
//! the language to the reader's guess.

mod body;
mod package;
mod parts;
mod picture;
mod styles;
mod table;
mod xml;

use crate::model::Document;
use crate::{Error, layout};

/// The document as DOCX: real headings, header rows, alternative texts and language; A4.
///
/// A place that is left to be written is a content control: it goes away as soon as somebody writes into it.
///
/// # Errors
/// When the document has no title, or a picture no alternative text or nothing to draw.
pub fn docx(document: &Document) -> Result<Vec<u8>, Error> {
    let title = layout::title(document)?;
    let body = body::Body::of(document, &title)?;
    package::write(&title, document, &body)
}
