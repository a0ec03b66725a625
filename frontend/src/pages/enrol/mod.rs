//! `/ota-kayttoon`: making this browser a tablet of a library.
//!
//! Owns: the page's order: what stands in the way first, then the code, then what the browser promised. Must not: use
//! the code before the button is pressed.

mod form;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::wire::v1::device::Persistence;

use self::form::EnrolForm;
use crate::components::heading::PageHeading;
use crate::components::label::{library_name, point_name};
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::platform::{install, worker};
use crate::state::device::use_device;

/// The page.
#[component]
pub fn EnrolPage() -> impl IntoView {
    let texts = use_i18n();
    let done = RwSignal::new(false);
    let title = Signal::derive(move || {
        if done.get() { t_string!(texts, enrol.done_title) } else { t_string!(texts, enrol.title) }
            .to_string()
    });
    let body = move || {
        if !worker::is_secure() {
            return view! { <Insecure /> }.into_any();
        }
        if done.get() {
            return view! { <Done /> }.into_any();
        }
        view! {
            <p>{t!(texts, enrol.intro)}</p>
            <HomeScreen first=install::must_come_first() />
            <Already />
            <section class="card">
                <EnrolForm done />
            </section>
        }
        .into_any()
    };
    view! {
        <div class="page page--narrow identity">
            <PageHeading text=title />
            {body}
        </div>
    }
}

#[component]
fn Insecure() -> impl IntoView {
    let texts = use_i18n();
    view! {
        <Notice tone=Tone::Bad>
            <h2>{t!(texts, enrol.insecure_title)}</h2>
            <p>{t!(texts, enrol.insecure)}</p>
        </Notice>
    }
}

/// The order of things on an iPad: open where it must come first, else one line that can be opened.
#[component]
fn HomeScreen(first: bool) -> impl IntoView {
    let texts = use_i18n();
    let steps = move || {
        view! {
            <p>{t!(texts, enrol.ipad_why)}</p>
            <ol class="steps">
                <li>{t!(texts, enrol.ipad_1)}</li>
                <li>{t!(texts, enrol.ipad_2)}</li>
                <li>{t!(texts, enrol.ipad_3)}</li>
            </ol>
        }
    };
    if first {
        view! {
            <Notice tone=Tone::Mark>
                <h2>{t!(texts, enrol.ipad_title)}</h2>
                {steps()}
            </Notice>
        }
        .into_any()
    } else {
        view! {
            <details class="disclosure">
                <summary>{t!(texts, enrol.ipad_title)}</summary>
                <div class="stack stack--tight">{steps()}</div>
            </details>
        }
        .into_any()
    }
}

/// What this browser is already, where it is a tablet.
#[component]
fn Already() -> impl IntoView {
    let texts = use_i18n();
    let place = place();
    move || {
        place.get().map(|what| {
            view! { <Notice tone=Tone::Info>{t_string!(texts, enrol.already, what = what).to_string()}</Notice> }
        })
    }
}

#[component]
fn Done() -> impl IntoView {
    let texts = use_i18n();
    let (device, place) = (use_device(), place());
    let promise = move || {
        let persisted = device.persisted.get();
        let tone = if persisted == Persistence::Yes { Tone::Good } else { Tone::Mark };
        view! { <Notice tone>{promise(texts, persisted)}</Notice> }
    };
    view! {
        <p role="status">
            {move || t_string!(texts, enrol.done, what = place.get().unwrap_or_default()).to_string()}
        </p>
        {promise}
        <p>
            <A href="/" attr:class="hds-button hds-button--primary hds-button--big">
                {t!(texts, enrol.to_log)}
            </A>
        </p>
    }
}

/// What the browser answered to the wish to keep the storage, in words.
pub fn promise(texts: Texts, persisted: Persistence) -> &'static str {
    match persisted {
        Persistence::Yes => t_string!(texts, enrol.persist_yes),
        Persistence::No => t_string!(texts, enrol.persist_no),
        Persistence::Unknown => t_string!(texts, enrol.persist_unknown),
    }
}

/// Library, point and name of this tablet.
fn place() -> Signal<Option<String>> {
    let (texts, device) = (use_i18n(), use_device());
    Signal::derive(move || {
        let config = device.config()?;
        let lang = lang(texts);
        let point = point_name(&config, &config.point, lang);
        Some(format!("{} · {point} · {}", library_name(&config, lang), config.device.name))
    })
}
