//! Traces of requests, for a build with the feature `opentelemetry`: each continues the caller's
//! (W3C trace context), and says what OpenTelemetry's conventions name.
//!
//! The span is the log's own; what is said here stands in the trace alone. Must not know where
//! traces go. A build without the feature does nothing.

#[cfg(not(feature = "opentelemetry"))]
mod absent;
#[cfg(feature = "opentelemetry")]
mod present;

#[cfg(not(feature = "opentelemetry"))]
pub use absent::{begin, end, operation};
#[cfg(feature = "opentelemetry")]
pub use present::{begin, end, operation};
