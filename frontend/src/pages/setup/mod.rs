//! `/asennus#TOKEN`: the first set-up of the network.
//!
//! Owns: the form. Must not: ask for libraries or lists: the server brings those.

mod values;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::routes;
use shared::wire::v1::session::Me;

use self::values::{FIELDS, Values};
use super::sign_in::first_page;
use crate::components::field::TextField;
use crate::components::heading::PageHeading;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::contacts::ContactFields;
use crate::pages::form::{Form, FormState};
use crate::platform::page::fragment;
use crate::state::server;
use crate::state::session::use_session;

/// The page.
#[component]
pub fn SetupPage() -> impl IntoView {
    let texts = use_i18n();
    let body = match fragment() {
        Some(token) => view! { <SetupForm token /> }.into_any(),
        None => view! { <Notice tone=Tone::Bad>{t!(texts, setup.missing)}</Notice> }.into_any(),
    };
    view! {
        <div class="page page--narrow identity">
            <PageHeading text=Signal::derive(move || t_string!(texts, setup.title).to_string()) />
            <p>{t!(texts, setup.intro)}</p>
            {body}
        </div>
    }
}

#[component]
fn SetupForm(token: String) -> impl IntoView {
    let texts = use_i18n();
    let session = use_session();
    let navigate = use_navigate();
    let values = Values::new();
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        if !state.may_send(values.faults(texts)) {
            return;
        }
        let form = values.form(token.clone(), lang(texts));
        let navigate = navigate.clone();
        let request = async move { server::post::<Me>(routes::SETUP, &form).await };
        state.send(texts, request, move |me| {
            let page = first_page(session.adopt(me).role);
            navigate(page, NavigateOptions { replace: true, ..NavigateOptions::default() });
        });
    });
    view! {
        <Form
            state
            submit=Signal::derive(move || t_string!(texts, setup.submit).to_string())
            on_submit=submit
        >
            <section class="card stack">
                <h2>{t!(texts, setup.network)}</h2>
                <TextField
                    id="network-name"
                    label=Signal::derive(move || t_string!(texts, setup.network_name).to_string())
                    value=values.network
                    error=state.fault("network-name")
                    most=80
                />
            </section>
            <ContactFields values=values.contacts state />
            <section class="card stack">
                <h2>{t!(texts, setup.chair)}</h2>
                <TextField
                    id="chair-name"
                    label=Signal::derive(move || t_string!(texts, setup.chair_name).to_string())
                    autocomplete="name"
                    value=values.name
                    error=state.fault("chair-name")
                    most=80
                />
                <TextField
                    id="chair-email"
                    label=Signal::derive(move || t_string!(texts, sign_in.email).to_string())
                    kind="email"
                    autocomplete="username"
                    value=values.email
                    error=state.fault("chair-email")
                    most=254
                />
                <TextField
                    id="chair-password"
                    label=Signal::derive(move || t_string!(texts, link.password).to_string())
                    hint=Signal::derive(move || {
                        t_string!(texts, link.password_hint, n = values::PASSWORD_MIN).to_string()
                    })
                    kind="password"
                    autocomplete="new-password"
                    value=values.password
                    error=state.fault("chair-password")
                    most=200
                />
            </section>
        </Form>
    }
}
