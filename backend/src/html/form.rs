//! The registration form: one page, for coming in and for changing.

use maud::{Markup, html};
use shared::domain::day::Day;
use shared::domain::registration::{Fault, Mode, Pairs, field};
pub use shared::form::{Hand, paragraphs};
use shared::form::{Sheet, facts};
use shared::text;
use shared::time::helsinki;
use shared::wire::v1::day::Places;

use super::Frame;
use super::field::Filled;
use crate::usecase::registration::Opened;
use crate::usecase::registration::places::free;
use crate::usecase::stamp::{STAMP, TRAP};
use crate::words::Words;

/// What the form's page shows.
pub struct FormPage<'a> {
    /// The day.
    pub opened: &'a Opened,
    /// What was typed.
    pub pairs: &'a Pairs,
    /// What is wrong with it.
    pub faults: &'a [Fault],
    /// What else there is to say, above the form.
    pub message: Option<&'a str>,
    /// The stamp of a new form.
    pub stamp: &'a str,
    /// Whether the browser may keep a draft: not on a tablet that others use too.
    pub draft: bool,
    /// Whether the trap was filled in: then it is shown, so that a person can empty it.
    pub trapped: bool,
}

/// The page of the form.
pub fn form(frame: Frame<'_>, page: &FormPage<'_>) -> Markup {
    let words = frame.words;
    let day = &page.opened.day;
    let filled = Filled { words, pairs: page.pairs, faults: page.faults, questions: &day.questions };
    let fresh = page.faults.is_empty() && page.message.is_none();
    let title = day.title.of(words.lang);
    let body = html! {
        (hero(words, day, Some(&page.opened.places)))
        main.public__main id="content" tabindex="-1" {
            @if let Some(message) = page.message {
                div.error-summary role="alert" tabindex="-1" autofocus { p { (message) } }
            }
            @if !day.programme.is_empty() {
                details.disclosure {
                    summary { (words.say("register.programme")) }
                    (sessions(words, day))
                }
            }
            (filled.summary())
            form.register method="post" action={ (frame.path) "?" (super::LANG) "=" (words.lang.code()) }
                novalidate data-draft=[page.draft.then_some(frame.path)] data-fresh=[fresh.then_some("")] {
                input type="hidden" name=(STAMP) value=(page.stamp);
                input type="hidden" name=(field::LANG) value=(words.lang.code());
                (trap(words, page.trapped, page.pairs))
                (fields(&filled, page.opened, Hand::New))
                button.hds-button.hds-button--primary.hds-button--big type="submit" {
                    (words.say("register.submit"))
                }
                p.soft.small {
                    (words.say("register.privacy")) " "
                    a href="/tietosuoja" { (words.say("register.privacy_link")) }
                }
            }
        }
    };
    frame.page(title, true, &body)
}

/// The head of the page: what, when, where, until when, how many places.
pub fn hero(words: Words, day: &Day, places: Option<&Places>) -> Markup {
    let lang = words.lang;
    let closes = text::instant(day.closes.instant(), lang);
    let left = places.and_then(|places| free(day, places, Mode::Onsite)).filter(|_| day.on_site > 0);
    html! {
        section.hero aria-labelledby="title-of-day" {
            div.hero__inner {
                h1 id="title-of-day" { (day.title.of(lang)) }
                (facts(words, day))
                @let intro = day.intro.of(lang).trim();
                @if !intro.is_empty() { (paragraphs(intro)) }
                @if places.is_some() {
                    p {
                        (words.fill("register.closes", &[("when", &closes)])) " "
                        @match left {
                            Some(0) => strong { (words.say("register.onsite_full")) }
                            Some(n) => {
                                (words.fill("register.places_left", &[
                                    ("left", &text::number(i64::from(n), lang)),
                                    ("all", &text::number(i64::from(day.on_site), lang)),
                                ]))
                            }
                            None => {}
                        }
                    }
                }
            }
        }
    }
}

/// A field that only programs fill in. Whoever is caught sees it, with a word, and can empty it.
pub fn trap(words: Words, trapped: bool, pairs: &Pairs) -> Markup {
    html! {
        div.register__trap.register__trap--shown[trapped] aria-hidden=[(!trapped).then_some("true")] {
            label for=(TRAP) { (words.say("register.trap")) }
            input id=(TRAP) name=(TRAP) type="text" autocomplete="off" tabindex=[(!trapped).then_some("-1")]
                value=(pairs.one(TRAP));
        }
    }
}

/// All fields that are in a hand.
pub fn fields(filled: &Filled<'_>, opened: &Opened, hand: Hand) -> Markup {
    let Opened { day, places, lists, libraries, .. } = opened;
    shared::form::fields(filled, &Sheet { day, places: Some(places), lists, libraries, hand })
}

/// The day's programme, where it has one.
pub fn programme(words: Words, day: &Day) -> Markup {
    html! {
        @if !day.programme.is_empty() {
            section.register__part {
                h2.register__legend { (words.say("register.programme")) }
                (sessions(words, day))
            }
        }
    }
}

fn sessions(words: Words, day: &Day) -> Markup {
    let lang = words.lang;
    html! {
        ol.programme {
            @for session in &day.programme {
                li {
                    span.programme__time {
                        (text::clock(session.begins.on(day.date), lang)) "–"
                        (text::clock(session.ends.on(day.date), lang))
                    }
                    span {
                        strong { (session.title.of(lang)) }
                        @let more: Vec<_> = [session.speaker.trim(), session.room.trim()].into_iter()
                            .filter(|part| !part.is_empty()).collect();
                        @if !more.is_empty() { br; span.soft { (more.join(" · ")) } }
                        @if day.remote > 0 && session.remote { br; span.soft.small { (words.say("register.also_remote")) } }
                    }
                }
            }
        }
    }
}

/// The date of an instant in Finland, in words.
pub fn until(words: Words, at: shared::time::Millis) -> String {
    format!("{} {}", text::weekday_date(helsinki(at).date, words.lang), text::at_clock(at, words.lang))
}
