//! The letters that come with the program.
//!
//! Owns: the fonts, and what a text looks like once only letters are left that they have: PDF/UA forbids a page to show
//! a letter that its fonts lack. Must not: look for fonts on the machine.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb;
use ttf_parser::Face;
use typst::foundations::Bytes;
use typst::text::Font;
use unicode_segmentation::UnicodeSegmentation;

/// Source Sans 3 in regular and bold, and DejaVu Sans for the scripts and signs that it lacks.
static FILES: [&[u8]; 3] = [
    include_bytes!("../fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../fonts/SourceSans3-Bold.ttf"),
    include_bytes!("../fonts/DejaVuSans.ttf"),
];

/// The family of running text and of what the pictures write.
const FAMILY: &str = "Source Sans 3";

/// What stands for a letter that no font has.
const REPLACEMENT: &str = "\u{FFFD}";

/// A word of more letters than this may be broken anywhere after as many.
const LONGEST_WORD: usize = 40;

static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| FILES.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect());

/// Not the coverage that the typesetter states: it takes letters for covered that lead to no glyph.
static FACES: LazyLock<Vec<Face>> =
    LazyLock::new(|| FILES.into_iter().filter_map(|file| Face::parse(file, 0).ok()).collect());

static DATABASE: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut database = fontdb::Database::new();
    for file in FILES {
        database.load_font_source(fontdb::Source::Binary(Arc::new(file)));
    }
    database.set_sans_serif_family(FAMILY);
    database.set_serif_family(FAMILY);
    database.set_monospace_family(FAMILY);
    database.set_cursive_family(FAMILY);
    database.set_fantasy_family(FAMILY);
    Arc::new(database)
});

/// The fonts, for the typesetter.
pub(crate) fn fonts() -> &'static [Font] {
    &FONTS
}

/// The fonts, for the pictures: every family that a picture names and that is missing is the same one.
pub(crate) fn database() -> (Arc<fontdb::Database>, &'static str) {
    (Arc::clone(&DATABASE), FAMILY)
}

/// Which letters are tried.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Letters {
    /// All that the fonts have, with their marks.
    All,
    /// Only single letters of the main font: should the typesetter ever stumble over more.
    Plain,
}

/// The text with only such letters as the fonts have, each cluster from one font: what is missing is `�`. Overlong words
/// get places to break, which are not seen or heard.
pub(crate) fn displayable(text: &str, letters: Letters) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut word = 0;
    for cluster in text.graphemes(true) {
        let piece: String = cluster.chars().filter(|c| !is_selector(*c)).collect();
        let Some(first) = piece.chars().next() else { continue };
        word = if first.is_whitespace() { 0 } else { word + 1 };
        if word > LONGEST_WORD {
            shown.push('\u{200B}');
            word = 1;
        }
        if has(&piece, letters) {
            shown.push_str(&piece);
        } else if first.is_whitespace() {
            shown.push(' ');
        } else if has(first.encode_utf8(&mut [0; 4]), letters) {
            shown.push(first);
        } else {
            shown.push_str(REPLACEMENT);
        }
    }
    shown
}

/// Whether the family that writes the first letter of the cluster has the others too: the typesetter does not begin a
/// cluster anew with another font. The letters of private use mean nothing without the font of the writer, so none has
/// them.
fn has(cluster: &str, letters: Letters) -> bool {
    if cluster.chars().any(|c| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')) {
        return false;
    }
    let [regular, bold, rest @ ..] = FACES.as_slice() else { return false };
    let has = |face: &Face, c: char| face.glyph_index(c).is_some_and(|glyph| glyph.0 != 0);
    let first = |c: char| has(regular, c) && has(bold, c);
    match cluster.chars().next() {
        Some(c) if matches!(letters, Letters::Plain) => first(c) && cluster.chars().count() == 1,
        Some(c) if first(c) => cluster.chars().all(first),
        _ => rest.iter().any(|face| cluster.chars().all(|c| has(face, c))),
    }
}

/// Letters without a look of their own that choose the look of another; and the soft hyphen, at which a link that ends
/// in it would make the typesetter fail.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{2060}'..='\u{2065}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_the_north_stay_and_missing_ones_are_marked() {
        let north = "Åbo – Äänekoski, Čáhppesjávri, “Žižek” 1 234 € ½ ≥ №";
        assert_eq!(displayable(north, Letters::All), north);
        assert_eq!(displayable("Кирилл العربية עברית", Letters::All), "Кирилл العربية עברית");
        assert_eq!(displayable("a漢b\u{E000}c👩‍👩‍👧", Letters::All), "a\u{FFFD}b\u{FFFD}c\u{FFFD}");
        assert_eq!(displayable("a\u{3000}b", Letters::All), "a b");
    }

    #[test]
    fn a_letter_and_its_mark_are_of_one_font() {
        // The main font has the letter, only the other one the mark: the typesetter would not begin anew for both.
        assert_eq!(displayable("H\u{659}", Letters::All), "H");
        assert_eq!(
            displayable("e\u{301} العربية Ä", Letters::Plain),
            "e \u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD} Ä"
        );
    }

    #[test]
    fn an_overlong_word_can_be_broken() {
        let long = displayable(&"x".repeat(100), Letters::All);
        assert_eq!(long.matches('\u{200B}').count(), 2);
        assert!(!displayable(&"xxxx ".repeat(100), Letters::All).contains('\u{200B}'));
    }
}
