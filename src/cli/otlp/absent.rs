//! Nothing, where the program is built without OpenTelemetry: the setting was refused before.

use super::VARIABLES;
use crate::cli::{logs, settings::Settings};

/// Traces on their way, none here, and lines of the log.
pub struct Exporting {
    _logs: logs::Written,
}

/// Starts the logs, and nothing else.
///
/// # Errors
/// As [`logs::start`].
pub fn start(settings: &Settings) -> anyhow::Result<Exporting> {
    let logs = logs::start(settings)?;
    // Meant for all programs of a machine, perhaps, and so no reason to fail.
    for name in VARIABLES.iter().filter(|name| std::env::var_os(name).is_some()) {
        tracing::warn!("{name} is ignored: this hoptac was built without OpenTelemetry");
    }
    Ok(Exporting { _logs: logs })
}
