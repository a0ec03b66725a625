//! Adding and changing a library.
//!
//! Owns: the form. Must not: let a code change: entries carry it.

use leptos::prelude::*;
use shared::routes;
use shared::wire::v1::library::{Library, NewLibrary, PatchLibrary};

use crate::components::field::{SelectField, TextField};
use crate::components::label::Item;
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState, optional, required, trimmed};
use crate::state::server;

/// Which library the form is about.
#[derive(Clone, Debug, PartialEq)]
pub enum LibraryTarget {
    /// One that is not there yet.
    New,
    /// This one.
    Known(Library),
}

const FIELDS: FieldIds = &[
    ("code", "library-code"),
    ("name_fi", "library-fi"),
    ("name_sv", "library-sv"),
    ("province", "library-province"),
    ("languages", "library-languages"),
];

/// The form.
#[component]
pub fn LibraryForm(
    /// Which library.
    target: LibraryTarget,
    /// Called with its name when the server has it.
    saved: Callback<String>,
    /// Gives up.
    cancel: Callback<()>,
) -> impl IntoView {
    let texts = use_i18n();
    let known = match &target {
        LibraryTarget::New => None,
        LibraryTarget::Known(library) => Some(library.clone()),
    };
    let old = known.clone();
    let text = |of: fn(&Library) -> String| RwSignal::new(known.as_ref().map(of).unwrap_or_default());
    let code = text(|library| library.code.clone());
    let name_fi = text(|library| library.name_fi.clone());
    let name_sv = text(|library| library.name_sv.clone().unwrap_or_default());
    let province = RwSignal::new(known.as_ref().map_or_else(|| "VS".to_owned(), |l| l.province.clone()));
    let languages = RwSignal::new(known.as_ref().map_or_else(|| "fi".to_owned(), |l| l.languages.join(",")));
    let state = FormState::new(FIELDS);
    let is_new = known.is_none();

    let submit = Callback::new(move |()| {
        let mut faults = Vec::new();
        if is_new && !super::is_code(&trimmed(code)) {
            faults.push(("library-code", wording(texts, |texts| t_string!(texts, manage.code_bad))));
        }
        if trimmed(name_fi).is_empty() {
            faults.push(("library-fi", required(texts, |texts| t_string!(texts, manage.name_fi))));
        }
        if !state.may_send(faults) {
            return;
        }
        let codes: Vec<String> = languages.get_untracked().split(',').map(str::to_owned).collect();
        let done = move |library: Library| saved.run(library.name_fi);
        match &old {
            None => {
                let form = NewLibrary {
                    code: trimmed(code),
                    name_fi: trimmed(name_fi),
                    name_sv: optional(name_sv),
                    province: province.get_untracked(),
                    languages: codes,
                };
                state.send(texts, async move { server::post(routes::LIBRARIES, &form).await }, done);
            }
            Some(library) => {
                let path = format!("{}/{}", routes::LIBRARIES, library.code);
                let form = PatchLibrary {
                    name_fi: Some(trimmed(name_fi)),
                    name_sv: Some(trimmed(name_sv)),
                    province: Some(province.get_untracked()),
                    languages: Some(codes),
                    ended: None,
                };
                state.send(texts, async move { server::patch(&path, &form).await }, done);
            }
        }
    });
    let provinces = Signal::derive(move || {
        let item = |code: &str, label: &str| Item { code: code.to_owned(), label: label.to_owned() };
        vec![
            item("VS", t_string!(texts, manage.libraries.vs)),
            item("SK", t_string!(texts, manage.libraries.sk)),
        ]
    });
    let language_items = Signal::derive(move || {
        let item = |code: &str, label: &str| Item { code: code.to_owned(), label: label.to_owned() };
        vec![
            item("fi", t_string!(texts, manage.libraries.lang_fi)),
            item("fi,sv", t_string!(texts, manage.libraries.lang_fi_sv)),
            item("sv,fi", t_string!(texts, manage.libraries.lang_sv_fi)),
            item("sv", t_string!(texts, manage.libraries.lang_sv)),
        ]
    });
    view! {
        <Form
            state
            submit=Signal::derive(move || t_string!(texts, action.save).to_string())
            on_submit=submit
            cancel=cancel
        >
            <TextField
                id="library-fi"
                label=Signal::derive(move || t_string!(texts, manage.name_fi).to_string())
                value=name_fi
                error=state.fault("library-fi")
                most=80
            />
            <TextField
                id="library-sv"
                label=Signal::derive(move || t_string!(texts, manage.name_sv).to_string())
                hint=Signal::derive(move || t_string!(texts, manage.name_hint).to_string())
                value=name_sv
                error=state.fault("library-sv")
                most=80
            />
            {is_new
                .then(|| {
                    view! {
                        <TextField
                            id="library-code"
                            label=Signal::derive(move || t_string!(texts, manage.code).to_string())
                            hint=Signal::derive(move || t_string!(texts, manage.code_hint).to_string())
                            value=code
                            error=state.fault("library-code")
                            most=32
                        />
                    }
                })}
            <div class="fields">
                <SelectField
                    id="library-province"
                    label=Signal::derive(move || t_string!(texts, manage.libraries.province).to_string())
                    items=provinces
                    value=province
                    error=state.fault("library-province")
                />
                <SelectField
                    id="library-languages"
                    label=Signal::derive(move || t_string!(texts, manage.libraries.languages).to_string())
                    items=language_items
                    value=languages
                    error=state.fault("library-languages")
                />
            </div>
        </Form>
    }
}
