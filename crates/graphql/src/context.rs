//! What the resolvers of one request share.

use std::sync::Arc;

use async_graphql::Result;

use super::{enums, error::masked, moment::Moment, subscription::Live};
use ::search::Search;

/// What the resolvers of one request share.
#[derive(Default)]
pub struct Context {
    /// The moment that a query or mutation is pinned at.
    pub moment: Option<Moment>,
    /// The language of texts that are asked for without one.
    pub lang: domain::Lang,
    /// The search, where there is one.
    pub search: Option<Arc<Search>>,
    /// What a subscription follows.
    pub live: Option<Live>,
}

impl Context {
    /// The moment that the request is pinned at.
    ///
    /// # Errors
    /// Where it is a subscription, whose events have moments of their own: a fault of ours.
    pub fn moment(&self) -> Result<&Moment> {
        self.moment.as_ref().ok_or_else(masked)
    }

    /// What is followed.
    ///
    /// # Errors
    /// Where nothing is: a fault of ours.
    pub fn live(&self) -> Result<&Live> {
        self.live.as_ref().ok_or_else(masked)
    }

    /// Whether nobody waits for the answer any more.
    pub fn is_abandoned(&self) -> bool {
        self.moment.as_ref().is_some_and(|moment| moment.still_wanted().is_err())
    }

    /// The language of a text: as asked for the field, else as for the request.
    pub fn lang(&self, asked: Option<enums::Lang>) -> domain::Lang {
        asked.map_or(self.lang, Into::into)
    }
}
