//! A registration as an appointment (RFC 5545).
//!
//! Owns: the identity that stays over all changes, and the number that grows with each, so that calendars replace what they
//! have. Must not: name anybody but the network, or hold the person's link: calendars are shared with colleagues.

use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lettre::message::Mailbox;
use shared::domain::day::Day;
use shared::domain::registration::{Mode, State};
use shared::time::Millis;

use crate::db::registration::Stored;

/// An appointment for a mail.
pub struct Appointment {
    /// The file.
    pub text: String,
    /// `PUBLISH` or `CANCEL` (RFC 5546), for the attachment's type.
    pub method: &'static str,
}

/// The appointment of a registration, where it has one: not of who waits or has never been coming. One that is cancelled, or
/// whose person has found out that they cannot come, tells the calendar to take it out.
pub fn appointment(
    day: &Day,
    sequence: i64,
    stored: &Stored,
    from: &Mailbox,
    now: Millis,
) -> Option<Appointment> {
    let told = &stored.registration;
    let (method, status) = match stored.state {
        _ if told.mode == Mode::Declined && stored.sequence == 0 => return None,
        _ if told.mode == Mode::Declined => ("CANCEL", "CANCELLED"),
        State::Confirmed => ("PUBLISH", "CONFIRMED"),
        State::Reserved => ("PUBLISH", "TENTATIVE"),
        State::Cancelled | State::Lapsed => ("CANCEL", "CANCELLED"),
        State::Waiting | State::Offered => return None,
    };
    let place = match told.mode {
        // The link to join is for who has a place.
        Mode::Remote if stored.state == State::Confirmed => day.remote_link.trim().to_owned(),
        Mode::Remote | Mode::Declined => String::new(),
        Mode::Onsite => [day.place.trim(), day.address.trim()]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(", "),
    };
    let mut event = Event::new();
    event
        // Without a host (RFC 7986, 5.3): it stays when the server moves.
        .uid(&stored.id.to_string())
        .sequence(u32::try_from(sequence + stored.sequence).unwrap_or(u32::MAX))
        .summary(day.title.of(told.lang))
        .append_property(Property::new("DTSTAMP", utc(now)))
        .append_property(Property::new("DTSTART", utc(day.begins_at())))
        .append_property(Property::new("DTEND", utc(day.ends_at())))
        .append_property(Property::new("STATUS", status))
        // Both methods must have one (RFC 5546, 3.2.1 and 3.2.5).
        .append_property(organiser(from));
    if !place.is_empty() {
        event.location(&place);
    }
    let directions = day.directions.of(told.lang).trim();
    if told.mode == Mode::Onsite && !directions.is_empty() {
        event.description(directions);
    }
    if method == "PUBLISH" && told.mode == Mode::Remote && !place.is_empty() {
        event.url(&place);
    }
    let mut calendar = Calendar::new();
    calendar.append_property(Property::new("METHOD", method));
    Some(Appointment { text: calendar.push(event.done()).done().to_string(), method })
}

/// Who sends the mails.
fn organiser(from: &Mailbox) -> Property {
    let mut organiser = Property::new("ORGANIZER", format!("mailto:{}", from.email));
    if let Some(name) = &from.name {
        // A parameter's value has no quotes and no line breaks (RFC 5545, 3.1).
        let plain: String = name.chars().filter(|c| !c.is_control() && *c != '"').collect();
        organiser.add_parameter("CN", &format!("\"{plain}\""));
    }
    organiser.done()
}

/// An instant as `YYYYMMDDTHHMMSSZ`: in UTC there is no zone that a calendar could know otherwise.
fn utc(ms: Millis) -> String {
    Timestamp::from_millisecond(ms)
        .map(|at| at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string())
        .unwrap_or_default()
}
