//! Every number that is told: its name, what it means, and where it is read.
//!
//! `docs/operating.md` has the same in a table, which a test compares with what is served.

use std::fmt::Result;

use super::{
    OperationResult, cluster,
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
    cluster::write(page, app)?;
    journal(page, app)?;
    search(page, app)?;
    backup(page, app)?;
    tokens(page, app)?;
    process(page, app)
}

fn requests(page: &mut Page<'_, '_>, app: &App) -> Result {
    let classes = ["1xx", "2xx", "3xx", "4xx", "5xx"];
    let responses = classes.iter().zip(&app.metrics.responses);
    page.counters(
        "hoptac_http_responses_total",
        "Responses by class of status, except responses with metrics.",
        responses.map(|(class, count)| ([("class", *class)], count.get())),
    )?;
    let errors = ErrorCode::ALL.iter().zip(&app.metrics.errors);
    page.counters(
        "hoptac_errors_total",
        "Errors in responses, by code, except errors in a mutation's input, which are data.",
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
        "Operations of parsed documents, by name, type and outcome.",
        list.iter().flat_map(|it| {
            let [operation, kind] = named(it);
            OperationResult::ALL.map(|(outcome, label)| {
                ([operation, kind, ("outcome", label)], it.of(outcome).get())
            })
        }),
    )?;
    page.counters(
        "hoptac_operation_seconds_total",
        "Time spent on operations, except subscriptions.",
        list.iter().map(|it| (named(it), float(it.nanoseconds.get()) / SECOND)),
    )?;
    page.counters(
        "hoptac_operation_points_total",
        "Points that operations actually cost; cached responses cost none.",
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
        "Time from the head of a request until its response is ready to be sent.",
        SECOND,
        spreads.map(|(kind, answer, it)| ([("type", kind), ("answer", answer)], it.read())),
    )?;
    page.histograms(
        "hoptac_operation_cost_points",
        "Estimated maximum points of operations, before their execution.",
        1.0,
        [([], metrics.costs.read())],
    )
}

fn lookups(page: &mut Page<'_, '_>, app: &App) -> Result {
    let (answers, documents) = (app.answers.counts(), app.documents.counts());
    page.counters(
        "hoptac_answer_lookups_total",
        "Sources of cacheable responses: cached under the request's bytes, cached under its \
         meaning, shared with a concurrent request, or computed.",
        [
            ([("found", "request")], answers.unread.get()),
            ([("found", "meaning")], answers.hits.get()),
            ([("found", "shared")], answers.shared.get()),
            ([("found", "computed")], answers.misses.get()),
        ],
    )?;
    page.counters(
        "hoptac_answer_parts_total",
        "Entries of pages in responses that no longer held: taken over into the next one, or \
         computed again.",
        [
            ([("found", "taken")], answers.taken.get()),
            ([("found", "computed")], answers.untaken.get()),
        ],
    )?;
    page.counters(
        "hoptac_document_lookups_total",
        "Documents found in the cache, and documents that were parsed.",
        [
            ([("found", "kept")], documents.hits.get()),
            ([("found", "read")], documents.misses.get()),
        ],
    )?;
    page.counters(
        "hoptac_persisted_lookups_total",
        "Documents requested by hash or id that were known or unknown.",
        [
            ([("found", "known")], documents.named.get()),
            ([("found", "unknown")], documents.unknown.get()),
        ],
    )?;
    page.counter(
        "hoptac_untrusted_documents_total",
        "Requests with a document that no manifest has, if such documents are logged or refused.",
        documents.untrusted.get(),
    )
}

fn kept(page: &mut Page<'_, '_>, app: &App) -> Result {
    let (answers, documents) = (app.answers.size(), app.documents.size());
    page.gauge("hoptac_kept_answers", "Responses in the cache.", answers.0 as u64)?;
    page.gauge("hoptac_kept_answers_bytes", "Approximate bytes of the response cache.", answers.1)?;
    page.gauge("hoptac_kept_documents", "Documents in the cache.", documents.0 as u64)?;
    page.gauge(
        "hoptac_kept_documents_bytes",
        "Approximate bytes of the document cache.",
        documents.1,
    )
}

fn connections(page: &mut Page<'_, '_>, app: &App) -> Result {
    let metrics = &app.metrics;
    page.gauge("hoptac_connections", "Open connections.", metrics.connections.get())?;
    page.gauge(
        "hoptac_connections_max",
        "Maximum number of open connections (`connections`).",
        app.options.connections.most as u64,
    )?;
    page.counter(
        "hoptac_connections_opened_total",
        "Accepted connections.",
        metrics.accepted.get(),
    )?;
    page.counters(
        "hoptac_connections_refused_total",
        "Refused connections, because of the total limit or the limit of their address.",
        [
            ([("taken", "all")], metrics.refused.get()),
            ([("taken", "share")], metrics.refused_of_one.get()),
        ],
    )
}

fn streams(page: &mut Page<'_, '_>, app: &App) -> Result {
    let metrics = &app.metrics;
    page.gauge(
        "hoptac_client_bytes",
        "Bytes kept for clients: answers that they have not read, requests that are not whole, and documents of running subscriptions; at most 32 MiB of one address and 256 MiB in all, beside what is computed already.",
        app.client_bytes(),
    )?;
    page.gauge("hoptac_websockets", "Open WebSockets.", metrics.sockets.get())?;
    page.gauge(
        "hoptac_event_streams",
        "Open streams of server-sent events.",
        metrics.streams.get(),
    )?;
    page.gauge(
        "hoptac_subscriptions",
        "Running subscriptions, over WebSockets and as server-sent events.",
        metrics.subscriptions.get(),
    )?;
    page.counter(
        "hoptac_subscription_events_total",
        "Events delivered by subscriptions.",
        metrics.events.get(),
    )?;
    live(page, app)
}

fn live(page: &mut Page<'_, '_>, app: &App) -> Result {
    let metrics = &app.metrics;
    page.gauge(
        "hoptac_live_queries",
        "Running live queries, over WebSockets and as server-sent events.",
        metrics.live.get(),
    )?;
    page.gauge(
        "hoptac_distinct_live_queries",
        "Running live queries that differ in question, caller or language; each is computed once.",
        app.live.distinct(),
    )?;
    let answers = [("whole", &metrics.wholes), ("patch", &metrics.patches)];
    page.counters(
        "hoptac_live_answers_total",
        "Answers sent by live queries, as a whole or as a patch.",
        answers.map(|(form, count)| ([("form", form)], count.get())),
    )
}

fn registry(page: &mut Page<'_, '_>, app: &App) -> Result {
    let registry = app.api.registry();
    let head = registry.head().seq;
    page.gauge("hoptac_head_seq", "Number of the last change.", head)?;
    page.gauge(
        "hoptac_read_only",
        "1 while nothing is written: after a failure of the storage, or because the disk is nearly full.",
        u64::from(registry.is_read_only().is_some()),
    )?;
    page.gauge_if(
        "hoptac_disk_free_bytes",
        "Room on the disk of the data folder, if the system reports it.",
        app.room().free(),
    )?;
    page.gauge(
        "hoptac_queued_commands",
        "Commands in the queue of the writer.",
        registry.queued() as u64,
    )
}

fn journal(page: &mut Page<'_, '_>, app: &App) -> Result {
    let registry = app.api.registry();
    let written = registry.written();
    page.histograms(
        "hoptac_journal_sync_duration_seconds",
        "Time of one sync of a group of changes to disk.",
        SECOND,
        [([], written.syncs.read())],
    )?;
    page.histograms(
        "hoptac_journal_group_changes",
        "Changes written together.",
        1.0,
        [([], written.groups.read())],
    )?;
    page.counter(
        "hoptac_journal_written_bytes_total",
        "Bytes written to the journal since the start.",
        written.bytes.get(),
    )?;
    page.gauge("hoptac_journal_bytes", "Bytes of the whole journal.", registry.journal().bytes())?;
    page.gauge(
        "hoptac_unchecked_bytes",
        "Bytes of the journal and the view that are still to be checked since the start.",
        registry.checked().left(),
    )
}

fn search(page: &mut Page<'_, '_>, app: &App) -> Result {
    // In this order: what is shown was announced before.
    let searched = app.api.searched();
    let head = app.api.registry().head().seq;
    page.gauge(
        "hoptac_search_ready",
        "0 while the search index is being opened or built.",
        u64::from(searched.is_some()),
    )?;
    page.gauge_if(
        "hoptac_search_lag_changes",
        "Changes missing from the search index. A search first waits for the changes before it.",
        searched.map(|shown| head.saturating_sub(shown)),
    )
}

fn backup(page: &mut Page<'_, '_>, app: &App) -> Result {
    let last = app.last_backup();
    page.gauge_if(
        "hoptac_last_backup_timestamp_seconds",
        "Time of the last backup, if it was written to the data folder.",
        last.as_ref().map(|it| seconds(it.made_at)),
    )?;
    page.gauge_if(
        "hoptac_last_backup_seq",
        "Number of the last change in the last backup, if it was written to the data folder.",
        last.as_ref().map(|it| it.seq),
    )?;
    let drill = app.last_drill();
    page.gauge_if(
        "hoptac_last_drill_timestamp_seconds",
        "Time when a backup was last restored on trial, if it was written to the data folder.",
        drill.as_ref().map(|it| seconds(it.drilled_at)),
    )?;
    page.gauge_if(
        "hoptac_last_drill_seq",
        "Number of the last change in that backup: all up to it was checked.",
        drill.as_ref().map(|it| it.seq),
    )
}

fn tokens(page: &mut Page<'_, '_>, app: &App) -> Result {
    let tokens = app.tokens_now(app.api.registry().now());
    page.gauge_if(
        "hoptac_tokens_ending",
        "Valid tokens that end within 14 days; `hoptac status` names them.",
        tokens.map(|it| it.ending.len() as u64),
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
        "Start time of the server.",
        seconds(app.metrics.started),
    )?;
    page.gauge_if(
        "process_resident_memory_bytes",
        "Resident memory of the process, if the system reports it.",
        process::resident_bytes(),
    )?;
    page.gauge_if(
        "process_open_fds",
        "Open file descriptors, if the system reports them.",
        process::open_files(),
    )?;
    page.gauge_if(
        "process_max_fds",
        "Maximum number of open file descriptors (`LimitNOFILE`), if the system reports it.",
        process::most_files(),
    )
}

/// A moment, in seconds since 1970.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of centuries fit")]
fn seconds(moment: jiff::Timestamp) -> f64 {
    moment.as_millisecond() as f64 / 1_000.0
}
