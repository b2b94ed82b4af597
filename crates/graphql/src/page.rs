//! Lists as Relay connections: forward and backward pages by keyset cursors, each bound to the
//! order it came from, with a total that is counted only where it is asked for.
//!
//! Specification: <https://relay.dev/graphql/connections.htm>.

use macros::{Input, Object, object};
mod arguments;
mod cursor;
mod filter;
mod listing;
mod ranked;
mod sight;
mod source;

use std::borrow::Cow;

use async_graphql::Result;
use jiff::civil::Date;

use super::{
    moment::Moment,
    table::{Output, TypeName},
    types::{ListItem, RecordFilter},
};
pub use arguments::{CellArguments, ListArguments, Order, PageArguments};
use cursor::Cursor;
pub use cursor::Window;
pub use filter::{Filter, Narrowing};
pub use ranked::{Rank, Ranked, RankedConnection};
pub use source::{KeyRange, ListSource};

use domain::{Period, RecordId, edge::Relation};
use registry::{Condition, EdgeEnd};

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

    /// The number of entries on all pages. Counted only if it is selected.
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

impl<T> Edge<T> {
    /// The record that it holds.
    pub const fn held(&self) -> &T {
        &self.node
    }

    /// Where it stands.
    pub const fn place(&self) -> EdgeEnd {
        self.cursor.place
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
    /// The condition that periods meet which [`DateRange::meets`].
    fn condition(&self) -> Condition {
        Condition::Meets(self.from.as_ref().map(|from| from.0), self.to.as_ref().map(|to| to.0))
    }

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
