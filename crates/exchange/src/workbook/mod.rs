//! Workbooks (XLSX), read: the rows of one sheet, one after another.
//!
//! Owns what a cell means (`cell`) and what may be read at all (`guard`). A thread reads the sheet
//! ahead of whoever takes its rows, so that only some of it is in memory; should the library that
//! reads it panic, only that thread ends. Must not know what columns mean.

mod cell;
mod guard;

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, Write},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use calamine::{
    DataRef, Reader, Sheet, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata,
};

use crate::text::{clean, collapse};
pub use cell::Kind;

/// How a workbook starts, since it is a ZIP archive.
const ARCHIVE: &[u8] = b"PK\x03\x04";
/// How older workbooks start, and those under a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// What each part of an archive has in its list of parts.
const PART: &[u8] = b"PK\x01\x02";
/// Most parts of a workbook.
const PARTS_MAX: usize = 20_000;
/// Rows that are handed over together, about, by the bytes in them; and how many such are read ahead.
const TOGETHER: usize = 1 << 18;
const AHEAD: usize = 2;
/// Most rows and columns of a sheet.
const ROWS_MAX: u32 = 1_048_576;
const COLUMNS_MAX: u32 = 16_384;

/// A row of a sheet.
#[derive(Debug)]
pub struct SheetRow {
    /// Its number, from 1.
    pub line: u64,
    /// Its cells, up to the last that is not blank, and what each is.
    pub cells: Vec<(String, Kind)>,
}

/// The rows of a sheet that are not blank.
pub struct Rows {
    batches: Receiver<io::Result<Option<Vec<SheetRow>>>>,
    ready: std::vec::IntoIter<SheetRow>,
    ended: bool,
}

/// Whether a file that starts so is a workbook, though perhaps none that is read.
#[must_use]
pub fn is_workbook(start: &[u8]) -> bool {
    start.starts_with(ARCHIVE) || start.starts_with(COMPOUND)
}

/// Opens a sheet of a workbook: the one with a name, or the only one.
///
/// # Errors
/// Where it is no workbook that is read, it has no such sheet, or several and none is named.
pub fn open(from: &mut impl Read, sheet: Option<&str>) -> io::Result<Rows> {
    let mut file = unpacked(from)?;
    let mut start = [0; 8];
    let count = file.read(&mut start)?;
    file.rewind()?;
    if start[..count] == *COMPOUND {
        return Err(refusal(file));
    }
    guard::check(&mut file)?;
    file.rewind()?;
    let sheet = sheet.map(str::to_owned);
    let (give, batches) = sync_channel(AHEAD);
    let read = move || {
        if let Err(error) = read(file, sheet.as_deref(), &give) {
            // Whoever has gone away has read enough.
            drop(give.send(Err(error)));
        }
    };
    thread::Builder::new().name("hoptac-sheet".to_owned()).spawn(read)?;
    let mut rows = Rows { batches, ready: Vec::new().into_iter(), ended: false };
    // The first is empty, and tells that the sheet is open.
    rows.refill()?;
    Ok(rows)
}

impl Rows {
    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// Where the sheet is damaged.
    pub fn next_row(&mut self) -> io::Result<Option<SheetRow>> {
        loop {
            if let Some(row) = self.ready.next() {
                return Ok(Some(row));
            }
            if self.ended {
                return Ok(None);
            }
            self.refill()?;
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        let batch = self.batches.recv();
        // A thread that ended without a word panicked.
        let batch = batch.map_err(|_| wrong("the workbook is damaged: its sheet cannot be read"));
        match batch.flatten() {
            Ok(Some(rows)) => self.ready = rows.into_iter(),
            Ok(None) => self.ended = true,
            Err(error) => {
                self.ended = true;
                return Err(error);
            }
        }
        Ok(())
    }
}

/// A copy in a file of its own, since workbooks are not read from front to back.
fn unpacked(from: &mut impl Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    let mut buffer = vec![0; 1 << 16];
    let (mut parts, mut kept) = (0, 0);
    loop {
        let count = from.read(&mut buffer[kept..])?;
        if count == 0 {
            break;
        }
        file.write_all(&buffer[kept..kept + count])?;
        let known = kept + count;
        parts += buffer[..known].windows(PART.len()).filter(|it| *it == PART).count();
        if parts > PARTS_MAX {
            return Err(wrong(format!("this archive has more than {PARTS_MAX} parts")));
        }
        kept = known.min(PART.len() - 1);
        buffer.copy_within(known - kept..known, 0);
    }
    file.rewind()?;
    Ok(file)
}

/// Why what is no archive is not read.
fn refusal(file: File) -> io::Error {
    match Xlsx::new(BufReader::new(file)) {
        Err(XlsxError::Password) => {
            wrong("this workbook is encrypted; save it without a password, and send that")
        }
        _ => wrong("this is a workbook of Excel 97-2003 (.xls); save it as .xlsx or CSV"),
    }
}

type Batches = SyncSender<io::Result<Option<Vec<SheetRow>>>>;

fn read(file: File, sheet: Option<&str>, give: &Batches) -> io::Result<()> {
    let mut workbook = Xlsx::new(BufReader::new(file)).map_err(|error| damaged(&error))?;
    let sheet = find(workbook.sheets_metadata(), sheet)?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|error| damaged(&error))?;
    let mut batch = Batch { rows: Vec::new(), bytes: 0, give, gone: false };
    batch.hand_over();
    let mut row = SheetRow { line: 0, cells: Vec::new() };
    loop {
        let cell = cells.next_cell_with_formula_metadata().map_err(|error| {
            wrong(format!("sheet `{sheet}`, behind row {}: {error}; correct it there", row.line))
        })?;
        let Some(cell) = cell else { break };
        let (number, column) = cell.pos;
        if number >= ROWS_MAX || column >= COLUMNS_MAX {
            return Err(wrong(format!("sheet `{sheet}` has a cell beyond XFD1048576")));
        }
        let (line, place) = (u64::from(number) + 1, column as usize);
        if line < row.line {
            return Err(wrong(format!(
                "sheet `{sheet}`: row {line} stands behind row {}",
                row.line
            )));
        }
        if line > row.line {
            batch.add(std::mem::replace(&mut row, SheetRow { line, cells: Vec::new() }));
            if batch.gone {
                return Ok(());
            }
        }
        let (text, kind) = read_cell(&cell.value, cell.formula.as_ref(), place, line);
        if text.is_empty() && kind == Kind::Text {
            continue;
        }
        if row.cells.len() <= place {
            row.cells.resize_with(place + 1, Default::default);
        }
        row.cells[place] = (text, kind);
    }
    batch.add(row);
    batch.hand_over();
    drop(give.send(Ok(None)));
    Ok(())
}

fn read_cell(
    value: &DataRef<'_>,
    formula: Option<&XlsxFormulaMetadata>,
    place: usize,
    line: u64,
) -> (String, Kind) {
    let named = |reason: &str| Kind::Wrong(format!("{}{line} {reason}", letters(place)).into());
    match cell::read(value) {
        (text, Kind::Wrong(reason)) => (text, named(&reason)),
        (_, Kind::Text) if formula.is_some() && *value == DataRef::Empty => {
            let reason = "holds a formula without its value; open the workbook and save it again";
            ("=".to_owned(), named(reason))
        }
        read => read,
    }
}

/// The letters of a column, which is counted from 0: A, B, …, Z, AA.
#[must_use]
pub fn letters(place: usize) -> String {
    let mut letters = Vec::new();
    let mut left = place + 1;
    while left > 0 {
        let letter = (left - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(letter).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Rows on their way to whoever reads.
struct Batch<'a> {
    rows: Vec<SheetRow>,
    bytes: usize,
    give: &'a Batches,
    gone: bool,
}

impl Batch<'_> {
    fn add(&mut self, row: SheetRow) {
        if row.cells.is_empty() {
            return;
        }
        let cell = |(text, _): &(String, Kind)| text.len() + size_of::<(String, Kind)>();
        self.bytes += row.cells.iter().map(cell).sum::<usize>();
        self.rows.push(row);
        if self.bytes >= TOGETHER {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        self.bytes = 0;
        self.gone |= self.give.send(Ok(Some(std::mem::take(&mut self.rows)))).is_err();
    }
}

/// The sheet with a name, or the only one that is shown.
fn find(sheets: &[Sheet], named: Option<&str>) -> io::Result<String> {
    let tables = || sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let list = || tables().map(|it| format!("`{}`", it.name)).collect::<Vec<_>>().join(", ");
    let Some(named) = named else {
        let mut shown = tables().filter(|sheet| sheet.visible == SheetVisible::Visible);
        return match (shown.next(), shown.next()) {
            (Some(only), None) => Ok(only.name.clone()),
            (None, _) => Err(wrong("the workbook shows no sheet; name a hidden one")),
            _ => Err(wrong(format!(
                "the workbook has several sheets: {}; name one by sheet = \"…\" under [table], by \
                 --sheet, or over HTTP by ?sheet=",
                list()
            ))),
        };
    };
    let folded = |name: &str| collapse(&clean(name)).to_lowercase();
    let exact = tables().find(|sheet| sheet.name == named);
    let found = exact.or_else(|| tables().find(|sheet| folded(&sheet.name) == folded(named)));
    found
        .map(|sheet| sheet.name.clone())
        .ok_or_else(|| wrong(format!("the workbook has no sheet `{named}`; there are {}", list())))
}

fn damaged(error: &XlsxError) -> io::Error {
    wrong(format!("the workbook is damaged: {error}; open it and save it again"))
}

fn wrong(reason: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (place, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16_383, "XFD")] {
            assert_eq!(letters(place), expected);
        }
    }
}
