//! Controller and contacts, as the set-up and the network's settings ask for them.
//!
//! Owns: the fields, their checks, and what is sent of them. Must not: send.

use leptos::prelude::*;
use shared::wire::v1::statement::Contacts;

use crate::components::error_summary::Faults;
use crate::components::field::TextField;
use crate::i18n::*;
use crate::pages::form::{FormState, required, trimmed};

/// The fields as the server names them, with their controls.
pub const FIELDS: [(&str, &str); 5] = [
    ("contacts.controller", "controller"),
    ("contacts.controller_contact", "controller-contact"),
    ("contacts.dpo_contact", "dpo-contact"),
    ("contacts.accessibility_contact", "accessibility-contact"),
    ("contacts.accessibility_phone", "accessibility-phone"),
];

/// A field to be checked: its control's id, its text, its label.
type Field = (&'static str, RwSignal<String>, fn(Texts) -> &'static str);

/// The controls' texts.
#[derive(Clone, Copy)]
pub struct ContactValues {
    controller: RwSignal<String>,
    controller_contact: RwSignal<String>,
    dpo_contact: RwSignal<String>,
    accessibility_contact: RwSignal<String>,
    accessibility_phone: RwSignal<String>,
}

impl ContactValues {
    /// A form that shows these.
    pub fn of(contacts: &Contacts) -> Self {
        Self {
            controller: RwSignal::new(contacts.controller.clone()),
            controller_contact: RwSignal::new(contacts.controller_contact.clone()),
            dpo_contact: RwSignal::new(contacts.dpo_contact.clone()),
            accessibility_contact: RwSignal::new(contacts.accessibility_contact.clone()),
            accessibility_phone: RwSignal::new(contacts.accessibility_phone.clone()),
        }
    }

    /// What is wrong, before anything is sent: all but the telephone is asked for.
    pub fn faults(self, texts: Texts) -> Faults {
        let fields: [Field; 4] = [
            ("controller", self.controller, |texts| t_string!(texts, setup.controller)),
            ("controller-contact", self.controller_contact, |texts| {
                t_string!(texts, setup.controller_contact)
            }),
            ("dpo-contact", self.dpo_contact, |texts| t_string!(texts, setup.dpo_contact)),
            ("accessibility-contact", self.accessibility_contact, |texts| {
                t_string!(texts, setup.accessibility_contact)
            }),
        ];
        let empty = fields.into_iter().filter(|(_, value, _)| trimmed(*value).is_empty());
        empty.map(|(id, _, label)| (id, required(texts, label))).collect()
    }

    /// What is sent.
    pub fn contacts(self) -> Contacts {
        Contacts {
            controller: trimmed(self.controller),
            controller_contact: trimmed(self.controller_contact),
            dpo_contact: trimmed(self.dpo_contact),
            accessibility_contact: trimmed(self.accessibility_contact),
            accessibility_phone: trimmed(self.accessibility_phone),
        }
    }
}

/// The fields, in a card of their own.
#[component]
pub fn ContactFields(
    /// Their texts.
    values: ContactValues,
    /// The form that they are in.
    state: FormState,
) -> impl IntoView {
    let texts = use_i18n();
    let field = move |id: &'static str,
                      most: u32,
                      label: Signal<String>,
                      hint: Signal<String>,
                      value: RwSignal<String>| {
        view! { <TextField id label hint value error=state.fault(id) most /> }
    };
    let none = Signal::stored(String::new());
    view! {
        <section class="card stack">
            <h2>{t!(texts, setup.controller_head)}</h2>
            <p class="soft">{t!(texts, setup.controller_hint)}</p>
            {field(
                "controller",
                200,
                say!(texts, setup.controller),
                say!(texts, setup.controller_example),
                values.controller,
            )}
            {field(
                "controller-contact",
                200,
                say!(texts, setup.controller_contact),
                none,
                values.controller_contact,
            )}
            {field("dpo-contact", 200, say!(texts, setup.dpo_contact), none, values.dpo_contact)}
            {field(
                "accessibility-contact",
                200,
                say!(texts, setup.accessibility_contact),
                none,
                values.accessibility_contact,
            )}
            {field(
                "accessibility-phone",
                40,
                say!(texts, setup.accessibility_phone),
                say!(texts, form.optional),
                values.accessibility_phone,
            )}
        </section>
    }
}
