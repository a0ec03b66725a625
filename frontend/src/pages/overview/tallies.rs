//! Everything that was done within the dates: helps, peer support, group sessions, open hours.
//!
//! Owns: the card's lines. They follow dates and library only, since the rest has none of the other fields; the card says
//! so. Must not: compare dates that are not the same.

use leptos::prelude::*;
use shared::stats::facts::Field;
use shared::stats::figures::Tally;
use shared::text;

use super::board::Board;
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

/// The card.
#[component]
pub fn Tallies(board: Board) -> impl IntoView {
    let texts = board.texts;
    let hint = move || {
        let figures = board.counted();
        let narrowed = board
            .selection
            .get()
            .filters()
            .iter()
            .any(|filter| !matches!(filter.field, Field::Kind | Field::Library));
        let only = narrowed.then(|| t_string!(texts, overview.tally_only).to_string());
        let year = figures.compared.map_or(0, |compared| compared.then.to.year());
        let all = board.state.get().libraries.len();
        let reporting = (all > 1).then(|| {
            t_string!(
                texts,
                overview.hint_year,
                some = figures.reporting.len(),
                all = all,
                year = year,
                then = figures.reporting_before.len()
            )
            .to_string()
        });
        [only.unwrap_or_default(), reporting.unwrap_or_default()].join(" ").trim().to_owned()
    };
    view! {
        <section class="card tally">
            <h2>{t!(texts, overview.tally)}</h2>
            {move || table(board)}
            <p class="small soft">{hint}</p>
        </section>
    }
}

fn table(board: Board) -> AnyView {
    let (texts, lang) = (board.texts, board.lang());
    let figures = board.counted();
    let year = board.selection.get().year;
    let columns = vec![
        Column::text(t_string!(texts, overview.col_measure)),
        Column::number(year.to_string()),
        Column::number((year - 1).to_string()),
        Column::text(t_string!(texts, overview.col_change)),
    ];
    let rows = lines(texts, &figures.tally, &figures.tally_before)
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
    records(t_string!(texts, overview.tally), columns, rows)
}

fn lines(texts: Texts, now: &Tally, then: &Tally) -> Vec<Line> {
    let line = |name: String, unit: String, figure: fn(&Tally) -> i64| Line {
        name,
        unit,
        now: figure(now),
        then: figure(then),
    };
    let times = t_string!(texts, overview.hint_customer).to_string();
    let none = String::new();
    vec![
        line(t_string!(texts, overview.m_customer).to_string(), times.clone(), |t| t.customer.n),
        line(t_string!(texts, overview.m_peer).to_string(), times, |t| t.peer.n),
        line(
            t_string!(texts, overview.m_people).to_string(),
            t_string!(texts, overview.hint_people).to_string(),
            |t| t.customer.people.saturating_add(t.peer.people),
        ),
        line(t_string!(texts, overview.m_sessions).to_string(), none.clone(), |t| t.customer_sessions.n),
        line(t_string!(texts, overview.m_participants).to_string(), none.clone(), |t| {
            t.customer_sessions.people
        }),
        line(t_string!(texts, overview.m_peer_sessions).to_string(), none.clone(), |t| t.peer_sessions.n),
        line(t_string!(texts, overview.m_participants).to_string(), none.clone(), |t| t.peer_sessions.people),
        line(t_string!(texts, overview.m_duties).to_string(), none.clone(), |t| t.duties.n),
        line(t_string!(texts, overview.m_nobody).to_string(), none, |t| t.nobody_came.n),
    ]
}
