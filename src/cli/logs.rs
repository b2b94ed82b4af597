//! Logs, to standard error.

use std::io::IsTerminal;

use anyhow::anyhow;
use tracing_subscriber::{EnvFilter, fmt};

use super::settings::{LogFormat, Settings};

/// Starts logging as the settings say.
///
/// # Errors
/// Where logging was started before.
pub fn start(settings: &Settings) -> anyhow::Result<()> {
    let builder = fmt()
        .with_env_filter(EnvFilter::try_new(&settings.log_filter)?)
        .with_writer(std::io::stderr)
        .with_target(false);
    let started = match settings.log_format {
        LogFormat::Text => {
            let plain = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
            builder.with_ansi(!plain && std::io::stderr().is_terminal()).try_init()
        }
        LogFormat::Json => builder.json().flatten_event(true).with_span_list(false).try_init(),
    };
    started.map_err(|error| anyhow!("logging cannot be started: {error}"))
}
