//! Every number that is told: its name, what it means, and where it is read.
//!
//! `docs/operating.md` has the same in a table, which a test compares with what is served.

use std::fmt::Result;

use super::{
    Outcome,
    page::{Page, float},
    process,
};
use crate::http::{App, error::ErrorCode};

/// Nanoseconds of a second.
const SECOND: f64 = 1e9;

/// Writes all numbers.
pub fn write(page: &mut Page<'_, '_>, app: &App) -> Result {
    requests(page, app)?;
    operations(page, app)?;
    answers(page, app)?;
    lookups(page, app)?;
    kept(page, app)?;
    connections(page, app)?;
    streams(page, app)?;
    registry(page, app)?;
    journal(page, app)?;
    search(page, app)?;
    backup(page, app)?;
    process(page, app)
}

fn requests(page: &mut Page<'_, '_>, app: &App) -> Result {
    let classes = ["1xx", "2xx", "3xx", "4xx", "5xx"];
    let responses = classes.iter().zip(&app.metrics.responses);
    page.counters(
        "hoptac_http_responses_total",
        "Responses by class of status; the metrics' own are left out.",
        responses.map(|(class, count)| ([("class", *class)], count.get())),
    )?;
    let errors = ErrorCode::ALL.iter().zip(&app.metrics.errors);
    page.counters(
        "hoptac_errors_total",
        "Errors told to callers, by their code; those of a mutation's input are data, and left out.",
        errors.map(|(code, count)| ([("code", code.as_str())], count.get())),
    )
}

fn operations(page: &mut Page<'_, '_>, app: &App) -> Result {
    let list = app.metrics.operations.list();
    let named = |it| -> [(&'static str, &str); 2] {
        let operation: &super::Operation = it;
        [("operation", &operation.name), ("type", operation.kind.as_str())]
    };
    page.counters(
        "hoptac_operations_total",
        "Operations of documents that were read, by name, type and outcome.",
        list.iter().flat_map(|it| {
            let [operation, kind] = named(it);
            Outcome::ALL.map(|(outcome, label)| {
                ([operation, kind, ("outcome", label)], it.of(outcome).get())
            })
        }),
    )?;
    page.counters(
        "hoptac_operation_seconds_total",
        "Time that operations took; of subscriptions none.",
        list.iter().map(|it| (named(it), float(it.nanoseconds.get()) / SECOND)),
    )?;
    page.counters(
        "hoptac_operation_points_total",
        "Points that operations cost in the end; what was kept costs none.",
        list.iter().map(|it| (named(it), it.points.get())),
    )
}

fn answers(page: &mut Page<'_, '_>, app: &App) -> Result {
    let metrics = &app.metrics;
    let spreads = [
        ("query", "kept", &metrics.kept),
        ("query", "computed", &metrics.queries),
        ("mutation", "computed", &metrics.mutations),
    ];
    page.histograms(
        "hoptac_operation_duration_seconds",
        "Time from the head of a request to its answer, as it is about to be sent.",
        SECOND,
        spreads.map(|(kind, answer, it)| ([("type", kind), ("answer", answer)], it.read())),
    )?;
    page.histograms(
        "hoptac_operation_cost_points",
        "Points that operations may cost at most, as it is reckoned before they are executed.",
        1.0,
        [([], metrics.costs.read())],
    )
}

fn lookups(page: &mut Page<'_, '_>, app: &App) -> Result {
    let (answers, documents) = (app.answers.counts(), app.documents.counts());
    page.counters(
        "hoptac_answer_lookups_total",
        "Where answers that may be kept came from: kept under the request's bytes, kept under \
         its meaning, another's computation of the same, or their own.",
        [
            ([("found", "request")], answers.unread.get()),
            ([("found", "meaning")], answers.hits.get()),
            ([("found", "shared")], answers.shared.get()),
            ([("found", "computed")], answers.misses.get()),
        ],
    )?;
    page.counters(
        "hoptac_document_lookups_total",
        "Documents that were kept, and those that had to be read.",
        [
            ([("found", "kept")], documents.hits.get()),
            ([("found", "read")], documents.misses.get()),
        ],
    )?;
    page.counters(
        "hoptac_persisted_lookups_total",
        "Documents named by hash or id, instead of sent, that were known or not.",
        [
            ([("found", "known")], documents.named.get()),
            ([("found", "unknown")], documents.unknown.get()),
        ],
    )?;
    page.counter(
        "hoptac_untrusted_documents_total",
        "Requests with a document that no manifest has, where that is warned of or refused.",
        documents.untrusted.get(),
    )
}

fn kept(page: &mut Page<'_, '_>, app: &App) -> Result {
    let (answers, documents) = (app.answers.size(), app.documents.size());
    page.gauge("hoptac_kept_answers", "Answers that are kept.", answers.0 as u64)?;
    page.gauge("hoptac_kept_answers_bytes", "Bytes that kept answers take up, about.", answers.1)?;
    page.gauge("hoptac_kept_documents", "Documents that are kept.", documents.0 as u64)?;
    page.gauge(
        "hoptac_kept_documents_bytes",
        "Bytes that kept documents take up, about.",
        documents.1,
    )
}

fn connections(page: &mut Page<'_, '_>, app: &App) -> Result {
    let metrics = &app.metrics;
    page.gauge("hoptac_connections", "Connections that are open.", metrics.connections.get())?;
    page.gauge(
        "hoptac_connections_max",
        "Most connections that may be open (`connections`).",
        app.options.connections.most as u64,
    )?;
    page.counter(
        "hoptac_connections_opened_total",
        "Connections that were taken.",
        metrics.accepted.get(),
    )?;
    page.counters(
        "hoptac_connections_refused_total",
        "Connections refused since all places were taken, or the share of their address was.",
        [
            ([("taken", "all")], metrics.refused.get()),
            ([("taken", "share")], metrics.refused_of_one.get()),
        ],
    )
}

fn streams(page: &mut Page<'_, '_>, app: &App) -> Result {
    let metrics = &app.metrics;
    page.gauge("hoptac_websockets", "WebSockets that are open.", metrics.sockets.get())?;
    page.gauge(
        "hoptac_event_streams",
        "Streams of server-sent events that are open.",
        metrics.streams.get(),
    )?;
    page.gauge(
        "hoptac_subscriptions",
        "Subscriptions that run, over WebSockets and as events.",
        metrics.subscriptions.get(),
    )?;
    page.counter(
        "hoptac_subscription_events_total",
        "Answers that subscriptions gave.",
        metrics.events.get(),
    )
}

fn registry(page: &mut Page<'_, '_>, app: &App) -> Result {
    let registry = app.api.registry();
    let head = registry.head().seq;
    page.gauge("hoptac_head_seq", "Number of the last change.", head)?;
    page.gauge(
        "hoptac_read_only",
        "1 once storage failed, and nothing is written until the next start.",
        u64::from(registry.fault().is_some()),
    )?;
    page.gauge(
        "hoptac_queued_commands",
        "Commands that wait for the writer.",
        registry.queued() as u64,
    )
}

fn journal(page: &mut Page<'_, '_>, app: &App) -> Result {
    let registry = app.api.registry();
    let written = registry.written();
    page.histograms(
        "hoptac_journal_sync_duration_seconds",
        "Time that the disk took to make a group of changes durable.",
        SECOND,
        [([], written.syncs.read())],
    )?;
    page.histograms(
        "hoptac_journal_group_changes",
        "Changes that were made durable together.",
        1.0,
        [([], written.groups.read())],
    )?;
    page.counter(
        "hoptac_journal_written_bytes_total",
        "Bytes written to the journal since the start.",
        written.bytes.get(),
    )?;
    page.gauge("hoptac_journal_bytes", "Bytes of the whole journal.", registry.journal().bytes())
}

fn search(page: &mut Page<'_, '_>, app: &App) -> Result {
    // In this order: what is shown was announced before.
    let searched = app.api.searched();
    let head = app.api.registry().head().seq;
    page.gauge(
        "hoptac_search_ready",
        "0 while the search index is opened or built.",
        u64::from(searched.is_some()),
    )?;
    page.gauge_if(
        "hoptac_search_lag_changes",
        "Changes that the search index does not show yet; those that a search waits for are added \
         first.",
        searched.map(|shown| head.saturating_sub(shown)),
    )
}

fn backup(page: &mut Page<'_, '_>, app: &App) -> Result {
    let last = app.last_backup();
    page.gauge_if(
        "hoptac_last_backup_timestamp_seconds",
        "When the last backup was made of this data folder, as far as it was noted there.",
        last.as_ref().map(|it| seconds(it.made_at)),
    )?;
    page.gauge_if(
        "hoptac_last_backup_seq",
        "Number of the last change in the last backup, as far as it was noted.",
        last.as_ref().map(|it| it.seq),
    )
}

fn process(page: &mut Page<'_, '_>, app: &App) -> Result {
    page.gauges(
        "hoptac_build_info",
        "1, with the version of the program.",
        [([("version", env!("CARGO_PKG_VERSION"))], 1_u64)],
    )?;
    page.gauge(
        "process_start_time_seconds",
        "When the server was started.",
        seconds(app.metrics.started),
    )?;
    page.gauge_if(
        "process_resident_memory_bytes",
        "Memory that the process holds, where the system tells.",
        process::resident_bytes(),
    )?;
    page.gauge_if(
        "process_open_fds",
        "Files and connections that are open, where the system tells.",
        process::open_files(),
    )?;
    page.gauge_if(
        "process_max_fds",
        "How many files may be open (`LimitNOFILE`), where the system tells.",
        process::most_files(),
    )
}

/// A moment, in seconds since 1970.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of centuries fit")]
fn seconds(moment: jiff::Timestamp) -> f64 {
    moment.as_millisecond() as f64 / 1_000.0
}
