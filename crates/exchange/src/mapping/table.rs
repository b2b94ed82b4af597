//! A table into rows of records, as its mapping says. A row is all or nothing: where anything in it
//! is wrong, it says nothing of any record.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{self, BufRead},
    sync::Arc,
};

use serde_json::{Map, Value};

use super::{
    Mapping, Provinces, Rows,
    cells::{Cells, LeftOut, Match, Said},
    header::Columns,
    merge::{MergedRow, MergedRows, WAITING_MAX},
    source::{Source, Written},
};
use crate::{
    import::{Item, Position, Registered, Rejection, Row},
    line::{self, LineError},
    workbook::Kind,
};

/// The rows of one table.
pub struct Table<R> {
    pub(super) mapping: Arc<Mapping>,
    provinces: Option<Arc<Provinces>>,
    registered: Option<Arc<Registered>>,
    pub(super) rows: Source<R>,
    /// The first row, where it names no columns.
    first: Option<Written>,
    pub(super) columns: Columns,
    /// What the cell above holds, for columns whose blank cells are as that.
    pub(super) above: BTreeMap<String, (String, Kind)>,
    file: usize,
    merged: MergedRows,
    /// For each record of the mapping, the one that following rows may add to.
    adjacent: Vec<Option<MergedRow>>,
    pub(super) ready: VecDeque<Item>,
    ended: bool,
}

impl<R: BufRead> Table<R> {
    /// Reads as far as the rows that name the columns.
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
        let mut rows = Source::open(from, &mapping)?;
        let (columns, first) = Columns::read(&mut rows, &mapping)?;
        let adjacent = mapping.records.iter().map(|_| None).collect();
        Ok(Self {
            mapping,
            provinces,
            registered: None,
            rows,
            first,
            columns,
            above: BTreeMap::new(),
            file,
            merged: MergedRows::default(),
            adjacent,
            ready: VecDeque::new(),
            ended: false,
        })
    }

    /// Has rows say of registered records only what the mapping names.
    #[must_use]
    pub fn amending(mut self, registered: Option<Arc<Registered>>) -> Self {
        self.registered = registered;
        self
    }

    fn row(&mut self, mut row: Written) -> io::Result<()> {
        let at = Position { file: self.file, line: row.line() };
        if !self.is_whole(&mut row, at) {
            return Ok(());
        }
        let Some(row) = self.prepared(row, at) else {
            let reason = "the row is blank".to_owned();
            self.ready.push_back(passed_over(at, (String::new(), reason)));
            return Ok(());
        };
        let mapping = Arc::clone(&self.mapping);
        let mut cells = Cells::new(&mapping, self.provinces.as_deref(), &self.columns, &row);
        check(&mut cells);
        let mut given = Vec::new();
        let (mut nearly, mut unmatched, mut keyless) = (Vec::new(), Vec::new(), false);
        for (number, made) in mapping.records.iter().enumerate() {
            match cells.hold(&made.when) {
                Match::Yes => {}
                Match::No(said) => {
                    unmatched.push(said);
                    continue;
                }
                Match::Nearly(said) => {
                    nearly.push(said);
                    continue;
                }
            }
            let once = !made.once.is_empty() && matches!(cells.hold(&made.once), Match::Yes);
            match cells.record(&made.shape) {
                Ok(Some(value)) if value.get("key").is_some_and(Value::is_string) => {
                    given.push((number, value, once));
                }
                // Without the cells that make up its key, the row says nothing of such a record.
                Ok(_) => keyless = true,
                Err(LeftOut::Skipped) => {}
                Err(LeftOut::Noted((column, reason))) => {
                    let reason = format!("{reason}; the record is left out");
                    cells.odd.push((column, reason));
                }
            }
        }
        let Cells { odd, wrong, .. } = cells;
        let said = |(column, reason): Said| Rejection { at, column, reason };
        if !wrong.is_empty() {
            self.ready.extend(wrong.into_iter().map(said).map(Item::Rejected));
            return Ok(());
        }
        if given.is_empty() && keyless {
            self.reject(at, "key".to_owned(), keyless_reason(&mapping));
            return Ok(());
        }
        self.ready.extend(odd.into_iter().map(said).map(Item::Noted));
        if given.is_empty() {
            let skipped = || (String::new(), "the cells of its key are blank".to_owned());
            let why = nearly.into_iter().chain(unmatched).next().unwrap_or_else(skipped);
            self.ready.push_back(passed_over(at, why));
            return Ok(());
        }
        self.ready.extend(nearly.into_iter().map(said).map(Item::Noted));
        given.into_iter().try_for_each(|(number, value, once)| self.give(number, at, value, once))
    }

    pub(super) fn reject(&mut self, at: Position, column: String, reason: String) {
        self.ready.push_back(Item::Rejected(Rejection { at, column, reason }));
    }

    fn give(
        &mut self,
        number: usize,
        at: Position,
        value: Map<String, Value>,
        once: bool,
    ) -> io::Result<()> {
        let made = &self.mapping.records[number];
        let (noun, rows) = (made.noun, made.rows);
        let key = value.get("key").and_then(Value::as_str).unwrap_or_default().to_owned();
        let once = once.then_some(at.line);
        let alone = rows == Rows::Each;
        let making =
            |value| MergedRow { noun, key: key.clone(), at, also: Vec::new(), alone, value, once };
        let found = match rows {
            Rows::Each => None,
            Rows::Adjacent => self.adjacent[number].as_mut().filter(|it| it.key == key),
            Rows::Merged => self.merged.find(noun, &key),
        };
        let Some(found) = found else {
            let ended = match rows {
                Rows::Each => Some(making(value)),
                Rows::Merged => {
                    self.merged.start(making(value));
                    None
                }
                Rows::Adjacent => self.adjacent[number].replace(making(value)),
            };
            return ended.map_or(Ok(()), |ended| self.finish(ended));
        };
        let first = found.at.line;
        let seen = found.once;
        found.once = seen.or(once);
        let differing = found.add(at.line, value);
        if let (Some(seen), Some(_)) = (seen, once) {
            let columns: Vec<_> = made.once.keys().cloned().collect();
            let reason = format!("{noun} `{key}` has this on line {seen} already");
            let column = columns.join(", ");
            self.ready.push_back(Item::Noted(Rejection { at, column, reason }));
        }
        for name in differing {
            let reason =
                format!("{noun} `{key}` has another {name} on line {first}; that one counts");
            self.ready.push_back(Item::Noted(Rejection { at, column: name, reason }));
        }
        Ok(())
    }

    /// A record that no row adds to any more.
    fn finish(&mut self, making: MergedRow) -> io::Result<()> {
        let MergedRow { noun, at, also, alone, mut value, .. } = making;
        let bytes = 64 * value.len();
        if let Some(registered) = &self.registered {
            value = registered.amend(noun, value)?;
        }
        value.retain(|_, value| !value.is_null());
        match line::read_attributes(noun, value) {
            Ok(draft) => self.ready.push_back(Item::Row(Row { at, also, alone, draft, bytes })),
            Err(LineError { field, reason }) => {
                let column = if field.is_empty() { noun.to_string() } else { field };
                self.reject(at, column, reason);
                for line in also {
                    let reason = format!("the row belongs to the record of line {}", at.line);
                    self.reject(Position { line, ..at }, noun.to_string(), reason);
                }
            }
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.ended = true;
        let adjacent: Vec<_> = self.adjacent.iter_mut().filter_map(Option::take).collect();
        adjacent.into_iter().chain(self.merged.take()).try_for_each(|making| self.finish(making))
    }

    fn advance(&mut self) -> io::Result<()> {
        let row = match self.first.take() {
            Some(row) => Some(row),
            None => self.rows.next_row()?,
        };
        match row {
            None => self.end()?,
            Some(row) => self.row(row)?,
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

/// Notes cells that are not as they should be, of columns that nothing else is made of.
fn check(cells: &mut Cells<'_>) {
    let mapping = cells.mapping;
    for (column, values) in &mapping.check {
        let text = cells.cell(column);
        if let Err(reason) = cells.mapped(column, values, text) {
            cells.odd.push((column.clone(), reason));
        }
    }
}

fn passed_over(at: Position, (column, reason): Said) -> Item {
    Item::PassedOver(Rejection { at, column, reason })
}

/// Why a row has no key, by the columns that would make one up.
fn keyless_reason(mapping: &Mapping) -> String {
    let mut columns: Vec<_> =
        mapping.records.iter().flat_map(|made| made.shape.key_columns()).collect();
    columns.sort_unstable();
    columns.dedup();
    let named: Vec<_> = columns.iter().map(|column| format!("`{column}`")).collect();
    format!(
        "the row has no key, since {} is blank or has no letter or digit; fill it in, or write \
         skip where such rows may be passed over",
        named.join(" or ")
    )
}
