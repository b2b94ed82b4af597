//! Tables for spreadsheets: a text file (RFC 4180) or a sheet for each noun, a row for each record or
//! for each entry of one of its lists.
//!
//! Columns are the noun's attributes by their names in lines; what has parts takes a column for
//! each, as `title.vi`; a list stands in one cell, its entries separated by `; `. A table is for
//! reading: lines are what is imported. In a text file, what a spreadsheet would take for a formula
//! is given an apostrophe in front; in a workbook, a text is never a formula.

use std::io;

use jiff::Timestamp;
use serde_json::Value;

use super::{
    Export, ExportError,
    cells::{Cell, guarded, shown},
    columns::Columns,
    workbook::Book,
};
use domain::{Noun, Record, link::ByKey};
use registry::Progress;

/// How text files are written.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// Whether they start with a byte order mark, by which spreadsheets tell UTF-8.
    pub bom: bool,
    /// What stands between cells.
    pub separator: u8,
}

impl Default for Form {
    fn default() -> Self {
        Self { bom: false, separator: b',' }
    }
}

/// A text file in the making.
pub struct TextTable<W: io::Write>(csv::Writer<W>);

impl<W: io::Write> TextTable<W> {
    /// Begins a file with named columns.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn begin(mut to: W, form: Form, columns: &[String]) -> io::Result<Self> {
        if form.bom {
            to.write_all("\u{feff}".as_bytes())?;
        }
        let mut table = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .delimiter(form.separator)
            .from_writer(to);
        if !columns.is_empty() {
            let names = columns.iter().map(|it| guarded(it.clone()));
            table.write_record(names).map_err(io::Error::from)?;
        }
        Ok(Self(table))
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn row(&mut self, cells: &[Value]) -> io::Result<()> {
        let cells = cells.iter().map(|value| guarded(shown(value)));
        self.0.write_record(cells).map_err(io::Error::from)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn end(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A workbook in the making, sheet by sheet.
pub struct Sheets {
    book: Book,
    columns: Vec<String>,
}

impl Sheets {
    /// A workbook with the content of a moment.
    #[must_use]
    pub fn of(moment: Timestamp) -> Self {
        Self { book: Book::of(moment), columns: Vec::new() }
    }

    /// Begins a sheet with named columns.
    ///
    /// # Errors
    /// Where a temporary file cannot be written.
    pub fn begin(&mut self, name: &str, columns: &[String]) -> io::Result<()> {
        self.columns = columns.to_vec();
        self.book.begin(name, columns)
    }

    /// Writes a row of the sheet.
    ///
    /// # Errors
    /// Where a temporary file cannot be written.
    pub fn row(&mut self, cells: &[Value]) -> io::Result<()> {
        let cells = self.columns.iter().zip(cells).map(|(column, value)| Cell::of(column, value));
        self.book.row(cells)
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// Where `to` cannot be written.
    pub fn save(self, to: impl io::Write + Send) -> io::Result<()> {
        self.book.save(to)
    }
}

impl Export {
    /// Writes the table of a noun, and returns how many records it shows.
    ///
    /// # Errors
    /// Where the view cannot be read or `to` not be written.
    pub fn table(
        &self,
        noun: Noun,
        columns: &Columns,
        form: Form,
        to: &mut impl io::Write,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<u64, ExportError> {
        let mut table = TextTable::begin(to, form, columns.names())?;
        let mut done = 0;
        self.each(noun, &mut |record| {
            for row in columns.rows(&value(&record)?) {
                table.row(&row)?;
            }
            count(&mut done, on_progress);
            Ok(())
        })?;
        table.end()?;
        Ok(done)
    }

    /// Writes all tables as a workbook, and returns how many records it shows.
    ///
    /// # Errors
    /// Where the view cannot be read or `to` not be written.
    pub fn workbook(
        &self,
        tables: &[(Noun, Columns)],
        to: impl io::Write + Send,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<u64, ExportError> {
        let mut sheets = Sheets::of(self.made_at()?);
        let mut done = 0;
        for (noun, columns) in tables {
            sheets.begin(noun.plural(), columns.names())?;
            self.each(*noun, &mut |record| {
                for row in columns.rows(&value(&record)?) {
                    sheets.row(&row)?;
                }
                count(&mut done, on_progress);
                Ok(())
            })?;
        }
        sheets.save(to)?;
        Ok(done)
    }

    /// The columns of the nouns that leave, with rows of the entries of a list where one is named.
    ///
    /// # Errors
    /// Where one of the nouns has no such list.
    pub fn columns(&self, rows: Option<&str>) -> Result<Vec<(Noun, Columns)>, String> {
        self.nouns().iter().map(|noun| Ok((*noun, Columns::of(*noun, rows)?))).collect()
    }
}

fn value(record: &Record<ByKey>) -> io::Result<Value> {
    Ok(record.write(serde_json::value::Serializer)?)
}

fn count(done: &mut u64, on_progress: &mut dyn FnMut(Progress)) {
    *done += 1;
    if done.is_multiple_of(1_000) {
        on_progress(Progress { task: "exporting", done: *done, total: 0 });
    }
}
