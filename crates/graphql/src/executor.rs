//! The API as an executor of async-graphql: for programs that serve the schema by one of that
//! library's integrations, such as async-graphql-axum. Must not know who is signed in how.
//!
//! A request is read as by our own server: limits, the gate, plans. The text of a document never
//! reaches the library's parser. What the program knows of a request comes in its `data`.

use std::{
    any::{Any, TypeId},
    sync::Arc,
};

use async_graphql::{Data, Executor, Request, Response, ServerError, parser::types::OperationType};
use futures_util::stream::{self, BoxStream, StreamExt};
use tokio::{runtime::Handle, task::spawn_blocking};

use super::{
    Api, CancelOnDrop, ErrorCode, ExecuteOptions, Meter, Operation, Position,
    error::{masked, of_request},
    failed, json,
    limits::LimitError,
    offload::Offloaded,
};
use crate::document::ReadError;
use auth::Caller;
use domain::{Lang, Languages};
use messages::message;

/// Answers requests as the caller that their data holds as an `Arc<Caller>`, else as somebody who
/// has not signed in; in the
/// [`Languages`] that it holds; else texts are in the [`Lang`] that it holds or in Vietnamese, and
/// messages in English. Each is held
/// to the limits of [`Api::with_limits`]. Must be used within a Tokio runtime.
impl Executor for Api {
    async fn execute(&self, request: Request) -> Response {
        let asker = Asker::of(&[&request.data]);
        let operation = match self.admit(request) {
            Ok(operation) => operation,
            Err(errors) => {
                return self.refuse(errors, &asker.caller, asker.languages).into_response();
            }
        };
        if operation.kind() == Some(OperationType::Subscription) {
            let message = message!("subscriptions are answered over WebSocket");
            let errors = vec![coded(of_request(message), ErrorCode::GraphqlValidationFailed)];
            return self.refuse(errors, &asker.caller, asker.languages).into_response();
        }
        let give_up = CancelOnDrop(Arc::new(Meter::up_to(self.limits.reads)));
        let (languages, meter) = (asker.languages, Arc::clone(&give_up.0));
        let options = ExecuteOptions { languages, meter, ..ExecuteOptions::default() };
        if operation.is_light() {
            return self.answer(&operation, asker.caller, options).await.into_response();
        }
        let (api, runtime) = (self.clone(), Handle::current());
        let answered = spawn_blocking(move || {
            runtime.block_on(api.answer(&operation, asker.caller, options)).into_response()
        });
        answered.await.unwrap_or_else(|_| failed(masked()))
    }

    fn execute_stream(
        &self,
        request: Request,
        session_data: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        let mut known = vec![&request.data];
        known.extend(session_data.as_deref());
        let asker = Asker::of(&known);
        let operation = match self.admit(request) {
            Ok(operation) => operation,
            Err(errors) => {
                let refused = self.refuse(errors, &asker.caller, asker.languages).into_response();
                return stream::once(async { refused }).boxed();
            }
        };
        let give_up = CancelOnDrop(Arc::new(Meter::up_to(self.limits.reads)));
        let (position, meter) = (Arc::<Position>::default(), Arc::clone(&give_up.0));
        let answers = self.stream(operation, asker.caller, asker.languages, position, meter);
        let answers = stream::unfold((Offloaded::new(answers), give_up), async |mut state| {
            let answer = state.0.next().await.unwrap_or_else(|_| Some(failed(masked())));
            answer.map(|answer| (answer, state))
        });
        answers.boxed()
    }
}

impl Api {
    /// The operation that a request asks for, held to the limits.
    fn admit(&self, request: Request) -> Result<Operation, Vec<ServerError>> {
        let limits = &self.limits;
        let beyond = |error: LimitError| vec![coded(of_request(error), ErrorCode::LimitExceeded)];
        let invalid = |errors: Vec<ServerError>| {
            let coded = errors.into_iter().map(|it| coded(it, ErrorCode::GraphqlValidationFailed));
            coded.collect::<Vec<_>>()
        };
        let document = self.read(&request.query, limits).map_err(|error| match error {
            ReadError::Limit(error) => beyond(error),
            ReadError::Syntax(error) => vec![coded(error, ErrorCode::GraphqlParseFailed)],
            ReadError::Invalid(errors, _) => invalid(errors),
        })?;
        let variables = json(request.variables);
        limits.hold_variables(&variables).map_err(beyond)?;
        let asked = Arc::new(document).ask(request.operation_name, variables).map_err(invalid)?;
        asked.cost(limits).map_err(beyond)?;
        Ok(asked)
    }
}

/// Who asks, as the program around knows them.
struct Asker {
    caller: Arc<Caller>,
    languages: Languages,
}

impl Asker {
    /// Of the data of a request, before that of its session.
    fn of(known: &[&Data]) -> Self {
        let caller = find::<Arc<Caller>>(known);
        let caller = caller.map_or_else(|| Arc::new(Caller::anonymous()), Arc::clone);
        let asked = || find::<Lang>(known).copied().unwrap_or_default().into();
        Self { caller, languages: find::<Languages>(known).copied().unwrap_or_else(asked) }
    }
}

fn find<'a, T: Any>(known: &[&'a Data]) -> Option<&'a T> {
    known.iter().find_map(|data| data.get(&TypeId::of::<T>())?.downcast_ref())
}

fn coded(mut error: ServerError, code: ErrorCode) -> ServerError {
    error.extensions.get_or_insert_default().set("code", code.as_str());
    error
}
