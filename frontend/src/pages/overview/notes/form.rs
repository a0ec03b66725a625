//! Writing a note.
//!
//! Owns: the form. A new note has its id from the moment the form opens, so that the same one twice is one.

use leptos::prelude::*;
use shared::domain::sample_period::Period;
use shared::routes;
use shared::time::Date;
use shared::wire::v1::note::{MAX_BODY, Note};

use crate::components::field::{DateField, SelectField, TextArea};
use crate::components::label::Item;
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState, optional, required, trimmed};
use crate::pages::overview::board::Board;
use crate::pages::overview::words;
use crate::state::{ids, server};

const FIELDS: FieldIds =
    &[("from", "note-from"), ("to", "note-to"), ("library", "note-library"), ("body", "note-body")];
/// The first and the last date that can be chosen, from today: a reform is known before it comes.
const YEARS: i32 = 10;

/// The form.
#[component]
pub fn NoteForm(
    board: Board,
    /// The note that is changed; none for a new one.
    note: Option<Note>,
    /// Called when the server has it.
    saved: Callback<()>,
    /// Gives up.
    cancel: Callback<()>,
) -> impl IntoView {
    let texts = board.texts;
    let today = board.state.get_untracked().today;
    let id = note.as_ref().map_or_else(ids::mint, |note| note.id);
    let date = |of: fn(&Period) -> Date| {
        RwSignal::new(note.as_ref().map_or(today, |note| of(&note.period)).to_string())
    };
    let (from, to) = (date(|period| period.from), date(|period| period.to));
    let library = RwSignal::new(note.as_ref().and_then(|note| note.library.clone()).unwrap_or_default());
    let body = RwSignal::new(note.map(|note| note.body).unwrap_or_default());
    let libraries = Signal::derive(move || {
        let all = Item { code: String::new(), label: t_string!(texts, note.all).to_string() };
        let state = board.state.get();
        let item = |of: &shared::wire::v1::overview::LibraryFigures| Item {
            code: of.code.clone(),
            label: words::library(of, board.lang()),
        };
        std::iter::once(all).chain(state.libraries.iter().map(item)).collect::<Vec<_>>()
    });
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        let read = |field: RwSignal<String>| field.with_untracked(|text| text.parse::<Date>().ok());
        let mut faults = Vec::new();
        let (first, last) = (read(from), read(to));
        if first.is_none() {
            faults.push(("note-from", required(texts, |texts| t_string!(texts, note.from))));
        }
        if last.is_none() {
            faults.push(("note-to", required(texts, |texts| t_string!(texts, note.to))));
        }
        if first.zip(last).is_some_and(|(first, last)| first > last) {
            faults.push(("note-to", wording(texts, |texts| t_string!(texts, note.order).to_owned())));
        }
        let text = trimmed(body);
        let long = text.chars().count();
        if text.is_empty() {
            faults.push(("note-body", required(texts, |texts| t_string!(texts, note.body))));
        } else if long > MAX_BODY {
            let told =
                move |texts: Texts| t_string!(texts, note.too_long, n = long, most = MAX_BODY).to_string();
            faults.push(("note-body", wording(texts, told)));
        }
        if !state.may_send(faults) {
            return;
        }
        let Some((from, to)) = first.zip(last) else { return };
        let form = Note { id, period: Period { from, to }, library: optional(library), body: text };
        let path = format!("{}/{id}", routes::NOTES);
        state.send(texts, async move { server::put::<Note>(&path, &form).await }, move |_| saved.run(()));
    });
    let (first, last) = (today.plus_years(-YEARS).to_string(), today.plus_years(YEARS).to_string());
    view! {
        <p class="soft">{t!(texts, note.hint)}</p>
        <Form state submit=say!(texts, action.save) on_submit=submit cancel>
            <DateField
                id="note-from"
                label=say!(texts, note.from)
                value=from
                first=Signal::stored(first.clone())
                last=Signal::stored(last.clone())
                error=state.fault("note-from")
            />
            <DateField
                id="note-to"
                label=say!(texts, note.to)
                value=to
                first=Signal::stored(first)
                last=Signal::stored(last)
                error=state.fault("note-to")
            />
            <SelectField
                id="note-library"
                label=say!(texts, overview.library)
                items=libraries
                value=library
                error=state.fault("note-library")
            />
            <TextArea
                id="note-body"
                label=say!(texts, note.body)
                value=body
                error=state.fault("note-body")
            />
        </Form>
    }
}
