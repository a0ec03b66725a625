//! The open enrolment codes: made, neither used nor ended.
//!
//! Owns: the list under the tablets and withdrawing a code. Must not: show a code again; it was shown once.

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use shared::routes;
use shared::text;
use shared::time::Millis;
use shared::wire::v1::device::Devices;
use shared::wire::v1::enrolment::{Enrolment, Enrolments};

use super::{Places, Said, place_of};
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::failure;
use crate::state::clock;
use crate::state::remote::Remote;
use crate::state::server;

/// How often the list looks whether a code has ended or been used, in milliseconds.
const LOOK_EVERY: u32 = 5_000;

/// The list, as long as there is something in it.
#[component]
pub fn OpenCodes(
    /// The codes of the last day.
    enrolments: Remote<Enrolments>,
    /// Names of libraries and points.
    places: Places,
    /// The list that grows when a code is used.
    devices: Remote<Devices>,
    /// Where it is said what was done.
    said: Said,
) -> impl IntoView {
    let texts = use_i18n();
    let now = RwSignal::new(clock::now());
    // Ticks that end no code leave the table, and the focus in it, alone.
    let open = Memo::new(move |_| {
        let list = enrolments.ready().map(|list| list.get());
        list.map(|list| open_at(&list, now.get())).unwrap_or_default()
    });
    let _ticking = StoredValue::new_local(Interval::new(LOOK_EVERY, move || {
        let _ = now.try_set(clock::now());
        if open.try_with_untracked(|codes| !codes.is_empty()) == Some(true) {
            enrolments.reload();
        }
    }));
    let used = Memo::new(move |_| enrolments.ready().map(|list| list.with(|list| used_in(list))));
    Effect::new(move |before: Option<Option<usize>>| {
        let now = used.get();
        if let Some(Some(before)) = before
            && now.is_some_and(|now| now > before)
        {
            devices.reload();
        }
        now
    });
    move || {
        let codes = open.get();
        (!codes.is_empty()).then(|| {
            view! {
                <section class="card stack" aria-labelledby="open-codes">
                    <h2 id="open-codes">{t!(texts, manage.devices.open_codes)}</h2>
                    {table(texts, places, &codes, enrolments, said)}
                </section>
            }
        })
    }
}

fn open_at(list: &Enrolments, now: Millis) -> Vec<Enrolment> {
    list.enrolments.iter().filter(|code| code.used_at.is_none() && code.expires_at > now).cloned().collect()
}

fn used_in(list: &Enrolments) -> usize {
    list.enrolments.iter().filter(|code| code.used_at.is_some()).count()
}

fn table(
    texts: Texts,
    places: Places,
    codes: &[Enrolment],
    enrolments: Remote<Enrolments>,
    said: Said,
) -> AnyView {
    let columns = vec![
        Column::text(t_string!(texts, manage.devices.code_place)),
        Column::text(t_string!(texts, manage.devices.code_by)),
        Column::text(t_string!(texts, manage.devices.code_until)),
        Column::actions(t_string!(texts, manage.actions)),
    ];
    let lang = lang(texts);
    let row = |code: &Enrolment| {
        let (id, place) = (code.id, place_of(places, &code.library, &code.point, lang));
        let label = t_string!(texts, manage.devices.withdraw_of, what = place.clone()).to_string();
        let what = place.clone();
        let on_click = move |_| withdraw(texts, enrolments, said, id, what.clone());
        vec![
            place.into_any(),
            if code.created_by.is_empty() { "–".to_owned() } else { code.created_by.clone() }.into_any(),
            text::instant(code.expires_at, lang).into_any(),
            view! {
                <span class="row">
                    <button type="button" class="hds-button hds-button--quiet" aria-label=label on:click=on_click>
                        {t_string!(texts, manage.devices.withdraw)}
                    </button>
                </span>
            }
            .into_any(),
        ]
    };
    records(t_string!(texts, manage.devices.open_codes), columns, codes.iter().map(row).collect())
}

fn withdraw(texts: Texts, enrolments: Remote<Enrolments>, said: Said, id: shared::id::Id, what: String) {
    leptos::task::spawn_local(async move {
        match server::delete(&format!("{}/{id}", routes::ENROLMENTS)).await {
            Ok(()) => said.say(wording(texts, move |texts| {
                t_string!(texts, manage.devices.withdrawn, what = what.clone())
            })),
            Err(failure) => said.fail(failure::wording(texts, failure)),
        }
        // Used, or gone: what is open is another list than the one that was shown.
        enrolments.reload();
    });
}

#[cfg(test)]
mod tests {
    use shared::id::Id;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn open_is_what_is_neither_used_nor_ended() {
        let code = |n: u8, expires_at, used_at| Enrolment {
            id: Id::v7(0, [n; 10]),
            library: "turku".to_owned(),
            point: "main".to_owned(),
            created_by: String::new(),
            created_at: 0,
            expires_at,
            used_at,
            used_by_device: None,
        };
        let list = Enrolments { enrolments: vec![code(1, 9, None), code(2, 10, None), code(3, 10, Some(5))] };
        let open = open_at(&list, 9);
        assert_eq!(used_in(&list), 1);
        assert_eq!(open.iter().map(|code| code.id).collect::<Vec<_>>(), [Id::v7(0, [2; 10])]);
    }
}
