//! The mirror of the pending count in a cookie, which an eviction of the storage spares.
//!
//! Owns: the cookie `dv_pending`. Must not: hold anything but a number.

use wasm_bindgen::JsCast as _;

const NAME: &str = "dv_pending";
/// The longest that browsers keep a cookie.
const DAYS_400: u32 = 400 * 24 * 60 * 60;

/// Writes the number of unsent entries.
pub fn mirror(pending: u32) {
    let Some(document) = document() else { return };
    let encrypted =
        document.location().and_then(|location| location.protocol().ok()).as_deref() == Some("https:");
    let secure = if encrypted { "; Secure" } else { "" };
    // A refused cookie costs only the warning after an eviction.
    let _ =
        document.set_cookie(&format!("{NAME}={pending}; Path=/; Max-Age={DAYS_400}; SameSite=Lax{secure}"));
}

/// The number that was mirrored last; `None` where this browser never mirrored one.
pub fn mirrored() -> Option<u32> {
    read(&document()?.cookie().ok()?)
}

fn read(cookies: &str) -> Option<u32> {
    cookies.split(';').find_map(|pair| pair.trim().strip_prefix(NAME)?.strip_prefix('=')?.parse().ok())
}

fn document() -> Option<web_sys::HtmlDocument> {
    web_sys::window()?.document()?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::read;

    #[wasm_bindgen_test(unsupported = test)]
    fn the_number_is_found_among_other_cookies() {
        assert_eq!(read("a=1; dv_pending=12; b=2"), Some(12));
        assert_eq!(read("xdv_pending=3"), None);
        assert_eq!(read("dv_pending=x"), None);
        assert_eq!(read(""), None);
    }
}
