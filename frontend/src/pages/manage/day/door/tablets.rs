//! Which tablets stand at the door.
//!
//! Owns: granting, and revoking after a question. Must not: enrol a tablet (`manage::devices` does).

use leptos::prelude::*;
use leptos_router::components::A;
use shared::text;
use shared::wire::v1::device::Device;
use shared::wire::v1::door::{DoorPage, Grant};

use super::At;
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::confirm::{Confirm, Question};
use crate::pages::failure;
use crate::state::server;

/// The table.
#[component]
pub(super) fn Tablets(at: At) -> impl IntoView {
    let texts = at.open.texts;
    let question = RwSignal::new(None::<Question>);
    let revoking = RwSignal::new(None::<Device>);
    let revoke = Callback::new(move |()| {
        if let Some(device) = revoking.get_untracked() {
            change(at, device, false);
        }
    });
    let ask = Callback::new(move |device: Device| {
        let (name, pending) = (device.name.clone(), i64::from(device.pending));
        let waiting = (pending > 0).then(|| {
            wording(texts, move |texts| {
                t_string!(texts, door.revoke_pending, n = text::number(pending, lang(texts)))
            })
        });
        let revoked = wording(texts, |texts| t_string!(texts, door.revoke_text));
        question.set(Some(Question {
            title: wording(texts, move |texts| t_string!(texts, door.revoke_title, what = name.clone())),
            words: waiting.into_iter().chain([revoked]).collect(),
            yes: wording(texts, |texts| t_string!(texts, door.revoke)),
        }));
        revoking.set(Some(device));
    });
    let table = move || {
        let page = at.page.get();
        if page.devices.is_empty() {
            return view! {
                <p>
                    {t!(texts, door.no_tablets)} " " <A href="/hallinta/laitteet">{t!(texts, door.to_tablets)}</A>
                </p>
            }
            .into_any();
        }
        let columns = vec![
            Column::text(t_string!(texts, manage.devices.name)),
            Column::text(t_string!(texts, overview.last_contact)),
            Column::text(t_string!(texts, overview.pending)),
            Column::text(t_string!(texts, door.at_door)),
            Column::actions(t_string!(texts, manage.actions)),
        ];
        let rows = page.devices.iter().map(|device| row(at, &page, device, ask)).collect();
        records(t_string!(texts, door.tablets), columns, rows)
    };
    view! {
        <section class="card stack">
            <h2>{t!(texts, door.tablets)}</h2>
            <p class="soft">{t!(texts, door.tablets_intro)}</p>
            {table}
        </section>
        <Confirm question on_yes=revoke />
    }
}

fn row(at: At, page: &DoorPage, device: &Device, ask: Callback<Device>) -> Vec<AnyView> {
    let texts = at.open.texts;
    let lang = lang(texts);
    let grant = page.grants.iter().find(|grant| grant.device == device.id);
    let pending = match device.pending {
        0 => t_string!(texts, overview.pending_none).to_owned(),
        n => {
            let date = text::instant(device.last_contact, lang);
            t_string!(texts, overview.pending_some, n = text::number(n.into(), lang), date = date)
        }
    };
    let waits = device.pending > 0;
    vec![
        view! {
            {device.name.clone()}
            <span class="sub">{at.open.library(&device.library)}</span>
        }
        .into_any(),
        text::instant(device.last_contact, lang).into_any(),
        view! { <span class:warn=waits>{pending}</span> }.into_any(),
        stands(texts, grant).into_any(),
        button(at, device, grant, ask),
    ]
}

fn stands(texts: Texts, grant: Option<&Grant>) -> String {
    match grant {
        None => t_string!(texts, door.stands_no).to_owned(),
        Some(Grant { revoked_at: Some(revoked_at), .. }) => {
            t_string!(texts, door.stands_until, at = text::instant(*revoked_at, lang(texts)))
        }
        Some(Grant { granted_at, .. }) => {
            t_string!(texts, door.stands_since, at = text::instant(*granted_at, lang(texts)))
        }
    }
}

fn button(at: At, device: &Device, grant: Option<&Grant>, ask: Callback<Device>) -> AnyView {
    let texts = at.open.texts;
    let (device, name) = (device.clone(), device.name.clone());
    if device.revoked_at.is_some() {
        return ().into_any();
    }
    if grant.is_some_and(|grant| grant.revoked_at.is_none()) {
        let label = t_string!(texts, door.revoke_of, what = name);
        return view! {
            <button
                type="button"
                class="hds-button hds-button--quiet"
                aria-label=label
                on:click=move |_| ask.run(device.clone())
            >
                {t_string!(texts, door.revoke)}
            </button>
        }
        .into_any();
    }
    let label = t_string!(texts, door.grant_of, what = name);
    view! {
        <button
            type="button"
            class="hds-button hds-button--secondary"
            aria-label=label
            on:click=move |_| change(at, device.clone(), true)
        >
            {t_string!(texts, door.grant)}
        </button>
    }
    .into_any()
}

fn change(at: At, device: Device, stands: bool) {
    let texts = at.open.texts;
    leptos::task::spawn_local(async move {
        let path = at.open.path(&format!("/doors/{}", device.id));
        let outcome = if stands {
            server::put::<DoorPage>(&path, &()).await.map(|page| at.remote.set(page))
        } else {
            server::delete(&path).await.map(|()| at.remote.reload())
        };
        let name = device.name;
        match outcome {
            Ok(()) => at.open.said.say(wording(texts, move |texts| {
                if stands {
                    t_string!(texts, door.granted, what = name.clone())
                } else {
                    t_string!(texts, door.revoked, what = name.clone())
                }
            })),
            Err(failure) => at.open.said.fail(failure::wording(texts, failure)),
        }
    });
}
