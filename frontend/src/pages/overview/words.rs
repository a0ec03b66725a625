//! The overview's sentences.
//!
//! Owns: which sentence fits which figures. Must not: compute a figure (`shared::stats` does).

use leptos::prelude::*;
use shared::domain::help::REFERRED;
use shared::domain::lang::Lang;
use shared::stats::compare::percent;
use shared::stats::compare::{Change, change};
use shared::stats::dim::NOT_STATED;
use shared::stats::facts::Field;
use shared::stats::figures::Helps;
use shared::stats::selection::Part;
use shared::text;
use shared::time::{DAY, Date, Millis, helsinki};
use shared::wire::v1::overview::{DeviceFigures, LibraryFigures, Overview};

use super::board::Board;
use crate::i18n::*;

/// After how long without contact a tablet is named.
const QUIET: Millis = 7 * DAY;

/// What the figures lack: libraries without entries, tablets that have not been heard of.
pub fn lacks(texts: Texts, figures: &Overview) -> String {
    if let [own] = figures.libraries.as_slice() {
        let name = library(own, lang(texts));
        let own = t_string!(texts, overview.own_library, name = name).to_string();
        return format!("{own} {}", first_capital(&quiet_tablets(texts, figures)));
    }
    let reporting = t_string!(
        texts,
        overview.reporting,
        some = figures.this_year.libraries_reporting,
        all = figures.libraries.len()
    )
    .to_string();
    format!("{reporting}; {}", quiet_tablets(texts, figures))
}

fn quiet_tablets(texts: Texts, figures: &Overview) -> String {
    let lang = lang(texts);
    let quiet: Vec<&DeviceFigures> = figures
        .devices
        .iter()
        .filter(|device| device.last_contact.is_none_or(|at| figures.at.saturating_sub(at) >= QUIET))
        .collect();
    // Of several quiet tablets the latest contact is named: since then none of them has been heard of.
    let since = quiet.iter().filter_map(|device| device.last_contact).max();
    match (figures.devices.len(), quiet.len(), since) {
        (0, _, _) => t_string!(texts, overview.quiet_no_tablets).to_string(),
        (_, 0, _) => t_string!(texts, overview.quiet_none).to_string(),
        (_, _, None) => t_string!(texts, overview.quiet_never).to_string(),
        (_, 1, Some(at)) => {
            t_string!(texts, overview.quiet_1, date = day(at, figures.today, lang)).to_string()
        }
        (_, n, Some(at)) => {
            t_string!(texts, overview.quiet_n, n = n, date = day(at, figures.today, lang)).to_string()
        }
    }
}

/// The date of an instant, without the year where it is the current one.
pub fn day(at: Millis, today: Date, lang: Lang) -> String {
    date(helsinki(at).date, today, lang)
}

/// A date, without the year where it is the current one.
pub fn date(on: Date, today: Date, lang: Lang) -> String {
    if on.year() == today.year() { text::day_month(on, lang) } else { text::date(on, lang) }
}

/// A change in words: `7 % enemmän`.
pub fn difference(texts: Texts, now: i64, then: i64) -> String {
    let print = |n| text::number(n, lang(texts));
    match change(now, then) {
        Change::MorePercent(n) => t_string!(texts, overview.more_percent, n = print(n)).to_string(),
        Change::FewerPercent(n) => t_string!(texts, overview.fewer_percent, n = print(n)).to_string(),
        Change::MoreBy(n) => t_string!(texts, overview.more_by, n = print(n)).to_string(),
        Change::FewerBy(n) => t_string!(texts, overview.fewer_by, n = print(n)).to_string(),
        Change::Same => t_string!(texts, overview.same).to_string(),
        Change::BothNone => t_string!(texts, overview.both_none).to_string(),
    }
}

/// The name of a library.
pub fn library(library: &LibraryFigures, lang: Lang) -> String {
    if lang == Lang::Sv && !library.name_sv.is_empty() { &library.name_sv } else { &library.name_fi }.clone()
}

/// The name of a library by its code; the code where the network has no such library.
pub fn library_of(figures: &Overview, code: &str, lang: Lang) -> String {
    figures.libraries.iter().find(|l| l.code == code).map_or_else(|| code.to_owned(), |l| library(l, lang))
}

/// What a library's row says besides its bar; empty where nothing is to be said.
pub fn silence(texts: Texts, library: &LibraryFigures, today: Date) -> String {
    match library.last_entry_on {
        None => t_string!(texts, overview.no_data_ever).to_string(),
        Some(on) if on.year() < today.year() => t_string!(texts, overview.no_data_year).to_string(),
        Some(on) if library.silent => {
            t_string!(texts, overview.no_data_since, date = text::day_month(on, lang(texts))).to_string()
        }
        Some(_) => String::new(),
    }
}

/// The name of a field that can be filtered.
pub fn field(texts: Texts, field: Field) -> String {
    match field {
        Field::Library => t_string!(texts, overview.library),
        Field::Kind => t_string!(texts, overview.whom),
        Field::Topic => t_string!(texts, overview.topic),
        Field::Form => t_string!(texts, overview.f_form),
        Field::Setting => t_string!(texts, overview.f_setting),
        Field::Duration => t_string!(texts, overview.f_duration),
        Field::Outcome => t_string!(texts, overview.f_outcome),
        Field::ReferredTo => t_string!(texts, overview.f_referred_to),
        Field::Equipment => t_string!(texts, overview.f_equipment),
        Field::Lang => t_string!(texts, overview.f_lang),
        Field::Mode => t_string!(texts, overview.f_mode),
        _ => "",
    }
    .to_owned()
}

/// The name of a part of the year.
pub fn part(texts: Texts, part: Part) -> String {
    match part {
        Part::Year => t_string!(texts, overview.part_year).to_string(),
        Part::Half(1) => t_string!(texts, overview.part_h1).to_string(),
        Part::Half(_) => t_string!(texts, overview.part_h2).to_string(),
        Part::Quarter(n) => t_string!(texts, overview.part_quarter, n = n).to_string(),
        Part::Month(n) => capital(text::month(n, lang(texts)), lang(texts)),
    }
}

/// What pressing a row does.
pub fn pick(board: Board, what: &str) -> String {
    t_string!(board.texts, overview.pick, what = what).to_string()
}

/// The names of the two periods.
pub fn legend(board: Board) -> Signal<(String, String)> {
    Signal::derive(move || {
        let year = board.selection.get().year;
        (year.to_string(), (year - 1).to_string())
    })
}

/// How many libraries have data within the dates.
pub fn reporting(board: Board) -> String {
    let state = board.state.get();
    if state.libraries.len() == 1 {
        return String::new();
    }
    let figures = board.counted();
    let some = state.libraries.iter().filter(|library| figures.reporting.contains(&library.code)).count();
    t_string!(board.texts, overview.reporting_of, some = some, all = state.libraries.len()).to_string()
}

/// The shares that tell how full the data are.
pub fn shares(board: Board) -> Vec<(String, String)> {
    let (texts, figures) = (board.texts, board.counted());
    let all = figures.now.total.n;
    if all == 0 {
        return Vec::new();
    }
    let print = |n: i64| {
        let share = percent(n, all);
        t_string!(texts, overview.share_of, share = share, n = text::number(n, board.lang())).to_string()
    };
    let of = |field: Field, code: &str| figures.now.by(field).get(code).copied().unwrap_or(0);
    vec![
        (t_string!(texts, overview.share_late).to_string(), print(of(Field::Mode, "late"))),
        (t_string!(texts, overview.share_batch).to_string(), print(of(Field::Mode, "batch"))),
        (t_string!(texts, overview.share_no_duration).to_string(), print(of(Field::Duration, NOT_STATED))),
        (t_string!(texts, overview.share_no_outcome).to_string(), print(of(Field::Outcome, NOT_STATED))),
    ]
}

/// The sample periods of the chosen year, in words.
pub fn samples(board: Board) -> Vec<String> {
    let (state, year) = (board.state.get(), board.selection.get().year);
    let mut lines = Vec::new();
    for of in &state.libraries {
        for period in of.samples.iter().filter(|period| period.from.year() == year) {
            let span = text::span(period.from, period.to, board.lang());
            let name = library(of, board.lang());
            lines.push(t_string!(board.texts, overview.sample, name = name, span = span).to_string());
        }
    }
    lines
}

/// What helps were also about.
pub fn also(board: Board) -> String {
    let figures = board.counted();
    let mut also = figures.now.by(Field::Also).clone();
    for (code, n) in figures.now.by(Field::AlsoSecond) {
        *also.entry(code.clone()).or_default() += n;
    }
    let mut most: Vec<(String, i64)> = also.into_iter().filter(|(_, n)| *n > 0).collect();
    most.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    if most.is_empty() {
        return String::new();
    }
    let named = |(code, n): &(String, i64)| {
        format!("{} {}", board.label(Field::Topic, code), text::number(*n, board.lang()))
    };
    let list: Vec<String> = most.iter().map(named).collect();
    t_string!(board.texts, overview.also, list = list.join(", ")).to_string()
}

/// What could not be helped here, and where customers were sent.
pub fn outcomes(board: Board) -> String {
    let (texts, figures) = (board.texts, board.counted());
    let of = |helps: &Helps, code: &str| helps.by(Field::Outcome).get(code).copied().unwrap_or(0);
    let print = |n: i64| text::number(n, board.lang());
    let limits = print(of(&figures.now, "limits"));
    let referred = of(&figures.now, REFERRED);
    let first = t_string!(texts, overview.limits, n = limits, referred = print(referred)).to_string();
    let to = figures.now.by(Field::ReferredTo);
    if referred == 0 || to.is_empty() {
        return first;
    }
    let mut to: Vec<(&String, &i64)> = to.iter().collect();
    to.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    let named =
        |(code, n): &(&String, &i64)| format!("{} {}", board.label(Field::ReferredTo, code), print(**n));
    let list: Vec<String> = to.iter().map(named).collect();
    format!("{first} {}", t_string!(texts, overview.referred, list = list.join(", ")))
}

/// With a capital where a sentence begins with the word (Finnish and English do).
pub fn capital(word: &str, lang: Lang) -> String {
    if lang == Lang::Sv { word.to_owned() } else { first_capital(word) }
}

/// With a capital: a sentence.
fn first_capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
