//! What is being entered about one help, as signals.
//!
//! Owns: the way from the fields to a [`Help`] and back. An untouched field stays absent. Must not: save or render.

use leptos::prelude::*;
use shared::domain::help::{CUSTOMER, DAYS_BACK, Help, Outcome, Place, REFERRED, When};
use shared::time::{Date, helsinki};

use crate::state::clock;
use crate::state::lists::UseLists;

/// The chip of the time of entry.
pub const NOW: &str = "now";
/// The chip of a chosen date.
pub const OTHER: &str = "other";

/// The fields of one help.
#[derive(Clone, Copy)]
pub struct Form {
    /// Customer or own staff; always one of them.
    pub kind: RwSignal<Option<String>>,
    /// The main topic.
    pub topic: RwSignal<Option<String>>,
    /// Up to two more.
    pub also: RwSignal<Vec<String>>,
    /// The band of minutes.
    pub duration: RwSignal<Option<String>>,
    /// What came of it.
    pub outcome: RwSignal<Option<String>>,
    /// Where to, if referred.
    pub referred_to: RwSignal<Option<String>>,
    /// In person or remote.
    pub form: RwSignal<Option<String>>,
    /// Where or how.
    pub setting: RwSignal<Option<String>>,
    /// The customer's equipment.
    pub equipment: RwSignal<Option<String>>,
    /// The language of the service.
    pub lang: RwSignal<Option<String>>,
    /// How demanding.
    pub effort: RwSignal<Option<String>>,
    /// Straining.
    pub strain: RwSignal<bool>,
    /// People.
    pub people: RwSignal<u32>,
    /// [`NOW`] or [`OTHER`].
    pub when: RwSignal<Option<String>>,
    /// The chosen date, as the browser writes it.
    pub date: RwSignal<String>,
    /// The chosen hour; empty where it was not noted.
    pub hour: RwSignal<String>,
    /// Whether the seldom outcomes are shown.
    pub outcomes_open: RwSignal<bool>,
}

/// Why the fields make no help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// No topic.
    Topic,
    /// No date that can be chosen.
    Date,
}

impl Default for Form {
    fn default() -> Self {
        let choice = || RwSignal::new(None);
        Self {
            kind: RwSignal::new(Some(CUSTOMER.to_owned())),
            topic: choice(),
            also: RwSignal::new(Vec::new()),
            duration: choice(),
            outcome: choice(),
            referred_to: choice(),
            form: choice(),
            setting: choice(),
            equipment: choice(),
            lang: choice(),
            effort: choice(),
            strain: RwSignal::new(false),
            people: RwSignal::new(1),
            when: RwSignal::new(Some(NOW.to_owned())),
            date: RwSignal::new(String::new()),
            hour: RwSignal::new(String::new()),
            outcomes_open: RwSignal::new(false),
        }
    }
}

impl Form {
    /// Whether a date is chosen; tracked.
    pub fn is_late(self) -> bool {
        self.when.with(|when| when.as_deref() == Some(OTHER))
    }

    /// Everything about the last help is forgotten, but not the chosen day: late entries come several at a time.
    pub fn clear(self) {
        self.kind.set(Some(CUSTOMER.to_owned()));
        let choices = [self.topic, self.duration, self.outcome, self.referred_to, self.form, self.setting];
        for choice in choices.into_iter().chain([self.equipment, self.lang, self.effort]) {
            choice.set(None);
        }
        self.also.set(Vec::new());
        self.strain.set(false);
        self.people.set(1);
        self.outcomes_open.set(false);
    }

    /// Shows a help that exists.
    pub fn fill(self, help: &Help) {
        self.kind.set(Some(help.kind.clone()));
        self.topic.set(help.topics.first().cloned());
        self.also.set(help.topics.iter().skip(1).cloned().collect());
        self.duration.set(help.duration.clone());
        self.outcome.set(help.result.as_ref().map(|result| result.outcome.clone()));
        self.referred_to.set(help.result.as_ref().and_then(|result| result.referred_to.clone()));
        self.form.set(help.place.form.clone());
        self.setting.set(help.place.setting.clone());
        self.equipment.set(help.equipment.clone());
        self.lang.set(help.lang.clone());
        self.effort.set(help.effort.clone());
        self.strain.set(help.strain == Some(true));
        self.people.set(help.count);
        self.when.set(Some(if help.when.now { NOW } else { OTHER }.to_owned()));
        self.date.set(help.when.on.map(|on| on.to_string()).unwrap_or_default());
        self.hour.set(help.when.hour.map(|hour| hour.to_string()).unwrap_or_default());
    }

    /// Chooses a date; today where none was chosen yet.
    pub fn choose_date(self) {
        // Setting what is set already would wake the effect that calls this, for ever.
        if self.when.with_untracked(|when| when.as_deref() != Some(OTHER)) {
            self.when.set(Some(OTHER.to_owned()));
        }
        if self.date.with_untracked(String::is_empty) {
            self.date.set(helsinki(clock::now()).date.to_string());
        }
    }

    /// The fields written over `base`, whose mode, batch, author and point stay.
    pub fn over(self, base: Help) -> Result<Help, Lack> {
        let topics = self.topics();
        if topics.is_empty() {
            return Err(Lack::Topic);
        }
        let outcome = self.outcome.get_untracked();
        let referred_to = self.referred_to.get_untracked().filter(|_| outcome.as_deref() == Some(REFERRED));
        Ok(Help {
            kind: self.kind.get_untracked().unwrap_or_else(|| CUSTOMER.to_owned()),
            when: self.chosen_when(base.when)?,
            count: self.people.get_untracked(),
            topics,
            place: Place {
                point: base.place.point,
                form: self.form.get_untracked(),
                setting: self.setting.get_untracked(),
            },
            duration: self.duration.get_untracked(),
            equipment: self.equipment.get_untracked(),
            lang: self.lang.get_untracked(),
            result: outcome.map(|outcome| Outcome { outcome, referred_to }),
            effort: self.effort.get_untracked(),
            strain: self.strain.get_untracked().then_some(true),
            ..base
        })
    }

    fn topics(self) -> Vec<String> {
        let main = self.topic.get_untracked();
        let also = self.also.get_untracked().into_iter().filter(|topic| Some(topic) != main.as_ref());
        main.iter().cloned().chain(also).take(if main.is_some() { 3 } else { 0 }).collect()
    }

    /// The time, `base` where none was chosen.
    pub fn chosen_when(self, base: When) -> Result<When, Lack> {
        if !self.when.with_untracked(|when| when.as_deref() == Some(OTHER)) {
            return Ok(base);
        }
        let on = self.date.with_untracked(|date| chosen_date(date, base.on)).ok_or(Lack::Date)?;
        Ok(When::chosen(on, self.hour.with_untracked(|hour| hour.parse().ok())))
    }

    /// Keeps form and setting in step: a setting brings the form it implies, another form takes the setting away.
    pub fn tie_place(self, lists: UseLists) {
        Effect::new(move |before: Option<Option<String>>| {
            let setting = self.setting.get();
            if let (Some(before), Some(lists)) = (before, untrack(move || lists.get()))
                && before != setting
            {
                let mut place = Place { point: None, form: self.form.get_untracked(), setting: before };
                place.choose_setting(setting.clone(), &lists.vocabulary);
                if self.form.get_untracked() != place.form {
                    self.form.set(place.form);
                }
            }
            setting
        });
        Effect::new(move || {
            let (form, Some(lists)) = (self.form.get(), untrack(move || lists.get())) else { return };
            let setting = self.setting.get_untracked();
            let implied =
                setting.and_then(|code| lists.vocabulary.get("setting", &code)?.implies_form.clone());
            if implied.is_some() && implied != form {
                self.setting.set(None);
            }
        });
    }
}

/// A date from a field, where an entry may have it today. The date that the entry has is not judged again: the entry may
/// be older than what can be chosen.
pub fn chosen_date(text: &str, before: Option<Date>) -> Option<Date> {
    let on: Date = text.parse().ok()?;
    (before == Some(on) || (0..=DAYS_BACK).contains(&helsinki(clock::now()).date.days_since(on)))
        .then_some(on)
}
