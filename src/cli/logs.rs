//! Logs, to standard error.

use std::{
    io::{self, BufWriter, IsTerminal, Write, stderr},
    thread,
    time::Duration,
};

use anyhow::{Error, anyhow};
use tracing::Subscriber;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{
    Layer, fmt, layer::SubscriberExt, registry::LookupSpan, util::SubscriberInitExt,
};

use super::settings::{LogFormat, Settings, log_filter};

/// How long the thread that writes waits after each write: what is logged meanwhile goes out at once,
/// and whoever logs need not wake it.
const PAUSE: Duration = Duration::from_millis(10);

/// Waits for the last lines to be written when it is dropped.
pub type Written = WorkerGuard;

/// Starts logging as the settings say.
///
/// # Errors
/// Where logging was started before.
pub fn start(settings: &Settings) -> anyhow::Result<Written> {
    let filter = log_filter(&settings.log_filter).map_err(Error::msg)?;
    let (lines, written) = lines(settings);
    let started = tracing_subscriber::registry().with(lines).with(filter).try_init();
    started.map_err(|error| anyhow!("logging cannot be started: {error}"))?;
    Ok(written)
}

/// The lines of the log, in the form that the settings name. A thread of its own writes them, as many
/// at once as there are; none is left out.
pub fn lines<S>(settings: &Settings) -> (Box<dyn Layer<S> + Send + Sync>, Written)
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let (writer, written) =
        NonBlockingBuilder::default().lossy(false).finish(Paced(BufWriter::new(stderr())));
    let lines = fmt::layer().with_writer(writer).with_target(false);
    let lines = match settings.log_format {
        LogFormat::Text => {
            let plain = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
            lines.with_ansi(!plain && stderr().is_terminal()).boxed()
        }
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    (lines, written)
}

/// Writes, and then pauses.
struct Paced<W>(W);

impl<W: Write> Write for Paced<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()?;
        thread::sleep(PAUSE);
        Ok(())
    }
}
