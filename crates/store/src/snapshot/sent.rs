//! Which command a sender gave an idempotency key.

use super::Snapshot;
use crate::{StoreError, keys};

impl Snapshot {
    /// The last command that a sender gave an idempotency key, of all that the view shows by now.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn sent_as(&self, by: &str, key: &str) -> Result<Option<u64>, StoreError> {
        let Some(seq) = self.shared.tree.get(&keys::idempotency(by, key))? else { return Ok(None) };
        keys::last_seq(&seq)
            .map(Some)
            .ok_or_else(|| StoreError::corrupt("the number of an idempotent command is damaged"))
    }
}
