//! The topics as large buttons: one of them, a tap each, or a number each.
//!
//! Owns: the three looks of the same list in the device's order. Must not: change the order or save.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::components::icon::{self, Icon};
use crate::components::label::{Item, text};
use crate::components::stepper::Stepper;
use crate::i18n::*;
use crate::pages::words::{Words, use_words};

/// Numbers by topic code.
pub type Counts = BTreeMap<String, u32>;

/// One topic is chosen: radio buttons.
#[component]
pub fn TopicChoice(
    /// The chosen topic.
    chosen: RwSignal<Option<String>>,
) -> impl IntoView {
    let words = use_words();
    let topic = move |item: Item| {
        let code = StoredValue::new(item.code.clone());
        let is_chosen = move || chosen.with(|chosen| chosen.as_deref() == Some(&*code.read_value()));
        view! {
            <label class="topic">
                <input
                    type="radio"
                    name="topic"
                    value=item.code.clone()
                    prop:checked=is_chosen
                    on:change=move |_| chosen.set(Some(code.get_value()))
                />
                <Face item words />
            </label>
        }
    };
    view! {
        <fieldset class="topics" id="topics" tabindex="-1">
            <legend class="visually-hidden">{t!(words.texts, log.topics)}</legend>
            <For each=move || words.topics().get() key=|item| (item.code.clone(), item.label.clone()) children=topic />
        </fieldset>
    }
}

/// Each tap is an entry: plain buttons with the number of taps of this sitting.
#[component]
pub fn TopicTaps(
    /// The taps of this sitting.
    counts: RwSignal<Counts>,
    /// Called with the topic that was tapped.
    tap: Callback<String>,
) -> impl IntoView {
    let words = use_words();
    let topic = move |item: Item| {
        let code = StoredValue::new(item.code.clone());
        let count =
            move || counts.with(|counts| counts.get(&*code.read_value()).copied()).filter(|count| *count > 0);
        view! {
            <button type="button" class="topic topic--tap" on:click=move |_| tap.run(code.get_value())>
                <Face item words />
                {move || {
                    count()
                        .map(|count| {
                            view! {
                                <span class="topic__count" aria-hidden="true">
                                    {count}
                                </span>
                                <span class="visually-hidden">
                                    {t_string!(words.texts, log.taps, count = count)}
                                </span>
                            }
                        })
                }}
            </button>
        }
    };
    view! {
        <div class="topics" role="group" aria-label=move || t_string!(words.texts, log.topics)>
            <For each=move || words.topics().get() key=|item| (item.code.clone(), item.label.clone()) children=topic />
        </div>
    }
}

/// A number each: rows with a stepper.
#[component]
pub fn TopicCounts(
    /// The numbers.
    counts: RwSignal<Counts>,
) -> impl IntoView {
    let words = use_words();
    let topic = move |item: Item| {
        let code = StoredValue::new(item.code.clone());
        let name = StoredValue::new(item.label.clone());
        let count = Signal::derive(move || {
            counts.with(|counts| counts.get(&*code.read_value()).copied().unwrap_or(0))
        });
        let set = Callback::new(move |count| {
            counts.update(|counts| {
                counts.insert(code.get_value(), count);
            });
        });
        let label = text(move || t_string!(words.texts, log.times, topic = name.get_value()));
        view! {
            <div class="topic topic--batch" class:topic--some=move || { count.get() > 0 }>
                <Face item words hint=false />
                <Stepper label value=count set least=0 most=50 />
            </div>
        }
    };
    view! {
        <div class="topics topics--batch" id="topic-counts" tabindex="-1" role="group" aria-label=move || t_string!(words.texts, log.topics)>
            <For each=move || words.topics().get() key=|item| (item.code.clone(), item.label.clone()) children=topic />
        </div>
    }
}

/// Icon, name and example of a topic.
#[component]
fn Face(item: Item, words: Words, #[prop(default = true)] hint: bool) -> impl IntoView {
    let example = if hint { words.hint(&item.code) } else { None };
    view! {
        <Icon shape=icon::topic(&item.code) />
        <span>
            <span class="topic__name">{item.label}</span>
            {example.map(|example| view! { <span class="topic__hint">{example}</span> })}
        </span>
    }
}
