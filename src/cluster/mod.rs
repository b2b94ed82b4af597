//! This machine's part in a cluster: what goes on beside the answering of requests.
//!
//! Must not know HTTP, nor options.

pub mod tokens;
