//! The answer to what was admitted, within the time that it may take.

use std::{fmt, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use async_graphql::parser::types::OperationType;
use futures_util::FutureExt;
use messages::{Message, message};
use tokio::time::timeout;
use tracing::Span;

use super::{Admitted, RequestContext};
use crate::{
    graphql::{CancelOnDrop, ExecuteOptions, ExecutionResult, Meter, Parts},
    http::{
        App,
        budget::Payer,
        cpu::CpuTime,
        error::{ErrorCode, HttpError},
        lines::Place,
        observe,
    },
};

/// Executes a query or mutation; on a thread that may block, since reading the view does, unless
/// it reads so little that handing it over would cost more. Where the client goes away, or it takes
/// too long, what it still reads fails. Of the parts of an earlier answer those are taken over that
/// hold. What comes of it is given to `last`, on the same thread.
///
/// # Errors
/// Where it took too long, or the execution panicked, which ends this request alone.
pub async fn execute<T: Send + 'static>(
    app: &App,
    admitted: Admitted,
    asker: &RequestContext,
    (meter, parts): (&Arc<Meter>, Option<Arc<Parts>>),
    last: impl FnOnce(ExecutionResult) -> T + Send + 'static,
) -> Result<T, HttpError> {
    let (kind, is_light) = (admitted.operation, admitted.is_light());
    let account = admitted.account().clone();
    let operation = match admitted.into_operation() {
        Ok(operation) => operation,
        Err(errors) => return Ok(last(app.api.refuse(errors, &asker.caller, asker.languages))),
    };
    let within = within(app, kind);
    let _give_up = CancelOnDrop(Arc::clone(meter));
    let caller = Arc::clone(&asker.caller);
    let (languages, counted) = (asker.languages, Arc::clone(meter));
    let options = ExecuteOptions { languages, meter: counted, parts };
    let executed = if is_light {
        // On the heap, since it is large and would be moved from one wrapper into the next.
        let answer = Box::pin(app.api.answer(&operation, caller, options));
        // A light operation waits for nothing in between, unless it writes.
        let work = (kind == Some(OperationType::Query)).then(CpuTime::begin);
        let answered = timeout(within, guarded(async { last(answer.await) })).await;
        if let Some(work) = work {
            work.charge(&account, meter.total());
        }
        answered
    } else {
        let (api, counted) = (app.api.clone(), Arc::clone(meter));
        let runtime = tokio::runtime::Handle::current();
        let answer = async {
            let place = place(app, asker, kind).await?;
            let answer = move || {
                let work = CpuTime::begin();
                let answered = last(runtime.block_on(api.answer(&operation, caller, options)));
                work.charge(&account, counted.total());
                drop(place);
                answered
            };
            blocking(answer).await
        };
        timeout(within, answer).await
    };
    if let Ok(answer) = executed {
        return answer;
    }
    let (client, seconds) = (asker.client, within.as_secs());
    tracing::warn!(%client, seconds, "Aborted an operation after {seconds} seconds");
    Err(HttpError::new(ErrorCode::Timeout, too_long(within, kind)))
}

/// A place among the queries that are computed at the same time. More of them would only take turns
/// on the cores. What is no query waits for the writer more than it computes, and needs none.
///
/// # Errors
/// Where too many wait of whoever asks, or they do not read what they were answered.
async fn place(
    app: &App,
    asker: &RequestContext,
    operation: Option<OperationType>,
) -> Result<Option<Place>, HttpError> {
    if operation != Some(OperationType::Query) {
        return Ok(None);
    }
    let place = app.lines.place(Payer::of(asker)).await?;
    app.backlog.check(asker.client)?;
    Ok(Some(place))
}

/// Runs what blocks.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, HttpError> {
    let span = Span::current();
    let done = tokio::task::spawn_blocking(move || span.in_scope(work)).await;
    done.map_err(|error| panicked(&error))
}

/// Runs what does not block for long.
async fn guarded<T>(work: impl Future<Output = T>) -> Result<T, HttpError> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    done.map_err(|panic| panicked(&observe::message(&*panic)))
}

fn panicked(error: &dyn fmt::Display) -> HttpError {
    tracing::error!(%error, "A request's execution panicked");
    let message = message!("the server failed; the log has the reason under the request's id");
    HttpError::new(ErrorCode::Internal, message)
}

/// How long an operation may take.
pub fn within(app: &App, operation: Option<OperationType>) -> Duration {
    let requests = &app.options.requests;
    match operation {
        Some(OperationType::Mutation) => requests.mutation_within,
        _ => requests.query_within,
    }
}

/// What is told of an operation that took too long.
pub fn too_long(within: Duration, operation: Option<OperationType>) -> Message {
    let seconds = within.as_secs();
    let remedy = match operation {
        Some(OperationType::Mutation) => {
            message!(
                "send it again with the same idempotency key; the answer shows whether it was \
                 applied"
            )
        }
        _ => message!("request less at a time"),
    };
    message!("the operation took longer than {seconds} seconds; {remedy}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_ends_one_request_and_tells_nothing() {
        let handed_over = blocking(|| -> () { panic!("out of cheese") }).await;
        let done_here = guarded(async { panic!("out of cheese") }).await;
        for failed in [handed_over.unwrap_err(), done_here.unwrap_err()] {
            assert_eq!(failed.code(), ErrorCode::Internal);
            assert!(!failed.message().to_string().contains("cheese"));
        }
        assert_eq!(blocking(|| 7).await, Ok(7));
        assert_eq!(guarded(async { 7 }).await, Ok(7));
    }
}
