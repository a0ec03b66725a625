//! What a letter says.
//!
//! Owns: its words, in the person's language, as things stand when it is sent. Must not: hold a diet or an access need.

use std::time::{Duration, SystemTime};

use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use shared::domain::day::Day;
use shared::domain::registration::{Mode, State};
use shared::text;

use super::calendar::appointment;
use super::{Letter, form_address, manage_address, occasion, remind};
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
    /// No mail can be made: why, for the organisers.
    Bad(&'static str),
}

/// Writes a letter.
pub async fn compose(app: &App, tx: &mut Tx, mail: &Held, letter: Letter) -> Result<Composed> {
    let Some(post) = app.config.mail() else { return Ok(Composed::Moot) };
    let Some(network) = db::network::get(tx, mail.network_id).await? else { return Ok(Composed::Moot) };
    let Some(stored) = db::registration::get(tx, mail.network_id, mail.registration).await? else {
        return Ok(Composed::Moot);
    };
    let Some(day) = db::day::get(tx, mail.network_id, stored.year).await? else { return Ok(Composed::Moot) };
    let is_true = remind::is_true(tx, mail.network_id, letter, &stored).await?;
    if !is_true || stored.anonymised_at.is_some() {
        return Ok(Composed::Moot);
    }
    // Nobody looks for a day that is over.
    if letter == Letter::Moved && app.now() >= day.day.ends_at() {
        return Ok(Composed::Moot);
    }
    let before = db::registration::waiting_before(tx, mail.network_id, &stored).await?;
    // Made with another key (a node or a restored server without the old one), the link in it would lead nowhere.
    if app.keys.manage(&*app.random, network.id, stored.id)?.hash()[..] != stored.secret_hash[..] {
        tracing::error!("the key in the data folder is not the one that registrations were stored with");
        return Ok(Composed::Bad("key"));
    }
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
    let is_occasion = matches!(
        letter,
        Letter::ReminderEarly | Letter::ReminderLate | Letter::Thanks | Letter::Message | Letter::Ride
    );
    let (subject, body) = if is_occasion {
        let Some(said) = occasion::write(app, tx, mail, &writer).await? else { return Ok(Composed::Moot) };
        said
    } else {
        (writer.subject(), writer.body())
    };
    let host = post.from.email.domain().to_owned();
    let Ok(address) = stored.registration.email.parse() else { return Ok(Composed::Bad("address")) };
    let builder = Message::builder()
        .date(SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(app.now()).unwrap_or(0)))
        .header(AutoSubmitted)
        .message_id(Some(format!("<{}@{host}>", mail.id)))
        .from(post.from.clone())
        .to(Mailbox::new(Some(stored.registration.name.clone()), address))
        .subject(subject);
    let body = SinglePart::plain(body);
    // The appointment comes with what tells of it, once.
    let calendar =
        if is_occasion { None } else { appointment(&day.day, day.sequence, &stored, &post.from, app.now()) };
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
    let message = builder.multipart(parts);
    Ok(message.map_or(Composed::Bad("address"), |message| Composed::Ready(Box::new(message))))
}

/// Says that no person has written it (RFC 3834), so that nobody's absence note answers.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> std::result::Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// What a letter is written from.
#[derive(Clone, Copy)]
pub struct Writer<'a> {
    /// In the person's language.
    pub words: Words,
    /// Whose day it is.
    pub network: &'a Network,
    /// The day.
    pub day: &'a Day,
    /// To whom.
    pub stored: &'a Stored,
    /// The person's own page.
    pub link: &'a str,
    /// The public form.
    pub form: &'a str,
    /// How many wait in front.
    pub before: u32,
    /// What it tells.
    pub letter: Letter,
}

impl Writer<'_> {
    fn subject(&self) -> String {
        self.titled(&self.words.say(match self.letter {
            Letter::Confirm => "letter.confirm_subject",
            Letter::Confirmed if self.stored.registration.mode == Mode::Declined => "letter.declined_subject",
            Letter::Confirmed => "letter.confirmed_subject",
            Letter::Waiting => "letter.waiting_subject",
            Letter::Offer => "letter.offer_subject",
            Letter::Changed => "letter.changed_subject",
            Letter::Moved => "letter.moved_subject",
            Letter::Cancelled => "letter.cancelled_subject",
            Letter::Lapsed => "letter.lapsed_subject",
            _ => "letter.again_subject",
        }))
    }

    /// A subject: what it is, of which day.
    pub fn titled(&self, what: &str) -> String {
        let title = self.day.title.of(self.words.lang);
        // A heading of several lines would be a line break in a header.
        let title: Vec<_> = title.split(|c: char| c.is_whitespace() || c.is_control()).collect();
        let title = title.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        format!("{what}: {title} {}", text::date(self.day.date, self.words.lang)).replace('\u{a0}', " ")
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
        lines.extend(self.foot());
        lines.join("\n").replace('\u{a0}', " ")
    }

    /// After the person's link: that it is theirs, and who is responsible.
    pub fn foot(&self) -> Vec<String> {
        let controller =
            [("controller", self.network.controller.as_str()), ("contact", &self.network.controller_contact)];
        vec![
            String::new(),
            self.words.say("letter.secret"),
            String::new(),
            "-- ".to_owned(),
            self.network.name.clone(),
            self.words.fill("letter.controller", &controller),
        ]
    }

    /// What has happened, and how it stands where that is something else.
    fn lead(&self) -> String {
        let until = self.stored.until.map(|until| text::instant(until, self.words.lang)).unwrap_or_default();
        let number = text::number(i64::from(self.before) + 1, self.words.lang);
        let (happened, standing) = match (self.letter, self.stored.state) {
            (Letter::Again, State::Reserved) => (Some("letter.again_reserved"), None),
            (Letter::Again, state) => (Some("letter.again"), Some(state)),
            (Letter::Changed, State::Waiting) => (Some("letter.changed_waiting"), None),
            // It may have taken the place of the letter that offers it.
            (Letter::Changed, state @ State::Offered) => (Some("letter.changed"), Some(state)),
            (Letter::Changed, _) => (Some("letter.changed"), None),
            // It may have taken the place of the letter that says how it stands.
            (Letter::Moved, state) => (Some("letter.moved"), Some(state)),
            (_, state) => (None, Some(state)),
        };
        let keys = [happened, standing.map(|state| self.standing(state))];
        let values = [("until", until.as_str()), ("number", number.as_str()), ("form", self.form)];
        let said: Vec<_> = keys.into_iter().flatten().map(|key| self.words.fill(key, &values)).collect();
        said.join(" ")
    }

    /// The text that says how a registration stands.
    fn standing(&self, state: State) -> &'static str {
        match state {
            State::Reserved => "letter.confirm",
            State::Confirmed if self.stored.registration.mode == Mode::Declined => "letter.declined",
            State::Confirmed => "letter.confirmed",
            State::Waiting => "letter.waiting",
            State::Offered => "letter.offer",
            State::Cancelled => "letter.cancelled",
            State::Lapsed => "letter.lapsed",
        }
    }

    /// When, where, how.
    pub fn facts(&self) -> Vec<String> {
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
