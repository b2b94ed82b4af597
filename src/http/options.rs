//! What an operator chooses: whom to believe, whom to let in, how much, and for how long.

use std::time::Duration;

use super::{budget::Budget, documents::DocumentOptions, network::Network};
use crate::graphql::Limits;

/// All choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Who stands between clients and the server, and whose pages may call it.
    pub network: Network,
    /// How large a request may be, and how long it may take.
    pub requests: Requests,
    /// How many connections there may be, and how long clients may take.
    pub connections: Connections,
    /// What callers without a token are told.
    pub strangers: Strangers,
    /// How much one request may ask for.
    pub limits: Limits,
    /// How much a caller may ask for in a time.
    pub budget: Budget,
    /// Which documents are executed.
    pub documents: DocumentOptions,
    /// What is kept.
    pub caches: Caches,
    /// From which age an answer of one of several machines says how old it is.
    pub stale: Duration,
}

impl Options {
    /// The age from which it is said, if nobody chose another.
    pub const STALE: Duration = Duration::from_secs(10);
}

impl Default for Options {
    fn default() -> Self {
        Self {
            network: Network::default(),
            requests: Requests::default(),
            connections: Connections::default(),
            strangers: Strangers::default(),
            limits: Limits::default(),
            budget: Budget::default(),
            documents: DocumentOptions::default(),
            caches: Caches::default(),
            stale: Self::STALE,
        }
    }
}

/// What callers without a token are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strangers {
    /// The schema, where they ask for it.
    pub introspection: bool,
    /// Names that are like those which they misspell.
    pub suggestions: bool,
}

impl Default for Strangers {
    fn default() -> Self {
        Self { introspection: true, suggestions: true }
    }
}

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caches {
    /// Bytes for answers; 0 for none.
    pub answers: u64,
}

impl Default for Caches {
    fn default() -> Self {
        Self { answers: 64 << 20 }
    }
}

/// How large a request may be, how long it may take, and how it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requests {
    /// Largest body, in bytes.
    pub body_max: usize,
    /// Longest path and query string, in bytes.
    pub uri_max: usize,
    /// For how long a query is worked on.
    pub query_within: Duration,
    /// For how long a mutation is waited for.
    pub mutation_within: Duration,
    /// From when on a request is slow, and logged as a warning.
    pub slow_after: Duration,
    /// Whether statuses are those that the edition of September 2026 of GraphQL over HTTP
    /// recommends: 294 for data with errors, 422 for what is not valid.
    pub precise_statuses: bool,
}

impl Default for Requests {
    fn default() -> Self {
        Self {
            body_max: 256 << 10,
            uri_max: 8 << 10,
            query_within: Duration::from_secs(5),
            mutation_within: Duration::from_secs(10),
            slow_after: Duration::from_secs(1),
            precise_statuses: false,
        }
    }
}

/// How many connections there may be, and how long clients may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connections {
    /// Most at a time.
    pub most: usize,
    /// Most at a time of one address; 0 for as many as there are.
    pub most_of_one: usize,
    /// Largest headers of a request, all together, in bytes.
    pub headers_max: usize,
    /// For how long the headers of a request are waited for.
    pub headers_within: Duration,
    /// For how long the body of a request is waited for.
    pub body_within: Duration,
    /// For how long a connection without a request is kept.
    pub idle_within: Duration,
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            most: 4_096,
            most_of_one: 256,
            headers_max: 32 << 10,
            headers_within: Duration::from_secs(10),
            body_within: Duration::from_secs(30),
            idle_within: Duration::from_secs(75),
        }
    }
}
