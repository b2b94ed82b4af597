//! What a mapping says of a record: a tree of constants and of texts with places for cells,
//! such as `nuts-{NUTS2|before:/}`.

use toml::Value;

/// Why a text of a mapping has no meaning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A brace stands alone.
    #[error("`{0}` has a brace that is not closed; write {{Column}}, or {{{{ for a brace")]
    Brace(String),
    /// A filter that is not known.
    #[error(
        "`{0}` is not a filter; write required, skip, slug, hash, upper, lower, number, flag, \
         province, cut:N, before:TEXT, after:TEXT, map:NAME or split:TEXT"
    )]
    Filter(String),
}

/// What becomes of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// A blank cell is a mistake.
    Required,
    /// A blank cell leaves out what it stands in, and that is all right.
    Skip,
    /// Lower case letters and digits, anything else a `-`.
    Slug,
    /// Ten hexadecimal digits of the text's BLAKE3 hash.
    Hash,
    /// Capitals.
    Upper,
    /// Lower case.
    Lower,
    /// A whole number or a number with a point.
    Number,
    /// `true` or `false`.
    Flag,
    /// The key of the province with this code.
    Province,
    /// At most so many characters.
    Cut(usize),
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

    /// Whether it looks provinces up by code.
    pub fn names_provinces(&self) -> bool {
        let mut named = false;
        self.each(&mut |_, filters| named |= filters.contains(&Filter::Province));
        named
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
        let column = parts.next().unwrap_or_default().to_owned();
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
    let with = || with.filter(|with| !with.is_empty()).map(str::to_owned).ok_or_else(unknown);
    Ok(match name.trim() {
        "required" => Filter::Required,
        "skip" => Filter::Skip,
        "slug" => Filter::Slug,
        "hash" => Filter::Hash,
        "upper" => Filter::Upper,
        "lower" => Filter::Lower,
        "number" => Filter::Number,
        "flag" => Filter::Flag,
        "province" => Filter::Province,
        "cut" => Filter::Cut(with()?.trim().parse().map_err(|_| unknown())?),
        "before" => Filter::Before(with()?),
        "after" => Filter::After(with()?),
        "map" => Filter::Map(with()?),
        "split" => Filter::Split(with()?),
        _ => return Err(unknown()),
    })
}
