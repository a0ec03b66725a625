//! Fields of a form: text, choice from a list, date, check box.
//!
//! Owns: label, hint and error tied to their control. Must not: judge a value; the error comes in.

use leptos::prelude::*;

use super::error_summary::{FormFaults, fault_of};
use super::label::Item;

/// What a field says when its value will not do; empty: all is well.
pub type Fault = Signal<Option<String>>;

/// What the field is given, or else what the form around it says of it.
fn own_fault(id: &'static str, error: Option<Fault>) -> Fault {
    error.or_else(|| use_context::<FormFaults>().map(|form| fault_of(form.0, id))).unwrap_or_default()
}

/// Label, hint, control, error.
#[component]
fn Frame(
    id: &'static str,
    label: Signal<String>,
    hint: Option<Signal<String>>,
    error: Fault,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="hds-text-input" class:hds-text-input--invalid=move || error.get().is_some()>
            <label class="hds-text-input__label" for=id>
                {move || label.get()}
            </label>
            {hint
                .map(|hint| {
                    view! {
                        <span class="hds-text-input__helper-text" id=format!("{id}-hint")>
                            {move || hint.get()}
                        </span>
                    }
                })}
            <div class="hds-text-input__input-wrapper">{children()}</div>
            <div id=format!("{id}-error")>
                {move || error.get().map(|fault| view! { <span class="hds-text-input__error-text">{fault}</span> })}
            </div>
        </div>
    }
}

/// The ids of hint and error, for `aria-describedby`.
fn described(id: &str) -> String {
    format!("{id}-hint {id}-error")
}

fn invalid(error: Fault) -> impl Fn() -> Option<&'static str> + Clone {
    move || error.get().map(|_| "true")
}

/// One line of text.
#[component]
pub fn TextField(
    /// The control's id, unique on the page.
    id: &'static str,
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    value: RwSignal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// What is wrong; within a form it is found by the id.
    #[prop(into, optional)]
    error: Option<Fault>,
    /// `text`, `email`, `password`, …
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The most characters.
    #[prop(optional)]
    most: Option<u32>,
) -> impl IntoView {
    let error = own_fault(id, error);
    view! {
        <Frame id label hint error>
            <input
                class="hds-text-input__input"
                id=id
                type=kind
                autocomplete=autocomplete
                maxlength=most
                aria-describedby=described(id)
                aria-invalid=invalid(error)
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </Frame>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// The control's id, unique on the page.
    id: &'static str,
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    value: RwSignal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// What is wrong; within a form it is found by the id.
    #[prop(into, optional)]
    error: Option<Fault>,
) -> impl IntoView {
    let error = own_fault(id, error);
    view! {
        <Frame id label hint error>
            <textarea
                class="hds-text-input__input"
                id=id
                aria-describedby=described(id)
                aria-invalid=invalid(error)
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </Frame>
    }
}

/// One of a list.
#[component]
pub fn SelectField(
    /// The control's id, unique on the page.
    id: &'static str,
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// The choices.
    #[prop(into)]
    items: Signal<Vec<Item>>,
    /// The chosen code; empty: none.
    value: RwSignal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// What is wrong; within a form it is found by the id.
    #[prop(into, optional)]
    error: Option<Fault>,
) -> impl IntoView {
    let error = own_fault(id, error);
    let options = move || {
        let option = |item: Item| {
            let code = item.code.clone();
            view! {
                <option value=item.code prop:selected=move || value.get() == code>
                    {item.label}
                </option>
            }
        };
        items.get().into_iter().map(option).collect_view()
    };
    view! {
        <Frame id label hint error>
            <select
                class="hds-text-input__input"
                id=id
                aria-describedby=described(id)
                aria-invalid=invalid(error)
                on:change=move |event| value.set(event_target_value(&event))
            >
                {options}
            </select>
        </Frame>
    }
}

/// A date, as `YYYY-MM-DD`, between two others.
#[component]
pub fn DateField(
    /// The control's id, unique on the page.
    id: &'static str,
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// The date as the browser writes it.
    value: RwSignal<String>,
    /// The first that can be chosen.
    #[prop(into)]
    first: Signal<String>,
    /// The last that can be chosen.
    #[prop(into)]
    last: Signal<String>,
    /// What is wrong; within a form it is found by the id.
    #[prop(into, optional)]
    error: Option<Fault>,
) -> impl IntoView {
    let error = own_fault(id, error);
    view! {
        <Frame id label hint=None error>
            <input
                class="hds-text-input__input"
                id=id
                type="date"
                min=move || first.get()
                max=move || last.get()
                aria-describedby=described(id)
                aria-invalid=invalid(error)
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </Frame>
    }
}

/// A statement that may be ticked.
#[component]
pub fn CheckField(
    /// The control's id, unique on the page.
    id: &'static str,
    /// The statement.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is ticked.
    value: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <div class="hds-checkbox">
            <input
                class="hds-checkbox__input"
                id=id
                type="checkbox"
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <label class="hds-checkbox__label" for=id>
                {move || label.get()}
            </label>
        </div>
    }
}
