//! Logs, to standard error.

use std::{
    io::{self, BufWriter, IsTerminal, Write, stderr},
    thread,
    time::Duration,
};

use anyhow::anyhow;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{EnvFilter, fmt};

use super::settings::{LogFormat, Settings};

/// How long the thread that writes waits after each write: what is logged meanwhile goes out at once,
/// and whoever logs need not wake it.
const PAUSE: Duration = Duration::from_millis(10);

/// Starts logging as the settings say. A thread of its own writes what is logged, as many lines at
/// once as there are; none is left out, and dropping what is returned waits for the last.
///
/// # Errors
/// Where logging was started before.
pub fn start(settings: &Settings) -> anyhow::Result<WorkerGuard> {
    let (lines, written) =
        NonBlockingBuilder::default().lossy(false).finish(Unhurried(BufWriter::new(stderr())));
    let builder = fmt()
        .with_env_filter(EnvFilter::try_new(&settings.log_filter)?)
        .with_writer(lines)
        .with_target(false);
    let started = match settings.log_format {
        LogFormat::Text => {
            let plain = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
            builder.with_ansi(!plain && stderr().is_terminal()).try_init()
        }
        LogFormat::Json => builder.json().flatten_event(true).with_span_list(false).try_init(),
    };
    started.map_err(|error| anyhow!("logging cannot be started: {error}"))?;
    Ok(written)
}

/// Writes, and then pauses.
struct Unhurried<W>(W);

impl<W: Write> Write for Unhurried<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()?;
        thread::sleep(PAUSE);
        Ok(())
    }
}
