//! The order in etcd, as the registry's writer sees it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use order::{
    Order, OrderError, Proposal,
    etcd::{Claim, Shared},
};

use super::{
    clocks::OFF,
    part::Part,
    peers::{self, Fetch},
};
use crate::{
    journal::{Group, Head},
    registry::{AskHead, Clock, Machines, Member, Role, SystemClock},
};

/// The order in etcd, and what this machine is to do there.
pub struct Etcd {
    shared: Shared,
    part: Arc<Part>,
    /// The claim under which it appends.
    claim: Option<Claim>,
    steady: Steady,
    /// Another way to the order, for those who ask where it stands; until it is handed out.
    beside: Option<Shared>,
    /// Gets from other machines what the order keeps no more.
    fetch: Fetch,
}

/// Sees that the clock goes on as time does: what is written bears its time for ever.
struct Steady {
    /// When it was last looked at, and what it said, in milliseconds.
    looked: (Instant, i64),
}

impl Steady {
    fn new() -> Self {
        Self { looked: (Instant::now(), SystemClock.now().as_millisecond()) }
    }

    /// By how many milliseconds the clock jumped since it was last looked at, where that is far.
    fn jumped(&mut self) -> Option<i64> {
        let (at, said) = std::mem::replace(self, Self::new()).looked;
        let (now, says) = self.looked;
        let passed = i64::try_from(now.duration_since(at).as_millis()).unwrap_or(i64::MAX);
        let jump = says - said - passed;
        (jump.abs() > OFF).then_some(jump)
    }
}

impl Etcd {
    pub(super) fn new(shared: Shared, beside: Shared, part: Arc<Part>, fetch: Fetch) -> Self {
        Self { shared, part, claim: None, steady: Steady::new(), beside: Some(beside), fetch }
    }

    /// Lets another machine write where the clock jumped: which of the two times is right the others'
    /// clocks say.
    fn has_jumped(&mut self) -> bool {
        let Some(jump) = self.steady.jumped() else { return false };
        if self.claim.take().is_none() {
            return false;
        }
        tracing::warn!(jump, "This machine's clock jumped by {jump} ms: another one is to write");
        self.left();
        true
    }
}

impl Member for Etcd {
    fn role(&mut self) -> Role {
        let _ = self.has_jumped();
        let mut told = self.part.lock();
        if self.claim != told.claim {
            self.claim = told.claim;
            self.shared.write_under(told.claim);
        }
        if told.claim.is_some() && !self.shared.is_writer() {
            // It was refused: another took the role over.
            (told.claim, self.claim) = (None, None);
        }
        match (told.claim, told.is_leaving) {
            (None, _) => Role::Follower(told.url.clone()),
            (Some(_), true) => Role::Leaving,
            (Some(_), false) => Role::Writer,
        }
    }

    fn left(&mut self) {
        self.part.tell(|told| (told.claim, told.has_left) = (None, true));
    }

    fn machines(&mut self) -> Machines {
        self.part.lock().machines
    }

    fn head_beside(&mut self) -> Option<AskHead> {
        let mut beside = self.beside.take()?;
        Some(Box::new(move || beside.head()))
    }

    fn missing(&mut self, after: u64, floor: u64) -> Result<Vec<Group>, OrderError> {
        peers::missing(&mut self.shared, &mut self.fetch, after, floor)
    }
}

impl Order for Etcd {
    fn head(&mut self) -> Result<Head, OrderError> {
        self.shared.head()
    }

    fn append(&mut self, proposal: &Proposal) -> Result<(), OrderError> {
        // It was decided since the clock was last looked at.
        if self.has_jumped() {
            return Err(OrderError::NotWriter(None));
        }
        self.shared.append(proposal)
    }

    fn read(&mut self, after: u64, max_bytes: usize) -> Result<Vec<Group>, OrderError> {
        self.shared.read(after, max_bytes)
    }

    fn follow(&mut self, after: u64, wait: Duration) -> Result<Vec<Group>, OrderError> {
        self.shared.follow(after, wait)
    }

    fn trim(&mut self, below: u64) -> Result<(), OrderError> {
        self.shared.trim(below)
    }
}
