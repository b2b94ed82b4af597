//! Lists as Relay connections: forward and backward pages by keyset cursors, each bound to the
//! order it came from, with a total that is counted only where it is asked for.
//!
//! Specification: <https://relay.dev/graphql/connections.htm>.

use macros::{Input, Object, object};
mod arguments;
mod cursor;
mod ranked;
mod source;

use std::{borrow::Cow, cmp::Ordering, sync::Arc};

use async_graphql::Result;
use jiff::civil::Date;

use super::{
    collation,
    moment::Moment,
    table::{Output, TypeName},
    types::{ListItem, RecordFilter},
};
pub use arguments::{CellArguments, ListArguments, Order, PageArguments};
use cursor::Cursor;
pub use cursor::Window;
pub use ranked::{Rank, Ranked, RankedConnection};
pub use source::{KeyRange, ListSource};

use domain::{Lang, Period, RecordId, Versioned, edge::Relation};
use registry::EdgeEnd;

/// Entries of a page where none is asked for.
pub const FIRST: usize = 20;
/// Most entries of a page.
pub const FIRST_MAX: usize = 100;

/// The position of a page in its list.
#[derive(Debug, Object)]
#[graphql(shareable)]
pub struct PageInfo {
    /// Whether there are entries before this page.
    has_previous_page: bool,
    /// Whether there are entries after this page.
    has_next_page: bool,
    /// The cursor of the first entry; null for an empty page.
    start_cursor: Option<String>,
    /// The cursor of the last entry; null for an empty page.
    end_cursor: Option<String>,
}

/// Whether a record belongs in a list.
pub type Filter = Arc<dyn Fn(&Versioned) -> bool + Send + Sync>;

/// A list before it is cut into pages: what stands somewhere and passes a filter.
#[derive(Clone)]
pub struct Listing {
    pub moment: Moment,
    pub source: ListSource,
    pub filter: Option<Filter>,
}

/// A page of a list.
pub struct Connection<T: ListItem> {
    listing: Listing,
    edges: Vec<Edge<T>>,
    has_previous_page: bool,
    has_next_page: bool,
}

/// An entry of a page.
pub struct Edge<T> {
    cursor: Cursor,
    node: T,
}

impl<T: ListItem> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::NAME).into()
    }
}

impl<T: ListItem> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::NAME).into()
    }
}

/// A page of a list, with cursors for the adjacent pages.
#[object(generic)]
impl<T: ListItem + Output> Connection<T>
where
    for<'held> &'held T: Output,
{
    /// The entries of the page.
    fn edges(&self) -> &[Edge<T>] {
        &self.edges
    }

    /// The records of the page, for clients that need no cursors.
    fn nodes(&self) -> Vec<&T> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// The position of the page in the list.
    fn page_info(&self) -> PageInfo {
        let cursors = [self.edges.first(), self.edges.last()];
        let cursors = cursors.map(|edge| edge.map(|edge| edge.cursor.encode()));
        PageInfo::new(self.has_previous_page, self.has_next_page, cursors)
    }

    /// The number of entries on all pages. Counted, which reads the list, only if it is selected.
    fn total_count(&self) -> Option<Result<u64>> {
        Some(self.listing.count::<T>())
    }
}

/// An entry of a page.
#[object(generic)]
impl<T: ListItem + Output> Edge<T>
where
    for<'held> &'held T: Output,
{
    /// The position of the entry in the list; pass it as `after` or `before`.
    fn cursor(&self) -> String {
        self.cursor.encode()
    }

    /// The record.
    fn node(&self) -> &T {
        &self.node
    }
}

impl PageInfo {
    /// Where a page lies that begins and ends at these cursors.
    pub fn new(previous: bool, next: bool, cursors: [Option<String>; 2]) -> Self {
        let [start_cursor, end_cursor] = cursors;
        Self { has_previous_page: previous, has_next_page: next, start_cursor, end_cursor }
    }
}

impl Listing {
    /// What stands at the end of a relation and matches.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where the filter names an id that is none, or of another noun.
    pub fn of<F: RecordFilter>(
        moment: &Moment,
        relation: Relation,
        from: Option<RecordId>,
        filter: Option<F>,
    ) -> Result<Self> {
        Self::from(moment, ListSource::Relation(relation, from), filter)
    }

    /// What stands at a source and matches.
    ///
    /// # Errors
    /// As for [`Listing::of`].
    pub fn from<F: RecordFilter>(
        moment: &Moment,
        source: ListSource,
        filter: Option<F>,
    ) -> Result<Self> {
        let filter = filter.map(|filter| filter.compile(moment)).transpose()?;
        Ok(Self { moment: moment.clone(), source, filter })
    }

    /// All that stands at a source.
    pub fn unfiltered(moment: &Moment, source: ListSource) -> Self {
        Self { moment: moment.clone(), source, filter: None }
    }

    /// The page that is asked for.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where `first` or `last` is out of bounds or both are given, or a cursor
    /// is damaged or of another order.
    pub fn page<T: ListItem>(self, asked: &ListArguments) -> Result<Connection<T>> {
        let Window { size, from_end } = Window::of(&asked.page)?;
        let order = asked.order_by.unwrap_or_default();
        let cursor = |text: &Option<String>| {
            text.as_deref().map(|text| Cursor::decode(text, order, T::takes)).transpose()
        };
        let (after, before) = (cursor(&asked.page.after)?, cursor(&asked.page.before)?);
        let mut found = self.walk::<T>(order, after, before, from_end, size + 1)?;
        let more = found.len() > size;
        found.truncate(size);
        if from_end {
            found.reverse();
        }
        let edges = found.into_iter().filter_map(|(place, version)| {
            let cursor = Cursor { order, place };
            Some(Edge { cursor, node: T::shown(&self.moment, version)? })
        });
        Ok(Connection {
            edges: edges.collect(),
            has_previous_page: if from_end { more } else { after.is_some() },
            has_next_page: if from_end { before.is_some() } else { more },
            listing: self,
        })
    }

    fn count<T: ListItem>(&self) -> Result<u64> {
        if self.filter.is_none()
            && let Some(count) = self.source.count::<T>(&self.moment)?
        {
            return Ok(count);
        }
        let passes = |it: &Versioned| self.filter.as_ref().is_none_or(|filter| filter(it));
        let mut count = 0;
        for place in self.source.all::<T>(&self.moment)? {
            count += u64::from(self.moment.find(place?.to)?.is_some_and(|it| passes(&it)));
        }
        Ok(count)
    }

    /// The first entries of the list that pass the filter, from the end that is asked for.
    fn walk<T: ListItem>(
        &self,
        order: Order,
        after: Option<Cursor>,
        before: Option<Cursor>,
        from_end: bool,
        limit: usize,
    ) -> Result<Vec<(EdgeEnd, Arc<Versioned>)>> {
        let backward = order.is_backward();
        // In a backward order, what comes after a place stands before it in the index.
        let (low, high) = if backward { (before, after) } else { (after, before) };
        let (low, high) = (low.map(|it| it.place), high.map(|it| it.place));
        match order {
            Order::DateAsc | Order::DateDesc => {
                let span = KeyRange { after: low, before: high, from_end: backward != from_end };
                let most = self.filter.is_none().then_some(limit);
                self.take(self.source.walk::<T>(&self.moment, span, most)?, limit)
            }
            Order::RegisteredAsc | Order::RegisteredDesc => {
                let mut places: Vec<EdgeEnd> =
                    self.source.all::<T>(&self.moment)?.collect::<Result<_>>()?;
                places.retain(|place| {
                    low.is_none_or(|low| low.to < place.to)
                        && high.is_none_or(|high| place.to < high.to)
                });
                places.sort_unstable_by_key(|place| place.to);
                self.take(source::directed(places.into_iter().map(Ok), backward != from_end), limit)
            }
            Order::TitleAsc | Order::TitleDesc => {
                let titles = self.titles::<T>(low, high)?;
                let places = titles.into_iter().map(|(_, place)| Ok(place));
                self.take(source::directed(places, backward != from_end), limit)
            }
        }
    }

    /// All entries between two, in the order of their titles.
    fn titles<T: ListItem>(
        &self,
        low: Option<EdgeEnd>,
        high: Option<EdgeEnd>,
    ) -> Result<Vec<(String, EdgeEnd)>> {
        let title = |place: EdgeEnd| -> Result<Option<(String, EdgeEnd)>> {
            Ok(self.moment.find(place.to)?.map(|found| (T::name(&found.record, Lang::Vi), place)))
        };
        let rank = |a: &(String, EdgeEnd), b: &(String, EdgeEnd)| {
            collation::compare(&a.0, &b.0).then(a.1.to.cmp(&b.1.to))
        };
        let bound = |place: Option<EdgeEnd>| place.map(title).transpose().map(Option::flatten);
        let (low, high) = (bound(low)?, bound(high)?);
        let mut titles = Vec::new();
        for place in self.source.all::<T>(&self.moment)? {
            titles.extend(title(place?)?.filter(|entry| {
                low.as_ref().is_none_or(|low| rank(low, entry) == Ordering::Less)
                    && high.as_ref().is_none_or(|high| rank(entry, high) == Ordering::Less)
            }));
        }
        titles.sort_by(rank);
        Ok(titles)
    }

    fn take(
        &self,
        places: impl Iterator<Item = Result<EdgeEnd>>,
        limit: usize,
    ) -> Result<Vec<(EdgeEnd, Arc<Versioned>)>> {
        let mut taken = Vec::new();
        for place in places {
            let place = place?;
            let Some(version) = self.moment.find(place.to)? else { continue };
            if self.filter.as_ref().is_none_or(|filter| filter(&version)) {
                taken.push((place, version));
                if taken.len() == limit {
                    break;
                }
            }
        }
        Ok(taken)
    }
}

/// A range of days, both ends included.
#[derive(Debug, Input)]
pub struct DateRange {
    /// The first day; no lower bound by default.
    pub from: Option<super::scalars::Date>,
    /// The last day; no upper bound by default.
    pub to: Option<super::scalars::Date>,
}

impl DateRange {
    /// Whether a day lies in the range.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from.0 <= day) && self.to.is_none_or(|to| day <= to.0)
    }

    /// Whether a period, read as widely as its dates allow, has a day in the range.
    pub fn meets(&self, period: &Period) -> bool {
        self.from.is_none_or(|from| period.latest().is_none_or(|latest| from.0 <= latest))
            && self.to.is_none_or(|to| period.earliest().is_none_or(|earliest| earliest <= to.0))
    }
}
