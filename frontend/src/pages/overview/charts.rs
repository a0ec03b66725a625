//! By month, by library, by topic.
//!
//! Owns: which figures each chart takes, its finding and its table. Must not: lay a picture out (`stats::chart` does).

use std::sync::Arc;

use leptos::prelude::*;
use shared::domain::lang::Lang;
use shared::stats::chart::{self, Bar, Drawing, Month};
use shared::stats::compare::{Change, change, largest, percent};
use shared::text;
use shared::wire::v1::overview::{CodeFigures, Overview};

use super::measure::Whom;
use super::words;
use crate::components::chart::Chart;
use crate::i18n::*;

type Figures = Signal<Arc<Overview>>;

/// Twelve months of both years.
#[component]
pub fn ByMonth(
    /// The figures.
    figures: Figures,
    /// For whom.
    whom: RwSignal<Whom>,
) -> impl IntoView {
    let texts = use_i18n();
    let finding = move || {
        let figures = figures.get();
        let whom = whom.get();
        let now = whom.helps(&figures.this_year.tally);
        let then = whom.helps(&figures.last_year.tally);
        let print = |n| text::number(n, lang(texts));
        let year = figures.last_year.to.year();
        match change(now, then) {
            Change::BothNone => t_string!(texts, overview.nothing).to_string(),
            Change::Same => {
                t_string!(texts, overview.months_same, n = print(now), year = year, then = print(then))
                    .to_string()
            }
            _ => t_string!(
                texts,
                overview.months_find,
                n = print(now),
                change = words::difference(texts, now, then),
                year = year,
                then = print(then)
            )
            .to_string(),
        }
    };
    let draw = move |width: f64| -> Drawing {
        let (figures, lang) = (figures.get(), lang(texts));
        let months: Vec<Month> = months(&figures, whom.get(), lang);
        chart::months(&months, width, |n| text::number(n, lang))
    };
    let table = move || {
        let (figures, lang) = (figures.get(), lang(texts));
        let whom = whom.get();
        let rows = months(&figures, whom, lang)
            .into_iter()
            .map(|month| {
                let now = month
                    .now
                    .map_or_else(|| t_string!(texts, overview.to_come).to_string(), |_| month.figure);
                vec![month.label, now, text::number(month.then.unwrap_or(0), lang)]
            })
            .collect();
        let head = t_string!(texts, overview.month).to_string();
        super::tables::two_years(t_string!(texts, overview.months).to_string(), head, &figures, rows)
    };
    let note = move || {
        let figures = figures.get();
        t_string!(
            texts,
            overview.months_note,
            month = capital(text::month(figures.today.month(), lang(texts)), lang(texts)),
            year = figures.today.year(),
            before = figures.today.year() - 1
        )
        .to_string()
    };
    view! {
        <Chart
            id="months"
            title=Signal::derive(move || t_string!(texts, overview.months).to_string())
            finding=Signal::derive(finding)
            legend=legend(figures)
            draw=Callback::new(draw)
            as_table=Signal::derive(move || t_string!(texts, overview.as_table).to_string())
            table=table
        >
            <p>{note}</p>
        </Chart>
    }
}

/// Each library, silent ones in words.
#[component]
pub fn ByLibrary(
    /// The figures.
    figures: Figures,
    /// For whom.
    whom: RwSignal<Whom>,
) -> impl IntoView {
    let texts = use_i18n();
    let finding = move || {
        let (figures, lang, whom) = (figures.get(), lang(texts), whom.get());
        let helps: Vec<i64> = figures.libraries.iter().map(|l| whom.helps(&l.this_year)).collect();
        let total = helps.iter().sum();
        let name = |i: usize| words::library(&figures.libraries[i], lang);
        let most = match largest(&helps, 2).as_slice() {
            [] => t_string!(texts, overview.nothing).to_string(),
            [one] => t_string!(texts, overview.libraries_find_1, a = name(*one)).to_string(),
            [one, two, ..] => t_string!(
                texts,
                overview.libraries_find_2,
                a = name(*one),
                b = name(*two),
                n = percent(helps[*one] + helps[*two], total)
            )
            .to_string(),
        };
        let silent = match figures.libraries.iter().filter(|l| l.silent).count() {
            0 => t_string!(texts, overview.silent_none).to_string(),
            1 => t_string!(texts, overview.silent_1).to_string(),
            n => t_string!(texts, overview.silent_n, n = n).to_string(),
        };
        format!("{most} {silent}")
    };
    let draw = move |width: f64| chart::bars(&library_bars(texts, &figures.get(), whom.get()), width);
    let table = move || super::tables::libraries(texts, &figures.get(), whom.get());
    view! {
        <Chart
            id="libraries"
            title=Signal::derive(move || t_string!(texts, overview.libraries).to_string())
            finding=Signal::derive(finding)
            legend=legend(figures)
            draw=Callback::new(draw)
            as_table=Signal::derive(move || t_string!(texts, overview.as_table).to_string())
            table=table
        >
            ""
        </Chart>
    }
}

/// Main topics; they add up to the total.
#[component]
pub fn ByTopic(
    /// The figures.
    figures: Figures,
    /// For whom.
    whom: RwSignal<Whom>,
) -> impl IntoView {
    let texts = use_i18n();
    let finding = move || {
        let (figures, whom) = (figures.get(), whom.get());
        let helps: Vec<i64> = figures.topics.iter().map(|topic| whom.helps(&topic.this_year)).collect();
        match largest(&helps, 1).as_slice() {
            [] => t_string!(texts, overview.nothing).to_string(),
            [most, ..] => t_string!(
                texts,
                overview.topics_find,
                a = topic(&figures.topics[*most], lang(texts)),
                n = percent(helps[*most], helps.iter().sum())
            )
            .to_string(),
        }
    };
    let draw = move |width: f64| {
        let (figures, lang, whom) = (figures.get(), lang(texts), whom.get());
        let bars: Vec<Bar> = figures
            .topics
            .iter()
            .map(|figures| {
                let now = whom.helps(&figures.this_year);
                Bar {
                    label: topic(figures, lang),
                    now: Some(now),
                    then: Some(whom.helps(&figures.last_year)),
                    figure: text::number(now, lang),
                    note: String::new(),
                }
            })
            .collect();
        chart::bars(&bars, width)
    };
    let table = move || super::tables::topics(texts, &figures.get(), whom.get());
    let sum = move || {
        let (figures, whom) = (figures.get(), whom.get());
        let sum = figures.topics.iter().map(|topic| whom.helps(&topic.this_year)).sum();
        t_string!(texts, overview.topics_sum, n = text::number(sum, lang(texts))).to_string()
    };
    view! {
        <Chart
            id="topics"
            title=Signal::derive(move || t_string!(texts, overview.topics).to_string())
            finding=Signal::derive(finding)
            legend=legend(figures)
            draw=Callback::new(draw)
            as_table=Signal::derive(move || t_string!(texts, overview.as_table).to_string())
            table=table
        >
            <p>{sum}</p>
        </Chart>
    }
}

/// The label of a topic; the code where the list does not know it.
pub fn topic(figures: &CodeFigures, lang: Lang) -> String {
    let label = match lang {
        Lang::Fi => &figures.fi,
        Lang::Sv => &figures.sv,
        Lang::En => &figures.en,
    };
    if label.is_empty() { &figures.code } else { label }.clone()
}

fn library_bars(texts: Texts, figures: &Overview, whom: Whom) -> Vec<Bar> {
    let lang = lang(texts);
    let bar = |library: &shared::wire::v1::overview::LibraryFigures| {
        let now = whom.helps(&library.this_year);
        let this_year = library.last_entry_on.is_some_and(|on| on.year() == figures.today.year());
        Bar {
            label: words::library(library, lang),
            now: this_year.then_some(now),
            then: Some(whom.helps(&library.last_year)),
            figure: text::number(now, lang),
            note: words::silence(texts, library, figures.today),
        }
    };
    let mut bars: Vec<Bar> = figures.libraries.iter().map(bar).collect();
    // Largest first; those without data last, in the network's order.
    bars.sort_by_key(|bar| std::cmp::Reverse(bar.now.map_or(-1, |now| now)));
    bars
}

fn months(figures: &Overview, whom: Whom, lang: Lang) -> Vec<Month> {
    figures
        .months
        .iter()
        .map(|month| {
            let now = (month.month <= figures.today.month()).then(|| whom.helps(&month.this_year));
            Month {
                label: text::month(month.month, lang).to_owned(),
                short: month.month.to_string(),
                now,
                then: Some(whom.helps(&month.last_year)),
                figure: now.map(|now| text::number(now, lang)).unwrap_or_default(),
            }
        })
        .collect()
}

fn legend(figures: Figures) -> Signal<(String, String)> {
    Signal::derive(move || {
        let today = figures.get().today;
        (today.year().to_string(), (today.year() - 1).to_string())
    })
}

/// With a capital where a sentence begins with the word (Finnish and English do).
fn capital(word: &str, lang: Lang) -> String {
    let mut chars = word.chars();
    match (lang, chars.next()) {
        (Lang::Sv, _) | (_, None) => word.to_owned(),
        (_, Some(first)) => first.to_uppercase().chain(chars).collect(),
    }
}
