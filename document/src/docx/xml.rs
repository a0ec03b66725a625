//! A writer of XML that cannot leave an element open.
//!
//! Owns: escaping. Must not: know what it writes.

/// Attributes: names and values.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// An XML document that grows.
pub(super) struct Xml(String);

impl Xml {
    /// One with nothing but its declaration.
    pub(super) fn new() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned())
    }

    /// A whole document: the root element with what `inside` writes.
    pub(super) fn document(name: &str, attributes: Attributes, inside: impl FnOnce(&mut Self)) -> String {
        let mut xml = Self::new();
        xml.element(name, attributes, inside);
        xml.0
    }

    /// An element with what `inside` writes.
    pub(super) fn element(&mut self, name: &str, attributes: Attributes, inside: impl FnOnce(&mut Self)) {
        self.start(name, attributes);
        self.0.push('>');
        inside(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element with nothing inside.
    pub(super) fn leaf(&mut self, name: &str, attributes: Attributes) {
        self.start(name, attributes);
        self.0.push_str("/>");
    }

    /// Text. What XML cannot hold was dropped before (`text::clean`).
    pub(super) fn text(&mut self, text: &str) {
        self.escape(text);
    }

    fn start(&mut self, name: &str, attributes: Attributes) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes {
            self.0.push(' ');
            self.0.push_str(key);
            self.0.push_str("=\"");
            self.escape(value);
            self.0.push('"');
        }
    }

    fn escape(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                c => self.0.push(c),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_values_are_escaped() {
        let xml = Xml::document("a", &[("b", "\"<&'")], |xml| {
            xml.text("</a>&amp;]]>");
            xml.leaf("c", &[]);
        });
        let read = roxmltree::Document::parse(&xml).expect("well-formed");
        assert_eq!(read.root_element().attribute("b"), Some("\"<&'"));
        assert_eq!(read.root_element().text(), Some("</a>&amp;]]>"));
    }
}
