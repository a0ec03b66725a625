//! Facts in columns: the events of the network in the browser, small enough to count them all at each filter.
//!
//! Owns: the columns of all facts, and their growth by blocks. Must not: fetch, store or draw; hold anything of a person.
//! Counting is `count`'s. What passes over all rows is `inline(never)`: in the browser this crate is compiled for speed and
//! the rest for size, and whatever is inlined there is compiled as the rest.

mod block;
mod bytes;
mod column;
mod count;
mod field;

use column::Column;

pub use block::{Block, Step};
pub use bytes::{Unreadable, read, written};
pub use count::{Counted, Filter, Query};
pub use field::{Field, NONE};

/// Rows that share the span of dates that they are looked up by.
const CHUNK: usize = 4_096;

/// All facts up to a position.
#[derive(Clone, Debug)]
pub struct Facts {
    position: i64,
    signs: Vec<i8>,
    days: Vec<i32>,
    people: Vec<u32>,
    columns: Vec<Column>,
    /// First and last day of each [`CHUNK`] of rows.
    spans: Vec<(i32, i32)>,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            position: 0,
            signs: Vec::new(),
            days: Vec::new(),
            people: Vec::new(),
            columns: Field::ALL.iter().map(|_| Column::default()).collect(),
            spans: Vec::new(),
        }
    }
}

impl Facts {
    /// The network's position up to which they are known.
    pub fn position(&self) -> i64 {
        self.position
    }

    /// How many rows there are; a corrected entry has three.
    pub fn len(&self) -> usize {
        self.signs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.signs.is_empty()
    }

    /// Adds a block that follows; `false`, and nothing happens, where it is damaged.
    #[inline(never)]
    pub fn extend(&mut self, block: &Block) -> bool {
        if !block.is_whole() {
            return false;
        }
        self.signs.extend(&block.signs);
        self.days.extend(&block.days);
        self.people.extend(&block.people);
        for (index, column) in self.columns.iter_mut().enumerate() {
            match block.columns.get(index) {
                Some(added) => {
                    let map: Vec<u16> = added.codes.iter().map(|code| column.index(code)).collect();
                    column.extend(added.rows.iter().map(|code| map[usize::from(*code)]));
                }
                None => {
                    let none = column.index(NONE);
                    column.extend(std::iter::repeat_n(none, block.len()));
                }
            }
        }
        // The last chunk may have grown.
        let from = self.spans.len().saturating_sub(1);
        self.spans.truncate(from);
        self.spans.extend(self.days[from * CHUNK..].chunks(CHUNK).map(|days| {
            days.iter().fold((i32::MAX, i32::MIN), |(first, last), day| (first.min(*day), last.max(*day)))
        }));
        self.position = block.steps.last().map_or(self.position, |step| step.position.max(self.position));
        true
    }

    /// Calls with a block added that the server does not have yet; afterwards the facts are as before. A damaged block is
    /// left out.
    pub fn with<T>(&mut self, block: &Block, count: impl FnOnce(&Self) -> T) -> T {
        let (rows, position, spans) = (self.len(), self.position, self.spans.clone());
        self.extend(block);
        let counted = count(self);
        self.signs.truncate(rows);
        self.days.truncate(rows);
        self.people.truncate(rows);
        self.columns.iter_mut().for_each(|column| column.truncate(rows));
        (self.position, self.spans) = (position, spans);
        counted
    }

    /// Notes that nothing came up to a position.
    pub fn reach(&mut self, position: i64) {
        self.position = self.position.max(position);
    }

    /// The codes of a field, by the index that [`Counted::groups`] counts them at.
    pub fn codes(&self, field: Field) -> &[String] {
        &self.columns[field.index()].codes
    }
}
