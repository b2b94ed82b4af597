//! Which records are at the end of a relation, have a status, are of a kind, and so on, as sets of
//! their numbers in memory: what lists are counted, narrowed and ordered by without reading a
//! record.
//!
//! A set is kept for each [`Facet`], in pieces of 65,536 numbers, as a roaring bitmap
//! (<https://roaringbitmap.org>). Days are kept bit by bit (O'Neil and Quass, "Improved query
//! performance with variant indexes", 1997). All is in persistent maps, so that each snapshot of
//! the head has those of its own moment. They follow from the records at the head alone; like the
//! figures they are written to the view now and then, and what was committed since is derived again
//! at the next start.

mod days;
mod facet;
mod select;
mod standing;

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

use imbl::OrdMap;
use roaring::RoaringBitmap;

pub use facet::Facet;
pub use select::{Condition, Selection, facets_of};
use standing::StandingFound;

use crate::{StoreError, keys, written::LastWrites};
use domain::{
    Noun, RecordId, Versioned, View, ViewFault,
    edge::edges,
    standing::{agreement_above, relations_below},
};

/// Changes of a set at once after which it is brought into its smallest form.
const MANY: usize = 64;

/// What the keys of all kept pieces start with.
pub const PIECES: &[u8] = b"x";

/// A piece of the set of a facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PieceKey {
    noun: Noun,
    facet: Facet,
    /// The numbers in it, without their last 16 bits.
    piece: u64,
}

impl PieceKey {
    /// The key of the view that a piece is kept under.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = PIECES.to_vec();
        bytes.push(self.noun.tag());
        bytes.extend(self.facet.encode());
        bytes.extend(self.piece.to_be_bytes());
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (noun, rest) = bytes.strip_prefix(PIECES)?.split_first()?;
        let (facet, rest) = rest.split_first_chunk::<10>()?;
        let piece = u64::from_be_bytes(rest.try_into().ok()?);
        Some(Self { noun: Noun::from_tag(*noun)?, facet: Facet::decode(*facet), piece })
    }
}

/// A number of a record, as the piece that it is in and its place there.
fn split(number: u64) -> (u64, u32) {
    #[expect(clippy::cast_possible_truncation, reason = "the rest is in the piece")]
    (number >> 16, u32::from(number as u16))
}

fn join(piece: u64, place: u32) -> u64 {
    piece << 16 | u64::from(place)
}

/// Under which key it is noted that something is said of other records of a noun than before.
pub fn noted(noun: Noun, facet: Facet) -> [u8; 12] {
    let mut key = [b'x'; 12];
    key[1] = noun.tag();
    key[2..].copy_from_slice(&facet.encode());
    key
}

/// Notes changes that a group of commands up to `seq` makes: which facets are said of others, and of
/// days whether a record that was there has another.
pub fn note(
    changes: &[ListChange],
    is_new: impl Fn(RecordId) -> bool,
    written: &LastWrites,
    seq: u64,
) {
    for ListChange { key: PieceKey { noun, facet, piece }, place, .. } in changes {
        let id = RecordId { noun: *noun, number: join(*piece, *place) };
        if !facet.is_day() {
            written.note(&noted(*noun, *facet), seq);
        } else if !is_new(id) {
            written.note(&noted(*noun, Facet::MOVED), seq);
        }
    }
}

/// Notes that others see a record than before: so what is read of it is another, and of each list
/// from another record that it stands in. A list of all that there is rests on who is hidden at all.
pub fn note_sight(version: &Versioned, written: &LastWrites, seq: u64) {
    let id = version.id;
    written.note(&keys::head(id), seq);
    for edge in edges(id, &version.record) {
        let Some(from) = edge.from else { continue };
        written.note(&keys::adjacent(edge.relation, Some(from), id.noun), seq);
        if let Some(facet) = Facet::linked(edge.relation, from) {
            written.note(&noted(id.noun, facet), seq);
        }
    }
}

/// A change of one set: the number of a record comes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListChange {
    key: PieceKey,
    place: u32,
    is_in: bool,
}

/// The sets of one moment. A clone costs nothing.
#[derive(Clone, Default)]
pub struct Lists {
    pieces: OrdMap<PieceKey, Arc<RoaringBitmap>>,
    /// The last piece of each noun that has any.
    last: OrdMap<Noun, u64>,
    /// What is found in these sets.
    standing: Arc<StandingFound>,
}

impl Lists {
    fn piece(&self, noun: Noun, facet: Facet, piece: u64) -> Option<&RoaringBitmap> {
        self.pieces.get(&PieceKey { noun, facet, piece }).map(|piece| &**piece)
    }

    /// Every piece of a noun there can be.
    fn pieces(&self, noun: Noun) -> std::ops::Range<u64> {
        0..self.last.get(&noun).map_or(0, |last| last + 1)
    }

    /// How many records of a noun there are in lists.
    pub(super) fn count(&self, noun: Noun) -> u64 {
        let pieces = self.pieces(noun).filter_map(|piece| self.piece(noun, Facet::ALL, piece));
        pieces.map(RoaringBitmap::len).sum()
    }

    /// Puts a piece in as it was kept.
    pub(super) fn load(&mut self, key: &[u8], bytes: &[u8]) -> Result<(), StoreError> {
        let damaged = || StoreError::corrupt("a set of a list is damaged");
        let key = PieceKey::decode(key).ok_or_else(damaged)?;
        let mut set = RoaringBitmap::deserialize_from(bytes).map_err(|_| damaged())?;
        set.optimize();
        self.put(key, Arc::new(set));
        Ok(())
    }

    fn put(&mut self, key: PieceKey, set: Arc<RoaringBitmap>) {
        if self.last.get(&key.noun).is_none_or(|last| *last < key.piece) {
            self.last.insert(key.noun, key.piece);
        }
        self.pieces.insert(key, set);
    }

    /// The bytes that a piece is kept as; `None` where it is empty.
    pub(super) fn bytes(&self, key: &PieceKey) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(set) = self.pieces.get(key) else { return Ok(None) };
        // Equal sets are equal bytes, however they came about.
        let mut set = RoaringBitmap::clone(set);
        set.remove_run_compression();
        let mut bytes = Vec::with_capacity(set.serialized_size());
        set.serialize_into(&mut bytes)
            .map_err(|error| StoreError::Corrupt(format!("a set cannot be written: {error}")))?;
        Ok(Some(bytes))
    }

    /// Brings the sets to where they stand after changes, and notes the pieces that changed.
    pub(super) fn change(&mut self, mut changes: Vec<ListChange>, dirty: &mut BTreeSet<PieceKey>) {
        changes.sort_unstable();
        let moves = |it: &ListChange| it.key.facet == Facet::ALL || it.key.facet.is_day();
        if changes.iter().any(|it| it.key.noun == Noun::Agreement && moves(it)) {
            self.standing = Arc::default();
        }
        for changes in changes.chunk_by(|one, other| one.key == other.key) {
            let Some(ListChange { key, .. }) = changes.first().copied() else { continue };
            if !self.pieces.contains_key(&key) {
                self.put(key, Arc::default());
            }
            let Some(set) = self.pieces.get_mut(&key) else { continue };
            let numbers = Arc::make_mut(set);
            for change in changes {
                if change.is_in {
                    numbers.insert(change.place);
                } else {
                    numbers.remove(change.place);
                }
            }
            dirty.insert(key);
            if changes.len() >= MANY {
                // What is written in bulk has its numbers one after the other.
                numbers.optimize();
                // Without the room that it grew in.
                *set = Arc::new(RoaringBitmap::clone(set));
            }
            if set.is_empty() {
                self.pieces.remove(&key);
            }
        }
    }

    /// The pieces that differ between two, for people.
    pub(super) fn differing(&self, expected: &Self) -> Vec<String> {
        let tell = |key: &PieceKey| format!("the kept list of {:?} of {}", key.facet, key.noun);
        let wrong = expected.pieces.iter().filter(|(key, set)| self.pieces.get(*key) != Some(*set));
        let more = self.pieces.keys().filter(|key| !expected.pieces.contains_key(*key));
        wrong.map(|(key, _)| key).chain(more).map(tell).collect()
    }
}

/// What changes in the sets where records are written: those after it, and those before it of all
/// that were there. Tells `seen` of each of these that others see than before, as it was and as it
/// is.
pub(super) fn changes(
    written: impl IntoIterator<Item = RecordId>,
    is_new: impl Fn(RecordId) -> bool,
    (before, after): (&impl View, &impl View),
    mut seen: impl FnMut(&Versioned),
) -> Result<Vec<ListChange>, StoreError> {
    let mut changes = Vec::new();
    let mut left: VecDeque<(RecordId, bool)> = written.into_iter().map(|id| (id, false)).collect();
    let mut followed = BTreeSet::new();
    while let Some((id, follow)) = left.pop_front() {
        let was = if is_new(id) { None } else { before.record(id)? };
        let was = was.map(|it| above(it, before)).transpose()?;
        let is = after.record(id)?.map(|it| above(it, after)).transpose()?;
        // What stands under it is as hidden as it is.
        let moved = was.as_ref().is_some_and(|was| is.as_ref().is_none_or(|is| was.1 != is.1));
        if follow || moved {
            for relation in relations_below(id.noun) {
                for view_of in [before.linked(relation, id)?, after.linked(relation, id)?] {
                    let new = view_of.into_iter().filter(|id| followed.insert(*id));
                    left.extend(new.map(|id| (id, true)));
                }
            }
        }
        let facets = |it: &Option<Standing>| {
            it.as_ref().map_or_else(Vec::new, |(it, above)| Facet::of(it.id, &it.record, *above))
        };
        let (facets_before, facets_after) = (facets(&was), facets(&is));
        differ(id, &facets_before, &facets_after, &mut changes);
        if let (Some((was, _)), Some((is, _))) = (&was, &is)
            && !sights(&facets_before).eq(sights(&facets_after))
        {
            seen(was);
            seen(is);
        }
    }
    Ok(changes)
}

/// A record, and the agreement that it stands under.
type Standing = (Arc<Versioned>, Option<(domain::AgreementId, bool)>);

fn above(record: Arc<Versioned>, view: &impl View) -> Result<Standing, ViewFault> {
    let above = agreement_above(record.id, &record.record, view)?;
    Ok((record, above))
}

/// What is said of a record about who sees it.
fn sights(facets: &[Facet]) -> impl Iterator<Item = &Facet> {
    facets.iter().filter(|it| it.is_sight())
}

/// Adds what changes where other things are said of a record; both in order.
fn differ(id: RecordId, was: &[Facet], is: &[Facet], changes: &mut Vec<ListChange>) {
    let (piece, place) = split(id.number);
    let mut change = |facet: Facet, is_in| {
        let key = PieceKey { noun: id.noun, facet, piece };
        changes.push(ListChange { key, place, is_in });
    };
    was.iter().filter(|it| is.binary_search(it).is_err()).for_each(|it| change(*it, false));
    is.iter().filter(|it| was.binary_search(it).is_err()).for_each(|it| change(*it, true));
}
