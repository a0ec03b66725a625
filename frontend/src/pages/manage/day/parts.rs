//! The parts of a day's pages, in the order of their navigation.
//!
//! Owns: this list and nothing else: the address, the name and the view of each part.

use leptos::prelude::*;

use super::Open;
use super::settings::Settings;
use crate::i18n::*;

/// A part of a day's pages.
pub struct Part {
    /// The last segment of its address.
    pub path: &'static str,
    /// Its name.
    pub name: fn(Texts) -> &'static str,
    /// Makes its view, once the day is known.
    pub make: fn(Open) -> AnyView,
}

/// Every part.
pub const PARTS: &[Part] = &[Part {
    path: "asetukset",
    name: |texts| t_string!(texts, day.parts.settings),
    make: |open| view! { <Settings open /> }.into_any(),
}];
