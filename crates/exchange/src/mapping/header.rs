//! Which column stands where, by the rows that name them.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    io,
};

use super::{
    Mapping,
    source::{Source, Written},
};
use crate::text::{clean, collapse};

/// The columns of a table.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    places: BTreeMap<String, usize>,
    /// The columns that have no name.
    nameless: Vec<usize>,
    width: usize,
}

impl Columns {
    /// Reads the rows that name the columns, and passes over those before them; the first row of a
    /// table in which none does comes back.
    ///
    /// # Errors
    /// Where they cannot be read, or do not fit the mapping.
    pub fn read<R: io::BufRead>(
        rows: &mut Source<R>,
        mapping: &Mapping,
    ) -> io::Result<(Self, Option<Written>)> {
        let Some(&last) = mapping.header.last() else {
            let first = rows.next_row()?;
            let width = first.as_ref().map_or(0, |row| row.cells.len());
            return Ok((Self::numbered(width, mapping)?, first));
        };
        let mut names = Vec::new();
        while let Some(row) = rows.next_row()? {
            let (begins, ends) = (row.line(), row.ends);
            if mapping.header.iter().any(|line| (begins..ends).contains(line)) {
                names.push(row.cells);
            }
            if ends > last {
                break;
            }
        }
        Ok((Self::named(&names, last, mapping)?, None))
    }

    /// Names columns by the cells of one row or of several, which are put together from above.
    ///
    /// # Errors
    /// Where two columns have the same name, one that the mapping reads is missing, or one is there
    /// that the mapping does not know.
    fn named(rows: &[csv::StringRecord], line: u64, mapping: &Mapping) -> io::Result<Self> {
        let width = rows.iter().map(csv::StringRecord::len).max().unwrap_or(0);
        let mut columns = Self { width, ..Self::default() };
        let mut above = vec![String::new(); rows.len()];
        for place in 0..width {
            let mut parts: Vec<String> = Vec::new();
            for (depth, row) in rows.iter().enumerate() {
                let own = collapse(&clean(row.get(place).unwrap_or("")));
                // A cell that is merged with those on its right names their columns, too.
                if !own.is_empty() || depth + 1 == rows.len() {
                    above[depth].clone_from(&own);
                    if !own.is_empty() {
                        above[depth + 1..].iter_mut().for_each(String::clear);
                    }
                }
                let part = above[depth].clone();
                if !part.is_empty() && parts.last() != Some(&part) {
                    parts.push(part);
                }
            }
            columns.add(parts.join(" / "), place, line, mapping)?;
        }
        columns.known_to(line, mapping)
    }

    /// Names columns by their places, from 1.
    ///
    /// # Errors
    /// Where the mapping reads others, or does not know one.
    fn numbered(width: usize, mapping: &Mapping) -> io::Result<Self> {
        let places = (0..width).map(|place| ((place + 1).to_string(), place)).collect();
        Self { places, nameless: Vec::new(), width }.known_to(1, mapping)
    }

    fn add(&mut self, name: String, place: usize, line: u64, mapping: &Mapping) -> io::Result<()> {
        if name.is_empty() {
            self.nameless.push(place);
            return Ok(());
        }
        let name = match self.places.entry(name) {
            Entry::Vacant(free) => {
                free.insert(place);
                return Ok(());
            }
            Entry::Occupied(taken) => taken.key().clone(),
        };
        if !mapping.numbers_repeated {
            return wrong(format!(
                "line {line}: two columns are named `{name}`; rename one, or write repeated = \
                 \"numbered\" under [table], so that the second is `{name} (2)`"
            ));
        }
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let free = numbered.take(self.width + 1).find(|name| !self.places.contains_key(name));
        self.places.extend(free.map(|name| (name, place)));
        Ok(())
    }

    fn known_to(self, line: u64, mapping: &Mapping) -> io::Result<Self> {
        let read = mapping.columns();
        let missing: Vec<_> =
            read.iter().filter(|name| !self.places.contains_key(**name)).collect();
        if !missing.is_empty() {
            return wrong(format!(
                "line {line}: no column is named {}; there are {}",
                list(missing.into_iter().copied()),
                list(self.places.keys().map(String::as_str))
            ));
        }
        let known = |name: &str| read.contains(name) || mapping.ignore.contains(name);
        let names = self.places.keys().map(String::as_str);
        let unknown: Vec<_> = names.filter(|name| !known(name)).collect();
        if !unknown.is_empty() {
            return wrong(format!(
                "line {line}: the mapping does not say what becomes of {}; use them, or name them \
                 in ignore under [table]",
                list(unknown.into_iter())
            ));
        }
        Ok(self)
    }

    /// Where a column stands, from 0.
    pub fn place(&self, column: &str) -> Option<usize> {
        self.places.get(column).copied()
    }

    /// How many columns there are, those without a name included.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Where the columns without a name stand, from 0.
    pub fn nameless(&self) -> &[usize] {
        &self.nameless
    }
}

fn wrong<T>(reason: String) -> io::Result<T> {
    Err(io::Error::new(io::ErrorKind::InvalidData, reason))
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
