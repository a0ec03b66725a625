//! The tablets: what each one told at its last contact, and the state of the data.
//!
//! Owns: which ones need a look and come first, their table, and the counts of held and uncertain entries. Must not: claim what cannot be known: a tablet's queue
//! is "at least so many, as of its last contact".

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::stats::summary::SILENT_DAYS;
use shared::text;
use shared::time::{Date, helsinki};
use shared::wire::v1::overview::{DeviceFigures, Overview};

use super::board::Board;
use super::words;
use crate::components::records::{Column, records};
use crate::i18n::*;

/// The tablets' card.
#[component]
pub fn Tablets(
    /// The figures.
    figures: Signal<Arc<Overview>>,
) -> impl IntoView {
    let texts = use_i18n();
    let body = move || {
        let figures = figures.get();
        if figures.devices.is_empty() {
            return view! { <p>{t_string!(texts, overview.tablets_none)}</p> }.into_any();
        }
        let columns = vec![
            Column::text(t_string!(texts, overview.tablet)),
            Column::text(t_string!(texts, overview.last_contact)),
            Column::text(t_string!(texts, overview.pending)),
            Column::text(t_string!(texts, overview.promise)),
            Column::text(t_string!(texts, overview.lost)),
        ];
        let wants_a_look: Vec<_> =
            figures.devices.iter().filter(|device| needs_a_look(device, figures.today)).collect();
        let rows = |devices: &[&DeviceFigures]| devices.iter().map(|d| row(texts, &figures, d)).collect();
        let finding = match wants_a_look.len() {
            0 => t_string!(texts, overview.tablets_fine).to_string(),
            1 => t_string!(texts, overview.tablets_look_1).to_string(),
            n => t_string!(texts, overview.tablets_look_n, n = n).to_string(),
        };
        let first = (!wants_a_look.is_empty())
            .then(|| records(t_string!(texts, overview.tablets_look), columns.clone(), rows(&wants_a_look)));
        let all: Vec<_> = figures.devices.iter().collect();
        view! {
            <p>
                {t_string!(texts, overview.tablets_find, n = figures.devices.len())} " " {finding} " "
                {t_string!(texts, overview.tablets_unknown)}
            </p>
            {first}
            <details>
                <summary>{t_string!(texts, overview.tablets_all)}</summary>
                {records(t_string!(texts, overview.tablets), columns, rows(&all))}
            </details>
        }
        .into_any()
    };
    view! {
        <section class="card stack stack--tight" id="tablets">
            <h2>{t!(texts, overview.tablets)}</h2>
            {body}
            <p>
                <A href="/hallinta/laitteet" attr:class="standalone">
                    {t!(texts, overview.tablets_manage)}
                </A>
            </p>
        </section>
    }
}

/// How sure and how full the data are, in words.
#[component]
pub fn DataState(board: Board) -> impl IntoView {
    let texts = board.texts;
    let print = move |n| text::number(n, board.lang());
    let held = move || match board.state.get().held {
        0 => t_string!(texts, overview.held_0).to_string(),
        1 => t_string!(texts, overview.held_1).to_string(),
        n => t_string!(texts, overview.held_n, n = print(n)).to_string(),
    };
    let uncertain = move || match board.state.get().uncertain {
        0 => t_string!(texts, overview.uncertain_0).to_string(),
        1 => t_string!(texts, overview.uncertain_1).to_string(),
        n => t_string!(texts, overview.uncertain_n, n = print(n)).to_string(),
    };
    view! {
        <section class="card stack stack--tight">
            <h2>{t!(texts, overview.state)}</h2>
            <p>{move || words::reporting(board)}</p>
            <dl class="shares">{move || words::shares(board).into_iter().map(share).collect_view()}</dl>
            <p>{held}</p>
            {move || {
                (board.state.get().held > 0)
                    .then(|| {
                        view! {
                            <p>
                                <A href="/hallinta/tarkistettavat" attr:class="standalone">
                                    {t!(texts, overview.held_review)}
                                </A>
                            </p>
                        }
                    })
            }}
            <p>{uncertain}</p>
            {move || words::samples(board).into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        </section>
    }
}

fn share((name, value): (String, String)) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
}

/// Something waited on it at its last contact, it has not been heard of for long, or its browser dropped entries.
fn needs_a_look(device: &DeviceFigures, today: Date) -> bool {
    let silent = device.last_contact.is_none_or(|at| today.days_since(helsinki(at).date) > SILENT_DAYS);
    silent || device.pending > 0 || device.storage_lost.is_some()
}

fn row(texts: Texts, figures: &Overview, device: &DeviceFigures) -> Vec<AnyView> {
    let lang = lang(texts);
    let day = |at| words::day(at, figures.today, lang);
    let contact = device.last_contact.map_or_else(
        || t_string!(texts, overview.never).to_string(),
        |at| format!("{} {}", day(at), text::at_clock(at, lang)),
    );
    let pending = match (device.pending, device.last_contact) {
        (0, _) => t_string!(texts, overview.pending_none).to_string(),
        (n, at) => {
            let as_of = at.map_or_else(|| "–".to_owned(), day);
            t_string!(texts, overview.pending_some, n = text::number(n.into(), lang), date = as_of)
                .to_string()
        }
    };
    let oldest = device
        .pending_oldest
        .filter(|_| device.pending > 0)
        .map(|at| t_string!(texts, overview.pending_oldest, date = day(at)).to_string());
    let promise = match device.persisted {
        Some(true) => t_string!(texts, overview.promise_yes),
        Some(false) => t_string!(texts, overview.promise_no),
        None => t_string!(texts, overview.promise_unknown),
    };
    let lost = device.storage_lost.map(|lost| {
        t_string!(texts, overview.lost_yes, date = day(lost.at), n = text::number(lost.count.into(), lang))
            .to_string()
    });
    let waits = device.pending > 0;
    let has_lost = lost.is_some();
    vec![
        view! {
            {words::library_of(figures, &device.library, lang)}
            <span class="sub">{device.name.clone()}</span>
        }
        .into_any(),
        contact.into_any(),
        view! {
            <span class:warn=waits>{pending}</span>
            {oldest.map(|oldest| view! { <span class="sub">{oldest}</span> })}
        }
        .into_any(),
        promise.into_any(),
        view! {
            <span class:warn=has_lost>
                {lost.unwrap_or_else(|| t_string!(texts, overview.lost_no).to_string())}
            </span>
        }
        .into_any(),
    ]
}
