//! Pages that only the chair sees: the form before it is published, and somebody's registration.
//!
//! Must not: show a diet or an access need.

use maud::{Markup, html};
use shared::domain::day::Status;
use shared::domain::registration::{Fault, Pairs, field};
use shared::text;

use super::Frame;
use super::field::Filled;
use super::form::{Hand, fields, hero, programme, until};
use crate::usecase::registration::Opened;
use crate::usecase::registration::manage::Managed;

/// The form as the public will see it; it cannot be sent.
pub fn preview(frame: Frame<'_>, opened: &Opened) -> Markup {
    let words = frame.words;
    let day = &opened.day;
    let pairs = Pairs::default();
    let filled = Filled { words, pairs: &pairs, faults: &[], questions: &day.questions };
    let status = match day.status {
        Status::Draft => "organise.preview_draft",
        Status::Published => "organise.preview_published",
    };
    let body = html! {
        div.public__notice role="status" {
            strong { (words.say("organise.preview")) } " " (words.say(status)) " " (words.say("organise.preview_no_send"))
        }
        (hero(words, day, Some(&opened.places)))
        main.public__main id="content" tabindex="-1" {
            (programme(words, day))
            // A form, so that its parts come and go as in the real one. Nothing sends it: its button is off, and a method
            // of dialogs does nothing outside of one.
            form.register method="dialog" novalidate {
                (fields(&filled, opened, Hand::New))
                button.hds-button.hds-button--primary.hds-button--big type="submit" disabled {
                    (words.say("register.submit"))
                }
            }
        }
    };
    frame.page(day.title.of(words.lang), true, &body)
}

/// What the page of somebody's registration shows.
pub struct AmendPage<'a> {
    /// The registration.
    pub managed: &'a Managed,
    /// What was just done, or why not.
    pub message: Option<(bool, &'a str)>,
    /// Where a change was refused: what was typed and what is wrong with it.
    pub refused: Option<(&'a Pairs, &'a [Fault])>,
}

/// Somebody's registration, to be changed by the chair.
pub fn amend(frame: Frame<'_>, page: &AmendPage<'_>) -> Markup {
    let words = frame.words;
    let managed = page.managed;
    let stored = &managed.stored;
    let own = stored.registration.pairs(&managed.opened.day);
    let (pairs, faults) = page.refused.unwrap_or((&own, &[]));
    let filled = Filled { words, pairs, faults, questions: &managed.opened.day.questions };
    let state = words.say(&format!("day.states.{}", stored.state.code()));
    let title = words.say("organise.person");
    let back = format!("/hallinta/toimintapaiva/{}/osallistujat", stored.year);
    let body = html! {
        (hero(words, &managed.opened.day, None))
        main.public__main id="content" tabindex="-1" {
            @if let Some((good, message)) = page.message {
                div.notice.notice--good[good].notice--bad[!good] role=(if good { "status" } else { "alert" })
                    tabindex="-1" autofocus { (message) }
            }
            section.card.stack {
                h2 { (title) }
                p {
                    strong { (stored.registration.name) } ": " (state)
                    @if let Some(at) = stored.until { ", " (words.fill("organise.until", &[("until", &until(words, at))])) }
                }
                p { (words.say("organise.lead")) }
                p.soft.small { (words.say("organise.no_care")) }
                p.soft.small {
                    (words.fill("organise.came", &[("when", &text::instant(stored.created_at, words.lang))]))
                }
                p { a href=(back) { (words.say("organise.back")) } }
            }
            (filled.summary())
            form.register method="post" action={ (frame.path) "?" (super::LANG) "=" (words.lang.code()) } novalidate {
                // The language of the person's mails, not of this page.
                input type="hidden" name=(field::LANG) value=(stored.registration.lang.code());
                (fields(&filled, &managed.opened, Hand::Chair))
                button.hds-button.hds-button--primary type="submit" { (words.say("organise.save")) }
            }
        }
    };
    frame.page(&title, true, &body)
}
