//! Weekday × hour: a table whose cells are shaded, so that picture and table are one.
//!
//! Owns: which hours are shown, the shades and the finding. The numbers stand in the cells; the shade only repeats them.

use leptos::html::Section;
use leptos::prelude::*;
use shared::stats::compare::percent;
use shared::stats::dim::{hour_code, parse_hour_code};
use shared::stats::facts::Field;
use shared::stats::figures::ByCode;
use shared::text;
use shared::time::Date;

use super::board::Board;
use crate::components::chart::seen_first;
use crate::i18n::*;
use crate::platform::sight;

/// Shades from the lightest to the darkest; 0 is none.
const SHADES: i64 = 6;
/// A Monday; only its weekday counts.
const MONDAY: (i32, u32, u32) = (2024, 1, 1);

/// The card.
#[component]
pub fn ByHour(board: Board) -> impl IntoView {
    let texts = board.texts;
    let card = NodeRef::<Section>::new();
    // A hundred cells; the finding above them does not wait.
    let in_sight = sight::in_sight(move || card.get().map(Into::into));
    let counted = move || board.counted().now.by(Field::HourOfWeek).clone();
    let shown = seen_first(in_sight, counted);
    let finding = move || {
        let counted = counted();
        let busiest = cells(&counted).max_by_key(|(_, _, n)| *n).filter(|(_, _, n)| *n > 0);
        match busiest {
            None => t_string!(texts, overview.nothing).to_string(),
            Some((weekday, hour, n)) => t_string!(
                texts,
                overview.hours_find,
                day = name(weekday, board),
                from = hour,
                to = hour + 1,
                n = text::number(n, board.lang())
            )
            .to_string(),
        }
    };
    let note = move || {
        let counted = counted();
        let all: i64 = counted.values().sum();
        let unknown = all - cells(&counted).map(|(_, _, n)| n).sum::<i64>();
        (unknown > 0).then(|| {
            let n = text::number(unknown, board.lang());
            view! {
                <p class="chart__notes">
                    {t_string!(texts, overview.hours_unknown, n = n, share = percent(unknown, all))}
                </p>
            }
        })
    };
    view! {
        <section class="card chart" node_ref=card>
            <h2 id="hours-title">{t!(texts, overview.hours)}</h2>
            <p class="chart__finding">{finding}</p>
            {move || table(board, &shown.get())}
            {note}
        </section>
    }
}

/// Weekday, hour and helps of each code with an hour.
fn cells(counted: &ByCode) -> impl Iterator<Item = (u32, u32, i64)> {
    counted.iter().filter_map(|(code, n)| {
        let (weekday, hour) = parse_hour_code(code)?;
        Some((weekday, hour?, *n))
    })
}

fn day(weekday: u32) -> Option<Date> {
    let (year, month, day) = MONDAY;
    let monday = Date::new(year, month, day)?;
    Some(monday.plus_days(i32::try_from(weekday).ok()? - 1))
}

fn name(weekday: u32, board: Board) -> &'static str {
    day(weekday).map_or("", |date| text::weekday(date, board.lang()))
}

/// The hours from the first to the last with a help, the weekdays likewise but at least Monday to Friday.
fn table(board: Board, counted: &ByCode) -> Option<AnyView> {
    let texts = board.texts;
    let hours: Vec<u32> = cells(counted).filter(|(_, _, n)| *n > 0).map(|(_, hour, _)| hour).collect();
    let (from, to) = (*hours.iter().min()?, *hours.iter().max()?);
    let days = cells(counted).filter(|(_, _, n)| *n > 0).map(|(day, _, _)| day).max()?.max(5);
    let most = cells(counted).map(|(_, _, n)| n).max()?;
    let head = (from..=to).map(|hour| view! { <th scope="col">{hour}</th> }).collect_view();
    let row = |weekday: u32| {
        let cell = |hour: u32| {
            let code = day(weekday).map(|date| hour_code(date, Some(hour))).unwrap_or_default();
            let n = counted.get(&code).copied().unwrap_or(0);
            let shade = (n.max(0) * SHADES + most - 1) / most;
            view! { <td class=format!("heat__cell heat__cell--{shade}")>{text::number(n, board.lang())}</td> }
        };
        view! {
            <tr>
                <th scope="row">{name(weekday, board)}</th>
                {(from..=to).map(cell).collect_view()}
            </tr>
        }
    };
    let table = view! {
        <div class="heat" role="region" aria-labelledby="hours-title" tabindex="0">
            <table>
                <caption class="visually-hidden">{t_string!(texts, overview.hours_caption)}</caption>
                <thead>
                    <tr>
                        <td></td>
                        {head}
                    </tr>
                </thead>
                <tbody>{(1..=days).map(row).collect_view()}</tbody>
            </table>
        </div>
    };
    Some(table.into_any())
}
