//! When it happened.
//!
//! Owns: the fields for a date with or without an hour, and for a date with hours from–to. Must not: allow a date that no
//! entry may have.

use leptos::prelude::*;
use shared::domain::help::DAYS_BACK;
use shared::domain::span::Span;
use shared::time::Date;

use super::form::{Form, NOW, OTHER, chosen_date};
use crate::components::choice::ChipGroup;
use crate::components::error_summary::{Faults, fault_of};
use crate::components::field::{DateField, SelectField};
use crate::components::label::{Item, text};
use crate::i18n::*;
use crate::pages::form::required;
use crate::pages::words::{today, use_words};

/// Now or another time; the other time's fields.
#[component]
pub fn WhenFields(
    /// The fields.
    form: Form,
    /// What the first chip says.
    #[prop(into)]
    now: Signal<String>,
    /// What is wrong.
    faults: RwSignal<Faults>,
) -> impl IntoView {
    let words = use_words();
    let items = Signal::derive(move || {
        vec![
            Item { code: NOW.to_owned(), label: now.get() },
            Item { code: OTHER.to_owned(), label: t_string!(words.texts, log.other_time).to_owned() },
        ]
    });
    Effect::new(move || {
        if form.is_late() {
            form.choose_date();
        }
    });
    let hours = Signal::derive(move || {
        let unknown =
            Item { code: String::new(), label: t_string!(words.texts, when.hour_unknown).to_owned() };
        let hour = |hour: u32| Item { code: hour.to_string(), label: words.hours(hour, hour + 1) };
        std::iter::once(unknown).chain((0..24).map(hour)).collect::<Vec<_>>()
    });
    view! {
        <ChipGroup
            name="when"
            legend=say!(words.texts, log.when)
            items
            chosen=form.when
            required=true
        />
        {move || {
            form.is_late()
                .then(|| {
                    view! {
                        <div class="fields">
                            <DayField id="when-date" value=form.date faults />
                            <SelectField
                                id="when-hour"
                                label=say!(words.texts, when.hour_label)
                                items=hours
                                value=form.hour
                            />
                        </div>
                    }
                })
        }}
    }
}

/// A date between 60 days ago and today.
#[component]
fn DayField(id: &'static str, value: RwSignal<String>, faults: RwSignal<Faults>) -> impl IntoView {
    let words = use_words();
    view! {
        <DateField
            id
            label=say!(words.texts, when.date)
            value
            first=text(|| today().plus_days(-DAYS_BACK).to_string())
            last=text(|| today().to_string())
            error=fault_of(faults, id)
        />
    }
}

/// The fields of a date with hours.
#[derive(Clone, Copy)]
pub struct SpanForm {
    before: Option<Date>,
    date: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl SpanForm {
    /// The span that exists, or today without hours.
    pub fn new(span: Option<Span>) -> Self {
        let hour = |hour: Option<u32>| RwSignal::new(hour.map(|hour| hour.to_string()).unwrap_or_default());
        let on = span.map_or_else(|| untrack(today), |span| span.on);
        Self {
            before: span.map(|span| span.on),
            date: RwSignal::new(on.to_string()),
            from: hour(span.map(|span| span.from)),
            to: hour(span.map(|span| span.to)),
        }
    }

    /// The span, or what is wrong with it.
    pub fn read(self, texts: Texts) -> Result<Span, Faults> {
        let mut faults = Faults::new();
        let on = self.date.with_untracked(|date| chosen_date(date, self.before));
        let from = self.from.with_untracked(|hour| hour.parse().ok());
        let to = self.to.with_untracked(|hour| hour.parse().ok());
        if on.is_none() {
            faults.push(("span-date", wording(texts, |texts| t_string!(texts, when.bad_date))));
        }
        if from.is_none() {
            faults.push(("span-from", required(texts, |texts| t_string!(texts, when.from))));
        }
        match (from, to) {
            (_, None) => faults.push(("span-to", required(texts, |texts| t_string!(texts, when.to)))),
            (Some(from), Some(to)) if from >= to => {
                faults.push(("span-to", wording(texts, |texts| t_string!(texts, when.bad_hours))));
            }
            _ => {}
        }
        match (on, from, to) {
            (Some(on), Some(from), Some(to)) if faults.is_empty() => Ok(Span { on, from, to }),
            _ => Err(faults),
        }
    }
}

/// A date and hours from–to.
#[component]
pub fn SpanFields(
    /// The fields.
    span: SpanForm,
    /// What is wrong.
    faults: RwSignal<Faults>,
) -> impl IntoView {
    let words = use_words();
    let hours = move |range: std::ops::RangeInclusive<u32>| {
        Signal::derive(move || {
            let none = Item { code: String::new(), label: t_string!(words.texts, form.none).to_owned() };
            let hour = |hour: u32| Item { code: hour.to_string(), label: hour.to_string() };
            std::iter::once(none).chain(range.clone().map(hour)).collect::<Vec<_>>()
        })
    };
    view! {
        <div class="fields">
            <DayField id="span-date" value=span.date faults />
            <SelectField
                id="span-from"
                label=say!(words.texts, when.from)
                items=hours(0..=23)
                value=span.from
                error=fault_of(faults, "span-from")
            />
            <SelectField
                id="span-to"
                label=say!(words.texts, when.to)
                items=hours(1..=24)
                value=span.to
                error=fault_of(faults, "span-to")
            />
        </div>
    }
}
