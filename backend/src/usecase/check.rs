//! Checks of what people type, shared by the use cases.
//!
//! Owns: lengths and alphabets. Must not: know which noun they belong to; the field's name is a parameter.

use shared::domain::email;

use crate::error::{Error, Result};

/// A text without surrounding space, of 1 to `most` characters, without control characters.
pub fn text(field: &'static str, text: &str, most: usize) -> Result<String> {
    let text = text.trim();
    let characters = text.chars().count();
    if characters == 0 || characters > most {
        return Err(Error::invalid(field, format!("1–{most} characters")));
    }
    no_controls(field, text)?;
    Ok(text.to_owned())
}

/// The same, or nothing where the text is absent or empty.
pub fn optional(field: &'static str, value: Option<&str>, most: usize) -> Result<Option<String>> {
    match value.map(str::trim) {
        None | Some("") => Ok(None),
        Some(value) => text(field, value, most).map(Some),
    }
}

/// A text of several lines, of 1 to `most` characters.
pub fn lines(field: &'static str, text: &str, most: usize) -> Result<String> {
    let text = text.trim();
    let characters = text.chars().count();
    if characters == 0 || characters > most {
        return Err(Error::invalid(field, format!("1–{most} characters")));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Error::invalid(field, "no control characters"));
    }
    Ok(text.to_owned())
}

fn no_controls(field: &'static str, text: &str) -> Result<()> {
    if text.chars().any(char::is_control) {
        Err(Error::invalid(field, "no control characters"))
    } else {
        Ok(())
    }
}

/// A code: `a–z`, `0–9`, `_`, `-`, beginning with a letter or digit; 1 to `most` characters.
pub fn code(field: &'static str, code: &str, most: usize) -> Result<String> {
    let fits = (1..=most).contains(&code.len())
        && code.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
        && !code.starts_with(['_', '-']);
    if fits {
        Ok(code.to_owned())
    } else {
        Err(Error::invalid(field, format!("a–z, 0–9, _, -; 1–{most} characters")))
    }
}

/// An e-mail in lower case.
pub fn email(field: &'static str, text: &str) -> Result<String> {
    email::parse(text).map_err(|_| Error::invalid(field, "an e-mail address"))
}

/// A language of the interface.
pub fn language(field: &'static str, language: Option<&str>) -> Result<String> {
    match language.unwrap_or("fi") {
        language @ ("fi" | "sv" | "en") => Ok(language.to_owned()),
        _ => Err(Error::invalid(field, "fi, sv or en")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_codes_and_addresses() {
        assert_eq!(text("name", "  Åsa ", 3).unwrap(), "Åsa");
        assert!(
            text("name", " ", 3).is_err()
                && text("name", "abcd", 3).is_err()
                && text("name", "a\nb", 9).is_err()
        );
        assert_eq!(optional("name", Some(""), 3).unwrap(), None);
        assert!(
            code("code", "main-2", 32).is_ok()
                && code("code", "-x", 32).is_err()
                && code("code", "Ä", 9).is_err()
        );
        assert_eq!(email("email", "Eva@Example.org ").unwrap(), "eva@example.org");
        for bad in ["eva", "@x.fi", "eva@fi", "eva@.fi", "e va@x.fi", "a@b@c.fi"] {
            assert!(email("email", bad).is_err(), "{bad}");
        }
        assert!(language("language", Some("de")).is_err());
    }
}
