//! By month, beside the year before and the pace that the plan's goal asks for.
//!
//! Owns: which figures the chart takes, its finding and its table. Must not: lay a picture out (`stats::chart` does).

use std::sync::Arc;

use leptos::prelude::*;
use shared::domain::plan::{Metric, Pace, Plan};
use shared::stats::chart::{self, Drawing, Month};
use shared::stats::compare::{Change, change};
use shared::stats::facts::Field;
use shared::stats::selection::Part;
use shared::text;
use shared::time::Date;

use super::board::Board;
use super::{file, words};
use crate::components::chart::Chart;
use crate::components::records::{Column, records};
use crate::i18n::*;

/// Twelve months of both years.
#[component]
pub fn ByMonth(
    board: Board,
    /// The plan of the chosen year, where there is one.
    plan: Signal<Option<Arc<Plan>>>,
) -> impl IntoView {
    let texts = board.texts;
    let months = move || months(board, plan.get().as_deref());
    let finding = move || {
        let figures = board.counted();
        let Some(compared) = figures.compared else {
            return t_string!(texts, overview.not_begun).to_string();
        };
        let (now, then) = (figures.now.total.n, figures.then.total.n);
        let print = |n| text::number(n, board.lang());
        let year = compared.then.to.year();
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
    let draw = move |(width, _): (f64, f64)| -> Drawing {
        chart::months(&months(), width, |n| text::number(n, board.lang()))
    };
    let table = move || {
        let lang = board.lang();
        let year = board.selection.get().year;
        let months = months();
        let with_goal = months.iter().any(|month| month.goal.is_some());
        let mut columns = vec![
            Column::text(t_string!(texts, overview.month)),
            Column::number(year.to_string()),
            Column::number((year - 1).to_string()),
        ];
        if with_goal {
            columns.push(Column::number(t_string!(texts, overview.goal)));
        }
        let rows = months.into_iter().map(|month| {
            let to_come = || t_string!(texts, overview.to_come).to_string();
            let now = month.now.map_or_else(to_come, |now| text::number(now, lang));
            let mut row = vec![month.label, now, text::number(month.then.unwrap_or(0), lang)];
            if with_goal {
                row.push(month.goal.map_or_else(|| "–".to_owned(), |goal| text::number(goal, lang)));
            }
            row.into_iter().map(IntoAny::into_any).collect()
        });
        records(t_string!(texts, overview.months), columns, rows.collect())
    };
    let note = move || {
        let (selection, today) = (board.selection.get(), board.state.get().today);
        let mut notes = Vec::new();
        if selection.year == today.year() {
            notes.push(
                t_string!(
                    texts,
                    overview.months_note,
                    month = words::capital(text::month(today.month(), board.lang()), board.lang()),
                    year = today.year(),
                    before = today.year() - 1
                )
                .to_string(),
            );
        }
        if selection.part != Part::Year {
            notes.push(t_string!(texts, overview.months_whole).to_string());
        }
        notes.join(" ")
    };
    let goal = move || {
        let months = months();
        let goals: Vec<i64> = months.iter().filter_map(|month| month.goal).collect();
        let (least, most) = (*goals.iter().min()?, *goals.iter().max()?);
        let print = |n| text::number(n, board.lang());
        let n = if least == most { print(most) } else { format!("{}–{}", print(least), print(most)) };
        Some(view! { <p class="goal">{t_string!(texts, overview.goal_pace, n = n)}</p> })
    };
    view! {
        <Chart
            id="months"
            title=say!(texts, overview.months)
            finding=Signal::derive(finding)
            legend=words::legend(board)
            draw=Callback::new(draw)
            as_table=say!(texts, overview.as_table)
            table=table
            file=file::file(board, "month")
        >
            {goal}
            <p>{note}</p>
        </Chart>
    }
}

fn months(board: Board, plan: Option<&Plan>) -> Vec<Month> {
    let (figures, selection, today) = (board.counted(), board.selection.get(), board.state.get().today);
    let lang = board.lang();
    // The plan's goal is about all libraries and all matters.
    let goal = plan.filter(|_| !selection.is_narrowed() && selection.code(Field::Kind) == Some("customer"));
    (1..=12_u32)
        .zip(figures.months.into_iter().zip(figures.months_before))
        .map(|(month, (now, then))| {
            let begun = (selection.year, month) <= (today.year(), today.month());
            let now = begun.then_some(now);
            Month {
                label: text::month(month, lang).to_owned(),
                short: month.to_string(),
                now,
                then: Some(then),
                figure: now.map(|now| text::number(now, lang)).unwrap_or_default(),
                goal: goal.and_then(|plan| asked(plan, selection.year, month)),
            }
        })
        .collect()
}

/// What the plan's first measure of helps asks of a month.
fn asked(plan: &Plan, year: i32, month: u32) -> Option<i64> {
    let measure = plan.goals.iter().flat_map(|goal| &goal.measures).find(|m| m.metric == Metric::Helps)?;
    let is_whole =
        (measure.period.from, measure.period.to) == (Date::new(year, 1, 1)?, Date::new(year, 12, 31)?);
    if measure.pace == Pace::Even && is_whole {
        // Months differ in length; nobody thinks of a goal that way.
        return Some((measure.target + 6) / 12);
    }
    let first = Date::new(year, month, 1)?;
    let next = if month == 12 { Date::new(year + 1, 1, 1)? } else { Date::new(year, month + 1, 1)? };
    let asked = measure.due(next) - measure.due(first);
    (asked > 0).then_some(asked)
}
