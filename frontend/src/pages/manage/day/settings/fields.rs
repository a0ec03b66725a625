//! What stands in the fields of the forms, and reading it.
//!
//! Owns: texts in three languages; times, dates and numbers as they are typed.

use leptos::prelude::*;
use shared::domain::day::{HourMinute, Texts as DayTexts};
use shared::time::Date;

use crate::components::error_summary::Faults;
use crate::components::field::{TextArea, TextField};
use crate::i18n::*;
use crate::pages::form::trimmed;

/// A text in three languages.
#[derive(Clone, Copy)]
pub struct TextFields([RwSignal<String>; 3]);

impl TextFields {
    /// Of what is there.
    pub fn of(texts: &DayTexts) -> Self {
        Self(texts.all().map(|text| RwSignal::new(text.to_owned())))
    }

    /// What they say.
    pub fn read(self) -> DayTexts {
        let [fi, sv, en] = self.0.map(trimmed);
        DayTexts { fi, sv, en }
    }
}

/// The fields of a text in three languages.
#[component]
pub fn Three(
    /// The ids of the fields: Finnish, Swedish, English.
    ids: [&'static str; 3],
    /// What is asked.
    #[prop(into)]
    legend: Signal<String>,
    /// The texts.
    fields: TextFields,
    /// Several lines each.
    #[prop(optional)]
    long: bool,
    /// How to answer, at the Finnish one.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
) -> impl IntoView {
    let texts = use_i18n();
    let labels =
        [say!(texts, day.languages.fi), say!(texts, day.languages.sv), say!(texts, day.languages.en)];
    let no_hint = Signal::stored(String::new());
    let field = |at: usize| {
        let (id, value, label) = (ids[at], fields.0[at], labels[at]);
        let hint = hint.filter(|_| at == 0).unwrap_or(no_hint);
        if long {
            view! { <TextArea id label value hint /> }.into_any()
        } else {
            view! { <TextField id label value hint /> }.into_any()
        }
    };
    view! {
        <fieldset class="three">
            <legend class="three__legend">{move || legend.get()}</legend>
            {field(0)}
            {field(1)}
            {field(2)}
        </fieldset>
    }
}

/// A time of the day; what is none is a fault at its control.
pub fn time(
    texts: Texts,
    value: RwSignal<String>,
    id: &'static str,
    faults: &mut Faults,
) -> Option<HourMinute> {
    let read = trimmed(value).parse().ok();
    if read.is_none() {
        faults.push((id, wording(texts, |texts| t_string!(texts, day.wrong.time))));
    }
    read
}

/// A date; what is none is a fault at its control.
pub fn date(texts: Texts, value: RwSignal<String>, id: &'static str, faults: &mut Faults) -> Option<Date> {
    let read = trimmed(value).parse().ok();
    if read.is_none() {
        faults.push((id, wording(texts, |texts| t_string!(texts, day.wrong.date))));
    }
    read
}

/// A whole number; what is none is a fault at its control. Spaces between groups of digits are fine.
pub fn number(texts: Texts, value: RwSignal<String>, id: &'static str, faults: &mut Faults) -> Option<u32> {
    let digits: String = value.with_untracked(|text| text.chars().filter(|c| !c.is_whitespace()).collect());
    let read = digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
    if read.is_none() {
        faults.push((id, wording(texts, |texts| t_string!(texts, day.wrong.number))));
    }
    read
}
