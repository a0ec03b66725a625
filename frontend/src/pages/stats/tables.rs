//! The tables of a year's masked figures: the sums, then each table with its bars.
//!
//! Owns: their layout and the words for masked cells. Must not: compute a figure.

use std::sync::Arc;

use leptos::prelude::*;
use shared::stats::chart::{self, Bar};
use shared::stats::dim::NOT_STATED;
use shared::text;
use shared::wire::v1::stats::{Cell, Measure, Stats, Table};

use crate::components::chart::Chart;
use crate::components::records::{Column, records};
use crate::i18n::*;

/// All of them.
#[component]
pub fn Measures(stats: Arc<Stats>) -> impl IntoView {
    let texts = use_i18n();
    let totals = {
        let stats = stats.clone();
        move || {
            let rows = stats.measures.iter().map(|measure| {
                vec![
                    measure_name(texts, &measure.code).into_any(),
                    view! { <b class="tally__figure">{figure(texts, measure.total)}</b> }.into_any(),
                ]
            });
            let columns = vec![
                Column::text(t_string!(texts, overview.col_measure)),
                Column::number(stats.year.to_string()),
            ];
            records(t_string!(texts, overview.tally), columns, rows.collect())
        }
    };
    let year = stats.year;
    let charts = stats
        .measures
        .iter()
        .filter(|measure| measure.total.is_none_or(|n| n > 0))
        .flat_map(|measure| measure.tables.iter().map(|table| (measure.clone(), table.clone())))
        .map(|(measure, table)| view! { <One measure table year /> })
        .collect_view();
    view! {
        <section class="card tally">
            <h2>{t!(texts, overview.tally)}</h2>
            {totals}
        </section>
        <div class="overview__pair">{charts}</div>
    }
}

/// A table of a measure as bars, with the table itself behind a disclosure.
#[component]
fn One(measure: Measure, table: Table, year: i32) -> impl IntoView {
    let texts = use_i18n();
    let id = format!("{}-{}", measure.code, table.code);
    let what = StoredValue::new(measure.code);
    let of = StoredValue::new(table);
    let title = Signal::derive(move || {
        let by = of.with_value(|table| table_name(texts, &table.code));
        format!("{}: {}", what.with_value(|code| measure_name(texts, code)), by.to_lowercase())
    });
    let finding = move || {
        of.with_value(|table| {
            let most = table
                .cells
                .iter()
                .filter(|cell| cell.code != NOT_STATED && cell.n.is_some_and(|n| n > 0))
                .max_by_key(|cell| cell.n);
            match most {
                Some(cell) => {
                    let n = figure(texts, cell.n);
                    t_string!(texts, share.most, what = cell.label(lang(texts)), n = n).to_string()
                }
                None if table.cells.iter().any(|cell| cell.n.is_none()) => {
                    t_string!(texts, share.all_masked).to_string()
                }
                None => t_string!(texts, overview.nothing_stated).to_string(),
            }
        })
    };
    let draw = move |(width, _): (f64, f64)| {
        let bar = |cell: &Cell| Bar {
            label: cell.label(lang(texts)).to_owned(),
            now: cell.n,
            then: None,
            figure: figure(texts, cell.n),
            note: if cell.n.is_none() { t_string!(texts, export.masked).to_string() } else { String::new() },
            aside: false,
        };
        let bars: Vec<Bar> = of.with_value(|table| table.cells.iter().map(bar).collect());
        chart::bars(&bars, width, 0.0)
    };
    let as_of = move || {
        let (date, all) = of.with_value(|table| (table.as_of, table.total));
        let date = text::date(date, lang(texts));
        match all {
            Some(n) => t_string!(texts, share.sum, n = text::number(n, lang(texts)), date = date).to_string(),
            None => t_string!(texts, share.withheld).to_string(),
        }
    };
    let rows = move || {
        of.with_value(|table| {
            let rows = table.cells.iter().map(|cell| {
                vec![cell.label(lang(texts)).to_owned().into_any(), figure(texts, cell.n).into_any()]
            });
            let by = table_name(texts, &table.code);
            records(title.get(), vec![Column::text(by), Column::number(year.to_string())], rows.collect())
        })
    };
    view! {
        <Chart
            id=id
            title=title
            finding=Signal::derive(finding)
            legend=Signal::derive(move || (year.to_string(), String::new()))
            draw=Callback::new(draw)
            as_table=say!(texts, overview.as_table)
            table=rows
        >
            <p>{as_of}</p>
        </Chart>
    }
}

fn figure(texts: Texts, n: Option<i64>) -> String {
    n.map_or_else(|| t_string!(texts, export.masked).to_string(), |n| text::number(n, lang(texts)))
}

fn measure_name(texts: Texts, code: &str) -> String {
    match code {
        "helps" => t_string!(texts, overview.m_customer).to_string(),
        "peer_supports" => t_string!(texts, overview.m_peer).to_string(),
        "sessions" => t_string!(texts, overview.m_sessions).to_string(),
        "participants" => t_string!(texts, export.participants).to_string(),
        "peer_sessions" => t_string!(texts, overview.m_peer_sessions).to_string(),
        "peer_participants" => t_string!(texts, export.peer_participants).to_string(),
        "people" => t_string!(texts, overview.m_people).to_string(),
        other => other.to_owned(),
    }
}

fn table_name(texts: Texts, code: &str) -> String {
    match code {
        "library" => t_string!(texts, overview.library).to_string(),
        "month" => t_string!(texts, overview.month).to_string(),
        "topic" => t_string!(texts, overview.topic).to_string(),
        "form" => t_string!(texts, overview.f_form).to_string(),
        "duration" => t_string!(texts, overview.f_duration).to_string(),
        "outcome" => t_string!(texts, overview.f_outcome).to_string(),
        "referred_to" => t_string!(texts, overview.f_referred_to).to_string(),
        "equipment" => t_string!(texts, overview.f_equipment).to_string(),
        "lang" => t_string!(texts, overview.f_lang).to_string(),
        other => other.to_owned(),
    }
}
