//! Rows that wait for others: a temporary file of them, gone when the import ends, however it ends.
//! In memory are only their places and hashes of what they name, by which they are put in order:
//! each behind those that it names, in time linear in the rows.

use std::{
    collections::HashMap,
    io::{self, Read, Seek, SeekFrom, Write},
};

use tempfile::SpooledTempFile;

use super::{
    Position, Row,
    names::{hashed, named},
};
use crate::line;

/// So many bytes are kept in memory before a file is made.
const MEMORY_MAX: usize = 1 << 20;

/// Rows that wait, in the order in which they came.
pub struct Waiting {
    file: SpooledTempFile,
    places: Vec<Place>,
    /// Which records the rows name, one row behind the other.
    names: Vec<u64>,
    written: u64,
}

/// Where a row stands.
#[derive(Clone, Copy)]
struct Place {
    own: u64,
    offset: u64,
    length: u32,
    /// Where its names end.
    names: usize,
    /// Whether it stands or falls with the row before.
    joined: bool,
}

impl Default for Waiting {
    fn default() -> Self {
        let file = SpooledTempFile::new(MEMORY_MAX);
        Self { file, places: Vec::new(), names: Vec::new(), written: 0 }
    }
}

impl Waiting {
    /// Has a row wait behind the others.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn push(&mut self, row: &Row, joined: bool) -> io::Result<()> {
        let mut text = Vec::with_capacity(row.bytes + 64);
        let numbers =
            [row.at.file as u64, row.at.line, u64::from(row.alone), row.also.len() as u64];
        for number in numbers.iter().chain(&row.also) {
            text.extend(number.to_le_bytes());
        }
        line::write(&row.draft, &mut text)?;
        self.file.write_all(&text)?;
        self.names.extend(named(&row.draft).iter().map(|(noun, key)| hashed(*noun, key)));
        self.places.push(Place {
            own: hashed(row.draft.noun(), row.draft.key().unwrap_or_default()),
            offset: self.written,
            length: u32::try_from(text.len()).map_err(io::Error::other)?,
            names: self.names.len(),
            joined,
        });
        self.written += text.len() as u64;
        Ok(())
    }

    /// A row by its place.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn row(&mut self, place: usize) -> io::Result<Row> {
        let Place { offset, length, .. } = self.places[place];
        self.file.seek(SeekFrom::Start(offset))?;
        let mut text = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        self.file.read_exact(&mut text)?;
        let mut from = text.as_slice();
        let mut number = || {
            let mut bytes = [0; 8];
            from.read_exact(&mut bytes)?;
            Ok::<_, io::Error>(u64::from_le_bytes(bytes))
        };
        let (file, line, alone, count) = (number()?, number()?, number()?, number()?);
        let also = (0..count).map(|_| number()).collect::<io::Result<_>>()?;
        let file = usize::try_from(file).map_err(io::Error::other)?;
        let draft =
            line::read(from.trim_ascii_end()).map_err(|error| io::Error::other(error.reason))?;
        Ok(Row { at: Position { file, line }, also, alone: alone == 1, draft, bytes: text.len() })
    }

    /// The places of rows in an order in which each stands behind those that it names; those that
    /// name each other, or stand and fall together, are one group.
    pub fn order(&self) -> Vec<Vec<usize>> {
        let mut found = HashMap::with_capacity(self.places.len());
        for (place, row) in self.places.iter().enumerate() {
            found.entry(row.own).or_insert(place);
        }
        let (mut starts, mut ends) = (Vec::with_capacity(self.places.len() + 1), Vec::new());
        for (place, row) in self.places.iter().enumerate() {
            starts.push(ends.len());
            let from = place.checked_sub(1).map_or(0, |before| self.places[before].names);
            let named = self.names[from..row.names].iter().filter_map(|name| found.get(name));
            ends.extend(named.copied().filter(|it| *it != place));
            ends.extend(row.joined.then(|| place - 1));
            let joins = self.places.get(place + 1).is_some_and(|next| next.joined);
            ends.extend(joins.then_some(place + 1));
        }
        starts.push(ends.len());
        groups(&starts, &ends)
    }
}

/// The strongly connected components of a graph, each behind those that it leads to (Tarjan 1972),
/// without recursion.
fn groups(starts: &[usize], ends: &[usize]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let count = starts.len() - 1;
    let (mut index, mut low) = (vec![NEW; count], vec![0; count]);
    let mut open = vec![false; count];
    let (mut stack, mut groups, mut next) = (Vec::new(), Vec::new(), 0);
    for root in 0..count {
        if index[root] != NEW {
            continue;
        }
        let mut calls = vec![(root, starts[root])];
        while let Some((node, mut edge)) = calls.pop() {
            if index[node] == NEW {
                (index[node], low[node], open[node]) = (next, next, true);
                next += 1;
                stack.push(node);
            }
            let mut entered = false;
            while edge < starts[node + 1] {
                let to = ends[edge];
                edge += 1;
                if index[to] == NEW {
                    // Back to this edge once its end is done.
                    calls.push((node, edge - 1));
                    calls.push((to, starts[to]));
                    entered = true;
                    break;
                }
                if open[to] {
                    low[node] = low[node].min(low[to]);
                }
            }
            if entered || low[node] != index[node] {
                continue;
            }
            let mut group = Vec::new();
            while let Some(member) = stack.pop() {
                open[member] = false;
                group.push(member);
                if member == node {
                    break;
                }
            }
            group.sort_unstable();
            groups.push(group);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::groups;

    fn of(edges: &[&[usize]]) -> Vec<Vec<usize>> {
        let (mut starts, mut ends) = (vec![0], Vec::new());
        for to in edges {
            ends.extend(*to);
            starts.push(ends.len());
        }
        groups(&starts, &ends)
    }

    #[test]
    fn each_stands_behind_those_that_it_leads_to() {
        assert_eq!(of(&[&[1], &[2], &[]]), [[2], [1], [0]]);
        assert_eq!(of(&[&[1], &[0, 2], &[]]), [vec![2], vec![0, 1]]);
        assert_eq!(of(&[&[2], &[], &[1, 0], &[0]]), [vec![1], vec![0, 2], vec![3]]);
        assert_eq!(of(&[]), Vec::<Vec<usize>>::new());
        // A chain that would overrun the stack, were it followed by calls.
        let chain: Vec<Vec<usize>> = (1..=200_000).map(|next| vec![next]).collect();
        let mut edges: Vec<&[usize]> = chain.iter().map(Vec::as_slice).collect();
        edges.push(&[]);
        let order = of(&edges);
        assert_eq!((order.len(), &order[0]), (200_001, &vec![200_000]));
    }
}
