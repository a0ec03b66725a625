//! A registration in words.

use shared::domain::registration::{Mode, State};
use shared::text;
use shared::wire::v1::registration::{Registered, Verdict};

use crate::i18n::*;
use crate::pages::manage::day::Open;

/// The name of the person; once it has been deleted, that it has.
pub fn name(texts: Texts, of: &Registered) -> String {
    match of.registration.name.as_str() {
        "" => t_string!(texts, day.people.deleted).to_owned(),
        name => name.to_owned(),
    }
}

/// The name of a state.
pub fn state(texts: Texts, state: State) -> &'static str {
    match state {
        State::Reserved => t_string!(texts, day.states.reserved),
        State::Confirmed => t_string!(texts, day.states.confirmed),
        State::Waiting => t_string!(texts, day.states.waiting),
        State::Offered => t_string!(texts, day.states.offered),
        State::Cancelled => t_string!(texts, day.states.cancelled),
        State::Lapsed => t_string!(texts, day.states.lapsed),
    }
}

/// Where a registration stands: until when, or the number on the waiting list.
pub fn standing(texts: Texts, of: &Registered, number: Option<usize>) -> String {
    let name = state(texts, of.state);
    let until = of.until.map(|at| text::instant(at, lang(texts)));
    match (of.state, until, number) {
        (State::Confirmed, ..) if of.registration.mode == Mode::Declined => {
            t_string!(texts, day.people.answered).to_owned()
        }
        (State::Reserved | State::Offered, Some(until), _) => {
            t_string!(texts, day.people.until, state = name, until = until).to_string()
        }
        (State::Waiting, _, Some(number)) => {
            t_string!(texts, day.people.number, state = name, n = number).to_string()
        }
        _ => name.to_owned(),
    }
}

/// The library's name, or what the person wrote.
pub fn library(open: Open, of: &Registered) -> String {
    match (&of.registration.library, &of.registration.other_library) {
        (Some(code), _) => open.library(code),
        (None, other) => other.clone().unwrap_or_default(),
    }
}

/// A verdict.
pub fn verdict(texts: Texts, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Proposed => t_string!(texts, day.people.proposed),
        Verdict::Accepted => t_string!(texts, day.people.accepted),
        Verdict::Declined => t_string!(texts, day.people.rejected),
    }
}
