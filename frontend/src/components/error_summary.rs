//! What is wrong with a form, in one place above it.
//!
//! Owns: the list of links to the fields, and the focus when a form was refused. Must not: judge.

use leptos::html;
use leptos::prelude::*;

use crate::i18n::*;
use crate::platform::page;

/// Faults of a form: the field's id and what is wrong with it.
pub type Faults = Vec<(&'static str, Wording)>;

/// The faults, or nothing. It takes the focus each time the list is set anew and is not empty.
#[component]
pub fn ErrorSummary(
    /// The faults.
    #[prop(into)]
    faults: Signal<Faults>,
) -> impl IntoView {
    let texts = use_i18n();
    let node = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let (Some(summary), false) = (node.get(), faults.with(Vec::is_empty)) {
            let _ = summary.focus();
        }
    });
    let title = move || match faults.with(Vec::len) {
        1 => t_string!(texts, form.errors.one).to_owned(),
        count => t_string!(texts, form.errors.many, count = count),
    };
    let fault = |(id, wording): (&'static str, Wording)| {
        // A link within the page: the router would take it for a route, so the focus is moved by hand.
        let to_field = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            page::focus(id);
        };
        view! {
            <li>
                <a href=format!("#{id}") rel="external" on:click=to_field>
                    {move || wording.text()}
                </a>
            </li>
        }
    };
    move || {
        (!faults.with(Vec::is_empty)).then(|| {
            view! {
                <div class="error-summary" role="alert" tabindex="-1" node_ref=node>
                    <h2>{title}</h2>
                    <ul>{move || faults.get().into_iter().map(fault).collect_view()}</ul>
                </div>
            }
        })
    }
}

/// The faults of the form around a field, where the field finds its own.
#[derive(Clone, Copy)]
pub struct FormFaults(pub RwSignal<Faults>);

/// What is wrong with one field, for its [`super::field::Fault`].
pub fn fault_of(faults: RwSignal<Faults>, id: &'static str) -> super::field::Fault {
    Signal::derive(move || {
        faults.with(|all| all.iter().find(|(of, _)| *of == id).map(|(_, wording)| wording.text()))
    })
}
