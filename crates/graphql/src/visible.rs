//! The registry as a caller sees it at one moment, record by record: for what leaves otherwise than
//! by GraphQL.

use std::sync::Arc;

use async_graphql::Error;

use crate::moment::Moment;
use auth::Caller;
use domain::{RecordId, Versioned};
use registry::{Meter, Registry, Snapshot, StoreError};

/// What a caller may see after one command.
pub struct Visible(Moment);

impl Visible {
    /// What a caller may see after a command, and no later than now.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn at(
        registry: &Arc<Registry>,
        caller: &Arc<Caller>,
        meter: &Arc<Meter>,
        seq: u64,
    ) -> Result<Self, StoreError> {
        let pinned = Moment::metered(registry, caller, Arc::clone(meter)).and_then(|now| {
            if seq < now.snapshot().seq() { now.at(seq, now.today()) } else { Ok(now) }
        });
        pinned.map(Self).map_err(|error| told(&error, meter))
    }

    /// The registry at the moment.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        self.0.snapshot()
    }

    /// A record; `None` also where the caller may not see it.
    ///
    /// # Errors
    /// Where it cannot be read, or the meter stops.
    pub fn find(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, StoreError> {
        self.0.find(id).map_err(|error| told(&error, self.0.meter()))
    }
}

fn told(error: &Error, meter: &Meter) -> StoreError {
    match meter.stop() {
        Some(_) => StoreError::Stopped,
        None => StoreError::Corrupt(error.message.clone()),
    }
}
