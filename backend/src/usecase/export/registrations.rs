//! The participants of an activity day as a sheet: a row per registration.
//!
//! Owns: the layout. Must not: hold diets or access needs; they never leave in a file.

use shared::domain::day::Day;
use shared::domain::lang::Lang;
use shared::domain::registration::{State, answer_text};
use shared::domain::vocabulary::Vocabulary;
use shared::time::helsinki;
use shared::wire::v1::library::Library;
use shared::wire::v1::registration::Verdict;

use crate::db::registration::Stored;
use crate::export::{Cell, Sheet};
use crate::usecase::day_paper::{name_of, person};
use crate::words::Words;

/// The columns before those of the chair's own questions.
const COLUMNS: [&str; 18] = [
    "after.col_number",
    "register.name",
    "register.email",
    "register.library",
    "register.mode",
    "after.col_state",
    "register.lunch",
    "register.ride",
    "after.col_seats",
    "after.col_municipality",
    "register.contribution",
    "register.title",
    "after.col_minutes",
    "after.col_equipment",
    "after.col_verdict",
    "after.col_photo",
    "after.col_lang",
    "after.col_registered",
];

/// All registrations of a day, in order of arrival. Of those that were anonymised the figures are left.
pub(super) fn sheet(
    day: &Day,
    all: &[Stored],
    libraries: &[Library],
    lists: &Vocabulary,
    words: Words,
) -> Sheet {
    let lang = words.lang;
    let mut columns: Vec<String> = COLUMNS.map(|key| words.say(key)).into();
    columns.extend(day.questions.iter().map(|question| question.label.of(lang).to_owned()));
    let rows = all.iter().map(|stored| row(day, stored, libraries, lists, words));
    Sheet { name: words.say("after.participants"), about: Vec::new(), columns, rows: rows.collect() }
}

fn row(day: &Day, stored: &Stored, libraries: &[Library], lists: &Vocabulary, words: Words) -> Vec<Cell> {
    let told = &stored.registration;
    let lang = words.lang;
    let label = |list: &str, code: &str| Cell::text(lists.label(list, code, lang));
    let yes = |flag: bool| Cell::text(words.say(if flag { "mine.yes" } else { "mine.no" }));
    let library = match &told.library {
        Some(code) => {
            let known = libraries.iter().find(|library| library.code == *code);
            Cell::text(known.map_or(code.as_str(), |library| name_of(library, lang)))
        }
        None => Cell::text(told.other_library.as_deref().unwrap_or_default()),
    };
    let ride = told.ride.as_ref();
    let own = told.contribution.as_ref();
    let number = |n: Option<u32>| n.map_or(Cell::Empty, |n| Cell::Number(n.into()));
    let mut cells = vec![
        Cell::Number(stored.arrival),
        Cell::text(person(told, words)),
        Cell::text(&told.email),
        library,
        label("attendance", told.mode.code()),
        Cell::text(state(stored.state, words)),
        told.lunch.map_or(Cell::Empty, yes),
        ride.map_or(Cell::Empty, |ride| label("ride", ride.kind.code())),
        number(ride.map(|ride| ride.seats)),
        ride.map_or(Cell::Empty, |ride| Cell::text(&ride.municipality)),
        own.map_or(Cell::Empty, |own| label("contribution", &own.kind)),
        own.map_or(Cell::Empty, |own| Cell::text(&own.title)),
        number(own.and_then(|own| own.minutes)),
        own.map_or(Cell::Empty, |own| Cell::text(&own.equipment)),
        stored.verdict.map_or(Cell::Empty, |verdict| Cell::text(verdict_text(verdict, words))),
        yes(told.photo),
        Cell::text(language(told.lang, words)),
        Cell::Date(helsinki(stored.created_at).date),
    ];
    cells.extend(day.questions.iter().map(|question| {
        let answer = told.answers.get(&question.id);
        answer.map_or(Cell::Empty, |answer| Cell::text(answer_text(question, answer, lang)))
    }));
    cells
}

fn state(state: State, words: Words) -> String {
    words.say(match state {
        State::Reserved => "after.state_reserved",
        State::Confirmed => "after.state_confirmed",
        State::Waiting => "after.state_waiting",
        State::Offered => "after.state_offered",
        State::Cancelled => "after.state_cancelled",
        State::Lapsed => "after.state_lapsed",
    })
}

fn verdict_text(verdict: Verdict, words: Words) -> String {
    words.say(match verdict {
        Verdict::Proposed => "after.verdict_proposed",
        Verdict::Accepted => "after.verdict_accepted",
        Verdict::Declined => "after.verdict_declined",
    })
}

fn language(lang: Lang, words: Words) -> String {
    words.say(match lang {
        Lang::Fi => "after.lang_fi",
        Lang::Sv => "after.lang_sv",
        Lang::En => "after.lang_en",
    })
}
