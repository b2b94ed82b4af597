//! The address of the collector that traces are sent to.

/// Why an address is refused by a build without the feature.
const ABSENT: &str = "this hoptac was built without OpenTelemetry; build one that has it with \
                      `cargo build --release --features opentelemetry`, or omit this setting";

/// The address of a collector.
///
/// # Errors
/// What to write instead, or how to build a program that takes it.
pub fn collector(text: &str) -> Result<String, String> {
    if cfg!(not(feature = "opentelemetry")) {
        return Err(ABSENT.to_owned());
    }
    match text.strip_prefix("http://") {
        Some(rest) if !rest.is_empty() => Ok(text.trim_end_matches('/').to_owned()),
        _ => Err("write it like http://127.0.0.1:4318; a collector elsewhere is reached through \
                  one on this machine or network, which adds TLS"
            .to_owned()),
    }
}
