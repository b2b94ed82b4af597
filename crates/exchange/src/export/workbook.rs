//! Workbooks (XLSX), written: sheets of rows. Rows go to temporary files as they come, so that a
//! workbook of any size takes little memory.
//!
//! The same rows give the same bytes: a workbook says that it was made when its content was.

use std::io::{self, Write};

use jiff::Timestamp;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, IntoCustomDateTime, Workbook, Worksheet, XlsxError,
};

use super::cells::Cell;

/// Most rows of a sheet; more go to a further sheet.
const ROWS_MAX: u32 = 1_048_576;
/// Longest text of a cell, in units of UTF-16, and what a longer one ends with.
const TEXT_MAX: usize = 32_767;
const CUT: &str = " … (cut; NDJSON has all of it)";
const WIDE: f64 = 16.0;

/// When a workbook says that it was made.
struct Made(Timestamp);

impl IntoCustomDateTime for Made {
    fn utc_datetime(self) -> String {
        self.0.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

/// A workbook in the making.
pub struct Book {
    file: Workbook,
    day: Format,
    head: Format,
    name: String,
    columns: Vec<String>,
    /// Of the sheet that is written to: its place, and the row that comes next.
    sheet: usize,
    row: u32,
}

impl Book {
    /// A workbook with the content of a moment.
    pub fn of(moment: Timestamp) -> Self {
        let mut file = Workbook::new();
        file.set_properties(&DocProperties::new().set_creation_datetime(Made(moment)));
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let head = Format::new().set_bold();
        let columns = Vec::new();
        Self { file, day, head, name: String::new(), columns, sheet: 0, row: 0 }
    }

    /// Begins a sheet with named columns.
    ///
    /// # Errors
    /// Where a temporary file cannot be written, or no sheet can have that name.
    pub fn begin(&mut self, name: &str, columns: &[String]) -> io::Result<()> {
        (self.name, self.columns) = (name.to_owned(), columns.to_vec());
        self.add_sheet(name.to_owned())
    }

    fn add_sheet(&mut self, name: String) -> io::Result<()> {
        self.sheet = self.file.worksheets().len();
        self.row = 0;
        let sheet = self.file.add_worksheet_with_constant_memory().map_err(told)?;
        sheet.set_name(name).map_err(told)?;
        sheet.set_freeze_panes(1, 0).map_err(told)?;
        for (place, column) in (0_u16..).zip(&self.columns) {
            sheet.set_column_width(place, WIDE).map_err(told)?;
            sheet.write_string_with_format(0, place, column, &self.head).map_err(told)?;
        }
        self.row = 1;
        Ok(())
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Where a temporary file cannot be written.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> io::Result<()> {
        if self.row == ROWS_MAX {
            let number =
                self.file.worksheets().iter().filter(|it| it.name().starts_with(&self.name));
            let name = format!("{} ({})", self.name, number.count() + 1);
            self.add_sheet(name)?;
        }
        let sheet = self.file.worksheet_from_index(self.sheet).map_err(told)?;
        for (place, cell) in (0_u16..).zip(cells) {
            write(sheet, self.row, place, cell, &self.day).map_err(told)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// Where `to` cannot be written.
    pub fn save(mut self, to: impl Write + Send) -> io::Result<()> {
        self.file.save_to_writer(to).map_err(told)
    }
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    place: u16,
    cell: Cell,
    day: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => {}
        Cell::Text(text) => drop(sheet.write_string(row, place, fitting(text))?),
        Cell::Number(number) => drop(sheet.write_number(row, place, number)?),
        Cell::Flag(flag) => drop(sheet.write_boolean(row, place, flag)?),
        Cell::Day(date) => {
            let part = |number: i8| u8::try_from(number).unwrap_or(1);
            let year = u16::try_from(date.year()).unwrap_or(1900);
            let at = ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))?;
            sheet.write_datetime_with_format(row, place, &at, day)?;
        }
    }
    Ok(())
}

/// A text that a cell can hold.
fn fitting(text: String) -> String {
    if text.len() <= TEXT_MAX || text.encode_utf16().count() <= TEXT_MAX {
        return text;
    }
    let mut left = TEXT_MAX - CUT.encode_utf16().count();
    let fits = |c: &char| {
        let fits = c.len_utf16() <= left;
        left -= c.len_utf16().min(left);
        fits
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    kept.push_str(CUT);
    kept
}

fn told(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(format!("the workbook cannot be written: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_where_it_says_so() {
        assert_eq!(fitting("a".repeat(TEXT_MAX)).len(), TEXT_MAX);
        for text in ["a".repeat(40_000), "ệ".repeat(40_000), "🙂".repeat(20_000)] {
            let cut = fitting(text);
            assert!(cut.ends_with(CUT) && cut.encode_utf16().count() <= TEXT_MAX);
        }
    }
}
