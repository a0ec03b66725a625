//! A block: facts in columns, as the server stores and sends them.
//!
//! Owns: its shape. A block only grows at its end: a change of an entry is its old fact taken away and its new one added,
//! so that whatever was sent before stays as it is. Must not: count.

use serde::{Deserialize, Serialize};

use super::field::{self, Field, NONE};
use crate::stats::fact::Fact;

/// Facts, in the order in which the server learnt of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Up to which position of the network how many rows lead, ascending.
    pub steps: Vec<Step>,
    /// 1 for a fact that counts, −1 for one that is taken away again.
    pub signs: Vec<i8>,
    /// Dates, in days since 1 January 1970.
    pub days: Vec<i32>,
    /// People.
    pub people: Vec<u32>,
    /// A column for each of [`Field::ALL`]; an older block has fewer.
    pub columns: Vec<Column>,
}

/// The rows up to a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The network's position.
    pub position: i64,
    /// Rows of the block up to and with it.
    pub rows: u32,
}

/// Codes by row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The codes that occur.
    pub codes: Vec<String>,
    /// For each row the index of its code.
    pub rows: Vec<u16>,
}

impl Block {
    /// Adds a fact (1), or takes it away (−1). Sample periods are left out.
    pub fn push(&mut self, fact: &Fact, sign: i8) {
        if !field::counts(fact.entity) {
            return;
        }
        self.signs.push(sign);
        self.days.push(fact.on.epoch_days());
        self.people.push(u32::try_from(fact.people).unwrap_or(0));
        self.columns.resize_with(Field::ALL.len(), Column::default);
        for (column, field) in self.columns.iter_mut().zip(Field::ALL) {
            column.push(field.code(fact));
        }
    }

    /// Says that the rows so far lead to a position.
    pub fn close(&mut self, position: i64) {
        self.steps.push(Step { position, rows: u32::try_from(self.len()).unwrap_or(u32::MAX) });
    }

    /// Adds another block's rows at the end, and its steps.
    pub fn append(&mut self, other: &Self) {
        let before = self.len();
        self.signs.extend(&other.signs);
        self.days.extend(&other.days);
        self.people.extend(&other.people);
        self.columns.resize_with(Field::ALL.len(), Column::default);
        for (index, column) in self.columns.iter_mut().enumerate() {
            column.append(other.columns.get(index), before, other.len());
        }
        let before = u32::try_from(before).unwrap_or(u32::MAX);
        self.steps.extend(other.steps.iter().map(|step| Step { rows: before + step.rows, ..*step }));
    }

    /// The rows after a position.
    pub fn after(mut self, position: i64) -> Self {
        let old = self.steps.iter().take_while(|step| step.position <= position).last();
        let Some(rows) = old.map(|step| step.rows) else { return self };
        let many = usize::try_from(rows).unwrap_or(usize::MAX).min(self.len());
        self.signs.drain(..many);
        self.days.drain(..many);
        self.people.drain(..many);
        self.columns.iter_mut().for_each(|column| drop(column.rows.drain(..many)));
        self.steps.retain(|step| step.position > position);
        self.steps.iter_mut().for_each(|step| step.rows -= rows);
        self
    }

    /// The rows with a code in a field; the positions stay.
    pub fn only(&self, field: Field, code: &str) -> Self {
        let of = self.columns.get(field.index());
        let wanted = of.and_then(|column| column.codes.iter().position(|known| known == code));
        let keeps = |row: usize| {
            let code = of.and_then(|column| column.rows.get(row)).map(|code| usize::from(*code));
            code.is_some() && code == wanted
        };
        let kept: Vec<usize> = (0..self.len()).filter(|row| keeps(*row)).collect();
        let column = |column: &Column| {
            let mut fewer = Column::default();
            kept.iter().for_each(|row| fewer.push(&column.codes[usize::from(column.rows[*row])]));
            fewer
        };
        let before = |rows: u32| kept.partition_point(|row| u32::try_from(*row).is_ok_and(|row| row < rows));
        let step = |step: &Step| Step {
            rows: u32::try_from(before(step.rows)).unwrap_or(u32::MAX),
            position: step.position,
        };
        Self {
            steps: self.steps.iter().map(step).collect(),
            signs: kept.iter().map(|row| self.signs[*row]).collect(),
            days: kept.iter().map(|row| self.days[*row]).collect(),
            people: kept.iter().map(|row| self.people[*row]).collect(),
            columns: self.columns.iter().map(column).collect(),
        }
    }

    /// A sum over its facts that does not depend on their order, nor on what was added and taken away again: two blocks
    /// with the same sum hold, but for chance, the same facts. Each fact is hashed (FNV-1a, 64 bits), the hashes are added
    /// up with their signs.
    pub fn checksum(&self) -> u64 {
        let seed = |n: usize| fnv(0xcbf2_9ce4_8422_2325, &n.to_le_bytes());
        let hashes: Vec<Vec<u64>> = (0..Field::ALL.len())
            .map(|n| {
                let codes = self.columns.get(n).map_or(&[][..], |column| &column.codes);
                codes.iter().map(|code| fnv(seed(n), code.as_bytes())).collect()
            })
            .collect();
        let mut sum = 0_u64;
        for row in 0..self.len() {
            let mut hash = fnv(seed(0), &self.days[row].to_le_bytes());
            hash = fnv(hash, &self.people[row].to_le_bytes());
            for (n, hashes) in hashes.iter().enumerate() {
                let code = self.columns.get(n).and_then(|column| column.rows.get(row));
                let code = code.and_then(|code| hashes.get(usize::from(*code))).copied();
                hash = fnv(hash, &code.unwrap_or_else(|| fnv(seed(n), NONE.as_bytes())).to_le_bytes());
            }
            sum = if self.signs[row] < 0 { sum.wrapping_sub(hash) } else { sum.wrapping_add(hash) };
        }
        sum
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.signs.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.signs.is_empty()
    }

    /// Whether each column has a code for each row, and the steps lead through the rows.
    pub fn is_whole(&self) -> bool {
        let rows = self.len();
        let column = |column: &Column| {
            column.rows.len() == rows
                && column.rows.iter().all(|code| usize::from(*code) < column.codes.len())
        };
        self.days.len() == rows
            && self.people.len() == rows
            && self.columns.iter().all(column)
            && self.steps.is_sorted_by_key(|step| (step.position, step.rows))
            && self.steps.last().map_or(rows == 0, |step| usize::try_from(step.rows) == Ok(rows))
    }
}

fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

impl Column {
    fn push(&mut self, code: &str) {
        // Entries of one desk follow one another: the last code is the likeliest.
        let last = self.rows.last().copied().filter(|last| self.codes[usize::from(*last)] == code);
        let index = last.unwrap_or_else(|| self.index(code));
        self.rows.push(index);
    }

    fn append(&mut self, other: Option<&Self>, before: usize, rows: usize) {
        if self.rows.len() < before {
            // This block is older than the field.
            let none = self.index(NONE);
            self.rows.resize(before, none);
        }
        match other {
            Some(other) => {
                let map: Vec<u16> = other.codes.iter().map(|code| self.index(code)).collect();
                self.rows.extend(other.rows.iter().filter_map(|code| map.get(usize::from(*code))));
            }
            None => {
                let none = self.index(NONE);
                self.rows.resize(before + rows, none);
            }
        }
    }

    /// The index of a code; a new one is added. Codes come from lists of some dozens, libraries number a thousand at
    /// most: far below 65,536.
    fn index(&mut self, code: &str) -> u16 {
        let known = self.codes.iter().position(|known| known == code);
        let index = known.unwrap_or_else(|| {
            self.codes.push(code.to_owned());
            self.codes.len() - 1
        });
        u16::try_from(index).unwrap_or(u16::MAX)
    }
}
