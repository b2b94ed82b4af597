//! What one operation pays: some points in advance, more as it reads, and in the end what it used.
//!
//! Owns when points change hands. Must not know what is asked, nor who pays.

use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
};

use async_graphql::parser::types::OperationType;

use super::budget::Account;
use crate::{graphql::Meter, registry::Registry};

/// Points that are taken at a time: the most that an operation holds and does not use.
const SLICE: u64 = 1_000;

/// What an operation pays. When it is dropped, what was not settled is.
#[derive(Debug)]
pub struct Charge {
    account: Account,
    taken: Arc<AtomicU64>,
    settled: AtomicBool,
    /// What counts what it reads.
    pub meter: Arc<Meter>,
    /// What it costs as far as that could be told beforehand, in points.
    pub requested: u64,
}

impl Charge {
    /// Begins to pay for an operation that costs so many points at most as far as can be told, and
    /// may use so many.
    ///
    /// A query is stopped where nothing is left to pay from. What a mutation has begun is not: what
    /// it uses is owed. A subscription pays for what it used after each step.
    ///
    /// # Errors
    /// The seconds after which there are enough points to begin.
    pub fn begin(
        account: &Account,
        registry: &Arc<Registry>,
        kind: Option<OperationType>,
        requested: u64,
        most: u64,
    ) -> Result<Self, NonZeroU32> {
        let budget = account.budget().points;
        let most = if budget == 0 { most } else { most.min(budget) };
        let subscribes = kind == Some(OperationType::Subscription);
        let first =
            account.take(if subscribes { 1 } else { requested.min(SLICE) }, registry.now())?;
        let taken = Arc::new(AtomicU64::new(first));
        let meter = if subscribes || budget == 0 {
            Meter::up_to(most)
        } else {
            let (account, registry, taken) =
                (account.clone(), Arc::clone(registry), Arc::clone(&taken));
            let writes = kind == Some(OperationType::Mutation);
            let purse = move || {
                let mut drawn = account.draw(SLICE, registry.now());
                if drawn == 0 && writes {
                    account.owe(SLICE);
                    drawn = SLICE;
                }
                taken.fetch_add(drawn, Relaxed);
                drawn
            };
            Meter::paid(most, first, Box::new(purse))
        };
        let (account, meter) = (account.clone(), Arc::new(meter));
        Ok(Self { account, taken, settled: AtomicBool::new(false), meter, requested })
    }

    /// The points that were used so far, at least 1.
    pub fn used(&self) -> u64 {
        self.meter.total().max(1)
    }

    /// Has what was used paid, and no more; tells what its caller has left.
    pub fn settle(&self) -> u64 {
        if self.settled.swap(true, Relaxed) {
            return self.account.settle(0, 0);
        }
        self.account.settle(self.taken.load(Relaxed), self.used())
    }

    /// What it is paid from.
    pub const fn account(&self) -> &Account {
        &self.account
    }

    /// Points that an operation must find to go on from where this one was stopped.
    pub fn wanted(&self) -> u64 {
        self.used().saturating_add(SLICE)
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        self.settle();
    }
}
