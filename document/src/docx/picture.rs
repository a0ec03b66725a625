//! Pictures of the body.
//!
//! Owns: the drawing with its alternative text. Must not: draw.

use super::xml::Xml;
use crate::picture::Drawing;

/// English Metric Units in a millimetre.
const EMU_PER_MM: f32 = 36_000.0;

/// Writes the picture that the relation `picture<number>` names, into a paragraph.
pub(super) fn write(xml: &mut Xml, drawing: &Drawing, number: usize, name: &str, alt: &str) {
    let emu = |mm: f32| ((mm * EMU_PER_MM).round() as u64).to_string();
    let size = [("cx", emu(drawing.width_mm)), ("cy", emu(drawing.height_mm))];
    let size = [(size[0].0, size[0].1.as_str()), (size[1].0, size[1].1.as_str())];
    let number = number.to_string();
    let named = [("id", number.as_str()), ("name", name), ("descr", alt.trim())];
    xml.element("w:r", &[], |xml| {
        xml.element("w:drawing", &[], |xml| {
            let distances = [("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")];
            xml.element("wp:inline", &distances, |xml| {
                xml.leaf("wp:extent", &size);
                xml.leaf("wp:effectExtent", &[("l", "0"), ("t", "0"), ("r", "0"), ("b", "0")]);
                xml.leaf("wp:docPr", &named);
                xml.element("wp:cNvGraphicFramePr", &[], |xml| {
                    xml.leaf("a:graphicFrameLocks", &[("noChangeAspect", "1")]);
                });
                xml.element("a:graphic", &[], |xml| {
                    let uri = "http://schemas.openxmlformats.org/drawingml/2006/picture";
                    xml.element("a:graphicData", &[("uri", uri)], |xml| {
                        xml.element("pic:pic", &[], |xml| {
                            xml.element("pic:nvPicPr", &[], |xml| {
                                xml.leaf("pic:cNvPr", &named);
                                xml.leaf("pic:cNvPicPr", &[]);
                            });
                            xml.element("pic:blipFill", &[], |xml| {
                                xml.leaf("a:blip", &[("r:embed", &format!("picture{number}"))]);
                                xml.element("a:stretch", &[], |xml| xml.leaf("a:fillRect", &[]));
                            });
                            xml.element("pic:spPr", &[], |xml| {
                                xml.element("a:xfrm", &[], |xml| {
                                    xml.leaf("a:off", &[("x", "0"), ("y", "0")]);
                                    xml.leaf("a:ext", &size);
                                });
                                xml.element("a:prstGeom", &[("prst", "rect")], |xml| {
                                    xml.leaf("a:avLst", &[])
                                });
                            });
                        });
                    });
                });
            });
        });
    });
}
