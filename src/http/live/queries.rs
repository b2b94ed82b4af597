//! Live queries: which there are, and which of them a command or another day makes stale.
//!
//! All who ask the same as the same caller in the same languages are one [`Group`], whose answer is
//! computed once. After each command the footprint of each group's answer is looked at, which takes
//! less than a microsecond; only what is stale is woken. Commands that come meanwhile are looked at
//! together.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use messages::message;
use tokio::time::{MissedTickBehavior, interval};
use tracing::Instrument;

use super::{group::Group, member::Member, stopping};
use crate::{
    auth::Caller,
    graphql::Digest,
    http::{
        App,
        asker::RequestContext,
        cache::{ValidAt, in_languages},
        error::{ErrorCode, HttpError},
        graphql::{Admitted, LiveOptions},
    },
};

/// Bytes of answers that live queries hold at most; beyond, no more are taken.
const HELD_MAX: u64 = 256 << 20;
/// How many groups are looked at before others run.
const AT_A_TIME: usize = 512;

/// What tells groups apart: what is asked in which languages, and by whom.
pub type Key = (Digest, Arc<Caller>);

/// The live queries of a server.
#[derive(Debug, Default)]
pub struct LiveQueries {
    groups: Mutex<Groups>,
    held: Arc<AtomicU64>,
}

#[derive(Debug, Default)]
struct Groups {
    by_key: HashMap<Key, Arc<Group>>,
    /// Whether somebody looks at them after each command.
    watched: bool,
}

impl LiveQueries {
    // Nothing panics while it holds the lock.
    fn groups(&self) -> MutexGuard<'_, Groups> {
        self.groups.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many differ.
    pub fn distinct(&self) -> u64 {
        self.groups().by_key.len() as u64
    }

    /// Where it is counted how many bytes of answers are held.
    pub const fn held(&self) -> &Arc<AtomicU64> {
        &self.held
    }

    /// Asks a live query, together with all who ask the same.
    ///
    /// # Errors
    /// Where the answers of all take up too much memory.
    pub fn join(
        app: &App,
        (admitted, live, question): (Admitted, LiveOptions, Digest),
        asker: &RequestContext,
    ) -> Result<Member, HttpError> {
        let held = app.live.held.load(Ordering::Relaxed);
        if held > HELD_MAX {
            let message = message!(
                "the live queries of all clients hold {} MiB of answers, and no more is taken; send \
                 the query without `@live`, or try again later",
                held >> 20
            );
            return Err(HttpError::new(ErrorCode::Unavailable, message));
        }
        let key = (in_languages(&question, asker.languages), Arc::clone(&asker.caller));
        let mut groups = app.live.groups();
        if !std::mem::replace(&mut groups.watched, true) {
            // From before anything is read.
            let watch = watch(app.clone(), app.standing());
            tokio::spawn(watch.instrument(tracing::Span::none()));
        }
        let (group, is_new) = match groups.by_key.entry(key) {
            Entry::Occupied(it) => (Arc::clone(it.get()), false),
            Entry::Vacant(it) => {
                let made = Arc::new(Group::new(it.key().clone(), live.throttle, app));
                (Arc::clone(it.insert(made)), true)
            }
        };
        let member = Member::new(app, &group, &live, (admitted, asker.clone()));
        if is_new {
            let span = tracing::info_span!(parent: None, "live_query");
            tokio::spawn(group.run(app.clone()).instrument(span));
        }
        Ok(member)
    }

    /// Forgets a group that nobody asks; tells whether that is so.
    pub fn forget_unasked(&self, group: &Arc<Group>) -> bool {
        let mut groups = self.groups();
        let unasked = !group.is_asked();
        if unasked {
            groups.forget(group);
        }
        unasked
    }

    /// Forgets a group that is over: who asks the same begins anew.
    pub fn forget(&self, group: &Arc<Group>) {
        self.groups().forget(group);
    }

    /// All groups; `None` where there are none, which nobody looks at any more then.
    fn all(&self) -> Option<Vec<Arc<Group>>> {
        let mut groups = self.groups();
        groups.stay_watched().then(|| groups.by_key.values().cloned().collect())
    }

    /// Whether there are any; where not, nobody looks at them any more.
    fn are_any(&self) -> bool {
        self.groups().stay_watched()
    }
}

impl Groups {
    /// Whether there are any, so that somebody goes on to look at them.
    fn stay_watched(&mut self) -> bool {
        self.watched = !self.by_key.is_empty();
        self.watched
    }

    fn forget(&mut self, group: &Arc<Group>) {
        if self.by_key.get(group.key()).is_some_and(|it| Arc::ptr_eq(it, group)) {
            self.by_key.remove(group.key());
        }
    }
}

/// Wakes what is stale after each command and on each day, while there is any live query.
async fn watch(app: App, mut seen: ValidAt) {
    let mut draining = app.draining.subscribe();
    let registry = Arc::clone(app.api.registry());
    let mut follower = registry.follow();
    let mut tick = interval(app.patience.recheck);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = stopping(&mut draining) => return,
            head = follower.beyond(seen.seq) => if head.is_none() { return },
            _ = tick.tick() => {}
        }
        let now = app.standing();
        if now == seen {
            if app.live.are_any() {
                continue;
            }
            return;
        }
        let Some(groups) = app.live.all() else { return };
        for (at, group) in groups.iter().enumerate() {
            group.look(now, &registry);
            if at % AT_A_TIME == AT_A_TIME - 1 {
                tokio::task::yield_now().await;
            }
        }
        seen = now;
    }
}
