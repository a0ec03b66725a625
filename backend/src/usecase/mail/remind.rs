//! Reminders before the day and thanks after it.
//!
//! Owns: their dates, whom each is for, and that each is made at most once for a registration, whichever nodes look at the
//! same time and however often they start anew: the database decides (`mail_once`). Must not: decide who took part
//! (`presence` does).

use std::collections::BTreeSet;

use shared::domain::day::{Day, Status};
use shared::id::Id;
use shared::time::{DAY, Millis, helsinki, helsinki_instant};

use super::{Letter, queue_once};
use crate::app::App;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::usecase::presence;

/// Minutes after midnight in Finland: people are awake, and the working day begins.
const MORNING: u32 = 9 * 60;
/// How many days after the day it is too late for thanks.
const THANKS_WITHIN: i32 = 14;

/// From when until when a letter may be made and sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    letter: Letter,
    from: Millis,
    until: Millis,
}

fn windows(day: &Day) -> [Window; 3] {
    let morning = |days| helsinki_instant(day.date.plus_days(days), MORNING);
    let (early, late, thanks) = (morning(-14), morning(-2), morning(1).max(day.ends_at()));
    [
        Window { letter: Letter::ReminderEarly, from: early, until: late },
        Window { letter: Letter::ReminderLate, from: late, until: day.begins_at() },
        Window { letter: Letter::Thanks, from: thanks, until: thanks + i64::from(THANKS_WITHIN) * DAY },
    ]
}

/// Whether it is the time for a letter. One that could not be sent in its time is not sent late: what it says would not be
/// so any more.
pub fn is_timely(letter: Letter, day: &Day, now: Millis) -> bool {
    let own = windows(day).into_iter().find(|window| window.letter == letter);
    own.is_none_or(|window| (window.from..window.until).contains(&now))
}

/// Whether a letter still tells the truth of a registration. Thanks are for whoever took part, whose check-ins may have come
/// since.
pub async fn is_true(tx: &mut Tx, network: Id, letter: Letter, to: &Stored) -> Result<bool> {
    if letter != Letter::Thanks {
        return Ok(letter.is_true(to));
    }
    let present = presence::of(tx, network, to.year).await?;
    Ok(present.people.iter().any(|one| one.id == to.id))
}

/// Who lacks a letter that is due. Reminders are for who had confirmed before their date: whoever confirms later has just
/// read the same.
async fn lacking(tx: &mut Tx, network: Id, year: i32, window: Window) -> Result<Vec<Id>> {
    let once = window.letter.code();
    if window.letter != Letter::Thanks {
        return Ok(db::mail::lacking(tx, network, year, window.from, once).await?);
    }
    let named: BTreeSet<Id> = db::mail::named(tx, network, year, once).await?.into_iter().collect();
    let present = presence::of(tx, network, year).await?.people.into_iter();
    let lacks = |one: &Stored| !named.contains(&one.id) && !one.registration.email.is_empty();
    Ok(present.filter(lacks).map(|one| one.id).collect())
}

/// Queues what is due now. A day or a person whose record cannot be read stops no other.
pub async fn queue_due(app: &App) -> Result<()> {
    let now = app.now();
    let oldest = helsinki(now).date.plus_days(-THANKS_WITHIN - 1);
    let mut tx = app.db.read().await?;
    let days = db::day::keys(&mut tx, &oldest.to_string()).await?;
    tx.commit().await?;
    for (network, year) in days {
        let due = match due_of(app, network, year, now).await {
            Ok(due) => due,
            Err(error) => {
                error.log_of_day(network, year);
                continue;
            }
        };
        for (registration, letter) in due {
            if let Err(error) = queue_one(app, network, (year, registration), letter).await {
                error.log_of_day(network, year);
            }
        }
    }
    Ok(())
}

/// What is due of one day, and for whom.
async fn due_of(app: &App, network: Id, year: i32, now: Millis) -> Result<Vec<(Id, Letter)>> {
    let mut tx = app.db.read().await?;
    let mut due = Vec::new();
    let stored = db::day::get(&mut tx, network, year).await?;
    if let Some(day) = stored.map(|stored| stored.day).filter(|day| day.status == Status::Published) {
        for window in windows(&day).into_iter().filter(|window| (window.from..window.until).contains(&now)) {
            let lacking = lacking(&mut tx, network, year, window).await?;
            due.extend(lacking.into_iter().map(|registration| (registration, window.letter)));
        }
    }
    tx.commit().await?;
    Ok(due)
}

/// In a transaction of its own: what fails takes nobody else's letter with it.
async fn queue_one(app: &App, network: Id, (year, registration): (i32, Id), letter: Letter) -> Result<()> {
    let mut tx = app.db.write().await?;
    // Under the day's lock: who cancels or deletes everything at this moment is gone, or has the mail.
    db::day::arrive(&mut tx, network, year).await?;
    if let Some(to) = db::registration::get(&mut tx, network, registration).await?
        // Whether somebody took part is asked again when the thanks are sent.
        && (letter == Letter::Thanks || letter.is_true(&to))
    {
        queue_once(app, &mut tx, network, &to, (letter, letter.code(), None)).await?;
    }
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use shared::time::HOUR;

    use super::*;

    fn day() -> Day {
        // Over the end of summer time: mornings stay at nine.
        serde_json::from_value(serde_json::json!({
            "status": "published", "date": "2026-11-04", "begins": "09:00", "ends": "15:30",
            "title": {"fi": "Toimintapäivä"}, "intro": {"fi": ""}, "place": "", "address": "", "directions": {"fi": ""},
            "remote_link": "", "on_site": 1, "remote": 1, "opens": {"on": "2026-09-01", "at": "08:00"},
            "closes": {"on": "2026-10-30", "at": "16:00"},
            "lunch": true, "programme": [], "questions": []
        }))
        .unwrap()
    }

    #[test]
    fn each_letter_has_its_mornings_and_none_overlaps() {
        let day = day();
        let [early, late, thanks] = windows(&day);
        assert_eq!(shared::time::helsinki(early.from).hour, 9);
        // One of the fourteen days in between has 25 hours.
        assert_eq!(early.from, day.begins_at() - 14 * DAY - HOUR);
        assert_eq!((early.until, late.until), (late.from, day.begins_at()));
        assert!(thanks.from > day.ends_at());
        assert!(is_timely(Letter::ReminderEarly, &day, early.from));
        assert!(!is_timely(Letter::ReminderEarly, &day, late.from));
        assert!(!is_timely(Letter::ReminderLate, &day, day.begins_at()));
        assert!(!is_timely(Letter::Thanks, &day, day.ends_at()));
        assert!(is_timely(Letter::Confirmed, &day, 0));
    }
}
