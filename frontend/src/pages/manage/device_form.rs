//! Renaming a tablet, or moving it to another point of its library.
//!
//! Owns: the form. Must not: move a tablet to another library: that takes a new enrolment.

use leptos::prelude::*;
use shared::routes;
use shared::wire::v1::device::{Device, PatchDevice};

use super::Places;
use crate::components::field::{SelectField, TextField};
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState, required, trimmed};
use crate::state::server;

const FIELDS: FieldIds = &[("name", "device-name"), ("point", "device-point")];

/// The form.
#[component]
pub fn DeviceForm(
    /// The tablet.
    device: Device,
    /// The points to choose from.
    places: Places,
    /// Called with its name when the server has it.
    saved: Callback<String>,
    /// Gives up.
    cancel: Callback<()>,
) -> impl IntoView {
    let texts = use_i18n();
    let name = RwSignal::new(device.name.clone());
    let point = RwSignal::new(device.point.clone());
    let state = FormState::new(FIELDS);
    let library = device.library.clone();
    let points = Signal::derive(move || places.point_items(&library, lang(texts)));
    let submit = Callback::new(move |()| {
        let mut faults = Vec::new();
        if trimmed(name).is_empty() {
            faults.push(("device-name", required(texts, |texts| t_string!(texts, manage.devices.name))));
        }
        if !state.may_send(faults) {
            return;
        }
        let path = format!("{}/{}", routes::DEVICES, device.id);
        let chosen = Some(point.get_untracked()).filter(|point| *point != device.point);
        let form = PatchDevice { name: Some(trimmed(name)), point: chosen };
        let done = move |device: Device| saved.run(device.name);
        state.send(texts, async move { server::patch(&path, &form).await }, done);
    });
    view! {
        <Form
            state
            submit=Signal::derive(move || t_string!(texts, action.save).to_string())
            on_submit=submit
            cancel=cancel
        >
            <TextField
                id="device-name"
                label=Signal::derive(move || t_string!(texts, manage.devices.name).to_string())
                hint=Signal::derive(move || t_string!(texts, manage.devices.name_hint).to_string())
                value=name
                error=state.fault("device-name")
                most=40
            />
            <SelectField
                id="device-point"
                label=Signal::derive(move || t_string!(texts, manage.libraries.point).to_string())
                items=points
                value=point
                error=state.fault("device-point")
            />
        </Form>
    }
}
