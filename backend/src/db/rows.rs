//! Statements over many rows at once: one text per number of rows, made once and then cached by the driver.
//!
//! Owns: how the placeholders of a multi-row insert and of a list of ids are written. The two dialects stand side by
//! side here: `$1` is PostgreSQL's and portable, but SQLite takes it for a *name* and looks every name up in a list,
//! which is quadratic in the thousands of parameters of these statements; `?` has no name. Must not: bind or run.

use std::sync::OnceLock;

use super::Tx;

/// Numbers of rows for which there is a text: any number is a few of these, and a full batch is exactly one.
const SIZES: [usize; 10] = [500, 256, 128, 64, 32, 16, 8, 4, 2, 1];

/// A family of texts that differ in their number of rows (or listed ids) only.
pub struct Many {
    head: &'static str,
    /// Parameters of one row.
    columns: usize,
    /// Parameters before the first row.
    before: usize,
    tail: &'static str,
    sqlite: [OnceLock<String>; SIZES.len()],
    postgres: [OnceLock<String>; SIZES.len()],
}

impl Many {
    /// `INSERT INTO … (a, b) VALUES` · `(?, ?), (?, ?)` · `ON CONFLICT …`.
    pub const fn insert(head: &'static str, columns: usize, tail: &'static str) -> Self {
        Self::new(head, columns, 0, tail)
    }

    /// `SELECT … WHERE network_id = ? AND id IN (` · `?, ?` · `)`; the head has the first parameter, the network,
    /// written as `{}`.
    pub const fn list(head: &'static str, tail: &'static str) -> Self {
        Self::new(head, 1, 1, tail)
    }

    const fn new(head: &'static str, columns: usize, before: usize, tail: &'static str) -> Self {
        Self {
            head,
            columns,
            before,
            tail,
            sqlite: [const { OnceLock::new() }; SIZES.len()],
            postgres: [const { OnceLock::new() }; SIZES.len()],
        }
    }

    /// Cuts `all` into pieces and pairs each with its text: exact pieces, largest first.
    pub fn pieces<'a, T>(&'static self, tx: &Tx, mut all: &'a [T]) -> Vec<(&'static str, &'a [T])> {
        let mut pieces = Vec::new();
        for (at, size) in SIZES.iter().enumerate() {
            while let Some((piece, rest)) = all.split_at_checked(*size) {
                pieces.push((self.text(tx, at), piece));
                all = rest;
            }
        }
        pieces
    }

    fn text(&'static self, tx: &Tx, at: usize) -> &'static str {
        let Self { head, columns, before, tail, .. } = *self;
        match tx {
            Tx::Sqlite(_) => self.sqlite[at]
                .get_or_init(|| written(head, columns, before, tail, SIZES[at], |_| "?".to_owned())),
            Tx::Postgres(_) => self.postgres[at]
                .get_or_init(|| written(head, columns, before, tail, SIZES[at], |n| format!("${n}"))),
        }
    }
}

/// A text for so many rows; `before` parameters stand before the first row's. Public so that a test can have every
/// statement prepared by both databases.
pub fn written(
    head: &str,
    columns: usize,
    before: usize,
    tail: &str,
    rows: usize,
    placeholder: impl Fn(usize) -> String,
) -> String {
    let mut text = head.replace("{}", &placeholder(1));
    let mut next = before + 1;
    for row in 0..rows {
        text.push_str(if row == 0 { " " } else { ", " });
        let holders: Vec<_> = (next..next + columns).map(&placeholder).collect();
        next += columns;
        let holders = holders.join(", ");
        text.push_str(&if before == 0 { format!("({holders})") } else { holders });
    }
    text.push_str(tail);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_both_dialects() {
        let insert = ("INSERT INTO t (a, b) VALUES", 2, 0, " ON CONFLICT (a) DO NOTHING");
        let list = ("SELECT a FROM t WHERE n = {} AND a IN (", 1, 1, ")");
        let text =
            |(head, columns, before, tail): (&str, usize, usize, &str), rows, sign: fn(usize) -> String| {
                written(head, columns, before, tail, rows, sign)
            };
        let dollar: fn(usize) -> String = |n| format!("${n}");
        assert_eq!(
            text(insert, 2, dollar),
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) ON CONFLICT (a) DO NOTHING"
        );
        assert_eq!(text(list, 2, dollar), "SELECT a FROM t WHERE n = $1 AND a IN ( $2, $3)");
        assert_eq!(text(list, 1, |_| "?".to_owned()), "SELECT a FROM t WHERE n = ? AND a IN ( ?)");
    }
}
