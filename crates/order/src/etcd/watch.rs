//! Groups as they are written, told by one member.
//!
//! Owns one stream. It may end at any time, and may begin behind what was compacted: whoever
//! follows then reads the range again, and so loses nothing.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use tonic::{Status, Streaming};

use super::{
    client::{Client, method},
    messages::{KeyValue, WatchCreateRequest, WatchRequest, WatchResponse},
};

pub(super) struct Watch {
    answers: Streaming<WatchResponse>,
}

/// Whether a stream tells what was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deletions {
    /// It does.
    Told,
    /// It leaves that out.
    Left,
}

/// What a stream says next.
pub(super) enum Seen {
    /// Keys that were written, in the order in which they were.
    Written(Vec<KeyValue>),
    /// Nothing, for as long as was waited.
    Silence,
    /// No more.
    End,
}

impl Watch {
    /// Watches what is written under the keys from one to another, from a revision on; also what is
    /// deleted there, where that is `told`.
    pub(super) async fn open(
        client: &mut Client,
        (key, range_end): (Vec<u8>, Vec<u8>),
        start_revision: i64,
        told: Deletions,
    ) -> Result<Self, Status> {
        const NO_DELETE: i32 = 1;
        let filters = match told {
            Deletions::Told => Vec::new(),
            Deletions::Left => vec![NO_DELETE],
        };
        let create = WatchCreateRequest { key, range_end, start_revision, filters };
        // The stream of questions stays open: its end would end the answers.
        let questions =
            stream::iter([WatchRequest { create: Some(create) }]).chain(stream::pending());
        Ok(Self { answers: client.stream(method::WATCH, questions).await? })
    }

    pub(super) async fn next(&mut self, wait: Duration) -> Seen {
        let deadline = tokio::time::Instant::now() + wait;
        loop {
            match tokio::time::timeout_at(deadline, self.answers.message()).await {
                Err(_) => return Seen::Silence,
                Ok(Ok(Some(answer))) if !answer.canceled => {
                    let written: Vec<_> =
                        answer.events.into_iter().filter_map(|event| event.kv).collect();
                    if !written.is_empty() {
                        return Seen::Written(written);
                    }
                }
                Ok(Ok(Some(answer))) => {
                    let WatchResponse { compact_revision, cancel_reason, .. } = answer;
                    tracing::debug!(compact_revision, cancel_reason, "a watch was cancelled");
                    return Seen::End;
                }
                Ok(Ok(None) | Err(_)) => return Seen::End,
            }
        }
    }
}
