//! The log screen of an enrolled tablet.
//!
//! Owns: where its parts stand. Must not: decide what is saved (see `desk`).

use leptos::ev;
use leptos::prelude::*;

use super::desk::{Mode, use_desk};
use super::details::Details;
use super::others::{Opened, OtherForms, Others};
use super::saved::SavedLine;
use super::topics::{TopicChoice, TopicCounts, TopicTaps};
use crate::components::choice::Segments;
use crate::components::error_summary::ErrorSummary;
use crate::components::heading::PageHeading;
use crate::components::icon::{self, Icon};
use crate::components::label::text;
use crate::i18n::*;
use crate::pages::lost::Lost;
use crate::pages::words::{today, use_words};
use crate::state::lists::use_lists;

/// The screen.
#[component]
pub fn LogScreen() -> impl IntoView {
    let words = use_words();
    let desk = use_desk();
    desk.form.tie_place(use_lists());
    let modes = vec![
        (Mode::Single, say!(words.texts, log.mode_single)),
        (Mode::Tally, say!(words.texts, log.mode_tally)),
        (Mode::Batch, say!(words.texts, log.mode_batch)),
    ];
    Effect::new(move || {
        desk.mode.track();
        desk.faults.set(Vec::new());
    });
    let topics = move || match desk.mode.get() {
        Mode::Single => view! { <TopicChoice chosen=desk.form.topic /> }.into_any(),
        Mode::Tally => view! {
            <p class="log__hint soft">{t!(words.texts, log.tally_hint)}</p>
            <TopicTaps counts=desk.taps tap=Callback::new(move |topic| desk.tap(topic)) />
        }
        .into_any(),
        Mode::Batch => view! {
            <p class="log__hint soft">{t!(words.texts, log.batch_hint)}</p>
            <TopicCounts counts=desk.counts />
        }
        .into_any(),
    };
    let now = text(move || t_string!(words.texts, when.now, day = words.short_day(today())));
    let opened = Opened::default();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        desk.save();
    };
    view! {
        <div class="page__head log__head">
            <PageHeading text=say!(words.texts, log.title) />
            <Segments
                name="mode"
                legend=say!(words.texts, log.modes)
                items=modes
                chosen=desk.mode
            />
        </div>
        // Whoever logs must hear of it, not only whoever opens the tablet's own page.
        <Lost />
        <form class="log" on:submit=submit novalidate>
            <section class="log__topics" aria-label=move || t_string!(words.texts, log.topics)>
                <ErrorSummary faults=desk.faults />
                {topics}
            </section>
            <div class="log__side">
                <section class="card log__details" aria-label=move || t_string!(words.texts, log.details)>
                    <Details form=desk.form mode=desk.mode now faults=desk.faults timer=desk.timer />
                </section>
                <div class="log__save">
                    <SaveButton />
                    <SavedLine />
                </div>
            </div>
            <Others opened />
        </form>
        <OtherForms opened />
    }
}

/// The one big button, with what it will do where that is not plain.
#[component]
fn SaveButton() -> impl IntoView {
    let words = use_words();
    let desk = use_desk();
    let day = move || {
        let on = desk.form.date.with(|date| date.parse().ok())?;
        desk.form.is_late().then(|| t_string!(words.texts, log.for_day, day = words.day(on)))
    };
    let total = move || {
        let total = desk.counts.with(|counts| counts.values().sum::<u32>());
        match (desk.mode.get(), total) {
            (Mode::Batch, 1) => Some(t_string!(words.texts, log.total.one).to_owned()),
            (Mode::Batch, 2..) => Some(t_string!(words.texts, log.total.many, count = total)),
            _ => None,
        }
    };
    view! {
        {move || {
            day()
                .map(|day| {
                    view! {
                        <p class="log__late">
                            <Icon shape=icon::CALENDAR />
                            {day}
                        </p>
                    }
                })
        }}
        {move || {
            (desk.mode.get() != Mode::Tally)
                .then(|| {
                    view! {
                        <button type="submit" class="hds-button hds-button--primary hds-button--big" id="save">
                            <span>
                                {t!(words.texts, action.save)}
                                {move || {
                                    total().map(|total| view! { <span class="log__total">" "{total}</span> })
                                }}
                            </span>
                        </button>
                    }
                })
        }}
    }
}
