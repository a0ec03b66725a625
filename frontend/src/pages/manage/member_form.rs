//! Adding and changing a member.
//!
//! Owns: the form, and what is not asked of a contact. Must not: ask for a password: the person sets it by a link.

use leptos::prelude::*;
use shared::id::Id;
use shared::routes;
use shared::wire::v1::member::{Member, NewMember, PatchMember, Role};

use super::Places;
use super::members::role_name;
use crate::components::error_summary::Faults;
use crate::components::field::{CheckField, SelectField, TextField};
use crate::components::label::Item;
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState, could_be_email, optional, required, trimmed};
use crate::state::server;
use crate::state::session::use_session;

/// Which member the form is about.
#[derive(Clone, Debug, PartialEq)]
pub enum MemberTarget {
    /// A new one; the id is minted when the form opens, so that sending twice makes one.
    New(Id),
    /// This one.
    Known(Member),
}

const FIELDS: FieldIds = &[
    ("name", "member-name"),
    ("chip", "member-chip"),
    ("library", "member-library"),
    ("role", "member-role"),
    ("email", "member-email"),
    ("language", "member-language"),
];

/// The controls' texts.
#[derive(Clone, Copy)]
struct Values {
    name: RwSignal<String>,
    chip: RwSignal<String>,
    library: RwSignal<String>,
    role: RwSignal<String>,
    email: RwSignal<String>,
    language: RwSignal<String>,
    organiser: RwSignal<bool>,
}

impl Values {
    fn of(target: &MemberTarget, own_library: String) -> Self {
        let text = RwSignal::new;
        match target {
            MemberTarget::New(_) => Self {
                name: text(String::new()),
                chip: text(String::new()),
                library: text(own_library),
                role: text(Role::Member.code().to_owned()),
                email: text(String::new()),
                language: text("fi".to_owned()),
                organiser: RwSignal::new(false),
            },
            MemberTarget::Known(member) => Self {
                name: text(member.name.clone()),
                chip: text(member.chip.clone()),
                library: text(member.library.clone().unwrap_or_default()),
                role: text(member.role.code().to_owned()),
                email: text(member.email.clone().unwrap_or_default()),
                language: text(member.language.clone()),
                organiser: RwSignal::new(member.organiser),
            },
        }
    }

    fn role(self) -> Role {
        Role::from_code(&self.role.get_untracked())
    }

    /// The address, where the role has an account.
    fn address(self) -> Option<String> {
        optional(self.email).filter(|_| self.role() >= Role::Contact)
    }

    /// Whether the person sees diets and needs; nobody does who has no account.
    fn is_organiser(self) -> bool {
        self.organiser.get_untracked() && self.role() >= Role::Contact
    }

    fn faults(self, texts: Texts) -> Faults {
        let mut faults = Vec::new();
        if trimmed(self.name).is_empty() {
            faults.push(("member-name", required(texts, |texts| t_string!(texts, manage.members.name))));
        }
        if trimmed(self.library).is_empty() && self.role() != Role::Chair {
            faults
                .push(("member-library", required(texts, |texts| t_string!(texts, manage.members.library))));
        }
        if self.role() >= Role::Contact && !could_be_email(&trimmed(self.email)) {
            faults.push(("member-email", wording(texts, |texts| t_string!(texts, manage.members.email_bad))));
        }
        faults
    }
}

/// The form.
#[component]
pub fn MemberForm(
    /// Which member.
    target: MemberTarget,
    /// The libraries to choose from.
    places: Places,
    /// Whether the chair fills it in; a contact adds names to the own library only.
    chair: Signal<bool>,
    /// Called with the name when the server has it.
    saved: Callback<String>,
    /// Gives up.
    cancel: Callback<()>,
) -> impl IntoView {
    let texts = use_i18n();
    let own = use_session().me.get_untracked().and_then(|me| me.library.clone()).unwrap_or_default();
    let values = Values::of(&target, own);
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        if !state.may_send(values.faults(texts)) {
            return;
        }
        let done = move |member: Member| saved.run(member.name);
        match &target {
            MemberTarget::New(id) => {
                let form = NewMember {
                    id: *id,
                    name: trimmed(values.name),
                    chip: optional(values.chip),
                    library: optional(values.library),
                    role: values.role(),
                    email: values.address(),
                    language: optional(values.language),
                    organiser: values.is_organiser(),
                };
                state.send(texts, async move { server::post(routes::MEMBERS, &form).await }, done);
            }
            MemberTarget::Known(member) => {
                let path = format!("{}/{}", routes::MEMBERS, member.id);
                let form = PatchMember {
                    name: Some(trimmed(values.name)),
                    chip: optional(values.chip),
                    // What did not change is not sent: a contact may not send these at all.
                    library: Some(trimmed(values.library))
                        .filter(|l| *l != member.library.clone().unwrap_or_default()),
                    role: Some(values.role()).filter(|role| *role != member.role),
                    email: Some(values.address().unwrap_or_default())
                        .filter(|email| *email != member.email.clone().unwrap_or_default()),
                    language: optional(values.language),
                    removed: None,
                    organiser: Some(values.is_organiser()).filter(|organiser| *organiser != member.organiser),
                };
                state.send(texts, async move { server::patch(&path, &form).await }, done);
            }
        }
    });
    view! {
        <Form
            state
            submit=Signal::derive(move || t_string!(texts, action.save).to_string())
            on_submit=submit
            cancel=cancel
        >
            <TextField
                id="member-name"
                label=Signal::derive(move || t_string!(texts, manage.members.name).to_string())
                value=values.name
                error=state.fault("member-name")
                most=80
            />
            <TextField
                id="member-chip"
                label=Signal::derive(move || t_string!(texts, manage.members.chip).to_string())
                hint=Signal::derive(move || t_string!(texts, manage.members.chip_hint).to_string())
                value=values.chip
                error=state.fault("member-chip")
                most=20
            />
            {move || chair.get().then(|| view! { <ForChair values state places /> })}
            <SelectField
                id="member-language"
                label=Signal::derive(move || t_string!(texts, manage.members.language).to_string())
                hint=Signal::derive(move || t_string!(texts, manage.members.language_hint).to_string())
                items=Signal::derive(languages)
                value=values.language
                error=state.fault("member-language")
            />
        </Form>
    }
}

/// What only the chair decides: library, role, account.
#[component]
fn ForChair(values: Values, state: FormState, places: Places) -> impl IntoView {
    let texts = use_i18n();
    let libraries = Signal::derive(move || {
        let none =
            Item { code: String::new(), label: t_string!(texts, manage.members.no_library).to_string() };
        let mut items = vec![none];
        items.extend(places.library_items(lang(texts)));
        items
    });
    let roles = Signal::derive(move || {
        let item =
            |role: Role| Item { code: role.code().to_owned(), label: role_name(texts, role).to_owned() };
        [Role::Member, Role::Contact, Role::Chair].map(item).to_vec()
    });
    let has_account = Memo::new(move |_| Role::from_code(&values.role.get()) >= Role::Contact);
    view! {
        <SelectField
            id="member-library"
            label=Signal::derive(move || t_string!(texts, manage.members.library).to_string())
            items=libraries
            value=values.library
            error=state.fault("member-library")
        />
        <SelectField
            id="member-role"
            label=Signal::derive(move || t_string!(texts, manage.members.role).to_string())
            hint=Signal::derive(move || t_string!(texts, manage.members.role_hint).to_string())
            items=roles
            value=values.role
            error=state.fault("member-role")
        />
        {move || {
            has_account
                .get()
                .then(|| {
                    view! {
                        <TextField
                            id="member-email"
                            label=Signal::derive(move || t_string!(texts, manage.members.email).to_string())
                            hint=Signal::derive(move || t_string!(texts, manage.members.email_hint).to_string())
                            kind="email"
                            value=values.email
                            error=state.fault("member-email")
                            most=254
                        />
                        <CheckField
                            id="member-organiser"
                            label=say!(texts, care.organiser)
                            value=values.organiser
                        />
                    }
                })
        }}
    }
}

/// The languages by their own names.
fn languages() -> Vec<Item> {
    [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
        .map(|(code, label)| Item { code: code.to_owned(), label: label.to_owned() })
        .to_vec()
}
