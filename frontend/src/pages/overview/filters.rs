//! The filters: what is chosen, in controls and in words.
//!
//! Owns: the bar of choices, and the line that says what is filtered. Must not: know what a choice does to a figure.

use leptos::prelude::*;
use shared::stats::dim::NOT_STATED;
use shared::stats::facts::Field;
use shared::stats::selection::{FIELDS, Part, Selection};
use shared::text;

use super::board::{Board, list};
use super::words;
use crate::components::notice::{Notice, Tone};
use crate::components::pick::Pick;
use crate::i18n::*;
use crate::platform::page;

/// How many years back can be chosen from the list; an address reaches further.
const YEARS: i32 = 10;
/// The choices that are always in sight, after the dates.
const FIRST: [Field; 3] = [Field::Library, Field::Kind, Field::Topic];
/// Id of the first choice.
const FIRST_ID: &str = "filter-year";
/// Id of the line that says what is filtered.
const FILTERED: &str = "filtered";

/// The bar of choices.
#[component]
pub fn FilterBar(board: Board) -> impl IntoView {
    let texts = board.texts;
    let rest = move || FIELDS.iter().map(|(field, _)| *field).filter(|field| !FIRST.contains(field));
    let narrowed = move || {
        let selection = board.selection.get();
        rest().filter(|field| !selection.codes(*field).is_empty()).count()
    };
    // A link that narrows by one of them shows it.
    let is_narrowed = narrowed() > 0;
    let more = move || match narrowed() {
        0 => t_string!(texts, overview.more_filters).to_string(),
        n => format!("{} ({n})", t_string!(texts, overview.more_filters)),
    };
    view! {
        <div class="filters" role="search" aria-label=move || t_string!(texts, overview.filters).to_string()>
            <div class="filters__row">
                <YearPick board />
                <PartPick board />
                {FIRST
                    .map(|field| {
                        // A contact has one library.
                        let is_shown = Memo::new(move |_| {
                            field != Field::Library || board.state.get().libraries.len() > 1
                        });
                        move || is_shown.get().then(|| view! { <FieldPick board field /> })
                    })
                    .collect_view()}
            </div>
        </div>
        // Not in the bar that stays in sight: open, it would hide the charts.
        <details class="disclosure" open=is_narrowed>
            <summary>{more}</summary>
            <div class="filters__row">{rest().map(|field| view! { <FieldPick board field /> }).collect_view()}</div>
        </details>
    }
}

#[component]
fn YearPick(board: Board) -> impl IntoView {
    let texts = board.texts;
    let this = move || board.state.get().today.year();
    let items = Signal::derive(move || {
        let chosen = board.selection.get().year;
        let mut years: Vec<i32> = (0..YEARS).map(|n| this() - n).chain([chosen]).collect();
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        years.into_iter().map(|year| (year.to_string(), year.to_string())).collect()
    });
    let choose = move |year: String| {
        if let Ok(year) = year.parse() {
            board.change(|selection| selection.year = year);
        }
    };
    view! {
        <Pick
            id=FIRST_ID.to_owned()
            label=say!(texts, overview.f_year)
            items
            chosen=Signal::derive(move || board.selection.get().year.to_string())
            active=Signal::derive(move || board.selection.get().year != this())
            choose=Callback::new(choose)
        />
    }
}

#[component]
fn PartPick(board: Board) -> impl IntoView {
    let texts = board.texts;
    let items =
        Signal::derive(move || Part::all().map(|part| (part.code(), words::part(texts, part))).collect());
    let choose = move |code: String| {
        board.change(|selection| selection.part = Part::from_code(&code).unwrap_or_default());
    };
    view! {
        <Pick
            id="filter-part".to_owned()
            label=say!(texts, overview.f_part)
            items
            chosen=Signal::derive(move || board.selection.get().part.code())
            active=Signal::derive(move || board.selection.get().part != Part::Year)
            choose=Callback::new(choose)
        />
    }
}

#[component]
fn FieldPick(board: Board, field: Field) -> impl IntoView {
    let name = FIELDS.iter().find(|(known, _)| *known == field).map_or("", |(_, name)| name);
    let items = Signal::derive(move || {
        let mut items = vec![(String::new(), t_string!(board.texts, overview.f_all).to_string())];
        items.extend(codes(board, field).into_iter().map(|code| {
            let words = board.label(field, &code);
            (code, words)
        }));
        items
    });
    let chosen = move || board.selection.get().codes(field).join(",");
    let active = move || match field {
        // Customers go without saying.
        Field::Kind => board.selection.get().code(field) != Some("customer"),
        _ => !board.selection.get().codes(field).is_empty(),
    };
    let choose = move |code: String| {
        let codes = if code.is_empty() { Vec::new() } else { vec![code] };
        board.change(|selection| selection.set(field, codes));
    };
    view! {
        <Pick
            id=format!("filter-{name}")
            label=Signal::derive(move || words::field(board.texts, field))
            items
            chosen=Signal::derive(chosen)
            active=Signal::derive(active)
            choose=Callback::new(choose)
        />
    }
}

/// What can be chosen of a field: what the lists have today, and whatever is chosen.
fn codes(board: Board, field: Field) -> Vec<String> {
    let state = board.state.get();
    let mut codes: Vec<String> = match list(field) {
        None => state.libraries.iter().map(|library| library.code.clone()).collect(),
        Some(list) => state.vocabulary.current(list).map(|value| value.code.clone()).collect(),
    };
    // A course is a group session, never a help.
    codes.retain(|code| field != Field::Form || code != shared::domain::help::COURSE);
    if !matches!(field, Field::Library | Field::Kind | Field::Topic | Field::Mode) {
        codes.push(NOT_STATED.to_owned());
    }
    let chosen = board.selection.get().codes(field).join(",");
    if !chosen.is_empty() && !codes.contains(&chosen) {
        codes.push(chosen);
    }
    codes
}

/// What is filtered, in words, with a way back; and what of the address was not understood.
#[component]
pub fn Filtered(board: Board) -> impl IntoView {
    let texts = board.texts;
    let unknown = move || {
        let unknown = board.unknown.get();
        (!unknown.is_empty()).then(|| {
            let what = unknown.join(", ");
            view! { <Notice tone=Tone::Mark>{t_string!(texts, overview.unknown_filter, what = what)}</Notice> }
        })
    };
    let chosen = move || {
        let selection = board.selection.get();
        let chip = |filter: &shared::stats::facts::Filter| {
            let field = filter.field;
            let codes: Vec<String> = filter.codes.iter().map(|code| board.label(field, code)).collect();
            let words = format!("{}: {}", words::field(texts, field), codes.join(", "));
            let label = t_string!(texts, overview.unfilter, what = words.clone()).to_string();
            view! {
                <li>
                    <button
                        type="button"
                        class="filtered__chip"
                        aria-label=label
                        on:click=move |_| {
                            board.change(|selection| selection.set(field, Vec::new()));
                            refocus(board);
                        }
                    >
                        {words}
                        <span aria-hidden="true">"×"</span>
                    </button>
                </li>
            }
        };
        selection.is_narrowed().then(|| {
            let narrowing = selection.filters().iter().filter(|filter| filter.field != Field::Kind);
            let fields: Vec<Field> = narrowing.clone().map(|filter| filter.field).collect();
            let clear = move |_| {
                board.change(|selection| {
                    fields.iter().for_each(|field| selection.set(*field, Vec::new()));
                });
                refocus(board);
            };
            view! {
                <p class="filtered__lead">{t_string!(texts, overview.filtered)}</p>
                <ul class="filtered__chips">{narrowing.map(chip).collect_view()}</ul>
                <button type="button" class="hds-button hds-button--supplementary hds-button--small" on:click=clear>
                    {t_string!(texts, overview.unfilter_all)}
                </button>
            }
        })
    };
    view! {
        {unknown}
        <div class="filtered" id=FILTERED role="status" tabindex="-1">
            {chosen}
        </div>
    }
}

/// The pressed button is gone: the focus goes to what is still filtered, or else to the first choice.
fn refocus(board: Board) {
    leptos::task::spawn_local(async move {
        // The selection follows the address, which changes in its own time.
        page::drawn().await;
        let narrowed = board.selection.try_with_untracked(Selection::is_narrowed) == Some(true);
        page::focus(if narrowed { FILTERED } else { FIRST_ID });
    });
}

/// The dates that are compared, and whether the chosen ones are over.
pub fn dates(board: Board) -> String {
    let (texts, lang) = (board.texts, board.lang());
    let state = board.state.get();
    let Some(compared) = board.selection.get().compared(state.today) else {
        return t_string!(texts, overview.not_begun).to_string();
    };
    t_string!(
        texts,
        overview.compares,
        now = text::span(compared.now.from, compared.now.to, lang),
        year = compared.then.to.year(),
        then = text::span(compared.then.from, compared.then.to, lang)
    )
    .to_string()
}
