//! Pages that say one thing.

use maud::{Markup, html};
use shared::domain::registration::{Mode, State};
use shared::text;

use super::Frame;
use super::form::hero;
use crate::usecase::registration::Opened;

/// What became of a form.
pub struct Thanks<'a> {
    /// The day.
    pub opened: &'a Opened,
    /// Where the registration stands; `None`: it was there before.
    pub state: Option<State>,
    /// The way of taking part.
    pub mode: Option<Mode>,
    /// The number on the waiting list.
    pub number: u32,
}

/// The page after a form was sent. It shows nothing personal: anybody may open its address.
pub fn thanks(frame: Frame<'_>, page: &Thanks<'_>) -> Markup {
    let words = frame.words;
    let number = text::number(i64::from(page.number), words.lang);
    let (title, lead) = match (page.state, page.mode) {
        (None, _) => ("register.already_title", "register.already"),
        (Some(State::Waiting), Some(Mode::Onsite)) if page.opened.day.remote > 0 => {
            ("register.waiting_title", "register.waiting_or_remote")
        }
        (Some(State::Waiting), _) => ("register.waiting_title", "register.waiting"),
        (Some(_), Some(Mode::Declined)) => ("register.declined_title", "register.declined_thanks"),
        (Some(_), _) => ("register.reserved_title", "register.reserved"),
    };
    let title = words.say(title);
    let body = html! {
        (hero(words, &page.opened.day, None))
        main.public__main id="content" tabindex="-1" data-clear-draft {
            h2 { (title) }
            p { (words.fill(lead, &[("number", &number)])) }
            p.soft { (words.say("register.no_mail")) }
            p { a href={ "/" (frame.slug) "/ilmoittaudu/" (page.opened.day.year()) "?" (super::LANG) "=" (words.lang.code()) } {
                (words.say("register.another"))
            } }
        }
    };
    frame.page(&title, true, &body)
}

/// A page with a heading and a sentence.
pub fn notice(frame: Frame<'_>, title: &str, lead: &str, more: &Markup) -> Markup {
    let body = html! {
        main.public__main id="content" tabindex="-1" {
            h1 { (title) }
            p { (lead) }
            (more)
        }
    };
    frame.page(title, false, &body)
}
