//! From the cells of one row to the value of a record.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    Codes, Mapping,
    codes::Provinces,
    template::{Filter, Piece, Shape},
};

/// A row, its cells found by column.
pub struct Cells<'a> {
    pub mapping: &'a Mapping,
    pub provinces: Option<&'a Provinces>,
    pub columns: &'a BTreeMap<String, usize>,
    pub row: &'a csv::StringRecord,
    /// What is odd about cells that could be read all the same: column and words.
    pub odd: Vec<(String, String)>,
    /// Entries of lists that were left out, and why: column and words.
    pub left_out: Vec<(String, String)>,
}

/// What is wrong with a cell: its column, and words; no words where it is all right that what it
/// stands in is left out.
pub type CellError = (String, String);

impl Cells<'_> {
    /// The text of a cell without white space around it; blank where there is no such column.
    pub fn cell(&self, column: &str) -> &str {
        let place = self.columns.get(column);
        place.and_then(|place| self.row.get(*place)).map_or("", str::trim)
    }

    /// Whether all these columns hold these texts.
    pub fn hold(&self, condition: &BTreeMap<String, String>) -> bool {
        condition.iter().all(|(column, text)| self.cell(column) == text)
    }

    /// The value that a shape has for this row; `None` where cells that it needs are blank.
    pub fn value(&mut self, shape: &Shape) -> Result<Option<Value>, CellError> {
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
                        Ok(value) => made.extend(value),
                        Err(wrong) if wrong.1.is_empty() => {}
                        Err(wrong) => self.left_out.push(wrong),
                    }
                }
                Ok((!made.is_empty()).then_some(Value::Array(made)))
            }
        }
    }

    fn text(&mut self, pieces: &[Piece]) -> Result<Option<Value>, CellError> {
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

    fn filtered(&mut self, column: &str, filters: &[Filter]) -> Result<Option<Value>, CellError> {
        let cell = self.cell(column).to_owned();
        let wrong = |reason: String| (column.to_owned(), reason);
        if cell.is_empty() {
            if filters.contains(&Filter::Skip) {
                return Err(wrong(String::new()));
            }
            let required = filters.contains(&Filter::Required);
            return if required { Err(wrong("the cell is blank".to_owned())) } else { Ok(None) };
        }
        let split = filters.iter().position(|filter| matches!(filter, Filter::Split(_)));
        let Some(at) = split else { return self.chain(column, &cell, filters).map_err(wrong) };
        let separator = match &filters[at] {
            Filter::Split(separator) => separator.as_str(),
            _ => ",",
        };
        let mut entries = Vec::new();
        for entry in cell.split(separator).map(str::trim).filter(|entry| !entry.is_empty()) {
            entries.extend(self.chain(column, entry, &filters[at + 1..]).map_err(wrong)?);
        }
        Ok(Some(Value::Array(entries)))
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
                Filter::Required | Filter::Skip | Filter::Split(_) => text,
                Filter::Slug => slug(&text),
                Filter::Hash => blake3::hash(text.as_bytes()).to_hex()[..10].to_owned(),
                Filter::Upper => text.to_uppercase(),
                Filter::Lower => text.to_lowercase(),
                Filter::Cut(max) => text.chars().take(*max).collect::<String>().trim().to_owned(),
                Filter::Before(mark) => {
                    text.split_once(mark.as_str()).map_or(text.trim(), |it| it.0.trim()).to_owned()
                }
                Filter::After(mark) => {
                    text.split_once(mark.as_str()).map_or("", |it| it.1.trim()).to_owned()
                }
                Filter::Map(name) => self.mapped(column, name, &text)?,
                Filter::Province => self.province(&text)?,
                Filter::Number => return number(&text).map(Some),
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
        let alike = values.iter().find(|(known, _)| known.to_lowercase() == text.to_lowercase());
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

    fn province(&self, code: &str) -> Result<String, String> {
        let (Some(provinces), Some(Codes { scheme, on })) = (self.provinces, self.mapping.codes)
        else {
            return Err(format!("the code `{code}` cannot be looked up here"));
        };
        provinces.key(scheme, code, on)
    }
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

fn number(text: &str) -> Result<Value, String> {
    if let Ok(whole) = text.parse::<i64>() {
        return Ok(whole.into());
    }
    // Kept as text, so that no digit is lost.
    let plain = text.chars().all(|c| c.is_ascii_digit() || ".-".contains(c));
    if plain && text.parse::<f64>().is_ok() {
        return Ok(text.into());
    }
    Err(format!("`{text}` is not a number; write digits, with a point before the fraction"))
}

fn flag(text: &str) -> Result<Value, String> {
    match text {
        "true" => Ok(true.into()),
        "false" => Ok(false.into()),
        _ => Err(format!("`{text}` is neither true nor false; map it to one of them first")),
    }
}
