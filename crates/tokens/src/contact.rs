//! When the tokens were last known to be current, where they are kept for several machines, and the
//! secret by which these know each other.

use std::{
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use super::{Digest, Secret};

/// When there last was contact to where the tokens of several machines are kept. Share it by
/// [`std::sync::Arc`].
#[derive(Debug)]
pub struct Contact {
    since: Instant,
    limit: Duration,
    /// Milliseconds after `since`, plus one; 0 where there was none.
    at: AtomicU64,
    /// Stands for the secret of the machines.
    peer: RwLock<Option<Digest>>,
}

impl Contact {
    /// No contact yet. Tokens count for so long after one.
    #[must_use]
    pub fn new(limit: Duration) -> Self {
        Self { since: Instant::now(), limit, at: AtomicU64::new(0), peer: RwLock::new(None) }
    }

    /// What was asked at a moment was answered: the tokens were current then.
    pub fn note(&self, asked: Instant) {
        let after = asked.saturating_duration_since(self.since).as_millis();
        self.at.fetch_max(u64::try_from(after).unwrap_or(u64::MAX - 1) + 1, Ordering::Release);
    }

    /// Notes the secret by which the machines know each other.
    pub fn note_peer(&self, secret: &Secret) {
        *self.peer.write().unwrap_or_else(PoisonError::into_inner) = Some(secret.digest());
    }

    /// Whether a text is that secret.
    #[must_use]
    pub fn is_peer(&self, text: &str) -> bool {
        // Compared by hashes: who times it learns nothing of the secret.
        let given = Secret::parse(text).map(|secret| secret.digest());
        given.is_some() && given == *self.peer.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long ago the tokens were current; `None` where they never were since the start.
    #[must_use]
    pub fn age(&self) -> Option<Duration> {
        let at = self.at.load(Ordering::Acquire).checked_sub(1)?;
        Some(self.since.elapsed().saturating_sub(Duration::from_millis(at)))
    }

    /// Whether tokens still count.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.age().is_some_and(|age| age < self.limit)
    }

    /// How long they count after a contact.
    #[must_use]
    pub const fn limit(&self) -> Duration {
        self.limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_count_for_a_while_after_each_contact() {
        let contact = Contact::new(Duration::from_secs(60));
        assert!(!contact.is_fresh() && contact.age().is_none());
        let begun = Instant::now();
        contact.note(begun);
        assert!(contact.is_fresh());
        let short = Contact::new(Duration::ZERO);
        short.note(begun);
        assert!(!short.is_fresh() && short.age().is_some());
    }
}
