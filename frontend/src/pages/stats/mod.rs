//! `/jaettu#TOKEN`: a year's masked figures, for somebody outside the network.
//!
//! Owns: the page. Must not: put the token anywhere but in the request's header: it stands in the fragment, which browsers
//! never send.

mod tables;

use std::sync::Arc;

use leptos::prelude::*;
use shared::routes;
use shared::text;
use shared::wire::v1::stats::Stats;

use self::tables::Measures;
use crate::components::field::SelectField;
use crate::components::heading::PageHeading;
use crate::components::label::Item;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::failure;
use crate::platform::page;
use crate::state::server::{self, Failure};

/// The page.
#[component]
pub fn StatsPage() -> impl IntoView {
    let texts = use_i18n();
    let token = StoredValue::new(page::fragment());
    let year = RwSignal::new(String::new());
    let answer = RwSignal::new(None::<Result<Arc<Stats>, Failure>>);
    Effect::new(move |_| {
        let (Some(token), year) = (token.get_value(), year.get()) else { return };
        let query = if year.is_empty() { String::new() } else { format!("?year={year}") };
        leptos::task::spawn_local(async move {
            let found = server::get_shared::<Stats>(&format!("{}{query}", routes::STATS), &token).await;
            let _ = answer.try_set(Some(found.map(Arc::new)));
        });
    });
    let title = Signal::derive(move || {
        answer.with(|answer| match answer {
            Some(Ok(stats)) => format!("{} {}", stats.network, stats.year),
            _ => t_string!(texts, share.page_title).to_string(),
        })
    });
    let body = move || match answer.get() {
        _ if token.with_value(Option::is_none) => {
            view! { <Notice tone=Tone::Bad>{t!(texts, link.missing)}</Notice> }.into_any()
        }
        None => view! { <p class="soft">{t!(texts, manage.loading)}</p> }.into_any(),
        Some(Err(failure)) => {
            let retry = failure.has_code("nothing_released").then(|| view! { <Earlier year /> });
            view! {
                <Notice tone=Tone::Info>{move || failure::words(texts, &failure)}</Notice>
                {retry}
            }
            .into_any()
        }
        Some(Ok(stats)) => view! { <Figures stats year /> }.into_any(),
    };
    view! {
        <div class="page overview">
            <PageHeading text=title />
            <div class="stack" aria-live="polite">
                {body}
            </div>
        </div>
    }
}

/// In January the current year has no whole month yet.
#[component]
fn Earlier(year: RwSignal<String>) -> impl IntoView {
    let texts = use_i18n();
    let before = shared::time::helsinki(crate::state::clock::now()).date.year() - 1;
    view! {
        <button
            type="button"
            class="hds-button hds-button--secondary"
            on:click=move |_| year.set(before.to_string())
        >
            {before}
            " "
            {t!(texts, share.earlier)}
        </button>
    }
}

#[component]
fn Figures(stats: Arc<Stats>, year: RwSignal<String>) -> impl IntoView {
    let texts = use_i18n();
    let of = StoredValue::new(stats.clone());
    let span = move || {
        let (stats, lang) = (of.get_value(), lang(texts));
        let dates = text::span(stats.from, stats.to, lang);
        let made = text::date(shared::time::helsinki(stats.made_at).date, lang);
        t_string!(texts, share.dates, dates = dates, made = made).to_string()
    };
    let reporting = move || {
        let stats = of.get_value();
        t_string!(texts, overview.reporting_of, some = stats.reporting, all = stats.libraries).to_string()
    };
    let chosen = RwSignal::new(stats.year.to_string());
    Effect::new(move |before: Option<String>| {
        let now = chosen.get();
        if before.is_some_and(|before| before != now) {
            year.set(now.clone());
        }
        now
    });
    let years = {
        let years = stats.years.clone();
        Signal::derive(move || {
            let item = |year: &i32| Item { code: year.to_string(), label: year.to_string() };
            years.iter().map(item).collect::<Vec<_>>()
        })
    };
    let notes = stats.notes.clone();
    view! {
        <p class="overview__lead">{span} " " {reporting}</p>
        <p>{t!(texts, share.masking)}</p>
        <div class="stats__year">
            <SelectField id="stats-year" label=say!(texts, overview.f_year) items=years value=chosen />
        </div>
        <Measures stats=stats.clone() />
        {(!notes.is_empty())
            .then(|| {
                view! {
                    <section class="card stack">
                        <h2>{t!(texts, note.title)}</h2>
                        <ul>
                            {notes
                                .into_iter()
                                .map(|note| {
                                    let dates = move || text::span(note.from, note.to, lang(texts));
                                    let library = note.library.map(|name| format!(" ({name})"));
                                    view! {
                                        <li>
                                            <b>{dates}</b>
                                            {library}
                                            ": "
                                            {note.body}
                                        </li>
                                    }
                                })
                                .collect_view()}
                        </ul>
                    </section>
                }
            })}
    }
}
