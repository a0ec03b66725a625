//! Promises of the DOCX, read back from the file.

use std::collections::BTreeMap;
use std::io::Read;

use crate::support;
use document::{Block, Document, Error, Language, Picture, Table, docx};
use roxmltree::Node;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(parts(bytes)[name].clone()).unwrap()
}

fn all<'a>(node: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants().filter(move |node| node.tag_name().name() == name)
}

fn text(node: Node) -> String {
    node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect()
}

fn style<'a>(paragraph: Node<'a, 'a>) -> &'a str {
    let style = paragraph.descendants().find(|node| node.has_tag_name((W, "pStyle")));
    style.and_then(|style| style.attribute((W, "val"))).unwrap_or_default()
}

#[test]
fn headings_are_real_and_in_order() {
    let bytes = docx(&support::report()).unwrap();
    let xml = part(&bytes, "word/document.xml");
    let read = roxmltree::Document::parse(&xml).unwrap();
    let headings: Vec<(&str, String)> = all(read.root_element(), "p")
        .map(|paragraph| (style(paragraph), text(paragraph)))
        .filter(|(style, _)| *style == "Title" || style.starts_with("Heading"))
        .collect();
    let expected = [
        ("Title", "Digituen toimintakertomus 2025"),
        ("Heading1", "Vuosi lyhyesti"),
        ("Heading2", "Opastukset kirjastoittain"),
        ("Heading2", "Kuukausittain"),
        ("Heading3", "Aiheet"),
        ("Heading1", "Käsitteet"),
    ];
    assert_eq!(headings, expected.map(|(style, text)| (style, text.to_owned())));
}

#[test]
fn every_style_of_the_body_exists() {
    let bytes = docx(&support::report()).unwrap();
    let (body, styles) = (part(&bytes, "word/document.xml"), part(&bytes, "word/styles.xml"));
    let styles = roxmltree::Document::parse(&styles).unwrap();
    let known: Vec<&str> =
        all(styles.root_element(), "style").filter_map(|it| it.attribute((W, "styleId"))).collect();
    let body = roxmltree::Document::parse(&body).unwrap();
    for kind in ["pStyle", "rStyle", "tblStyle"] {
        for used in all(body.root_element(), kind) {
            assert!(known.contains(&used.attribute((W, "val")).unwrap()), "{used:?}");
        }
    }
    for based in all(styles.root_element(), "basedOn") {
        assert!(known.contains(&based.attribute((W, "val")).unwrap()), "{based:?}");
    }
}

#[test]
fn tables_have_a_header_row_that_is_repeated_and_rows_that_hold_together() {
    let bytes = docx(&support::report()).unwrap();
    let xml = part(&bytes, "word/document.xml");
    let read = roxmltree::Document::parse(&xml).unwrap();
    let tables: Vec<Node> = all(read.root_element(), "tbl").collect();
    assert_eq!(tables.len(), 3);
    for table in &tables {
        let rows: Vec<Node> = all(*table, "tr").collect();
        let headers: Vec<bool> = rows.iter().map(|row| all(*row, "tblHeader").next().is_some()).collect();
        assert!(headers[0] && !headers[1..].contains(&true));
        assert!(rows.iter().all(|row| all(*row, "cantSplit").next().is_some()));
        let columns = all(*table, "gridCol").count();
        assert!(rows.iter().all(|row| all(*row, "tc").count() == columns));
    }
    let caption = all(tables[0], "tblCaption").next().unwrap().attribute((W, "val"));
    assert_eq!(caption, Some("Opastukset kirjastoittain ja ikäryhmittäin"));
    let look = all(tables[0], "tblLook").next().unwrap();
    assert_eq!(look.attribute((W, "firstColumn")), Some("1"));
    assert!(xml.contains("Taulukko "));
}

#[test]
fn pictures_have_alternative_texts() {
    let bytes = docx(&support::report()).unwrap();
    let xml = part(&bytes, "word/document.xml");
    let read = roxmltree::Document::parse(&xml).unwrap();
    let named = all(read.root_element(), "docPr").next().unwrap();
    assert_eq!(
        named.attribute("descr"),
        Some("Pylväskuvio: Kallio 1 240, Töölö 886 ja Itäkeskus 532 opastusta.")
    );
    assert!(parts(&bytes)["word/media/1.png"].starts_with(b"\x89PNG"));
}

#[test]
fn the_language_is_stated() {
    for (language, tag) in [(Language::Fi, "fi-FI"), (Language::Sv, "sv-FI"), (Language::En, "en-GB")] {
        let bytes = docx(&Document { language, ..support::report() }).unwrap();
        assert!(part(&bytes, "word/styles.xml").contains(&format!("<w:lang w:val=\"{tag}\"")));
        assert!(part(&bytes, "word/settings.xml").contains(&format!("<w:themeFontLang w:val=\"{tag}\"")));
        let core = part(&bytes, "docProps/core.xml");
        assert!(core.contains(&format!("<dc:language>{tag}</dc:language>")));
        assert!(core.contains("<dc:title>Digituen toimintakertomus 2025</dc:title>"));
        assert!(core.contains("<dc:creator>Helsingin seudun digitukiverkosto</dc:creator>"));
    }
}

#[test]
fn all_that_was_given_is_there() {
    let bytes = docx(&support::report()).unwrap();
    let xml = part(&bytes, "word/document.xml");
    let read = roxmltree::Document::parse(&xml).unwrap();
    let whole = text(read.root_element());
    for expected in [
        "Helsingin seudun digitukiverkosto  ·  15.1.2026",
        "annettiin vuoden aikana 2 658 digiopastusta. Eniten",
        "verkoston verkkosivuilla.",
        "[Kirjoita tähän puheenjohtajan tervehdys: mikä vuodessa oli tärkeintä?]",
        "Uutta: opastukset arabiaksi ja venäjäksi – العربية, русский",
        "65 vuotta täyttäneet",
        "Aihe 45: laitteet",
        "Alle viiden luvut on peitetty.",
        "Digiopastus: Neuvo tai apu",
    ] {
        assert!(whole.contains(expected), "{expected}");
    }
    let relations = part(&bytes, "word/_rels/document.xml.rels");
    assert!(relations.contains("https://kirjasto.example/digituki?vuosi=2025&amp;kieli=fi"));
}

#[test]
fn nothing_is_read_as_markup() {
    let texts = support::nasty_texts();
    let bytes = docx(&support::filled_with(&texts)).unwrap();
    for (name, bytes) in parts(&bytes) {
        if !name.ends_with(".png") {
            roxmltree::Document::parse(std::str::from_utf8(&bytes).unwrap())
                .unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
    let xml = part(&bytes, "word/document.xml");
    let read = roxmltree::Document::parse(&xml).unwrap();
    let whole = text(read.root_element());
    assert!(whole.contains(texts[0].as_str()) && whole.contains(texts[1].as_str()));
    assert!(whole.contains("abcde[31mfghijk"));
    for relation in all(
        roxmltree::Document::parse(&part(&bytes, "word/_rels/document.xml.rels")).unwrap().root_element(),
        "Relationship",
    ) {
        assert!(relation.attribute("Target").unwrap().bytes().all(|byte| byte.is_ascii_graphic()));
    }
}

#[test]
fn a_text_of_any_length_is_whole() {
    let xml = part(&docx(&support::long()).unwrap(), "word/document.xml");
    roxmltree::Document::parse(&xml).unwrap();
    assert_eq!(xml.matches(&"x".repeat(10_000)).count(), 4);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(docx(&support::report()).unwrap(), docx(&support::report()).unwrap());
}

#[test]
fn what_would_not_be_accessible_is_refused() {
    let untitled = Document { title: " \u{1}".into(), ..support::report() };
    assert!(matches!(docx(&untitled), Err(Error::NoTitle)));
    let picture =
        Picture { svg: support::CHART.into(), alt: String::new(), caption: String::new(), width_mm: 100.0 };
    let unnamed = Document { blocks: vec![Block::Picture(picture)], ..support::report() };
    assert!(matches!(docx(&unnamed), Err(Error::NoAlternative(1))));
}

#[test]
fn tables_side_by_side_stay_two_and_empty_ones_are_left_out() {
    let table = Table { header: vec!["A".into()], ..Table::default() };
    let blocks = vec![Block::Table(table.clone()), Block::Table(Table::default()), Block::Table(table)];
    let bytes = docx(&Document { blocks, ..support::report() }).unwrap();
    let xml = part(&bytes, "word/document.xml");
    assert_eq!(xml.matches("<w:tbl>").count(), 2);
    assert!(!xml.contains("</w:tbl><w:tbl>") && !xml.contains("</w:tbl><w:sectPr>"));
}
