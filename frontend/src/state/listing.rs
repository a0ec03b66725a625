//! The sorted list of entries, changed in place.
//!
//! Owns: the order, newest first, and finding an entry's place without looking at all of them. Must not: know where
//! entries come from.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use shared::domain::hlc::Hlc;
use shared::id::Id;
use shared::time::Date;

use super::entries::Entry;

/// From so many changes on the list is sorted anew instead of being changed in place.
const MANY: usize = 64;

/// The date, the hour, when it was entered; the id settles the rest.
pub(super) type Order = (Option<Date>, u32, Hlc, Id);

thread_local! {
    /// Where each shown entity stands.
    static PLACES: RefCell<HashMap<Id, Order>> = RefCell::new(HashMap::new());
}

/// The list has been emptied.
pub(super) fn clear() {
    PLACES.with_borrow_mut(HashMap::clear);
}

/// Puts changed entries into a list that is sorted newest first.
pub(super) fn place(rows: &mut Vec<Entry>, entries: Vec<(Id, Option<Entry>)>) {
    PLACES.with_borrow_mut(|places| {
        if entries.len() > MANY {
            let changed: BTreeSet<Id> = entries.iter().map(|(id, _)| *id).collect();
            rows.retain(|entry| !changed.contains(&entry.row.id));
            for (id, entry) in entries {
                match entry {
                    Some(entry) => {
                        places.insert(id, entry.order);
                        rows.push(entry);
                    }
                    None => drop(places.remove(&id)),
                }
            }
            rows.sort_unstable_by(|a, b| b.order.cmp(&a.order));
            return;
        }
        for (id, entry) in entries {
            let before = places.remove(&id).and_then(|order| find(rows, order).ok());
            match (before, entry) {
                (Some(at), Some(entry)) if rows[at].order == entry.order => {
                    places.insert(id, entry.order);
                    rows[at] = entry;
                }
                (before, entry) => {
                    if let Some(at) = before {
                        rows.remove(at);
                    }
                    let Some(entry) = entry else { continue };
                    places.insert(id, entry.order);
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

/// How many entries of a date count; the list begins with the newest.
pub(super) fn count_of(rows: &[Entry], date: Date) -> usize {
    let recent = rows.iter().take_while(|entry| entry.order.0 >= Some(date));
    recent.filter(|entry| entry.order.0 == Some(date) && entry.row.is_live()).count()
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
        PLACES.with_borrow_mut(HashMap::clear);
        let mut at_once = Vec::new();
        let mut all: Vec<_> = entries.iter().map(|entry| (entry.row.id, Some(entry.clone()))).collect();
        all[6].1 = Some(made(7, 28, 23));
        all[7].1 = None;
        all[8].1 = Some(made(9, 10, 9));
        place(&mut at_once, all);
        assert_eq!(shown(&one_by_one), shown(&at_once));
        assert!(one_by_one.windows(2).all(|pair| pair[0].order > pair[1].order));
        assert_eq!(count_of(&at_once, Date::new(2026, 4, 28).unwrap()), 9);
    }
}
