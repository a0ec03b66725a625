//! The tables behind the charts: the same figures, to be read and copied.
//!
//! Owns: rows and columns. Must not: differ from the picture in a figure.

use leptos::prelude::*;
use shared::text;
use shared::wire::v1::overview::Overview;

use super::charts::topic;
use super::measure::Whom;
use super::words;
use crate::components::records::{Column, records};
use crate::i18n::*;

/// A first column and a figure of each year.
pub fn two_years(caption: String, head: String, figures: &Overview, rows: Vec<Vec<String>>) -> AnyView {
    let year = figures.today.year();
    let columns =
        vec![Column::text(head), Column::number(year.to_string()), Column::number((year - 1).to_string())];
    records(caption, columns, cells(rows))
}

/// By library: with the change and the last entry.
pub fn libraries(texts: Texts, figures: &Overview, whom: Whom) -> AnyView {
    let lang = lang(texts);
    let year = figures.today.year();
    let columns = vec![
        Column::text(t_string!(texts, overview.library)),
        Column::number(year.to_string()),
        Column::number((year - 1).to_string()),
        Column::text(t_string!(texts, overview.col_change)),
        Column::text(t_string!(texts, overview.last_entry)),
    ];
    let rows = figures
        .libraries
        .iter()
        .map(|library| {
            let (now, then) = (whom.helps(&library.this_year), whom.helps(&library.last_year));
            let silence = words::silence(texts, library, figures.today);
            let known = library.last_entry_on.is_some_and(|on| on.year() == year);
            vec![
                words::library(library, lang),
                if known { text::number(now, lang) } else { "–".to_owned() },
                text::number(then, lang),
                if known { words::difference(texts, now, then) } else { silence },
                library
                    .last_entry_on
                    .map_or_else(|| t_string!(texts, overview.never).to_string(), |on| text::date(on, lang)),
            ]
        })
        .collect();
    records(t_string!(texts, overview.libraries), columns, cells(rows))
}

/// By topic: with the share, and the total.
pub fn topics(texts: Texts, figures: &Overview, whom: Whom) -> AnyView {
    let lang = lang(texts);
    let row =
        |label: String, now: i64, then: i64| vec![label, text::number(now, lang), text::number(then, lang)];
    let (mut sum_now, mut sum_then) = (0, 0);
    let mut rows = Vec::with_capacity(figures.topics.len() + 1);
    for figures in &figures.topics {
        let (now, then) = (whom.helps(&figures.this_year), whom.helps(&figures.last_year));
        sum_now += now;
        sum_then += then;
        rows.push(row(topic(figures, lang), now, then));
    }
    rows.push(row(t_string!(texts, overview.total).to_string(), sum_now, sum_then));
    let head = t_string!(texts, overview.topic).to_string();
    two_years(t_string!(texts, overview.topics).to_string(), head, figures, rows)
}

fn cells(rows: Vec<Vec<String>>) -> Vec<Vec<AnyView>> {
    rows.into_iter().map(|row| row.into_iter().map(IntoAny::into_any).collect()).collect()
}
