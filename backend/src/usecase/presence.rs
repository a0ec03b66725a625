//! Who took part in an activity day.
//!
//! Owns: the only place that decides it, for figures, certificates and the report: who was checked in, where anybody was;
//! else who had a confirmed place. Must not: count.

use std::collections::BTreeMap;

use shared::domain::check_in::{CheckIn, WalkIn, Who, presence};
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

/// Whoever took part in a year's day; leaving early changes nothing.
pub async fn of(tx: &mut Tx, network: Id, year: i32) -> Result<Present> {
    let recorded = db::check_in::of_year(tx, network, year).await?;
    let there = presence(recorded.iter().filter_map(Recorded::mark), |_| None).people;
    let mut people = db::registration::list(tx, network, year).await?;
    if there.is_empty() {
        people.retain(is_confirmed);
        return Ok(Present { basis: Basis::Confirmed, people, walk_ins: Vec::new() });
    }
    people.retain(|stored| there.contains_key(&stored.id));
    for stored in &mut people {
        // Who had said not to come, and came.
        if stored.registration.mode == Mode::Declined {
            stored.registration.mode = Mode::Onsite;
        }
    }
    let walk_in = |one: &Recorded| {
        one.mark().filter(|mark| mark.is_walk_in)?;
        match CheckIn::of(&one.row)?.who {
            Who::WalkIn(walk_in) => Some((walk_in.id, walk_in)),
            Who::Registration(_) => None,
        }
    };
    let mut walk_ins: BTreeMap<Id, WalkIn> = recorded.iter().filter_map(walk_in).collect();
    walk_ins.retain(|id, _| there.contains_key(id));
    Ok(Present { basis: Basis::CheckedIn, people, walk_ins: walk_ins.into_values().collect() })
}

/// Whether a registration holds a confirmed place.
pub fn is_confirmed(stored: &Stored) -> bool {
    stored.state == State::Confirmed && stored.registration.mode != Mode::Declined
}
