//! What the resolvers of one request share.

use std::sync::Arc;

use async_graphql::Result;
use messages::Say;

use super::{enums, error::masked, moment::Moment, parts::Parts, subscription::Live};
use ::search::Search;
use registry::Meter;

/// What the resolvers of one request share.
#[derive(Default)]
pub struct Context {
    /// The moment that a query or mutation is pinned at.
    pub moment: Option<Moment>,
    /// The languages of texts that are asked for without one, and of messages.
    pub languages: domain::Languages,
    /// The search, where there is one.
    pub search: Option<Arc<Search>>,
    /// What a subscription follows.
    pub live: Option<Live>,
    /// What counts all that is read and written.
    pub meter: Arc<Meter>,
    /// The parts of an earlier answer to the same; `None` where none are to be noted either.
    pub parts: Option<Arc<Parts>>,
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

    /// Whether nothing more is read for the request, nor written.
    pub fn is_stopped(&self) -> bool {
        self.meter.stop().is_some()
    }

    /// A message in the language of the request.
    pub fn say(&self, message: &impl Say) -> String {
        self.languages.messages.say(message)
    }

    /// The language of a text: as asked for the field, else as for the request.
    pub fn lang(&self, asked: Option<enums::Lang>) -> domain::Lang {
        asked.map_or(self.languages.texts, Into::into)
    }
}
