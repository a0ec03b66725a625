//! Notes on dates, under the chart of the months: why a figure is as it is.
//!
//! Owns: the list of those that concern the chosen dates, and for the chair writing and deleting. Must not: change a figure.

mod form;

use std::sync::Arc;

use leptos::prelude::*;
use shared::id::Id;
use shared::routes;
use shared::text;
use shared::wire::v1::note::{Note, Notes};

use self::form::NoteForm;
use super::board::Board;
use super::words;
use crate::components::dialog::Dialog;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::confirm::{Confirm, Question, opened_by};
use crate::pages::failure;
use crate::pages::manage::is_chair;
use crate::platform::page;
use crate::state::remote::Remote;
use crate::state::server;

/// Id of the line that says what was done.
const SAID: &str = "notes-said";

#[derive(Clone, Copy)]
struct Card {
    board: Board,
    list: Remote<Notes>,
    editing: RwSignal<Option<Option<Note>>>,
    deleting: RwSignal<Option<(Id, String)>>,
    said: RwSignal<Option<(Tone, Wording)>>,
}

/// The card.
#[component]
pub fn NotesCard(board: Board) -> impl IntoView {
    let texts = board.texts;
    let card = Card {
        board,
        list: Remote::<Notes>::kept(routes::NOTES),
        editing: RwSignal::new(None),
        deleting: RwSignal::new(None),
        said: RwSignal::new(None),
    };
    let chair = is_chair();
    let open = opened_by(card.editing);
    let saved = Callback::new(move |()| {
        open.set(false);
        card.list.reload();
        card.say(Tone::Good, wording(texts, |texts| t_string!(texts, note.saved)));
    });
    let question = RwSignal::new(None::<Question>);
    Effect::new(move |_| {
        if let Some((_, what)) = card.deleting.get() {
            question.set(Some(Question {
                title: wording(texts, |texts| t_string!(texts, note.delete_title)),
                words: vec![wording(texts, move |_| what.clone())],
                yes: wording(texts, |texts| t_string!(texts, action.delete)),
            }));
        }
    });
    let said =
        move || card.said.get().map(|(tone, words)| view! { <Notice tone>{move || words.text()}</Notice> });
    view! {
        <section class="card stack" aria-labelledby="notes-title">
            <h2 id="notes-title">{t!(texts, note.title)}</h2>
            <div id=SAID role="status" tabindex="-1" class="said">
                {said}
            </div>
            {move || card.list.ready().map(|notes| view! { <Lines card notes /> })}
            {move || {
                chair
                    .get()
                    .then(|| {
                        view! {
                            <div class="no-print">
                                <button
                                    type="button"
                                    class="hds-button hds-button--secondary"
                                    on:click=move |_| card.editing.set(Some(None))
                                >
                                    {t!(texts, note.new)}
                                </button>
                            </div>
                        }
                    })
            }}
        </section>
        <Dialog id="note-dialog" open title=say!(texts, note.one)>
            {move || {
                card.editing
                    .get_untracked()
                    .map(|note| {
                        view! { <NoteForm board note saved cancel=Callback::new(move |()| open.set(false)) /> }
                    })
            }}
        </Dialog>
        <Confirm question on_yes=Callback::new(move |()| card.delete()) />
    }
}

impl Card {
    fn say(self, tone: Tone, words: Wording) {
        self.said.set(Some((tone, words)));
        page::focus(SAID);
    }

    fn delete(self) {
        let texts = self.board.texts;
        let Some((id, _)) = self.deleting.get_untracked() else { return };
        leptos::task::spawn_local(async move {
            match server::delete(&format!("{}/{id}", routes::NOTES)).await {
                Ok(()) => self.say(Tone::Good, wording(texts, |texts| t_string!(texts, note.deleted))),
                Err(failure) => self.say(Tone::Bad, failure::wording(texts, failure)),
            }
            self.list.reload();
        });
    }
}

/// The notes that concern the chosen dates or those they are compared with.
#[component]
fn Lines(card: Card, notes: Signal<Arc<Notes>>) -> impl IntoView {
    let board = card.board;
    let texts = board.texts;
    let chair = is_chair();
    move || {
        let Some(compared) = board.counted().compared else { return ().into_any() };
        let notes = notes.get();
        let concerns =
            |note: &&Note| [compared.now, compared.then].iter().any(|span| note.concerns(span.from, span.to));
        let shown: Vec<Note> = notes.notes.iter().filter(concerns).cloned().collect();
        if shown.is_empty() {
            return view! { <p class="soft">{t!(texts, note.none)}</p> }.into_any();
        }
        let line = |note: Note| {
            let dates = text::span(note.period.from, note.period.to, board.lang());
            let library = match &note.library {
                Some(code) => words::library_of(&board.state.get(), code, board.lang()),
                None => t_string!(texts, note.all).to_string(),
            };
            let what = format!("{dates}, {library}: {}", note.body);
            let (edit, id) = (note.clone(), note.id);
            let buttons = chair.get().then(|| {
                let label = t_string!(texts, manage.edit_of, what = dates.clone()).to_string();
                let delete = t_string!(texts, note.delete_of, what = dates.clone()).to_string();
                view! {
                    <span class="row no-print">
                        <button
                            type="button"
                            class="hds-button hds-button--quiet"
                            aria-label=label
                            on:click=move |_| card.editing.set(Some(Some(edit.clone())))
                        >
                            {t!(texts, action.edit)}
                        </button>
                        <button
                            type="button"
                            class="hds-button hds-button--quiet"
                            aria-label=delete
                            on:click=move |_| card.deleting.set(Some((id, what.clone())))
                        >
                            {t!(texts, action.delete)}
                        </button>
                    </span>
                }
            });
            view! {
                <li class="notes__line">
                    <p>
                        <b>{dates.clone()}</b>
                        " "
                        <span class="soft">{library}</span>
                        <br />
                        <span class="notes__body">{note.body}</span>
                    </p>
                    {buttons}
                </li>
            }
        };
        view! { <ul class="notes">{shown.into_iter().map(line).collect_view()}</ul> }.into_any()
    }
}
