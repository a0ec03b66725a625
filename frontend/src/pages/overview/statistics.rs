//! What the national library statistics ask for: guidances and group trainings of the calendar year, per library.
//!
//! Owns: the card. Filters do not touch it: the statistics want the whole year of each library.

use leptos::prelude::*;
use shared::stats::library_year::{LibraryYear, library_year};
use shared::text;

use super::board::Board;
use super::words;
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::state::facts::UseFacts;

/// The card.
#[component]
pub fn Statistics(board: Board, facts: UseFacts) -> impl IntoView {
    let texts = board.texts;
    let year = Memo::new(move |_| board.selection.get().year);
    let counted = Memo::new(move |_| facts.with(|facts| library_year(facts, year.get())).unwrap_or_default());
    let until = move || {
        let (today, year) = (board.state.get().today, year.get());
        (year == today.year()).then(|| {
            let date = text::date(today, board.lang());
            view! { <p class="small soft">{t_string!(texts, overview.statistics_open, date = date)}</p> }
        })
    };
    view! {
        <section class="card stack">
            <h2>{move || t_string!(texts, overview.statistics, year = year.get())}</h2>
            <p>{t!(texts, overview.statistics_text)}</p>
            {move || counted.with(|counted| table(board, counted))}
            {until}
        </section>
    }
}

fn table(board: Board, counted: &[LibraryYear]) -> AnyView {
    let (texts, lang, state) = (board.texts, board.lang(), board.state.get());
    let columns = vec![
        Column::text(t_string!(texts, overview.library)),
        Column::number(t_string!(texts, export.guidances)),
        Column::number(t_string!(texts, export.trainings)),
        Column::number(t_string!(texts, export.training_participants)),
    ];
    let rows = state.libraries.iter().map(|library| {
        let found = counted.iter().find(|of| of.library == library.code);
        let name = words::library(library, lang).into_any();
        let numbers = match found {
            Some(of) => [of.guidances, of.trainings.n, of.trainings.people].map(|n| text::number(n, lang)),
            // Without any entry nobody knows whether there was nothing to log.
            None => [(); 3].map(|()| t_string!(texts, overview.no_entries).to_string()),
        };
        std::iter::once(name).chain(numbers.into_iter().map(IntoAny::into_any)).collect()
    });
    let rows = rows.collect();
    records(t_string!(texts, overview.statistics, year = board.selection.get().year), columns, rows)
}
