//! Answers that are kept, so that they are computed once: under the bytes of the request that
//! they answered, and under what that meant (document, operation, variables, language).
//!
//! An answer holds while nothing is written that it rests on, and on one day if it rests on the
//! day; it is given to no one after that. Beside the question it hangs on the caller's role and scope, and where more of the
//! caller was looked at, on the caller. Queries without errors are kept, and nothing else.
//!
//! Where one no longer holds, the next answer to the same takes over the parts of it that do. They are
//! noted for it when the same is computed the second time, and share its room.

mod compress;
mod finished;
mod single_flight;

use std::sync::Arc;

use quick_cache::{Weighter, sync::Cache};

pub use finished::{CachedResponse, Negotiated, Standing, VARY, ValidAt};
pub use single_flight::SingleFlight;

use super::negotiate::MediaType;
use crate::{
    auth::{Caller, Role, Scope},
    domain::Languages,
    graphql::{Digest, Parts, Taken},
    measure::Counter,
    registry::Registry,
};

/// Who an answer is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Whoever may see the same.
    All(Role, Scope),
    /// One caller.
    One(Arc<Caller>),
}

impl Audience {
    /// All who may see the same as a caller.
    pub fn seeing_as(caller: &Caller) -> Self {
        Self::All(caller.role, caller.scope)
    }
}

/// What an answer is kept under.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key(Digest, Audience);

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, Arc<CachedResponse>> for ByBytes {
    fn weight(&self, _: &Key, finished: &Arc<CachedResponse>) -> u64 {
        finished.weight()
    }
}

/// As of when an answer is asked for, of which registry.
pub type Now<'a> = (ValidAt, &'a Registry);

/// What became of requests for answers.
#[derive(Debug, Default)]
pub struct AnswerCounts {
    /// Found by the bytes of the request, unread.
    pub unread: Counter,
    /// Found by what the request meant.
    pub hits: Counter,
    /// Computed.
    pub misses: Counter,
    /// Computed for another who asked the same at the same moment.
    pub shared: Counter,
    /// Entries of pages that were taken over from the answer before.
    pub taken: Counter,
    /// Entries of pages that might have been, and were computed.
    pub untaken: Counter,
}

impl AnswerCounts {
    /// Counts what of an answer was taken over.
    pub fn count_taken(&self, taken: Taken) {
        self.taken.add(taken.parts);
        self.untaken.add(taken.computed);
    }
}

/// The answers that are kept.
pub struct ResponseCache {
    kept: Cache<Key, Arc<CachedResponse>, ByBytes>,
    enabled: bool,
    counts: AnswerCounts,
}

impl ResponseCache {
    /// Room for answers of this many bytes; none are kept where there is none.
    pub fn new(bytes: u64) -> Self {
        let expected = usize::try_from(bytes / 8_192).unwrap_or(usize::MAX).clamp(64, 1 << 20);
        let kept = Cache::with_weighter(expected, bytes, ByBytes);
        Self { kept, enabled: bytes > 0, counts: AnswerCounts::default() }
    }

    /// Whether answers are kept at all.
    pub const fn is_enabled(&self) -> bool {
        self.enabled
    }

    /// What became of requests so far.
    pub const fn counts(&self) -> &AnswerCounts {
        &self.counts
    }

    /// How many answers are kept, and in how many bytes.
    pub fn size(&self) -> (usize, u64) {
        (self.kept.len(), self.kept.weight())
    }

    /// The answer to a request of these very bytes.
    pub fn find_unread(
        &self,
        digest: &Digest,
        caller: &Arc<Caller>,
        now: Now<'_>,
    ) -> Option<Arc<CachedResponse>> {
        let found = self.fresh(&Key(*digest, Audience::One(Arc::clone(caller))), now)?;
        self.counts.unread.count();
        Some(found)
    }

    /// The answer to a request that means this.
    pub fn find(
        &self,
        digest: &Digest,
        caller: &Arc<Caller>,
        now: Now<'_>,
    ) -> Option<Arc<CachedResponse>> {
        let found = Self::keys(digest, caller).iter().find_map(|key| self.fresh(key, now))?;
        self.counts.hits.count();
        Some(found)
    }

    /// The parts of the last answer to what a request means, whether or not it holds; `None` where
    /// none is kept.
    pub fn find_parts(&self, digest: &Digest, caller: &Arc<Caller>) -> Option<Arc<Parts>> {
        let found = Self::keys(digest, caller).iter().find_map(|key| self.kept.get(key));
        found.map(|found| found.parts())
    }

    /// What an answer may be kept under for a caller: with all who may see the same, or alone.
    fn keys(digest: &Digest, caller: &Arc<Caller>) -> [Key; 2] {
        let whom = [Audience::seeing_as(caller), Audience::One(Arc::clone(caller))];
        whom.map(|whom| Key(*digest, whom))
    }

    /// Keeps an answer under the bytes of a request.
    pub fn keep_unread(
        &self,
        digest: Digest,
        caller: &Arc<Caller>,
        finished: &Arc<CachedResponse>,
    ) {
        self.keep(Key(digest, Audience::One(Arc::clone(caller))), finished);
    }

    /// Keeps an answer under what a request meant; for its caller alone where it was looked at
    /// who that is.
    pub fn keep_for(
        &self,
        digest: Digest,
        caller: &Arc<Caller>,
        identified: bool,
        finished: &Arc<CachedResponse>,
    ) {
        let whom = if identified {
            Audience::One(Arc::clone(caller))
        } else {
            Audience::seeing_as(caller)
        };
        self.keep(Key(digest, whom), finished);
    }

    fn keep(&self, key: Key, finished: &Arc<CachedResponse>) {
        if self.enabled && finished.standing.is_some() {
            self.kept.insert(key, Arc::clone(finished));
        }
    }

    fn fresh(&self, key: &Key, (now, registry): Now<'_>) -> Option<Arc<CachedResponse>> {
        let found = self.kept.get(key)?;
        found.holds(now, registry).then_some(found)
    }
}

/// What tells the bytes of a request, and how they are taken, from all others.
pub fn digest_of_bytes(
    kind: u8,
    media_type: MediaType,
    languages: Languages,
    bytes: &[u8],
) -> Digest {
    let mut hasher = blake3::Hasher::new();
    let Languages { texts, messages } = languages;
    hasher.update(&[kind, media_type as u8, texts as u8, messages as u8]).update(bytes);
    hasher.finalize().into()
}

/// What tells a question from all others: the document, its operation and the variables.
pub fn digest_of_question(document: &Digest, operation: Option<&str>, variables: &[u8]) -> Digest {
    let mut hasher = blake3::Hasher::new();
    let name = operation.unwrap_or_default();
    hasher.update(&[u8::from(operation.is_some())]).update(document);
    hasher.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes()).update(variables);
    hasher.finalize().into()
}

/// The same, with its texts and messages in some languages.
pub fn in_languages(question: &Digest, languages: Languages) -> Digest {
    let mut hasher = blake3::Hasher::new();
    let Languages { texts, messages } = languages;
    hasher.update(b"answer").update(&[texts as u8, messages as u8]).update(question);
    hasher.finalize().into()
}
