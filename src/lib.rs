//! hoptac: a registry of cooperation between provinces.
//!
//! In reading order, each layer knowing only those before it:
//!
//! - [`measure`]: counters, of which each layer keeps its own. Knows nothing.
//! - [`messages`]: what is said to people, as values, and the catalogue of it in Vietnamese.
//! - [`domain`]: the nouns, their rules, and what a command does. Pure.
//! - [`auth`]: who asks, and what they may do and see.
//! - [`tokens`]: how callers prove who they are.
//! - [`journal`]: the durable truth, an append-only, hash-chained log.
//! - [`order`]: the order of groups of entries that several machines share.
//! - [`store`]: the view of it in sled, with every version of every record.
//! - [`registry`]: the application: decides, appends, applies, announces; reads at one moment.
//! - [`search`]: finds records by their words, in an index derived from the registry.
//! - [`exchange`]: files in and out.
//! - [`backup`]: a copy of the durable files, and its way back.
//! - [`graphql`]: the schema.
//! - [`http`]: the server.
//! - `cluster`: this machine's part in a cluster.
//! - [`cli`]: the command line.
#![forbid(unsafe_code)]

pub use auth;
pub use backup;
pub use domain;
pub use exchange;
pub use graphql;
pub use journal;
pub use measure;
pub use messages;
pub use order;
pub use registry;
pub use search;
pub use store;
pub use tokens;

pub mod cli;
#[cfg(feature = "cluster")]
pub mod cluster;
pub mod http;
