//! This machine's part in a cluster: what goes on beside the answering of requests.
//!
//! `node` is a thread that says that the machine is there and finds out who writes; `member` is how
//! the registry's writer sees the order, and hears from `node` what it is to do; `peers` has what the order
//! keeps no more from the journals of other machines; `tokens` mirrors the cluster's tokens. Must not know
//! HTTP, nor options.

mod clocks;
mod member;
mod node;
mod part;
pub mod peers;
pub mod tokens;
mod trim;

pub use member::Etcd;
pub use node::{Node, Running};
