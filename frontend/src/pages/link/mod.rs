//! `/linkki#TOKEN`: a one-time link that sets a password.
//!
//! Owns: showing what the link is for, and using it when the button is pressed. Must not: put the token anywhere but in
//! the request: it stands in the fragment, which browsers never send.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use shared::routes;
use shared::text;
use shared::wire::v1::link::{Link, LinkPurpose, UseLink};
use shared::wire::v1::session::Me;

use super::sign_in::first_page;
use crate::components::field::TextField;
use crate::components::heading::PageHeading;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::failure;
use crate::pages::form::{FieldIds, Form, FormState};
use crate::platform::page::fragment;
use crate::state::server::{self, Failure};
use crate::state::session::use_session;

const FIELDS: FieldIds = &[("password", "password")];

/// The page.
#[component]
pub fn LinkPage() -> impl IntoView {
    let texts = use_i18n();
    let token = fragment();
    let answer = RwSignal::new(None::<Result<Link, Failure>>);
    if let Some(path) = token.as_ref().map(|token| path(token)) {
        leptos::task::spawn_local(async move {
            let found = server::get::<Link>(&path).await;
            let _ = answer.try_set(Some(found));
        });
    }
    let title = Signal::derive(move || {
        answer.with(|answer| match answer {
            Some(Ok(link)) if link.purpose == LinkPurpose::Invite => {
                t_string!(texts, link.title_invite).to_string()
            }
            Some(Ok(link)) if link.purpose == LinkPurpose::Reset => {
                t_string!(texts, link.title_reset).to_string()
            }
            _ => t_string!(texts, link.title).to_string(),
        })
    });
    let body = move || match (token.clone(), answer.get()) {
        (None, _) => view! { <Notice tone=Tone::Bad>{t!(texts, link.missing)}</Notice> }.into_any(),
        (_, None) => view! { <p class="soft">{t!(texts, link.checking)}</p> }.into_any(),
        (_, Some(Err(failure))) => {
            view! { <Notice tone=Tone::Bad>{move || failure::words(texts, &failure)}</Notice> }.into_any()
        }
        (Some(token), Some(Ok(link))) if link.purpose == LinkPurpose::Setup => {
            view! { <ToSetup token /> }.into_any()
        }
        (Some(token), Some(Ok(link))) => view! { <SetPassword token link /> }.into_any(),
    };
    view! {
        <div class="page page--narrow identity">
            <PageHeading text=title />
            <div class="stack" aria-live="polite">
                {body}
            </div>
        </div>
    }
}

fn path(token: &str) -> String {
    format!("{}/{token}", routes::LINKS)
}

#[component]
fn ToSetup(token: String) -> impl IntoView {
    let texts = use_i18n();
    view! {
        <p>{t!(texts, link.for_setup)}</p>
        <p>
            <A href=format!("/asennus#{token}")>{t!(texts, link.to_setup)}</A>
        </p>
    }
}

#[component]
fn SetPassword(token: String, link: Link) -> impl IntoView {
    let texts = use_i18n();
    let session = use_session();
    let navigate = use_navigate();
    let password = RwSignal::new(String::new());
    let state = FormState::new(FIELDS);
    let least = link.password_min;
    let submit = Callback::new(move |()| {
        let length = password.with_untracked(|password| password.chars().count());
        let mut faults = Vec::new();
        if u32::try_from(length).unwrap_or(u32::MAX) < least {
            faults.push((
                "password",
                wording(texts, move |texts| t_string!(texts, link.password_short, n = least)),
            ));
        }
        if !state.may_send(faults) {
            return;
        }
        let (path, form) = (path(&token), UseLink { password: password.get_untracked() });
        let navigate = navigate.clone();
        let request = async move { server::post::<Me>(&path, &form).await };
        state.send(texts, request, move |me| {
            let page = first_page(session.adopt(me).role);
            // The used token leaves the history with the address that held it.
            navigate(page, NavigateOptions { replace: true, ..NavigateOptions::default() });
        });
    });
    let (name, network, purpose) =
        (link.name.unwrap_or_default(), link.network_name.unwrap_or_default(), link.purpose);
    let hello = move || match purpose {
        LinkPurpose::Reset => t_string!(texts, link.reset, name = name.clone()).to_string(),
        _ => t_string!(texts, link.invite, name = name.clone(), network = network.clone()).to_string(),
    };
    let email = link.email.unwrap_or_default();
    let shown_email = email.clone();
    view! {
        <p>{hello}</p>
        <p>{move || t_string!(texts, link.account, email = shown_email.clone()).to_string()}</p>
        <section class="card">
            <Form
                state
                submit=Signal::derive(move || t_string!(texts, link.submit).to_string())
                on_submit=submit
            >
                // For the browser's memory of passwords: it keeps the new one under this name.
                <input class="visually-hidden" type="email" autocomplete="username" tabindex="-1" aria-hidden="true" readonly value=email />
                <TextField
                    id="password"
                    label=Signal::derive(move || t_string!(texts, link.password).to_string())
                    hint=Signal::derive(move || t_string!(texts, link.password_hint, n = least).to_string())
                    kind="password"
                    autocomplete="new-password"
                    value=password
                    error=state.fault("password")
                    most=200
                />
            </Form>
        </section>
        <p class="small soft">
            {move || {
                let date = text::instant(link.expires_at, lang(texts));
                t_string!(texts, link.until, date = date).to_string()
            }}
        </p>
    }
}
