//! The two cookies: one for the tablet, another for the signed-in person.
//!
//! `__Host-` binds them to this host over a secure context (browsers count localhost as one), HttpOnly keeps scripts
//! away, SameSite=Lax keeps them out of other sites' forms.

/// The tablet's cookie.
pub const DEVICE: &str = "__Host-dv_device";
/// The person's cookie.
pub const SESSION: &str = "__Host-dv_session";
/// How long browsers keep the tablet's cookie at most (Chromium's cap), in seconds: 400 days.
pub const DEVICE_SECONDS: i64 = 400 * 86_400;

/// The header value that sets a cookie.
pub fn set(name: &str, value: &str, seconds: i64) -> String {
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax")
}

/// The header value that takes a cookie away.
pub fn clear(name: &str) -> String {
    set(name, "", 0)
}

/// The value of a cookie in `Cookie` header values.
pub fn find<'a>(mut headers: impl Iterator<Item = &'a str>, name: &str) -> Option<&'a str> {
    headers.find_map(|header| {
        header.split(';').find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others_and_by_its_whole_name() {
        let header = ["dv_pending=3; x__Host-dv_session=no; __Host-dv_session=yes"];
        assert_eq!(find(header.into_iter(), SESSION), Some("yes"));
        assert_eq!(find(header.into_iter(), DEVICE), None);
    }
}
