//! Who rides with whom.
//!
//! Owns: the matching of offers and needs by municipality and seats. Must not: know a name or a contact; whether one may be
//! given to the other is [`may_share`].

use std::collections::{BTreeMap, BTreeSet};

use crate::id::Id;

/// A car with seats for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Car {
    /// The driver's registration.
    pub driver: Id,
    /// From where.
    pub municipality: String,
    /// Seats for others.
    pub seats: u32,
}

/// Somebody who needs a ride.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The registration.
    pub passenger: Id,
    /// From where.
    pub municipality: String,
}

/// Who rides with whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// Who rides.
    pub passenger: Id,
    /// With whom.
    pub driver: Id,
    /// Whether a person has decided it: it is not undone by matching.
    pub by_hand: bool,
}

/// Whose cars may be proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Those of the passenger's own municipality.
    SameTown,
    /// Any, after those of the own municipality.
    Anywhere,
}

/// The same municipality however it was written: space around it and the size of letters do not count.
fn town(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Those of `known` that can still be: both are there, nobody rides twice, and no car has more than its seats. Where one has
/// too many, those decided by hand stay, then the earlier ones.
pub fn standing(cars: &[Car], needs: &[Need], known: &[Match]) -> Vec<Match> {
    let mut free: BTreeMap<Id, u32> = BTreeMap::new();
    for car in cars {
        free.entry(car.driver).or_insert(car.seats);
    }
    let mut rides: BTreeSet<Id> = needs.iter().map(|need| need.passenger).collect();
    let mut sorted = known.to_vec();
    sorted.sort_by_key(|one| (!one.by_hand, one.passenger, one.driver));
    sorted.retain(|one| {
        let seat = free.get_mut(&one.driver).filter(|free| **free > 0);
        let Some(seat) = seat.filter(|_| rides.contains(&one.passenger)) else { return false };
        *seat -= 1;
        rides.remove(&one.passenger)
    });
    sorted.sort();
    sorted
}

/// The matches that stand, and for whoever has none the first car with a free seat: of the own municipality, or, where
/// `reach` allows it, of another one once every own municipality has been served. Cars and needs are taken in their order
/// (that of arrival), so that the same lists give the same answer.
pub fn propose(cars: &[Car], needs: &[Need], known: &[Match], reach: Reach) -> Vec<Match> {
    let mut matches = standing(cars, needs, known);
    let mut seen = BTreeSet::new();
    let mut free: Vec<(&Car, u32)> = cars
        .iter()
        .filter(|car| seen.insert(car.driver))
        .map(|car| {
            let taken = matches.iter().filter(|one| one.driver == car.driver).count();
            (car, car.seats.saturating_sub(u32::try_from(taken).unwrap_or(u32::MAX)))
        })
        .collect();
    let mut rides: BTreeSet<Id> = matches.iter().map(|one| one.passenger).collect();
    let passes: &[bool] = match reach {
        Reach::SameTown => &[true],
        Reach::Anywhere => &[true, false],
    };
    for same in passes {
        for need in needs {
            if rides.contains(&need.passenger) {
                continue;
            }
            let fits = |car: &Car| !same || town(&car.municipality) == town(&need.municipality);
            if let Some((car, seats)) = free.iter_mut().find(|(car, seats)| *seats > 0 && fits(car)) {
                *seats -= 1;
                rides.insert(need.passenger);
                let (passenger, driver) = (need.passenger, car.driver);
                matches.push(Match { passenger, driver, by_hand: false });
            }
        }
    }
    matches.sort();
    matches
}

/// Whether one's contact is given to the other: only where both have opted in.
pub fn may_share(one: bool, other: bool) -> bool {
    one && other
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(n: u8) -> Id {
        Id::from_bytes([n; 16])
    }

    fn car(n: u8, town: &str, seats: u32) -> Car {
        Car { driver: id(n), municipality: town.to_owned(), seats }
    }

    fn need(n: u8, town: &str) -> Need {
        Need { passenger: id(n), municipality: town.to_owned() }
    }

    #[test]
    fn the_own_municipality_comes_first_however_it_is_written() {
        let cars = [car(1, "Salo", 1), car(2, " TURKU ", 1)];
        let needs = [need(11, "Turku"), need(12, "turku"), need(13, "Salo")];
        let same = propose(&cars, &needs, &[], Reach::SameTown);
        let pairs: Vec<_> = same.iter().map(|one| (one.passenger, one.driver)).collect();
        assert_eq!(pairs, [(id(11), id(2)), (id(13), id(1))]);
        let more = [car(1, "Salo", 2), car(2, "Turku", 1)];
        let all = propose(&more, &needs, &[], Reach::Anywhere);
        assert_eq!(all[1], Match { passenger: id(12), driver: id(1), by_hand: false });
    }

    #[test]
    fn what_a_person_decided_stays_while_it_can() {
        let hand = |passenger, driver| Match { passenger: id(passenger), driver: id(driver), by_hand: true };
        let needs = [need(11, "Turku"), need(12, "Turku")];
        let known = [Match { by_hand: false, ..hand(11, 1) }, hand(12, 1)];
        // The car has lost a seat.
        assert_eq!(standing(&[car(1, "Salo", 1)], &needs, &known), [hand(12, 1)]);
        // The driver does not come.
        assert!(standing(&[], &needs, &known).is_empty());
        assert!(may_share(true, true) && !may_share(true, false) && !may_share(false, true));
    }

    fn world() -> impl Strategy<Value = (Vec<Car>, Vec<Need>, Vec<Match>)> {
        let towns = || prop::sample::select(vec!["Turku", "Salo", "Rauma", "salo "]);
        let cars = prop::collection::vec((0u8..12, towns(), 0u32..4), 0..10);
        let needs = prop::collection::vec((20u8..40, towns()), 0..20);
        let known = prop::collection::vec((18u8..42, 0u8..14, any::<bool>()), 0..12);
        (cars, needs, known).prop_map(|(cars, needs, known)| {
            let cars = cars.into_iter().map(|(n, town, seats)| car(n, town, seats)).collect();
            let needs = needs.into_iter().map(|(n, town)| need(n, town)).collect();
            let hand = |(passenger, driver, by_hand)| Match {
                passenger: id(passenger),
                driver: id(driver),
                by_hand,
            };
            (cars, needs, known.into_iter().map(hand).collect())
        })
    }

    fn seats(cars: &[Car], driver: Id) -> usize {
        cars.iter().find(|car| car.driver == driver).map_or(0, |car| usize::try_from(car.seats).unwrap())
    }

    proptest! {
        #[test]
        fn nobody_is_in_two_cars_and_no_car_is_overfull(
            (cars, needs, known) in world(),
            anywhere in any::<bool>(),
        ) {
            let reach = if anywhere { Reach::Anywhere } else { Reach::SameTown };
            let matches = propose(&cars, &needs, &known, reach);
            let riders: BTreeSet<_> = matches.iter().map(|one| one.passenger).collect();
            prop_assert_eq!(riders.len(), matches.len());
            for one in &matches {
                let taken = matches.iter().filter(|other| other.driver == one.driver).count();
                prop_assert!(taken <= seats(&cars, one.driver));
                prop_assert!(needs.iter().any(|need| need.passenger == one.passenger));
            }
            // The same again, and nothing more to propose.
            prop_assert_eq!(&matches, &propose(&cars, &needs, &known, reach));
            prop_assert_eq!(&matches, &propose(&cars, &needs, &matches, reach));
            // What stood before still stands.
            for kept in standing(&cars, &needs, &known) {
                prop_assert!(matches.contains(&kept));
            }
        }

        #[test]
        fn nobody_is_left_behind_while_a_car_of_the_municipality_has_a_seat((cars, needs, known) in world()) {
            let matches = propose(&cars, &needs, &known, Reach::SameTown);
            for need in &needs {
                if matches.iter().any(|one| one.passenger == need.passenger) {
                    continue;
                }
                let mut seen = BTreeSet::new();
                for car in cars.iter().filter(|car| seen.insert(car.driver)) {
                    let taken = matches.iter().filter(|one| one.driver == car.driver).count();
                    let has_seat = taken < seats(&cars, car.driver);
                    // The same person twice in the list has one need: the first.
                    let first = needs.iter().find(|other| other.passenger == need.passenger).unwrap();
                    prop_assert!(!(has_seat && town(&car.municipality) == town(&first.municipality)));
                }
            }
        }
    }
}
