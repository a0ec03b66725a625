//! Enrolment codes: eight characters that a person reads from one screen and types into another.
//!
//! Owns: the alphabet and how a typed code is read. The alphabet leaves out 0 O 1 I L U V (look-alikes, and U as in
//! Crockford's base 32, against accidental words), so 29 characters: 29⁸ ≈ 5·10¹¹ codes, one use, 15 minutes, with
//! limits on guesses.

use sha2::{Digest as _, Sha256};

use crate::random::Random;

/// The characters of a code.
pub const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTWXYZ";
/// The number of characters.
pub const LENGTH: usize = 8;

/// A fresh code, every character equally likely.
pub fn generate(random: &dyn Random) -> String {
    let mut code = String::with_capacity(LENGTH);
    while code.len() < LENGTH {
        let [byte] = random.bytes::<1>();
        // Bytes beyond the last whole multiple would favour the first characters.
        if usize::from(byte) < 256 / ALPHABET.len() * ALPHABET.len() {
            code.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
        }
    }
    code
}

/// A typed code as it was made: upper case, without spaces and hyphens; `None` where it cannot be one.
pub fn normalise(typed: &str) -> Option<String> {
    if typed.len() > 64 {
        return None;
    }
    let code: String =
        typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    (code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte))).then_some(code)
}

/// What is stored. Short-lived and single-use, so a plain hash is enough against a reader of the database.
pub fn hash(code: &str) -> [u8; 32] {
    Sha256::digest(code.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn codes_are_read_as_people_type_them() {
        let code = generate(&SeededRandom::new(7));
        assert_eq!(code.len(), LENGTH);
        let typed = format!(" {}-{} ", &code[..4].to_lowercase(), &code[4..]);
        assert_eq!(normalise(&typed), Some(code));
        for bad in ["", "ABC", "ABCDEFG0", "ÄÄÄÄ", "ABCDEFGHJ"] {
            assert_eq!(normalise(bad), None, "{bad}");
        }
    }
}
