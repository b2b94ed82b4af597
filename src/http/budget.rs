//! Budgets: how many points of cost a caller may spend, in a bucket that fills again by the second.
//!
//! Owns who pays, and what is left. Must not know what anything costs.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use quick_cache::sync::Cache;

use super::{asker::RequestContext, client::subscriber};
use crate::auth::Role;

/// Most callers that are remembered. One who is forgotten has a full budget again.
const CALLERS: usize = 100_000;

/// How long it takes to be told that nothing is left. Who asks again at once, and not after the seconds
/// that they are told, does so four times a second on each connection, which costs the others little.
pub const REFUSED_AFTER: Duration = Duration::from_millis(250);

/// How much each caller may spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Points that may be spent at once; 0 where nobody counts.
    pub points: u64,
    /// Points that come back each second.
    pub restored: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { points: 500_000, restored: 50_000 }
    }
}

impl Budget {
    /// What one of several machines gives of it, of whom nobody knows what the others gave. Never
    /// less than what one operation may use, so that each answers what one alone would.
    fn of_one(self, machines: u32, operation: u64) -> Self {
        let machines = u64::from(machines.max(1));
        let points = (self.points / machines).max(operation.min(self.points));
        Self { points, restored: self.restored.div_ceil(machines) }
    }
}

/// Who pays.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Payer {
    /// Who holds a token.
    Token(String),
    /// Whoever is at an address; of IPv6, at what one subscriber is given.
    Address(IpAddr),
}

impl Payer {
    /// Who pays for what somebody asks.
    pub fn of(asker: &RequestContext) -> Self {
        if asker.caller.role > Role::Anonymous {
            return Self::Token(asker.caller.id.clone());
        }
        Self::Address(subscriber(asker.client.0))
    }
}

/// What a caller has left, and since when.
#[derive(Debug)]
struct Bucket {
    points: f64,
    at: Timestamp,
}

/// The budgets of all callers.
pub struct Budgets {
    budget: Budget,
    /// What one operation may use.
    operation: u64,
    buckets: Cache<Payer, Arc<Mutex<Bucket>>>,
}

/// What one caller pays from.
#[derive(Debug, Clone)]
pub struct Account {
    budget: Budget,
    /// `None` where nobody counts.
    bucket: Option<Arc<Mutex<Bucket>>>,
}

impl Budgets {
    /// Full budgets, for operations that may use so much each.
    pub fn new(budget: Budget, operation: u64) -> Self {
        Self { budget, operation, buckets: Cache::new(CALLERS) }
    }

    /// What somebody pays from, at one of so many machines.
    pub fn account(&self, asker: &RequestContext, machines: u32, now: Timestamp) -> Account {
        let budget = self.budget.of_one(machines, self.operation);
        if budget.points == 0 {
            return Account { budget, bucket: None };
        }
        let full = as_float(budget.points);
        let made = || Ok::<_, ()>(Arc::new(Mutex::new(Bucket { points: full, at: now })));
        Account { budget, bucket: self.buckets.get_or_insert_with(&Payer::of(asker), made).ok() }
    }
}

impl Account {
    /// How much may be spent.
    pub const fn budget(&self) -> Budget {
        self.budget
    }

    /// Whether anything is left.
    ///
    /// # Errors
    /// The seconds after which there is, at least 1.
    pub fn check(&self, now: Timestamp) -> Result<(), NonZeroU32> {
        self.await_points(1, now).map_or(Ok(()), Err)
    }

    /// Takes these points; of more than a whole budget, a whole one. Gives what was taken.
    ///
    /// # Errors
    /// The seconds after which there are as many, at least 1.
    pub fn take(&self, points: u64, now: Timestamp) -> Result<u64, NonZeroU32> {
        let Some(bucket) = &self.bucket else { return Ok(points) };
        let due = points.min(self.budget.points);
        let mut left = self.filled(bucket, now);
        if let Some(seconds) = self.missing(&left, due) {
            return Err(seconds);
        }
        left.points -= as_float(due);
        Ok(due)
    }

    /// Takes as many of these points as there are, and gives how many that is.
    pub fn draw(&self, points: u64, now: Timestamp) -> u64 {
        let Some(bucket) = &self.bucket else { return points };
        let mut left = self.filled(bucket, now);
        let drawn = points.min(whole(left.points));
        left.points -= as_float(drawn);
        drawn
    }

    /// Takes these points although they may not be there: nothing else is paid for until they are.
    pub fn owe(&self, points: u64) {
        if let Some(bucket) = &self.bucket {
            locked(bucket).points -= as_float(points);
        }
    }

    /// Gives back what was taken and not used, or takes what is due beside it. Tells what is left.
    pub fn settle(&self, taken: u64, used: u64) -> u64 {
        let Some(bucket) = &self.bucket else { return self.budget.points };
        let mut left = locked(bucket);
        let points = left.points + as_float(taken) - as_float(used);
        left.points = points.min(as_float(self.budget.points));
        whole(left.points)
    }

    /// The seconds after which there are so many points, or a whole budget, at least 1; `None` where
    /// there are now.
    pub fn await_points(&self, points: u64, now: Timestamp) -> Option<NonZeroU32> {
        let bucket = self.bucket.as_ref()?;
        self.missing(&self.filled(bucket, now), points.min(self.budget.points))
    }

    fn missing(&self, left: &Bucket, due: u64) -> Option<NonZeroU32> {
        let missing = as_float(due) - left.points;
        if missing <= 0.0 {
            return None;
        }
        let seconds = (missing / as_float(self.budget.restored.max(1))).ceil();
        let seconds = u32::try_from(whole(seconds)).unwrap_or(u32::MAX);
        Some(NonZeroU32::new(seconds).unwrap_or(NonZeroU32::MIN))
    }

    /// A bucket, with what came back since it was looked at.
    fn filled<'a>(&self, bucket: &'a Mutex<Bucket>, now: Timestamp) -> MutexGuard<'a, Bucket> {
        let mut bucket = locked(bucket);
        // A clock that was set back restores nothing, nor does its way to where it was.
        let passed = now.duration_since(bucket.at).as_secs_f64().max(0.0);
        let restored = passed * as_float(self.budget.restored);
        bucket.points = (bucket.points + restored).min(as_float(self.budget.points));
        bucket.at = bucket.at.max(now);
        bucket
    }
}

#[expect(clippy::cast_precision_loss, reason = "points are few enough")]
const fn as_float(points: u64) -> f64 {
    points as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast saturates; who owes has nothing"
)]
const fn whole(points: f64) -> u64 {
    points as u64
}

// Nothing panics while it holds the lock.
fn locked(bucket: &Mutex<Bucket>) -> MutexGuard<'_, Bucket> {
    bucket.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        auth::Caller,
        domain::Languages,
        http::{ClientAddr, request_id::RequestId},
    };

    fn asker(address: &str) -> RequestContext {
        let (caller, client) = (Caller::anonymous().into(), ClientAddr(address.parse().unwrap()));
        RequestContext {
            caller,
            client,
            languages: Languages::default(),
            request_id: RequestId::default(),
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + seconds).unwrap()
    }

    #[test]
    fn a_budget_runs_out_and_comes_back() {
        let budgets = Budgets::new(Budget { points: 100, restored: 10 }, 100);
        let take =
            |points, second| budgets.account(&asker("10.0.0.1"), 1, at(0)).take(points, at(second));
        assert!(take(60, 0).is_ok() && take(40, 0).is_ok());
        assert_eq!(take(25, 0).err().map(NonZeroU32::get), Some(3));
        assert!(take(25, 3).is_ok());
        assert_eq!(
            take(6, 2).err().map(NonZeroU32::get),
            Some(1),
            "a clock set back restores nothing"
        );
        assert_eq!(take(6, 3).err().map(NonZeroU32::get), Some(1), "nor when it catches up");
        assert_eq!(take(5_000, 60), Ok(100), "a full budget pays for anything");
        assert_eq!(take(1, 60).err().map(NonZeroU32::get), Some(1));
    }

    #[test]
    fn what_was_not_used_is_given_back_and_what_was_used_beside_it_is_owed() {
        let budgets = Budgets::new(Budget { points: 100, restored: 10 }, 100);
        let account = budgets.account(&asker("10.0.0.1"), 1, at(0));
        let taken = account.take(80, at(0)).unwrap();
        assert_eq!(account.settle(taken, 30), 70);
        let taken = account.take(10, at(0)).unwrap();
        assert_eq!(account.settle(taken, 120), 0);
        assert_eq!(account.check(at(0)).err().map(NonZeroU32::get), Some(6), "50 points are owed");
        assert_eq!((account.check(at(5)).is_ok(), account.check(at(6)).is_ok()), (false, true));
        account.owe(10);
        assert_eq!(account.draw(1_000, at(7)), 10, "as many as there are");
        assert_eq!(account.draw(1_000, at(7)), 0);
        assert_eq!(account.await_points(1_000, at(7)).map(NonZeroU32::get), Some(10));
    }

    #[test]
    fn each_pays_for_itself() {
        let budgets = Budgets::new(Budget { points: 10, restored: 1 }, 10);
        let charge =
            |asker: &RequestContext| budgets.account(asker, 1, at(0)).take(10, at(0)).is_ok();
        assert!(charge(&asker("10.0.0.1")) && charge(&asker("10.0.0.2")));
        assert!(!charge(&asker("::ffff:10.0.0.1")), "the same address, written otherwise");
        assert!(charge(&asker("2001:db8::1")) && !charge(&asker("2001:db8::2")));
        assert!(charge(&asker("2001:db8:0:1::1")));
        let mut holder = asker("10.0.0.1");
        holder.caller =
            Arc::new(Caller { id: "tok_a".into(), role: Role::Reader, ..Caller::anonymous() });
        assert!(charge(&holder) && !charge(&holder));
    }

    #[test]
    fn each_of_several_machines_gives_its_share_and_what_one_operation_may_use() {
        let full = Budget { points: 500_000, restored: 50_000 };
        let share = |machines, operation| full.of_one(machines, operation);
        assert_eq!(share(1, 250_000), full);
        assert_eq!(share(0, 250_000), full);
        assert_eq!(share(3, 1_000), Budget { points: 166_666, restored: 16_667 });
        assert_eq!(share(3, 250_000), Budget { points: 250_000, restored: 16_667 });
        assert_eq!(share(3, 900_000), Budget { points: 500_000, restored: 16_667 });
        // Who has a full bucket keeps no more than the share once another machine is there.
        let budgets = Budgets::new(Budget { points: 90, restored: 30 }, 10);
        let account = |machines| budgets.account(&asker("10.0.0.1"), machines, at(0));
        assert_eq!(account(1).draw(1, at(0)), 1);
        assert_eq!(account(3).draw(1_000, at(0)), 30);
        assert_eq!(account(3).draw(1_000, at(1)), 10);
        assert_eq!(account(1).draw(1_000, at(2)), 30, "the others are gone");
    }

    #[test]
    fn without_a_budget_nobody_counts() {
        let budgets = Budgets::new(Budget { points: 0, restored: 0 }, 100);
        let account = budgets.account(&asker("10.0.0.1"), 3, at(0));
        for _ in 0..3 {
            assert_eq!(account.take(u64::MAX, at(0)), Ok(u64::MAX));
            assert_eq!((account.draw(7, at(0)), account.check(at(0))), (7, Ok(())));
            account.owe(u64::MAX);
        }
    }
}
