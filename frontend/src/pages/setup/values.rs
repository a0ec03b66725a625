//! What the set-up form holds.
//!
//! Owns: its checks and the body that is sent. Must not: render.

use leptos::prelude::*;
use shared::domain::lang::Lang;
use shared::wire::v1::setup::{NewChair, Setup};
use shared::wire::v1::statement::Contacts;

use crate::components::error_summary::Faults;
use crate::i18n::*;
use crate::pages::form::{FieldIds, could_be_email, required, trimmed};

/// The least length of a password; the server judges for good.
pub const PASSWORD_MIN: u32 = 12;

/// The fields as the server names them.
pub const FIELDS: FieldIds = &[
    ("network_name", "network-name"),
    ("contacts.controller", "controller"),
    ("contacts.controller_contact", "controller-contact"),
    ("contacts.dpo_contact", "dpo-contact"),
    ("contacts.accessibility_contact", "accessibility-contact"),
    ("contacts.accessibility_phone", "accessibility-phone"),
    ("chair.name", "chair-name"),
    ("chair.email", "chair-email"),
    ("chair.password", "chair-password"),
];

/// The controls' texts.
#[derive(Clone, Copy)]
pub struct Values {
    /// The network's name.
    pub network: RwSignal<String>,
    /// The controller.
    pub controller: RwSignal<String>,
    /// How to reach it.
    pub controller_contact: RwSignal<String>,
    /// How to reach the data protection officer.
    pub dpo_contact: RwSignal<String>,
    /// Address for feedback on accessibility.
    pub accessibility_contact: RwSignal<String>,
    /// Telephone for it.
    pub accessibility_phone: RwSignal<String>,
    /// The chair's name.
    pub name: RwSignal<String>,
    /// The chair's address.
    pub email: RwSignal<String>,
    /// The chair's password.
    pub password: RwSignal<String>,
}

impl Values {
    /// An empty form.
    pub fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            network: text(),
            controller: text(),
            controller_contact: text(),
            dpo_contact: text(),
            accessibility_contact: text(),
            accessibility_phone: text(),
            name: text(),
            email: text(),
            password: text(),
        }
    }

    /// What is wrong, before anything is sent.
    pub fn faults(self, texts: Texts) -> Faults {
        let fields = [
            ("network-name", self.network, t_string!(texts, setup.network_name)),
            ("controller", self.controller, t_string!(texts, setup.controller)),
            ("controller-contact", self.controller_contact, t_string!(texts, setup.controller_contact)),
            ("dpo-contact", self.dpo_contact, t_string!(texts, setup.dpo_contact)),
            (
                "accessibility-contact",
                self.accessibility_contact,
                t_string!(texts, setup.accessibility_contact),
            ),
            ("chair-name", self.name, t_string!(texts, setup.chair_name)),
        ];
        let mut faults: Faults = fields
            .into_iter()
            .filter(|(_, value, _)| trimmed(*value).is_empty())
            .map(|(id, _, label)| (id, required(texts, label)))
            .collect();
        if !could_be_email(&trimmed(self.email)) {
            faults.push(("chair-email", t_string!(texts, manage.members.email_bad).to_string()));
        }
        let length = self.password.with_untracked(|password| password.chars().count());
        if u32::try_from(length).unwrap_or(u32::MAX) < PASSWORD_MIN {
            faults.push((
                "chair-password",
                t_string!(texts, link.password_short, n = PASSWORD_MIN).to_string(),
            ));
        }
        faults
    }

    /// The body; the chair's language is the one that the form was filled in in.
    pub fn form(self, token: String, lang: Lang) -> Setup {
        Setup {
            token,
            network_name: trimmed(self.network),
            network_slug: None,
            contacts: Contacts {
                controller: trimmed(self.controller),
                controller_contact: trimmed(self.controller_contact),
                dpo_contact: trimmed(self.dpo_contact),
                accessibility_contact: trimmed(self.accessibility_contact),
                accessibility_phone: trimmed(self.accessibility_phone),
            },
            chair: NewChair {
                name: trimmed(self.name),
                email: trimmed(self.email),
                password: self.password.get_untracked(),
                library: None,
                language: Some(lang.code().to_owned()),
            },
        }
    }
}
