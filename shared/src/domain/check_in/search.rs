//! Finding a name as it is typed.
//!
//! Owns: what counts as the same letter, and which names a few typed letters find: each word typed begins some word of the
//! name, in any order and in any case. Must not: guess at misspellings; a wrong person checked in is worse than none found.

/// A text in lower case, with letters that a keyboard may not have as those that it has: å and ä as a, ö and ø as o.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'æ' => folded.push_str("ae"),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'ð' | 'đ' | 'ď' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ę' | 'ě' | 'ė' => folded.push('e'),
            'ğ' | 'ģ' => folded.push('g'),
            'ì'..='ï' | 'ī' | 'į' | 'ı' => folded.push('i'),
            'ł' | 'ľ' | 'ļ' => folded.push('l'),
            'ñ' | 'ń' | 'ň' | 'ņ' | 'ŋ' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
            'œ' => folded.push_str("oe"),
            'ř' => folded.push('r'),
            'š' | 'ś' | 'ş' | 'ș' => folded.push('s'),
            'ß' => folded.push_str("ss"),
            'ť' | 'ţ' | 'ț' | 'ŧ' => folded.push('t'),
            'þ' => folded.push_str("th"),
            'ù'..='ü' | 'ū' | 'ű' | 'ů' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ž' | 'ź' | 'ż' => folded.push('z'),
            // A mark of its own over the letter before it.
            '\u{300}'..='\u{36f}' => {}
            _ => folded.push(c),
        }
    }
    folded
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// What was typed, ready to be compared with many names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needle(Vec<String>);

impl Needle {
    /// Of what was typed.
    pub fn new(typed: &str) -> Self {
        Self(words(&fold(typed)).map(str::to_owned).collect())
    }

    /// Nothing was typed: everything is found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it finds a text that has been [folded](fold): each typed word begins a word of it, each another one.
    pub fn finds(&self, folded: &str) -> bool {
        let mut free: Vec<_> = words(folded).collect();
        // The longest first, which has the fewest words to choose from.
        let mut typed: Vec<_> = self.0.iter().collect();
        typed.sort_by_key(|word| std::cmp::Reverse(word.len()));
        typed.into_iter().all(|word| {
            let at = free.iter().position(|free| free.starts_with(word.as_str()));
            at.map(|at| free.swap_remove(at)).is_some()
        })
    }
}
