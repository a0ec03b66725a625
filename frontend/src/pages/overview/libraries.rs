//! By library, silent ones in words.
//!
//! Owns: which figures the chart takes, its finding and its table. A library without data is not one with zero.

use std::cmp::Reverse;

use leptos::prelude::*;
use shared::stats::chart::{self, Bar, Drawing};
use shared::stats::compare::{largest, percent};
use shared::stats::facts::Field;
use shared::text;
use shared::wire::v1::overview::LibraryFigures;

use super::board::Board;
use super::{file, words};
use crate::components::chart::{Chart, Target};
use crate::components::records::{Column, records};
use crate::i18n::*;

/// One library.
struct Line {
    library: LibraryFigures,
    /// Absent where it has no data within the dates.
    now: Option<i64>,
    then: Option<i64>,
    /// What is to be said besides.
    note: String,
}

/// Each library.
#[component]
pub fn ByLibrary(board: Board) -> impl IntoView {
    let texts = board.texts;
    let finding = move || {
        let lines = lines(board);
        let helps: Vec<i64> = lines.iter().map(|line| line.now.unwrap_or(0)).collect();
        let total = helps.iter().sum();
        let name = |i: usize| words::library(&lines[i].library, board.lang());
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
        format!("{most} {}", words::reporting(board))
    };
    let draw = move |(width, high): (f64, f64)| -> Drawing {
        let bars: Vec<Bar> = lines(board).into_iter().map(|line| bar(board, line)).collect();
        chart::bars(&bars, width, high)
    };
    let targets = move || {
        let selection = board.selection.get();
        let target = |line: Line| {
            let code = line.library.code.clone();
            Target {
                label: words::pick(board, &words::library(&line.library, board.lang())),
                chosen: selection.code(Field::Library) == Some(&code),
                code,
            }
        };
        lines(board).into_iter().map(target).collect::<Vec<_>>()
    };
    view! {
        <Chart
            id="libraries"
            title=say!(texts, overview.libraries)
            finding=Signal::derive(finding)
            legend=words::legend(board)
            draw=Callback::new(draw)
            targets=Signal::derive(targets)
            pick=Callback::new(move |code: String| board.change(|s| s.toggle(Field::Library, &code)))
            as_table=say!(texts, overview.as_table)
            table=move || table(board)
            file=file::file(board, "library")
        >
            ""
        </Chart>
    }
}

/// The libraries, largest first; those without data last, in the network's order.
fn lines(board: Board) -> Vec<Line> {
    let (figures, state) = (board.counted(), board.state.get());
    let this_year = board.selection.get().year == state.today.year();
    let of = |code: &str, helps: &shared::stats::figures::Helps, has: bool| {
        has.then(|| helps.by(Field::Library).get(code).copied().unwrap_or(0))
    };
    let mut lines: Vec<Line> = state
        .libraries
        .iter()
        .map(|library| {
            let now = of(&library.code, &figures.now, figures.reporting.contains(&library.code));
            let note = match now {
                _ if this_year && library.silent => words::silence(board.texts, library, state.today),
                None => t_string!(board.texts, overview.no_data_then).to_string(),
                Some(_) => String::new(),
            };
            let then = of(&library.code, &figures.then, figures.reporting_before.contains(&library.code));
            Line { library: library.clone(), now, then, note }
        })
        .collect();
    lines.sort_by_key(|line| Reverse(line.now.unwrap_or(-1)));
    lines
}

fn bar(board: Board, line: Line) -> Bar {
    let selection = board.selection.get();
    let chosen = selection.codes(Field::Library);
    Bar {
        label: words::library(&line.library, board.lang()),
        now: line.now,
        then: line.then,
        figure: line.now.map(|now| text::number(now, board.lang())).unwrap_or_default(),
        note: line.note,
        aside: !chosen.is_empty() && !chosen.contains(&line.library.code),
    }
}

fn table(board: Board) -> AnyView {
    let (texts, lang) = (board.texts, board.lang());
    let year = board.selection.get().year;
    let columns = vec![
        Column::text(t_string!(texts, overview.library)),
        Column::number(year.to_string()),
        Column::number((year - 1).to_string()),
        Column::text(t_string!(texts, overview.col_change)),
        Column::text(t_string!(texts, overview.last_entry)),
    ];
    let missing = |n: Option<i64>| n.map_or_else(|| "–".to_owned(), |n| text::number(n, lang));
    let rows = lines(board).into_iter().map(|line| {
        let last = line.library.last_entry_on.map(|on| text::date(on, lang));
        [
            words::library(&line.library, lang),
            missing(line.now),
            missing(line.then),
            match (line.now, line.then) {
                (Some(now), Some(then)) => words::difference(texts, now, then),
                _ => line.note,
            },
            last.unwrap_or_else(|| t_string!(texts, overview.never).to_string()),
        ]
        .into_iter()
        .map(IntoAny::into_any)
        .collect()
    });
    records(t_string!(texts, overview.libraries), columns, rows.collect())
}
