//! A registration as an appointment (RFC 5545).
//!
//! Owns: the identity that stays over all changes, and the number that grows with each, so that calendars replace what they
//! have. Must not: name anybody but the day.

use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};
use jiff::Timestamp;
use jiff::tz::TimeZone;
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

/// The appointment of a registration, where it has one: not of who waits or cannot come. A cancelled one tells the calendar
/// to take it out.
pub fn appointment(
    day: &Day,
    sequence: i64,
    stored: &Stored,
    host: &str,
    link: &str,
    now: Millis,
) -> Option<Appointment> {
    let told = &stored.registration;
    let (method, status) = match stored.state {
        _ if told.mode == Mode::Declined => return None,
        State::Confirmed => ("PUBLISH", "CONFIRMED"),
        State::Reserved => ("PUBLISH", "TENTATIVE"),
        State::Cancelled | State::Lapsed => ("CANCEL", "CANCELLED"),
        State::Waiting | State::Offered => return None,
    };
    let place = match told.mode {
        Mode::Remote => day.remote_link.trim().to_owned(),
        _ => [day.place.trim(), day.address.trim()]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(", "),
    };
    let mut event = Event::new();
    event
        .uid(&format!("{}@{host}", stored.id))
        .sequence(u32::try_from(sequence + stored.sequence).unwrap_or(u32::MAX))
        .summary(day.title.of(told.lang))
        .location(&place)
        .description(link)
        .append_property(Property::new("DTSTAMP", utc(now)))
        .append_property(Property::new("DTSTART", utc(day.begins_at())))
        .append_property(Property::new("DTEND", utc(day.ends_at())))
        .append_property(Property::new("STATUS", status));
    if method == "PUBLISH" && told.mode == Mode::Remote && !place.is_empty() {
        event.url(&place);
    }
    let mut calendar = Calendar::new();
    calendar.append_property(Property::new("METHOD", method));
    Some(Appointment { text: calendar.push(event.done()).done().to_string(), method })
}

/// An instant as `YYYYMMDDTHHMMSSZ`: in UTC there is no zone that a calendar could know otherwise.
fn utc(ms: Millis) -> String {
    Timestamp::from_millisecond(ms)
        .map(|at| at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string())
        .unwrap_or_default()
}
