//! A table into rows of records, as its mapping says.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{self, BufRead},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use serde_json::{Map, Value};

use super::{
    Mapping, Provinces, Rows,
    cells::Cells,
    merge::{MergedRow, MergedRows, WAITING_MAX},
    transcode::{Guard, Transcoder},
};
use crate::{
    import::{Item, LINE_MAX, Position, Rejection, Row},
    line,
};
use domain::{Record, link::ByKey};

/// The rows of a table, as cells.
type CellRows<R> = csv::StringRecordsIntoIter<Guard<Transcoder<R>>>;

/// The rows of one table.
pub struct Table<R> {
    mapping: Arc<Mapping>,
    provinces: Option<Arc<Provinces>>,
    rows: CellRows<R>,
    since: Arc<AtomicU64>,
    columns: BTreeMap<String, usize>,
    file: usize,
    merged: MergedRows,
    /// For each record of the mapping, the one that following rows may add to.
    adjacent: Vec<Option<MergedRow>>,
    ready: VecDeque<Item>,
    ended: bool,
}

impl<R: BufRead> Table<R> {
    /// Reads the first row, which names the columns.
    ///
    /// # Errors
    /// Where it cannot be read, a column that the mapping reads is missing, or one is there that
    /// the mapping does not know.
    pub fn open(
        from: R,
        file: usize,
        mapping: Arc<Mapping>,
        provinces: Option<Arc<Provinces>>,
    ) -> io::Result<Self> {
        let since = Arc::new(AtomicU64::new(0));
        let from = Transcoder::new(from, mapping.encoding);
        let from = Guard { from, since: Arc::clone(&since), max: LINE_MAX as u64 };
        let mut table =
            csv::ReaderBuilder::new().delimiter(mapping.separator).flexible(true).from_reader(from);
        let columns = columns(table.headers().map_err(told)?, &mapping)?;
        let adjacent = mapping.records.iter().map(|_| None).collect();
        Ok(Self {
            mapping,
            provinces,
            rows: table.into_records(),
            since,
            columns,
            file,
            merged: MergedRows::default(),
            adjacent,
            ready: VecDeque::new(),
            ended: false,
        })
    }

    fn row(&mut self, row: &csv::StringRecord) {
        let line = row.position().map_or(0, csv::Position::line);
        let at = Position { file: self.file, line };
        if row.len() != self.columns.len() {
            let reason = format!(
                "the row has {} cells, the first row {}; is a separator within a cell not quoted?",
                row.len(),
                self.columns.len()
            );
            return self.reject(at, String::new(), reason);
        }
        let mapping = Arc::clone(&self.mapping);
        self.check(row, at);
        for (number, made) in mapping.records.iter().enumerate() {
            let mut cells = self.cells(&mapping, row);
            if !cells.hold(&made.when) {
                continue;
            }
            let value = cells.value(&made.shape);
            let once = !made.once.is_empty() && cells.hold(&made.once);
            let Cells { odd, left_out, .. } = cells;
            let said = |(column, reason)| Rejection { at, column, reason };
            self.ready.extend(odd.into_iter().map(said).map(Item::Noted));
            self.ready.extend(left_out.into_iter().map(said).map(Item::Rejected));
            match value {
                Ok(Some(Value::Object(value))) => self.give(number, at, value, once),
                Ok(_) => {}
                Err((_, reason)) if reason.is_empty() => {}
                Err((column, reason)) => self.reject(at, column, reason),
            }
        }
    }

    /// Notes cells that are not as they should be, of columns that nothing else is made of.
    fn check(&mut self, row: &csv::StringRecord, at: Position) {
        let mapping = Arc::clone(&self.mapping);
        let mut cells = self.cells(&mapping, row);
        let mut odd = Vec::new();
        for (column, values) in &mapping.check {
            let text = cells.cell(column).to_owned();
            if let Err(reason) = cells.mapped(column, values, &text) {
                odd.push((column.clone(), reason));
            }
        }
        odd.append(&mut cells.odd);
        let noted = odd.into_iter().map(|(column, reason)| Rejection { at, column, reason });
        self.ready.extend(noted.map(Item::Noted));
    }

    fn cells<'a>(&'a self, mapping: &'a Mapping, row: &'a csv::StringRecord) -> Cells<'a> {
        Cells {
            mapping,
            provinces: self.provinces.as_deref(),
            columns: &self.columns,
            row,
            odd: Vec::new(),
            left_out: Vec::new(),
        }
    }

    fn reject(&mut self, at: Position, column: String, reason: String) {
        self.ready.push_back(Item::Rejected(Rejection { at, column, reason }));
    }

    fn give(&mut self, number: usize, at: Position, value: Map<String, Value>, once: bool) {
        let made = &self.mapping.records[number];
        let (noun, rows) = (made.noun, made.rows);
        let Some(key) = value.get("key").and_then(Value::as_str).map(str::to_owned) else {
            // Without the cells that make up its key, the row says nothing of such a record.
            return;
        };
        let once = once.then_some(at.line);
        let making = |value| MergedRow { noun, key: key.clone(), at, value, once };
        let found = match rows {
            Rows::Each => None,
            Rows::Adjacent => self.adjacent[number].as_mut().filter(|it| it.key == key),
            Rows::Merged => self.merged.find(noun, &key),
        };
        let Some(found) = found else {
            match rows {
                Rows::Each => self.finish(making(value)),
                Rows::Merged => self.merged.start(making(value)),
                Rows::Adjacent => {
                    if let Some(before) = self.adjacent[number].replace(making(value)) {
                        self.finish(before);
                    }
                }
            }
            return;
        };
        let first = found.at.line;
        let seen = found.once;
        found.once = seen.or(once);
        let added = found.add(value);
        if let (Some(seen), Some(_)) = (seen, once) {
            let columns: Vec<_> = made.once.keys().cloned().collect();
            let reason = format!("{noun} `{key}` has this on line {seen} already");
            let column = columns.join(", ");
            self.ready.push_back(Item::Noted(Rejection { at, column, reason }));
        }
        if let Err(name) = added {
            let reason =
                format!("{noun} `{key}` has another {name} on line {first}; that one counts");
            self.reject(at, name, reason);
        }
    }

    /// A record that no row adds to any more.
    fn finish(&mut self, making: MergedRow) {
        let MergedRow { noun, at, value, .. } = making;
        let bytes = 64 * value.len();
        let mut track = serde_path_to_error::Track::new();
        let value = Value::Object(value);
        let read = serde_path_to_error::Deserializer::new(value, &mut track);
        let item = match Record::<ByKey>::read(noun, read) {
            Ok(draft) => Item::Row(Row { at, draft, bytes }),
            Err(error) => {
                let field = line::dotted(&track.path());
                let column = if field.is_empty() { noun.to_string() } else { field };
                Item::Rejected(Rejection { at, column, reason: error.to_string() })
            }
        };
        self.ready.push_back(item);
    }

    fn end(&mut self) {
        self.ended = true;
        let adjacent: Vec<_> = self.adjacent.iter_mut().filter_map(Option::take).collect();
        for making in adjacent.into_iter().chain(self.merged.take()) {
            self.finish(making);
        }
    }

    fn advance(&mut self) -> io::Result<()> {
        self.since.store(0, Ordering::Relaxed);
        match self.rows.next() {
            None => self.end(),
            Some(Ok(row)) => self.row(&row),
            Some(Err(error)) => return Err(told(error)),
        }
        if self.merged.list.len() > WAITING_MAX {
            return Err(io::Error::other(format!(
                "more than {WAITING_MAX} records are merged from rows that may stand anywhere; \
                 sort the table by their keys and write rows = \"adjacent\""
            )));
        }
        Ok(())
    }
}

impl<R: BufRead> Iterator for Table<R> {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<io::Result<Item>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(Ok(item));
            }
            if self.ended {
                return None;
            }
            if let Err(error) = self.advance() {
                self.ended = true;
                return Some(Err(error));
            }
        }
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

/// The places of columns, by name.
fn columns(first: &csv::StringRecord, mapping: &Mapping) -> io::Result<BTreeMap<String, usize>> {
    let wrong = |reason: String| Err(io::Error::new(io::ErrorKind::InvalidData, reason));
    let mut columns = BTreeMap::new();
    for (place, name) in first.iter().enumerate() {
        if columns.insert(name.trim().to_owned(), place).is_some() {
            return wrong(format!("line 1: two columns are named `{name}`; rename one"));
        }
    }
    let read = mapping.columns();
    let missing: Vec<_> = read.iter().filter(|name| !columns.contains_key(**name)).collect();
    if !missing.is_empty() {
        return wrong(format!(
            "line 1: no column is named {}; there are {}",
            list(missing.into_iter().copied()),
            list(columns.keys().map(String::as_str))
        ));
    }
    let known = |name: &str| read.contains(name) || mapping.ignore.contains(name);
    let unknown: Vec<_> = columns.keys().filter(|name| !known(name)).map(String::as_str).collect();
    if !unknown.is_empty() {
        return wrong(format!(
            "line 1: the mapping does not say what becomes of {}; use them, or name them in ignore \
             under [table]",
            list(unknown.into_iter())
        ));
    }
    Ok(columns)
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
