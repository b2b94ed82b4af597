//! Content negotiation (RFC 9110, 12): what a client accepts, and which answers it has already.
//!
//! Owns how lists of preferences are read, and how the best of what is offered is chosen. Must not
//! know what is sent.

mod coding;
mod known;
mod language;
mod media;
mod preference;

pub use coding::{Coding, body_coding};
pub use known::{KnownTags, be_asked_for_again};
pub use language::{languages, languages_of};
pub use media::{MediaType, TableType, is_json, prefers, takes_events};
