//! One change of the feed, and the records that it wrote, in the schema.

use async_graphql::{ID, Result};
use macros::{Enum, object};

use super::{Cursor, Shown};
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

/// Records of one change that are told at once where no number is asked for, and at most.
const RECORDS_MAX: usize = 1_000;

macro_rules! kinds {
    ($($(#[$doc:meta])* $noun:ident),+ $(,)?) => {
        /// What a record is about.
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
    /// A `Province`.
    Province,
    /// A `Succession`.
    Succession,
    /// An `Organization`.
    Organization,
    /// An `Agreement`.
    Agreement,
    /// A `Sector`.
    Sector,
    /// A `Field`.
    Field,
    /// An `Activity`.
    Activity,
    /// An `Event`.
    Event,
    /// An `Indicator`.
    Indicator,
    /// An `Outcome`.
    Outcome,
    /// A `Claim`.
    Claim,
    /// A `Directive`.
    Directive,
    /// A `Document`.
    Document,
}

/// What a change did to a record, in the eyes of the caller.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// The record is new to the caller: registered, or seen for the first time, as an outcome is
    /// by the public when it is approved.
    Created,
    /// The caller knew it, and it has a new version.
    Updated,
    /// An outcome was withdrawn. It stays readable, with the reason; a mirror should no longer
    /// count it.
    Retracted,
    /// The caller knew it and may no longer see it; a mirror should remove it.
    Hidden,
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
    records: Vec<Shown>,
}

impl Change {
    pub(super) fn new(moment: Moment, entry: &Entry, records: Vec<Shown>) -> Self {
        Self {
            moment,
            seq: entry.seq,
            hash: entry.hash,
            previous: entry.previous,
            at: entry.body.at,
            by: entry.body.by.clone(),
            command: entry.body.command.clone(),
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
    pub fn shown(&self) -> &[Shown] {
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

/// One committed change. Changes of which the caller may see nothing are left out of the feed.
#[object]
impl Change {
    /// The place of the change in the feed, good for ever: resume with it as `after`.
    fn cursor(&self) -> String {
        self.place().encode()
    }

    /// Its number. Numbers grow; those of changes that the caller may not see are missing.
    fn seq(&self) -> u64 {
        self.seq
    }

    /// When it was committed; never before the change before it.
    fn at(&self) -> DateTime {
        self.at.into()
    }

    /// Who sent it, by the caller's id; null for callers who are not signed in.
    fn by(&self) -> Option<&str> {
        self.sender()
    }

    /// The command, such as `approveOutcomes`.
    fn command(&self) -> &str {
        &self.command
    }

    /// The BLAKE3 hash of its entry in the journal, in hexadecimal digits.
    fn hash(&self) -> String {
        self.hash.to_string()
    }

    /// The hash of the entry before it; zeros for the first. Where it is not the `hash` of the
    /// change that the caller read before, changes that the caller may not see lie between them.
    fn previous_hash(&self) -> String {
        self.previous.to_string()
    }

    /// How many records it shows to the caller.
    fn record_count(&self) -> usize {
        self.records.len()
    }

    /// The records that it wrote, in the order in which they were written; then those that came
    /// into the caller's sight, or went out of it, by the change. Only an import writes more
    /// than 1000.
    fn records(
        &self,
        /// At most this many: 0 to 1000.
        #[graphql(default = 1000)]
        first: i32,
        /// Leave out this many from the start.
        #[graphql(default = 0)]
        skip: i32,
    ) -> Result<Vec<ChangedRecord>> {
        let first = usize::try_from(first).ok().filter(|first| *first <= RECORDS_MAX);
        let (Some(first), Ok(skip)) = (first, usize::try_from(skip)) else {
            let message = format!("`first` must be 0 to {RECORDS_MAX}, and `skip` 0 or more");
            return Err(bad_input(message));
        };
        let records = self.records.iter().skip(skip).take(first).cloned();
        Ok(records.map(|shown| ChangedRecord { moment: self.moment.clone(), shown }).collect())
    }
}

/// What a change did to one record.
pub struct ChangedRecord {
    moment: Moment,
    shown: Shown,
}

impl ChangedRecord {
    fn sides(&self) -> [Option<&Record>; 2] {
        [&self.shown.before, &self.shown.after].map(|it| it.as_ref().map(|it| &it.record))
    }
}

/// What a change did to one record.
#[object]
impl ChangedRecord {
    /// What the record is about.
    fn kind(&self) -> RecordKind {
        self.shown.id.noun.into()
    }

    /// The record's id. Not called `id`, by which caches of clients would take this for the record.
    fn record_id(&self) -> ID {
        id::encode(self.shown.id)
    }

    /// The number of the version that the change left; null where the caller may no longer see it.
    fn version(&self) -> Option<u32> {
        self.shown.after.as_ref().map(|it| it.version)
    }

    /// What the change did to it, in the eyes of the caller.
    fn operation(&self) -> Operation {
        match self.sides() {
            [_, None] => Operation::Hidden,
            [None, Some(_)] => Operation::Created,
            [Some(_), Some(_)] if self.shown.is_retraction() => Operation::Retracted,
            [Some(_), Some(_)] => Operation::Updated,
        }
    }

    /// The record as the change left it, and all around it as it was then; null where the caller
    /// may no longer see it.
    fn node(&self) -> Option<Node> {
        let version = self.shown.after.clone()?;
        Node::locate(&self.moment, version)
    }

    /// What changed, attribute by attribute, in the eyes of the caller; null where the caller may
    /// no longer see it.
    fn diff(&self) -> Option<Vec<FieldChange>> {
        let [before, after] = self.sides();
        after.map(|after| diff(before, Some(after), &self.moment))
    }
}
