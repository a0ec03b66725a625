//! Letters that do not tell how a registration stands: reminders, thanks, a message to a group, a ride.
//!
//! Owns: their words. Must not: give a contact where both have not opted in, or hold a diet or an access need.

use shared::domain::day::Day;
use shared::domain::message::Draft;
use shared::text;

use super::text::Writer;
use super::{Letter, feedback_address, remind};
use crate::app::App;
use crate::db::mail::Held;
use crate::db::network::Network;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::usecase::ride::{Board, Partner};
use crate::words::Words;

/// What stands in the place of the personal link where the organiser looks at a letter before it goes out.
const HIDDEN: &str = "…";

/// Subject and body of a letter; `None` where there is nothing to say any more.
pub async fn write(
    app: &App,
    tx: &mut Tx,
    mail: &Held,
    writer: &Writer<'_>,
) -> Result<Option<(String, String)>> {
    if !remind::is_timely(writer.letter, writer.day, app.now()) {
        return Ok(None);
    }
    Ok(match writer.letter {
        Letter::ReminderEarly | Letter::ReminderLate => Some(reminder(writer)),
        Letter::Thanks => Some(thanks(app, writer)),
        Letter::Message => {
            let Some(id) = mail.message else { return Ok(None) };
            let message = db::message::get(tx, mail.network_id, id.into()).await?;
            message.map(|(_, sent)| message_of(writer, &sent.draft))
        }
        Letter::Ride => {
            let board = Board::load(tx, mail.network_id, writer.stored.year).await?;
            board.is_driver(writer.stored.id).map(|is_driver| ride(writer, &board, is_driver))
        }
        _ => None,
    })
}

fn reminder(writer: &Writer<'_>) -> (String, String) {
    let words = writer.words;
    let lead = match writer.letter {
        Letter::ReminderLate => "care.letter.reminder_2",
        _ => "care.letter.reminder_14",
    };
    let mut lines = greeting(writer);
    lines.extend([words.say(lead), String::new()]);
    lines.extend(writer.facts());
    lines.extend([String::new(), words.say("care.letter.cannot_come"), writer.link.to_owned()]);
    (writer.titled(&words.say("care.letter.reminder_subject")), finish(writer, lines))
}

fn thanks(app: &App, writer: &Writer<'_>) -> (String, String) {
    let words = writer.words;
    let mut lines = greeting(writer);
    lines.extend([words.say("care.letter.thanks"), String::new(), words.say("care.letter.feedback")]);
    lines.push(feedback_address(app, &writer.network.slug, writer.stored.year));
    lines.extend([String::new(), words.say("care.letter.data"), writer.link.to_owned()]);
    (writer.titled(&words.say("care.letter.thanks_subject")), finish(writer, lines))
}

fn message_of(writer: &Writer<'_>, draft: &Draft) -> (String, String) {
    let told = &writer.stored.registration;
    let (subject, text) = draft.read_by(told.lang, &told.name);
    // The words around a text are in the language of the text.
    let words = Words { lang: draft.language(told.lang) };
    let title = writer.day.title.of(words.lang).trim().to_owned();
    let day = [("day", title.as_str()), ("date", &text::date(writer.day.date, words.lang))];
    let mut lines: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.extend([String::new(), words.fill("care.letter.why", &day), writer.link.to_owned()]);
    let subject = subject.replace(char::is_control, " ");
    (subject, finish(&Writer { words, ..*writer }, lines))
}

/// A message as somebody would get it, without the personal link.
pub fn preview(app: &App, network: &Network, day: &Day, to: &Stored, draft: &Draft) -> (String, String) {
    let link = format!("{}/{}/ilmoittautuminen/{HIDDEN}", app.config.public_url(), network.slug);
    let writer = Writer {
        words: Words { lang: to.registration.lang },
        network,
        day,
        stored: to,
        link: &link,
        form: "",
        before: 0,
        letter: Letter::Message,
    };
    message_of(&writer, draft)
}

fn ride(writer: &Writer<'_>, board: &Board, is_driver: bool) -> (String, String) {
    let words = writer.words;
    let partners = board.partners(writer.stored.id);
    let mut lines = greeting(writer);
    let lead = match (partners.is_empty(), is_driver) {
        (true, true) => "care.letter.ride_nobody",
        (true, false) => "care.letter.ride_none",
        (false, true) => "care.letter.ride_driver",
        (false, false) => "care.letter.ride_passenger",
    };
    lines.push(words.say(lead));
    lines.push(String::new());
    for partner in &partners {
        lines.push(partner_line(words, partner));
    }
    if !partners.is_empty() {
        lines.push(String::new());
    }
    if partners.iter().any(|partner| partner.shared) {
        lines.push(words.say("care.letter.ride_agree"));
    }
    if partners.iter().any(|partner| !partner.shared) {
        let contact = writer.network.controller_contact.trim();
        lines.push(words.fill("care.letter.ride_hidden", &[("contact", contact)]));
    }
    lines.push(String::new());
    lines.extend(writer.facts());
    lines.extend([String::new(), words.say("care.letter.ride_change"), writer.link.to_owned()]);
    (writer.titled(&words.say("care.letter.ride_subject")), finish(writer, lines))
}

/// Name and address only where both have opted in.
fn partner_line(words: Words, partner: &Partner<'_>) -> String {
    let told = &partner.stored.registration;
    let values = [("name", told.name.as_str()), ("email", &told.email), ("from", partner.municipality)];
    if partner.shared {
        words.fill("care.letter.ride_contact", &values)
    } else {
        words.fill("care.letter.ride_from", &[("from", partner.municipality)])
    }
}

fn greeting(writer: &Writer<'_>) -> Vec<String> {
    vec![writer.words.fill("letter.hello", &[("name", &writer.stored.registration.name)]), String::new()]
}

fn finish(writer: &Writer<'_>, mut lines: Vec<String>) -> String {
    lines.extend(writer.foot());
    lines.join("\n").replace('\u{a0}', " ")
}
