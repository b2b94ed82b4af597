//! The answer to what was admitted, within the time that it may take.

use std::time::Duration;

use async_graphql::parser::types::OperationType;
use tracing::Span;

use super::{Admitted, Asker};
use crate::{
    graphql::Answered,
    http::{
        App,
        error::{ErrorCode, HttpError},
    },
};

/// Executes a query or mutation on a thread that may block, since reading the view does.
///
/// # Errors
/// Where it took too long, or the execution panicked.
pub async fn execute(app: &App, admitted: Admitted, asker: &Asker) -> Result<Answered, HttpError> {
    let (within, valid) = (within(app, admitted.operation), admitted.is_valid());
    let request = admitted.into_request();
    let (runtime, span) = (tokio::runtime::Handle::current(), Span::current());
    let (api, caller, lang) = (app.api.clone(), asker.caller.clone(), asker.lang);
    let executed = tokio::task::spawn_blocking(move || {
        span.in_scope(|| {
            runtime.block_on(async move {
                let answer = api.answer(request, caller, lang, valid);
                tokio::time::timeout(within, answer).await
            })
        })
    });
    match executed.await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(_)) => Err(HttpError::new(
            ErrorCode::Internal,
            format!("the operation took longer than {} seconds", within.as_secs()),
        )),
        Err(error) => {
            tracing::error!(%error, "A request's execution panicked");
            Err(HttpError::new(ErrorCode::Internal, "the request failed; the log tells why"))
        }
    }
}

/// How long an operation may take.
fn within(app: &App, operation: Option<OperationType>) -> Duration {
    let requests = &app.options.requests;
    match operation {
        Some(OperationType::Mutation) => requests.mutation_within,
        _ => requests.query_within,
    }
}
