//! The entries of a list: counted, and walked in an order from either end.
//!
//! At the head the store keeps sets of the records that a list may hold ([`Selection`]), by which
//! it is counted and ordered without reading what is not shown. At an earlier moment, and where no
//! sets are kept, the list is gone through, which is metered.

use std::{collections::VecDeque, sync::Arc};

use async_graphql::Result;

use super::{
    Filter, KeyRange, ListSource, Listing, Order,
    cursor::Cursor,
    sight::{hidden, rest_on_sight},
    source::directed,
};
use crate::{
    error::{internal, stopped},
    types::ListItem,
};
use domain::{Lang, Noun, RecordId, Versioned, edge::Relation};
use registry::{Condition, EdgeEnd, Facet, Selection, collation_key};

/// Most places by day that are found at once.
const BATCH: usize = 4_096;
/// Records that are read and sorted rather than all titles gone through.
const SORTED: u64 = 64;

/// Titles that cost about as much to go through as a record to read.
const PASSED: u64 = 8;
/// Records that are read and sorted at most, rather than titles gone through without end.
const READ_AT_MOST: u64 = 65_536;

/// An entry that may be one of the page.
type Candidates<'a> = Box<dyn Iterator<Item = Result<RecordId>> + 'a>;

/// An entry of a page, and what it shows.
pub(super) type Taken = (EdgeEnd, Arc<Versioned>);

impl Listing {
    /// How many entries there are.
    pub(super) fn count<T: ListItem>(&self) -> Result<u64> {
        if self.leads_from().is_none() {
            // Where nothing is hidden, the count hangs on that.
            for noun in T::NOUNS {
                rest_on_sight(&self.moment, *noun);
            }
        }
        if self.filter.is_none()
            && let Some(count) = self.source.count::<T>(&self.moment)?
        {
            return Ok(count);
        }
        let Some(selection) = self.selection::<T>()? else {
            return self.count_passing(self.source.all::<T>(&self.moment)?.map(to));
        };
        if self.filter.as_ref().is_none_or(Filter::is_exact) {
            return Ok(selection.len());
        }
        self.count_passing(selection.by_number(None, None).map(Ok))
    }

    fn count_passing(&self, all: impl Iterator<Item = Result<RecordId>>) -> Result<u64> {
        let mut count = 0;
        for id in all {
            count += u64::from(self.find(id?)?.is_some());
        }
        Ok(count)
    }

    /// A record, where the caller may see it and it passes.
    fn find(&self, id: RecordId) -> Result<Option<Arc<Versioned>>> {
        let passes = |it: &Arc<Versioned>| {
            // By its number a record is found that is in no list.
            it.record.merged_into().is_none() && self.filter.as_ref().is_none_or(|by| by.passes(it))
        };
        Ok(self.moment.find(id)?.filter(passes))
    }

    /// The records that the list may hold, and no others if its filter is exact; `None` where no
    /// sets tell.
    fn selection<T: ListItem>(&self) -> Result<Option<Selection>> {
        let ([noun], ListSource::Relation(relation, from)) = (T::NOUNS, &self.source) else {
            return Ok(None);
        };
        let snapshot = self.moment.snapshot();
        let mut conditions = Vec::new();
        if let Some(from) = from {
            let Some(facet) = Facet::linked(*relation, *from) else { return Ok(None) };
            conditions.push(Condition::AnyOf(vec![facet]));
        }
        if !snapshot.has_sets().map_err(internal)? {
            return Ok(None);
        }
        conditions.extend(self.filter.iter().flat_map(Filter::conditions).cloned());
        let hidden = hidden(&self.moment, *noun, self.leads_from().is_none())?;
        conditions.extend(hidden);
        snapshot.select(*noun, &conditions).map_err(internal)
    }

    /// The first entries of the list that pass the filter, from the end that is asked for.
    pub(super) fn walk<T: ListItem>(
        &self,
        order: Order,
        after: Option<Cursor>,
        before: Option<Cursor>,
        from_end: bool,
        limit: usize,
    ) -> Result<Vec<Taken>> {
        let backward = order.is_backward();
        // In a backward order, what comes after a place stands before it in the index.
        let (low, high) = if backward { (before, after) } else { (after, before) };
        let (after, before) = (low.map(|it| it.place), high.map(|it| it.place));
        let span = KeyRange { after, before, from_end: backward != from_end };
        match order {
            Order::DateAsc | Order::DateDesc => self.by_day::<T>(span, limit),
            Order::RegisteredAsc | Order::RegisteredDesc => self.by_number::<T>(span, limit),
            Order::TitleAsc | Order::TitleDesc => self.by_title::<T>(span, limit),
        }
    }

    fn by_day<T: ListItem>(&self, span: KeyRange, limit: usize) -> Result<Vec<Taken>> {
        if self.filter.is_some()
            && let Some(selection) = self.selection::<T>()?
        {
            return self.take(Box::new(days(&selection, span, limit)), limit);
        }
        let most = self.filter.is_none().then_some(limit);
        self.take_places(self.source.walk::<T>(&self.moment, span, most)?, limit)
    }

    fn by_number<T: ListItem>(&self, span: KeyRange, limit: usize) -> Result<Vec<Taken>> {
        let (after, before) = (span.after.map(|it| it.to), span.before.map(|it| it.to));
        if let Some(noun) = self.all_of::<T>()
            && self.filter.is_none()
        {
            let last = self.moment.snapshot().last_registered(noun).map_err(internal)?;
            let first = after.map_or(1, |after| after.number + 1);
            let end = before.map_or(last + 1, |before| before.number.min(last + 1));
            let all = (first..end).map(|number| Ok(RecordId { noun, number }));
            return self.take(directed(all, span.from_end), limit);
        }
        if let Some(selection) = self.selection::<T>()? {
            let all = selection.by_number(after, before).map(Ok);
            return self.take(directed(all, span.from_end), limit);
        }
        let mut places: Vec<EdgeEnd> =
            self.source.all::<T>(&self.moment)?.collect::<Result<_>>()?;
        places.retain(|place| {
            after.is_none_or(|after| after < place.to)
                && before.is_none_or(|before| place.to < before)
        });
        places.sort_unstable_by_key(|place| place.to);
        self.take_places(directed(places.into_iter().map(Ok), span.from_end), limit)
    }

    fn by_title<T: ListItem>(&self, span: KeyRange, limit: usize) -> Result<Vec<Taken>> {
        let all = self.all_of::<T>();
        if let Some(noun) = all
            && self.filter.is_none()
        {
            return self.take(self.titles(noun, span)?, limit);
        }
        let Some(selection) = self.selection::<T>()? else {
            return match all {
                Some(noun) => self.take(self.titles(noun, span)?, limit),
                None => self.sorted(self.source.all::<T>(&self.moment)?.map(to), span, limit),
            };
        };
        let Some(noun) = T::NOUNS.first() else { return Ok(Vec::new()) };
        // Titles gone through until enough are found, if they are spread evenly.
        let chosen = selection.len();
        let total = self.moment.snapshot().count_all(*noun).map_err(internal)?;
        let passed = total.saturating_mul(limit as u64) / (chosen + 1);
        if chosen <= passed.max(SORTED) {
            return self.sorted(selection.by_number(None, None).map(Ok), span, limit);
        }
        // Where they are not, no more are gone through than cost as much as to read the chosen.
        let most = if chosen <= READ_AT_MOST { PASSED * chosen } else { u64::MAX };
        let (mut all, mut passed) = (Vec::new(), 0);
        for id in self.titles(*noun, span)? {
            let id = id?;
            passed += 1;
            if passed > most {
                return self.sorted(selection.by_number(None, None).map(Ok), span, limit);
            }
            if selection.contains(id) {
                all.extend(self.find(id)?.map(taken));
                if all.len() == limit {
                    break;
                }
            }
        }
        Ok(all)
    }

    /// The record that the list leads from.
    const fn leads_from(&self) -> Option<RecordId> {
        if let ListSource::Relation(_, from) = self.source { from } else { None }
    }

    /// The noun, where the list is that of all its records.
    fn all_of<T: ListItem>(&self) -> Option<Noun> {
        match (T::NOUNS, &self.source) {
            ([noun], ListSource::Relation(Relation::All, None)) => Some(*noun),
            _ => None,
        }
    }

    /// All records of a noun between two, in the order of their titles.
    fn titles(&self, noun: Noun, span: KeyRange) -> Result<Candidates<'_>> {
        let (low, high) = (self.title(span.after)?, self.title(span.before)?);
        let [low, high] = [&low, &high].map(|it| it.as_ref().map(|(title, id)| (&**title, *id)));
        let found = self.moment.snapshot().by_title(noun, low, high);
        Ok(directed(found.map(|id| id.map_err(internal)), span.from_end))
    }

    fn title(&self, place: Option<EdgeEnd>) -> Result<Option<(String, RecordId)>> {
        let Some(place) = place else { return Ok(None) };
        let found = self.moment.find(place.to)?;
        Ok(found.map(|found| (found.record.title(Lang::Vi), place.to)))
    }

    /// Records in the order of their titles, by reading them all.
    fn sorted(
        &self,
        all: impl Iterator<Item = Result<RecordId>>,
        span: KeyRange,
        limit: usize,
    ) -> Result<Vec<Taken>> {
        let bound = |place| -> Result<Option<(Vec<u8>, RecordId)>> {
            Ok(self.title(place)?.map(|(title, id)| (collation_key(&title), id)))
        };
        let (low, high) = (bound(span.after)?, bound(span.before)?);
        let mut titles = Vec::new();
        for id in all {
            let Some(found) = self.find(id?)? else { continue };
            let rank = (collation_key(&found.record.title(Lang::Vi)), found.id);
            if low.as_ref().is_none_or(|low| *low < rank)
                && high.as_ref().is_none_or(|high| rank < *high)
            {
                titles.push((rank, found));
            }
        }
        titles.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let sorted = directed(titles.into_iter().map(|(_, found)| found), span.from_end);
        Ok(sorted.take(limit).map(taken).collect())
    }

    fn take(&self, candidates: Candidates<'_>, limit: usize) -> Result<Vec<Taken>> {
        let mut all = Vec::new();
        for id in candidates {
            all.extend(self.find(id?)?.map(taken));
            if all.len() == limit {
                break;
            }
        }
        Ok(all)
    }

    fn take_places(
        &self,
        places: impl Iterator<Item = Result<EdgeEnd>>,
        limit: usize,
    ) -> Result<Vec<Taken>> {
        let mut all = Vec::new();
        for place in places {
            let place = place?;
            all.extend(self.find(place.to)?.map(|found| (place, found)));
            if all.len() == limit {
                break;
            }
        }
        Ok(all)
    }
}

/// The records of a selection that stand in a stretch by day, found some at a time.
fn days(
    selection: &Selection,
    mut span: KeyRange,
    limit: usize,
) -> impl Iterator<Item = Result<RecordId>> + '_ {
    let (mut batch, mut size, mut is_last) = (VecDeque::new(), limit, false);
    std::iter::from_fn(move || {
        if batch.is_empty() && !is_last {
            let found = selection.by_day(span.after, span.before, span.from_end, size);
            let Ok(found) = found else {
                is_last = true;
                return Some(Err(stopped()));
            };
            is_last = found.len() < size;
            let next = if span.from_end { &mut span.before } else { &mut span.after };
            *next = found.last().copied().or(*next);
            (batch, size) = (found.into(), (size * 2).min(BATCH));
        }
        batch.pop_front().map(|place: EdgeEnd| Ok(place.to))
    })
}

fn to(place: Result<EdgeEnd>) -> Result<RecordId> {
    place.map(|place| place.to)
}

fn taken(found: Arc<Versioned>) -> Taken {
    (EdgeEnd { day: found.record.day(), to: found.id }, found)
}
