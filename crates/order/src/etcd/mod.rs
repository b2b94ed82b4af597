//! The order in etcd v3.
//!
//! | key below `hoptac/<cluster>/` | value |
//! |---|---|
//! | `meta` | what the cluster is |
//! | `head` | where the order stands |
//! | `g/<first>` | the group that begins with this entry |
//! | `p/<nonce>/<n>` | pieces of a large group |
//! | `writer` | who writes, for as long as its lease is kept alive |
//! | `n/<node>` | what a machine says of itself, under its lease |
//! | `r/<node>` | up to which entry its journal is safe |
//! | `d/<node>` | the same of a machine that nothing is kept for any more |
//! | `t/<id>` | a token |
//! | `peer` | the secret by which machines know each other |
//! | `codec` | up to which form entries are written |

mod client;
mod keys;
mod lease;
mod messages;
mod shared;
mod transaction;
mod value;
mod watch;

pub use client::{Access, Tls};
pub use lease::{Claim, Lease};
pub use shared::{KeptToken, KeptTokens, MemberStatus, Meta, Node, Shared, Space, Writer};
