//! Logs, to standard error.

use std::io::IsTerminal;

use anyhow::anyhow;
use tracing::Subscriber;
use tracing_subscriber::{
    EnvFilter, Layer, fmt, layer::SubscriberExt, registry::LookupSpan, util::SubscriberInitExt,
};

use super::settings::{LogFormat, Settings};

/// Starts logging as the settings say.
///
/// # Errors
/// Where logging was started before.
pub fn start(settings: &Settings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&settings.log_filter)?;
    let started = tracing_subscriber::registry().with(lines(settings)).with(filter).try_init();
    started.map_err(|error| anyhow!("logging cannot be started: {error}"))
}

/// The lines of the log, in the form that the settings name.
pub fn lines<S>(settings: &Settings) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let lines = fmt::layer().with_writer(std::io::stderr).with_target(false);
    match settings.log_format {
        LogFormat::Text => {
            let plain = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
            lines.with_ansi(!plain && std::io::stderr().is_terminal()).boxed()
        }
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    }
}
