//! The overview's sentences.
//!
//! Owns: which sentence fits which figures. Must not: compute a figure (`shared::stats` does).

use shared::domain::lang::Lang;
use shared::stats::compare::{Change, change};
use shared::text;
use shared::time::{DAY, Date, Millis, helsinki};
use shared::wire::v1::overview::{DeviceFigures, LibraryFigures, Overview};

use crate::i18n::*;

/// After how long without contact a tablet is named.
const QUIET: Millis = 7 * DAY;

/// What the page compares.
pub fn compares(texts: Texts, figures: &Overview) -> String {
    let lang = lang(texts);
    t_string!(
        texts,
        overview.compares,
        now = text::span(figures.this_year.from, figures.this_year.to, lang),
        year = figures.last_year.to.year(),
        then = text::span(figures.last_year.from, figures.last_year.to, lang)
    )
    .to_string()
}

/// What the figures lack: libraries without entries, tablets that have not been heard of.
pub fn lacks(texts: Texts, figures: &Overview) -> String {
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
