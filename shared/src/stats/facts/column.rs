//! A column in memory: one byte a row while its codes are few.
//!
//! Owns: the narrow and the wide form. Must not: be seen outside `facts`.

/// The index of the code of each row.
#[derive(Clone, Debug)]
pub(super) enum Rows {
    /// At most 256 codes.
    Narrow(Vec<u8>),
    /// More: libraries of a whole country.
    Wide(Vec<u16>),
}

/// A field of all facts.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// The codes by index.
    pub codes: Vec<String>,
    /// By row.
    pub rows: Rows,
}

impl Default for Column {
    fn default() -> Self {
        Self { codes: Vec::new(), rows: Rows::Narrow(Vec::new()) }
    }
}

impl Column {
    /// The index of a code; a new one is added.
    pub fn index(&mut self, code: &str) -> u16 {
        let known = self.codes.iter().position(|known| known == code);
        let index = known.unwrap_or_else(|| {
            self.codes.push(code.to_owned());
            self.codes.len() - 1
        });
        if let Rows::Narrow(rows) = &self.rows
            && self.codes.len() > 1 + usize::from(u8::MAX)
        {
            self.rows = Rows::Wide(rows.iter().copied().map(u16::from).collect());
        }
        u16::try_from(index).unwrap_or(u16::MAX)
    }

    /// Drops the rows from one on; a code that none has any more stays.
    pub fn truncate(&mut self, rows: usize) {
        match &mut self.rows {
            Rows::Narrow(all) => all.truncate(rows),
            Rows::Wide(all) => all.truncate(rows),
        }
    }

    /// Adds rows, given by indexes of this column.
    pub fn extend(&mut self, added: impl Iterator<Item = u16>) {
        match &mut self.rows {
            // Narrow means that every index fits.
            Rows::Narrow(rows) => rows.extend(added.map(|index| index.to_le_bytes()[0])),
            Rows::Wide(rows) => rows.extend(added),
        }
    }
}
