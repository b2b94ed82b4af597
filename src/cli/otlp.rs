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
/// Why an address is refused by a build without the feature.
const ABSENT: &str = "this hoptac was built without OpenTelemetry; build one that has it by \
                      `cargo build --release --features opentelemetry`, or leave this out";

/// The address of a collector.
///
/// # Errors
/// What to write instead, or how to build a program that takes it.
pub fn endpoint(text: &str) -> Result<String, String> {
    if cfg!(not(feature = "opentelemetry")) {
        return Err(ABSENT.to_owned());
    }
    match text.strip_prefix("http://") {
        Some(rest) if !rest.is_empty() => Ok(text.trim_end_matches('/').to_owned()),
        _ => Err("write it like http://127.0.0.1:4318; a collector elsewhere is reached through \
                  one on this machine or network, which speaks TLS for it"
            .to_owned()),
    }
}
