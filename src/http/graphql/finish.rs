//! The finished answer to what was admitted: one that is kept, one that somebody else is about to
//! have, or a new one.

use std::{num::NonZeroU32, sync::Arc, time::Instant};

use async_graphql::{Response as Answer, Value};
use messages::{Message, message};
use tracing::Span;

use super::{
    Admitted, RequestContext,
    admit::pay,
    execute::execute,
    respond::{code_of, complete, finished},
};
use crate::{
    auth::Caller,
    graphql::{Digest, ExecutionResult, Stop},
    http::{
        App,
        cache::{Audience, CachedResponse, SingleFlight, Standing, ValidAt, in_languages},
        charge::Charge,
        error::{ErrorCode, HttpError},
        metrics::{CacheLookup, Label, OperationResult},
        request_id::RequestId,
        traced,
    },
};

/// Most bytes of an operation's name that a line of the log has.
const NAME_MAX: usize = 100;

/// The answer to what was admitted, or why there is none.
pub type FlightResult = Result<Arc<CachedResponse>, HttpError>;
/// What is computed once for all who ask it at the same moment: what, for whom, as of when.
pub type UnderWay = SingleFlight<(Digest, Audience, ValidAt), Result<Computed, HttpError>>;

/// An answer that was computed.
#[derive(Clone)]
pub struct Computed {
    finished: Arc<CachedResponse>,
    /// For whom alone it is; `None` where it is for all who see the same.
    owner: Option<Arc<Caller>>,
}

impl App {
    /// As of when an answer would be read now.
    #[must_use]
    pub fn standing(&self) -> ValidAt {
        let registry = self.api.registry();
        ValidAt { seq: registry.head().seq, today: registry.today() }
    }
}

/// The finished answer to what was asked at a time.
///
/// # Errors
/// Where the caller cannot pay, it took too long, or the execution panicked.
pub async fn finish(
    app: &App,
    admitted: Admitted,
    asker: &RequestContext,
    reports: bool,
    begun: Instant,
) -> FlightResult {
    let label = admitted.label.clone();
    traced::operation(&label);
    note(&label);
    let (landed, source) = Box::pin(land(app, admitted, asker, reports)).await;
    count(app, &label, &landed, source, begun);
    landed
}

/// Has the line of the log name the operation.
pub fn note(label: &Label) {
    if let Some(name) = &label.name {
        // A name has but letters of ASCII, digits and underscores.
        Span::current().record("operation", name.get(..NAME_MAX).unwrap_or(name));
    }
}

/// Counts what became of an operation.
fn count(app: &App, label: &Label, landed: &FlightResult, source: CacheLookup, begun: Instant) {
    let took = begun.elapsed();
    match landed {
        Ok(finished) => {
            let (operation, outcome) = &finished.counted;
            app.metrics.answered(operation, *outcome, source, took);
        }
        Err(error) => {
            let refused = error.code() == ErrorCode::RateLimited;
            let outcome = if refused { OperationResult::Refused } else { OperationResult::Failed };
            app.metrics.answered(&app.metrics.operations.find(label), outcome, source, took);
        }
    }
}

async fn land(
    app: &App,
    admitted: Admitted,
    asker: &RequestContext,
    reports: bool,
) -> (FlightResult, CacheLookup) {
    let question = admitted.question().filter(|_| app.answers.is_enabled() && !reports);
    let Some(question) = question else {
        let computed = compute(app, admitted, asker, reports).await;
        return (computed.map(|it| it.finished), CacheLookup::Computed);
    };
    let digest = in_languages(&question, asker.languages);
    let now = app.standing();
    if let Some(found) = app.answers.find(&digest, &asker.caller, (now, app.api.registry())) {
        return (Ok(found), CacheLookup::Kept);
    }
    let caller = &asker.caller;
    let mut left = Some(admitted);
    let mut landed = join(app, &mut left, asker, (digest, Audience::seeing_as(caller), now)).await;
    // Of what hangs on who asks, the answer to another is none.
    if let Ok(Computed { owner: Some(owner), .. }) = &landed
        && owner != caller
        && left.is_some()
    {
        let own = (digest, Audience::One(Arc::clone(caller)), now);
        landed = join(app, &mut left, asker, own).await;
    }
    if left.is_some() {
        app.answers.counts().shared.count();
    }
    (landed.map(|it| it.finished), CacheLookup::Computed)
}

/// Computes an answer, or waits for who does. Who leads takes what is asked.
async fn join(
    app: &App,
    left: &mut Option<Admitted>,
    asker: &RequestContext,
    key: (Digest, Audience, ValidAt),
) -> Result<Computed, HttpError> {
    let lead = async {
        let Some(admitted) = left.take() else { return Err(failed()) };
        match compute(app, admitted, asker, false).await {
            // Strangers are one caller to the cache, but pay for themselves.
            Err(error) if error.code() == ErrorCode::RateLimited => Err(error),
            landed => Ok(landed),
        }
    };
    app.under_way.join(&key, lead).await.and_then(|landed| landed)
}

/// What nothing leads to.
fn failed() -> HttpError {
    HttpError::new(
        ErrorCode::Internal,
        message!("the server failed; the log has the reason under the request's id"),
    )
}

/// Computes an answer, has it paid for, and keeps it where it may be.
async fn compute(
    app: &App,
    admitted: Admitted,
    asker: &RequestContext,
    reports: bool,
) -> Result<Computed, HttpError> {
    let question = admitted.question().filter(|_| !reports);
    let digest = question.map(|question| in_languages(&question, asker.languages));
    // What is light has no parts that are worth it.
    let digest_of_parts = digest.filter(|_| !admitted.is_light());
    let parts = digest_of_parts.and_then(|it| app.answers.find_parts(&it, &asker.caller));
    let charge = pay(app, &admitted)?;
    let meter = Arc::clone(&charge.meter);
    let last = Last {
        charge,
        app: app.clone(),
        flaw: admitted.flaw(),
        label: admitted.label.clone(),
        request_id: asker.request_id.clone(),
        keeps: digest.is_some(),
        reports,
    };
    let last = |answered| last.done(answered);
    let done = execute(app, admitted, asker, (&meter, parts), last).await??;
    let finished = Arc::new(done.finished);
    if let Some(digest) = digest {
        app.answers.counts().misses.count();
        app.answers.keep_for(digest, &asker.caller, done.identified, &finished);
    }
    Ok(Computed { finished, owner: done.identified.then(|| Arc::clone(&asker.caller)) })
}

/// What is done with an answer once it is computed: on the same thread, since what it consists of
/// is given back cheapest where it was taken.
struct Last {
    app: App,
    charge: Charge,
    flaw: ErrorCode,
    label: Label,
    request_id: RequestId,
    /// Whether the answer may be kept.
    keeps: bool,
    /// Whether the client is told what it cost.
    reports: bool,
}

/// A finished answer, and whether it hangs on who the caller is.
struct FinishedResponse {
    finished: CachedResponse,
    identified: bool,
}

impl Last {
    fn done(self, answered: ExecutionResult) -> Result<FinishedResponse, HttpError> {
        let Self { app, charge, flaw, label, request_id, keeps, reports } = self;
        let ExecutionResult { response: mut answer, seq, today, identified, basis, parts, .. } =
            answered;
        if let Some(parts) = &parts {
            app.answers.counts().count_taken(parts.taken());
        }
        let executed = !complete(&mut answer, flaw, &request_id);
        let remaining = charge.settle();
        let operations = &app.metrics.operations;
        let operation =
            if executed { operations.executed(&label) } else { operations.find(&label) };
        operation.points.add(charge.used());
        Span::current().record("points", charge.used());
        if let Some(code) = answer.errors.first().and_then(code_of) {
            Span::current().record("error.code", code);
        }
        if charge.meter.stop() == Some(Stop::Unpaid) {
            return Err(unpaid(&app, &charge, &answer));
        }
        app.metrics.count_errors(&answer.errors);
        let counted = (operation, OperationResult::of(&answer.errors, !executed));
        if reports {
            report(&charge, &mut answer, remaining);
        }
        let standing = seq.filter(|_| keeps);
        let standing = standing.map(|seq| Standing { at: ValidAt { seq, today }, basis, parts });
        Ok(FinishedResponse {
            finished: finished(&app, &answer, !executed, standing, counted)?,
            identified,
        })
    }
}

/// An operation whose caller could not pay for all that it read.
fn unpaid(app: &App, charge: &Charge, answer: &Answer) -> HttpError {
    let told = answer.errors.first().and_then(|it| it.source::<Message>().cloned());
    let message = told.unwrap_or_else(|| message!("your budget is spent"));
    let error = HttpError::new(ErrorCode::RateLimited, message);
    let now = app.api.registry().now();
    match charge.account().await_points(charge.wanted(), now) {
        Some(seconds) => error.with_retry_after(seconds),
        None => error.with_retry_after(NonZeroU32::MIN),
    }
}

/// Tells what the request cost, as `extensions.cost`.
fn report(charge: &Charge, answer: &mut Answer, remaining: u64) {
    let (budget, used) = (charge.account().budget(), charge.meter.used());
    let fields = [
        ("requested", charge.requested),
        ("actual", charge.used()),
        ("objects", used.objects),
        ("records", used.records),
        ("entries", used.entries),
        ("cells", used.cells),
        ("remaining", remaining),
        ("maximum", budget.points),
        ("restoreRate", budget.restored),
    ];
    let fields = fields.map(|(name, value)| (async_graphql::Name::new(name), Value::from(value)));
    answer.extensions.insert("cost".to_owned(), Value::Object(fields.into_iter().collect()));
}
