//! The caller's pictures.
//!
//! Owns: reading an SVG, its size on the page, and its two forms. Must not: let a picture read a file or an address.

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, WriteOptions};

use crate::Error;
use crate::font;
use crate::layout::TEXT_WIDTH_MM;
use crate::model::Picture;

/// What is left of the page's height for a picture, in millimetres.
const HIGHEST_MM: f32 = 220.0;

/// Narrower than this, in millimetres, nothing can be made out.
const NARROWEST_MM: f32 = 10.0;

/// Pixels of the PNG for each millimetre: twice the 96 dots per inch of a screen.
const PIXELS_PER_MM: f32 = 2.0 * 96.0 / 25.4;

/// A picture that was read, and its size on the page.
pub(crate) struct Drawing {
    tree: Tree,
    /// In millimetres.
    pub(crate) width_mm: f32,
    /// In millimetres.
    pub(crate) height_mm: f32,
}

impl Drawing {
    /// Reads the picture; `number` is its place among the pictures, from 1.
    ///
    /// # Errors
    /// When it has no alternative text or is not an SVG.
    pub(crate) fn read(picture: &Picture, number: usize) -> Result<Self, Error> {
        if picture.alt.trim().is_empty() {
            return Err(Error::NoAlternative(number));
        }
        let (fontdb, family) = font::database();
        let options = Options {
            font_family: family.to_owned(),
            fontdb,
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, _, _| None),
                resolve_string: Box::new(|_, _| None),
            },
            ..Options::default()
        };
        let tree = Tree::from_str(&picture.svg, &options)
            .map_err(|error| Error::Picture(number, error.to_string()))?;
        let ratio = tree.size().height() / tree.size().width();
        let asked = if picture.width_mm.is_nan() { NARROWEST_MM } else { picture.width_mm };
        let width = asked.clamp(NARROWEST_MM, TEXT_WIDTH_MM);
        let width_mm = width.min(HIGHEST_MM / ratio);
        let height_mm = width_mm * ratio;
        let drawable = width_mm.is_finite() && width_mm >= 1.0 && height_mm.is_finite() && height_mm >= 1.0;
        if !drawable {
            return Err(Error::Picture(number, "it is too narrow or too low".to_owned()));
        }
        Ok(Self { tree, width_mm, height_mm })
    }

    /// The picture as an SVG that needs no fonts: its texts are shapes, and the alternative text is what is read.
    pub(crate) fn svg(&self) -> String {
        self.tree.to_string(&WriteOptions { preserve_text: false, ..WriteOptions::default() })
    }

    /// The picture as a PNG on white.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub(crate) fn png(&self, number: usize) -> Result<Vec<u8>, Error> {
        let pixels = |mm: f32| (mm * PIXELS_PER_MM).round().max(1.0) as u32;
        let mut pixmap = Pixmap::new(pixels(self.width_mm), pixels(self.height_mm))
            .ok_or_else(|| Error::Picture(number, "it is too large".to_owned()))?;
        pixmap.fill(Color::WHITE);
        let scale = Transform::from_scale(
            pixmap.width() as f32 / self.tree.size().width(),
            pixmap.height() as f32 / self.tree.size().height(),
        );
        resvg::render(&self.tree, scale, &mut pixmap.as_mut());
        pixmap.encode_png().map_err(|error| Error::Picture(number, error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(svg: &str, width_mm: f32) -> Picture {
        Picture { svg: svg.into(), alt: "Kuva".into(), caption: String::new(), width_mm }
    }

    #[test]
    fn a_picture_fits_on_the_page() {
        let wide = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"/>"#;
        for (asked, got) in [(100.0, 100.0), (900.0, 170.0), (-1.0, 10.0), (f32::NAN, 10.0)] {
            let drawing = Drawing::read(&picture(wide, asked), 1).expect("a picture");
            assert_eq!((drawing.width_mm, drawing.height_mm), (got, got / 2.0));
        }
        let tall = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 1000"/>"#;
        assert_eq!(Drawing::read(&picture(tall, 170.0), 1).expect("a picture").width_mm, 22.0);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for svg in ["", "<p/>", "<svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 999999999'/>"]
        {
            assert!(matches!(Drawing::read(&picture(svg, 100.0), 3), Err(Error::Picture(3, _))), "{svg}");
        }
        let mut unnamed = picture("<svg xmlns='http://www.w3.org/2000/svg'/>", 100.0);
        unnamed.alt = " ".into();
        assert!(matches!(Drawing::read(&unnamed, 2), Err(Error::NoAlternative(2))));
    }

    #[test]
    fn a_picture_reads_no_file() {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><image href="{}/tests/dot.png" width="10" height="10"/></svg>"#,
            env!("CARGO_MANIFEST_DIR")
        );
        assert!(!Drawing::read(&picture(&svg, 20.0), 1).expect("a picture").svg().contains("<image"));
    }

    #[test]
    fn texts_become_shapes() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20"><text y="15" font-family="system-ui">Ä漢</text></svg>"#;
        let drawing = Drawing::read(&picture(svg, 100.0), 1).expect("a picture");
        assert!(drawing.svg().contains("<path") && !drawing.svg().contains("<text"));
        assert!(drawing.png(1).expect("a PNG").starts_with(b"\x89PNG"));
    }
}
