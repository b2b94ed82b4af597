//! What the columns of a table mean: a TOML file that turns its rows into records.
//!
//! Owns the form of mappings (told in `docs/exchange.md`) and the way from cells to records. Must
//! not know what is right, nor what becomes of records.

mod cells;
mod codes;
mod dates;
mod header;
mod merge;
mod names;
mod numbers;
mod quotes;
mod row;
mod source;
mod table;
mod template;
mod transcode;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Error};

use crate::text::{clean, collapse};
pub use codes::Provinces;
use domain::{CodeScheme, Noun};
use numbers::Locale;
pub use table::Table;
use template::{Shape, TemplateError};

/// Most places for cells that one record of a mapping may have.
const PLACES_MAX: usize = 2_000;

/// Why a mapping is not usable.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// It could not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The mapping.
        path: PathBuf,
        /// What failed.
        source: std::io::Error,
    },
    /// It is not of the form of mappings.
    #[error("{}:{line}: {reason}", path.display())]
    Form {
        /// The mapping.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// What it says cannot be.
    #[error("{}: record {record}: {reason}", path.display())]
    Record {
        /// The mapping.
        path: PathBuf,
        /// Which of its records, from 1.
        record: usize,
        /// What is wrong.
        reason: String,
    },
}

/// A mapping, ready to be used.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The sheet of a workbook that is read.
    sheet: Option<String>,
    /// Whether nothing but a workbook will do.
    asks_for_sheet: bool,
    separator: u8,
    encoding: &'static encoding_rs::Encoding,
    ignore: BTreeSet<String>,
    /// The lines that name the columns, from 1; none where columns go by their places.
    header: Vec<u64>,
    /// Whether a repeated name of a column gets a number.
    numbers_repeated: bool,
    /// Texts that mean nothing, in lower case.
    blank: BTreeSet<String>,
    /// Columns whose blank cells are as the one above.
    fill_down: BTreeSet<String>,
    /// How the table writes numbers.
    numbers: Option<Locale>,
    codes: Option<Codes>,
    values: BTreeMap<String, BTreeMap<String, String>>,
    /// Columns whose cells must stand in a table of values, though nothing is made of them.
    check: BTreeMap<String, String>,
    records: Vec<Made>,
}

/// The codes by which a table names provinces.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Codes {
    scheme: CodeScheme,
    /// The day on which the codes are meant.
    #[serde(default, deserialize_with = "day")]
    on: Option<Date>,
}

/// A day, written as one of TOML's or as a text.
fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    let text = match toml::Value::deserialize(from)? {
        toml::Value::String(text) => text,
        other => other.to_string(),
    };
    let wrong =
        |_| D::Error::custom(format!("`{text}` is not a day; write one such as 2025-06-30"));
    text.parse().map(Some).map_err(wrong)
}

/// A record that rows give.
#[derive(Debug, Clone)]
struct Made {
    noun: Noun,
    rows: Rows,
    when: BTreeMap<String, String>,
    once: BTreeMap<String, String>,
    shape: Shape,
}

/// How many rows make up a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Rows {
    /// One.
    #[default]
    Each,
    /// All with the same key that follow each other.
    Adjacent,
    /// All with the same key.
    Merged,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    table: Format,
    codes: Option<Codes>,
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    check: BTreeMap<String, String>,
    record: Vec<WrittenRecord>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Format {
    sheet: Option<String>,
    separator: Option<char>,
    encoding: Option<String>,
    #[serde(default)]
    ignore: BTreeSet<String>,
    header: Option<Header>,
    repeated: Option<Repeated>,
    #[serde(default)]
    blank: BTreeSet<String>,
    #[serde(default)]
    fill_down: BTreeSet<String>,
    numbers: Option<Locale>,
}

/// The lines that name the columns.
#[derive(Deserialize)]
#[serde(untagged)]
enum Header {
    One(u64),
    Several(Vec<u64>),
}

/// What becomes of a repeated name of a column.
#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Repeated {
    Refused,
    Numbered,
}

impl Header {
    /// The lines in their order; none for a table without such.
    fn lines(self) -> Result<Vec<u64>, String> {
        let lines = match self {
            Self::One(0) => return Ok(Vec::new()),
            Self::One(line) => vec![line],
            Self::Several(lines) => lines,
        };
        let ascends = lines.windows(2).all(|pair| pair[0] < pair[1]);
        if lines.is_empty() || lines.len() > 10 || lines[0] == 0 || !ascends {
            let reason = format!(
                "the header {lines:?} is no line of the table; write one from 1, several in their \
                 order, or 0 where no line names the columns"
            );
            return Err(reason);
        }
        Ok(lines)
    }
}

/// Texts as cells have them, so that they can be compared.
fn texts(texts: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let text = |text: &str| clean(text).trim().to_owned();
    texts.iter().map(|(name, it)| (text(name), text(it))).collect()
}

/// The names of columns, as a header is read.
fn column(name: &str) -> String {
    collapse(&clean(name))
}

fn columns(named: BTreeMap<String, String>) -> BTreeMap<String, String> {
    named.into_iter().map(|(name, it)| (column(&name), clean(&it).trim().to_owned())).collect()
}

/// What is to be done about an encoding that is not read.
fn unread(name: &str) -> String {
    let legacy = ["tcvn", "vni", "viscii", "vps"];
    if legacy.iter().any(|legacy| name.to_lowercase().starts_with(legacy)) {
        return format!(
            "`{name}` is an encoding of fonts, which is not read; convert the file to UTF-8 first, \
             for instance with UniKey or `uvconv`"
        );
    }
    format!("`{name}` is not an encoding; write one such as utf-8, utf-16le or windows-1258")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRecord {
    noun: String,
    #[serde(default)]
    rows: Rows,
    #[serde(default)]
    when: BTreeMap<String, String>,
    #[serde(default)]
    once: BTreeMap<String, String>,
    set: toml::Table,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// Where it cannot be read, or is none.
    pub fn read(path: &Path) -> Result<Self, MappingError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| MappingError::Io { path: path.to_owned(), source })?;
        Self::parse(path, &text)
    }

    /// Reads the text of a mapping; `path` is what messages call it.
    ///
    /// # Errors
    /// Where it is none.
    pub fn parse(path: &Path, text: &str) -> Result<Self, MappingError> {
        let form =
            |line, reason: String| MappingError::Form { path: path.to_owned(), line, reason };
        let written: Written = toml::from_str(text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            let breaks = text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n');
            form(breaks.count() + 1, error.message().to_owned())
        })?;
        let Format {
            sheet,
            separator,
            encoding,
            ignore,
            header,
            repeated,
            blank,
            fill_down,
            numbers,
        } = written.table;
        let separator = separator.unwrap_or(',');
        let Some(separator) =
            u8::try_from(separator).ok().filter(|it| it.is_ascii() && *it != b'"')
        else {
            return Err(form(
                1,
                format!("the separator `{separator}` is not one byte; write `,`, `;` or `\\t`"),
            ));
        };
        let name = encoding.as_deref().unwrap_or("utf-8");
        let Some(encoding) = encoding_rs::Encoding::for_label(name.as_bytes()) else {
            return Err(form(1, unread(name)));
        };
        let header = header.unwrap_or(Header::One(1)).lines().map_err(|reason| form(1, reason))?;
        let mut mapping = Self {
            sheet,
            asks_for_sheet: false,
            separator,
            encoding,
            ignore: ignore.iter().map(|name| column(name)).collect(),
            header,
            numbers_repeated: repeated == Some(Repeated::Numbered),
            blank: blank.iter().map(|text| clean(text).trim().to_lowercase()).collect(),
            fill_down: fill_down.iter().map(|name| column(name)).collect(),
            numbers,
            codes: written.codes,
            values: written.values.into_iter().map(|(name, it)| (name, texts(&it))).collect(),
            check: columns(written.check),
            records: Vec::new(),
        };
        if let Some(unknown) = mapping.check.values().find(|it| !mapping.values.contains_key(*it)) {
            return Err(form(1, format!("[check] names `{unknown}`; write [values.{unknown}]")));
        }
        for (number, record) in written.record.into_iter().enumerate() {
            let made = mapping.record(record).map_err(|reason| MappingError::Record {
                path: path.to_owned(),
                record: number + 1,
                reason,
            })?;
            mapping.records.push(made);
        }
        Ok(mapping)
    }

    fn record(&self, written: WrittenRecord) -> Result<Made, String> {
        let WrittenRecord { noun: name, rows, when, once, set } = written;
        let noun = Noun::named(&name).ok_or_else(|| {
            let all = Noun::ALL.map(|noun| noun.to_string()).join(", ");
            format!("`{name}` is not a noun; write one of {all}")
        })?;
        if !set.contains_key("key") {
            return Err("`set.key` is missing; compose a key from columns".to_owned());
        }
        let mut shape =
            Shape::read(toml::Value::Table(set)).map_err(|it: TemplateError| it.to_string())?;
        shape.number_decimals(noun);
        let places = shape.columns().count();
        if places > PLACES_MAX {
            return Err(format!(
                "it has {places} places for cells; at most {PLACES_MAX} are allowed, since each is read \
                 for every row; write several mappings"
            ));
        }
        for map in shape.maps() {
            if !self.values.contains_key(map) {
                return Err(format!("`map:{map}` names a missing table; write [values.{map}]"));
            }
        }
        if shape.names_provinces() && self.codes.is_none() {
            return Err("`province` needs a code scheme; write [codes] scheme = \"GSO\"".to_owned());
        }
        Ok(Made { noun, rows, when: columns(when), once: columns(once), shape })
    }

    /// The same, for a sheet with this name, which only a workbook has.
    #[must_use]
    pub fn of_sheet(self, name: String) -> Self {
        Self { sheet: Some(name), asks_for_sheet: true, ..self }
    }

    /// The columns that the mapping reads.
    fn columns(&self) -> BTreeSet<&str> {
        let named = self.check.keys().chain(&self.fill_down);
        let mut columns: BTreeSet<&str> = named.map(String::as_str).collect();
        for record in &self.records {
            columns.extend(record.shape.columns());
            columns.extend(record.when.keys().chain(record.once.keys()).map(String::as_str));
        }
        columns
    }

    /// Which keys the mapping makes up: the noun, and how they start.
    #[must_use]
    pub fn key_families(&self) -> Vec<(Noun, String)> {
        self.records.iter().map(|made| (made.noun, made.shape.key_start())).collect()
    }
}
