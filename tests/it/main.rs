//! The integration tests, in one binary: `tidy` holds the house rules, the others what is promised.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(unused_qualifications, reason = "a layer is named as the users of hoptac name it")]

mod backup;
mod behind;
mod campaign;
mod cli;
#[cfg(feature = "cluster")]
mod cluster;
mod config;
mod cooperation;
mod crash;
mod damage;
mod deploy;
mod directions;
mod docs;
mod domain;
mod embedded;
mod exchange;
mod federation;
mod feed;
mod figures;
mod fixture;
mod given_up;
mod golden;
mod hostile;
mod http;
mod image;
mod kept;
mod languages;
mod licences;
mod live;
mod mended;
mod metered;
mod metrics;
mod mutations;
mod oncall;
mod pages;
mod program;
mod registry;
mod schema;
mod search;
mod seeds;
mod selections;
mod shells;
mod shipped;
mod specification;
mod specs;
mod store;
#[cfg(feature = "opentelemetry")]
mod telemetry;
mod tidy;
mod tokens;
mod trust;
mod units;
mod world;
