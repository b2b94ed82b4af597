//! One live query: its answer is computed when somebody asks it, and again whenever what it rests on
//! was written, no more often than it asks for; all who ask it are told.
//!
//! They pay in turn for what is computed, who came last first. Where nobody can, it waits. It ends
//! when nobody asks it any more.

use std::{
    collections::VecDeque,
    pin::pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::{
    sync::{Notify, watch},
    time::sleep,
};

use super::{pushed::LiveAnswer, queries::Key, responses::failure};
use crate::{
    http::{
        App,
        asker::RequestContext,
        cache::{CachedResponse, ValidAt},
        error::{ErrorCode, HttpError},
        graphql::{Admitted, finish},
    },
    registry::Registry,
};

/// The least time between two answers, so that many commands in a row are told of together.
const PACE: Duration = Duration::from_millis(10);
/// How long is waited for points where nobody has enough.
const UNPAID: Duration = Duration::from_secs(1);

/// What those who ask are told.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The answer.
    Answer(Arc<LiveAnswer>),
    /// The errors by which it ends.
    Ended(Arc<Value>),
}

/// What is asked, and by whom.
pub type Asked = (Admitted, RequestContext);

/// All who ask the same.
#[derive(Debug)]
pub struct Group {
    key: Key,
    throttle: Duration,
    /// `None` before the first answer.
    told: watch::Sender<Option<Outcome>>,
    /// The answer may be stale.
    stale: Notify,
    /// Somebody came, whom an earlier answer is not told.
    hurry: Notify,
    payers: Mutex<VecDeque<(u64, Arc<Asked>)>>,
    /// How many came so far.
    came: AtomicU64,
    held: Arc<AtomicU64>,
}

impl Group {
    /// What nobody asks yet.
    pub fn new(key: Key, throttle: Duration, app: &App) -> Self {
        Self {
            key,
            throttle,
            told: watch::Sender::new(None),
            stale: Notify::new(),
            hurry: Notify::new(),
            payers: Mutex::default(),
            came: AtomicU64::new(0),
            held: Arc::clone(app.live.held()),
        }
    }

    /// What tells it from others.
    pub const fn key(&self) -> &Key {
        &self.key
    }

    // Nothing panics while it holds the lock.
    fn payers(&self) -> MutexGuard<'_, VecDeque<(u64, Arc<Asked>)>> {
        self.payers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody asks it, too; gives the number under which they leave, and what they are told.
    pub fn join(&self, asked: Asked) -> (u64, watch::Receiver<Option<Outcome>>) {
        let number = self.came.fetch_add(1, Ordering::Relaxed);
        self.payers().push_front((number, Arc::new(asked)));
        (number, self.told.subscribe())
    }

    /// Somebody asks it no more.
    pub fn leave(&self, number: u64) {
        self.payers().retain(|(it, _)| *it != number);
    }

    /// Whether anybody asks it.
    pub fn is_asked(&self) -> bool {
        self.told.receiver_count() > 0
    }

    /// Has an answer as of now told, if it is not known yet.
    pub fn hurry(&self) {
        self.hurry.notify_one();
    }

    /// Wakes it where its answer is stale.
    pub fn look(&self, now: ValidAt, registry: &Registry) {
        let fresh = match &*self.told.borrow() {
            Some(Outcome::Answer(answer)) => answer.holds(now, registry),
            Some(Outcome::Ended(_)) => true,
            None => false,
        };
        if !fresh {
            self.stale.notify_one();
        }
    }

    /// Answers those who ask until nobody does, or it ends by an error.
    pub async fn run(self: Arc<Self>, app: App) {
        loop {
            let Some(outcome) = self.while_asked(&app, self.answer(&app)).await else { return };
            let answered = Instant::now();
            let ended = matches!(outcome, Outcome::Ended(_));
            self.told.send_replace(Some(outcome));
            if ended {
                app.live.forget(&self);
                return;
            }
            let Some(hurries) = self.while_asked(&app, self.holds(&app)).await else { return };
            let pause = self.throttle.max(PACE).saturating_sub(answered.elapsed());
            if hurries || pause.is_zero() {
                continue;
            }
            let paused = async {
                tokio::select! {
                    () = sleep(pause) => {}
                    () = self.hurry.notified() => {}
                }
            };
            if self.while_asked(&app, paused).await.is_none() {
                return;
            }
        }
    }

    /// Does something while anybody asks; `None` where nobody does any more, and it is forgotten.
    async fn while_asked<T>(
        self: &Arc<Self>,
        app: &App,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                biased;
                () = self.told.closed() => {
                    if app.live.forget_unasked(self) {
                        return None;
                    }
                }
                done = &mut work => return Some(done),
            }
        }
    }

    /// Waits until the answer is stale; tells whether somebody waits for the next.
    async fn holds(&self, app: &App) -> bool {
        let mut hurries = false;
        loop {
            let now = app.standing();
            let known = self.told.borrow().clone();
            let Some(Outcome::Answer(answer)) = known else { return hurries };
            if !answer.holds(now, app.api.registry()) {
                return hurries;
            }
            if hurries {
                // It is the answer as of now, too.
                let answer = answer.as_of(now);
                self.told.send_replace(Some(Outcome::Answer(Arc::new(answer))));
            }
            hurries = tokio::select! {
                () = self.stale.notified() => false,
                () = self.hurry.notified() => true,
            };
        }
    }

    /// The answer as of now, paid for by one of those who ask.
    async fn answer(&self, app: &App) -> Outcome {
        let mut tried = 0;
        loop {
            let Some(payer) = self.next_payer(app) else {
                sleep(UNPAID).await;
                continue;
            };
            let (admitted, asker) = &*payer;
            let now = app.standing();
            let finished = finish(app, admitted.clone(), asker, false, Instant::now()).await;
            match finished {
                Ok(finished) => return self.outcome(finished, now),
                // Another may have points left, or less kept for them.
                Err(error)
                    if matches!(error.code(), ErrorCode::RateLimited | ErrorCode::Unavailable) =>
                {
                    tried += 1;
                    if tried >= self.payers().len() {
                        tried = 0;
                        sleep(UNPAID).await;
                    }
                }
                Err(error) => return Outcome::Ended(Arc::new(errors(asker, &error))),
            }
        }
    }

    /// Who pays next: each in turn who has anything left.
    fn next_payer(&self, app: &App) -> Option<Arc<Asked>> {
        let now = app.api.registry().now();
        let mut payers = self.payers();
        for _ in 0..payers.len() {
            payers.rotate_left(1);
            // The one that was the first is the last now.
            if let Some((_, asked)) = payers.back()
                && asked.0.account().check(now).is_ok()
            {
                return Some(Arc::clone(asked));
            }
        }
        None
    }

    fn outcome(&self, finished: Arc<CachedResponse>, now: ValidAt) -> Outcome {
        if !finished.was_executed() {
            let body: Value = serde_json::from_slice(finished.plain().0).unwrap_or_default();
            return Outcome::Ended(Arc::new(body["errors"].clone()));
        }
        let known = self.told.borrow().clone();
        let before = match &known {
            Some(Outcome::Answer(before)) => Some(&**before),
            _ => None,
        };
        Outcome::Answer(Arc::new(LiveAnswer::after(before, finished, now, &self.held)))
    }
}

/// What is told of an error by which a live query ends.
fn errors(asker: &RequestContext, error: &HttpError) -> Value {
    let told = failure(asker.languages, error.message(), error.code());
    serde_json::to_value(told.errors).unwrap_or_default()
}
