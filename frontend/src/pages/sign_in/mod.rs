//! `/kirjaudu`: signing in and out.
//!
//! Owns: the form and what it promises. Must not: touch the tablet's queue: entries travel under the tablet's own
//! credential, so signing out loses nothing.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use shared::wire::v1::member::Role;
use shared::wire::v1::session::{Me, SignIn};

use crate::components::field::TextField;
use crate::components::heading::PageHeading;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState, required, trimmed};
use crate::state::server::Failure;
use crate::state::session::use_session;

const FIELDS: FieldIds = &[("email", "email"), ("password", "password")];

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let texts = use_i18n();
    let session = use_session();
    let left = RwSignal::new(false);
    let body = move || match session.me.get() {
        Some(me) => view! { <SignedIn me=(*me).clone() left /> }.into_any(),
        None => view! { <SignInForm left /> }.into_any(),
    };
    view! {
        <div class="page page--narrow identity">
            <PageHeading text=Signal::derive(move || t_string!(texts, sign_in.title).to_string()) />
            {body}
        </div>
    }
}

/// Where a person goes after signing in.
pub fn first_page(role: Role) -> &'static str {
    if role >= Role::Chair { "/tilanne" } else { "/hallinta/laitteet" }
}

#[component]
fn SignInForm(left: RwSignal<bool>) -> impl IntoView {
    let texts = use_i18n();
    let session = use_session();
    let navigate = use_navigate();
    let email = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        let mut faults = Vec::new();
        if trimmed(email).is_empty() {
            faults.push(("email", required(texts, |texts| t_string!(texts, sign_in.email))));
        }
        if password.with_untracked(String::is_empty) {
            faults.push(("password", required(texts, |texts| t_string!(texts, sign_in.password))));
        }
        if !state.may_send(faults) {
            return;
        }
        let form = SignIn { email: trimmed(email), password: password.get_untracked(), network: None };
        let navigate = navigate.clone();
        let request = async move { session.sign_in(&form).await.map_err(Failure::from) };
        state.send(texts, request, move |me| navigate(first_page(me.role), NavigateOptions::default()));
    });
    view! {
        <div role="status">
            {move || left.get().then(|| view! { <Notice tone=Tone::Good>{t!(texts, sign_in.signed_out)}</Notice> })}
        </div>
        <p>{t!(texts, sign_in.intro)}</p>
        <section class="card">
            <Form
                state
                submit=Signal::derive(move || t_string!(texts, sign_in.submit).to_string())
                on_submit=submit
            >
                <TextField
                    id="email"
                    label=Signal::derive(move || t_string!(texts, sign_in.email).to_string())
                    kind="email"
                    autocomplete="username"
                    value=email
                    error=state.fault("email")
                />
                <TextField
                    id="password"
                    label=Signal::derive(move || t_string!(texts, sign_in.password).to_string())
                    kind="password"
                    autocomplete="current-password"
                    value=password
                    error=state.fault("password")
                />
            </Form>
        </section>
        <p class="soft">{t!(texts, sign_in.forgot)}</p>
        <p>{t!(texts, sign_in.tablet)} " " <A href="/ota-kayttoon">{t!(texts, sign_in.tablet_link)}</A></p>
    }
}

#[component]
fn SignedIn(me: Me, left: RwSignal<bool>) -> impl IntoView {
    let texts = use_i18n();
    let session = use_session();
    let state = FormState::new(&[]);
    let page = first_page(me.role);
    let name = me.name;
    let submit = Callback::new(move |()| {
        if state.may_send(Vec::new()) {
            // Noted before the page changes: with the session this form goes too.
            let request = async move {
                left.set(true);
                session.sign_out().await.map_err(Failure::from)
            };
            state.send(texts, request, |()| ());
        }
    });
    view! {
        <section class="card stack">
            <p>{move || t_string!(texts, sign_in.here, name = name.clone()).to_string()}</p>
            <p>
                <A href=page attr:class="hds-button hds-button--primary">
                    {t!(texts, sign_in.go_on)}
                </A>
            </p>
        </section>
        <section class="card stack">
            <p>{t!(texts, sign_in.sign_out_safe)}</p>
            <Form
                state
                submit=Signal::derive(move || t_string!(texts, sign_in.sign_out).to_string())
                on_submit=submit
            >
                ""
            </Form>
        </section>
    }
}
