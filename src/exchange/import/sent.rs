//! Rows on their way to the registry. Must not know what becomes of them.

use std::sync::Arc;

use super::{Answer, Position, Row};
use crate::domain::{Record, link::ByKey};

/// Rows that were sent.
pub(super) struct Sent {
    /// Where each stands, and how many bytes it takes up.
    pub at: Vec<(Position, usize)>,
    pub drafts: Arc<[Record<ByKey>]>,
    pub answer: Option<Answer>,
}

impl Sent {
    pub fn row(&self, place: usize) -> Row {
        let (at, bytes) = self.at[place];
        Row { at, draft: self.drafts[place].clone(), bytes }
    }

    pub fn rows(&self) -> Vec<Row> {
        (0..self.at.len()).map(|place| self.row(place)).collect()
    }
}
