//! `/laite`: this tablet: what it is, what waits on it, whether its storage is safe.
//!
//! Owns: the page's order. Must not: offer to clear anything: clearing is never a cure.

mod app;
mod rescue;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::text;
use shared::time::helsinki;
use shared::wire::v1::device::{DeviceConfig, Persistence};

use self::app::AppVersion;
use self::rescue::Rescue;
use super::enrol::promise;
use super::lost::Lost;
use crate::components::heading::PageHeading;
use crate::components::label::{library_name, point_name};
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::state::device::{Status, use_device};
use crate::state::network::use_network;

/// The page.
#[component]
pub fn DevicePage() -> impl IntoView {
    let texts = use_i18n();
    let device = use_device();
    let about = move || match device.status.get() {
        Status::Opening => view! { <p class="soft">{t!(texts, manage.loading)}</p> }.into_any(),
        Status::NotEnrolled => view! { <NotEnrolled /> }.into_any(),
        Status::Failed(_) => {
            view! { <Notice tone=Tone::Bad>{t!(texts, device.store_failed)}</Notice> }.into_any()
        }
        Status::Enrolled(config) => view! { <About config=(*config).clone() /> }.into_any(),
    };
    let network = use_network();
    // A browser that is no tablet may still hold entries of the tablet that it was. Built once: a new configuration does
    // not close what a person has opened below.
    let usable = Memo::new(move |_| match device.status.get() {
        Status::Enrolled(_) => true,
        Status::NotEnrolled => network.pending.get() + network.attention.get() + network.held.get() > 0,
        Status::Failed(_) | Status::Opening => false,
    });
    view! {
        <div class="page page--narrow identity">
            <PageHeading text=Signal::derive(move || t_string!(texts, device.title).to_string()) />
            <Lost />
            {about}
            {move || {
                usable
                    .get()
                    .then(|| {
                        view! {
                            <Unsent />
                            <Storage />
                            <Rescue />
                        }
                    })
            }}
            <AppVersion />
        </div>
    }
}

#[component]
fn NotEnrolled() -> impl IntoView {
    let texts = use_i18n();
    view! {
        <section class="card stack">
            <p>{t!(texts, device.not_enrolled)}</p>
            <p>
                <A href="/ota-kayttoon" attr:class="hds-button hds-button--primary">
                    {t!(texts, device.enrol)}
                </A>
            </p>
        </section>
    }
}

#[component]
fn About(config: DeviceConfig) -> impl IntoView {
    let texts = use_i18n();
    let (for_library, for_point) = (config.clone(), config.clone());
    let enrolled_at = config.device.enrolled_at;
    view! {
        <section class="card stack">
            <h2>{t!(texts, device.about)}</h2>
            <dl class="facts">
                <div>
                    <dt>{t!(texts, device.library)}</dt>
                    <dd>{move || library_name(&for_library, lang(texts))}</dd>
                </div>
                <div>
                    <dt>{t!(texts, device.point)}</dt>
                    <dd>{move || point_name(&for_point, &for_point.point, lang(texts))}</dd>
                </div>
                <div>
                    <dt>{t!(texts, device.name)}</dt>
                    <dd>{config.device.name}</dd>
                </div>
                <div>
                    <dt>{t!(texts, device.enrolled)}</dt>
                    <dd>{move || text::date(helsinki(enrolled_at).date, lang(texts))}</dd>
                </div>
            </dl>
        </section>
    }
}

/// What waits, how long it has waited, what needs a person.
#[component]
fn Unsent() -> impl IntoView {
    let texts = use_i18n();
    let network = use_network();
    let waiting = move || {
        let time = network.oldest.get().map_or_else(|| "–".to_owned(), |at| text::instant(at, lang(texts)));
        match network.pending.get() {
            0 => t_string!(texts, device.unsent_none).to_string(),
            1 => t_string!(texts, device.unsent_1, time = time).to_string(),
            n => t_string!(texts, device.unsent_n, n = n, time = time).to_string(),
        }
    };
    let contact = move || {
        network.last_contact.get().map(|at| {
            view! {
                <p class="soft">{t_string!(texts, device.last_contact, time = text::instant(at, lang(texts))).to_string()}</p>
            }
        })
    };
    let rejected = move || match network.attention.get() {
        0 => None,
        1 => Some(t_string!(texts, device.attention_1).to_string()),
        n => Some(t_string!(texts, device.attention_n, n = n).to_string()),
    };
    let held = move || match network.held.get() {
        0 => None,
        1 => Some(t_string!(texts, device.held_1).to_string()),
        n => Some(t_string!(texts, device.held_n, n = n).to_string()),
    };
    let attention = move || {
        let words: Vec<_> = [rejected(), held()].into_iter().flatten().collect();
        if words.is_empty() {
            return view! { <p class="soft">{t!(texts, device.attention_none)}</p> }.into_any();
        }
        view! {
            <Notice tone=Tone::Mark>
                {words.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                <A href="/huomio">{t!(texts, device.to_attention)}</A>
            </Notice>
        }
        .into_any()
    };
    view! {
        <section class="card stack">
            <h2>{t!(texts, device.unsent)}</h2>
            <p class:warn=move || network.pending.get().gt(&0)>{waiting}</p>
            {contact}
            <h3>{t!(texts, device.attention)}</h3>
            {attention}
        </section>
    }
}

/// Whether the browser promised to keep the storage.
#[component]
fn Storage() -> impl IntoView {
    let texts = use_i18n();
    let device = use_device();
    view! {
        <section class="card stack">
            <h2>{t!(texts, device.storage)}</h2>
            <p role="status">{move || promise(texts, device.persisted.get())}</p>
            {move || {
                (device.persisted.get() != Persistence::Yes)
                    .then(|| {
                        view! {
                            <div>
                                <button
                                    type="button"
                                    class="hds-button hds-button--secondary"
                                    on:click=move |_| device.ask_persistence()
                                >
                                    {t!(texts, device.ask_again)}
                                </button>
                            </div>
                        }
                    })
            }}
        </section>
    }
}
