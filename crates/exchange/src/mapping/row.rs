//! The cells of a row as they are read: whether they are those that the row should have, what was
//! removed from them, what a blank one stands for.

use std::io::BufRead;

use super::{quotes::Fault, table::Table};
use crate::{
    import::{Item, Position, Rejection},
    text::clean,
};

impl<R: BufRead> Table<R> {
    /// Whether a row has the cells that it should; what is wrong otherwise is told.
    pub(super) fn is_whole(
        &mut self,
        row: &csv::StringRecord,
        faults: &[Fault],
        at: Position,
    ) -> bool {
        let mut whole = true;
        for fault in faults {
            let (line, reason) = match *fault {
                Fault::Bare { line } => (
                    line,
                    "a quote stands inside a cell and is read as it stands; quote the cell, and \
                     write the quote twice"
                        .to_owned(),
                ),
                Fault::Behind { opens, line } => {
                    whole = false;
                    let reason = format!(
                        "text stands behind the quote that closes a cell, which opens on line \
                         {opens}; write quotes inside the cell twice"
                    );
                    (line, reason)
                }
            };
            let (at, column) = (Position { line, ..at }, String::new());
            match fault {
                Fault::Bare { .. } => {
                    self.ready.push_back(Item::Noted(Rejection { at, column, reason }));
                }
                Fault::Behind { .. } => {
                    let at =
                        Position { line: row.position().map_or(line, csv::Position::line), ..at };
                    self.reject(at, column, reason);
                }
            }
        }
        let width = self.columns.width();
        let excess = row.iter().skip(width).any(|cell| !cell.trim().is_empty());
        if whole && (row.len() < width || excess) {
            let reason = format!(
                "the row has {} cells, the first row {width}; is a separator within a cell not quoted?",
                row.len()
            );
            self.reject(at, String::new(), reason);
            whole = false;
        }
        whole
    }

    /// The row with its cells as they are read; `None` where all are blank.
    pub(super) fn prepared(
        &mut self,
        row: csv::StringRecord,
        at: Position,
    ) -> Option<csv::StringRecord> {
        let blank = &self.mapping.blank;
        let means_nothing = |cell: &str| {
            let cell = cell.trim();
            cell.is_empty() || (!blank.is_empty() && blank.contains(&cell.to_lowercase()))
        };
        let mut changed = false;
        let mut cells: Vec<_> = row.iter().map(clean).collect();
        for (cell, written) in cells.iter_mut().zip(&row) {
            if !cell.is_empty() && means_nothing(cell) {
                *cell = "".into();
            }
            changed |= *cell != written;
        }
        if cells.iter().all(|cell| cell.is_empty()) {
            return None;
        }
        for (cell, written) in row.iter().enumerate() {
            let hidden = written.chars().find(|c| !c.is_control() && domain::is_invisible(*c));
            if let Some(hidden) = hidden {
                let column = format!("column {}", cell + 1);
                let reason = format!("the invisible U+{:04X} is removed", u32::from(hidden));
                self.ready.push_back(Item::Noted(Rejection { at, column, reason }));
            }
        }
        for &place in self.columns.nameless() {
            if cells.get(place).is_some_and(|cell| !cell.is_empty()) {
                let column = format!("column {}", place + 1);
                let reason = "the column has no name, so the cell is not read".to_owned();
                self.ready.push_back(Item::Noted(Rejection { at, column, reason }));
            }
        }
        for column in &self.mapping.fill_down {
            let Some(cell) = self.columns.place(column).and_then(|at| cells.get_mut(at)) else {
                continue;
            };
            if !cell.is_empty() {
                self.above.insert(column.clone(), cell.clone().into_owned());
            } else if let Some(above) = self.above.get(column) {
                *cell = above.clone().into();
                changed = true;
            }
        }
        if !changed {
            drop(cells);
            return Some(row);
        }
        let mut prepared: csv::StringRecord = cells.iter().map(AsRef::<str>::as_ref).collect();
        prepared.set_position(row.position().cloned());
        Some(prepared)
    }
}
