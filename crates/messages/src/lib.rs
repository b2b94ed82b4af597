//! What is said to people, and the one catalogue of it in other languages than English.
//!
//! A [`Message`] is a value: its template, in English, and what stands in it. [`message!`] makes
//! one, as `format!` makes a text; an error of `thiserror` says its own by deriving [`Say`] beside
//! it. The [`Catalogue`] has the Vietnamese form of each template, and the [`Label`]s of the API's
//! words. Must not know any noun, nor who reads.
//!
//! ```
//! # extern crate hoptac_messages as messages;
//! use messages::{Catalogue, message};
//!
//! let (length, max) = (2001, 2000);
//! let found = message!("the text has {length} characters; {max} are allowed");
//! assert_eq!(found.to_string(), "the text has 2001 characters; 2000 are allowed");
//! assert!(found.said_by(Catalogue::vietnamese()).contains("2001 ký tự"));
//! ```

// What the macros write names this crate.
extern crate self as messages;

pub mod argument;
mod catalogue;
mod label;
mod list;
mod message;
mod recognise;
mod template;

pub use macros::{Say, message};

pub use argument::Argument;
pub use catalogue::Catalogue;
pub use label::{Label, Labels, labels};
pub use list::{all_of, in_turn, listed, one_of};
pub use message::{Message, Say};
pub use template::{Part, parts};
