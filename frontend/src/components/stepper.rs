//! A number by two buttons, or typed.
//!
//! Owns: the bounds. The buttons at a bound stay focusable, so that the focus is never lost. Must not: allow anything
//! outside the bounds.

use leptos::prelude::*;

use super::icon::{self, Icon};
use crate::i18n::*;

/// A number between two bounds.
#[component]
pub fn Stepper(
    /// What is counted.
    #[prop(into)]
    label: Signal<String>,
    /// The number.
    #[prop(into)]
    value: Signal<u32>,
    /// Called with the new number.
    #[prop(into)]
    set: Callback<u32>,
    /// The least.
    least: u32,
    /// The most.
    most: u32,
) -> impl IntoView {
    let texts = use_i18n();
    let step = move |by: i64| {
        let next = (i64::from(value.get_untracked()) + by).clamp(i64::from(least), i64::from(most));
        set.run(u32::try_from(next).unwrap_or(least));
    };
    // What was typed is read when the person leaves the field; anything that is no number brings the old one back.
    let typed = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        set.run(text.trim().parse().unwrap_or(value.get_untracked()).clamp(least, most));
    };
    let fewer = move || format!("{}: {}", label.get(), t_string!(texts, action.less));
    let more = move || format!("{}: {}", label.get(), t_string!(texts, action.more));
    view! {
        <div class="stepper" role="group" aria-label=move || label.get()>
            <button
                type="button"
                aria-label=fewer
                aria-disabled=move || (value.get() <= least).to_string()
                on:click=move |_| step(-1)
            >
                <Icon shape=icon::MINUS />
            </button>
            <input
                type="number"
                inputmode="numeric"
                min=least
                max=most
                aria-label=move || label.get()
                prop:value=move || value.get().to_string()
                on:change=typed
            />
            <button
                type="button"
                aria-label=more
                aria-disabled=move || (value.get() >= most).to_string()
                on:click=move |_| step(1)
            >
                <Icon shape=icon::PLUS />
            </button>
        </div>
    }
}
