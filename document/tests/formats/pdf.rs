//! Promises of the PDF, read back from the file.

use crate::support;
use document::{Block, Document, Error, Language, Picture, Run, pdf};
use lopdf::{Dictionary, Object};

fn read(document: &Document) -> (Vec<u8>, lopdf::Document) {
    let bytes = pdf(document).unwrap();
    let read = lopdf::Document::load_mem(&bytes).unwrap();
    (bytes, read)
}

/// The elements of the structure tree in reading order: their kinds and themselves.
fn structure(pdf: &lopdf::Document) -> Vec<(String, Dictionary)> {
    fn walk(pdf: &lopdf::Document, object: &Object, found: &mut Vec<(String, Dictionary)>) {
        match object {
            Object::Reference(id) => walk(pdf, pdf.get_object(*id).unwrap(), found),
            Object::Array(kids) => kids.iter().for_each(|kid| walk(pdf, kid, found)),
            Object::Dictionary(element) => {
                if let Ok(kind) = element.get(b"S").and_then(Object::as_name) {
                    found.push((String::from_utf8(kind.to_vec()).unwrap(), element.clone()));
                }
                if let Ok(kids) = element.get(b"K") {
                    walk(pdf, kids, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(pdf, pdf.catalog().unwrap().get(b"StructTreeRoot").unwrap(), &mut found);
    found
}

fn count(structure: &[(String, Dictionary)], kind: &str) -> usize {
    structure.iter().filter(|(found, _)| found == kind).count()
}

/// A text string of a PDF, in either of its two codings.
fn string(object: &Object) -> String {
    let bytes = object.as_str().unwrap();
    match bytes.strip_prefix(b"\xFE\xFF") {
        Some(wide) => String::from_utf16(
            &wide.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect::<Vec<_>>(),
        )
        .unwrap(),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

fn text(pdf: &lopdf::Document) -> String {
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    pdf.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn it_says_that_it_is_accessible() {
    let (_, pdf) = read(&support::report());
    let catalog = pdf.catalog().unwrap();
    let marks = catalog.get(b"MarkInfo").and_then(Object::as_dict).unwrap();
    assert!(marks.get(b"Marked").unwrap().as_bool().unwrap());
    let view = catalog.get_deref(b"ViewerPreferences", &pdf).and_then(Object::as_dict).unwrap();
    assert!(view.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let metadata = catalog.get_deref(b"Metadata", &pdf).and_then(Object::as_stream).unwrap();
    let metadata = metadata.get_plain_content().unwrap_or_else(|_| metadata.content.clone());
    let metadata = String::from_utf8(metadata).unwrap();
    assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "{metadata}");
    assert!(metadata.contains("Digituen toimintakertomus 2025"));
    assert!(metadata.contains("Helsingin seudun digitukiverkosto"));
}

#[test]
fn the_language_is_stated() {
    for (language, tag) in [(Language::Fi, "fi-FI"), (Language::Sv, "sv-FI"), (Language::En, "en-GB")] {
        let (_, pdf) = read(&Document { language, ..support::report() });
        assert_eq!(string(pdf.catalog().unwrap().get(b"Lang").unwrap()), tag);
    }
}

#[test]
fn headings_tables_and_pictures_are_tagged() {
    let (_, pdf) = read(&support::report());
    let structure = structure(&pdf);
    let headings: Vec<&str> = structure
        .iter()
        .map(|(kind, _)| kind.as_str())
        .filter(|kind| ["Title", "H1", "H2", "H3"].contains(kind))
        .collect();
    assert_eq!(headings, ["Title", "H1", "H2", "H2", "H3", "H1"]);
    assert_eq!(count(&structure, "Table"), 3);
    // Header rows of 5, 13 and 3 cells; rows that begin with their name: 4 and 6.
    assert_eq!(count(&structure, "TH"), 5 + 13 + 3 + 4 + 6);
    assert_eq!(count(&structure, "Link"), 1);
    assert!(count(&structure, "L") >= 2 && count(&structure, "LI") >= 5);
    assert_eq!(count(&structure, "Caption"), 4);
    let figures: Vec<String> = structure
        .iter()
        .filter(|(kind, _)| kind == "Figure")
        .map(|(_, figure)| string(figure.get(b"Alt").unwrap()))
        .collect();
    assert_eq!(figures, ["Pylväskuvio: Kallio 1 240, Töölö 886 ja Itäkeskus 532 opastusta."]);
}

#[test]
fn its_texts_can_be_taken_out() {
    let text = text(&read(&support::report()).1);
    for expected in [
        "Digituen toimintakertomus 2025",
        "Verkoston kirjastoissa annettiin vuoden aikana 2 658 digiopastusta",
        "Eniten autettiin puhelinten ja sähköisen asioinnin kanssa.",
        "[Kirjoita tähän puheenjohtajan tervehdys: mikä vuodessa oli tärkeintä?]",
        "Taulukko 1. Opastukset kirjastoittain ja ikäryhmittäin",
        "Kuva 1. Opastukset kolmessa suurimmassa kirjastossa",
        "русский",
        "Alle viiden luvut on peitetty.",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
}

#[test]
fn nothing_is_read_as_markup() {
    let texts = support::nasty_texts();
    let text = text(&read(&support::filled_with(&texts)).1);
    for expected in
        ["#let x = 1;", "$x^2$", "*lihava* _kursiivi_ `koodi`", "</w:t></w:r><w:p/> <&>", "// kommentti"]
    {
        assert!(text.contains(expected), "{expected}");
    }
}

#[test]
fn a_text_of_any_length_comes_to_an_end() {
    pdf(&support::long()).unwrap();
    pdf(&support::high_headings()).unwrap();
}

#[test]
fn a_template_has_no_way_out() {
    // What is in a string stays one: neither a file nor a package is asked for.
    let blocks =
        vec![Block::Paragraph(vec!["#read(\"/data.json\") #import \"@preview/x:1.0.0\" #panic()".into()])];
    let text = text(&read(&Document { blocks, ..support::report() }).1);
    assert!(text.contains("#panic()"));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(pdf(&support::report()).unwrap(), pdf(&support::report()).unwrap());
}

#[test]
fn what_would_not_be_accessible_is_refused() {
    let untitled = Document { title: "\t".into(), ..support::report() };
    assert!(matches!(pdf(&untitled), Err(Error::NoTitle)));
    let picture =
        Picture { svg: support::CHART.into(), alt: "\n".into(), caption: String::new(), width_mm: 100.0 };
    let unnamed = Document { blocks: vec![Block::Picture(picture)], ..support::report() };
    assert!(matches!(pdf(&unnamed), Err(Error::NoAlternative(1))));
}

#[test]
fn an_empty_document_is_one() {
    let empty = Document { author: String::new(), date: String::new(), blocks: vec![], ..support::report() };
    pdf(&empty).unwrap();
    let hollow = Document {
        blocks: vec![
            Block::Paragraph(vec![]),
            Block::Paragraph(vec![Run::Plain(String::new())]),
            Block::List(vec![]),
            Block::List(vec![vec![]]),
            Block::Definitions(vec![]),
            Block::Table(document::Table::default()),
            Block::Heading { level: 0, text: " ".into() },
        ],
        ..empty
    };
    pdf(&hollow).unwrap();
}

/// To look at: `OUT=/tmp/out cargo test -p document -- --ignored`.
#[test]
#[ignore = "writes files for people to look at"]
fn files_to_look_at() {
    let out = std::path::PathBuf::from(std::env::var("OUT").unwrap());
    for (name, document) in
        [("report", support::report()), ("nasty", support::filled_with(&support::nasty_texts()))]
    {
        std::fs::write(out.join(format!("{name}.pdf")), pdf(&document).unwrap()).unwrap();
        std::fs::write(out.join(format!("{name}.docx")), document::docx(&document).unwrap()).unwrap();
    }
}
