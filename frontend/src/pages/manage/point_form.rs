//! Adding and changing a point of service.
//!
//! Owns: the form. Must not: let a code change: entries carry it.

use leptos::prelude::*;
use shared::routes;
use shared::wire::v1::point::{NewPoint, PatchPoint, Point};

use crate::components::field::TextField;
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState, optional, required, trimmed};
use crate::state::server;

/// Which point the form is about.
#[derive(Clone, Debug, PartialEq)]
pub enum PointTarget {
    /// A new one of this library.
    New(String),
    /// This one.
    Known(Point),
}

const FIELDS: FieldIds =
    &[("code", "point-code"), ("name_fi", "point-fi"), ("name_sv", "point-sv"), ("name_en", "point-en")];

/// The form.
#[component]
pub fn PointForm(
    /// Which point.
    target: PointTarget,
    /// Called with its name when the server has it.
    saved: Callback<String>,
    /// Gives up.
    cancel: Callback<()>,
) -> impl IntoView {
    let texts = use_i18n();
    let known = match &target {
        PointTarget::New(_) => None,
        PointTarget::Known(point) => Some(point.clone()),
    };
    let text = |of: fn(&Point) -> String| RwSignal::new(known.as_ref().map(of).unwrap_or_default());
    let code = RwSignal::new(String::new());
    let name_fi = text(|point| point.name_fi.clone());
    let name_sv = text(|point| point.name_sv.clone().unwrap_or_default());
    let name_en = text(|point| point.name_en.clone().unwrap_or_default());
    let state = FormState::new(FIELDS);
    let is_new = known.is_none();

    let submit = Callback::new(move |()| {
        let mut faults = Vec::new();
        if is_new && !super::is_code(&trimmed(code)) {
            faults.push(("point-code", wording(texts, |texts| t_string!(texts, manage.code_bad))));
        }
        if trimmed(name_fi).is_empty() {
            faults.push(("point-fi", required(texts, |texts| t_string!(texts, manage.name_fi))));
        }
        if !state.may_send(faults) {
            return;
        }
        let done = move |point: Point| saved.run(point.name_fi);
        match &target {
            PointTarget::New(library) => {
                let form = NewPoint {
                    library: library.clone(),
                    code: trimmed(code),
                    name_fi: trimmed(name_fi),
                    name_sv: optional(name_sv),
                    name_en: optional(name_en),
                };
                state.send(texts, async move { server::post(routes::POINTS, &form).await }, done);
            }
            PointTarget::Known(point) => {
                let path = format!("{}/{}/{}", routes::POINTS, point.library, point.code);
                let form = PatchPoint {
                    name_fi: Some(trimmed(name_fi)),
                    name_sv: Some(trimmed(name_sv)),
                    name_en: Some(trimmed(name_en)),
                    ended: None,
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
                id="point-fi"
                label=Signal::derive(move || t_string!(texts, manage.name_fi).to_string())
                value=name_fi
                error=state.fault("point-fi")
                most=80
            />
            <TextField
                id="point-sv"
                label=Signal::derive(move || t_string!(texts, manage.name_sv).to_string())
                hint=Signal::derive(move || t_string!(texts, manage.name_hint).to_string())
                value=name_sv
                error=state.fault("point-sv")
                most=80
            />
            <TextField
                id="point-en"
                label=Signal::derive(move || t_string!(texts, manage.name_en).to_string())
                hint=Signal::derive(move || t_string!(texts, manage.name_hint).to_string())
                value=name_en
                error=state.fault("point-en")
                most=80
            />
            {is_new
                .then(|| {
                    view! {
                        <TextField
                            id="point-code"
                            label=Signal::derive(move || t_string!(texts, manage.code).to_string())
                            hint=Signal::derive(move || t_string!(texts, manage.code_hint).to_string())
                            value=code
                            error=state.fault("point-code")
                            most=32
                        />
                    }
                })}
        </Form>
    }
}
