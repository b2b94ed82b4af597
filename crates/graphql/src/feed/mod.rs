//! The feed: committed changes in their order, each as the caller may see it.
//!
//! `cursor` names a place in the feed for ever, `shown` finds what an entry of the journal shows
//! to a caller, `change` are the objects that tell it. Pages are cut here; `subscription` follows
//! the feed as it grows.

use macros::{Object, object};
mod change;
mod cursor;
mod shown;

use std::sync::Arc;

use async_graphql::{ID, Result};

pub use change::{Change, RecordKind};
pub use cursor::Cursor;
pub use shown::VisibleChange;

use super::{
    error::{bad_input, internal},
    id,
    moment::{Moment, count_entry},
    page::{PageArguments, PageInfo, Window},
};
use auth::Caller;
use domain::{Noun, RecordId};
use journal::Entry;
use messages::message;
use registry::{Meter, Registry};

/// Most entries of the journal that are read for one page.
const SCAN_MAX: u64 = 10_000;
/// Points that are used for one page, beyond which no further entry is read for it: some entries
/// wrote thousands of records.
const POINTS_MAX: u64 = 50_000;

/// The feed as one caller reads it.
#[derive(Clone)]
pub struct Feed {
    registry: Arc<Registry>,
    caller: Arc<Caller>,
    meter: Arc<Meter>,
    narrowing: FeedFilter,
}

/// Which changed records are told; what is absent does not narrow.
#[derive(Debug, Clone, Default)]
pub struct FeedFilter {
    kinds: Option<Vec<Noun>>,
    subject: Option<RecordId>,
}

impl FeedFilter {
    /// As asked for.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where the subject is no id.
    pub fn of(kinds: Option<Vec<RecordKind>>, subject: Option<&ID>) -> Result<Self> {
        let read = |subject: &ID| {
            let shown: String = subject.0.chars().take(40).collect();
            id::decode(&subject.0).ok_or_else(|| bad_input(message!("`{shown}` is not an id")))
        };
        Ok(Self {
            kinds: kinds.map(|kinds| kinds.into_iter().map(Into::into).collect()),
            subject: subject.map(read).transpose()?,
        })
    }

    /// Only records of one noun.
    pub fn to_noun(noun: Noun) -> Self {
        Self { kinds: Some(vec![noun]), subject: None }
    }
}

impl Feed {
    /// The feed, as a caller reads it.
    pub const fn new(
        registry: Arc<Registry>,
        caller: Arc<Caller>,
        meter: Arc<Meter>,
        narrowing: FeedFilter,
    ) -> Self {
        Self { registry, caller, meter, narrowing }
    }

    /// The registry that the feed is of.
    pub const fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// Where in the feed a cursor stands, up to an entry.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where it is no cursor, `CURSOR_UNKNOWN` where it comes from another
    /// history than the registry's.
    pub fn place(&self, text: &str, last: u64) -> Result<Cursor> {
        Cursor::decode(text)?.check(&self.registry, &self.meter, last)
    }

    /// What an entry shows; `None` where that is nothing.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn show(&self, entry: &Entry) -> Result<Option<Change>> {
        count_entry(&self.meter, entry)?;
        let at = |seq| Moment::of_change(&self.registry, &self.caller, &self.meter, seq);
        let (before, after) = (at(entry.seq.saturating_sub(1)), at(entry.seq));
        let records = shown::records(entry, &before, &after, &self.narrowing)?;
        Ok((!records.is_empty()).then(|| Change::new(after, entry, records)))
    }

    /// A page of the feed, up to a moment.
    ///
    /// # Errors
    /// As for [`Feed::place`]; also where `first` is out of bounds.
    pub fn page(&self, last: u64, asked: &PageArguments) -> Result<ChangeConnection> {
        let Window { size, .. } = Window::of(asked)?;
        let start = asked.after.as_deref().map(|text| self.place(text, last)).transpose()?;
        let mut page = ChangeConnection {
            previous: start.is_some(),
            next: false,
            end: start,
            edges: Vec::new(),
        };
        let (from, begun) = (start.map_or(0, |it| it.seq) + 1, self.meter.total());
        for entry in self.registry.journal().read_from(from) {
            let entry = entry.map_err(|error| internal(error.into()))?;
            if entry.seq > last {
                break;
            }
            let points = self.meter.total().saturating_sub(begun);
            if page.edges.len() == size || entry.seq - from == SCAN_MAX || points > POINTS_MAX {
                page.next = true;
                break;
            }
            page.end = Some(Cursor::of(&entry));
            let edge = |node: Change| ChangeEdge { cursor: node.place().encode(), node };
            page.edges.extend(self.show(&entry)?.map(edge));
        }
        Ok(page)
    }
}

/// A page of the feed.
pub struct ChangeConnection {
    edges: Vec<ChangeEdge>,
    previous: bool,
    next: bool,
    end: Option<Cursor>,
}

/// A page of the feed, oldest first. `pageInfo.endCursor` is the position up to which the feed was
/// read. It may lie behind the last edge, if later changes are hidden from the caller or do not
/// match. A page with fewer edges than requested, even none, is the last one only if `hasNextPage`
/// is false: at most 10000 changes are read for one page, fewer if they wrote many records.
#[object]
impl ChangeConnection {
    /// The changes of the page.
    fn edges(&self) -> &[ChangeEdge] {
        &self.edges
    }

    /// The changes, for clients that need no cursors.
    fn nodes(&self) -> Vec<&Change> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// The position of the page in the feed.
    fn page_info(&self) -> PageInfo {
        let start = self.edges.first().map(|edge| edge.cursor.clone());
        PageInfo::new(self.previous, self.next, [start, self.end.map(Cursor::encode)])
    }
}

/// An entry of a page of the feed.
#[derive(Object)]
pub struct ChangeEdge {
    /// The position of the change in the feed. It never expires; pass it as `after`.
    cursor: String,
    /// The change.
    node: Change,
}
