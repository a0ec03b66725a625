//! Today and this year, beside the same dates of last year.
//!
//! Owns: the two cards. Must not: compare dates that are not the same.

use std::sync::Arc;

use leptos::prelude::*;
use shared::text;
use shared::wire::v1::overview::{Overview, Tally};

use super::words;
use crate::components::records::{Column, records};
use crate::i18n::*;

/// One line: its name, what it counts, this figure and the earlier one.
struct Line {
    name: String,
    unit: String,
    now: i64,
    then: i64,
}

/// The two cards.
#[component]
pub fn Tallies(
    /// The figures.
    figures: Signal<Arc<Overview>>,
) -> impl IntoView {
    let texts = use_i18n();
    let today = move || {
        let figures = figures.get();
        let lang = lang(texts);
        let head =
            t_string!(texts, overview.today, date = text::weekday_date(figures.today, lang)).to_string();
        let then = text::date(figures.today.plus_years(-1), lang);
        let now = text::date(figures.today, lang);
        let table = table(texts, head.clone(), [now, then], &figures.today_tally, &figures.today_last_year);
        view! {
            <h2>{head}</h2>
            {table}
            <p class="small soft">{t_string!(texts, overview.hint_today)}</p>
        }
    };
    let year = move || {
        let figures = figures.get();
        let lang = lang(texts);
        let head = t_string!(
            texts,
            overview.year,
            span = text::span(figures.this_year.from, figures.this_year.to, lang)
        )
        .to_string();
        let years = [&figures.this_year, &figures.last_year].map(|period| period.to.year().to_string());
        let table = table(texts, head.clone(), years, &figures.this_year.tally, &figures.last_year.tally);
        let hint = t_string!(
            texts,
            overview.hint_year,
            some = figures.this_year.libraries_reporting,
            all = figures.libraries.len(),
            year = figures.last_year.to.year(),
            then = figures.last_year.libraries_reporting
        )
        .to_string();
        view! {
            <h2>{head}</h2>
            {table}
            <p class="small soft">{hint}</p>
        }
    };
    view! {
        <div class="overview__pair">
            <section class="card tally">{today}</section>
            <section class="card tally">{year}</section>
        </div>
    }
}

fn table(
    texts: Texts,
    caption: String,
    spans: [String; 2],
    now: &Tally,
    then: &Tally,
) -> impl IntoView + use<> {
    let lang = lang(texts);
    let [this, last] = spans;
    let columns = vec![
        Column::text(t_string!(texts, overview.col_measure)),
        Column::number(this),
        Column::number(last),
        Column::text(t_string!(texts, overview.col_change)),
    ];
    let rows = lines(texts, now, then)
        .into_iter()
        .map(|line| {
            vec![
                view! {
                    {line.name}
                    <span class="sub">{line.unit}</span>
                }
                .into_any(),
                view! { <b class="tally__figure">{text::number(line.now, lang)}</b> }.into_any(),
                text::number(line.then, lang).into_any(),
                words::difference(texts, line.now, line.then).into_any(),
            ]
        })
        .collect();
    records(caption, columns, rows)
}

fn lines(texts: Texts, now: &Tally, then: &Tally) -> Vec<Line> {
    let times = t_string!(texts, overview.hint_customer).to_string();
    let line = |name: String, unit: &str, figure: fn(&Tally) -> i64| Line {
        name,
        unit: unit.to_owned(),
        now: figure(now),
        then: figure(then),
    };
    vec![
        line(t_string!(texts, overview.m_customer).to_string(), &times, |t| t.customer),
        line(t_string!(texts, overview.m_peer).to_string(), &times, |t| t.peer),
        line(t_string!(texts, overview.m_people).to_string(), t_string!(texts, overview.hint_people), |t| {
            t.customer_people.saturating_add(t.peer_people)
        }),
        line(t_string!(texts, overview.m_sessions).to_string(), "", |t| t.sessions),
        line(t_string!(texts, overview.m_participants).to_string(), "", |t| t.participants),
    ]
}
