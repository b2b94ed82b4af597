//! Numbers that tell an operator how the server fares, served as Prometheus and `OpenMetrics` read
//! them, at an address of their own: they tell what callers ask, which is no stranger's business.
//!
//! What is counted where nothing else owns it stands here; `operations` bounds what it is counted
//! under, `families` says what each number means, `page` writes them down. Counting costs a few
//! relaxed atomics. Must not know what is answered.

mod cluster;
mod families;
mod operations;
mod page;
pub(super) mod process;
mod scrape;

use std::{array, sync::Arc, time::Duration};

use async_graphql::{ServerError, Value};
use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::Timestamp;

pub use operations::{Kind, Label, Operation, OperationResult, Operations};

use super::{App, error::ErrorCode, health};
use crate::measure::{Counter, Gauge, Histogram, Present, nanoseconds};
use page::Form;

/// Bounds of times to answer, in nanoseconds.
const DURATIONS: &[u64] = &[
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    100_000_000,
    250_000_000,
    500_000_000,
    1_000_000_000,
    2_500_000_000,
    5_000_000_000,
    10_000_000_000,
];
/// Bounds of costs, in points.
const COSTS: &[u64] = &[1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000];

/// Where an answer came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheLookup {
    /// It was kept.
    Kept,
    /// It was computed.
    Computed,
}

/// What is counted.
#[derive(Debug)]
pub struct Metrics {
    /// Start time of the server.
    started: Timestamp,
    /// By operation.
    pub operations: Operations,
    kept: Histogram,
    queries: Histogram,
    mutations: Histogram,
    /// What is asked for costs at most, in points.
    pub costs: Histogram,
    /// Responses by the first digit of their status.
    responses: [Counter; 5],
    errors: [Counter; ErrorCode::ALL.len()],
    /// Open connections.
    pub connections: Gauge,
    /// Accepted connections.
    pub accepted: Counter,
    /// Connections that were refused since all places were taken.
    pub refused: Counter,
    /// Connections that were refused since their address had taken its share.
    pub refused_of_one: Counter,
    /// Sockets that are open.
    pub sockets: Gauge,
    /// Streams of events that are open.
    pub streams: Gauge,
    /// Subscriptions that run.
    pub subscriptions: Gauge,
    /// What subscribers were told.
    pub events: Counter,
    /// Live queries that are asked.
    pub live: Gauge,
    /// Answers that live queries were told, as a whole.
    pub wholes: Counter,
    /// Answers that live queries were told as a patch of the one before.
    pub patches: Counter,
}

impl Metrics {
    /// Nothing counted yet.
    pub fn new(started: Timestamp) -> Self {
        Self {
            started,
            operations: Operations::default(),
            kept: Histogram::new(DURATIONS),
            queries: Histogram::new(DURATIONS),
            mutations: Histogram::new(DURATIONS),
            costs: Histogram::new(COSTS),
            responses: array::from_fn(|_| Counter::default()),
            errors: array::from_fn(|_| Counter::default()),
            connections: Gauge::default(),
            accepted: Counter::default(),
            refused: Counter::default(),
            refused_of_one: Counter::default(),
            sockets: Gauge::default(),
            streams: Gauge::default(),
            subscriptions: Gauge::default(),
            events: Counter::default(),
            live: Gauge::default(),
            wholes: Counter::default(),
            patches: Counter::default(),
        }
    }

    /// Start time of the server.
    pub const fn started(&self) -> Timestamp {
        self.started
    }

    /// Counts an operation that was answered, or refused.
    pub fn answered(
        &self,
        operation: &Operation,
        outcome: OperationResult,
        source: CacheLookup,
        took: Duration,
    ) {
        operation.of(outcome).count();
        operation.nanoseconds.add(nanoseconds(took));
        match (operation.kind, source) {
            (Kind::Query, CacheLookup::Kept) => self.kept.time(took),
            (Kind::Query, CacheLookup::Computed) => self.queries.time(took),
            (Kind::Mutation, _) => self.mutations.time(took),
            // How long a subscription lasts says nothing of the server.
            (Kind::Subscription | Kind::Unknown, _) => {}
        }
    }

    /// Counts a response, and the error that it is, if it is one.
    pub fn responded(&self, response: &Response) {
        let class = usize::from(response.status().as_u16() / 100);
        if let Some(count) = self.responses.get(class.wrapping_sub(1)) {
            count.count();
        }
        if let Some(code) = response.extensions().get::<ErrorCode>() {
            self.failed(*code);
        }
    }

    /// Counts an error that a whole request was answered with.
    pub fn failed(&self, code: ErrorCode) {
        self.errors[code as usize].count();
    }

    /// Counts the errors of an answer.
    pub fn count_errors(&self, errors: &[ServerError]) {
        for error in errors {
            let code = error.extensions.as_ref().and_then(|it| it.get("code"));
            let Some(Value::String(code)) = code else { continue };
            if let Some(code) = ErrorCode::ALL.iter().find(|known| known.as_str() == code) {
                self.failed(*code);
            }
        }
    }
}

/// Counts an operation whose answers are a stream: once, by the first of them.
#[derive(Debug)]
pub struct Watched {
    metrics: Arc<Metrics>,
    label: Label,
    begun: bool,
    _subscribed: Option<Present>,
}

impl Watched {
    /// Watches an operation.
    pub fn new(metrics: &Arc<Metrics>, label: Label) -> Self {
        let subscribes = label.kind == Kind::Subscription;
        Self {
            metrics: Arc::clone(metrics),
            label,
            begun: false,
            _subscribed: subscribes.then(|| metrics.subscriptions.enter()),
        }
    }

    /// Counts points that it used.
    pub fn spent(&self, points: u64) {
        self.metrics.operations.find(&self.label).points.add(points);
    }

    /// Counts an answer, which came so long after the operation was asked for.
    pub fn answered(&mut self, errors: &[ServerError], refused: bool, took: Duration) {
        self.metrics.count_errors(errors);
        if self.label.kind == Kind::Subscription && !refused {
            self.metrics.events.count();
        }
        if std::mem::replace(&mut self.begun, true) {
            return;
        }
        let (operations, label) = (&self.metrics.operations, &self.label);
        let operation = if refused { operations.find(label) } else { operations.executed(label) };
        let outcome = OperationResult::of(errors, refused);
        // A subscription's first answer is as late as what it waits for.
        let took = if label.kind == Kind::Subscription { Duration::ZERO } else { took };
        self.metrics.answered(&operation, outcome, CacheLookup::Computed, took);
    }
}

impl OperationResult {
    /// That of an answer with these errors, which was refused before execution or not.
    pub fn of(errors: &[ServerError], refused: bool) -> Self {
        let is_ours = |error: &ServerError| {
            let code = error.extensions.as_ref().and_then(|it| it.get("code"));
            let ours = [ErrorCode::Internal, ErrorCode::Timeout].map(ErrorCode::as_str);
            matches!(code, Some(Value::String(code)) if ours.contains(&code.as_str()))
        };
        match (errors.is_empty(), refused) {
            (true, _) => Self::Ok,
            _ if errors.iter().any(is_ours) => Self::Failed,
            (false, true) => Self::Refused,
            (false, false) => Self::Errors,
        }
    }
}

/// The routes of the metrics' own address.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/metrics", get(scrape))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .with_state(app)
}

/// All numbers, in the form that is accepted best.
async fn scrape(State(app): State<App>, headers: HeaderMap) -> Response {
    let form = Form::accepted(&headers);
    // The numbers of the process are read from files.
    let written = tokio::task::spawn_blocking(move || scrape::write(app, form)).await;
    match written {
        Ok(Ok(text)) => form.respond(text),
        Ok(Err(_)) | Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
