//! A machine by itself: this program was built without the cluster mode, and the settings refuse it.

use std::sync::Arc;

use crate::{
    cli::{report, settings::Settings},
    registry::Registry,
    tokens::Contact,
};

/// The part that a machine by itself takes in a cluster: none.
pub enum Part {}

/// Opens the registry.
///
/// # Errors
/// As [`report::open`].
pub fn open(settings: &Settings, _: &str) -> anyhow::Result<(Registry, Option<Part>)> {
    Ok((report::open(settings)?, None))
}

impl Part {
    /// When its tokens were current.
    pub fn contact(&self) -> Arc<Contact> {
        match *self {}
    }

    /// Ends it.
    pub fn leave(self) {
        match self {}
    }
}
