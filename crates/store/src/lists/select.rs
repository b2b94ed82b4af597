//! The records that conditions select, counted and in order.

use std::sync::Arc;

use jiff::civil::Date;
use roaring::RoaringBitmap;

use super::{
    Lists,
    days::Days,
    facet::{Column, DAY_BITS, Facet},
    join, noted, split,
};
use crate::{
    EdgeEnd,
    footprint::Footprint,
    meter::{Meter, Stopped, Work},
    written,
};
use domain::{AgreementStatus, Noun, RecordId};

/// Sets gone through at the cost of an entry of a list that is read.
const SETS_OF_ENTRY: u64 = 8;

/// A condition on records.
#[derive(Debug, Clone)]
pub enum Condition {
    /// One of these is said of it.
    AnyOf(Vec<Facet>),
    /// None of these is said of it.
    NoneOf(Vec<Facet>),
    /// As [`Condition::NoneOf`], of what hides it from who asks, who has to rest on that where the
    /// list is of all that there is: lists from a record are noted as written where others see
    /// what stands in them.
    Seen(Vec<Facet>),
    /// It is one of these.
    These(Arc<[RecordId]>),
    /// It is none of these.
    NotThese(Arc<[RecordId]>),
    /// Its period, read as widely as its dates allow, has a day between these, both included.
    Meets(Option<Date>, Option<Date>),
    /// It is an agreement with this status on a day.
    Stands(AgreementStatus, Date),
}

/// The records of a noun that meet conditions, at the moment of a snapshot of the head.
#[derive(Clone)]
pub struct Selection {
    lists: Arc<Lists>,
    noun: Noun,
    /// Those that are not empty, in order.
    pieces: Vec<(u64, RoaringBitmap)>,
    meter: Option<Arc<Meter>>,
    footprint: Option<Arc<Footprint>>,
}

impl Selection {
    pub(crate) fn of(
        lists: &Arc<Lists>,
        noun: Noun,
        conditions: &[Condition],
        (meter, footprint): (Option<Arc<Meter>>, Option<Arc<Footprint>>),
    ) -> Result<Self, Stopped> {
        let (lists_of, pieces) = (Arc::clone(lists), Vec::new());
        let mut made = Self { lists: lists_of, noun, pieces, meter, footprint };
        let mut gone_through = 0;
        for piece in lists.pieces(noun) {
            let Some(set) = made.piece(piece, conditions, &mut gone_through) else { continue };
            if !set.is_empty() {
                made.pieces.push((piece, set));
            }
            made.spend(&mut gone_through)?;
        }
        gone_through = gone_through.next_multiple_of(SETS_OF_ENTRY);
        made.spend(&mut gone_through)?;
        Ok(made)
    }

    fn spend(&self, sets: &mut u64) -> Result<(), Stopped> {
        if let (Some(meter), 1..) = (&self.meter, *sets / SETS_OF_ENTRY) {
            meter.count(Work::Entry, *sets / SETS_OF_ENTRY)?;
            *sets %= SETS_OF_ENTRY;
        }
        Ok(())
    }

    fn piece(&self, piece: u64, conditions: &[Condition], sets: &mut u64) -> Option<RoaringBitmap> {
        let get = |facet: &Facet| self.lists.piece(self.noun, *facet, piece);
        let mut found: Option<RoaringBitmap> = None;
        for condition in conditions {
            *sets += 1;
            match condition {
                Condition::AnyOf(facets) => match &facets[..] {
                    [facet] => keep(&mut found, get(facet)?),
                    facets => {
                        *sets += facets.len() as u64;
                        let mut any = RoaringBitmap::new();
                        facets.iter().filter_map(get).for_each(|set| any |= set);
                        keep(&mut found, &any);
                    }
                },
                Condition::These(ids) => {
                    keep(&mut found, get(&Facet::ALL)?);
                    keep(&mut found, &self.places(ids, piece));
                }
                _ => {}
            }
            if found.as_ref().is_some_and(RoaringBitmap::is_empty) {
                return None;
            }
        }
        let mut found = found.or_else(|| get(&Facet::ALL).cloned())?;
        for condition in conditions {
            match condition {
                Condition::NoneOf(facets) | Condition::Seen(facets) => {
                    *sets += facets.len() as u64;
                    facets.iter().filter_map(get).for_each(|set| found -= set);
                }
                Condition::NotThese(ids) => found -= self.places(ids, piece),
                Condition::Meets(from, to) => {
                    *sets += u64::from(DAY_BITS) * 2;
                    found &= get(&Facet::DATED)?;
                    if let Some(from) = from {
                        found -= self.days(Column::Last, piece).before(*from);
                    }
                    if let Some(to) = to {
                        found -= self.days(Column::Order, piece).after(*to);
                    }
                }
                Condition::Stands(status, day) => {
                    *sets += 1;
                    let standing = self.lists.standing(*status, *day);
                    found &= standing.get(usize::try_from(piece).ok()?)?;
                }
                Condition::AnyOf(_) | Condition::These(_) => {}
            }
        }
        Some(found)
    }

    fn places(&self, ids: &[RecordId], piece: u64) -> RoaringBitmap {
        let own = ids.iter().filter(|id| id.noun == self.noun);
        own.map(|id| split(id.number)).filter(|(of, _)| *of == piece).map(|(_, it)| it).collect()
    }

    fn days(&self, column: Column, piece: u64) -> Days<'_> {
        Days::of(&self.lists, self.noun, column, piece)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.pieces.iter().map(|(_, set)| set.len()).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether a record is one of them.
    #[must_use]
    pub fn contains(&self, id: RecordId) -> bool {
        let (piece, place) = split(id.number);
        let found = self.pieces.binary_search_by_key(&piece, |(piece, _)| *piece);
        found.is_ok_and(|at| self.pieces[at].1.contains(place)) && id.noun == self.noun
    }

    /// Those between two records by registration, from either end.
    #[must_use]
    pub fn by_number(
        &self,
        after: Option<RecordId>,
        before: Option<RecordId>,
    ) -> impl DoubleEndedIterator<Item = RecordId> + '_ {
        let first = after.map_or(0, |it| it.number.saturating_add(1));
        let end = before.map_or(u64::MAX, |it| it.number);
        let noun = self.noun;
        self.pieces.iter().flat_map(move |(piece, set)| {
            let start = join(*piece, 0);
            let from = first.saturating_sub(start).min(1 << 16);
            let until = end.saturating_sub(start).min(1 << 16).max(from);
            let places = set.range(place(from)..place(until));
            places.map(move |place| RecordId { noun, number: join(*piece, place) })
        })
    }

    /// The first between two places by day, at most so many, in order; the last in their order
    /// backwards where `from_end`.
    ///
    /// # Errors
    /// Where no more may be read.
    pub fn by_day(
        &self,
        after: Option<EdgeEnd>,
        before: Option<EdgeEnd>,
        from_end: bool,
        many: usize,
    ) -> Result<Vec<EdgeEnd>, Stopped> {
        if let Some(footprint) = &self.footprint {
            footprint.note(written::place(&noted(self.noun, Facet::MOVED)));
        }
        let mut found = Vec::new();
        let mut gone_through = 0;
        for (piece, set) in &self.pieces {
            gone_through += u64::from(DAY_BITS).min(set.len()) + 1;
            self.spend(&mut gone_through)?;
            let days = self.days(Column::Order, *piece);
            let mut set = set.clone();
            if let Some(after) = after {
                set = beyond(&days, &set, *piece, after, true);
            }
            if let Some(before) = before {
                set = beyond(&days, &set, *piece, before, false);
            }
            let first = days.first(&set, many as u64, from_end);
            found.extend(first.iter().map(|place| EdgeEnd {
                day: days.day(place),
                to: RecordId { noun: self.noun, number: join(*piece, place) },
            }));
        }
        found.sort_unstable_by_key(|place| place.rank());
        if from_end {
            found.reverse();
        }
        found.truncate(many);
        Ok(found)
    }
}

/// A place in a piece, or the first beyond it.
fn place(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(1 << 16)
}

/// What has to be said of other records for conditions to select others.
pub fn facets_of(conditions: &[Condition]) -> impl Iterator<Item = Facet> + '_ {
    let is_found = |it: &Condition| matches!(it, Condition::AnyOf(_) | Condition::These(_));
    let all = (!conditions.iter().any(is_found)).then_some(Facet::ALL);
    let said = conditions.iter().flat_map(|condition| match condition {
        Condition::AnyOf(facets) | Condition::NoneOf(facets) => facets.as_slice(),
        Condition::Meets(..) => &[Facet::DATED, Facet::MOVED],
        Condition::Stands(..) => &[Facet::ALL, Facet::MOVED],
        Condition::These(_) | Condition::NotThese(_) | Condition::Seen(_) => &[],
    });
    said.copied().chain(all)
}

/// Those of a set that are in another.
fn keep(found: &mut Option<RoaringBitmap>, of: &RoaringBitmap) {
    match found {
        Some(found) => *found &= of,
        None => *found = Some(of.clone()),
    }
}

/// Those of a set that come after a place, or before it.
fn beyond(
    days: &Days<'_>,
    set: &RoaringBitmap,
    piece: u64,
    place: EdgeEnd,
    after: bool,
) -> RoaringBitmap {
    let (known, unknown) = days.part(set);
    let (mut sure, mut level) = match place.day {
        Some(day) => {
            let compared = days.compare(&known, day);
            (if after { compared.after | unknown } else { compared.before }, compared.on)
        }
        None => (if after { RoaringBitmap::new() } else { known }, unknown),
    };
    let (of, at) = split(place.to.number);
    match (piece.cmp(&of), after) {
        (std::cmp::Ordering::Equal, true) => drop(level.remove_range(..=at)),
        (std::cmp::Ordering::Equal, false) => drop(level.remove_range(at..)),
        (std::cmp::Ordering::Less, true) | (std::cmp::Ordering::Greater, false) => level.clear(),
        _ => {}
    }
    sure |= level;
    sure
}
