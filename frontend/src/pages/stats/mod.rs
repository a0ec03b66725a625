//! `/jaettu#TOKEN`: a year's masked figures, for somebody outside the network.
//!
//! Owns: the page. Must not: put the token anywhere but in the request's header: it stands in the fragment, which browsers
//! never send.

mod tables;

use std::sync::Arc;

use leptos::ev;
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
use crate::pages::failure::{self, FailureNotice};
use crate::platform::page;
use crate::state::server::{self, Failure};

/// The page.
#[component]
pub fn StatsPage() -> impl IntoView {
    let texts = use_i18n();
    let token = RwSignal::new(page::fragment());
    let year = RwSignal::new(String::new());
    let answer = RwSignal::new(None::<Result<Arc<Stats>, Failure>>);
    // Another link in the same tab is another fragment, and the page is not loaded again.
    let moved = window_event_listener(ev::hashchange, move |_| {
        answer.set(None);
        year.set(String::new());
        token.set(page::fragment());
    });
    on_cleanup(move || moved.remove());
    let ask = move || {
        let asked = (token.get(), year.get());
        let (Some(secret), of) = asked.clone() else { return };
        let query = if of.is_empty() { String::new() } else { format!("?year={of}") };
        leptos::task::spawn_local(async move {
            let found = server::get_shared::<Stats>(&format!("{}{query}", routes::STATS), &secret).await;
            // Late word of another link or year is not what is looked at now.
            if (token.try_get_untracked(), year.try_get_untracked()) == (Some(asked.0), Some(asked.1)) {
                let _ = answer.try_set(Some(found.map(Arc::new)));
            }
        });
    };
    Effect::new(move |_| ask());
    let title = Signal::derive(move || {
        answer.with(|answer| match answer {
            Some(Ok(stats)) => format!("{} {}", stats.network, stats.year),
            _ => t_string!(texts, share.page_title).to_string(),
        })
    });
    let body = move || match answer.get() {
        _ if token.with(Option::is_none) => {
            view! { <Notice tone=Tone::Bad>{t!(texts, link.missing)}</Notice> }.into_any()
        }
        None => view! { <p class="soft" role="status">{t!(texts, manage.loading)}</p> }.into_any(),
        Some(Err(failure)) if failure.is_offline() || failure.has_code("busy") => {
            let retry = Callback::new(move |()| {
                answer.set(None);
                ask();
            });
            view! { <FailureNotice failure retry /> }.into_any()
        }
        Some(Err(failure)) => {
            let earlier = failure.has_code("nothing_released").then(|| view! { <Earlier year /> });
            view! {
                <Notice tone=Tone::Info>{move || failure::words(texts, &failure)}</Notice>
                {earlier}
            }
            .into_any()
        }
        Some(Ok(stats)) => view! { <Figures stats /> }.into_any(),
    };
    let found = Signal::derive(move || answer.get().and_then(Result::ok));
    let is_found = Memo::new(move |_| found.with(Option::is_some));
    view! {
        <div class="page overview">
            <PageHeading text=title />
            <div class="stack">
                {move || is_found.get().then(|| view! { <Heading found year /> })} {body}
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

/// The dates of the figures, who reports, and the choice of the year. It stays in its place when another year comes, and
/// the focus with it; a screen reader hears the new dates.
#[component]
fn Heading(found: Signal<Option<Arc<Stats>>>, year: RwSignal<String>) -> impl IntoView {
    let texts = use_i18n();
    let span = move || {
        found.get().map(|stats| {
            let lang = lang(texts);
            let dates = text::span(stats.from, stats.to, lang);
            let made = text::date(shared::time::helsinki(stats.made_at).date, lang);
            t_string!(texts, share.dates, dates = dates, made = made).to_string()
        })
    };
    let reporting = move || {
        found.get().map(|stats| {
            t_string!(texts, overview.reporting_of, some = stats.reporting, all = stats.libraries).to_string()
        })
    };
    let years = Memo::new(move |_| found.get().map_or_else(Vec::new, |stats| stats.years.clone()));
    let items = Signal::derive(move || {
        let item = |year: &i32| Item { code: year.to_string(), label: year.to_string() };
        years.with(|years| years.iter().map(item).collect::<Vec<_>>())
    });
    let shown = Memo::new(move |_| found.get().map(|stats| stats.year.to_string()).unwrap_or_default());
    let chosen = RwSignal::new(shown.get_untracked());
    Effect::new(move |_| chosen.set(shown.get()));
    Effect::new(move |before: Option<String>| {
        let now = chosen.get();
        if before.is_some_and(|before| before != now) && now != shown.get_untracked() {
            year.set(now.clone());
        }
        now
    });
    view! {
        <p class="overview__lead" role="status">
            {span}
            " "
            {reporting}
        </p>
        <p>{t!(texts, share.masking)}</p>
        <div class="stats__year">
            <SelectField id="stats-year" label=say!(texts, overview.f_year) items value=chosen />
        </div>
    }
}

#[component]
fn Figures(stats: Arc<Stats>) -> impl IntoView {
    let texts = use_i18n();
    let notes = stats.notes.clone();
    view! {
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
                                            <span class="notes__body">{note.body}</span>
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
