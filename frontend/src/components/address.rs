//! An e-mail address on a narrow screen.
//!
//! Owns: the place where it breaks first. Must not: make a link of it.

use leptos::prelude::*;

/// A text in which an address may break before its `@`, rather than a letter before its end.
pub fn address(text: &str) -> AnyView {
    let (before, rest) = text.split_at(text.find('@').unwrap_or(text.len()));
    view! {
        {before.to_owned()}
        <wbr />
        {rest.to_owned()}
    }
    .into_any()
}
