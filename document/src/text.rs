//! Texts as both formats can hold them.
//!
//! Owns: which characters are dropped, and which addresses are links. Must not: escape for a format.

/// The text without what neither XML nor a page can hold: control characters, non-characters, and the marks that turn
/// the writing direction of everything after them. Line breaks and tabs become spaces.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' => None,
            '\u{FDD0}'..='\u{FDEF}' => None,
            c if c.is_control() || (c as u32) & 0xFFFE == 0xFFFE => None,
            c => Some(c),
        })
        .collect()
}

/// The address as a link may have it, or nothing when it is no address of the web or of mail. Word refuses a whole
/// file for one malformed address, so all that RFC 3986 does not allow is percent-encoded.
pub(crate) fn address(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let named = match scheme.as_str() {
        "http" | "https" => rest.strip_prefix("//")?,
        "mailto" => rest,
        _ => return None,
    };
    let host = named.split(['/', '?', '#']).next().unwrap_or_default();
    let host_ok = if scheme == "mailto" {
        host.split_once('@').is_some_and(|(name, domain)| !name.is_empty() && plain_host(domain))
    } else {
        plain_host(host)
    };
    if !host_ok || url.len() > 2_000 {
        return None;
    }
    let mut encoded = format!("{scheme}:");
    for (at, byte) in rest.bytes().enumerate() {
        let escape = byte == b'%'
            && rest.as_bytes().get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte) || escape {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    // A second number sign is not allowed either.
    match encoded.split_once('#') {
        Some((before, after)) => Some(format!("{before}#{}", after.replace('#', "%23"))),
        None => Some(encoded),
    }
}

/// Whether it is a plain name with an optional port: letters, digits, dots and hyphens.
fn plain_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
        && port.len() <= 5
        && port.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_dropped_and_breaks_become_spaces() {
        assert_eq!(clean("a\u{0}b\u{1b}c\u{9f}\nd\te\u{FFFE}\u{1FFFF}"), "abc d e");
        assert_eq!(clean("\u{202E}gpj.exe"), "gpj.exe");
        assert_eq!(clean("#*_<&>\"'åäö 😀 שלום"), "#*_<&>\"'åäö 😀 שלום");
    }

    #[test]
    fn only_addresses_of_the_web_and_of_mail_are_links() {
        assert_eq!(address("https://kirjasto.fi/a?b=c#d").as_deref(), Some("https://kirjasto.fi/a?b=c#d"));
        assert_eq!(address("HTTPS://kirjasto.fi:8443/").as_deref(), Some("https://kirjasto.fi:8443/"));
        assert_eq!(
            address("https://a.fi/ä b%20%zz\"#x#y").as_deref(),
            Some("https://a.fi/%C3%A4%20b%20%25zz%22#x%23y")
        );
        assert_eq!(address("mailto:aino@kirjasto.fi").as_deref(), Some("mailto:aino@kirjasto.fi"));
        for refused in [
            "",
            "kirjasto.fi",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "http:// x/",
            "mailto:x",
        ] {
            assert_eq!(address(refused), None, "{refused}");
        }
    }
}
