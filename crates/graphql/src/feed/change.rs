//! One change of the feed, and the records that it wrote, in the schema.

use async_graphql::{ID, Result};
use macros::{Enum, object};

use super::{Cursor, VisibleChange};
use crate::{
    diff::{FieldChange, diff},
    error::bad_input,
    id,
    moment::Moment,
    scalars::DateTime,
    types::Node,
};
use auth::Role;
use domain::{Noun, Record};
use journal::{Entry, Hash};
use messages::message;

/// Records of one change that are told at once where no number is asked for, and at most.
const RECORDS_MAX: usize = 1_000;

macro_rules! kinds {
    ($($(#[$doc:meta])* $noun:ident),+ $(,)?) => {
        /// The noun of a record.
        #[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
        pub enum RecordKind { $($(#[$doc])* $noun),+ }

        impl From<Noun> for RecordKind {
            fn from(noun: Noun) -> Self {
                match noun { $(Noun::$noun => Self::$noun),+ }
            }
        }

        impl From<RecordKind> for Noun {
            fn from(kind: RecordKind) -> Self {
                match kind { $(RecordKind::$noun => Self::$noun),+ }
            }
        }
    };
}

kinds! {
    /// A `Province` (tỉnh, thành phố).
    Province,
    /// A `Succession` (sáp nhập, chia tách).
    Succession,
    /// An `Organization` (cơ quan, tổ chức).
    Organization,
    /// An `Agreement` (thỏa thuận).
    Agreement,
    /// A `Sector` (ngành).
    Sector,
    /// A `Field` (lĩnh vực).
    Field,
    /// An `Activity` (hoạt động).
    Activity,
    /// An `Event` (sự kiện).
    Event,
    /// An `Indicator` (chỉ số, chỉ tiêu).
    Indicator,
    /// An `Outcome` (kết quả).
    Outcome,
    /// A `Claim` (số liệu công bố).
    Claim,
    /// A `Directive` (chỉ đạo, kiến nghị).
    Directive,
    /// A `Document` (tài liệu).
    Document,
}

/// The effect of a change on a record, as the caller sees it.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// The record is new to the caller: registered, or visible for the first time, as an approved
    /// outcome is to the public.
    Created,
    /// The caller has seen the record before, and it has a new version.
    Updated,
    /// An outcome was retracted. It stays readable, with the reason; a mirror should no longer
    /// count it.
    Retracted,
    /// The caller may no longer see the record; a mirror should remove it.
    Hidden,
    /// The record was merged into another of its noun, which stands for it (`mergedInto`). A mirror
    /// should remove it and refer to that one.
    Merged,
}

/// One committed command.
pub struct Change {
    moment: Moment,
    seq: u64,
    hash: Hash,
    previous: Hash,
    at: jiff::Timestamp,
    by: String,
    command: String,
    reason: Option<String>,
    records: Vec<VisibleChange>,
}

impl Change {
    pub(super) fn new(moment: Moment, entry: &Entry, records: Vec<VisibleChange>) -> Self {
        Self {
            moment,
            seq: entry.seq,
            hash: entry.hash,
            previous: entry.previous,
            at: entry.body.at,
            by: entry.body.by.clone(),
            command: entry.body.command.clone(),
            reason: entry.body.reason.clone(),
            records,
        }
    }

    /// The place after the change.
    pub fn place(&self) -> Cursor {
        Cursor::new(self.seq, self.hash)
    }

    /// The moment after the change.
    pub const fn moment(&self) -> &Moment {
        &self.moment
    }

    /// What it shows to the caller.
    pub fn shown(&self) -> &[VisibleChange] {
        &self.records
    }

    /// When it was committed.
    pub const fn committed_at(&self) -> jiff::Timestamp {
        self.at
    }

    /// Who sent it, as told to the caller.
    pub fn sender(&self) -> Option<&str> {
        (self.moment.caller().role > Role::Anonymous).then_some(self.by.as_str())
    }
}

/// One committed change. Changes that show the caller nothing are omitted from the feed.
#[object]
impl Change {
    /// The position of the change in the feed. It never expires; pass it as `after` to resume.
    fn cursor(&self) -> String {
        self.place().encode()
    }

    /// Its number. Numbers increase; those of hidden changes are missing.
    fn seq(&self) -> u64 {
        self.seq
    }

    /// When it was committed; never before the preceding change.
    fn at(&self) -> DateTime {
        self.at.into()
    }

    /// The id of the caller who sent it; null for callers who are not signed in.
    fn by(&self) -> Option<&str> {
        self.sender()
    }

    /// The command, such as `approveOutcomes`.
    fn command(&self) -> &str {
        &self.command
    }

    /// Why it was sent, if its sender gave a reason that is no attribute of a record.
    fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// The BLAKE3 hash of its entry in the journal, in hexadecimal digits.
    fn hash(&self) -> String {
        self.hash.to_string()
    }

    /// The hash of the preceding entry; zeros for the first. If it differs from the `hash` of the
    /// change that the caller read before, there are hidden changes in between.
    fn previous_hash(&self) -> String {
        self.previous.to_string()
    }

    /// The number of records that the caller may see.
    fn record_count(&self) -> usize {
        self.records.len()
    }

    /// The records that it wrote, in the order of writing; then the records that it made visible to
    /// the caller or hid from the caller. Only an import or a merge
    /// writes more than 1000.
    fn records(
        &self,
        /// At most this many: 0 to 1000.
        #[graphql(default = 1000)]
        first: i32,
        /// Skip this many from the start.
        #[graphql(default = 0)]
        skip: i32,
    ) -> Result<Vec<ChangedRecord>> {
        let first = usize::try_from(first).ok().filter(|first| *first <= RECORDS_MAX);
        let (Some(first), Ok(skip)) = (first, usize::try_from(skip)) else {
            let message = message!("`first` must be 0 to {RECORDS_MAX}, and `skip` 0 or more");
            return Err(bad_input(message));
        };
        let records = self.records.iter().skip(skip).take(first).cloned();
        Ok(records.map(|shown| ChangedRecord { moment: self.moment.clone(), shown }).collect())
    }
}

/// The effect of a change on one record.
pub struct ChangedRecord {
    moment: Moment,
    shown: VisibleChange,
}

impl ChangedRecord {
    fn sides(&self) -> [Option<&Record>; 2] {
        [&self.shown.before, &self.shown.after].map(|it| it.as_ref().map(|it| &it.record))
    }
}

/// The effect of a change on one record.
#[object]
impl ChangedRecord {
    /// The noun of the record.
    fn kind(&self) -> RecordKind {
        self.shown.id.noun.into()
    }

    /// The record's id. It is not named `id`, because client caches would confuse this object with
    /// the record.
    fn record_id(&self) -> ID {
        id::encode(self.shown.id)
    }

    /// The number of the version that the change wrote; null if the caller may no longer see it.
    fn version(&self) -> Option<u32> {
        self.shown.after.as_ref().map(|it| it.version)
    }

    /// The effect of the change, as the caller sees it.
    fn operation(&self) -> Operation {
        match self.sides() {
            [_, None] => Operation::Hidden,
            [None, Some(_)] => Operation::Created,
            [Some(_), Some(_)] if self.shown.is_retraction() => Operation::Retracted,
            [Some(before), Some(after)]
                if before.merged_into().is_none() && after.merged_into().is_some() =>
            {
                Operation::Merged
            }
            [Some(_), Some(_)] => Operation::Updated,
        }
    }

    /// The record after the change, with its surroundings as they were then; null if the caller may
    /// no longer see it.
    fn node(&self) -> Option<Node> {
        let version = self.shown.after.clone()?;
        Node::locate(&self.moment, version)
    }

    /// The changed attributes that the caller may see; null if the caller may no longer see the
    /// record.
    fn diff(&self) -> Option<Vec<FieldChange>> {
        let [before, after] = self.sides();
        after.map(|after| diff(before, Some(after), &self.moment))
    }
}
