//! The sorted list of entries, changed in place.
//!
//! Owns: the order, newest first, and finding an entry's place without looking at all of them. Must not: know where
//! entries come from.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use shared::domain::hlc::Hlc;
use shared::id::Id;
use shared::time::Date;

use super::entries::Entry;

/// From so many changes on the list is sorted anew instead of being changed in place.
const MANY: usize = 64;

/// The date, the hour, when it was entered; the id settles the rest.
pub(super) type Order = (Option<Date>, u32, Hlc, Id);

/// What is shown of an entity.
#[derive(Clone, Copy)]
struct Place {
    order: Order,
    live: bool,
}

/// Where each shown entity stands, and how many of each date count.
#[derive(Default)]
struct Places {
    of: HashMap<Id, Place>,
    live: HashMap<Date, usize>,
}

impl Places {
    fn put(&mut self, entry: &Entry) {
        let place = Place { order: entry.order, live: entry.row.is_live() };
        if let (true, Some(date)) = (place.live, place.order.0) {
            *self.live.entry(date).or_default() += 1;
        }
        self.of.insert(entry.row.id, place);
    }

    fn take(&mut self, id: Id) -> Option<Order> {
        let place = self.of.remove(&id)?;
        if let (true, Some(date)) = (place.live, place.order.0)
            && let Some(count) = self.live.get_mut(&date)
        {
            *count -= 1;
        }
        Some(place.order)
    }
}

thread_local! {
    static PLACES: RefCell<Places> = RefCell::default();
}

/// The list has been emptied.
pub(super) fn clear() {
    PLACES.take();
}

/// How many entries of a date count.
pub(super) fn count_of(date: Date) -> usize {
    PLACES.with_borrow(|places| places.live.get(&date).copied().unwrap_or(0))
}

/// Puts changed entries into a list that is sorted newest first.
pub(super) fn place(rows: &mut Vec<Entry>, entries: Vec<(Id, Option<Entry>)>) {
    PLACES.with_borrow_mut(|places| {
        if entries.len() > MANY {
            let changed: HashSet<Id> = entries.iter().map(|(id, _)| *id).collect();
            rows.retain(|entry| !changed.contains(&entry.row.id));
            for (id, entry) in entries {
                places.take(id);
                if let Some(entry) = entry {
                    places.put(&entry);
                    rows.push(entry);
                }
            }
            rows.sort_unstable_by_key(|entry| std::cmp::Reverse(entry.order));
            return;
        }
        for (id, entry) in entries {
            let before = places.take(id).and_then(|order| find(rows, order).ok());
            if let Some(entry) = &entry {
                places.put(entry);
            }
            match (before, entry) {
                (Some(at), Some(entry)) if rows[at].order == entry.order => rows[at] = entry,
                (before, entry) => {
                    if let Some(at) = before {
                        rows.remove(at);
                    }
                    let Some(entry) = entry else { continue };
                    let (Ok(at) | Err(at)) = find(rows, entry.order);
                    rows.insert(at, entry);
                }
            }
        }
    });
}

fn find(rows: &[Entry], order: Order) -> Result<usize, usize> {
    rows.binary_search_by(|entry| order.cmp(&entry.order))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use std::sync::Arc;

    use shared::domain::hlc::Stamp;
    use shared::domain::op::{Kind, Registers};
    use shared::domain::row::Row;

    use super::super::entries::Sending;
    use super::*;

    fn id(n: u8) -> Id {
        Id::from_bytes([n; 16])
    }

    fn made(n: u8, day: u32, hour: u32) -> Entry {
        let date = Date::new(2026, 4, day);
        let row = Row {
            id: id(n),
            of: Kind::Help,
            library: "turku".to_owned(),
            born: Some(Stamp(Hlc::new(i64::from(n), 0), id(0))),
            set: Registers::new(),
            stamps: Default::default(),
        };
        let order = (date, hour, Hlc::new(i64::from(n), 0), id(n));
        Entry { row: Arc::new(row), sending: Sending::Unsent, rejected: None, order }
    }

    fn shown(rows: &[Entry]) -> Vec<Id> {
        rows.iter().map(|entry| entry.row.id).collect()
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn one_change_finds_its_place_and_many_come_out_the_same() {
        let entries: Vec<Entry> =
            (1..=200).map(|n| made(n, u32::from(n) % 28 + 1, u32::from(n) % 24)).collect();
        let mut one_by_one = Vec::new();
        for entry in &entries {
            place(&mut one_by_one, vec![(entry.row.id, Some(entry.clone()))]);
        }
        // Moved to another day, and taken away.
        place(
            &mut one_by_one,
            vec![(id(7), Some(made(7, 28, 23))), (id(8), None), (id(9), Some(made(9, 10, 9)))],
        );
        // Seven of 200 fall on the 28th, and one was moved there.
        assert_eq!(count_of(Date::new(2026, 4, 28).unwrap()), 8);
        clear();
        let mut at_once = Vec::new();
        let mut all: Vec<_> = entries.iter().map(|entry| (entry.row.id, Some(entry.clone()))).collect();
        all[6].1 = Some(made(7, 28, 23));
        all[7].1 = None;
        all[8].1 = Some(made(9, 10, 9));
        place(&mut at_once, all);
        assert_eq!(shown(&one_by_one), shown(&at_once));
        assert!(one_by_one.windows(2).all(|pair| pair[0].order > pair[1].order));
        // Seven of 200 fall on the 28th, and one was moved there.
        assert_eq!(count_of(Date::new(2026, 4, 28).unwrap()), 8);
    }
}
