//! `word/styles.xml`: how everything looks, and the language it is in.
//!
//! Owns: the names of the styles. Must not: be overridden in the body, so that a style changed in Word changes the whole
//! document.

use super::parts::W;
use super::xml::{Attributes, Xml};
use crate::model::Language;

/// A font every office program has or has a twin of.
const FONT: &str = "Arial";
const INK: &str = "1B1B1B";
const ACCENT: &str = "12395B";
const QUIET: &str = "4A4A4A";
const LINE: &str = "8A97A3";
const SHADE: &str = "E9EEF3";

/// The paragraph styles. Sizes in half points, distances in twentieths of a point.
struct Paragraph {
    id: &'static str,
    /// The name by which Word knows its own styles, in any language.
    name: &'static str,
    base: &'static str,
    before: &'static str,
    after: &'static str,
    size: &'static str,
    colour: &'static str,
    bold: bool,
    /// Stays on the page of what follows.
    keep: bool,
}

#[rustfmt::skip]
const PARAGRAPHS: [Paragraph; 15] = [
    Paragraph { id: "BodyText", name: "Body Text", base: "Normal", before: "0", after: "140", size: "21", colour: INK, bold: false, keep: false },
    Paragraph { id: "Title", name: "Title", base: "Normal", before: "0", after: "120", size: "44", colour: ACCENT, bold: true, keep: true },
    Paragraph { id: "Subtitle", name: "Subtitle", base: "Normal", before: "0", after: "320", size: "21", colour: QUIET, bold: false, keep: false },
    Paragraph { id: "Heading1", name: "heading 1", base: "Normal", before: "440", after: "160", size: "32", colour: ACCENT, bold: true, keep: true },
    Paragraph { id: "Heading2", name: "heading 2", base: "Normal", before: "340", after: "120", size: "26", colour: ACCENT, bold: true, keep: true },
    Paragraph { id: "Heading3", name: "heading 3", base: "Normal", before: "260", after: "100", size: "22", colour: ACCENT, bold: true, keep: true },
    Paragraph { id: "ListBullet", name: "List Bullet", base: "Normal", before: "0", after: "80", size: "21", colour: INK, bold: false, keep: false },
    Paragraph { id: "Caption", name: "caption", base: "Normal", before: "80", after: "320", size: "18", colour: QUIET, bold: true, keep: false },
    Paragraph { id: "TableCaption", name: "Table Caption", base: "Caption", before: "240", after: "100", size: "18", colour: QUIET, bold: true, keep: true },
    Paragraph { id: "Picture", name: "Picture", base: "Normal", before: "240", after: "240", size: "21", colour: INK, bold: false, keep: false },
    Paragraph { id: "PictureWithCaption", name: "Picture With Caption", base: "Picture", before: "240", after: "0", size: "21", colour: INK, bold: false, keep: true },
    Paragraph { id: "Note", name: "Note", base: "Normal", before: "0", after: "140", size: "17", colour: QUIET, bold: false, keep: false },
    Paragraph { id: "Definition", name: "Definition", base: "Note", before: "0", after: "80", size: "17", colour: QUIET, bold: false, keep: false },
    Paragraph { id: "TableEnd", name: "Table End", base: "Normal", before: "0", after: "120", size: "12", colour: INK, bold: false, keep: false },
    Paragraph { id: "Footer", name: "footer", base: "Normal", before: "0", after: "0", size: "17", colour: QUIET, bold: false, keep: false },
];

/// The styles of cells: names, sizes in half points and alignment.
const CELLS: [(&str, &str, &str); 6] = [
    ("TableText", "18", "left"),
    ("TableNumber", "18", "right"),
    ("TableTextSmall", "16", "left"),
    ("TableNumberSmall", "16", "right"),
    ("TableTextTiny", "14", "left"),
    ("TableNumberTiny", "14", "right"),
];

/// The part.
pub(super) fn styles(language: Language) -> String {
    let tag = language.tag();
    Xml::document("w:styles", &[W], |xml| {
        xml.element("w:docDefaults", &[], |xml| {
            xml.element("w:rPrDefault", &[], |xml| {
                xml.element("w:rPr", &[], |xml| {
                    let fonts = [("w:ascii", FONT), ("w:hAnsi", FONT), ("w:eastAsia", FONT), ("w:cs", FONT)];
                    xml.leaf("w:rFonts", &fonts);
                    size(xml, "21");
                    xml.leaf("w:lang", &[("w:val", &tag), ("w:eastAsia", &tag), ("w:bidi", "ar-SA")]);
                });
            });
            xml.element("w:pPrDefault", &[], |_| {});
        });
        style(
            xml,
            &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")],
            "Normal",
            None,
            |xml| {
                xml.element("w:pPr", &[], |xml| {
                    xml.leaf("w:suppressAutoHyphens", &[]);
                    xml.leaf("w:spacing", &[("w:line", "276"), ("w:lineRule", "auto")]);
                });
            },
        );
        let default = [("w:type", "character"), ("w:default", "1"), ("w:styleId", "DefaultParagraphFont")];
        style(xml, &default, "Default Paragraph Font", None, |_| {});
        for definition in &PARAGRAPHS {
            paragraph(xml, definition);
        }
        for (id, half_points, side) in CELLS {
            cell(xml, id, half_points, side);
        }
        letters(xml);
        tables(xml);
    })
}

fn style(
    xml: &mut Xml,
    attributes: Attributes,
    name: &str,
    base: Option<&str>,
    inside: impl FnOnce(&mut Xml),
) {
    xml.element("w:style", attributes, |xml| {
        xml.leaf("w:name", &[("w:val", name)]);
        if let Some(base) = base {
            xml.leaf("w:basedOn", &[("w:val", base)]);
        }
        inside(xml);
    });
}

fn size(xml: &mut Xml, half_points: &str) {
    xml.leaf("w:sz", &[("w:val", half_points)]);
    xml.leaf("w:szCs", &[("w:val", half_points)]);
}

/// The styles that Word does not know by itself.
const OURS: [&str; 6] = ["TableCaption", "Picture", "PictureWithCaption", "Note", "Definition", "TableEnd"];

fn paragraph(xml: &mut Xml, it: &Paragraph) {
    let known = [("w:type", "paragraph"), ("w:styleId", it.id)];
    let ours = [("w:type", "paragraph"), ("w:customStyle", "1"), ("w:styleId", it.id)];
    let attributes: Attributes = if OURS.contains(&it.id) { &ours } else { &known };
    style(xml, attributes, it.name, Some(it.base), |xml| {
        if it.keep && it.id != "PictureWithCaption" {
            xml.leaf("w:next", &[("w:val", "BodyText")]);
        }
        xml.leaf("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            if it.keep {
                xml.leaf("w:keepNext", &[]);
                xml.leaf("w:keepLines", &[]);
            }
            if it.id == "ListBullet" {
                xml.element("w:numPr", &[], |xml| xml.leaf("w:numId", &[("w:val", "1")]));
            }
            if it.id == "Subtitle" {
                border(xml, "w:pBdr", &["bottom"], ACCENT, "8", "6");
            }
            if it.id == "Footer" {
                xml.element("w:tabs", &[], |xml| xml.leaf("w:tab", &[("w:val", "right"), ("w:pos", "9638")]));
            }
            xml.leaf("w:spacing", &[("w:before", it.before), ("w:after", it.after)]);
            if let Some(level) = it.id.strip_prefix("Heading") {
                let outline = match level {
                    "1" => "0",
                    "2" => "1",
                    _ => "2",
                };
                xml.leaf("w:outlineLvl", &[("w:val", outline)]);
            }
        });
        xml.element("w:rPr", &[], |xml| {
            if it.bold {
                xml.leaf("w:b", &[]);
                xml.leaf("w:bCs", &[]);
            }
            xml.leaf("w:color", &[("w:val", it.colour)]);
            size(xml, it.size);
        });
    });
}

fn cell(xml: &mut Xml, id: &str, half_points: &str, side: &str) {
    style(
        xml,
        &[("w:type", "paragraph"), ("w:customStyle", "1"), ("w:styleId", id)],
        id,
        Some("Normal"),
        |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.leaf("w:suppressAutoHyphens", &[("w:val", "0")]);
                xml.leaf(
                    "w:spacing",
                    &[("w:before", "40"), ("w:after", "40"), ("w:line", "252"), ("w:lineRule", "auto")],
                );
                xml.leaf("w:jc", &[("w:val", side)]);
            });
            xml.element("w:rPr", &[], |xml| size(xml, half_points));
        },
    );
}

/// The styles of letters: bold, links, and the prompt of a gap.
fn letters(xml: &mut Xml) {
    let base = Some("DefaultParagraphFont");
    style(xml, &[("w:type", "character"), ("w:styleId", "Strong")], "Strong", base, |xml| {
        xml.element("w:rPr", &[], |xml| {
            xml.leaf("w:b", &[]);
            xml.leaf("w:bCs", &[]);
        });
    });
    style(xml, &[("w:type", "character"), ("w:styleId", "Hyperlink")], "Hyperlink", base, |xml| {
        xml.element("w:rPr", &[], |xml| {
            xml.leaf("w:color", &[("w:val", ACCENT)]);
            xml.leaf("w:u", &[("w:val", "single")]);
        });
    });
    style(
        xml,
        &[("w:type", "character"), ("w:customStyle", "1"), ("w:styleId", "Gap")],
        "Gap",
        base,
        |xml| {
            xml.element("w:rPr", &[], |xml| {
                xml.leaf(
                    "w:bdr",
                    &[("w:val", "dashed"), ("w:sz", "8"), ("w:space", "2"), ("w:color", "8A6100")],
                );
                xml.leaf("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "FFF4CC")]);
            });
        },
    );
}

fn border(xml: &mut Xml, name: &str, sides: &[&str], colour: &str, eighths: &str, space: &str) {
    xml.element(name, &[], |xml| {
        for side in sides {
            let line = [("w:val", "single"), ("w:sz", eighths), ("w:space", space), ("w:color", colour)];
            xml.leaf(&format!("w:{side}"), &line);
        }
    });
}

/// The table of Word and ours: lines below the rows, the first row shaded and bold.
fn tables(xml: &mut Xml) {
    let normal = [("w:type", "table"), ("w:default", "1"), ("w:styleId", "TableNormal")];
    style(xml, &normal, "Normal Table", None, |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.leaf("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
            margins(xml);
        });
    });
    let ours = [("w:type", "table"), ("w:customStyle", "1"), ("w:styleId", "DocumentTable")];
    style(xml, &ours, "Document Table", Some("TableNormal"), |xml| {
        xml.element("w:tblPr", &[], |xml| {
            border(xml, "w:tblBorders", &["top", "bottom", "insideH"], LINE, "4", "0");
            margins(xml);
        });
        xml.element("w:tblStylePr", &[("w:type", "firstRow")], |xml| {
            xml.element("w:rPr", &[], |xml| {
                xml.leaf("w:b", &[]);
                xml.leaf("w:bCs", &[]);
            });
            xml.element("w:tcPr", &[], |xml| {
                border(xml, "w:tcBorders", &["bottom"], ACCENT, "8", "0");
                xml.leaf("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", SHADE)]);
            });
        });
    });
}

fn margins(xml: &mut Xml) {
    xml.element("w:tblCellMar", &[], |xml| {
        for (side, twips) in [("top", "0"), ("left", "85"), ("bottom", "0"), ("right", "85")] {
            xml.leaf(&format!("w:{side}"), &[("w:w", twips), ("w:type", "dxa")]);
        }
    });
}
