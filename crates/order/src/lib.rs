//! What orders entries where several machines keep one journal: a port, and etcd behind it.
//!
//! Each machine keeps its own whole journal, view and index; only the order of *groups* of entries
//! is agreed upon. Whoever appends names the head that it decided on, and a group is taken only if
//! the order still stands there: so at most one of two writers succeeds, however late their
//! messages arrive, and no lease is trusted for that.
//!
//! Owns the port and the engines behind it. Must not know what an entry says.

mod address;
#[cfg(feature = "etcd")]
pub mod etcd;
mod membership;

use std::time::Duration;

use journal::{Group, Head};

pub use address::{Address, AddressError};
pub use membership::{Membership, MembershipError};

/// The order of groups, as one machine sees it. The calls block: the writer is a thread.
pub trait Order: Send {
    /// Where the order stands: linearizable, so never before anything that was acknowledged.
    ///
    /// # Errors
    /// [`OrderError::Down`] where it cannot be told in time.
    fn head(&mut self) -> Result<Head, OrderError>;

    /// Appends a group behind the head that it was prepared for. `Ok`: a majority has synced it.
    ///
    /// # Errors
    /// After [`OrderError::InDoubt`] and [`OrderError::Full`] the same proposal is to be made
    /// again, until another answer comes. After any other error it is not in the order and never
    /// will be.
    fn append(&mut self, proposal: &Proposal) -> Result<(), OrderError>;

    /// The groups that follow an entry, some `max_bytes` of them; none where there are none yet.
    ///
    /// # Errors
    /// [`OrderError::Trimmed`] where they are no longer kept.
    fn read(&mut self, after: u64, max_bytes: usize) -> Result<Vec<Group>, OrderError>;

    /// The groups that follow an entry, as soon as there are any; none where none came in time.
    ///
    /// # Errors
    /// As for [`Order::read`].
    fn follow(&mut self, after: u64, wait: Duration) -> Result<Vec<Group>, OrderError>;

    /// Gives up the groups that end before an entry.
    ///
    /// # Errors
    /// [`OrderError::Down`] where it cannot be told whether that was done; it may be done again.
    fn trim(&mut self, below: u64) -> Result<(), OrderError>;
}

/// A group that a writer wants appended. The nonce tells it from what any other writer, or the same
/// one at another time, wants appended at this place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The group.
    pub group: Group,
    /// Random bytes.
    pub nonce: [u8; 16],
}

impl Proposal {
    /// Proposes a group for the first time.
    ///
    /// # Errors
    /// Where the system has no random bytes.
    pub fn of(group: Group) -> Result<Self, OrderError> {
        let mut nonce = [0; 16];
        getrandom::fill(&mut nonce)
            .map_err(|error| OrderError::Down(format!("no random bytes: {error}")))?;
        Ok(Self { group, nonce })
    }
}

/// Why the order did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// Another writer appended: decide again on the head that is named.
    #[error("the order stands at entry {} and not where the group was prepared for", .0.seq)]
    Moved(Head),
    /// No answer came: the group may be appended, or may be yet.
    #[error("no answer came to the group that was proposed; it may be in the order or not")]
    InDoubt,
    /// This machine is not the writer; who is, where that is known.
    #[error("this machine is not the writer{}", .0.as_ref().map_or(String::new(), |url| format!("; {url} is")))]
    NotWriter(Option<String>),
    /// The group cannot be kept: send its commands in parts.
    #[error("the group has {bytes} bytes, and at most {max} can be ordered at once")]
    TooLarge {
        /// What it has.
        bytes: usize,
        /// What it may have.
        max: usize,
    },
    /// The order has no space left.
    #[error(
        "etcd has no space left for data: free some (`etcdctl compact` and `defrag`), raise \
         `--quota-backend-bytes`, then `etcdctl alarm disarm`"
    )]
    Full,
    /// The groups asked for are no longer kept.
    #[error(
        "the order keeps no entries before {floor}: copy the journal of another machine, or restore \
         a backup"
    )]
    Trimmed {
        /// The first entry that is kept.
        floor: u64,
    },
    /// What the order holds is not what a hoptac wrote.
    #[error("the order holds what cannot be read under {key}: {what}")]
    Damaged {
        /// Where.
        key: String,
        /// What is wrong.
        what: String,
    },
    /// It cannot be reached.
    #[error("the order cannot be reached: {0}")]
    Down(String),
}
