//! What the set-up form holds.
//!
//! Owns: its checks and the body that is sent. Must not: render.

use leptos::prelude::*;
use shared::domain::lang::Lang;
use shared::wire::v1::setup::{NewChair, Setup};
use shared::wire::v1::statement::Contacts;

use crate::components::error_summary::Faults;
use crate::i18n::*;
use crate::pages::contacts::{self, ContactValues};
use crate::pages::form::{FieldIds, could_be_email, required, trimmed};

/// The least length of a password; the server judges for good.
pub const PASSWORD_MIN: u32 = 12;

/// The fields as the server names them.
pub const FIELDS: FieldIds = &[
    ("network_name", "network-name"),
    contacts::FIELDS[0],
    contacts::FIELDS[1],
    contacts::FIELDS[2],
    contacts::FIELDS[3],
    contacts::FIELDS[4],
    ("chair.name", "chair-name"),
    ("chair.email", "chair-email"),
    ("chair.password", "chair-password"),
];

/// The controls' texts.
#[derive(Clone, Copy)]
pub struct Values {
    /// The network's name.
    pub network: RwSignal<String>,
    /// Controller and contacts.
    pub contacts: ContactValues,
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
            contacts: ContactValues::of(&Contacts::default()),
            name: text(),
            email: text(),
            password: text(),
        }
    }

    /// What is wrong, before anything is sent.
    pub fn faults(self, texts: Texts) -> Faults {
        let empty = |id, value: RwSignal<String>, label: fn(Texts) -> &'static str| {
            trimmed(value).is_empty().then(|| (id, required(texts, label)))
        };
        let mut faults: Faults = Vec::new();
        faults.extend(empty("network-name", self.network, |texts| t_string!(texts, setup.network_name)));
        faults.extend(self.contacts.faults(texts));
        faults.extend(empty("chair-name", self.name, |texts| t_string!(texts, setup.chair_name)));
        if !could_be_email(&trimmed(self.email)) {
            faults.push(("chair-email", wording(texts, |texts| t_string!(texts, manage.members.email_bad))));
        }
        let length = self.password.with_untracked(|password| password.chars().count());
        if u32::try_from(length).unwrap_or(u32::MAX) < PASSWORD_MIN {
            faults.push((
                "chair-password",
                wording(texts, move |texts| t_string!(texts, link.password_short, n = PASSWORD_MIN)),
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
            contacts: self.contacts.contacts(),
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
