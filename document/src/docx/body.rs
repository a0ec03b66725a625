//! `word/document.xml`: the text in reading order.
//!
//! Owns: paragraphs and what is in them. Must not: say how anything looks: that is `styles`.

use super::xml::Xml;
use super::{picture, table};
use crate::Error;
use crate::layout::{self, Levels};
use crate::model::{Block, Document, Language, Run};
use crate::picture::Drawing;
use crate::text::{address, clean};

/// The namespaces of the body.
const NAMESPACES: [(&str, &str); 5] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
];

/// The body, and the parts it refers to: the relation of a link is `link<n>`, that of a picture `picture<n>`, from 1.
pub(super) struct Body {
    /// `word/document.xml`.
    pub(super) xml: String,
    /// The addresses of the links.
    pub(super) links: Vec<String>,
    /// The pictures, as PNG.
    pub(super) pictures: Vec<Vec<u8>>,
}

/// What is counted on the way through the document.
#[derive(Default)]
struct Progress {
    levels: Levels,
    links: Vec<String>,
    pictures: Vec<Vec<u8>>,
    tables: usize,
    figures: usize,
    gaps: usize,
}

impl Body {
    /// The body of the document.
    ///
    /// # Errors
    /// When a picture cannot be shown.
    pub(super) fn of(document: &Document, title: &str) -> Result<Self, Error> {
        let mut progress = Progress::default();
        let mut failure = None;
        let xml = Xml::document("w:document", &NAMESPACES, |xml| {
            xml.element("w:body", &[], |xml| {
                paragraph(xml, "Title", |xml| run(xml, None, title));
                let facts: Vec<String> = [&document.author, &document.date]
                    .map(|fact| clean(fact).trim().to_owned())
                    .into_iter()
                    .filter(|fact| !fact.is_empty())
                    .collect();
                if !facts.is_empty() {
                    paragraph(xml, "Subtitle", |xml| run(xml, None, &facts.join("  ·  ")));
                }
                let mut after_table = false;
                for shown in document.blocks.iter().filter(|block| layout::shown(block)) {
                    // Two tables without a paragraph between them would be one.
                    if after_table {
                        paragraph(xml, "TableEnd", |_| {});
                    }
                    after_table = matches!(shown, Block::Table(_));
                    if let Err(error) = block(xml, shown, document.language, &mut progress) {
                        failure.get_or_insert(error);
                    }
                }
                if after_table {
                    paragraph(xml, "TableEnd", |_| {});
                }
                section(xml);
            });
        });
        match failure {
            Some(error) => Err(error),
            None => Ok(Self { xml, links: progress.links, pictures: progress.pictures }),
        }
    }
}

fn block(xml: &mut Xml, block: &Block, language: Language, progress: &mut Progress) -> Result<(), Error> {
    match block {
        Block::Heading { level, text } => {
            let style = format!("Heading{}", progress.levels.next(*level));
            paragraph(xml, &style, |xml| run(xml, None, clean(text).trim()));
        }
        Block::Paragraph(content) => {
            paragraph(xml, "BodyText", |xml| runs(xml, content, &mut progress.links))
        }
        Block::Note(content) => paragraph(xml, "Note", |xml| runs(xml, content, &mut progress.links)),
        Block::List(items) => {
            for item in items.iter().filter(|item| !item.is_empty()) {
                paragraph(xml, "ListBullet", |xml| runs(xml, item, &mut progress.links));
            }
        }
        Block::Definitions(items) => {
            for item in items {
                paragraph(xml, "Definition", |xml| {
                    run(xml, Some("Strong"), clean(&item.term).trim());
                    run(xml, None, &format!(": {}", clean(&item.text).trim()));
                });
            }
        }
        Block::Gap(prompt) => {
            progress.gaps += 1;
            gap(xml, clean(prompt).trim(), language, progress.gaps);
        }
        Block::Table(content) => {
            let text = clean(&content.caption);
            if !text.trim().is_empty() {
                progress.tables += 1;
                caption(xml, "TableCaption", language.table(), progress.tables, text.trim());
            }
            table::write(xml, content);
        }
        Block::Picture(content) => {
            let number = progress.pictures.len() + 1;
            let drawing = Drawing::read(content, number)?;
            progress.pictures.push(drawing.png(number)?);
            let text = clean(&content.caption);
            let style = if text.trim().is_empty() { "Picture" } else { "PictureWithCaption" };
            let name = format!("{} {number}", language.figure());
            paragraph(xml, style, |xml| picture::write(xml, &drawing, number, &name, &clean(&content.alt)));
            if !text.trim().is_empty() {
                progress.figures += 1;
                caption(xml, "Caption", language.figure(), progress.figures, text.trim());
            }
        }
    }
    Ok(())
}

/// A paragraph of this style.
pub(super) fn paragraph(xml: &mut Xml, style: &str, inside: impl FnOnce(&mut Xml)) {
    kept_paragraph(xml, style, false, inside);
}

/// A paragraph of this style, which may have to stay on the page of the next one.
pub(super) fn kept_paragraph(xml: &mut Xml, style: &str, kept: bool, inside: impl FnOnce(&mut Xml)) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.leaf("w:pStyle", &[("w:val", style)]);
            if kept {
                xml.leaf("w:keepNext", &[]);
            }
        });
        inside(xml);
    });
}

/// A run of text; the style is that of its letters.
pub(super) fn run(xml: &mut Xml, style: Option<&str>, text: &str) {
    xml.element("w:r", &[], |xml| {
        if let Some(style) = style {
            xml.element("w:rPr", &[], |xml| xml.leaf("w:rStyle", &[("w:val", style)]));
        }
        xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(text));
    });
}

/// A field that Word counts, with the number it has for now.
pub(super) fn field(xml: &mut Xml, instruction: &str, number: usize) {
    xml.element("w:fldSimple", &[("w:instr", instruction)], |xml| run(xml, None, &number.to_string()));
}

fn runs(xml: &mut Xml, content: &[Run], links: &mut Vec<String>) {
    for piece in content {
        match piece {
            Run::Plain(text) => run(xml, None, &clean(text)),
            Run::Bold(text) => run(xml, Some("Strong"), &clean(text)),
            Run::Link { text, url } => {
                let shown = clean(if text.trim().is_empty() { url } else { text });
                match address(url) {
                    Some(address) => {
                        links.push(address);
                        let id = format!("link{}", links.len());
                        xml.element("w:hyperlink", &[("r:id", &id), ("w:history", "1")], |xml| {
                            run(xml, Some("Hyperlink"), &shown);
                        });
                    }
                    None => run(xml, None, &shown),
                }
            }
        }
    }
}

fn caption(xml: &mut Xml, style: &str, word: &str, number: usize, text: &str) {
    paragraph(xml, style, |xml| {
        run(xml, None, &format!("{word} "));
        field(xml, &format!(" SEQ {word} \\* ARABIC "), number);
        run(xml, None, &format!(". {text}"));
    });
}

/// A content control with its prompt showing: the first letter written into it takes the prompt and the mark away.
fn gap(xml: &mut Xml, prompt: &str, language: Language, number: usize) {
    // Around the run and not around the paragraph: LibreOffice shows its mark only then.
    paragraph(xml, "BodyText", |xml| {
        xml.element("w:sdt", &[], |xml| {
            xml.element("w:sdtPr", &[], |xml| {
                xml.leaf("w:alias", &[("w:val", language.gap())]);
                xml.leaf("w:tag", &[("w:val", &format!("gap{number}"))]);
                xml.leaf("w:id", &[("w:val", &number.to_string())]);
                xml.leaf("w:temporary", &[]);
                xml.leaf("w:showingPlcHdr", &[]);
            });
            xml.element("w:sdtContent", &[], |xml| run(xml, Some("Gap"), &format!("[{prompt}]")));
        });
    });
}

/// A4 with 20 millimetres on each side, and the foot of the page.
fn section(xml: &mut Xml) {
    xml.element("w:sectPr", &[], |xml| {
        xml.leaf("w:footerReference", &[("w:type", "default"), ("r:id", "footer")]);
        xml.leaf("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
        let margins = [
            ("w:top", "1134"),
            ("w:right", "1134"),
            ("w:bottom", "1361"),
            ("w:left", "1134"),
            ("w:header", "567"),
            ("w:footer", "567"),
            ("w:gutter", "0"),
        ];
        xml.leaf("w:pgMar", &margins);
    });
}
