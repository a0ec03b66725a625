//! The parts of a day's pages, in the order of their navigation.
//!
//! Owns: this list and nothing else: the address, the name and the view of each part.

use leptos::prelude::*;

use super::Open;
use super::mails::Mails;
use super::participants::Participants;
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
pub const PARTS: &[Part] = &[
    Part {
        path: "asetukset",
        name: |texts| t_string!(texts, day.parts.settings),
        make: |open| view! { <Settings open /> }.into_any(),
    },
    Part {
        path: "osallistujat",
        name: |texts| t_string!(texts, day.parts.participants),
        make: |open| view! { <Participants open /> }.into_any(),
    },
    Part {
        path: "viestit",
        name: |texts| t_string!(texts, day.parts.mails),
        make: |open| view! { <Mails open /> }.into_any(),
    },
];
