//! What is read of a snapshot is noted, so that it is known later whether the same would be read.

use std::sync::Arc;

use super::Snapshot;
use crate::{
    footprint::{Basis, Footprint},
    lists::{self, Facet},
    written::{self, LastWrites},
};
use domain::Noun;

impl Snapshot {
    /// The same, with all that is read noted.
    #[must_use]
    pub fn traced(self, footprint: Arc<Footprint>) -> Self {
        Self { footprint: Some(footprint), ..self }
    }

    /// Where it is noted what is read.
    #[must_use]
    pub const fn footprint(&self) -> Option<&Arc<Footprint>> {
        self.footprint.as_ref()
    }

    /// Whether an answer that was read as of a command is what this snapshot tells.
    #[must_use]
    pub fn tells(&self, basis: &Basis, as_of: u64) -> bool {
        as_of == self.seq
            || as_of < self.seq
                && basis
                    .notes()
                    .is_some_and(|notes| self.shared.written.are_unchanged(notes, as_of))
    }

    /// Notes that entries were read whose keys start so, or where they would be.
    pub(super) fn rest_on(&self, key: &[u8]) {
        if let Some(footprint) = &self.footprint {
            footprint.note(written::place(key));
        }
    }

    /// Notes that it was asked of which records of a noun something is said.
    pub fn rest_on_facet(&self, noun: Noun, facet: Facet) {
        self.rest_on(&lists::noted(noun, facet));
    }

    pub(super) fn rest_on_head(&self) {
        if let Some(footprint) = &self.footprint {
            footprint.rest_on_head();
        }
    }

    /// When entries were last written.
    pub(crate) fn written(&self) -> &LastWrites {
        &self.shared.written
    }

    /// The last command that the snapshot shows. What hangs on it rests on the head.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.rest_on_head();
        self.seq
    }

    /// The same, for who shows it to nobody.
    #[must_use]
    pub const fn pinned_at(&self) -> u64 {
        self.seq
    }
}
