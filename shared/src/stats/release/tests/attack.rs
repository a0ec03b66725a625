//! An attacker who knows the algorithm, the threshold and every version: all histories of a small world are released, and
//! those that give the same publications are compared.

use std::collections::HashMap;
use std::rc::Rc;

use super::*;
use crate::stats::release::{CHOICES, THRESHOLD, is_near};

/// A world: the counts there are at one moment, and the measure that they make.
pub(super) struct World {
    pub states: Vec<Vec<i64>>,
    /// The highest total of a state.
    pub most: i64,
    pub measure: fn(&[i64]) -> Measure,
}

/// What the attacker is told.
pub(super) struct Attack {
    pub versions: usize,
    /// The attacker knows that no entry was ever deleted.
    pub only_grows: bool,
    pub guards: Guards,
}

/// What the attacker finds.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub histories: usize,
    pub publications: usize,
    /// Counts and changes of 1 to 4 that are known exactly, over all publications.
    pub breaches: Vec<String>,
    /// Numbers of which several values remain, and how few those are in a table that is not left as it was.
    pub unknown: usize,
    pub fewest: Option<usize>,
}

/// What is done with a history that is complete, and with what was published of it.
type End<'a> = dyn FnMut(&[&[i64]], &[i64]) + 'a;

/// The values that a number may have; no more than [`CHOICES`] are noted.
type Values = Vec<i64>;

impl Attack {
    pub(super) fn on(&self, world: &World) -> Found {
        let mut found = Found::default();
        let mut worlds: HashMap<Vec<i64>, Vec<Values>> = HashMap::new();
        self.play(world, &mut Vec::new(), &mut Vec::new(), &mut HashMap::new(), &mut |history, told| {
            found.histories += 1;
            if at_the_edge(told, history.len(), world.most) {
                return;
            }
            let wanted = wanted(history);
            match worlds.get_mut(told) {
                None => {
                    worlds.insert(told.to_vec(), wanted.into_iter().map(|value| vec![value]).collect());
                }
                Some(known) => {
                    for (values, value) in known.iter_mut().zip(wanted) {
                        if values.len() < CHOICES && !values.contains(&value) {
                            values.push(value);
                        }
                    }
                }
            }
        });
        found.publications = worlds.len();
        for (told, known) in worlds {
            found.unknown += known.iter().filter(|values| values.len() > 1).count();
            for (n, values) in known.iter().enumerate() {
                if values.len() == 1 && values.iter().all(|value| is_near(*value, 0)) {
                    found.breaches.push(format!("{told:?}: {n} is {values:?}"));
                }
            }
            if self.versions == 1 && told[3] >= 0 {
                let masked = known.iter().zip(&told[4..]).filter(|(_, n)| **n < 0);
                let fewest = masked.map(|(values, _)| values.len()).min();
                found.fewest = found.fewest.into_iter().chain(fewest).min();
            }
        }
        found
    }

    fn play(
        &self,
        world: &World,
        history: &mut Vec<usize>,
        released: &mut Vec<Release>,
        // A version depends on the earlier publications only.
        cache: &mut HashMap<Vec<i64>, Rc<[Release]>>,
        end: &mut End<'_>,
    ) {
        let told: Vec<i64> = released.iter().flat_map(plain).collect();
        if history.len() == self.versions {
            let history: Vec<&[i64]> = history.iter().map(|n| world.states[*n].as_slice()).collect();
            end(&history, &told);
            return;
        }
        let next = cache.entry(told).or_insert_with(|| {
            let of = |state: &Vec<i64>| {
                let measures = [(world.measure)(state)];
                guarded(2026, month(released.len() + 1), &measures, released, self.guards)
            };
            world.states.iter().map(of).collect()
        });
        for (n, release) in Rc::clone(next).iter().enumerate() {
            let shrinks = |last: &usize| world.states[*last].iter().zip(&world.states[n]).any(|(a, b)| b < a);
            if self.only_grows && history.last().is_some_and(shrinks) {
                continue;
            }
            history.push(n);
            released.push(release.clone());
            self.play(world, history, released, cache, end);
            released.pop();
            history.pop();
        }
    }
}

/// Whether a total that is not shown could lie outside the world: then the attacker seems to know more than outside the
/// test.
fn at_the_edge(told: &[i64], versions: usize, most: i64) -> bool {
    let version = told.len() / versions;
    told.chunks(version)
        .zip(1..)
        .any(|(told, n)| told[0] != i64::from(month(n).epoch_days()) && told[1] > most - THRESHOLD + 1)
}

/// Each count of each version, and each change between two versions.
fn wanted(history: &[&[i64]]) -> Vec<i64> {
    let mut wanted: Vec<i64> = history.concat();
    for (n, then) in history.iter().enumerate() {
        for now in &history[n + 1..] {
            wanted.extend(now.iter().zip(*then).map(|(now, then)| now - then));
        }
    }
    wanted
}

/// A publication as the attacker compares it.
fn plain(release: &Release) -> Vec<i64> {
    let mut plain = Vec::new();
    let number = |n: Option<i64>| n.unwrap_or(-1);
    for measure in &release.measures {
        plain.extend([i64::from(measure.as_of.epoch_days()), number(measure.total)]);
        for table in &measure.tables {
            plain.extend([i64::from(table.as_of.epoch_days()), number(table.total)]);
            plain.extend(numbers(table).into_iter().map(number));
        }
    }
    plain
}
