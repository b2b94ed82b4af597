//! Which moment of the past is asked for, and what day it was.

use async_graphql::Result;
use macros::Input;
use messages::message;

use crate::{
    error::{bad_input, internal},
    moment::Moment,
    scalars::DateTime,
};

/// A moment of the registry's history.
#[derive(Debug, Clone, Copy, Input)]
pub enum MomentInput {
    /// After the change with this number; 0 is before the first.
    Seq(u64),
    /// At this time: after the last change that was committed by then.
    Instant(DateTime),
}

impl MomentInput {
    /// The moment asked for, which is not to come, on its own day.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where there is no such change yet.
    pub fn of(self, now: &Moment) -> Result<Moment> {
        let snapshot = now.snapshot();
        let (seq, at) = match self {
            Self::Seq(seq) if seq > snapshot.pinned_at() => {
                let last = snapshot.pinned_at();
                let message = message!("there is no change {seq} yet; the last one is {last}");
                return Err(bad_input(message));
            }
            Self::Seq(seq) => {
                let entry = now.at(seq, now.today())?.entry()?;
                (seq, entry.map(|entry| entry.body.at))
            }
            Self::Instant(instant) => {
                (snapshot.seq_at(instant.0).map_err(internal)?, Some(instant.0))
            }
        };
        let day = at.map_or(now.today(), registry::day_of).min(now.today());
        now.at(seq, day)
    }
}
