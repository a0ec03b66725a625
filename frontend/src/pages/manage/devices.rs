//! `/hallinta/laitteet`: the tablets and the codes that enrol them.
//!
//! Owns: the list and what can be done with a tablet. Must not: claim what a tablet holds now; its last contact told.

use std::sync::Arc;

use leptos::prelude::*;
use shared::routes;
use shared::text;
use shared::time::helsinki;
use shared::wire::v1::device::{Device, Devices, Persistence};
use shared::wire::v1::enrolment::Enrolments;

use super::code_dialog::CodeDialog;
use super::codes::OpenCodes;
use super::device_form::DeviceForm;
use super::{Loaded, Places, Said, SaidLine, place_of};
use crate::components::dialog::Dialog;
use crate::components::field::CheckField;
use crate::components::heading::PageHeading;
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::confirm::{Confirm, Question};
use crate::pages::failure;
use crate::state::remote::Remote;
use crate::state::server;

/// What the page's rows act on.
#[derive(Clone, Copy)]
struct Page {
    texts: Texts,
    places: Places,
    devices: Remote<Devices>,
    said: Said,
    revoked_too: RwSignal<bool>,
    form: RwSignal<Option<Device>>,
    revoking: RwSignal<Option<Device>>,
    question: RwSignal<Option<Question>>,
}

/// The page.
#[component]
pub fn DevicesPage() -> impl IntoView {
    let texts = use_i18n();
    let page = Page {
        texts,
        places: Places::load(),
        devices: Remote::new(routes::DEVICES),
        said: Said::new(),
        revoked_too: RwSignal::new(false),
        form: RwSignal::new(None),
        revoking: RwSignal::new(None),
        question: RwSignal::new(None),
    };
    let coding = RwSignal::new(false);
    let enrolments = Remote::<Enrolments>::new(routes::ENROLMENTS);
    let open = super::opened_by(page.form);
    let saved = Callback::new(move |name: String| {
        open.set(false);
        page.devices.reload();
        page.said.say(super::saved_words(page.texts, name));
    });
    let revoke = Callback::new(move |()| {
        if let Some(device) = page.revoking.get_untracked() {
            revoke(page, device);
        }
    });
    let list = move |devices: Signal<Arc<Devices>>| {
        view! {
            <section class="card stack">
                {move || table(page, &devices.get())}
                <CheckField
                    id="revoked-too"
                    label=Signal::derive(move || t_string!(texts, manage.devices.show_revoked).to_string())
                    value=page.revoked_too
                />
            </section>
        }
    };
    view! {
        <div class="page manage">
            <div class="page__head">
                <PageHeading text=Signal::derive(move || t_string!(texts, manage.devices.title).to_string()) />
                {move || {
                    page.devices
                        .ready()
                        .map(|_| {
                            view! {
                                <button
                                    type="button"
                                    class="hds-button hds-button--primary"
                                    on:click=move |_| coding.set(true)
                                >
                                    {t!(texts, manage.devices.new_code)}
                                </button>
                            }
                        })
                }}
            </div>
            <p class="soft">{t!(texts, manage.devices.intro)}</p>
            <SaidLine said=page.said />
            <OpenCodes enrolments places=page.places devices=page.devices said=page.said />
            <Loaded remote=page.devices body=list />
        </div>
        <CodeDialog open=coding places=page.places enrolments />
        <Dialog
            id="device-dialog"
            open
            title=Signal::derive(move || t_string!(texts, manage.devices.edit).to_string())
        >
            {move || {
                page.form
                    .get_untracked()
                    .map(|device| {
                        view! {
                            <DeviceForm
                                device
                                places=page.places
                                saved
                                cancel=Callback::new(move |()| open.set(false))
                            />
                        }
                    })
            }}
        </Dialog>
        <Confirm question=page.question on_yes=revoke />
    }
}

fn revoke(page: Page, device: Device) {
    leptos::task::spawn_local(async move {
        let path = format!("{}/{}", routes::DEVICES, device.id);
        match server::delete(&path).await {
            Ok(()) => {
                page.devices.reload();
                page.said.say(super::saved_words(page.texts, device.name));
            }
            Err(failure) => page.said.fail(failure::wording(page.texts, failure)),
        }
    });
}

fn table(page: Page, devices: &Devices) -> AnyView {
    let texts = page.texts;
    let shown: Vec<&Device> = devices
        .devices
        .iter()
        .filter(|device| page.revoked_too.get() || device.revoked_at.is_none())
        .collect();
    if shown.is_empty() {
        return view! { <p class="soft">{t_string!(texts, manage.devices.none)}</p> }.into_any();
    }
    let columns = vec![
        Column::text(t_string!(texts, manage.devices.name)),
        Column::text(t_string!(texts, overview.last_contact)),
        Column::text(t_string!(texts, overview.pending)),
        Column::text(t_string!(texts, overview.promise)),
        Column::text(t_string!(texts, manage.devices.enrolled)),
        Column::actions(t_string!(texts, manage.actions)),
    ];
    let rows = shown.into_iter().map(|device| row(page, device)).collect();
    records(t_string!(texts, manage.devices.title), columns, rows)
}

fn row(page: Page, device: &Device) -> Vec<AnyView> {
    let texts = page.texts;
    let lang = lang(texts);
    let date = |at| text::date(helsinki(at).date, lang);
    let revoked = device.revoked_at.map(|at| {
        view! { <span class="sub">{t_string!(texts, manage.devices.revoked, date = date(at)).to_string()}</span> }
    });
    let pending = match device.pending {
        0 => t_string!(texts, overview.pending_none).to_string(),
        n => t_string!(
            texts,
            overview.pending_some,
            n = text::number(n.into(), lang),
            date = date(device.last_contact)
        )
        .to_string(),
    };
    let promise = match device.persisted {
        Persistence::Yes => t_string!(texts, overview.promise_yes),
        Persistence::No => t_string!(texts, overview.promise_no),
        Persistence::Unknown => t_string!(texts, overview.promise_unknown),
    };
    let lost = device.storage_lost_at.map(|at| {
        let count = text::number(device.storage_lost_count.unwrap_or(0).into(), lang);
        let words = t_string!(texts, overview.lost_yes, date = date(at), n = count).to_string();
        view! { <span class="sub warn">{t_string!(texts, overview.lost)} ": " {words}</span> }
    });
    let waits = device.pending > 0;
    let enrolled = match device.enrolled_by.as_str() {
        "" => date(device.enrolled_at),
        name => {
            let on = date(device.enrolled_at);
            t_string!(texts, manage.devices.enrolled_by, date = on, name = name.to_owned()).to_string()
        }
    };
    vec![
        view! {
            {device.name.clone()}
            <span class="sub">{place_of(page.places, &device.library, &device.point, lang)}</span>
            {revoked}
        }
        .into_any(),
        text::instant(device.last_contact, lang).into_any(),
        view! { <span class:warn=waits>{pending}</span> }.into_any(),
        view! {
            {promise}
            {lost}
        }
        .into_any(),
        enrolled.into_any(),
        buttons(page, device).into_any(),
    ]
}

fn buttons(page: Page, device: &Device) -> impl IntoView + use<> {
    if device.revoked_at.is_some() {
        return ().into_any();
    }
    let texts = page.texts;
    let name = device.name.clone();
    let edit_label = t_string!(texts, manage.edit_of, what = name.clone()).to_string();
    let revoke_label = t_string!(texts, manage.devices.revoke_of, what = name.clone()).to_string();
    let (for_edit, for_revoke) = (device.clone(), device.clone());
    let ask = move |_| {
        let mut words = vec![wording(texts, |texts| t_string!(texts, manage.devices.revoke_text))];
        let n = i64::from(for_revoke.pending);
        if n > 0 {
            let pending = move |texts: Texts| {
                t_string!(texts, manage.devices.revoke_pending, n = text::number(n, lang(texts)))
            };
            words.insert(0, wording(texts, pending));
        }
        let what = name.clone();
        page.revoking.set(Some(for_revoke.clone()));
        page.question.set(Some(Question {
            title: wording(texts, move |texts| {
                t_string!(texts, manage.devices.revoke_title, what = what.clone())
            }),
            words,
            yes: wording(texts, |texts| t_string!(texts, manage.devices.revoke)),
        }));
    };
    view! {
        <span class="row">
            <button
                type="button"
                class="hds-button hds-button--quiet"
                aria-label=edit_label
                on:click=move |_| page.form.set(Some(for_edit.clone()))
            >
                {t_string!(texts, action.edit)}
            </button>
            <button type="button" class="hds-button hds-button--quiet" aria-label=revoke_label on:click=ask>
                {t_string!(texts, manage.devices.revoke)}
            </button>
        </span>
    }
    .into_any()
}
