//! The moment that a part of an answer is read at. A request pins one when it starts; `at` pins
//! an earlier one. Every object carries its moment, so that nested answers are of one piece.

mod once;
mod parts;

use std::sync::Arc;

use async_graphql::{ID, Result};
use jiff::civil::Date;

use once::Once;
use parts::Trace;
pub use parts::Viewpoint;

use super::{
    error::{internal, stopped, unreadable},
    id,
    types::NounObject,
};
use auth::{Caller, Role, Sight, may_see, sight_of};
use domain::{
    Noun, NounId, RecordId, Versioned,
    edge::{Relation, Term},
};
use journal::Entry;
use registry::{Basis, EdgeEnd, Meter, Registry, Snapshot, Work, figures::Figures};

/// How many entries of the past are looked at for one that is hidden now.
const HIDDEN_LOOKED_AT: usize = 64;
/// Records of an entry of the journal that cost as much as one that is looked up: they are decoded
/// with it.
const RECORDS_OF_ENTRY: u64 = 2;

/// The registry as of one command, and the day it is. Cheap to clone.
#[derive(Clone)]
pub struct Moment(Arc<AsOf>);

struct AsOf {
    registry: Arc<Registry>,
    caller: Arc<Caller>,
    snapshot: Snapshot,
    today: Date,
    /// Whether nothing in the snapshot is hidden from the caller, so that it need not be asked.
    sees_all: bool,
    figures: Once<Figures>,
    /// The agreements, and the outcomes, that are hidden from the caller.
    unseen: [Once<Arc<[RecordId]>>; 2],
    /// What counts all that is read.
    meter: Arc<Meter>,
    /// What is known of all that is read for the request.
    trace: Arc<Trace>,
}

impl Moment {
    /// The moment of the last command announced, as a caller sees it.
    pub fn now(registry: &Arc<Registry>, caller: &Arc<Caller>) -> Result<Self> {
        Self::metered(registry, caller, Arc::default())
    }

    /// As [`Moment::now`], for a request that is metered.
    pub fn metered(
        registry: &Arc<Registry>,
        caller: &Arc<Caller>,
        meter: Arc<Meter>,
    ) -> Result<Self> {
        let snapshot = registry.snapshot().traced(Arc::default());
        let pinned = (snapshot, registry.today());
        Self::pin(Arc::clone(registry), Arc::clone(caller), pinned, (meter, Arc::default()))
    }

    /// What the answer rests on that was read at this moment so far.
    pub fn basis(&self) -> Basis {
        self.0.snapshot.footprint().map_or_else(Basis::head, |footprint| footprint.basis())
    }

    /// Whether what was read so far hangs on more of the caller than their role and scope.
    pub fn was_identified(&self) -> bool {
        self.0.trace.was_identified()
    }

    /// Notes that what is read hangs on that.
    pub fn identify(&self) {
        self.0.trace.identify();
    }

    /// The moment after an earlier command, on a day.
    pub fn at(&self, seq: u64, today: Date) -> Result<Self> {
        let AsOf { registry, caller, meter, trace, .. } = &*self.0;
        let pinned = (self.snapshot().at(seq), today);
        Self::pin(
            Arc::clone(registry),
            Arc::clone(caller),
            pinned,
            (Arc::clone(meter), Arc::clone(trace)),
        )
    }

    /// The moment after a command, as a caller saw it then. For one that was the last when
    /// something was written: whether anything was hidden is not asked beforehand.
    pub fn of_change(
        registry: &Arc<Registry>,
        caller: &Arc<Caller>,
        meter: &Arc<Meter>,
        seq: u64,
    ) -> Self {
        Self(Arc::new(AsOf {
            registry: Arc::clone(registry),
            caller: Arc::clone(caller),
            snapshot: registry.snapshot().at(seq).metered(Arc::clone(meter)),
            today: registry.today(),
            sees_all: caller.role >= Role::Admin,
            figures: Once::default(),
            unseen: Default::default(),
            meter: Arc::clone(meter),
            trace: Arc::default(),
        }))
    }

    /// As [`Moment::of_change`], for the same caller.
    pub fn then(&self, seq: u64) -> Self {
        let AsOf { registry, caller, snapshot, today, meter, trace, .. } = &*self.0;
        Self(Arc::new(AsOf {
            registry: Arc::clone(registry),
            caller: Arc::clone(caller),
            snapshot: snapshot.at(seq),
            today: *today,
            sees_all: caller.role >= Role::Admin,
            figures: Once::default(),
            unseen: Default::default(),
            meter: Arc::clone(meter),
            trace: Arc::clone(trace),
        }))
    }

    fn pin(
        registry: Arc<Registry>,
        caller: Arc<Caller>,
        (snapshot, today): (Snapshot, Date),
        (meter, trace): (Arc<Meter>, Arc<Trace>),
    ) -> Result<Self> {
        // Where much was published in the past, asking each record is cheaper than looking on.
        let hidden = |noun| {
            let found = snapshot.leads_anywhere(Relation::Unpublished, noun, HIDDEN_LOOKED_AT);
            found.map(|found| found != Some(false))
        };
        let sees_all = caller.role >= Role::Admin
            || !(hidden(Noun::Agreement).map_err(internal)?
                || hidden(Noun::Outcome).map_err(internal)?);
        let snapshot = snapshot.metered(Arc::clone(&meter));
        Ok(Self(Arc::new(AsOf {
            registry,
            caller,
            snapshot,
            today,
            sees_all,
            figures: Once::default(),
            unseen: Default::default(),
            meter,
            trace,
        })))
    }

    /// The registry. What is asked of it, and not of the snapshot, rests on the head.
    #[must_use]
    pub fn registry(&self) -> &Arc<Registry> {
        if let Some(footprint) = self.0.snapshot.footprint() {
            footprint.rest_on_head();
        }
        &self.0.registry
    }

    /// Who asks, to be kept.
    #[must_use]
    pub fn shared_caller(&self) -> &Arc<Caller> {
        self.identify();
        &self.0.caller
    }

    /// The moment after a command that was just committed, for the same caller; of the last one
    /// announced where none is named.
    pub fn after(&self, seq: Option<u64>) -> Result<Self> {
        let meter = Arc::clone(&self.0.meter);
        let now = Self::metered(&self.0.registry, &self.0.caller, meter)?;
        seq.map_or(Ok(now.clone()), |seq| now.at(seq, now.today()))
    }

    /// Who asks. An answer that hangs on it is kept for nobody else.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        self.identify();
        &self.0.caller
    }

    /// Whether nothing is hidden from the caller.
    #[must_use]
    pub fn sees_all(&self) -> bool {
        self.0.sees_all
    }

    /// How much of what is not published the caller sees.
    pub fn sight(&self) -> Sight {
        sight_of(&self.0.caller)
    }

    /// The agreements, or the outcomes, that are hidden from the caller at the moment for what they
    /// are themselves, found once.
    pub fn unseen(
        &self,
        noun: Noun,
        find: impl FnOnce(&Self, Noun) -> Result<Arc<[RecordId]>>,
    ) -> Result<Arc<[RecordId]>> {
        let [agreements, outcomes] = &self.0.unseen;
        let unseen = if noun == Noun::Agreement { agreements } else { outcomes };
        unseen.get(self, || find(self, noun)).clone()
    }

    /// The entry of the journal that the moment follows; `None` before the first.
    pub fn entry(&self) -> Result<Option<Entry>> {
        let entry = self.0.registry.journal().get(self.snapshot().seq());
        let entry = entry.map_err(|error| internal(error.into()))?;
        entry.as_ref().map_or(Ok(()), |entry| count_entry(&self.0.meter, entry))?;
        Ok(entry)
    }

    /// What counts all that is read.
    pub fn meter(&self) -> &Arc<Meter> {
        &self.0.meter
    }

    /// The registry as it was.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.0.snapshot
    }

    /// The figures of the registry as it was, for all of the request.
    pub fn figures(&self) -> Result<&Figures> {
        let find = || Figures::of(self.snapshot()).map_err(internal);
        let figures = self.0.figures.get(self, find);
        figures.as_ref().map_err(Clone::clone)
    }

    /// The day it is in Viet Nam: that of the request, or of the moment of `at`.
    #[must_use]
    pub fn today(&self) -> Date {
        if let Some(footprint) = self.0.snapshot.footprint() {
            footprint.rest_on_day();
        }
        self.0.today
    }

    /// A record as it was at the moment; `None` also where the caller may not see it.
    pub fn find(&self, id: RecordId) -> Result<Option<Arc<Versioned>>> {
        let found = self.snapshot().find(id).map_err(internal)?;
        match found {
            Some(found) if !self.sees_all() => {
                let seen = may_see(&self.0.caller, id, &found.record, self.snapshot());
                Ok(seen.map_err(unreadable)?.then_some(found))
            }
            found => Ok(found),
        }
    }

    /// As [`Moment::find`]; for a record that was merged, the one that stands for it.
    pub fn find_standing(&self, id: RecordId) -> Result<Option<Arc<Versioned>>> {
        let found = self.find(id)?;
        match found.as_ref().and_then(|found| found.record.merged_into()) {
            Some(kept) => self.find(kept),
            None => Ok(found),
        }
    }

    /// The object that shows what stands for a record, as a nullable field wants it.
    pub fn get_standing<T: NounObject>(&self, id: impl NounId) -> Option<Result<T>> {
        let found = self.find_standing(id.record()).transpose()?;
        found.map(|version| T::locate(self, version)).transpose()
    }

    /// The record that an id in a question means: what stands for it at the moment.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where the id is none, or of another noun.
    pub fn meant<I: NounId>(&self, id: &ID) -> Result<I> {
        self.stands_for(id::typed::<I>(id)?)
    }

    /// What stands for a record at the moment: the one that it was merged into, or else itself.
    pub fn stands_for<I: NounId>(&self, id: I) -> Result<I> {
        let found = self.find_standing(id.record())?;
        Ok(found.map_or(id, |found| I::from_number(found.id.number)))
    }

    /// Whether more may be read.
    ///
    /// # Errors
    /// Where the request was stopped.
    pub fn still_wanted(&self) -> Result<()> {
        self.0.meter.stop().map_or(Ok(()), |_| Err(stopped()))
    }

    /// The object that shows a record.
    ///
    /// An absent or failing record is told as a nullable field wants it: a failure makes that
    /// field null and no other.
    pub fn get<T: NounObject>(&self, id: impl NounId) -> Option<Result<T>> {
        let found = self.find(id.record()).transpose()?;
        found.map(|version| T::locate(self, version)).transpose()
    }

    /// The objects that show records, in the order of their ids given.
    pub fn get_all<T: NounObject>(
        &self,
        ids: impl IntoIterator<Item = impl NounId>,
    ) -> Result<Vec<T>> {
        ids.into_iter().filter_map(|id| self.get(id)).collect()
    }

    /// The object that shows the record named by a key or code.
    pub fn named<T: NounObject>(&self, term: &Term) -> Result<Option<T>> {
        let named = self.snapshot().list_named(term).map_err(internal)?;
        match named.into_iter().find(|id| id.noun == T::NOUN) {
            Some(id) => Ok(self.find_standing(id)?.and_then(|version| T::locate(self, version))),
            None => Ok(None),
        }
    }

    /// All objects at the end of a relation, in its order: for relations that stay short.
    pub fn all<T: NounObject>(&self, relation: Relation, from: RecordId) -> Result<Vec<T>> {
        self.places(relation, Some(from), T::NOUN)
            .filter_map(|place| match place.and_then(|place| self.find(place.to)) {
                Ok(found) => found.and_then(|version| T::locate(self, version)).map(Ok),
                Err(error) => Some(Err(error)),
            })
            .collect()
    }

    /// The places at the end of a relation, in its order.
    pub fn places(
        &self,
        relation: Relation,
        from: Option<RecordId>,
        to: Noun,
    ) -> impl DoubleEndedIterator<Item = Result<EdgeEnd>> + use<> {
        self.snapshot()
            .places(relation, from, to, None, None)
            .map(move |place| place.map_err(internal))
    }
}

/// Counts an entry of the journal that was read.
///
/// # Errors
/// Where the request was stopped.
pub fn count_entry(meter: &Meter, entry: &Entry) -> Result<()> {
    let records = entry.body.changes.len() as u64;
    let counted = meter.count(Work::Entry, 1 + records / RECORDS_OF_ENTRY);
    counted.map_err(|_| stopped())
}
