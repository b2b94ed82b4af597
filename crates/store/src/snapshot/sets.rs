//! What a snapshot tells of all records of a noun: how many there are, which meet conditions, and
//! in which order their titles come.

use super::{Snapshot, spend};
use crate::{
    StoreError, keys,
    lists::{self, Condition, Facet, Selection},
    meter::Work,
    value::{self, SeqRanges},
};
use domain::{Noun, RecordId, edge::Relation};

/// Titles that are passed at the cost of an entry of a list: only their keys are looked at, one
/// after the other.
const TITLES_OF_ENTRY: u64 = 8;

impl Snapshot {
    /// Whether there are sets of its records: at the head, and at moments after which little was
    /// written.
    ///
    /// # Errors
    /// Where what was written since cannot be read.
    pub fn has_sets(&self) -> Result<bool, StoreError> {
        Ok(self.lists()?.is_some())
    }

    /// The records of a noun that meet all of some conditions; `None` where there are no sets of
    /// them ([`Snapshot::has_sets`]). Reads no record.
    ///
    /// # Errors
    /// Where no more may be read.
    pub fn select(
        &self,
        noun: Noun,
        conditions: &[Condition],
    ) -> Result<Option<Selection>, StoreError> {
        let Some(lists) = self.lists()? else { return Ok(None) };
        for facet in lists::facets_of(conditions) {
            self.rest_on_facet(noun, facet);
        }
        let (meter, footprint) = (self.meter.clone(), self.footprint.clone());
        let found = Selection::of(&lists, noun, conditions, (meter, footprint));
        Ok(Some(found?))
    }

    /// The records of a noun in the order of their titles, and then of their numbers: after one
    /// title and record and before another, from either end.
    #[must_use]
    pub fn by_title(
        &self,
        noun: Noun,
        after: Option<(&str, RecordId)>,
        before: Option<(&str, RecordId)>,
    ) -> impl DoubleEndedIterator<Item = Result<RecordId, StoreError>> + use<> {
        let start = keys::titles(noun);
        self.rest_on(&start);
        let key = |(title, id): (&str, RecordId)| keys::title(id, title);
        let lower = after.map_or_else(|| start.to_vec(), |after| [key(after), vec![0]].concat());
        let upper = before.map_or_else(|| vec![start[0], start[1] + 1], key);
        let (seq, meter) = (self.seq, self.meter.clone());
        let mut passed = 0_u64;
        self.shared.tree.range(&lower, &upper).filter_map(move |entry| {
            if passed.is_multiple_of(TITLES_OF_ENTRY)
                && let Err(stopped) = spend(meter.as_deref(), Work::Entry)
            {
                return Some(Err(stopped));
            }
            passed += 1;
            let found = entry.map_err(StoreError::from).and_then(|(key, spans)| {
                let damaged = || StoreError::corrupt("the key of a title is damaged");
                let is_shown = SeqRanges::hold(&spans, seq)?;
                is_shown.then(|| keys::last_id(&key).ok_or_else(damaged)).transpose()
            });
            found.transpose()
        })
    }

    /// How many records of a noun there are in lists: all but those that were merged into others.
    /// At an earlier moment this costs those, and as many readings as the number has digits in base
    /// two.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn count_all(&self, noun: Noun) -> Result<u64, StoreError> {
        self.rest_on_facet(noun, Facet::ALL);
        if let Some(lists) = self.lists()? {
            return Ok(lists.count(noun));
        }
        Ok(self.last_registered(noun)? - self.count(Relation::Merged, None, noun)?)
    }

    /// How many records stand at the end of a relation. Costs the number of them.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn count(
        &self,
        relation: Relation,
        from: Option<RecordId>,
        to: Noun,
    ) -> Result<u64, StoreError> {
        self.places(relation, from, to, None, None)
            .try_fold(0, |count, place| place.map(|_| count + 1))
    }

    /// The number of the newest record of a noun: they are numbered as they come, and none goes.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn last_registered(&self, noun: Noun) -> Result<u64, StoreError> {
        self.rest_on_facet(noun, Facet::ALL);
        let last = self.last[usize::from(noun.tag())];
        if self.derived.is_some() {
            return Ok(last);
        }
        let (mut there, mut beyond) = (0, last + 1);
        while there + 1 < beyond {
            self.spend(Work::Entry)?;
            let middle = there.midpoint(beyond);
            if self.exists(RecordId { noun, number: middle })? {
                there = middle;
            } else {
                beyond = middle;
            }
        }
        Ok(there)
    }

    /// Whether a record was registered by then, without reading it.
    fn exists(&self, id: RecordId) -> Result<bool, StoreError> {
        let Some(newest) = self.shared.tree.get(&keys::head(id))? else { return Ok(false) };
        Ok(value::version_seq(&newest)? <= self.seq
            || self.versions(id).next().transpose()?.is_some())
    }
}
