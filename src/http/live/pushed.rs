//! What a live query is answered with, as it goes out: whole, or as a patch of the answer before.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU64, Ordering},
};

use axum::body::Bytes;
use serde::Deserialize;
use serde_json::Value;

use super::patch;
use crate::{
    http::{
        cache::{CachedResponse, ValidAt},
        graphql::LiveCursor,
    },
    registry::Registry,
};

/// Bytes of an answer beyond which it is compared where blocking is allowed.
const MUCH: usize = 16 << 10;

/// The bytes of an answer, the same for all who ask for it.
#[derive(Debug)]
pub struct AnswerText {
    body: Bytes,
    /// What tells it from others.
    pub hash: [u8; 16],
    /// What makes it of an answer of a hash, once it was asked for; `None` where that is no shorter.
    patch: OnceLock<([u8; 16], Option<Arc<str>>)>,
    /// Where it is counted how many bytes are held.
    held: Arc<AtomicU64>,
}

/// An answer to a live query, and until when it holds.
#[derive(Debug, Clone)]
pub struct LiveAnswer {
    /// Its bytes.
    pub text: Arc<AnswerText>,
    /// As of when it was found to be the answer.
    pub read: ValidAt,
    finished: Arc<CachedResponse>,
}

impl AnswerText {
    fn new(body: Bytes, held: &Arc<AtomicU64>) -> Self {
        held.fetch_add(body.len() as u64, Ordering::Relaxed);
        let mut hash = [0; 16];
        hash.copy_from_slice(&blake3::hash(&body).as_bytes()[..16]);
        Self { body, hash, patch: OnceLock::new(), held: Arc::clone(held) }
    }

    /// Whether it is data without errors.
    fn is_plain(&self) -> bool {
        self.body.starts_with(b"{\"data\":{")
    }

    /// Whether it has any data.
    fn has_data(&self) -> bool {
        !self.body.ends_with(b"\"data\":null}")
    }

    /// What makes it of another answer; `None` where the whole is as short, or must be told.
    fn patch_of(&self, old: &Self) -> Option<Arc<str>> {
        if let Some((known, patch)) = self.patch.get()
            && *known == old.hash
        {
            return patch.clone();
        }
        let made = self.compared(old);
        // Who asks for another is behind the others.
        let _ = self.patch.set((old.hash, made.clone()));
        made
    }

    fn compared(&self, old: &Self) -> Option<Arc<str>> {
        #[derive(Deserialize)]
        struct Body {
            data: Value,
        }
        if !self.is_plain() || !old.is_plain() {
            return None;
        }
        let [old, new]: [Body; 2] =
            [serde_json::from_slice(&old.body).ok()?, serde_json::from_slice(&self.body).ok()?];
        let patch = patch::between(&old.data, &new.data);
        (patch.len() < self.body.len()).then(|| patch.into())
    }
}

impl Drop for AnswerText {
    fn drop(&mut self) {
        self.held.fetch_sub(self.body.len() as u64, Ordering::Relaxed);
    }
}

impl LiveAnswer {
    /// An answer, as of when it was asked for, after another.
    pub fn after(
        before: Option<&Self>,
        finished: Arc<CachedResponse>,
        asked: ValidAt,
        held: &Arc<AtomicU64>,
    ) -> Self {
        let made = AnswerText::new(finished.plain().0.clone(), held);
        let same = before.filter(|before| before.text.hash == made.hash);
        let text = same.map_or_else(|| Arc::new(made), |before| Arc::clone(&before.text));
        let read = finished.standing.filter(|it| it.seq > asked.seq).unwrap_or(asked);
        Self { text, read, finished }
    }

    /// The same, found to be the answer as of another command.
    pub fn as_of(&self, read: ValidAt) -> Self {
        Self { read, ..self.clone() }
    }

    /// Whether it is what would be answered now. What is kept for nobody, since it has errors, is
    /// looked at again after each command.
    pub fn holds(&self, now: ValidAt, registry: &Registry) -> bool {
        match self.finished.standing {
            Some(_) => self.finished.holds(now, registry),
            None => self.read == now,
        }
    }

    /// The cursor to resume after it.
    pub fn cursor(&self) -> String {
        LiveCursor { seq: self.read.seq, hash: self.text.hash }.encode()
    }

    /// The payload that tells all of it, and whether a patch may follow; a client that takes patches
    /// is told by `revision` that they begin anew.
    pub fn whole(&self, patches: bool) -> (String, bool) {
        let body = String::from_utf8_lossy(&self.text.body);
        let begins = patches && self.text.has_data();
        let revision = if begins { ",\"revision\":1" } else { "" };
        let open = body.strip_suffix('}').unwrap_or(&body);
        (format!("{open}{revision},{}", self.end()), begins)
    }

    /// The payload that tells what became of an answer that was told before, as its revision of this
    /// number; `None` where the whole is to be told.
    pub async fn patch(&self, old: Arc<AnswerText>, revision: u64) -> Option<String> {
        let text = Arc::clone(&self.text);
        let patch = if text.body.len() + old.body.len() > MUCH {
            let compare = move || text.patch_of(&old);
            tokio::task::spawn_blocking(compare).await.ok().flatten()
        } else {
            text.patch_of(&old)
        }?;
        Some(format!("{{\"patch\":{patch},\"revision\":{revision},{}", self.end()))
    }

    fn end(&self) -> String {
        format!(
            "\"isLive\":true,\"extensions\":{{\"live\":{{\"seq\":{},\"cursor\":\"{}\"}}}}}}",
            self.read.seq,
            self.cursor()
        )
    }
}
