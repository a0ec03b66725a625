//! The document as PDF/UA-1.
//!
//! Owns: the data that the template sets, and the options of the PDF. Must not: put any text into the template's source:
//! texts reach it as JSON only.

mod data;
mod world;

pub(crate) use world::Virtual as World;

use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::Error;
use crate::font::Letters;
use crate::model::Document;

/// The document as PDF/UA-1, A4, tagged, with its fonts inside.
///
/// Works without a pause, for milliseconds or, with long tables, for more: a server calls it where it may block.
///
/// # Errors
/// When the document has no title, or a picture no alternative text or nothing to draw.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Error> {
    typeset(|letters| data::world(document, letters))
}

/// Typesets what is made with all letters; with the plain ones only, should the typesetter stumble.
///
/// # Errors
/// Those of making it, and what the typesetter refuses.
pub(crate) fn typeset(make: impl Fn(Letters) -> Result<World, Error>) -> Result<Vec<u8>, Error> {
    let written = match write(&make(Letters::All)?) {
        // A rare letter is worth less than the whole document.
        Err(Error::Pdf(_)) => write(&make(Letters::Plain)?),
        written => written,
    };
    // What the typesetter remembers would otherwise stay for as long as the server runs.
    typst::comemo::evict(0);
    written
}

fn write(world: &World) -> Result<Vec<u8>, Error> {
    let page = typst::compile::<PagedDocument>(world).output.map_err(|errors| refusal(&errors))?;
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| Error::Pdf(error.message().to_string()))?;
    let options = PdfOptions {
        creator: Smart::Custom(None),
        // Without a time the same document gives the same file.
        timestamp: None,
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&page, &options).map_err(|errors| refusal(&errors))
}

fn refusal(errors: &[SourceDiagnostic]) -> Error {
    Error::Pdf(errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::font::displayable;
    use crate::model::{Block, Language, Run, Table};

    fn holding(texts: &[String]) -> Document {
        let blocks = texts.iter().flat_map(|text| {
            let link = Run::Link { text: text.clone(), url: "https://a.example/".into() };
            let table = Table {
                caption: text.clone(),
                header: vec![text.clone()],
                rows: vec![vec![text.as_str().into()]],
                ..Table::default()
            };
            [
                Block::Heading { level: 1, text: text.clone() },
                Block::Paragraph(vec![Run::Plain(text.clone()), Run::Bold(text.clone()), link]),
                Block::Table(table),
            ]
        });
        Document {
            title: "Otsikko".into(),
            language: Language::Fi,
            author: texts.concat(),
            date: String::new(),
            blocks: blocks.collect(),
        }
    }

    fn world_of(document: &Document) -> World {
        data::world(document, Letters::All).expect("a world")
    }

    #[test]
    fn each_letter_of_the_fonts_can_be_written() {
        let letters: Vec<String> = ('\u{20}'..='\u{2FFFF}')
            .map(String::from)
            .filter(|letter| displayable(letter, Letters::All) == *letter)
            .collect();
        assert!(letters.len() > 5_000, "{}", letters.len());
        let lines: Vec<Block> =
            letters.chunks(100).map(|some| Block::Paragraph(vec![some.join(" ").into()])).collect();
        write(&world_of(&Document { blocks: lines, ..holding(&[]) })).expect("a PDF");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_can_be_written(
            texts in prop::collection::vec(
                prop::collection::vec(
                    prop_oneof![
                        any::<char>(),
                        prop::char::range('\u{20}', '\u{7F}'),
                        prop::char::range('\u{A0}', '\u{6FF}'),
                        prop::char::range('\u{900}', '\u{20FF}'),
                    ],
                    0..24,
                )
                .prop_map(|letters| letters.into_iter().collect::<String>()),
                10,
            )
        ) {
            write(&world_of(&holding(&texts))).expect("a PDF");
        }
    }
}
