//! The cells of a row as they are read: whether they are those that the row should have, what was
//! removed from them, what a blank one stands for.

use std::io::BufRead;

use super::{quotes::Fault, source::Written, table::Table};
use crate::{
    import::{Item, Position, Rejection},
    text::clean,
    workbook::{Kind, letters},
};

impl<R: BufRead> Table<R> {
    /// Whether a row has the cells that it should; what is wrong otherwise is told.
    pub(super) fn is_whole(&mut self, row: &mut Written, at: Position) -> bool {
        let mut whole = true;
        for fault in &row.faults {
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
                    self.reject(Position { line: row.line(), ..at }, column, reason);
                }
            }
        }
        let width = self.columns.width();
        let excess = row.cells.iter().skip(width).position(|cell| !cell.trim().is_empty());
        if self.rows.is_sheet() {
            for _ in row.cells.len()..width {
                row.cells.push_field("");
            }
            if let Some(place) = excess {
                let reason = format!(
                    "{}{} stands beside the columns that have a name; name its column, or empty it",
                    letters(width + place),
                    at.line
                );
                self.reject(at, String::new(), reason);
            }
            return excess.is_none();
        }
        if whole && (row.cells.len() < width || excess.is_some()) {
            let reason = format!(
                "the row has {} cells, the first row {width}; is a separator within a cell not quoted?",
                row.cells.len()
            );
            self.reject(at, String::new(), reason);
            whole = false;
        }
        whole
    }

    /// The row with its cells as they are read; `None` where all are blank.
    pub(super) fn prepared(&mut self, row: Written, at: Position) -> Option<Written> {
        let Written { cells: row, mut kinds, faults, ends } = row;
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
            let Some(place) = self.columns.place(column) else { continue };
            let Some(cell) = cells.get_mut(place) else { continue };
            if !cell.is_empty() {
                let kind = kinds.get(place).cloned().unwrap_or_default();
                self.above.insert(column.clone(), (cell.clone().into_owned(), kind));
            } else if let Some((above, kind)) = self.above.get(column) {
                *cell = above.clone().into();
                if kinds.len() <= place && *kind != Kind::Text {
                    kinds.resize_with(place + 1, Kind::default);
                }
                if let Some(of_cell) = kinds.get_mut(place) {
                    of_cell.clone_from(kind);
                }
                changed = true;
            }
        }
        if !changed {
            drop(cells);
            return Some(Written { cells: row, kinds, faults, ends });
        }
        let mut prepared: csv::StringRecord = cells.iter().map(AsRef::<str>::as_ref).collect();
        prepared.set_position(row.position().cloned());
        Some(Written { cells: prepared, kinds, faults, ends })
    }
}
