//! By the codes of one list: topic, form, setting, duration, outcome, equipment, language.
//!
//! Owns: which figures such a chart takes, its finding and its table. What nobody stated is a row of its own and comes
//! last, so that the parts add up to the whole.

use leptos::prelude::*;
use shared::stats::chart::{self, Bar, Drawing};
use shared::stats::compare::{largest, percent};
use shared::stats::dim::NOT_STATED;
use shared::stats::facts::Field;
use shared::stats::figures::Helps;
use shared::text;

use super::board::{Board, list};
use super::{file, words};
use crate::components::chart::{Chart, Target};
use crate::components::records::{Column, records};
use crate::i18n::*;

/// A chart of a field.
#[component]
pub fn ByCode(
    board: Board,
    /// The field.
    field: Field,
    /// Prefix of ids.
    id: &'static str,
    /// The heading.
    title: Signal<String>,
    /// What the reader must know besides; may be empty.
    #[prop(into)]
    note: Signal<String>,
) -> impl IntoView {
    let texts = board.texts;
    let finding = move || {
        let rows = rows(board, field);
        let stated: Vec<i64> = rows.iter().filter(|row| row.code != NOT_STATED).map(|row| row.now).collect();
        let all: i64 = rows.iter().map(|row| row.now).sum();
        let missing = all - stated.iter().sum::<i64>();
        let most = match largest(&stated, 1).as_slice() {
            [] => t_string!(texts, overview.nothing_stated).to_string(),
            [most, ..] => {
                let label = rows[*most].label.clone();
                t_string!(texts, overview.parts_find, a = label, n = percent(stated[*most], all)).to_string()
            }
        };
        if all == 0 {
            return t_string!(texts, overview.nothing).to_string();
        }
        match missing {
            0 => most,
            _ => {
                let share = percent(missing, all);
                format!("{most} {}", t_string!(texts, overview.parts_missing, n = share))
            }
        }
    };
    let draw = move |(width, high): (f64, f64)| -> Drawing {
        let chosen = board.selection.get().codes(field).to_vec();
        let bars: Vec<Bar> = rows(board, field)
            .into_iter()
            .map(|row| Bar {
                figure: text::number(row.now, board.lang()),
                now: Some(row.now),
                then: Some(row.then),
                note: String::new(),
                aside: !chosen.is_empty() && !chosen.contains(&row.code),
                label: row.label,
            })
            .collect();
        chart::bars(&bars, width, high)
    };
    let targets = move || {
        let selection = board.selection.get();
        let target = |row: Row| Target {
            label: words::pick(board, &row.label),
            chosen: selection.code(field) == Some(&row.code),
            code: row.code,
        };
        rows(board, field).into_iter().map(target).collect::<Vec<_>>()
    };
    view! {
        <Chart
            id=id
            title=title
            finding=Signal::derive(finding)
            legend=words::legend(board)
            draw=Callback::new(draw)
            targets=Signal::derive(targets)
            pick=Callback::new(move |code: String| board.change(|selection| selection.toggle(field, &code)))
            as_table=say!(texts, overview.as_table)
            table=move || table(board, field, title)
            file=file::file(board, list(field).unwrap_or_default())
        >
            {move || {
                let note = note.get();
                (!note.is_empty()).then(|| view! { <p>{note}</p> })
            }}
        </Chart>
    }
}

/// A code with its figures.
struct Row {
    code: String,
    label: String,
    now: i64,
    then: i64,
}

/// The codes of the list in its order (ended ones only where they have figures), then those that it lacks, then what
/// nobody stated.
fn rows(board: Board, field: Field) -> Vec<Row> {
    let (figures, state) = (board.counted(), board.state.get());
    let of = |helps: &Helps, code: &str| helps.by(field).get(code).copied().unwrap_or(0);
    let known = list(field).map_or(&[][..], |list| state.vocabulary.all(list));
    let counted = |code: &str| of(&figures.now, code) != 0 || of(&figures.then, code) != 0;
    let current = |value: &&shared::domain::vocabulary::Value| {
        value.is_in(state.vocabulary.version)
            && !(field == Field::Form && value.code == shared::domain::help::COURSE)
    };
    let mut codes: Vec<String> = known
        .iter()
        .filter(|value| current(value) || counted(&value.code))
        .map(|value| value.code.clone())
        .collect();
    let both = figures.now.by(field).keys().chain(figures.then.by(field).keys());
    let mut others: Vec<String> = both.filter(|code| !codes.contains(code)).cloned().collect();
    // The mark of what nobody stated sorts before every code.
    others.sort_by_key(|code| (code == NOT_STATED, code.clone()));
    others.dedup();
    codes.extend(others);
    codes
        .into_iter()
        .map(|code| Row {
            label: board.label(field, &code),
            now: of(&figures.now, &code),
            then: of(&figures.then, &code),
            code,
        })
        .collect()
}

fn table(board: Board, field: Field, title: Signal<String>) -> AnyView {
    let (texts, lang) = (board.texts, board.lang());
    let year = board.selection.get().year;
    let columns = vec![
        Column::text(title.get()),
        Column::number(year.to_string()),
        Column::number(t_string!(texts, overview.share)),
        Column::number((year - 1).to_string()),
    ];
    let rows = rows(board, field);
    let (sum, before) = rows.iter().fold((0, 0), |(now, then), row| (now + row.now, then + row.then));
    let line = |label: String, now: i64, then: i64| -> Vec<AnyView> {
        let share = format!("{} %", percent(now, sum));
        let cells = [label, text::number(now, lang), share, text::number(then, lang)];
        cells.into_iter().map(IntoAny::into_any).collect()
    };
    let mut cells: Vec<Vec<AnyView>> =
        rows.into_iter().map(|row| line(row.label, row.now, row.then)).collect();
    cells.push(line(t_string!(texts, overview.total).to_string(), sum, before));
    records(title.get(), columns, cells)
}
