//! From the cells of one row to the value of a record.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    Codes, Mapping,
    codes::Provinces,
    header::Columns,
    numbers::{self, number},
    source::Written,
    template::{Filter, Piece, Shape},
};
use crate::{text::collapse, workbook::Kind};
use domain::Noun;

/// A column, and words about its cell.
pub type Said = (String, String);

/// A row, its cells found by column.
pub struct Cells<'a> {
    pub mapping: &'a Mapping,
    pub provinces: Option<&'a Provinces>,
    pub columns: &'a Columns,
    pub row: &'a Written,
    /// What is odd about cells that could be read all the same, and what was left out.
    pub odd: Vec<Said>,
    /// What is wrong with cells.
    pub wrong: Vec<Said>,
    /// Whether a blank cell says that an attribute is to be emptied.
    cleared: bool,
}

/// Why the part of a record that a cell stands in is left out.
#[derive(Debug)]
pub enum LeftOut {
    /// A blank cell is all right there.
    Skipped,
    /// Something is wrong, and the mapping says that the part may be left out.
    Noted(Said),
}

/// Whether a row is one of those that a record is made of.
pub enum Match {
    Yes,
    /// No: the column, and how its cell differs.
    No(Said),
    /// No, though a cell differs in case or spaces only.
    Nearly(Said),
}

impl<'a> Cells<'a> {
    /// The cells of a row.
    pub fn new(
        mapping: &'a Mapping,
        provinces: Option<&'a Provinces>,
        columns: &'a Columns,
        row: &'a Written,
    ) -> Self {
        let (odd, wrong) = (Vec::new(), Vec::new());
        Self { mapping, provinces, columns, row, odd, wrong, cleared: false }
    }

    /// The text of a cell without white space around it; blank where there is no such column.
    pub fn cell(&self, column: &str) -> &'a str {
        let row = self.row;
        self.columns.place(column).and_then(|place| row.cells.get(place)).map_or("", str::trim)
    }

    /// What a cell is, beside its text.
    fn kind(&self, column: &str) -> &'a Kind {
        let row = self.row;
        self.columns.place(column).map_or(&Kind::Text, |place| row.kind(place))
    }

    /// Whether all these columns hold these texts.
    pub fn hold(&self, condition: &BTreeMap<String, String>) -> Match {
        let mut nearly = None;
        for (column, expected) in condition {
            let cell = self.cell(column);
            if cell == expected {
                continue;
            }
            let said = (column.clone(), format!("`{cell}` is not `{expected}`"));
            if collapse(cell).to_lowercase() != collapse(expected).to_lowercase() {
                return Match::No(said);
            }
            let (column, reason) = said;
            nearly = Some((column, format!("{reason}: they differ in case or spaces only")));
        }
        nearly.map_or(Match::Yes, Match::Nearly)
    }

    /// The attributes that a record has by this row; `None` where cells that it needs are blank.
    pub fn record(&mut self, shape: &Shape) -> Result<Option<Map<String, Value>>, LeftOut> {
        let Shape::Parts(parts) = shape else { return Ok(None) };
        let mut made = Map::new();
        for (name, part) in parts {
            self.cleared = false;
            match self.value(part) {
                Ok(Some(value)) => {
                    made.insert(name.clone(), value);
                }
                Ok(None) if self.cleared => {
                    made.insert(name.clone(), Value::Null);
                }
                Ok(None) => {}
                Err(LeftOut::Noted(said)) if name != "key" => self.odd.push(left_out(said)),
                Err(left_out) => return Err(left_out),
            }
        }
        Ok((!made.is_empty()).then_some(made))
    }

    /// The value that a shape has for this row; `None` where cells that it needs are blank.
    fn value(&mut self, shape: &Shape) -> Result<Option<Value>, LeftOut> {
        match shape {
            Shape::Constant(value) => Ok(Some(value.clone())),
            Shape::Text(pieces) => self.text(pieces),
            Shape::Parts(parts) => {
                let mut made = Map::new();
                for (name, part) in parts {
                    if let Some(value) = self.value(part)? {
                        made.insert(name.clone(), value);
                    }
                }
                let constant = parts.iter().all(|(_, part)| matches!(part, Shape::Constant(_)));
                let blank = made.iter().all(|(name, _)| is_constant(parts, name)) && !constant;
                Ok((!blank && !made.is_empty()).then_some(Value::Object(made)))
            }
            Shape::List(entries) => {
                let mut made = Vec::new();
                for entry in entries {
                    match self.value(entry) {
                        Ok(Some(Value::Array(several))) => made.extend(several),
                        Ok(Some(value)) => made.extend(each(entry, value)),
                        Ok(None) | Err(LeftOut::Skipped) => {}
                        Err(LeftOut::Noted(said)) => self.odd.push(left_out(said)),
                    }
                }
                Ok((!made.is_empty()).then_some(Value::Array(made)))
            }
        }
    }

    fn text(&mut self, pieces: &[Piece]) -> Result<Option<Value>, LeftOut> {
        // A cell that stands alone keeps its form: a number, several entries.
        if let [Piece::Cell(column, filters)] = pieces {
            return self.filtered(column, filters);
        }
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Cell(column, filters) => match self.filtered(column, filters)? {
                    Some(Value::String(cell)) => text.push_str(&cell),
                    Some(other) => text.push_str(&other.to_string()),
                    None => return Ok(None),
                },
            }
        }
        Ok(Some(Value::String(text)))
    }

    fn filtered(&mut self, column: &str, filters: &[Filter]) -> Result<Option<Value>, LeftOut> {
        match self.read(column, filters) {
            Ok(value) => Ok(value),
            Err(None) => Err(LeftOut::Skipped),
            Err(Some(reason)) => {
                let said = (column.to_owned(), reason);
                if filters.contains(&Filter::Optional) {
                    return Err(LeftOut::Noted(said));
                }
                if !self.wrong.contains(&said) {
                    self.wrong.push(said);
                }
                Ok(None)
            }
        }
    }

    /// What filters make of a cell; no words where a blank cell is all right.
    fn read(&mut self, column: &str, filters: &[Filter]) -> Result<Option<Value>, Option<String>> {
        let mut cell = self.cell(column);
        if let Kind::Wrong(reason) = self.kind(column)
            && !cell.is_empty()
        {
            return Err(Some(reason.to_string()));
        }
        let default = filters.iter().find_map(|filter| match filter {
            Filter::Default(text) => Some(text.as_str()),
            _ => None,
        });
        if cell.is_empty() {
            cell = default.unwrap_or("");
        }
        if cell.is_empty() {
            if filters.contains(&Filter::Skip) {
                return Err(None);
            }
            self.cleared |= filters.contains(&Filter::Clear);
            let required = [Filter::Required, Filter::Optional];
            let required = required.iter().any(|filter| filters.contains(filter));
            return if required { Err(Some("the cell is blank".to_owned())) } else { Ok(None) };
        }
        let split = filters.iter().enumerate().find_map(|(at, filter)| match filter {
            Filter::Split(separator) => Some((at, separator)),
            _ => None,
        });
        let Some((at, separator)) = split else {
            return self.chain(column, cell, filters).map_err(Some);
        };
        let mut entries = Vec::new();
        let parts = cell.split(separator.as_str()).map(str::trim);
        for entry in parts.filter(|entry| !entry.is_empty()) {
            let (before, after) = (&filters[..at], &filters[at + 1..]);
            let Some(read) = self.chain(column, entry, before).map_err(Some)? else { continue };
            let Value::String(read) = read else { continue };
            entries.extend(self.chain(column, &read, after).map_err(Some)?);
        }
        Ok((!entries.is_empty()).then_some(Value::Array(entries)))
    }

    fn chain(
        &mut self,
        column: &str,
        cell: &str,
        filters: &[Filter],
    ) -> Result<Option<Value>, String> {
        let mut text = cell.to_owned();
        for filter in filters {
            text = match filter {
                Filter::Required
                | Filter::Skip
                | Filter::Optional
                | Filter::Clear
                | Filter::Default(_)
                | Filter::Split(_) => text,
                Filter::Slug => slug(&text),
                Filter::Hash => blake3::hash(text.as_bytes()).to_hex()[..10].to_owned(),
                Filter::Upper => text.to_uppercase(),
                Filter::Lower => text.to_lowercase(),
                Filter::Collapse => collapse(&text),
                Filter::Cut(max) => text.chars().take(*max).collect::<String>().trim().to_owned(),
                Filter::Pad(width) => format!("{text:0>width$}", width = *width),
                Filter::Before(mark) => {
                    text.split_once(mark.as_str()).map_or(text.trim(), |it| it.0.trim()).to_owned()
                }
                Filter::After(mark) => {
                    text.split_once(mark.as_str()).map_or("", |it| it.1.trim()).to_owned()
                }
                Filter::Replace(from, to) => text.replace(from.as_str(), to).trim().to_owned(),
                Filter::Map(name) => self.mapped(column, name, &text)?,
                Filter::Province => self.province(&text)?,
                Filter::Named(noun) => self.named(*noun, &text)?,
                // A day of a workbook is one, however it is shown; its time is dropped.
                Filter::Date(_) if *self.kind(column) == Kind::Day => {
                    text.split('T').next().unwrap_or_default().to_owned()
                }
                Filter::Date(pattern) => pattern.date(&text)?,
                Filter::Number(locale) => {
                    // So is a number.
                    let is_number = *self.kind(column) == Kind::Number;
                    if let Some(plain) = numbers::plain(&text).filter(|_| is_number) {
                        return Ok(Some(plain));
                    }
                    return number(&text, locale.or(self.mapping.numbers)).map(Some);
                }
                Filter::Flag => return flag(&text).map(Some),
            };
        }
        Ok((!text.is_empty()).then_some(Value::String(text)))
    }

    /// What a table of values says, in whatever case the text is.
    pub fn mapped(&mut self, column: &str, name: &str, text: &str) -> Result<String, String> {
        let empty = BTreeMap::new();
        let values = self.mapping.values.get(name).unwrap_or(&empty);
        if let Some(value) = values.get(text) {
            return Ok(value.clone());
        }
        let folded = collapse(text).to_lowercase();
        let alike = values.iter().find(|(known, _)| collapse(known).to_lowercase() == folded);
        let Some((known, value)) = alike else {
            let known: Vec<_> = values.keys().map(|known| format!("`{known}`")).collect();
            return Err(format!(
                "`{text}` is not one of {}; add it to [values.{name}]",
                known.join(", ")
            ));
        };
        self.odd.push((column.to_owned(), format!("`{text}` is read as `{known}`")));
        Ok(value.clone())
    }

    fn named(&self, noun: Noun, name: &str) -> Result<String, String> {
        let on = self.mapping.codes.and_then(|codes| codes.on);
        let Some(provinces) = self.provinces else {
            return Err(format!("the name `{name}` cannot be looked up here"));
        };
        provinces.named(noun, name, on)
    }

    fn province(&self, code: &str) -> Result<String, String> {
        let (Some(provinces), Some(Codes { scheme, on })) = (self.provinces, self.mapping.codes)
        else {
            return Err(format!("the code `{code}` cannot be looked up here"));
        };
        provinces.key(scheme, code, on)
    }
}

/// The entries of a list that one stands for: one for each value of a cell that has several.
fn each(shape: &Shape, entry: Value) -> Vec<Value> {
    let (Some(name), Value::Object(parts)) = (shape.split_attribute(), &entry) else {
        return vec![entry];
    };
    let Some(Value::Array(values)) = parts.get(name) else { return vec![entry] };
    let one = |value: &Value| {
        let mut parts = parts.clone();
        parts.insert(name.to_owned(), value.clone());
        Value::Object(parts)
    };
    values.iter().map(one).collect()
}

fn left_out((column, reason): Said) -> Said {
    (column, format!("{reason}; what it belongs to is left out"))
}

fn is_constant(parts: &[(String, Shape)], name: &str) -> bool {
    parts.iter().any(|(part, shape)| part == name && matches!(shape, Shape::Constant(_)))
}

fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

fn flag(text: &str) -> Result<Value, String> {
    match text {
        "true" => Ok(true.into()),
        "false" => Ok(false.into()),
        _ => Err(format!("`{text}` is neither true nor false; map it to one of them first")),
    }
}
