//! What became of each row of the files: one fate for one row, so that the account adds up.

use super::{Position, Row};

/// How many rows had which fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Account {
    /// Rows of which a record is new.
    pub registered: u64,
    /// Rows by which a record was given new content.
    pub changed: u64,
    /// Rows whose records were there with the same content.
    pub unchanged: u64,
    /// Rows whose records were there with other content, and were left as they are.
    pub kept: u64,
    /// Rows that were not registered because something in them is wrong.
    pub rejected: u64,
    /// Rows that the mapping asks nothing of.
    pub passed_over: u64,
}

impl Account {
    /// All rows.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.registered
            + self.changed
            + self.unchanged
            + self.kept
            + self.rejected
            + self.passed_over
    }
}

/// What became of a row; of several, the last in this order counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Fate {
    PassedOver = 1,
    Unchanged,
    Kept,
    Changed,
    Registered,
    Rejected,
}

impl Fate {
    const ALL: [Self; 6] = [
        Self::PassedOver,
        Self::Unchanged,
        Self::Kept,
        Self::Changed,
        Self::Registered,
        Self::Rejected,
    ];
}

/// The fates of rows by file and line: a byte for each line.
#[derive(Debug, Default)]
pub struct Fates(Vec<Vec<u8>>);

impl Fates {
    /// Notes what became of the row on a line.
    pub fn note(&mut self, at: Position, fate: Fate) {
        if self.0.len() <= at.file {
            self.0.resize_with(at.file + 1, Vec::new);
        }
        let (lines, line) = (&mut self.0[at.file], usize::try_from(at.line).unwrap_or(0));
        if lines.len() <= line {
            lines.resize(line + 1, 0);
        }
        lines[line] = lines[line].max(fate as u8);
    }

    /// Notes what became of all rows that a record is made of.
    pub fn note_all(&mut self, row: &Row, fate: Fate) {
        self.note(row.at, fate);
        for line in &row.also {
            self.note(Position { line: *line, ..row.at }, fate);
        }
    }

    /// How many rows had which fate.
    pub fn account(&self) -> Account {
        let mut counts = [0; Fate::ALL.len() + 1];
        for fate in self.0.iter().flatten() {
            counts[usize::from(*fate)] += 1;
        }
        let count = |fate: Fate| counts[fate as usize];
        Account {
            registered: count(Fate::Registered),
            changed: count(Fate::Changed),
            unchanged: count(Fate::Unchanged),
            kept: count(Fate::Kept),
            rejected: count(Fate::Rejected),
            passed_over: count(Fate::PassedOver),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_one_fate() {
        let mut fates = Fates::default();
        for (place, fate) in Fate::ALL.into_iter().enumerate() {
            let at = Position { file: place % 2, line: 2 + place as u64 };
            fates.note(at, fate);
            fates.note(at, Fate::PassedOver);
        }
        fates.note(Position { file: 0, line: 2 }, Fate::Rejected);
        let account = fates.account();
        assert_eq!((account.rows(), account.rejected, account.passed_over), (6, 2, 0));
        assert_eq!((account.registered, account.changed, account.kept), (1, 1, 1));
    }
}
