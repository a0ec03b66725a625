//! Choices: chips of which one may be chosen (or none), chips of which several may, and segments of which one is.
//!
//! Owns: real radio buttons and checkboxes under them, so that arrow keys, screen readers and forced colours work by
//! themselves. A chosen chip that is pressed again is given back: *not stated*. Must not: know what is chosen from.

use leptos::ev;
use leptos::prelude::*;

use super::label::Item;

/// A group of chips of which one or none is chosen.
#[component]
pub fn ChipGroup(
    /// The group's name, unique on the page.
    name: &'static str,
    /// What is asked.
    #[prop(into)]
    legend: Signal<String>,
    /// A word after it, such as *if you know*.
    #[prop(into, optional)]
    note: Option<Signal<String>>,
    /// The choices.
    #[prop(into)]
    items: Signal<Vec<Item>>,
    /// The chosen code.
    chosen: RwSignal<Option<String>>,
    /// Whether one must be chosen; then a chip is not given back.
    #[prop(optional)]
    required: bool,
    /// What stands after the chips, in their row.
    #[prop(optional, into)]
    after: ViewFn,
) -> impl IntoView {
    view! {
        <fieldset class="choice">
            <legend class="choice__legend">
                {move || legend.get()} {note.map(|note| view! { <span>" ("{move || note.get()}")"</span> })}
            </legend>
            <div class="chips">
                <For each=move || items.get() key=|item| (item.code.clone(), item.label.clone()) let(item)>
                    <Chip name item chosen required />
                </For>
                {after.run()}
            </div>
        </fieldset>
    }
}

#[component]
fn Chip(name: &'static str, item: Item, chosen: RwSignal<Option<String>>, required: bool) -> impl IntoView {
    let Item { code, label } = item;
    let copy = label.clone();
    let code = StoredValue::new(code);
    let is_chosen = move || chosen.with(|chosen| chosen.as_deref() == Some(&*code.read_value()));
    let press = move || {
        let again = !required && chosen.with_untracked(|c| c.as_deref() == Some(&*code.read_value()));
        chosen.set((!again).then(|| code.get_value()));
    };
    // The browser does not click a chosen radio button on Space; giving it back works by keyboard too.
    let give_back = move |event: ev::KeyboardEvent| {
        if event.key() == " " && !required && is_chosen() {
            event.prevent_default();
            chosen.set(None);
        }
    };
    view! {
        <label class="chip">
            <input
                type="radio"
                name=name
                value=code.get_value()
                prop:checked=is_chosen
                on:click=move |_| press()
                on:keyup=give_back
            />
            <span class="chip__text" data-text=copy>
                {label}
            </span>
        </label>
    }
}

/// A group of chips of which up to `most` may be chosen.
#[component]
pub fn ChipSet(
    /// What is asked.
    #[prop(into)]
    legend: Signal<String>,
    /// A word after it.
    #[prop(into)]
    note: Signal<String>,
    /// The choices.
    #[prop(into)]
    items: Signal<Vec<Item>>,
    /// The chosen codes, in the order of choosing.
    chosen: RwSignal<Vec<String>>,
    /// The most that may be chosen.
    most: usize,
) -> impl IntoView {
    let chip = move |item: Item| {
        let Item { code, label } = item;
        let copy = label.clone();
        let code = StoredValue::new(code);
        let is_chosen = move || chosen.with(|chosen| chosen.contains(&code.read_value()));
        let full = move || chosen.with(|chosen| chosen.len() >= most) && !is_chosen();
        let press = move |_| {
            chosen.update(|chosen| {
                let count = chosen.len();
                chosen.retain(|c| *c != *code.read_value());
                if chosen.len() == count && count < most {
                    chosen.push(code.get_value());
                }
            });
        };
        view! {
            <label class="chip">
                <input type="checkbox" prop:checked=is_chosen disabled=full on:change=press />
                <span class="chip__text" data-text=copy>
                    {label}
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="choice">
            <legend class="choice__legend">{move || legend.get()} <span>" ("{move || note.get()}")"</span></legend>
            <div class="chips">
                <For each=move || items.get() key=|item| (item.code.clone(), item.label.clone()) children=chip />
            </div>
        </fieldset>
    }
}

/// Segments of which one is always chosen, such as the ways of logging.
#[component]
pub fn Segments<T: Copy + PartialEq + Send + Sync + 'static>(
    /// The group's name, unique on the page.
    name: &'static str,
    /// What is chosen between; read by screen readers.
    #[prop(into)]
    legend: Signal<String>,
    /// The choices with their words.
    items: Vec<(T, Signal<String>)>,
    /// The chosen one.
    chosen: RwSignal<T>,
) -> impl IntoView {
    let segment = move |(value, label): (T, Signal<String>)| {
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name=name
                    prop:checked=move || chosen.get() == value
                    on:change=move |_| chosen.set(value)
                />
                <span>{move || label.get()}</span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend class="visually-hidden">{move || legend.get()}</legend>
            <div class="segments">{items.into_iter().map(segment).collect_view()}</div>
        </fieldset>
    }
}
