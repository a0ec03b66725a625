//! `/hallinta/verkosto`: the network's name, contacts and what its tablets ask.
//!
//! Owns: the form. Must not: change the short name in addresses.

use std::sync::Arc;

use leptos::prelude::*;
use shared::routes;
use shared::wire::v1::network::{Network, PatchNetwork};

use super::{Loaded, Said, SaidLine};
use crate::components::error_summary::Faults;
use crate::components::field::{CheckField, TextField};
use crate::components::heading::PageHeading;
use crate::i18n::*;
use crate::pages::contacts::{self, ContactFields, ContactValues};
use crate::pages::form::{FieldIds, Form, FormState, required, trimmed};
use crate::state::remote::Remote;
use crate::state::server;

const FIELDS: FieldIds = &[
    ("name", "network-name"),
    contacts::FIELDS[0],
    contacts::FIELDS[1],
    contacts::FIELDS[2],
    contacts::FIELDS[3],
    contacts::FIELDS[4],
];

/// The page.
#[component]
pub fn NetworkPage() -> impl IntoView {
    let texts = use_i18n();
    let remote = Remote::<Network>::new(routes::NETWORK);
    let said = Said::new();
    let form = move |network: Signal<Arc<Network>>| {
        view! { <NetworkForm network=network.get_untracked() said /> }
    };
    view! {
        <div class="page page--narrow manage identity">
            <PageHeading text=say!(texts, manage.network.title) />
            <p class="soft">{t!(texts, manage.network.intro)}</p>
            <SaidLine said />
            <Loaded remote body=form />
        </div>
    }
}

#[component]
fn NetworkForm(network: Arc<Network>, said: Said) -> impl IntoView {
    let texts = use_i18n();
    let name = RwSignal::new(network.name.clone());
    let contacts = ContactValues::of(&network.contacts);
    let effort = RwSignal::new(network.effort_enabled);
    let strain = RwSignal::new(network.strain_enabled);
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        let mut faults = Faults::new();
        if trimmed(name).is_empty() {
            faults.push(("network-name", required(texts, |texts| t_string!(texts, setup.network_name))));
        }
        faults.extend(contacts.faults(texts));
        if !state.may_send(faults) {
            return;
        }
        let form = PatchNetwork {
            name: Some(trimmed(name)),
            contacts: Some(contacts.contacts()),
            effort_enabled: Some(effort.get_untracked()),
            strain_enabled: Some(strain.get_untracked()),
        };
        let request = async move { server::patch::<Network>(routes::NETWORK, &form).await };
        state.send(texts, request, move |_| {
            said.say(wording(texts, |texts| t_string!(texts, manage.network.saved)))
        });
    });
    view! {
        <Form state submit=say!(texts, action.save) on_submit=submit>
            <section class="card stack">
                <h2>{t!(texts, setup.network)}</h2>
                <TextField
                    id="network-name"
                    label=say!(texts, setup.network_name)
                    value=name
                    error=state.fault("network-name")
                    most=80
                />
            </section>
            <ContactFields values=contacts state />
            <section class="card stack">
                <h2>{t!(texts, manage.network.asks)}</h2>
                <p class="soft">{t!(texts, manage.network.asks_hint)}</p>
                <CheckField id="network-effort" label=say!(texts, manage.network.effort) value=effort />
                <CheckField id="network-strain" label=say!(texts, manage.network.strain) value=strain />
            </section>
        </Form>
    }
}
