//! Where the rows of a table come from: a text, or a sheet of a workbook.

use std::io::{self, BufRead};

use super::{
    Mapping,
    quotes::{Fault, Faults, Quotes},
    transcode::Transcoder,
};
use crate::{
    import::LINE_MAX,
    workbook::{self, Kind, SheetRow},
};

/// A row as it is written.
#[derive(Debug, Default)]
pub struct Written {
    /// Its cells; it knows on which line it begins.
    pub cells: csv::StringRecord,
    /// What its cells are, as far as they are not text.
    pub kinds: Vec<Kind>,
    /// What is wrong with its quotes.
    pub faults: Vec<Fault>,
    /// The line behind it.
    pub ends: u64,
}

impl Written {
    /// The line on which it begins, from 1.
    pub fn line(&self) -> u64 {
        self.cells.position().map_or(0, csv::Position::line)
    }

    /// What a cell is.
    pub fn kind(&self, place: usize) -> &Kind {
        self.kinds.get(place).unwrap_or(&Kind::Text)
    }

    fn of(row: SheetRow) -> Self {
        let SheetRow { line, cells } = row;
        let (texts, kinds): (Vec<_>, Vec<_>) = cells.into_iter().unzip();
        let mut cells = csv::StringRecord::from(texts);
        let mut position = csv::Position::new();
        position.set_line(line);
        cells.set_position(Some(position));
        Self { cells, kinds, faults: Vec::new(), ends: line + 1 }
    }
}

/// The rows of a table.
pub enum Source<R> {
    /// Of a text.
    Text(Box<csv::Reader<Quotes<Transcoder<R>>>>, Faults),
    /// Of a sheet.
    Sheet(workbook::Rows),
}

impl<R: BufRead> Source<R> {
    /// Opens a table; whether it is a workbook is told by how it starts.
    ///
    /// # Errors
    /// Where it cannot be read, it is a workbook that is not read, or a sheet is asked for that is
    /// not there.
    pub fn open(mut from: R, mapping: &Mapping) -> io::Result<Self> {
        if workbook::is_workbook(from.fill_buf()?) {
            let rows = workbook::open(&mut from, mapping.sheet.as_deref())?;
            return Ok(Self::Sheet(rows));
        }
        if let (Some(sheet), true) = (&mapping.sheet, mapping.asks_for_sheet) {
            let reason = format!("there is no sheet `{sheet}`, since this is no workbook (.xlsx)");
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        let faults = Faults::default();
        let from = Transcoder::new(from, mapping.encoding);
        let from = Quotes::new(from, faults.clone(), mapping.separator, LINE_MAX as u64);
        let rows = csv::ReaderBuilder::new()
            .delimiter(mapping.separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(from);
        Ok(Self::Text(Box::new(rows), faults))
    }

    /// Whether it is a workbook, in which a row ends with its last cell that is not blank.
    pub const fn is_sheet(&self) -> bool {
        matches!(self, Self::Sheet(_))
    }

    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn next_row(&mut self) -> io::Result<Option<Written>> {
        let (rows, faults) = match self {
            Self::Sheet(rows) => return Ok(rows.next_row()?.map(Written::of)),
            Self::Text(rows, faults) => (rows, faults),
        };
        let mut cells = csv::StringRecord::new();
        let is_row = rows.read_record(&mut cells).map_err(told)?;
        let breaks: usize = cells.iter().map(|cell| cell.matches('\n').count()).sum();
        let begins = cells.position().map_or(0, csv::Position::line);
        // A row that runs over several lines is on all of them; the last line need not be ended.
        let ends = rows.position().line().max(begins + breaks as u64 + 1);
        let faults = faults.take(ends);
        Ok(is_row.then_some(Written { cells, kinds: Vec::new(), faults, ends }))
    }
}

fn told(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        csv::ErrorKind::Utf8 { pos, err } => {
            let line = pos.map_or(0, |pos| pos.line());
            io::Error::other(format!("line {line}: {err}"))
        }
        other => io::Error::other(format!("{other:?}")),
    }
}
