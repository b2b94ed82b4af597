//! Nothing, where the program is built without OpenTelemetry.

use axum::{extract::Request, http::StatusCode};
use tracing::Span;

use crate::http::metrics::Label;

/// Nothing.
pub const fn begin(_: &Span, _: &Request) {}

/// Nothing.
pub const fn operation(_: &Label) {}

/// Nothing.
pub const fn end(_: StatusCode) {}
