//! The QR picture that comes with an enrolment code.
//!
//! Owns: taking the drawing out of the SVG document, so that it scales with the page. Must not: make a QR itself.

/// A picture: its coordinates and what is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// `viewBox`.
    pub view_box: String,
    /// What stands inside the `svg` element.
    pub body: String,
}

/// The picture of an SVG document; `None` where it is none.
pub fn size(document: &str) -> Option<Picture> {
    let start = document.find("<svg")?;
    let open_end = start + document.get(start..)?.find('>')?;
    let close = document.rfind("</svg>")?;
    let tag = document.get(start..open_end)?;
    let view_box = match attribute(tag, "viewBox") {
        Some(view_box) => view_box.to_owned(),
        None => format!("0 0 {} {}", attribute(tag, "width")?, attribute(tag, "height")?),
    };
    Some(Picture { view_box, body: document.get(open_end + 1..close)?.to_owned() })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let rest = tag.get(from..)?;
    rest.get(..rest.find('"')?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawing_is_taken_out_of_its_document() {
        let document =
            "<?xml version=\"1.0\"?><svg xmlns=\"x\" width=\"10\" height=\"12\"><path d=\"M0 0\"/></svg>";
        let picture = size(document).unwrap();
        assert_eq!((picture.view_box.as_str(), picture.body.as_str()), ("0 0 10 12", "<path d=\"M0 0\"/>"));
        assert_eq!(size("<svg viewBox=\"0 0 5 5\"><g/></svg>").unwrap().view_box, "0 0 5 5");
        assert_eq!(size("no picture"), None);
    }
}
