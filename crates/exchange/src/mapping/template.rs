//! What a mapping says of a record: a tree of constants and of texts with places for cells,
//! such as `nuts-{NUTS2|before:/}`.

use toml::Value;

use super::{dates::DatePattern, numbers::Locale};
use crate::text::{clean, collapse};
use domain::Noun;
use messages::Say;

/// Why a text of a mapping has no meaning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Say)]
pub enum TemplateError {
    /// A brace stands alone.
    #[error("`{0}` has a brace that is not closed; write {{Column}}, or {{{{ for a brace")]
    Brace(String),
    /// A filter that is not known.
    #[error(
        "`{0}` is not a filter; write required, skip, optional, clear, slug, hash, upper, lower, \
         collapse, number, flag, province, province:name, organization:name, cut:N, pad:N, before:TEXT, after:TEXT, default:TEXT, \
         replace:FROM=TO, date:PATTERN, map:NAME or split:TEXT"
    )]
    Filter(String),
    /// A pattern that dates cannot be read by.
    #[error("`{0}` is not a pattern of dates; write one such as dd/mm/yyyy, or excel")]
    Pattern(String),
}

/// What becomes of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// A blank cell is a mistake.
    Required,
    /// A blank cell leaves out what it stands in, and that is all right.
    Skip,
    /// Whatever is wrong with the cell, it only leaves out what it stands in, which is noted.
    Optional,
    /// A blank cell empties the attribute of a registered record.
    Clear,
    /// Lower case letters and digits, anything else a `-`.
    Slug,
    /// Ten hexadecimal digits of the text's BLAKE3 hash.
    Hash,
    /// Capitals.
    Upper,
    /// Lower case.
    Lower,
    /// A space for each run of white space and line breaks.
    Collapse,
    /// A number, written as in this language, or else as the table says.
    Number(Option<Locale>),
    /// A date, written so.
    Date(DatePattern),
    /// `true` or `false`.
    Flag,
    /// The key of the province with this code.
    Province,
    /// The key of the province or organization with this name or alias.
    Named(Noun),
    /// At most so many characters.
    Cut(usize),
    /// At least so many characters, with zeros in front.
    Pad(usize),
    /// What a blank cell is read as.
    Default(String),
    /// Each of the first replaced by the second.
    Replace(String, String),
    /// What stands before the first of these.
    Before(String),
    /// What stands after the first of these.
    After(String),
    /// What a table of values says.
    Map(String),
    /// Several entries, separated by this.
    Split(String),
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it stands.
    Text(String),
    /// A cell, and what becomes of it.
    Cell(String, Vec<Filter>),
}

/// A value of a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// The same for all rows.
    Constant(serde_json::Value),
    /// Made of cells.
    Text(Vec<Piece>),
    /// Attributes.
    Parts(Vec<(String, Shape)>),
    /// Entries.
    List(Vec<Shape>),
}

impl Shape {
    /// Reads the value that a mapping has for a record or a part of one.
    ///
    /// # Errors
    /// Where a text in it has no meaning.
    pub fn read(value: Value) -> Result<Self, TemplateError> {
        Ok(match value {
            Value::String(text) => Self::text(&text)?,
            Value::Integer(number) => Self::Constant(number.into()),
            Value::Float(number) => Self::Constant(number.into()),
            Value::Boolean(flag) => Self::Constant(flag.into()),
            Value::Datetime(day) => Self::Constant(day.to_string().into()),
            Value::Array(entries) => {
                Self::List(entries.into_iter().map(Self::read).collect::<Result<_, _>>()?)
            }
            Value::Table(parts) => {
                let parts = parts.into_iter().map(|(name, part)| Ok((name, Self::read(part)?)));
                Self::Parts(parts.collect::<Result<_, _>>()?)
            }
        })
    }

    fn text(text: &str) -> Result<Self, TemplateError> {
        let pieces = pieces(text)?;
        if pieces.iter().all(|piece| matches!(piece, Piece::Text(_))) {
            let constant: String = pieces
                .into_iter()
                .map(|piece| if let Piece::Text(text) = piece { text } else { String::new() })
                .collect();
            return Ok(Self::Constant(constant.into()));
        }
        Ok(Self::Text(pieces))
    }

    fn each(&self, see: &mut dyn FnMut(&str, &[Filter])) {
        self.walk(&mut |piece| {
            if let Piece::Cell(column, filters) = piece {
                see(column, filters);
            }
        });
    }

    fn walk<'a>(&'a self, see: &mut dyn FnMut(&'a Piece)) {
        match self {
            Self::Constant(_) => {}
            Self::Text(pieces) => pieces.iter().for_each(see),
            Self::Parts(parts) => parts.iter().for_each(|(_, part)| part.walk(see)),
            Self::List(entries) => entries.iter().for_each(|entry| entry.walk(see)),
        }
    }

    /// The columns that it reads.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let mut columns = Vec::new();
        self.walk(&mut |piece| {
            if let Piece::Cell(column, _) = piece {
                columns.push(column.as_str());
            }
        });
        columns.into_iter()
    }

    /// The columns that make up the key of a record.
    pub fn key_columns(&self) -> impl Iterator<Item = &str> {
        let parts = if let Self::Parts(parts) = self { parts.as_slice() } else { &[] };
        parts.iter().filter(|(name, _)| name == "key").flat_map(|(_, part)| part.columns())
    }

    /// How all keys of a record start.
    pub fn key_start(&self) -> String {
        let parts = if let Self::Parts(parts) = self { parts.as_slice() } else { &[] };
        let key = parts.iter().find(|(name, _)| name == "key").map(|(_, part)| part);
        match key {
            Some(Self::Constant(serde_json::Value::String(key))) => key.clone(),
            Some(Self::Text(pieces)) => match pieces.first() {
                Some(Piece::Text(start)) => start.clone(),
                _ => String::new(),
            },
            _ => String::new(),
        }
    }

    /// The tables of values that it uses.
    pub fn maps(&self) -> impl Iterator<Item = &str> {
        let mut maps = Vec::new();
        self.walk(&mut |piece| {
            let Piece::Cell(_, filters) = piece else { return };
            maps.extend(filters.iter().filter_map(|filter| match filter {
                Filter::Map(name) => Some(name.as_str()),
                _ => None,
            }));
        });
        maps.into_iter()
    }

    /// The attribute of a list's entry that has several values, each of which makes an entry.
    pub fn split_attribute(&self) -> Option<&str> {
        let Self::Parts(parts) = self else { return None };
        let splits = |shape: &Self| match shape {
            Self::Text(pieces) => matches!(pieces.as_slice(), [Piece::Cell(_, filters)]
                if filters.iter().any(|filter| matches!(filter, Filter::Split(_)))),
            _ => false,
        };
        parts.iter().find(|(_, part)| splits(part)).map(|(name, _)| name.as_str())
    }

    /// Reads the cells of decimal attributes as numbers, whether or not the mapping says so.
    pub fn number_decimals(&mut self, noun: Noun) {
        self.number_at(noun, &mut Vec::new());
    }

    fn number_at(&mut self, noun: Noun, path: &mut Vec<String>) {
        match self {
            Self::Constant(_) => {}
            Self::Text(pieces) => {
                if let [Piece::Cell(_, filters)] = pieces.as_mut_slice()
                    && is_decimal(noun, path)
                    && !filters.iter().any(|filter| matches!(filter, Filter::Number(_)))
                {
                    filters.push(Filter::Number(None));
                }
            }
            Self::Parts(parts) => {
                for (name, part) in parts {
                    path.push(name.clone());
                    part.number_at(noun, path);
                    path.pop();
                }
            }
            Self::List(entries) => entries.iter_mut().for_each(|it| it.number_at(noun, path)),
        }
    }

    /// Whether it looks provinces up by code.
    pub fn names_provinces(&self) -> bool {
        let mut named = false;
        self.each(&mut |_, filters| named |= filters.contains(&Filter::Province));
        named
    }
}

/// Whether an attribute of a noun is a decimal: an amount, or the value of a figure.
fn is_decimal(noun: Noun, path: &[String]) -> bool {
    match path.last().map(String::as_str) {
        Some("amount") => true,
        Some("value") => noun != Noun::Province,
        _ => false,
    }
}

fn pieces(text: &str) -> Result<Vec<Piece>, TemplateError> {
    let unclosed = || TemplateError::Brace(text.to_owned());
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        plain.push_str(before);
        if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
            plain.push_str(&brace[..1]);
            rest = after;
            continue;
        }
        let inside = brace.strip_prefix('{').ok_or_else(unclosed)?;
        let (cell, after) = inside.split_once('}').ok_or_else(unclosed)?;
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        let mut parts = cell.split('|');
        let column = collapse(&clean(parts.next().unwrap_or_default()));
        pieces.push(Piece::Cell(column, parts.map(filter).collect::<Result<_, _>>()?));
        rest = after;
    }
    plain.push_str(rest);
    if !plain.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Ok(pieces)
}

fn filter(text: &str) -> Result<Filter, TemplateError> {
    let unknown = || TemplateError::Filter(text.to_owned());
    let (name, with) = text.split_once(':').map_or((text, None), |(name, with)| (name, Some(with)));
    let with = || {
        with.filter(|with| !with.is_empty())
            .map(|with| clean(with).into_owned())
            .ok_or_else(unknown)
    };
    let named = |noun| {
        with()
            .and_then(|by| (by.trim() == "name").then_some(Filter::Named(noun)).ok_or_else(unknown))
    };
    let count = || with()?.trim().parse().map_err(|_| unknown());
    Ok(match name.trim() {
        "required" => Filter::Required,
        "skip" => Filter::Skip,
        "optional" => Filter::Optional,
        "clear" => Filter::Clear,
        "slug" => Filter::Slug,
        "hash" => Filter::Hash,
        "upper" => Filter::Upper,
        "lower" => Filter::Lower,
        "collapse" => Filter::Collapse,
        "number" if text.contains(':') => {
            Filter::Number(Some(Locale::named(with()?.trim()).ok_or_else(unknown)?))
        }
        "number" => Filter::Number(None),
        "date" => {
            let pattern = with()?;
            let read = DatePattern::read(&pattern);
            Filter::Date(read.ok_or_else(|| TemplateError::Pattern(pattern.clone()))?)
        }
        "flag" => Filter::Flag,
        "province" if text.contains(':') => named(Noun::Province)?,
        "organization" => named(Noun::Organization)?,
        "province" => Filter::Province,
        "cut" => Filter::Cut(count()?),
        "pad" => Filter::Pad(count()?),
        "before" => Filter::Before(with()?),
        "after" => Filter::After(with()?),
        "default" => Filter::Default(with()?),
        "replace" => {
            let with = with()?;
            let (from, to) = with.split_once('=').ok_or_else(unknown)?;
            if from.is_empty() {
                return Err(unknown());
            }
            Filter::Replace(from.to_owned(), to.to_owned())
        }
        "map" => Filter::Map(with()?),
        "split" => Filter::Split(with()?),
        _ => return Err(unknown()),
    })
}
