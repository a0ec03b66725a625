//! Who took part in an activity day.
//!
//! Owns: the only place that decides it, for figures, certificates, thanks and the report; for those on site and those who
//! take part remotely each by itself: who was checked in, where anybody was that way; else who had a confirmed place. Must
//! not: count.

use std::collections::{BTreeMap, BTreeSet};

use shared::domain::check_in::{CheckIn, Passage, WalkIn, Who, presence};
use shared::domain::registration::{Mode, State};
use shared::id::Id;
use shared::stats::day::Basis;
use shared::wire::v1::door::Recorded;

use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::Result;

/// Who took part, and how that is known.
pub struct Present {
    /// What is known.
    pub basis: Basis,
    /// Their registrations, in order of arrival.
    pub people: Vec<Stored>,
    /// Who came without a registration.
    pub walk_ins: Vec<WalkIn>,
}

/// Whoever took part in a year's day; leaving early changes nothing. That some joined by their links says nothing of a door
/// where no tablet stood, nor the other way round.
pub async fn of(tx: &mut Tx, network: Id, year: i32) -> Result<Present> {
    let recorded = db::check_in::of_year(tx, network, year).await?;
    let there = presence(recorded.iter().filter_map(Recorded::mark), |_| None).people;
    let mut people = db::registration::list(tx, network, year).await?;
    let at_door: BTreeSet<Id> = recorded.iter().filter_map(arrived_at_door).collect();
    for stored in &mut people {
        // Who had said not to come, or to take part remotely, and came.
        let is_away = stored.registration.mode == Mode::Declined && there.contains_key(&stored.id);
        if is_away || at_door.contains(&stored.id) {
            stored.registration.mode = Mode::Onsite;
        }
    }
    let modes: BTreeMap<Id, Mode> = people.iter().map(|one| (one.id, one.registration.mode)).collect();
    let checked: Vec<Mode> = there
        .iter()
        .map(|(person, attended)| match modes.get(person) {
            Some(mode) => *mode,
            None if attended.is_walk_in || at_door.contains(person) => Mode::Onsite,
            // Joined by a link whose registration is deleted.
            None => Mode::Remote,
        })
        .collect();
    people.retain(|stored| {
        let is_known = checked.contains(&stored.registration.mode);
        there.contains_key(&stored.id) || (!is_known && is_confirmed(stored))
    });
    let basis = if there.is_empty() {
        Basis::Confirmed
    } else if people.iter().all(|stored| there.contains_key(&stored.id)) {
        Basis::CheckedIn
    } else if checked.contains(&Mode::Onsite) {
        Basis::OnsiteCheckedIn
    } else {
        Basis::RemoteCheckedIn
    };
    let walk_in = |one: &Recorded| {
        one.mark().filter(|mark| mark.is_walk_in)?;
        match CheckIn::of(&one.row)?.who {
            Who::WalkIn(walk_in) => Some((walk_in.id, walk_in)),
            Who::Registration(_) => None,
        }
    };
    let mut walk_ins: BTreeMap<Id, WalkIn> = recorded.iter().filter_map(walk_in).collect();
    walk_ins.retain(|id, _| there.contains_key(id));
    Ok(Present { basis, people, walk_ins: walk_ins.into_values().collect() })
}

/// Whose arrival a tablet has recorded; by a link nobody comes through the door.
fn arrived_at_door(recorded: &Recorded) -> Option<Id> {
    let mark = recorded.mark().filter(|mark| mark.passage == Passage::Arrived)?;
    recorded.device.map(|_| mark.person)
}

/// Whether a registration holds a confirmed place.
pub fn is_confirmed(stored: &Stored) -> bool {
    stored.state == State::Confirmed && stored.registration.mode != Mode::Declined
}
