//! Where the registry stands.

use async_graphql::Result;
use macros::Object;

use crate::{feed::Cursor, moment::Moment, scalars::DateTime};

/// The position of the registry.
#[derive(Debug, Object)]
pub struct Head {
    /// The number of the last change; 0 before the first.
    seq: u64,
    /// When that change was committed; null before the first.
    at: Option<DateTime>,
    /// The BLAKE3 hash of that change's entry in the journal, in hexadecimal digits. It covers
    /// everything recorded until then. Null before the first change.
    hash: Option<String>,
    /// The position in the feed after that change. Pass it as `after` to `changes`, so that no
    /// change is missed.
    cursor: String,
}

impl Head {
    pub fn of(moment: &Moment) -> Result<Self> {
        let entry = moment.entry()?;
        Ok(Self {
            seq: moment.snapshot().seq(),
            at: entry.as_ref().map(|entry| entry.body.at.into()),
            hash: entry.as_ref().map(|entry| entry.hash.to_string()),
            cursor: entry.as_ref().map_or(Cursor::START, Cursor::of).encode(),
        })
    }
}
