//! What is looked at, and from when on it needs somebody. The alerts in `deploy/prometheus` have the
//! same bounds.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::{
    cli::report::{count, size},
    http::{Copied, Status, TokenStatus},
};

/// Room on the disk below which somebody must make some, and below which it is urgent: nothing is
/// written any more below 8 MiB.
const DISK_LOW: u64 = 1 << 30;
const DISK_URGENT: u64 = 128 << 20;
/// Of 1,024 that may wait.
const QUEUE_LONG: u64 = 256;
/// Commands that a search may lack.
const SEARCH_LATE: u64 = 1_000;
/// How long ago a backup may have been restored on trial, where one ever was.
const DRILL_OLD: SignedDuration = SignedDuration::from_hours(35 * 24);

/// Whether something needs somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It does not.
    Ok,
    /// Within days.
    Attention,
    /// Now.
    Critical,
}

impl Level {
    /// As it is printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Attention => "ATTENTION",
            Self::Critical => "CRITICAL",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    pub name: &'static str,
    pub level: Level,
    pub detail: String,
}

impl Check {
    /// A check, and what is wrong.
    pub fn new(name: &'static str, wrong: Option<Level>, detail: String) -> Self {
        Self { name, level: wrong.unwrap_or(Level::Ok), detail }
    }
}

/// All checks of what a server tells.
pub fn of(status: &Status, backup_hours: u32) -> Vec<Check> {
    vec![
        server(status),
        journal(status),
        view(status),
        search(status),
        disk(status),
        backup(status, SignedDuration::from_hours(backup_hours.into())),
        drill(status),
        tokens(status.tokens.as_ref(), status.now),
    ]
}

/// The check of what anybody is told.
pub fn of_ready(state: &str, seq: u64) -> Vec<Check> {
    let detail = format!(
        "{state}, at command {seq}; it tells more at an address of its own: set metrics-listen, \
         such as 127.0.0.1:9464"
    );
    vec![Check::new("server", (state != "ready").then_some(Level::Critical), detail)]
}

fn server(status: &Status) -> Check {
    let reason = status.reason.as_ref().map_or_else(String::new, |it| format!(": {it}"));
    let mut full = is_nearly(status.connections, status.connections_max);
    let files = match (status.open_files, status.open_files_max) {
        (Some(open), Some(most)) => {
            full |= is_nearly(open, most);
            format!(", {open} of {most} files")
        }
        _ => String::new(),
    };
    let memory = status.resident_bytes.map(|it| format!(", {} of memory", size(it)));
    let detail = format!(
        "{}{reason}; {} of {} connections{files}{}",
        status.state,
        status.connections,
        status.connections_max,
        memory.unwrap_or_default()
    );
    let level = match status.state.as_str() {
        "ready" if full => Some(Level::Attention),
        "ready" => None,
        _ => Some(Level::Critical),
    };
    Check::new("server", level, detail)
}

/// Whether four fifths are taken.
fn is_nearly(taken: u64, most: u64) -> bool {
    taken.saturating_mul(5) > most.saturating_mul(4)
}

fn journal(status: &Status) -> Check {
    let queued = status.queued_commands;
    let detail = format!(
        "command {}, {}; {queued} waiting to be written{}",
        status.head_seq,
        size(status.journal_bytes),
        checking(status)
    );
    Check::new("journal", (queued > QUEUE_LONG).then_some(Level::Attention), detail)
}

/// How far the check of what was left to it at the start is.
fn checking(status: &Status) -> String {
    let left = status.unchecked_bytes;
    let told = || {
        let checked = size(status.checked_bytes);
        format!("; {checked} checked since the start, {} still to be", size(left))
    };
    if left > 0 { told() } else { String::new() }
}

fn view(status: &Status) -> Check {
    let detail = match status.view_lag {
        0 => "shows every command".to_owned(),
        lag => format!("{} behind the journal", count(lag, "command", "commands")),
    };
    Check::new("view", (status.view_lag > SEARCH_LATE).then_some(Level::Attention), detail)
}

fn search(status: &Status) -> Check {
    let (level, detail) = match status.search_lag {
        None => {
            (Some(Level::Attention), "is being opened or built; only `search` waits".to_owned())
        }
        Some(0) => (None, "finds every command".to_owned()),
        Some(lag) => {
            let detail = format!("{} behind", count(lag, "command", "commands"));
            ((lag > SEARCH_LATE).then_some(Level::Attention), detail)
        }
    };
    Check::new("search", level, detail)
}

fn disk(status: &Status) -> Check {
    let Some(free) = status.disk_free_bytes else {
        return Check::new("disk", None, "the system does not tell".to_owned());
    };
    // A view in doubt is built anew beside the old one, and is about as large as the journal.
    let wanted = DISK_LOW.max(status.journal_bytes.saturating_mul(2));
    let level = match free {
        free if free < DISK_URGENT => Some(Level::Critical),
        free if free < wanted => Some(Level::Attention),
        _ => None,
    };
    let more = level.map_or_else(String::new, |_| format!("; {} are wanted", size(wanted)));
    Check::new("disk", level, format!("{} free{more}", size(free)))
}

/// When a copy was made, and what it lacks.
fn copied(copy: &Copied, status: &Status) -> String {
    let ago = length(status.now.duration_since(copy.at));
    let since = status.head_seq.saturating_sub(copy.seq);
    format!("{ago} ago, to command {}; {} since", copy.seq, count(since, "command", "commands"))
}

fn backup(status: &Status, oldest: SignedDuration) -> Check {
    let Some(last) = &status.backup else {
        let remedy = "none was noted: run `hoptac backup`, or enable hoptac-backup.timer";
        return Check::new("backup", Some(Level::Attention), remedy.to_owned());
    };
    let is_old = status.now.duration_since(last.at) > oldest;
    Check::new("backup", is_old.then_some(Level::Attention), copied(last, status))
}

fn drill(status: &Status) -> Check {
    let Some(last) = &status.drill else {
        let remedy = "no backup was restored on trial yet: run `hoptac drill`";
        return Check::new("drill", None, remedy.to_owned());
    };
    let is_old = status.now.duration_since(last.at) > DRILL_OLD;
    Check::new("drill", is_old.then_some(Level::Attention), copied(last, status))
}

fn tokens(tokens: Option<&TokenStatus>, now: Timestamp) -> Check {
    let Some(tokens) = tokens else {
        let told = "their file cannot be read; nobody with a token is let in: see the log";
        return Check::new("tokens", Some(Level::Critical), told.to_owned());
    };
    let ending = tokens.ending.iter().map(|it| {
        let left = length(it.expires_at.duration_since(now));
        format!("; `{}` ({}) ends in {left}", it.name, it.id)
    });
    let detail = format!("{} valid{}", tokens.valid, ending.collect::<String>());
    Check::new("tokens", (!tokens.ending.is_empty()).then_some(Level::Attention), detail)
}

/// A length of time as people say it: its two largest units.
pub fn length(time: SignedDuration) -> String {
    let seconds = time.as_secs().max(0);
    let parts = [(seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "min")];
    let told = parts.iter().skip_while(|(number, _)| *number == 0).take(2);
    let told: Vec<String> = told.map(|(number, unit)| format!("{number} {unit}")).collect();
    if told.is_empty() { format!("{seconds} s") } else { told.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Ending;

    fn fine() -> Status {
        let now = "2026-11-29T08:00:00Z".parse().unwrap();
        Status {
            version: "0.1.0".to_owned(),
            state: "ready".to_owned(),
            reason: None,
            now,
            started_at: "2026-11-26T03:00:00Z".parse().unwrap(),
            head_seq: 100,
            journal_bytes: 1 << 20,
            checked_bytes: 0,
            unchecked_bytes: 0,
            queued_commands: 0,
            view_lag: 0,
            search_lag: Some(0),
            disk_free_bytes: Some(2 << 30),
            resident_bytes: Some(200 << 20),
            open_files: Some(40),
            open_files_max: Some(1_024),
            connections: 3,
            connections_max: 4_096,
            backup: Some(Copied { at: "2026-11-29T02:30:00Z".parse().unwrap(), seq: 99 }),
            drill: None,
            tokens: Some(TokenStatus { valid: 2, ending: Vec::new() }),
        }
    }

    /// The checks that need somebody, by what was changed.
    fn found(change: impl FnOnce(&mut Status)) -> Vec<(&'static str, Level)> {
        let mut status = fine();
        change(&mut status);
        let checks = of(&status, 26).into_iter();
        checks.filter(|it| it.level > Level::Ok).map(|it| (it.name, it.level)).collect()
    }

    #[test]
    fn each_thing_that_needs_somebody_is_found() {
        use Level::{Attention, Critical};
        assert_eq!(found(|_| ()), []);
        assert_eq!(found(|it| it.state = "read-only".to_owned()), [("server", Critical)]);
        assert_eq!(found(|it| it.connections = 4_000), [("server", Attention)]);
        assert_eq!(found(|it| it.open_files = Some(1_000)), [("server", Attention)]);
        assert_eq!(found(|it| it.queued_commands = 300), [("journal", Attention)]);
        assert_eq!(found(|it| it.view_lag = 2_000), [("view", Attention)]);
        assert_eq!(found(|it| it.search_lag = None), [("search", Attention)]);
        assert_eq!(found(|it| it.search_lag = Some(1_001)), [("search", Attention)]);
        assert_eq!(found(|it| it.disk_free_bytes = Some(500 << 20)), [("disk", Attention)]);
        assert_eq!(found(|it| it.journal_bytes = 2 << 30), [("disk", Attention)]);
        assert_eq!(found(|it| it.disk_free_bytes = Some(100 << 20)), [("disk", Critical)]);
        assert_eq!(found(|it| it.backup = None), [("backup", Attention)]);
        let old = Copied { at: "2026-10-20T02:30:00Z".parse().unwrap(), seq: 7 };
        assert_eq!(found(|it| it.backup = Some(old.clone())), [("backup", Attention)]);
        assert_eq!(found(|it| it.drill = Some(old)), [("drill", Attention)]);
        assert_eq!(found(|it| it.tokens = None), [("tokens", Critical)]);
        let ending = Ending {
            id: "tok_a".to_owned(),
            name: "Sở Y tế".to_owned(),
            expires_at: "2026-12-02T09:00:00Z".parse().unwrap(),
        };
        let tokens = TokenStatus { valid: 1, ending: vec![ending] };
        assert_eq!(found(|it| it.tokens = Some(tokens.clone())), [("tokens", Attention)]);
        let half = Status { checked_bytes: 3 << 20, unchecked_bytes: 5 << 20, ..fine() };
        let told = journal(&half).detail;
        assert!(told.ends_with("; 3.0 MiB checked since the start, 5.0 MiB still to be"), "{told}");
        let told = super::tokens(Some(&tokens), fine().now).detail;
        assert_eq!(told, "1 valid; `Sở Y tế` (tok_a) ends in 3 d 1 h");
    }

    #[test]
    fn lengths_of_time_have_two_units() {
        let told = [5, 65, 3_600, 90_061].map(|it| length(SignedDuration::from_secs(it)));
        assert_eq!(told, ["5 s", "1 min", "1 h 0 min", "1 d 1 h"]);
    }
}
