//! What the columns of a table mean: a TOML file that turns its rows into records.
//!
//! Owns the form of mappings (told in `docs/exchange.md`) and the way from cells to records. Must
//! not know what is right, nor what becomes of records.

mod cells;
mod codes;
mod merge;
mod table;
mod template;
mod transcode;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Error};

pub use codes::Provinces;
use domain::{CodeScheme, Noun};
pub use table::Table;
use template::{Shape, TemplateError};

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
    separator: u8,
    encoding: &'static encoding_rs::Encoding,
    ignore: BTreeSet<String>,
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
    separator: Option<char>,
    encoding: Option<String>,
    #[serde(default)]
    ignore: BTreeSet<String>,
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
        let Format { separator, encoding, ignore } = written.table;
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
            let reason = format!(
                "`{name}` is not an encoding; write one such as utf-8, utf-16le or windows-1258"
            );
            return Err(form(1, reason));
        };
        let mut mapping = Self {
            separator,
            encoding,
            ignore,
            codes: written.codes,
            values: written.values,
            check: written.check,
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
        let shape =
            Shape::read(toml::Value::Table(set)).map_err(|it: TemplateError| it.to_string())?;
        for map in shape.maps() {
            if !self.values.contains_key(map) {
                return Err(format!("`map:{map}` names a missing table; write [values.{map}]"));
            }
        }
        if shape.names_provinces() && self.codes.is_none() {
            return Err("`province` needs a code scheme; write [codes] scheme = \"GSO\"".to_owned());
        }
        Ok(Made { noun, rows, when, once, shape })
    }

    /// The columns that the mapping reads.
    fn columns(&self) -> BTreeSet<&str> {
        let mut columns: BTreeSet<&str> = self.check.keys().map(String::as_str).collect();
        for record in &self.records {
            columns.extend(record.shape.columns());
            columns.extend(record.when.keys().chain(record.once.keys()).map(String::as_str));
        }
        columns
    }
}
