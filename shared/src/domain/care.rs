//! What a caterer needs to know: how many eat what.
//!
//! Owns: counting diets and meals, and how far two counts differ. Must not: know a name or a free text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::registration::State;

/// How many people: those who have confirmed, and those whose place is still held for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Confirmed.
    pub confirmed: u32,
    /// Reserved or offered, not confirmed yet.
    pub reserved: u32,
}

/// One line of the list: with lunch and without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meal {
    /// Have lunch.
    pub lunch: Tally,
    /// Have none, or have not said.
    pub without: Tally,
}

/// The list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Everybody on site.
    pub all: Meal,
    /// Those who told no diet.
    pub plain: Meal,
    /// By the diet's code; who has told two is in both.
    pub diets: BTreeMap<String, Meal>,
}

/// Somebody on site, as the list sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// Where the registration stands.
    pub state: State,
    /// Whether they have lunch; absent where they have not said.
    pub lunch: Option<bool>,
    /// Codes of their diets.
    pub diets: Vec<String>,
}

impl Meal {
    fn add(&mut self, guest: &Guest) {
        let tally = if guest.lunch == Some(true) { &mut self.lunch } else { &mut self.without };
        if guest.state == State::Confirmed {
            tally.confirmed += 1;
        } else {
            tally.reserved += 1;
        }
    }

    /// The four figures, in the order of the page: lunch confirmed and reserved, without confirmed and reserved.
    pub fn figures(self) -> [u32; 4] {
        [self.lunch.confirmed, self.lunch.reserved, self.without.confirmed, self.without.reserved]
    }
}

impl Counts {
    /// Counts those who hold a place; who waits, has cancelled or lapsed is no guest.
    pub fn of(guests: &[Guest]) -> Self {
        let mut counts = Self::default();
        for guest in guests.iter().filter(|guest| guest.state.holds_place()) {
            counts.all.add(guest);
            if guest.diets.is_empty() {
                counts.plain.add(guest);
            }
            let mut once = guest.diets.clone();
            once.sort_unstable();
            once.dedup();
            for diet in once {
                counts.diets.entry(diet).or_default().add(guest);
            }
        }
        counts
    }

    /// A diet's line; empty where nobody has told it.
    pub fn diet(&self, code: &str) -> Meal {
        self.diets.get(code).copied().unwrap_or_default()
    }
}

/// What has been added (or, below 0, taken away) since an earlier count, figure by figure.
pub fn change(before: Meal, now: Meal) -> [i64; 4] {
    let (before, now) = (before.figures(), now.figures());
    std::array::from_fn(|at| i64::from(now[at]) - i64::from(before[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guest(state: State, lunch: Option<bool>, diets: &[&str]) -> Guest {
        Guest { state, lunch, diets: diets.iter().map(|code| (*code).to_owned()).collect() }
    }

    #[test]
    fn each_guest_is_in_each_of_their_diets_and_once_in_all() {
        let guests = [
            guest(State::Confirmed, Some(true), &["vegan", "gluten_free", "vegan"]),
            guest(State::Reserved, Some(true), &["vegan"]),
            guest(State::Offered, Some(false), &[]),
            guest(State::Confirmed, None, &[]),
            guest(State::Waiting, Some(true), &["vegan"]),
            guest(State::Cancelled, Some(true), &["vegan"]),
        ];
        let counts = Counts::of(&guests);
        assert_eq!(counts.all.figures(), [1, 1, 1, 1]);
        assert_eq!(counts.plain.figures(), [0, 0, 1, 1]);
        assert_eq!(counts.diet("vegan").figures(), [1, 1, 0, 0]);
        assert_eq!(counts.diet("gluten_free").figures(), [1, 0, 0, 0]);
        assert_eq!(counts.diet("no_such").figures(), [0; 4]);
    }

    #[test]
    fn a_change_says_what_came_and_what_went() {
        let before = Counts::of(&[guest(State::Reserved, Some(true), &["vegan"])]);
        let now = Counts::of(&[guest(State::Confirmed, Some(true), &["vegan"])]);
        assert_eq!(change(before.diet("vegan"), now.diet("vegan")), [1, -1, 0, 0]);
        assert_eq!(change(now.all, now.all), [0; 4]);
    }
}
