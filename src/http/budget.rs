//! Budgets: how many points of cost a caller may spend, in a bucket that fills again by the second.
//!
//! Owns who pays, and what is left. Must not know what anything costs.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use quick_cache::sync::Cache;

use super::{asker::RequestContext, client::subscriber};
use crate::auth::Role;

/// Most callers that are remembered. One who is forgotten has a full budget again.
const CALLERS: usize = 100_000;

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

/// Who pays.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Payer {
    /// Who holds a token.
    Token(String),
    /// Whoever is at an address; of IPv6, at what one subscriber is given.
    Address(IpAddr),
}

impl Payer {
    fn of(asker: &RequestContext) -> Self {
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
    buckets: Cache<Payer, Arc<Mutex<Bucket>>>,
}

/// What a request was charged, to be told and given back in part.
pub struct Charge {
    bucket: Option<Arc<Mutex<Bucket>>>,
    /// What it was charged.
    pub points: u64,
}

impl Budgets {
    /// Full budgets.
    pub fn new(budget: Budget) -> Self {
        Self { budget, buckets: Cache::new(CALLERS) }
    }

    /// How much each caller may spend.
    pub const fn budget(&self) -> Budget {
        self.budget
    }

    /// Charges the caller.
    ///
    /// # Errors
    /// The seconds after which they will have enough, at least 1.
    pub fn charge(
        &self,
        asker: &RequestContext,
        points: u64,
        now: Timestamp,
    ) -> Result<Charge, NonZeroU32> {
        if self.budget.points == 0 {
            return Ok(Charge { bucket: None, points });
        }
        let full = as_float(self.budget.points);
        let made = || Ok::<_, ()>(Arc::new(Mutex::new(Bucket { points: full, at: now })));
        let bucket = self.buckets.get_or_insert_with(&Payer::of(asker), made);
        let Ok(bucket) = bucket else { return Ok(Charge { bucket: None, points }) };
        // What costs more than a whole budget may be asked for when it is full.
        let due = as_float(points).min(full);
        let mut left = locked(&bucket);
        self.refill(&mut left, now);
        if left.points < due {
            let missing = due - left.points;
            let seconds = (missing / as_float(self.budget.restored.max(1))).ceil().max(1.0);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "1 or more; a cast saturates"
            )]
            return Err(NonZeroU32::new(seconds as u32).unwrap_or(NonZeroU32::MIN));
        }
        left.points -= due;
        drop(left);
        Ok(Charge { bucket: Some(bucket), points })
    }

    /// Gives back what a request did not use, and tells what its caller has left.
    pub fn settle(&self, charge: &Charge, actual: u64) -> u64 {
        let Some(bucket) = &charge.bucket else { return self.budget.points };
        let full = as_float(self.budget.points);
        let unused =
            as_float(charge.points).min(full) - as_float(actual.min(charge.points)).min(full);
        let mut left = locked(bucket);
        left.points = (left.points + unused).clamp(0.0, full);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within the budget"
        )]
        return left.points as u64;
    }

    fn refill(&self, bucket: &mut Bucket, now: Timestamp) {
        // A clock that was set back restores nothing, nor does its way to where it was.
        let passed = now.duration_since(bucket.at).as_secs_f64().max(0.0);
        let restored = passed * as_float(self.budget.restored);
        bucket.points = (bucket.points + restored).min(as_float(self.budget.points));
        bucket.at = bucket.at.max(now);
    }
}

#[expect(clippy::cast_precision_loss, reason = "points are few enough")]
const fn as_float(points: u64) -> f64 {
    points as f64
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
        domain::Lang,
        http::{ClientAddr, request_id::RequestId},
    };

    fn asker(address: &str) -> RequestContext {
        let (caller, client) = (Caller::anonymous().into(), ClientAddr(address.parse().unwrap()));
        RequestContext { caller, client, lang: Lang::Vi, request_id: RequestId::default() }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + seconds).unwrap()
    }

    #[test]
    fn a_budget_runs_out_and_comes_back() {
        let budgets = Budgets::new(Budget { points: 100, restored: 10 });
        let charge = |points, second| budgets.charge(&asker("10.0.0.1"), points, at(second));
        assert!(charge(60, 0).is_ok() && charge(40, 0).is_ok());
        assert_eq!(charge(25, 0).err().map(NonZeroU32::get), Some(3));
        assert!(charge(25, 3).is_ok());
        assert_eq!(
            charge(6, 2).err().map(NonZeroU32::get),
            Some(1),
            "a clock set back restores nothing"
        );
        assert_eq!(charge(6, 3).err().map(NonZeroU32::get), Some(1), "nor when it catches up");
        assert!(charge(5_000, 60).is_ok(), "a full budget pays for anything");
        assert_eq!(charge(1, 60).err().map(NonZeroU32::get), Some(1));
    }

    #[test]
    fn what_was_not_used_is_given_back() {
        let budgets = Budgets::new(Budget { points: 100, restored: 10 });
        let charge = budgets.charge(&asker("10.0.0.1"), 80, at(0)).ok().unwrap();
        assert_eq!(budgets.settle(&charge, 30), 70);
        let charge = budgets.charge(&asker("10.0.0.1"), 10, at(0)).ok().unwrap();
        assert_eq!(budgets.settle(&charge, 1_000), 60);
    }

    #[test]
    fn each_pays_for_itself() {
        let budgets = Budgets::new(Budget { points: 10, restored: 1 });
        let charge = |asker: &RequestContext| budgets.charge(asker, 10, at(0)).is_ok();
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
    fn without_a_budget_nobody_counts() {
        let budgets = Budgets::new(Budget { points: 0, restored: 0 });
        for _ in 0..3 {
            assert!(budgets.charge(&asker("10.0.0.1"), u64::MAX, at(0)).is_ok());
        }
    }
}
