//! What an e-mail address must look like.
//!
//! Owns: the one rule, for accounts, registrations and mails. Only what cannot be an address is refused; a link that was
//! followed proves the rest. Must not: hold texts.

/// The longest address, in characters (RFC 5321, 4.5.3.1.3 less the angle brackets).
pub const MAX_EMAIL: usize = 254;

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoEmail {
    /// Nothing was written.
    Empty,
    /// More than [`MAX_EMAIL`] characters.
    TooLong,
    /// There is no `@`.
    NoAt,
    /// A space, a line break, or something before or after the `@` that no address has.
    Shape,
}

/// The address in lower case, without the space around it.
pub fn parse(text: &str) -> Result<String, NoEmail> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NoEmail::Empty);
    }
    if text.chars().count() > MAX_EMAIL {
        return Err(NoEmail::TooLong);
    }
    let (local, domain) = text.rsplit_once('@').ok_or(NoEmail::NoAt)?;
    // What would have to be quoted is taken for a mistake: `a,b@x.fi` is two addresses, `<a@x.fi>` a copied name.
    let odd = |c: char| c.is_whitespace() || c.is_control() || "\"(),:;<>@[\\]".contains(c);
    let labels = || domain.split('.');
    let fits = !local.is_empty()
        && !local.contains(odd)
        && !domain.contains(odd)
        && labels().count() > 1
        && labels().all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    if fits { Ok(text.to_lowercase()) } else { Err(NoEmail::Shape) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!(parse(" Eva.Ek+day@Example.org ").unwrap(), "eva.ek+day@example.org");
        assert_eq!(parse("åsa@kirjasto-åbo.fi").unwrap(), "åsa@kirjasto-åbo.fi");
        for (text, why) in [
            ("", NoEmail::Empty),
            (" \n", NoEmail::Empty),
            ("eva", NoEmail::NoAt),
            ("@x.fi", NoEmail::Shape),
            ("eva@fi", NoEmail::Shape),
            ("eva@.fi", NoEmail::Shape),
            ("eva@x.fi.", NoEmail::Shape),
            ("e va@x.fi", NoEmail::Shape),
            ("a@b@c.fi", NoEmail::Shape),
            ("a@x.fi,b@x.fi", NoEmail::Shape),
            ("eva@x.fi\r\nBcc: b@x.fi", NoEmail::Shape),
            ("Eva <eva@x.fi>", NoEmail::Shape),
            ("eva@-x.fi", NoEmail::Shape),
            (".eva@x.fi", NoEmail::Shape),
        ] {
            assert_eq!(parse(text), Err(why), "{text:?}");
        }
        assert_eq!(parse(&format!("{}@x.fi", "a".repeat(300))), Err(NoEmail::TooLong));
    }
}
