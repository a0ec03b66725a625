//! The small parts of the file: what it holds, who refers to whom, settings, bullets, the foot of the page, properties.
//!
//! Owns: these parts. Must not: write the body or the styles.

use super::body::{Body, field, paragraph, run};
use super::xml::Xml;
use crate::model::Document;
use crate::text::clean;

/// The main namespace of the format.
pub(super) const W: (&str, &str) =
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const CORE: &str = "application/vnd.openxmlformats-package.core-properties+xml";

/// How much of a title the foot of each page has room for, in letters.
const SHORT: usize = 70;

/// `[Content_Types].xml`.
pub(super) fn content_types() -> String {
    Xml::document("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))], |xml| {
        let types = [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
        ];
        for (extension, kind) in types {
            xml.leaf("Default", &[("Extension", extension), ("ContentType", kind)]);
        }
        xml.leaf("Override", &[("PartName", "/docProps/core.xml"), ("ContentType", CORE)]);
        for (name, kind) in [
            ("document", "document.main"),
            ("styles", "styles"),
            ("settings", "settings"),
            ("numbering", "numbering"),
            ("footer", "footer"),
        ] {
            let kind = format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml");
            xml.leaf("Override", &[("PartName", &format!("/word/{name}.xml")), ("ContentType", &kind)]);
        }
    })
}

/// `_rels/.rels`.
pub(super) fn relations() -> String {
    Xml::document("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))], |xml| {
        let body = format!("{OFFICE}/officeDocument");
        xml.leaf("Relationship", &[("Id", "body"), ("Type", &body), ("Target", "word/document.xml")]);
        let core = format!("{PACKAGE}/relationships/metadata/core-properties");
        xml.leaf("Relationship", &[("Id", "core"), ("Type", &core), ("Target", "docProps/core.xml")]);
    })
}

/// `word/_rels/document.xml.rels`.
pub(super) fn body_relations(body: &Body) -> String {
    Xml::document("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))], |xml| {
        for part in ["styles", "settings", "numbering", "footer"] {
            let (kind, target) = (format!("{OFFICE}/{part}"), format!("{part}.xml"));
            xml.leaf("Relationship", &[("Id", part), ("Type", &kind), ("Target", &target)]);
        }
        for number in 1..=body.pictures.len() {
            let (id, kind) = (format!("picture{number}"), format!("{OFFICE}/image"));
            let target = format!("media/{number}.png");
            xml.leaf("Relationship", &[("Id", &id), ("Type", &kind), ("Target", &target)]);
        }
        for (number, address) in body.links.iter().enumerate() {
            let (id, kind) = (format!("link{}", number + 1), format!("{OFFICE}/hyperlink"));
            let link =
                [("Id", id.as_str()), ("Type", &kind), ("Target", address), ("TargetMode", "External")];
            xml.leaf("Relationship", &link);
        }
    })
}

/// `docProps/core.xml`: without times, since nobody here has a clock.
pub(super) fn core(title: &str, document: &Document) -> String {
    let namespaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    Xml::document("cp:coreProperties", &namespaces, |xml| {
        xml.element("dc:title", &[], |xml| xml.text(title));
        xml.element("dc:creator", &[], |xml| xml.text(clean(&document.author).trim()));
        xml.element("dc:language", &[], |xml| xml.text(&document.language.tag()));
    })
}

/// `word/settings.xml`.
pub(super) fn settings(document: &Document) -> String {
    let tag = document.language.tag();
    Xml::document("w:settings", &[W], |xml| {
        xml.leaf("w:defaultTabStop", &[("w:val", "720")]);
        // Only the cells of tables have it on: see the styles.
        xml.leaf("w:autoHyphenation", &[]);
        xml.leaf("w:characterSpacingControl", &[("w:val", "doNotCompress")]);
        xml.element("w:compat", &[], |xml| {
            let mode = [
                ("w:name", "compatibilityMode"),
                ("w:uri", "http://schemas.microsoft.com/office/word"),
                ("w:val", "15"),
            ];
            xml.leaf("w:compatSetting", &mode);
        });
        xml.leaf("w:themeFontLang", &[("w:val", &tag)]);
        xml.leaf("w:decimalSymbol", &[("w:val", if tag.starts_with("en") { "." } else { "," })]);
        xml.leaf("w:listSeparator", &[("w:val", if tag.starts_with("en") { "," } else { ";" })]);
    })
}

/// `word/numbering.xml`: the one kind of list.
pub(super) fn numbering() -> String {
    Xml::document("w:numbering", &[W], |xml| {
        xml.element("w:abstractNum", &[("w:abstractNumId", "0")], |xml| {
            xml.leaf("w:multiLevelType", &[("w:val", "singleLevel")]);
            xml.element("w:lvl", &[("w:ilvl", "0")], |xml| {
                xml.leaf("w:start", &[("w:val", "1")]);
                xml.leaf("w:numFmt", &[("w:val", "bullet")]);
                xml.leaf("w:pStyle", &[("w:val", "ListBullet")]);
                xml.leaf("w:lvlText", &[("w:val", "•")]);
                xml.leaf("w:lvlJc", &[("w:val", "left")]);
                xml.element("w:pPr", &[], |xml| {
                    xml.leaf("w:ind", &[("w:left", "397"), ("w:hanging", "284")])
                });
            });
        });
        xml.element("w:num", &[("w:numId", "1")], |xml| xml.leaf("w:abstractNumId", &[("w:val", "0")]));
    })
}

/// `word/footer.xml`: the title, and the page of how many.
pub(super) fn footer(title: &str) -> String {
    let mut short: String = title.chars().take(SHORT).collect();
    if short.len() < title.len() {
        short.push('…');
    }
    Xml::document("w:ftr", &[W], |xml| {
        paragraph(xml, "Footer", |xml| {
            run(xml, None, &short);
            xml.element("w:r", &[], |xml| xml.leaf("w:tab", &[]));
            field(xml, " PAGE ", 1);
            run(xml, None, " (");
            field(xml, " NUMPAGES ", 1);
            run(xml, None, ")");
        });
    })
}
