//! What is wrong with a day, in words and at its fields.
//!
//! Owns: the words, and sending a form in which nothing is wrong. Must not: judge (`Day::faults` does).

use shared::domain::day::{Fault, Wrong};
use shared::wire::v1::day::{DayPage, SaveDay};

use crate::components::error_summary::Faults;
use crate::i18n::*;
use crate::pages::form::{FieldIds, FormState};
use crate::pages::manage::day::Open;

/// What is wrong, in words.
pub fn words(texts: Texts, fault: Fault) -> &'static str {
    match (fault.field, fault.wrong) {
        ("ends", Wrong::Order) | ("programme", Wrong::Order) => t_string!(texts, day.wrong.ends),
        ("closes", Wrong::Order) => t_string!(texts, day.wrong.closes),
        (_, Wrong::Order) => t_string!(texts, day.wrong.ends),
        (_, Wrong::AfterTheDay) => t_string!(texts, day.wrong.closes_after),
        (_, Wrong::Year) => t_string!(texts, day.wrong.year),
        ("title", Wrong::Empty) => t_string!(texts, day.wrong.title),
        ("place", Wrong::Empty) => t_string!(texts, day.wrong.place),
        ("programme", Wrong::Empty) => t_string!(texts, day.wrong.session),
        (_, Wrong::Empty) => t_string!(texts, day.wrong.question),
        (_, Wrong::TooLong) => t_string!(texts, day.wrong.too_long),
        (_, Wrong::TooMany) => t_string!(texts, day.wrong.too_many),
        ("programme", Wrong::Places) => t_string!(texts, day.wrong.capacity),
        (_, Wrong::Places) => t_string!(texts, day.wrong.places),
        (_, Wrong::NoAddress) => t_string!(texts, day.wrong.link),
        (_, Wrong::Choices) => t_string!(texts, day.wrong.choices),
        (_, Wrong::NoSuchAnswer) => t_string!(texts, day.wrong.after),
        (_, Wrong::Twice) => t_string!(texts, day.wrong.twice),
        (_, Wrong::Amount) => t_string!(texts, day.wrong.amount),
    }
}

/// A fault at a control.
pub fn at(texts: Texts, id: &'static str, fault: Fault) -> (&'static str, Wording) {
    (id, wording(texts, move |texts| words(texts, fault)))
}

/// Sends a changed day; or shows what is wrong with it at the controls of its fields, beside `own`, which the form has found
/// by itself. Where a field has no control here, the first one says it.
pub fn submit(
    open: Open,
    state: FormState,
    (fields, form): (FieldIds, SaveDay),
    own: Faults,
    done: impl FnOnce(DayPage) + 'static,
) {
    let mut faults = own;
    let first = fields.first().map_or("", |(_, id)| *id);
    for fault in form.day.faults() {
        let id = fields.iter().find(|(field, _)| *field == fault.field).map_or(first, |(_, id)| *id);
        if !faults.iter().any(|(known, _)| *known == id) {
            faults.push(at(open.texts, id, fault));
        }
    }
    if state.may_send(faults) {
        state.send(open.texts, async move { open.send(form).await }, done);
    }
}

/// That a group of settings was saved.
pub fn saved(open: Open, name: fn(Texts) -> &'static str) -> Wording {
    wording(open.texts, move |texts| t_string!(texts, manage.saved, what = name(texts)).to_string())
}
