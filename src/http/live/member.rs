//! One who asks a live query: what they were told, and what is to be told next. Who is slow is told
//! the newest answer, not those between.

use std::{mem, sync::Arc};

use tokio::sync::watch;

use super::{
    group::{Asked, Group, Outcome},
    pushed::{AnswerText, LiveAnswer},
    told::{Next, Told},
};
use crate::{
    http::{App, backlog::Held, graphql::LiveOptions, metrics::Metrics},
    measure::Present,
};

/// What a client has.
enum Known {
    /// The answer of a hash, if any.
    Hash(Option<[u8; 16]>),
    /// An answer of which it takes a patch, as the revision of this number.
    Text(Arc<AnswerText>, u64),
}

/// One who asks a live query.
pub struct Member {
    group: Arc<Group>,
    number: u64,
    told: watch::Receiver<Option<Outcome>>,
    /// The command as of which the first answer is to be read, until there is one.
    since: Option<u64>,
    patches: bool,
    known: Known,
    ended: bool,
    metrics: Arc<Metrics>,
    /// What counts its document.
    _document: Held,
    _present: Present,
}

impl Member {
    /// Asks what a group does.
    pub fn new(app: &App, group: &Arc<Group>, live: &LiveOptions, asked: Asked) -> Self {
        let document = app.backlog.hold(asked.1.client, asked.0.weight());
        let (number, told) = group.join(asked);
        Self {
            group: Arc::clone(group),
            number,
            told,
            since: Some(app.seq()),
            patches: live.patches,
            known: Known::Hash(live.after.map(|it| it.hash)),
            ended: false,
            metrics: Arc::clone(&app.metrics),
            _document: document,
            _present: app.metrics.live.enter(),
        }
    }

    /// Waits until there is something that was not told.
    pub async fn ready(&mut self) {
        while !self.ended && !self.has_news() {
            if self.since.is_some() {
                self.group.hurry();
            }
            if self.told.changed().await.is_err() {
                // The group holds the other end, and is held.
                self.ended = true;
            }
        }
    }

    fn has_news(&mut self) -> bool {
        match &*self.told.borrow_and_update() {
            None => false,
            Some(Outcome::Ended(_)) => true,
            Some(Outcome::Answer(answer)) => {
                if self.since.is_some_and(|since| answer.read.seq < since) {
                    return false;
                }
                self.since = None;
                self.known.hash() != Some(answer.text.hash)
            }
        }
    }

    /// What is to be told as of now.
    pub async fn take(&mut self) -> Next {
        if self.ended {
            return Next::End;
        }
        let newest = self.told.borrow_and_update().clone();
        match newest {
            Some(Outcome::Ended(errors)) => {
                self.ended = true;
                Next::Told(Told::refused(&errors))
            }
            Some(Outcome::Answer(answer)) if self.known.hash() != Some(answer.text.hash) => {
                Next::Told(self.tell(&answer).await)
            }
            _ => Next::Nothing,
        }
    }

    async fn tell(&mut self, answer: &LiveAnswer) -> Told {
        let cursor = Some(answer.cursor());
        let text = Arc::clone(&answer.text);
        if let Known::Text(old, revision) = mem::replace(&mut self.known, Known::Hash(None)) {
            let revision = revision + 1;
            if let Some(payload) = answer.patch(old, revision).await {
                self.metrics.patches.count();
                self.known = Known::Text(text, revision);
                return Told { payload, refused: None, cursor, held: None };
            }
        }
        let (payload, begins) = answer.whole(self.patches);
        self.metrics.wholes.count();
        self.known = if begins { Known::Text(text, 1) } else { Known::Hash(Some(text.hash)) };
        Told { payload, refused: None, cursor, held: None }
    }
}

impl Known {
    fn hash(&self) -> Option<[u8; 16]> {
        match self {
            Self::Hash(hash) => *hash,
            Self::Text(text, _) => Some(text.hash),
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.group.leave(self.number);
    }
}
