//! Where traces go: to a collector, over OTLP, in a build with the feature `opentelemetry`.
//!
//! Owns the way from spans to the collector. A build without the feature refuses the setting.

#[cfg(not(feature = "opentelemetry"))]
mod absent;
#[cfg(feature = "opentelemetry")]
mod client;
#[cfg(feature = "opentelemetry")]
mod present;

#[cfg(not(feature = "opentelemetry"))]
pub use absent::start;
#[cfg(feature = "opentelemetry")]
pub use present::start;

/// The variables by which OpenTelemetry's own tools are told where to send traces, the first before
/// the second; the second is of all that is sent, and a path is added to it.
const VARIABLES: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];
