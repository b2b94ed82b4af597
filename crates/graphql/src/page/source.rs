//! Where the entries of a list come from, in the order of their days.

use std::sync::Arc;

use async_graphql::Result;

use crate::{error::internal, moment::Moment, types::ListItem};
use domain::{RecordId, edge::Relation};
use registry::{EdgeEnd, Facet};

/// Where the entries of a list come from.
#[derive(Clone)]
pub enum ListSource {
    /// What stands at the end of a relation.
    Relation(Relation, Option<RecordId>),
    /// What is found otherwise: given a stretch, and how many entries are wanted at most, from the
    /// end that the stretch names. Published records only.
    Found {
        /// Finds them.
        find: Arc<Finder>,
        /// Tells how many there are, where that is known without finding them.
        count: Option<Arc<Counter>>,
    },
}

/// Tells how many entries there are; `None` where only finding them tells.
pub type Counter = dyn Fn() -> Result<Option<u64>> + Send + Sync;

/// Finds the places of a stretch, in its direction.
pub type Finder = dyn Fn(KeyRange, Option<usize>) -> Result<Vec<EdgeEnd>> + Send + Sync;

/// A stretch of a list.
#[derive(Debug, Clone, Copy, Default)]
pub struct KeyRange {
    /// Only what comes after this place.
    pub after: Option<EdgeEnd>,
    /// Only what comes before this place.
    pub before: Option<EdgeEnd>,
    /// Whether it is walked from its end.
    pub from_end: bool,
}

impl ListSource {
    /// How many entries there are, where that is known without looking at each.
    pub(super) fn count<T: ListItem>(&self, moment: &Moment) -> Result<Option<u64>> {
        match self {
            Self::Relation(Relation::All, None) if moment.sees_all() => {
                let all = T::NOUNS.iter().map(|noun| moment.snapshot().count_all(*noun));
                all.sum::<std::result::Result<u64, _>>().map(Some).map_err(internal)
            }
            Self::Relation(relation, Some(from))
                if moment.sees_all() && Facet::linked(*relation, *from).is_none() =>
            {
                let Some(noun) = T::NOUNS.first() else { return Ok(Some(0)) };
                let count = moment.snapshot().count(*relation, Some(*from), *noun);
                count.map(Some).map_err(internal)
            }
            Self::Relation(..) => Ok(None),
            Self::Found { find, count } => {
                let known = count.as_ref().map(|count| count()).transpose()?.flatten();
                let find = || Ok(find(KeyRange::default(), None)?.len() as u64);
                known.map_or_else(find, Ok).map(Some)
            }
        }
    }

    /// All entries, in order.
    pub(super) fn all<T: ListItem>(
        &self,
        moment: &Moment,
    ) -> Result<Box<dyn Iterator<Item = Result<EdgeEnd>>>> {
        self.walk::<T>(moment, KeyRange::default(), None)
    }

    /// The entries of a stretch, in its direction; no more than `most` need be given.
    pub(super) fn walk<T: ListItem>(
        &self,
        moment: &Moment,
        span: KeyRange,
        most: Option<usize>,
    ) -> Result<Box<dyn Iterator<Item = Result<EdgeEnd>>>> {
        match self {
            Self::Relation(relation, from) => {
                // Relations that are listed lead to one noun each.
                let Some(noun) = T::NOUNS.first() else { return Ok(Box::new(std::iter::empty())) };
                let snapshot = moment.snapshot();
                let places = snapshot
                    .places(*relation, *from, *noun, span.after, span.before)
                    .map(|place| place.map_err(internal));
                Ok(directed(places, span.from_end))
            }
            Self::Found { find, .. } => Ok(Box::new(find(span, most)?.into_iter().map(Ok))),
        }
    }

    /// A source of places that are at hand, in whichever order.
    pub fn given(mut places: Vec<EdgeEnd>) -> Self {
        places.sort_unstable_by_key(rank);
        places.dedup();
        Self::Found { find: Arc::new(move |span, most| Ok(span.cut(&places, most))), count: None }
    }
}

impl KeyRange {
    /// Entries of the stretch in its direction, of those that come in whichever order.
    pub fn ordered(self, mut places: Vec<EdgeEnd>, most: Option<usize>) -> Vec<EdgeEnd> {
        places.sort_unstable_by_key(rank);
        places.dedup();
        self.cut(&places, most)
    }

    /// The part of ordered places that lies in the stretch, in its direction.
    pub fn cut(self, places: &[EdgeEnd], most: Option<usize>) -> Vec<EdgeEnd> {
        let inside = |place: &&EdgeEnd| {
            self.after.is_none_or(|after| rank(&after) < rank(place))
                && self.before.is_none_or(|before| rank(place) < rank(&before))
        };
        directed(places.iter().filter(inside).copied(), self.from_end)
            .take(most.unwrap_or(usize::MAX))
            .collect()
    }
}

/// By day, those without one last, then by registration.
fn rank(place: &EdgeEnd) -> (bool, Option<jiff::civil::Date>, RecordId) {
    (place.day.is_none(), place.day, place.to)
}

/// Walks from the start or from the end.
pub(super) fn directed<'a, T: 'a>(
    iterator: impl DoubleEndedIterator<Item = T> + 'a,
    from_end: bool,
) -> Box<dyn Iterator<Item = T> + 'a> {
    if from_end { Box::new(iterator.rev()) } else { Box::new(iterator) }
}
