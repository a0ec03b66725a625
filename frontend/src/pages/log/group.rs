//! The form of a group session.
//!
//! Owns: its fields and their faults. Must not: save; it hands the session on.

use leptos::ev;
use leptos::prelude::*;
use shared::domain::group_session::{GroupSession, MAX_PARTICIPANTS, MAX_TITLE};
use shared::domain::help::CUSTOMER;

use super::when::{SpanFields, SpanForm};
use crate::components::choice::ChipGroup;
use crate::components::error_summary::{ErrorSummary, Faults, fault_of};
use crate::components::field::{SelectField, TextField};
use crate::components::label::{Item, text};
use crate::i18n::*;
use crate::pages::words::use_words;

/// The form; `before` is the session that is changed.
#[component]
pub fn GroupForm(
    /// The session that is changed, or none.
    before: Option<GroupSession>,
    /// Called with the session.
    done: Callback<GroupSession>,
    /// Called when nothing shall be saved.
    cancel: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let texts = words.texts;
    let faults = RwSignal::new(Faults::new());
    let old = before.clone();
    let kind = RwSignal::new(Some(old.as_ref().map_or_else(|| CUSTOMER.to_owned(), |old| old.kind.clone())));
    let topic = RwSignal::new(old.as_ref().map(|old| old.topic.clone()).unwrap_or_default());
    let title = RwSignal::new(old.as_ref().and_then(|old| old.title.clone()).unwrap_or_default());
    let participants =
        RwSignal::new(old.as_ref().map(|old| old.participants.to_string()).unwrap_or_default());
    let span = SpanForm::new(old.as_ref().map(|old| old.span));
    let topics = Signal::derive(move || {
        let none = Item { code: String::new(), label: t_string!(texts, form.none).to_owned() };
        std::iter::once(none).chain(words.topics().get()).collect::<Vec<_>>()
    });
    let before = StoredValue::new(before);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let mut found = Faults::new();
        if topic.with_untracked(String::is_empty) {
            found.push(("group-topic", wording(texts, |texts| t_string!(texts, group.topic_missing))));
        }
        let name = title.with_untracked(|title| title.trim().to_owned());
        if name.chars().count() > MAX_TITLE {
            found.push((
                "group-name",
                wording(texts, move |texts| t_string!(texts, form.too_long, max = MAX_TITLE)),
            ));
        }
        let read = span.read(texts);
        if let Err(more) = &read {
            found.extend(more.iter().cloned());
        }
        let number = participants.with_untracked(|text| text.trim().parse().ok());
        let number = number.filter(|number: &u32| *number <= MAX_PARTICIPANTS);
        if number.is_none() {
            found.push((
                "group-participants",
                wording(texts, |texts| t_string!(texts, group.participants_bad)),
            ));
        }
        let (Ok(span), Some(participants), true) = (read, number, found.is_empty()) else {
            faults.set(found);
            return;
        };
        let old = before.get_value();
        done.run(GroupSession {
            kind: kind.get_untracked().unwrap_or_else(|| CUSTOMER.to_owned()),
            span,
            point: old.as_ref().and_then(|old| old.point.clone()),
            topic: topic.get_untracked(),
            title: (!name.is_empty()).then_some(name),
            participants,
            author: old.and_then(|old| old.author),
        });
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <p>{t!(texts, group.intro)}</p>
            <ErrorSummary faults />
            <ChipGroup
                name="group-kind"
                legend=say!(texts, log.kind)
                items=words.list("kind")
                chosen=kind
                required=true
            />
            <SelectField
                id="group-topic"
                label=say!(texts, group.topic)
                items=topics
                value=topic
                error=fault_of(faults, "group-topic")
            />
            <SpanFields span faults />
            <TextField
                id="group-participants"
                label=say!(texts, group.participants)
                value=participants
                kind="number"
                error=fault_of(faults, "group-participants")
            />
            <TextField
                id="group-name"
                label=text(move || format!("{} ({})", t_string!(texts, group.name), t_string!(texts, form.optional)))
                hint=say!(texts, group.name_hint)
                value=title
                error=fault_of(faults, "group-name")
            />
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
