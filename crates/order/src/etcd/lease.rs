//! A lease: what a machine says of itself goes away by itself once the machine does.
//!
//! Owns keeping it alive. Must not know what lies under it: safety rests on compared heads alone.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::stream;
use tokio::task::JoinHandle;

use super::{
    client::{Client, down, method},
    messages::{
        Empty, LeaseGrantRequest, LeaseGrantResponse, LeaseKeepAliveResponse, LeaseRequest,
    },
};
use crate::OrderError;

/// A lease that is kept alive until it is dropped or given up.
pub struct Lease {
    id: i64,
    alive: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

/// That this machine is the writer, by the revision at which it became so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim(pub(super) i64);

impl Lease {
    pub(super) async fn take(client: &mut Client, seconds: u32) -> Result<Self, OrderError> {
        let question = LeaseGrantRequest { ttl: i64::from(seconds) };
        let granted: LeaseGrantResponse =
            client.call(method::LEASE_GRANT, question).await.map_err(|status| down(&status))?;
        let alive = Arc::new(AtomicBool::new(true));
        let life = Duration::from_secs(u64::try_from(granted.ttl).unwrap_or(1).max(1));
        let kept = keep(client.clone(), granted.id, life, Arc::clone(&alive));
        Ok(Self { id: granted.id, alive, task: tokio::spawn(kept) })
    }

    /// Its number.
    #[must_use]
    pub const fn id(&self) -> i64 {
        self.id
    }

    /// Whether it still stands, as far as this machine knows.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.alive.load(Ordering::Acquire)
    }

    /// Gives it up at once, with all that lies under it.
    pub(super) async fn give_up(self, client: &mut Client) -> Result<(), OrderError> {
        self.task.abort();
        client.ask::<_, Empty>(method::LEASE_REVOKE, LeaseRequest { id: self.id }).await.map(|_| ())
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Keeps a lease alive; ends once it is known to have ended, or cannot be otherwise.
async fn keep(mut client: Client, id: i64, life: Duration, alive: Arc<AtomicBool>) {
    let mut kept = Instant::now();
    while kept.elapsed() < life {
        tokio::time::sleep(life / 6).await;
        let asked = Instant::now();
        match keep_once(&mut client, id).await {
            Some(true) => kept = asked,
            Some(false) => break,
            None => {}
        }
    }
    alive.store(false, Ordering::Release);
}

/// Whether a lease goes on; `None` where nobody answers.
async fn keep_once(client: &mut Client, id: i64) -> Option<bool> {
    let questions = stream::iter([LeaseRequest { id }]);
    let answers = client.stream(method::LEASE_KEEP_ALIVE, questions).await;
    let Ok(mut answers) = answers else { return None };
    let wait = Duration::from_millis(500);
    let answer = tokio::time::timeout(wait, answers.message()).await;
    if let Ok(Ok(Some(LeaseKeepAliveResponse { ttl, .. }))) = answer {
        return Some(ttl > 0);
    }
    client.turn();
    None
}
