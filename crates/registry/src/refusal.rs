//! Why what an order has is not taken, and whether it can have the same history as a journal. Must not
//! know who orders.

use journal::{Entry, Head};
use order::OrderError;

/// What became of a group.
pub(super) enum Ordered {
    /// It is durable, or cannot be made so.
    Done(Result<Vec<Entry>, String>),
    /// It is not in the order: another machine wrote, or is to write.
    Not,
}

/// Why groups were not taken.
pub(super) enum Refusal {
    /// It may pass.
    Passing(String),
    /// The order has no space left.
    Full,
    /// It does not pass: this machine has another history, or is too old.
    CutOff(String),
}

impl From<OrderError> for Refusal {
    fn from(error: OrderError) -> Self {
        match error {
            OrderError::Full => Self::Full,
            error => Self::Passing(error.to_string()),
        }
    }
}

/// Checks that a journal can be the beginning of what the order has.
pub(super) fn same_history(own: Head, ordered: Head) -> Result<(), Refusal> {
    if ordered.seq < own.seq {
        let what = format!("this machine has {} entries and the order {}", own.seq, ordered.seq);
        return Err(Refusal::CutOff(other_history(&what)));
    }
    if ordered.seq == own.seq && ordered.hash != own.hash {
        let what = format!("entry {} differs", own.seq);
        return Err(Refusal::CutOff(other_history(&what)));
    }
    Ok(())
}

/// That a journal has another history, and what to do.
pub(super) fn other_history(what: &str) -> String {
    format!(
        "this machine's history is not the cluster's: {what}; see `hoptac cluster status`, then set \
         this data folder aside and join again, or begin anew from the machine with the longest \
         history with `hoptac cluster init`"
    )
}
