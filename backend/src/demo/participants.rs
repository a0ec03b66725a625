//! Those who come to the demo's activity day, all invented: their names are the demo's (see `people`), their addresses those
//! of `example.org` (RFC 2606).
//!
//! Owns: a crowd in which each state, each way of taking part and each kind of contribution is there, and the waiting list
//! is true: whoever waits came after the last place was taken.

use std::collections::BTreeMap;

use shared::domain::day::{Answer, Day, HourMinute, Session, Texts};
use shared::domain::lang::Lang;
use shared::domain::registration::{Care, Contribution, Mode, Registration, Ride, RideKind, State};
use shared::id::Id;
use shared::time::{HOUR, MINUTE, Millis};
use shared::wire::v1::registration::{Verdict, Via};

use super::dice::Dice;
use super::people;
use crate::app::App;
use crate::db::mail::Settled;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::usecase::mail::Letter;

/// Places on site: all are held.
pub const ON_SITE: u32 = 24;

/// How many stand where.
const CROWD: [(Mode, State, usize); 10] = [
    (Mode::Onsite, State::Confirmed, 19),
    (Mode::Onsite, State::Reserved, 3),
    (Mode::Onsite, State::Cancelled, 2),
    (Mode::Onsite, State::Lapsed, 1),
    (Mode::Remote, State::Confirmed, 8),
    (Mode::Remote, State::Reserved, 2),
    (Mode::Remote, State::Cancelled, 1),
    (Mode::Declined, State::Confirmed, 3),
    (Mode::Onsite, State::Offered, 2),
    (Mode::Onsite, State::Waiting, 5),
];
const LIBRARIES: [&str; 6] = ["turku", "pori", "kaarina", "loimaa", "naantali", "mynamaki"];
const MUNICIPALITIES: [&str; 5] = ["Turku", "Pori", "Kaarina", "Loimaa", "Naantali"];
const DIETS: [&str; 4] = ["vegetarian", "gluten_free", "lactose_free", "vegan"];
/// Kind, title, minutes, equipment, verdict; the accepted ones with a time have a place in the programme.
type Own = (&'static str, &'static str, u32, &'static str, Verdict, Option<&'static str>);

const OWN: [Own; 8] = [
    ("talk", "Mobiilivarmenne viidessä minuutissa", 10, "", Verdict::Accepted, Some("10:45")),
    ("demo", "Verkkopankki harjoitustilillä", 20, "näyttö ja HDMI-johto", Verdict::Accepted, Some("11:00")),
    ("workshop", "Älykellot kokeiltavina", 45, "pöytä ja pistorasioita", Verdict::Proposed, None),
    ("story", "Digistödet i en tvåspråkig kommun", 15, "", Verdict::Proposed, None),
    ("device", "Puhuva lukulaite", 10, "pistorasia", Verdict::Proposed, None),
    ("talk", "Huijausviestit ja mitä niistä kerrotaan", 15, "", Verdict::Accepted, None),
    ("story", "Digitukea kirjastoautossa", 15, "", Verdict::Declined, None),
    ("demo", "Saavutettavat asetukset puhelimessa", 20, "dokumenttikamera", Verdict::Proposed, None),
];

/// Everybody, in order of arrival; `arrival` and the link's secret come when they are stored.
pub fn invent(day: &Day, dice: &mut Dice, now: Millis) -> Vec<Stored> {
    let mut crowd: Vec<_> =
        CROWD.into_iter().flat_map(|(mode, state, n)| std::iter::repeat_n((mode, state), n)).collect();
    let waits = |state: State| matches!(state, State::Waiting | State::Offered);
    // Those who wait stay at the end; the others come as they come.
    let settled = crowd.iter().filter(|(_, state)| !waits(*state)).count();
    for at in (1..settled).rev() {
        let with = usize::try_from(dice.below(u32::try_from(at + 1).unwrap_or(1))).unwrap_or(0);
        crowd.swap(at, with);
    }
    let opened = day.opens.instant();
    let step = (now - opened) / i64::try_from(crowd.len() + 1).unwrap_or(1);
    let mut all: Vec<_> = crowd
        .into_iter()
        .zip(0..)
        .map(|((mode, state), n)| {
            let created_at = match state {
                // A reserved place is not taken back yet.
                State::Reserved => now - HOUR * i64::from(3 + dice.below(30)),
                // After all places were taken.
                _ if waits(state) => now - 2 * HOUR + MINUTE * i64::from(n),
                _ => opened + step * (i64::from(n) + 1),
            };
            stored(day, dice, (n, mode, state), created_at, now)
        })
        .collect();
    all.sort_by_key(|one| (waits(one.state), one.created_at));
    let mut own: Vec<_> = OWN.into_iter().rev().collect();
    // Spread over all who still take part.
    for one in all.iter_mut().filter(|one| one.state.is_live()).step_by(4) {
        let Some((kind, title, minutes, equipment, verdict, _)) = own.pop() else { break };
        one.registration.contribution = Some(Contribution {
            kind: kind.to_owned(),
            title: title.to_owned(),
            minutes: Some(minutes),
            equipment: equipment.to_owned(),
        });
        one.verdict = Some(verdict);
    }
    all
}

fn stored(
    day: &Day,
    dice: &mut Dice,
    (n, mode, state): (u32, Mode, State),
    created_at: Millis,
    now: Millis,
) -> Stored {
    let until = match state {
        State::Reserved => Some(day.confirm_until(created_at)),
        State::Offered => day.offer_until(now - HOUR),
        _ => None,
    };
    Stored {
        id: dice.id(created_at),
        year: day.year(),
        arrival: 0,
        state,
        until,
        registration: told(day, dice, n, mode),
        verdict: None,
        via: Via::Public,
        secret_hash: Vec::new(),
        sequence: 0,
        created_at,
        confirmed_at: (state == State::Confirmed).then_some(created_at + HOUR / 4),
        changed_at: if state == State::Offered { now - HOUR } else { created_at },
        anonymised_at: None,
    }
}

fn told(day: &Day, dice: &mut Dice, n: u32, mode: Mode) -> Registration {
    let name = people::name(n * 5 + 3, n * 7 + 2);
    let is_onsite = mode == Mode::Onsite;
    let other = dice.chance(15);
    let library = dice.any(&LIBRARIES).filter(|_| !other).map(str::to_owned);
    let care = (is_onsite && dice.chance(30)).then(|| Care {
        diets: dice.any(&DIETS).into_iter().map(str::to_owned).collect(),
        diet_other: String::new(),
        access: if dice.chance(15) { "Induktiosilmukka salissa".to_owned() } else { String::new() },
    });
    let ride = (is_onsite && dice.chance(40)).then(|| {
        let kind = if dice.chance(40) { RideKind::Offer } else { RideKind::Need };
        Ride {
            kind,
            seats: if kind == RideKind::Offer { 1 + dice.below(4) } else { 1 },
            municipality: dice.any(&MUNICIPALITIES).unwrap_or("Turku").to_owned(),
            share: dice.chance(80),
        }
    });
    Registration {
        email: format!("{}@example.org", plain(&name)),
        name,
        other_library: library.is_none().then(|| "Esimerkkilän kansalaisopisto".to_owned()),
        library,
        mode,
        lunch: is_onsite.then(|| dice.chance(90)),
        care,
        ride,
        contribution: None,
        photo: is_onsite && dice.chance(70),
        lang: if dice.chance(15) { Lang::Sv } else { Lang::Fi },
        answers: answers(day, dice, mode),
    }
}

/// What is asked of everybody on site is answered, the rest sometimes.
fn answers(day: &Day, dice: &mut Dice, mode: Mode) -> BTreeMap<Id, String> {
    let asked = day
        .questions
        .iter()
        .filter(|question| question.after.is_none() && question.of.is_none_or(|of| of == mode));
    let mut answers = BTreeMap::new();
    for question in asked {
        let answer = match question.answer {
            Answer::Choice => dice.below(2).to_string(),
            Answer::Number if dice.chance(60) => (1 + dice.below(15)).to_string(),
            Answer::Number | Answer::Text => continue,
        };
        answers.insert(question.id, answer);
    }
    answers
}

/// The left side of an address.
fn plain(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .map(|c| match c {
            'ä' | 'å' => 'a',
            'ö' => 'o',
            ' ' => '.',
            c => c,
        })
        .collect()
}

/// The sessions that were made of accepted contributions; each has the id of its registration.
pub fn sessions(day: &Day, all: &[Stored]) -> Vec<Session> {
    let session = |one: &Stored| {
        let own = one.registration.contribution.as_ref()?;
        let (.., at) = OWN.into_iter().find(|(_, title, ..)| *title == own.title)?;
        let begins: HourMinute = at?.parse().ok()?;
        let end = begins.minutes() + own.minutes.unwrap_or(15);
        let ends = HourMinute::new(u16::try_from(end / 60).ok()?, u16::try_from(end % 60).ok()?)?;
        Some(Session {
            id: one.id,
            begins,
            ends,
            title: Texts { fi: own.title.clone(), ..Texts::default() },
            room: "Sali".to_owned(),
            speaker: one.registration.name.clone(),
            capacity: None,
            remote: day.remote > 0,
        })
    };
    all.iter().filter_map(session).collect()
}

/// Stores them, each with the mail that told of it. None is left to be sent: the addresses are nobody's.
pub async fn store(app: &App, tx: &mut Tx, network: Id, all: Vec<Stored>) -> Result<()> {
    let mut names = BTreeMap::new();
    for mut one in all {
        one.arrival = db::day::arrive(tx, network, one.year).await?.unwrap_or_default();
        one.secret_hash = app.keys.manage(&*app.random, network, one.id)?.hash().to_vec();
        db::registration::insert(tx, network, &one).await?;
        let kind = Letter::of(one.state).code();
        let id = Id::v7(one.changed_at, mail_bytes(one.id));
        db::mail::enqueue(tx, network, id, (one.year, one.id), kind, one.changed_at).await?;
        names.insert(one.id, (one.arrival, one.changed_at));
    }
    while let Some(mail) = db::mail::claim(tx, Millis::MAX, Millis::MAX).await? {
        let (arrival, at) = names.get(&mail.registration).copied().unwrap_or_default();
        let (state, trouble) = match arrival {
            7 => ("failed", "550 5.1.1 mailbox unavailable"),
            19 => ("uncertain", ""),
            _ => ("sent", ""),
        };
        let sent_at = (state == "sent").then_some(at);
        db::mail::settle(tx, &mail, &Settled { state, due_at: 0, sent_at, trouble }).await?;
    }
    Ok(())
}

/// A mail's id is made of its registration's.
fn mail_bytes(registration: Id) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&registration.as_bytes()[6..]);
    bytes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use shared::time::{Date, helsinki_instant};

    use super::super::day::tests::day_on;
    use super::*;

    #[test]
    fn the_crowd_is_one_that_the_form_could_have_made() {
        let today: Date = "2026-11-30".parse().unwrap();
        let now = helsinki_instant(today, 12 * 60);
        let day = day_on(today);
        let all = invent(&day, &mut Dice::new(1), now);
        let held = |mode: Mode| {
            all.iter().filter(|one| one.registration.mode == mode && one.state.holds_place()).count()
        };
        assert_eq!(held(Mode::Onsite), usize::try_from(ON_SITE).unwrap());
        assert!(held(Mode::Remote) < usize::try_from(day.remote).unwrap());
        let names: BTreeSet<_> = all.iter().map(|one| one.registration.name.clone()).collect();
        assert_eq!(names.len(), all.len(), "everybody has a name of their own");
        for one in &all {
            assert!(one.created_at <= now && one.until.is_none_or(|until| until > now));
            assert!(one.registration.email.is_ascii() && one.registration.email.ends_with("@example.org"));
        }
        let first_waiting = all.iter().position(|one| one.state == State::Waiting).unwrap();
        assert!(all[first_waiting..].iter().all(|one| one.state == State::Waiting));
        let verdicts: BTreeSet<_> = all.iter().filter_map(|one| one.verdict).map(Verdict::code).collect();
        assert_eq!(verdicts.len(), 3);
        assert_eq!(sessions(&day, &all).len(), 2);
        let again = invent(&day, &mut Dice::new(1), now);
        assert!(all.iter().zip(&again).all(|(one, other)| one.id == other.id));
    }
}
