//! The root of all subscriptions: the feed as it grows.
//!
//! Nothing is kept for a subscriber but the number of the last change it was told. Each reads the
//! journal at its own speed, from where it stands to where the registry stands, and then waits: so
//! catching up and following are the same, nothing is missed between them, and who is slow holds
//! nobody up.

use macros::{Input, object, subscription};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use async_graphql::{ID, Result};
use futures_util::stream::{BoxStream, Stream, StreamExt, TryStreamExt, try_unfold};

use super::{
    context::Context,
    error::{bad_input, internal},
    feed::{Change, Cursor, Feed, FeedFilter, RecordKind},
    id,
    moment::Moment,
    scalars::DateTime,
    types::{NounObject, Outcome},
};
use auth::Caller;
use domain::{self, Activity, Entity, Noun, NounId, ProvinceId};
use journal::{Entry, JournalError};
use messages::message;
use registry::{Follower, Meter, Registry};

/// After how many entries that show nothing a subscription lets others run.
const UNSEEN_MAX: u32 = 1_000;

/// What a subscription is of.
#[derive(Clone)]
pub struct Live {
    pub registry: Arc<Registry>,
    pub caller: Arc<Caller>,
    pub position: Arc<Position>,
    /// What counts all that is read for it.
    pub meter: Arc<Meter>,
}

/// Where a subscription stands, shared with the transport that carries it: some carry the cursor
/// themselves.
#[derive(Debug, Default)]
pub struct Position {
    asked: Option<String>,
    begun: AtomicBool,
    reached: Mutex<Option<String>>,
}

impl Position {
    /// Resumes after this cursor, whatever the operation says.
    #[must_use]
    pub fn after(cursor: Option<String>) -> Self {
        Self { asked: cursor, ..Self::default() }
    }

    /// Whether the subscription began: its arguments were right, and it follows the feed.
    pub fn has_begun(&self) -> bool {
        self.begun.load(Ordering::Relaxed)
    }

    /// The cursor of what was told last; each is given once.
    pub fn take_reached(&self) -> Option<String> {
        self.reached.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn reach(&self, cursor: Cursor) {
        let reached = Some(cursor.encode());
        *self.reached.lock().unwrap_or_else(PoisonError::into_inner) = reached;
    }
}

/// Two provinces; the order does not matter.
#[derive(Debug, Input)]
pub struct ProvincePairInput {
    /// The id of one.
    a: ID,
    /// The id of the other.
    b: ID,
}

/// Outcomes that one change made visible to the caller.
pub struct RecordedOutcomes {
    change: Change,
    outcomes: Vec<Outcome>,
}

/// Outcomes that one change made visible to the caller.
#[object]
impl RecordedOutcomes {
    /// The position of the change in the feed. It never expires; pass it as `after` to resume.
    fn cursor(&self) -> String {
        self.change.place().encode()
    }

    /// The number of the change.
    fn seq(&self) -> u64 {
        self.change.place().seq
    }

    /// When it was committed.
    fn at(&self) -> DateTime {
        self.change.committed_at().into()
    }

    /// The id of the caller who sent it; null for callers who are not signed in.
    fn by(&self) -> Option<&str> {
        self.change.sender()
    }

    /// The outcomes after the change.
    fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }
}

/// The root of all subscriptions.
#[derive(Default)]
pub struct Subscription;

/// Live changes: each change once, in order. To continue after a disconnect or a restart of the
/// server, pass the last `cursor` received as `after`.
#[subscription]
impl Subscription {
    /// The changes that show the caller something; see `Query.changes`. First the changes after the
    /// cursor, then each new one as it is committed.
    fn changes(
        &self,
        ctx: &Context,
        /// Only changes after this cursor; only changes from now on by default. `Query.head`
        /// returns the cursor of a moment.
        after: Option<String>,
        /// Only records of these nouns; all by default.
        kinds: Option<Vec<RecordKind>>,
        /// Only the record with this id, and the records that point at it.
        subject: Option<ID>,
    ) -> Result<BoxStream<'static, Result<Change>>> {
        let changes = follow(ctx.live()?, after, FeedFilter::of(kinds, subject.as_ref())?)?;
        Ok(changes.boxed())
    }

    /// Outcomes between two provinces, each when the caller may first see it; for the public, when
    /// it is approved. An outcome is between two provinces if one provided it to the other, or if
    /// it is a result of an activity in which both take part. Successions are not followed: name
    /// the units that took part.
    fn outcome_recorded(
        &self,
        ctx: &Context,
        /// The two provinces.
        pair: ProvincePairInput,
        /// Only changes after this cursor; only changes from now on by default. `Query.head`
        /// returns the cursor of a moment.
        after: Option<String>,
    ) -> Result<BoxStream<'static, Result<RecordedOutcomes>>> {
        let (a, b) = (id::typed::<ProvinceId>(&pair.a)?, id::typed::<ProvinceId>(&pair.b)?);
        if a == b {
            return Err(bad_input(message!("`a` and `b` are the same province; name two")));
        }
        let changes = follow(ctx.live()?, after, FeedFilter::to_noun(Noun::Outcome))?;
        let between = move |change: Change| async move { recorded(change, [a, b]) };
        Ok(changes.try_filter_map(between).boxed())
    }
}

/// The outcomes between two provinces that a change shows for the first time.
fn recorded(change: Change, pair: [ProvinceId; 2]) -> Result<Option<RecordedOutcomes>> {
    let mut outcomes = Vec::new();
    let [a, b] = pair.map(|id| change.moment().stands_for(id));
    let pair = [a?, b?];
    for shown in change.shown() {
        let (None, Some(version)) = (&shown.before, &shown.after) else { continue };
        let Some(it) = domain::Outcome::of(&version.record) else { continue };
        if is_between(change.moment(), it, pair)? {
            outcomes.extend(Outcome::locate(change.moment(), Arc::clone(version)));
        }
    }
    Ok((!outcomes.is_empty()).then_some(RecordedOutcomes { change, outcomes }))
}

fn is_between(moment: &Moment, it: &domain::Outcome, pair: [ProvinceId; 2]) -> Result<bool> {
    let province = |actor: &Option<domain::Actor>| actor.as_ref().and_then(|it| it.province);
    let ends = [province(&it.provider), province(&it.beneficiary)];
    if pair.iter().all(|id| ends.contains(&Some(*id))) {
        return Ok(true);
    }
    let Some(activity) = it.activity else { return Ok(false) };
    let found = moment.snapshot().find(activity.record()).map_err(internal)?;
    Ok(found.as_ref().and_then(|it| Activity::of(&it.record)).is_some_and(|activity| {
        let takes_part = |id| activity.participants.iter().any(|it| it.province == Some(id));
        pair.into_iter().all(takes_part)
    }))
}

/// Follows the feed from a cursor, or from where it ends now.
fn follow(
    live: &Live,
    after: Option<String>,
    narrowing: FeedFilter,
) -> Result<impl Stream<Item = Result<Change>> + use<>> {
    let Live { registry, caller, position, meter } = live.clone();
    let feed = Feed::new(registry, caller, meter, narrowing);
    let head = feed.registry().head().seq;
    let asked = position.asked.clone().or(after);
    let told = asked.map_or(Ok(head), |text| feed.place(&text, head).map(|place| place.seq))?;
    let follower = feed.registry().follow();
    position.begun.store(true, Ordering::Relaxed);
    let state = FeedSubscription { feed, position, follower, told, entries: None };
    Ok(try_unfold(state, async |mut state| Ok(state.next().await?.map(|change| (change, state)))))
}

type Entries = Box<dyn Iterator<Item = Result<Entry, JournalError>> + Send>;

struct FeedSubscription {
    feed: Feed,
    position: Arc<Position>,
    follower: Follower,
    /// The last entry that was told, or had nothing to tell.
    told: u64,
    /// The entries after that, up to where the registry stood when they were asked for.
    entries: Option<Entries>,
}

impl FeedSubscription {
    /// The next change; `None` once the registry closes.
    async fn next(&mut self) -> Result<Option<Change>> {
        let mut unseen = 0;
        loop {
            let Some(entry) = self.entries.as_mut().and_then(Iterator::next) else {
                // Lets the file and its read-ahead go while there is nothing to read.
                self.entries = None;
                let Some(head) = self.follower.beyond(self.told).await else { return Ok(None) };
                let entries = self.feed.registry().journal().read_from(self.told + 1);
                let announced = move |entry: &Result<Entry, JournalError>| {
                    entry.as_ref().map_or(true, |entry| entry.seq <= head)
                };
                self.entries = Some(Box::new(entries.take_while(announced)));
                continue;
            };
            let entry = entry.map_err(|error| internal(error.into()))?;
            self.told = entry.seq;
            if let Some(change) = self.feed.show(&entry)? {
                self.position.reach(change.place());
                return Ok(Some(change));
            }
            unseen += 1;
            if unseen % UNSEEN_MAX == 0 {
                tokio::task::yield_now().await;
            }
        }
    }
}
