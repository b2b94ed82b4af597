//! What is found once for all of a request, by whichever part of it asks first. All that ask rest on
//! what it rests on; none of them pays for it, as a part.

use std::sync::OnceLock;

use async_graphql::Result;

use super::Moment;
use registry::Basis;

/// What is found, and what that rests on; nothing where it is of an earlier moment.
pub(super) struct Once<T>(OnceLock<(Result<T>, Option<Basis>)>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> Once<T> {
    /// What was found, or is found now.
    pub fn get(&self, moment: &Moment, find: impl FnOnce() -> Result<T>) -> &Result<T> {
        let footprint = moment.snapshot().footprint();
        let (found, basis) = self.0.get_or_init(|| {
            if let Some(footprint) = footprint {
                footprint.begin_part();
            }
            let before = moment.meter().used();
            let found = find();
            moment.0.trace.share(&moment.meter().used().since(&before));
            (found, footprint.map(|footprint| footprint.end_part()))
        });
        if let (Some(footprint), Some(basis)) = (footprint, basis) {
            footprint.rest_on(basis);
        }
        found
    }
}
