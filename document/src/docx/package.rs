//! The zip around the parts.
//!
//! Owns: the names and the order of the parts. Must not: put a time into it: the same document gives the same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::body::Body;
use super::{parts, styles};
use crate::Error;
use crate::model::Document;

/// The file.
///
/// # Errors
/// When the archive cannot be put together.
pub(super) fn write(title: &str, document: &Document, body: &Body) -> Result<Vec<u8>, Error> {
    let mut files: Vec<(String, Vec<u8>)> = [
        // The list of contents comes first: some readers look there only.
        ("[Content_Types].xml", parts::content_types()),
        ("_rels/.rels", parts::relations()),
        ("docProps/core.xml", parts::core(title, document)),
        ("word/document.xml", body.xml.clone()),
        ("word/_rels/document.xml.rels", parts::body_relations(body)),
        ("word/styles.xml", styles::styles(document.language)),
        ("word/settings.xml", parts::settings(document)),
        ("word/numbering.xml", parts::numbering()),
        ("word/footer.xml", parts::footer(title)),
    ]
    .into_iter()
    .map(|(name, xml)| (name.to_owned(), xml.into_bytes()))
    .collect();
    for (number, picture) in body.pictures.iter().enumerate() {
        files.push((format!("word/media/{}.png", number + 1), picture.clone()));
    }
    zip(files).map_err(|error| Error::Docx(error.to_string()))
}

fn zip(files: Vec<(String, Vec<u8>)>) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The first moment a zip knows: 1 January 1980.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in files {
        archive.start_file(name, options)?;
        archive.write_all(&bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
