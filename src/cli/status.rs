//! `hoptac status`: asks a running server how it fares, and says what needs somebody.

mod checks;

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context, bail};
use serde::Deserialize;
use serde_json::json;

use super::{CommandResult, args::StatusArgs, client::Server, health, report, settings::Settings};
use crate::http::Status;
pub use checks::{Check, Level};

const TIMEOUT: Duration = Duration::from_secs(5);
/// Most bytes of an answer that are read: tokens that end soon are listed.
const ANSWER_MAX: u64 = 4 << 20;

/// What `/health/ready` tells anybody.
#[derive(Deserialize)]
struct Ready {
    status: String,
    seq: u64,
}

/// Asks the server at a URL, or the one that the settings describe.
pub fn run(settings: &Settings, args: &StatusArgs) -> anyhow::Result<CommandResult> {
    let (url, status) = ask(settings, args.url.as_deref())?;
    let checks = match &status {
        Told::All(status) => checks::of(status, args.backup_hours),
        Told::Little(ready) => checks::of_ready(&ready.status, ready.seq),
    };
    let level = checks.iter().map(|check| check.level).max().unwrap_or(Level::Ok);
    if args.json {
        let told = match &status {
            Told::All(status) => serde_json::to_value(status)?,
            Told::Little(ready) => json!({ "state": ready.status, "headSeq": ready.seq }),
        };
        let answer = json!({ "level": level, "checks": checks, "url": url, "status": told });
        report::say(format_args!("{answer:#}"));
    } else {
        if let Told::All(status) = &status {
            let up = checks::length(status.now.duration_since(status.started_at));
            report::say(format_args!("hoptac {} at {url}, up {up}\n", status.version));
        } else {
            report::say(format_args!("hoptac at {url}\n"));
        }
        report::say(table(&checks));
    }
    Ok(match level {
        Level::Ok => CommandResult::Done,
        Level::Attention => CommandResult::Wrong,
        Level::Critical => CommandResult::Down,
    })
}

/// What a server told.
enum Told {
    All(Box<Status>),
    /// It has no address for metrics, and tells anybody only this.
    Little(Ready),
}

/// Asks for all that is told at the address of the metrics; where there is none, for what anybody is
/// told.
fn ask(settings: &Settings, url: Option<&str>) -> anyhow::Result<(String, Told)> {
    let at = |address: SocketAddr| format!("http://{}", health::reachable(address));
    if let Some(url) = url.map(str::to_owned).or_else(|| settings.metrics_listen.map(at)) {
        let (status, body) = get(&url, "/status")?;
        if status == 404 {
            bail!(
                "{url} does not tell its status there: name the address that the server has as \
                 metrics-listen"
            );
        }
        if status != 200 {
            bail!("{url} answers with status {status}: {}", body.trim());
        }
        let told = serde_json::from_str(&body).with_context(|| {
            format!("{url} does not answer as hoptac {}", env!("CARGO_PKG_VERSION"))
        })?;
        return Ok((url, Told::All(told)));
    }
    let url = at(settings.listen);
    let (_, body) = get(&url, "/health/ready")?;
    let ready = serde_json::from_str(&body)
        .with_context(|| format!("{url} does not answer as hoptac: {}", body.trim()))?;
    Ok((url, Told::Little(ready)))
}

fn get(url: &str, path: &str) -> anyhow::Result<(u16, String)> {
    let server = Server::at(url, path)?;
    server.get(TIMEOUT, ANSWER_MAX).with_context(|| format!("{url} does not answer"))
}

/// A line for each check.
pub fn table(checks: &[Check]) -> String {
    let widest = |width: fn(&Check) -> usize| checks.iter().map(width).max().unwrap_or(0);
    let (names, levels) = (widest(|it| it.name.len()), widest(|it| it.level.as_str().len()));
    let lines = checks.iter().map(|Check { name, level, detail }| {
        format!("{name:<names$}  {:<levels$}  {detail}\n", level.as_str())
    });
    lines.collect()
}
