//! An order that is kept in memory, for tests: it moves, doubts and refuses as told.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::{AskHead, Machines, Member, Role};
use journal::{Group, Head};
use order::{Order, OrderError, Proposal};

/// What goes wrong with the next group.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fault {
    /// It is not taken, and nobody says so.
    Lost,
    /// It is taken, and nobody says so.
    Unanswered,
    /// There is no space.
    Full,
}

#[derive(Default)]
pub(super) struct Kept {
    pub(super) groups: Vec<(Group, [u8; 16])>,
    /// Groups before it are elsewhere.
    pub(super) floor: usize,
    pub(super) faults: VecDeque<Fault>,
    /// What each machine is to do.
    pub(super) roles: Vec<Role>,
    pub(super) left: usize,
    pub(super) machines: Machines,
    pub(super) proposals: usize,
}

impl Kept {
    pub(super) fn head(&self) -> Head {
        self.groups.last().map_or_else(Head::default, |(group, _)| group.last)
    }

    pub(super) fn after(&self, after: u64) -> Vec<Group> {
        let groups = self.groups.iter().map(|(group, _)| group);
        groups.filter(|group| group.first > after).cloned().collect()
    }
}

/// What all machines share.
#[derive(Default)]
pub(super) struct All {
    pub(super) kept: Mutex<Kept>,
    pub(super) changed: Condvar,
}

impl All {
    pub(super) fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Clone)]
pub(super) struct Machine {
    pub(super) nth: usize,
    pub(super) all: Arc<All>,
}

impl Order for Machine {
    fn head(&mut self) -> Result<Head, OrderError> {
        Ok(self.all.lock().head())
    }

    fn append(&mut self, proposal: &Proposal) -> Result<(), OrderError> {
        let mut kept = self.all.lock();
        kept.proposals += 1;
        let Proposal { group, nonce } = proposal;
        if kept.groups.iter().any(|(_, it)| it == nonce) {
            return Ok(());
        }
        let before = Head { seq: group.first - 1, hash: group.previous };
        if kept.head() != before {
            return Err(OrderError::Moved(kept.head()));
        }
        if kept.roles[self.nth] == Role::Follower(None) {
            return Err(OrderError::NotWriter(None));
        }
        let fault = kept.faults.pop_front();
        match fault {
            Some(Fault::Lost) => return Err(OrderError::InDoubt),
            Some(Fault::Full) => return Err(OrderError::Full),
            Some(Fault::Unanswered) | None => kept.groups.push((group.clone(), *nonce)),
        }
        self.all.changed.notify_all();
        if fault.is_some() { Err(OrderError::InDoubt) } else { Ok(()) }
    }

    fn read(&mut self, after: u64, _: usize) -> Result<Vec<Group>, OrderError> {
        let kept = self.all.lock();
        match kept.groups.get(kept.floor) {
            Some((group, _)) if group.first > after + 1 => {
                Err(OrderError::Trimmed { floor: group.first })
            }
            _ => Ok(kept.after(after)),
        }
    }

    fn follow(&mut self, after: u64, wait: Duration) -> Result<Vec<Group>, OrderError> {
        let kept = self.all.lock();
        let waited = self.all.changed.wait_timeout_while(kept, wait, |it| it.head().seq <= after);
        drop(waited);
        self.read(after, 0)
    }

    fn trim(&mut self, _: u64) -> Result<(), OrderError> {
        Ok(())
    }
}

impl Member for Machine {
    fn role(&mut self) -> Role {
        self.all.lock().roles[self.nth].clone()
    }

    fn left(&mut self) {
        let mut kept = self.all.lock();
        kept.left += 1;
        kept.roles[self.nth] = Role::Follower(None);
    }

    fn machines(&mut self) -> Machines {
        self.all.lock().machines
    }

    fn head_beside(&mut self) -> Option<AskHead> {
        let mut order = self.clone();
        Some(Box::new(move || order.head()))
    }

    fn missing(&mut self, after: u64, floor: u64) -> Result<Vec<Group>, OrderError> {
        let kept = self.all.lock();
        let groups = kept.after(after).into_iter().filter(|group| group.first < floor);
        Ok(groups.collect())
    }
}
