//! What is wrong with an activity day.

use std::collections::BTreeSet;

use super::{Answer, Day, MAX_CHOICES, MAX_LINE, MAX_PLACES, MAX_QUESTIONS, MAX_SESSIONS, MAX_TEXT, Status};

/// Where something is wrong and what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field of [`Day`].
    pub field: &'static str,
    /// Which session or question, from 0, where it is in one.
    pub at: Option<usize>,
    /// What.
    pub wrong: Wrong,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing is written where something must be.
    Empty,
    /// Too many characters.
    TooLong,
    /// Too many parts.
    TooMany,
    /// It ends before it begins, or not after.
    Order,
    /// Registration closes after the day has begun.
    AfterTheDay,
    /// A year that no day can be in: 2000 to 2100.
    Year,
    /// No place at all, or more than can be.
    Places,
    /// No web address.
    NoAddress,
    /// Fewer than two choices, or an empty one.
    Choices,
    /// It comes after an answer that no earlier question has.
    NoSuchAnswer,
    /// The same identity twice.
    Twice,
    /// Below 0, or more than can be.
    Amount,
}

impl Day {
    /// All that is wrong with it; empty where nothing is. A draft may lack what the public would miss.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut find = |field, at, wrong| faults.push(Fault { field, at, wrong });
        if !(2000..=2100).contains(&self.date.year()) {
            find("date", None, Wrong::Year);
        }
        if self.ends <= self.begins {
            find("ends", None, Wrong::Order);
        }
        if self.closes <= self.opens {
            find("closes", None, Wrong::Order);
        } else if self.closes.instant() > self.begins_at() {
            find("closes", None, Wrong::AfterTheDay);
        }
        let public = self.status == Status::Published;
        for (field, text, most, needed) in [
            ("title", &self.title, MAX_LINE, true),
            ("intro", &self.intro, MAX_TEXT, false),
            ("directions", &self.directions, MAX_TEXT, false),
        ] {
            if needed && text.fi.trim().is_empty() {
                find(field, None, Wrong::Empty);
            }
            if text.all().iter().any(|text| is_over(text, most)) {
                find(field, None, Wrong::TooLong);
            }
        }
        if public && self.place.trim().is_empty() {
            find("place", None, Wrong::Empty);
        }
        for (field, text) in [("place", &self.place), ("address", &self.address)] {
            if is_over(text, MAX_LINE) {
                find(field, None, Wrong::TooLong);
            }
        }
        if self.on_site > MAX_PLACES || (public && self.on_site + self.remote.min(1) == 0) {
            find("on_site", None, Wrong::Places);
        }
        if self.remote > MAX_PLACES {
            find("remote", None, Wrong::Places);
        }
        let link = self.remote_link.trim();
        if !link.is_empty() && !is_address(link) {
            find("remote_link", None, Wrong::NoAddress);
        }
        if self.budget.is_some_and(|cents| !(0..=100_000_000).contains(&cents)) {
            find("budget", None, Wrong::Amount);
        }
        self.programme_faults(&mut find);
        self.question_faults(&mut find);
        faults
    }

    fn programme_faults(&self, find: &mut impl FnMut(&'static str, Option<usize>, Wrong)) {
        if self.programme.len() > MAX_SESSIONS {
            find("programme", None, Wrong::TooMany);
        }
        let mut known = BTreeSet::new();
        for (at, session) in self.programme.iter().enumerate() {
            if !known.insert(session.id) {
                find("programme", Some(at), Wrong::Twice);
            }
            if session.ends <= session.begins {
                find("programme", Some(at), Wrong::Order);
            }
            if session.title.fi.trim().is_empty() {
                find("programme", Some(at), Wrong::Empty);
            }
            let lines = session.title.all().into_iter().chain([session.room.as_str(), &session.speaker]);
            if lines.into_iter().any(|text| is_over(text, MAX_LINE)) {
                find("programme", Some(at), Wrong::TooLong);
            }
            if session.capacity.is_some_and(|places| places == 0 || places > MAX_PLACES) {
                find("programme", Some(at), Wrong::Places);
            }
        }
    }

    fn question_faults(&self, find: &mut impl FnMut(&'static str, Option<usize>, Wrong)) {
        if self.questions.len() > MAX_QUESTIONS {
            find("questions", None, Wrong::TooMany);
        }
        for (at, question) in self.questions.iter().enumerate() {
            let earlier = &self.questions[..at];
            if earlier.iter().any(|other| other.id == question.id) {
                find("questions", Some(at), Wrong::Twice);
            }
            if question.label.fi.trim().is_empty() {
                find("questions", Some(at), Wrong::Empty);
            }
            let choices = &question.choices;
            if question.answer == Answer::Choice
                && (!(2..=MAX_CHOICES).contains(&choices.len())
                    || choices.iter().any(|choice| choice.fi.trim().is_empty()))
            {
                find("questions", Some(at), Wrong::Choices);
            }
            let texts = question.label.all().into_iter().chain(choices.iter().flat_map(|one| one.all()));
            if texts.into_iter().any(|text| is_over(text, MAX_LINE)) {
                find("questions", Some(at), Wrong::TooLong);
            }
            if let Some(after) = question.after {
                let asked = earlier.iter().find(|other| other.id == after.question);
                let fits = asked.is_some_and(|other| {
                    other.answer == Answer::Choice && after.choice < other.choices.len()
                });
                if !fits {
                    find("questions", Some(at), Wrong::NoSuchAnswer);
                }
            }
        }
    }
}

fn is_over(text: &str, most: usize) -> bool {
    // The first test spares counting: no text has more characters than bytes.
    text.len() > most && text.chars().count() > most
}

/// Whether a text is the address of a meeting: `https://` and a host; nothing that a mail or a page would run.
fn is_address(text: &str) -> bool {
    text.len() <= 2_000
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c))
        && text.strip_prefix("https://").is_some_and(|rest| {
            rest.split(['/', '?', '#']).next().is_some_and(|host| !host.is_empty() && !host.contains('@'))
        })
}
