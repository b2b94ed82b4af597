//! Processor time as points: what is read is counted as it is read (`graphql::Meter`), and what takes
//! the processor beside, such as reading a large document, sorting, introspection, or compressing, is
//! measured and paid for, too.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use super::budget::Account;

/// Processor time that one point pays for. With 50,000 points restored each second, a caller has a
/// quarter of a core. What is built without optimisation takes many times as long.
const OF_POINT: Duration = Duration::from_micros(if cfg!(debug_assertions) { 400 } else { 5 });
/// Points of each piece of work that are not charged: what any request takes.
const FREE: u64 = 20;

/// The processor time of this thread when some work began.
#[derive(Debug, Clone, Copy)]
pub struct CpuTime(Duration);

impl CpuTime {
    /// Work begins on this thread.
    pub fn begin() -> Self {
        Self(of_thread())
    }

    /// The points that the work costs, which was done on this thread.
    pub fn points(self) -> u64 {
        points(of_thread().saturating_sub(self.0))
    }

    /// Has the work paid, as far as it cost more than was counted.
    pub fn charge(self, account: &Account, counted: u64) {
        let beside = self.points().saturating_sub(counted.saturating_add(FREE));
        if beside > 0 {
            account.owe(beside);
        }
    }
}

fn points(took: Duration) -> u64 {
    u64::try_from(took.as_nanos() / OF_POINT.as_nanos()).unwrap_or(u64::MAX)
}

fn of_thread() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let (seconds, nanos) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    Duration::new(seconds.unwrap_or(0), nanos.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{
        auth::Caller,
        domain::Languages,
        http::{
            ClientAddr,
            asker::RequestContext,
            budget::{Budget, Budgets},
            request_id::RequestId,
        },
    };

    #[test]
    fn work_is_paid_for_beside_what_was_counted() {
        let asker = RequestContext {
            caller: Caller::anonymous().into(),
            client: ClientAddr([192, 0, 2, 1].into()),
            languages: Languages::default(),
            request_id: RequestId::default(),
        };
        let now = Timestamp::UNIX_EPOCH;
        let budgets = Budgets::new(Budget { points: 1_000_000, restored: 1 }, 1_000);
        let account = budgets.account(&asker, 1, now);
        CpuTime::begin().charge(&account, 0);
        assert_eq!(account.settle(0, 0), 1_000_000, "a little work is free");
        let work = CpuTime::begin();
        let mut sum = 0_u64;
        while work.points() < 1_000 {
            sum = std::hint::black_box(sum.wrapping_add(1));
        }
        work.charge(&account, 100);
        let left = account.settle(0, 0);
        assert!(left <= 1_000_000 - 880, "{left} points are left after {sum} steps");
        work.charge(&account, u64::MAX);
        assert_eq!(account.settle(0, 0), left, "what was counted was paid");
    }

    #[test]
    fn a_full_budget_is_a_quarter_of_a_core() {
        let restored = u32::try_from(Budget::default().restored).unwrap();
        let built = if cfg!(debug_assertions) { 80 } else { 1 };
        assert_eq!(OF_POINT * restored / built, Duration::from_millis(250));
    }
}
