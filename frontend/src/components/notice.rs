//! A line that says what happened or what is the case.
//!
//! Owns: tint, icon and role. Must not: vanish by itself.

use leptos::prelude::*;

use super::icon::{self, Icon};

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Good,
    /// Something is worth knowing.
    Info,
    /// Something asks for attention.
    Mark,
    /// Something went wrong.
    Bad,
}

/// A notice with words and, at its end, what can be done.
#[component]
pub fn Notice(
    /// What it is about.
    tone: Tone,
    /// The words and buttons.
    children: Children,
) -> impl IntoView {
    let (class, shape) = match tone {
        Tone::Good => ("notice notice--good", icon::DONE),
        Tone::Info => ("notice", icon::INFO),
        Tone::Mark => ("notice notice--mark", icon::ALERT),
        Tone::Bad => ("notice notice--bad", icon::ALERT),
    };
    view! {
        <div class=class>
            <div class="notice__text">
                <Icon shape=shape />
                <div>{children()}</div>
            </div>
        </div>
    }
}
