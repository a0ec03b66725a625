//! An entry open for a change: the form it was made with.
//!
//! Owns: which form belongs to which kind, and the patch of what differs. Must not: save; it hands on both the whole and
//! the patch, since a rejected entry is made anew.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use shared::domain::duty::Duty;
use shared::domain::group_session::GroupSession;
use shared::domain::help::Help;
use shared::domain::op::{Kind, Registers};
use shared::domain::row::Row;

use crate::components::error_summary::{ErrorSummary, Faults};
use crate::i18n::*;
use crate::pages::log::Mode;
use crate::pages::log::details::Details;
use crate::pages::log::form::{Form, Lack};
use crate::pages::log::group::GroupForm;
use crate::pages::log::nobody::NobodyForm;
use crate::pages::log::topics::TopicChoice;
use crate::pages::words::use_words;
use crate::state::lists::use_lists;

/// What an entry shall be.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    /// All its registers, to make it anew.
    pub all: Registers,
    /// Those that differ, to patch it.
    pub changes: Registers,
}

/// The form of an entry.
#[component]
pub fn EditForm(
    /// The entry.
    row: Arc<Row>,
    /// Called with what it shall be.
    keep: Callback<Edited>,
    /// Called when nothing shall be changed.
    cancel: Callback<()>,
) -> impl IntoView {
    match row.of {
        Kind::Help => Help::of(&row).map(|before| view! { <HelpForm before keep cancel /> }.into_any()),
        Kind::GroupSession => GroupSession::of(&row).map(|before| {
            let old = before.clone();
            let done = Callback::new(move |now: GroupSession| {
                keep.run(Edited { all: now.registers(), changes: now.changes(&old) })
            });
            view! { <GroupForm before=Some(before) done cancel /> }.into_any()
        }),
        Kind::Duty => Duty::of(&row).map(|before| {
            let old = before.clone();
            let done = Callback::new(move |now: Duty| {
                keep.run(Edited { all: now.registers(), changes: now.changes(&old) })
            });
            view! { <NobodyForm before=Some(before) done cancel /> }.into_any()
        }),
        Kind::SamplePeriod | Kind::CheckIn | Kind::Registration => None,
    }
}

/// A help, in the fields of the log screen.
#[component]
fn HelpForm(before: Help, keep: Callback<Edited>, cancel: Callback<()>) -> impl IntoView {
    let words = use_words();
    let texts = words.texts;
    let form = Form::default();
    form.fill(&before);
    form.tie_place(use_lists());
    let faults = RwSignal::new(Faults::new());
    let when = before.when;
    let now = Signal::derive(move || match (when.on, when.hour) {
        (Some(on), Some(hour)) => format!("{} {}", words.short_day(on), words.hours(hour, hour + 1)),
        (Some(on), None) => words.short_day(on),
        (None, _) => t_string!(texts, entries.now).to_owned(),
    });
    let before = StoredValue::new(before);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let old = before.get_value();
        match form.over(old.clone()) {
            Ok(help) => keep.run(Edited { all: help.registers(), changes: help.changes(&old) }),
            Err(Lack::Topic) => {
                faults.set(vec![("topics", wording(texts, |texts| t_string!(texts, log.choose_topic)))])
            }
            Err(Lack::Date) => {
                faults.set(vec![("when-date", wording(texts, |texts| t_string!(texts, when.bad_date)))])
            }
        }
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <ErrorSummary faults />
            <TopicChoice chosen=form.topic />
            <Details form mode=Signal::stored(Mode::Single) now faults />
            <div class="dialog__foot">
                <button type="submit" class="hds-button hds-button--primary">
                    {t!(texts, action.save)}
                </button>
                <button type="button" class="hds-button hds-button--secondary" on:click=move |_| cancel.run(())>
                    {t!(texts, action.cancel)}
                </button>
            </div>
        </form>
    }
}
