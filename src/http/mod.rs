//! HTTP: the GraphQL-over-HTTP handler, health, the console. Knows nothing of rules.

pub mod console;
