//! The order in etcd, as the registry's writer sees it.

use std::{sync::Arc, time::Duration};

use order::{
    Order, OrderError, Proposal,
    etcd::{Claim, Shared},
};

use super::part::Part;
use crate::{
    journal::{Group, Head},
    registry::{Member, Role},
};

/// The order in etcd, and what this machine is to do there.
pub struct Etcd {
    shared: Shared,
    part: Arc<Part>,
    /// The claim under which it appends.
    claim: Option<Claim>,
}

impl Etcd {
    pub(super) const fn new(shared: Shared, part: Arc<Part>) -> Self {
        Self { shared, part, claim: None }
    }
}

impl Member for Etcd {
    fn role(&mut self) -> Role {
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

    fn missing(&mut self, _: u64, floor: u64) -> Result<Vec<Group>, OrderError> {
        Err(OrderError::Trimmed { floor })
    }
}

impl Order for Etcd {
    fn head(&mut self) -> Result<Head, OrderError> {
        self.shared.head()
    }

    fn append(&mut self, proposal: &Proposal) -> Result<(), OrderError> {
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
