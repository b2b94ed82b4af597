//! What a registry needs of a machine that shares an order with others, and what it tells of it.

use std::time::Instant;

use order::{Order, OrderError};

use super::AskHead;
use journal::{Group, LEVEL};

/// What a machine is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// It decides what is written.
    Writer,
    /// It decides what waits already, and then no more.
    Leaving,
    /// It takes what others decided; where the one is that does, if there is one.
    Follower(Option<String>),
}

/// An order that several machines share, from one of them. It is asked by the one thread that
/// writes.
pub trait Member: Order {
    /// What this machine is to do now. Asked before each group, and some times a second.
    fn role(&mut self) -> Role;

    /// Hears that all that waited is decided, after [`Role::Leaving`]: another may write.
    fn left(&mut self);

    /// Who else takes part, as far as is known. Asked as the role is.
    fn machines(&mut self) -> Machines;

    /// What asks where the order stands beside the thread that writes; handed out once, when the
    /// registry is opened.
    fn head_beside(&mut self) -> Option<AskHead>;

    /// The groups that follow an entry, from elsewhere: the order keeps only those from `floor` on.
    ///
    /// # Errors
    /// [`OrderError::Trimmed`] where nobody has them.
    fn missing(&mut self, after: u64, floor: u64) -> Result<Vec<Group>, OrderError>;
}

/// Those who share an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Machines {
    /// How many are there, this one among them.
    pub here: u32,
    /// How many are not, and have nothing kept for them any more.
    pub dropped: u32,
    /// The form of entries that all of them read.
    pub level: u32,
}

impl Default for Machines {
    fn default() -> Self {
        Self { here: 1, dropped: 0, level: LEVEL }
    }
}

/// Where a registry stands that shares an order with others.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Who decides what is written.
    pub writes: Writes,
    /// The order had nothing at this moment that is not shown here; `None` until that is known for
    /// the first time.
    pub current: Option<Instant>,
    /// The last entry of the order, as far as it was heard of.
    pub ordered: u64,
    /// The last entry that this machine does not lose with its power.
    pub durable: u64,
    /// When that was last asked after, and answered.
    pub heard: Option<Instant>,
    /// Why nothing can be written, or followed, at present.
    pub trouble: Option<String>,
    /// Whether that is since the order has no space left.
    pub is_full: bool,
    /// Whether that is for good: this machine's history is not the order's, or of a newer hoptac.
    pub is_cut_off: bool,
    /// How often the order did not answer, or refused.
    pub failures: u64,
    /// Who shares the order.
    pub machines: Machines,
}

/// Who decides what is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Writes {
    /// This machine, and it shows all that was ordered before.
    Here,
    /// Another machine, which takes requests at this address.
    Elsewhere(String),
    /// Nobody, as far as is known.
    #[default]
    Nobody,
}
