//! What a letter says.
//!
//! Owns: its words, in the person's language, as things stand when it is sent. Must not: hold a diet or an access need.

use lettre::Message;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use shared::domain::day::Day;
use shared::domain::registration::{Mode, State};
use shared::text;

use super::calendar::appointment;
use super::{Letter, form_address, manage_address};
use crate::app::App;
use crate::db::mail::Held;
use crate::db::network::Network;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::words::Words;

/// A letter, or why there is none.
pub enum Composed {
    /// To be sent.
    Ready(Box<Message>),
    /// It would not be true any more, or the person is gone.
    Moot,
    /// No mail can be made for the address.
    Bad,
}

/// Writes a letter.
pub async fn compose(app: &App, tx: &mut Tx, mail: &Held, letter: Letter) -> Result<Composed> {
    let Some(post) = app.config.mail() else { return Ok(Composed::Moot) };
    let Some(network) = db::network::get(tx, mail.network_id).await? else { return Ok(Composed::Moot) };
    let Some(stored) = db::registration::get(tx, mail.network_id, mail.registration).await? else {
        return Ok(Composed::Moot);
    };
    let Some(day) = db::day::get(tx, mail.network_id, stored.year).await? else { return Ok(Composed::Moot) };
    if !letter.is_true(stored.state) || stored.anonymised_at.is_some() {
        return Ok(Composed::Moot);
    }
    let before = db::registration::waiting_before(tx, mail.network_id, &stored).await?;
    let link = manage_address(app, &network.slug, network.id, stored.id)?;
    let form = form_address(app, &network.slug, stored.year);
    let writer = Writer {
        words: Words { lang: stored.registration.lang },
        network: &network,
        day: &day.day,
        stored: &stored,
        link: &link,
        form: &form,
        before,
        letter,
    };
    let host = post.from.email.domain().to_owned();
    let Ok(address) = stored.registration.email.parse() else { return Ok(Composed::Bad) };
    let builder = Message::builder()
        .message_id(Some(format!("<{}@{host}>", mail.id)))
        .from(post.from.clone())
        .to(Mailbox::new(Some(stored.registration.name.clone()), address))
        .subject(writer.subject());
    let body = SinglePart::plain(writer.body());
    let calendar = appointment(&day.day, day.sequence, &stored, &host, &link, app.now());
    let parts = MultiPart::mixed().singlepart(body);
    let parts = match calendar {
        None => parts,
        Some(calendar) => {
            let kind = format!("text/calendar; charset=utf-8; method={}", calendar.method);
            match ContentType::parse(&kind) {
                Ok(kind) => parts
                    .singlepart(Attachment::new("toimintapaiva.ics".to_owned()).body(calendar.text, kind)),
                Err(_) => parts,
            }
        }
    };
    Ok(builder.multipart(parts).map_or(Composed::Bad, |message| Composed::Ready(Box::new(message))))
}

struct Writer<'a> {
    words: Words,
    network: &'a Network,
    day: &'a Day,
    stored: &'a Stored,
    link: &'a str,
    form: &'a str,
    before: u32,
    letter: Letter,
}

impl Writer<'_> {
    fn subject(&self) -> String {
        let title = self.day.title.of(self.words.lang);
        let what = self.words.say(match self.letter {
            Letter::Confirm => "letter.confirm_subject",
            Letter::Confirmed if self.stored.registration.mode == Mode::Declined => "letter.declined_subject",
            Letter::Confirmed => "letter.confirmed_subject",
            Letter::Waiting => "letter.waiting_subject",
            Letter::Offer => "letter.offer_subject",
            Letter::Changed => "letter.changed_subject",
            Letter::Cancelled => "letter.cancelled_subject",
            Letter::Lapsed => "letter.lapsed_subject",
            Letter::Again => "letter.again_subject",
        });
        // A heading of several lines would be a line break in a header.
        let title: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        format!("{what}: {} {}", title.trim(), text::date(self.day.date, self.words.lang))
            .replace('\u{a0}', " ")
    }

    fn body(&self) -> String {
        let told = &self.stored.registration;
        let mut lines = vec![
            self.words.fill("letter.hello", &[("name", &told.name)]),
            String::new(),
            self.lead(),
            String::new(),
        ];
        lines.extend(self.facts());
        lines.push(String::new());
        let ask = match self.stored.state {
            State::Reserved => "letter.link_confirm",
            State::Offered => "letter.link_offer",
            State::Cancelled | State::Lapsed => "letter.link_data",
            State::Confirmed | State::Waiting => "letter.link_change",
        };
        lines.push(self.words.say(ask));
        lines.push(self.link.to_owned());
        lines.push(String::new());
        lines.push(self.words.say("letter.secret"));
        lines.push(String::new());
        lines.push("-- ".to_owned());
        lines.push(self.network.name.clone());
        let controller =
            [("controller", self.network.controller.as_str()), ("contact", &self.network.controller_contact)];
        lines.push(self.words.fill("letter.controller", &controller));
        lines.join("\n").replace('\u{a0}', " ")
    }

    /// What has happened, in one or two sentences.
    fn lead(&self) -> String {
        let until = self.stored.until.map(|until| text::instant(until, self.words.lang)).unwrap_or_default();
        let number = text::number(i64::from(self.before) + 1, self.words.lang);
        let is_declined = self.stored.registration.mode == Mode::Declined;
        let key = match (self.letter, self.stored.state) {
            (Letter::Again, State::Reserved) => "letter.again_reserved",
            (Letter::Again, _) => "letter.again",
            (Letter::Changed, State::Waiting) => "letter.changed_waiting",
            (Letter::Changed, _) => "letter.changed",
            (_, State::Reserved) => "letter.confirm",
            (_, State::Confirmed) if is_declined => "letter.declined",
            (_, State::Confirmed) => "letter.confirmed",
            (_, State::Waiting) => "letter.waiting",
            (_, State::Offered) => "letter.offer",
            (_, State::Cancelled) => "letter.cancelled",
            (_, State::Lapsed) => "letter.lapsed",
        };
        self.words.fill(key, &[("until", &until), ("number", &number), ("form", self.form)])
    }

    /// When, where, how.
    fn facts(&self) -> Vec<String> {
        let (words, day, told) = (self.words, self.day, &self.stored.registration);
        let clock = |at| text::clock(at, words.lang);
        let mut facts = vec![
            day.title.of(words.lang).to_owned(),
            format!(
                "{} {}",
                text::weekday_date(day.date, words.lang),
                words.fill(
                    "letter.hours",
                    &[("from", &clock(day.begins_at())), ("to", &clock(day.ends_at()))]
                )
            ),
        ];
        let place = [day.place.trim(), day.address.trim()];
        let place: Vec<_> = place.into_iter().filter(|part| !part.is_empty()).collect();
        match told.mode {
            Mode::Onsite => {
                facts.push(format!("{}: {}", words.say("letter.onsite"), place.join(", ")));
                let directions = day.directions.of(words.lang).trim();
                if self.stored.state == State::Confirmed && !directions.is_empty() {
                    facts.push(directions.to_owned());
                }
            }
            // The link to join is for who has a place.
            Mode::Remote if self.stored.state == State::Confirmed && !day.remote_link.is_empty() => {
                facts.push(format!("{}: {}", words.say("letter.remote"), day.remote_link.trim()));
            }
            Mode::Remote => facts.push(words.say("letter.remote")),
            Mode::Declined => {}
        }
        facts
    }
}
