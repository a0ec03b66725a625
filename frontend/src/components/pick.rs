//! One choice of a row of filters.
//!
//! Owns: the label and the list, and the mark of what does not go without saying. Must not: know what is filtered.

use leptos::prelude::*;

/// One choice: a label and a list, of which the browser makes what suits the device.
#[component]
pub fn Pick(
    /// The control's id, unique on the page.
    id: String,
    /// What is narrowed by.
    label: Signal<String>,
    /// Codes and words.
    items: Signal<Vec<(String, String)>>,
    /// The chosen code.
    chosen: Signal<String>,
    /// Something else than what goes without saying.
    active: Signal<bool>,
    /// Called with the new code.
    choose: Callback<String>,
) -> impl IntoView {
    // Each choice concerns one list: the others stay as they are.
    let (items, chosen) = (Memo::new(move |_| items.get()), Memo::new(move |_| chosen.get()));
    view! {
        <div class="filter" class:filter--active=active>
            <label for=id.clone()>{move || label.get()}</label>
            <select id=id on:change=move |event| choose.run(event_target_value(&event))>
                {move || {
                    let chosen = chosen.get();
                    items
                        .get()
                        .into_iter()
                        .map(|(code, words)| {
                            let selected = code == chosen;
                            view! {
                                <option value=code selected=selected>
                                    {words}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
        </div>
    }
}
