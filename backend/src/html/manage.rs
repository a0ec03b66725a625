//! The page that a manage link opens: how the registration stands, what can be done with it, all that is known.

use maud::{Markup, html};
use shared::domain::day::{Door, Texts};
use shared::domain::day_feedback::door;
use shared::domain::registration::{Fault, Mode, Pairs, Registration, State, answer_text};
use shared::text;

use super::Frame;
use super::day_feedback::after_the_day;
use super::field::Filled;
use super::form::{Hand, fields, hero, programme, until};
use crate::usecase::day_paper::is_due;
use crate::usecase::presence::is_confirmed;
use crate::usecase::registration::manage::Managed;
use crate::words::Words;

/// What the page shows.
pub struct ManagePage<'a> {
    /// The registration.
    pub managed: &'a Managed,
    /// What was just done, or why not.
    pub message: Option<(bool, &'a str)>,
    /// Where a change was refused: what was typed and what is wrong with it.
    pub refused: Option<(&'a Pairs, &'a [Fault])>,
}

/// The page of a registration.
pub fn manage(frame: Frame<'_>, page: &ManagePage<'_>) -> Markup {
    let words = frame.words;
    let managed = page.managed;
    let title = words.say("mine.title");
    let own = managed.stored.registration.pairs(&managed.opened.day);
    let (pairs, faults) = page.refused.unwrap_or((&own, &[]));
    let filled = Filled { words, pairs, faults, questions: &managed.opened.day.questions };
    let body = html! {
        (hero(words, &managed.opened.day, None))
        main.public__main id="content" tabindex="-1" {
            @if let Some((good, message)) = page.message {
                div.notice.notice--good[good].notice--bad[!good] role=(if good { "status" } else { "alert" })
                    tabindex="-1" autofocus { (message) }
            }
            section.card.stack {
                h2 { (standing_title(words, managed)) }
                p { (standing(words, managed)) }
                (buttons(frame, managed))
            }
            (afterwards(frame, managed))
            @if managed.can_change() {
                details.disclosure open[page.refused.is_some()] {
                    summary { (words.say("mine.change")) }
                    (filled.summary())
                    form.register method="post" action=(frame.path) novalidate {
                        input type="hidden" name="do" value="change";
                        input type="hidden" name="lang" value=(words.lang.code());
                        p.soft { (words.fill("mine.email", &[("email", &managed.stored.registration.email)])) }
                        (fields(&filled, &managed.opened, Hand::Own))
                        button.hds-button.hds-button--primary type="submit" { (words.say("mine.save")) }
                    }
                }
            }
            details.disclosure {
                summary { (words.say("mine.data")) }
                (data(words, managed))
                p.soft.small { (words.say("mine.kept")) }
            }
            (programme(words, &managed.opened.day))
            (ending(frame, managed))
        }
    };
    frame.page(&title, true, &body)
}

fn standing_title(words: Words, managed: &Managed) -> String {
    let mode = managed.stored.registration.mode;
    words.say(match (managed.stored.state, mode) {
        (State::Confirmed, Mode::Declined) => "mine.declined",
        (State::Confirmed, Mode::Onsite) => "mine.confirmed_onsite",
        (State::Confirmed, Mode::Remote) => "mine.confirmed_remote",
        (State::Reserved, _) => "mine.reserved",
        (State::Waiting, _) => "mine.waiting",
        (State::Offered, _) => "mine.offered",
        (State::Cancelled, _) => "mine.cancelled",
        (State::Lapsed, _) => "mine.lapsed",
    })
}

fn standing(words: Words, managed: &Managed) -> Markup {
    let stored = &managed.stored;
    let day = &managed.opened.day;
    let when = stored.until.map(|at| until(words, at)).unwrap_or_default();
    let number = text::number(i64::from(managed.before) + 1, words.lang);
    html! {
        @match (stored.state, stored.registration.mode) {
            (State::Reserved, _) => (words.fill("mine.reserved_note", &[("until", &when)])),
            (State::Offered, _) => (words.fill("mine.offered_note", &[("until", &when)])),
            (State::Waiting, _) => (words.fill("mine.waiting_note", &[("number", &number)])),
            (State::Confirmed, Mode::Remote) => {
                (words.say("mine.remote_note"))
                @if !day.remote_link.trim().is_empty() { " " a href=(day.remote_link.trim()) { (day.remote_link.trim()) } }
            }
            (State::Confirmed, Mode::Onsite) => {
                (words.fill("mine.onsite_note", &[("place", &place(day.place.trim(), day.address.trim()))]))
                @let directions: &Texts = &day.directions;
                @if !directions.of(words.lang).trim().is_empty() { " " (directions.of(words.lang).trim()) }
            }
            (State::Confirmed, Mode::Declined) => (words.say("mine.declined_note")),
            (State::Cancelled | State::Lapsed, _) if managed.can_change() => (words.say("mine.again_note")),
            (State::Cancelled | State::Lapsed, _) => (words.say("mine.over_note")),
        }
    }
}

/// The feedback and the certificate, once it is their time.
fn afterwards(frame: Frame<'_>, managed: &Managed) -> Markup {
    let day = &managed.opened.day;
    let asks = is_confirmed(&managed.stored) && door(day, managed.now) == Door::Open;
    after_the_day(frame, day.year(), asks, is_due(managed))
}

fn place(place: &str, address: &str) -> String {
    [place, address].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// One button each, one form each: a link that a mail scanner opens presses none of them.
fn buttons(frame: Frame<'_>, managed: &Managed) -> Markup {
    let words = frame.words;
    let button = |what: &str, label: &str, class: &str| {
        html! {
            form method="post" action=(frame.path) {
                input type="hidden" name="do" value=(what);
                button class={ "hds-button " (class) } type="submit" { (words.say(label)) }
            }
        }
    };
    html! {
        @if managed.is_present {
            p.notice.notice--good { (words.say("door_link.present")) }
        }
        div.row {
            @if managed.can_join() && !managed.is_present {
                (button("join", "door_link.join", "hds-button--primary"))
            }
            @match managed.stored.state {
                State::Reserved if managed.can_change() => (button("confirm", "mine.confirm", "hds-button--primary")),
                State::Offered if managed.can_answer() => {
                    (button("accept", "mine.accept", "hds-button--primary"))
                    (button("decline", "mine.decline", "hds-button--secondary"))
                }
                _ => {}
            }
        }
    }
}

/// What cannot be taken back, each behind a question.
fn ending(frame: Frame<'_>, managed: &Managed) -> Markup {
    let words = frame.words;
    let ask = |what: &str, summary: &str, note: &str, label: &str| {
        html! {
            details.disclosure {
                summary { (words.say(summary)) }
                p { (words.say(note)) }
                form method="post" action=(frame.path) {
                    input type="hidden" name="do" value=(what);
                    button.hds-button.hds-button--danger type="submit" { (words.say(label)) }
                }
            }
        }
    };
    html! {
        @if managed.stored.state.is_live() && managed.can_answer() {
            (ask("cancel", "mine.cancel", "mine.cancel_note", "mine.cancel_yes"))
        }
        (ask("delete", "mine.delete", "mine.delete_note", "mine.delete_yes"))
    }
}

/// All that is known of the person.
fn data(words: Words, managed: &Managed) -> Markup {
    let told = &managed.stored.registration;
    let lang = words.lang;
    let label = |list: &str, code: &str| managed.opened.lists.label(list, code, lang).to_owned();
    let mut rows: Vec<(String, String)> = vec![
        (words.say("register.name"), told.name.clone()),
        (words.say("register.email"), told.email.clone()),
        (words.say("register.library"), library(managed, told, words)),
        (words.say("register.mode"), label("attendance", told.mode.code())),
    ];
    let yes = |flag: bool| words.say(if flag { "mine.yes" } else { "mine.no" });
    if let Some(lunch) = told.lunch {
        rows.push((words.say("register.lunch"), yes(lunch)));
    }
    if let Some(care) = &told.care {
        let mut diets: Vec<_> =
            care.diets.iter().filter(|code| *code != "other").map(|code| label("diet", code)).collect();
        diets.extend(Some(care.diet_other.clone()).filter(|text| !text.is_empty()));
        rows.push((words.say("register.care"), diets.join(", ")));
        rows.push((words.say("register.access"), care.access.clone()));
    }
    if let Some(ride) = &told.ride {
        let what = format!("{}, {}, {}", label("ride", ride.kind.code()), ride.seats, ride.municipality);
        rows.push((words.say("register.ride"), what));
        rows.push((words.say("register.share"), yes(ride.share)));
    }
    if let Some(own) = &told.contribution {
        let mut what = vec![label("contribution", &own.kind), own.title.clone()];
        what.extend(own.minutes.map(|n| format!("{n} min")));
        what.extend(Some(own.equipment.clone()).filter(|text| !text.is_empty()));
        rows.push((words.say("register.contribution"), what.join(", ")));
    }
    for question in &managed.opened.day.questions {
        if let Some(answer) = told.answers.get(&question.id) {
            rows.push((question.label.of(lang).to_owned(), answer_text(question, answer, lang).to_owned()));
        }
    }
    if told.mode == Mode::Onsite {
        rows.push((words.say("register.photo_legend"), yes(told.photo)));
    }
    rows.push((words.say("mine.created"), text::instant(managed.stored.created_at, lang)));
    rows.retain(|(_, value)| !value.is_empty());
    html! {
        dl.mine__data {
            @for (name, value) in rows { dt { (name) } dd { (value) } }
        }
    }
}

fn library(managed: &Managed, told: &Registration, words: Words) -> String {
    let known = told
        .library
        .as_deref()
        .and_then(|code| managed.opened.libraries.iter().find(|library| library.code == code));
    match (known, &told.library) {
        (Some(library), _) => match (&library.name_sv, words.lang) {
            (Some(name), shared::domain::lang::Lang::Sv) => name.clone(),
            _ => library.name_fi.clone(),
        },
        (None, Some(code)) => code.clone(),
        (None, None) => told.other_library.clone().unwrap_or_default(),
    }
}
