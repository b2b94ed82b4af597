//! The schema: thin types over the domain's nouns, pages, ids and errors. Knows nothing of HTTP,
//! nor of how the view is keyed.
//!
//! A request is pinned at one [`Moment`]; `query` finds records at it, `types` shows them, one
//! object type per noun, and `page` cuts their lists into pages.
#![allow(clippy::doc_markdown, reason = "comments are the schema's descriptions")]
#![allow(clippy::needless_pass_by_value, reason = "a resolver is given its arguments")]
#![allow(clippy::unnecessary_wraps, reason = "a resolver's type says what the field may be")]

mod abandon;
mod answer;
mod code;
mod context;
mod diff;
mod document;
mod enums;
mod error;
mod executor;
mod federation;
mod feed;
mod figures;
mod history;
mod id;
mod library;
mod limits;
mod live_query;
mod moment;
mod mutation;
mod offload;
mod operation;
mod page;
mod parts;
mod plan;
mod query;
mod scalars;
mod schema;
mod search;
mod subscription;
mod table;
mod types;
mod viewer;
mod visible;

use std::sync::Arc;

use async_graphql::{Request, Response, ServerError, Variables, parser::types::OperationType};
use futures_util::stream::{self, BoxStream, StreamExt};
use serde_json::{Map, Value as Json};

use ::search::Search;
use auth::{Caller, Role};
use context::Context;
use domain::Languages;
use moment::Moment;
use registry::Registry;
use schema::Served;
use subscription::Live;

pub use abandon::CancelOnDrop;
pub use answer::{ExecutionResult, write};
pub use code::ErrorCode;
pub use document::{Digest, Document, ReadError};
pub use id::decode as record_of_id;
pub use limits::{Introspects, Limit, LimitError, Limits};
pub use live_query::{LiveQuery, THROTTLE_MAX};
pub use offload::Offloaded;
pub use operation::Operation;
pub use parts::{Parts, Taken};
pub use registry::{Basis, Meter, Stop, Used, Work};
pub use schema::{sdl, subgraph_sdl};
pub use subscription::Position;
pub use visible::Visible;

/// The GraphQL API over a registry.
#[derive(Clone)]
pub struct Api {
    registry: Arc<Registry>,
    schema: Served,
    search: Option<Arc<Search>>,
    /// Whether strangers who misspell a name are told those that are like it.
    suggests: bool,
    /// The most that a request may ask for that comes to it as an [`async_graphql::Executor`].
    limits: Limits,
}

/// How an operation is executed.
#[derive(Debug, Clone, Default)]
pub struct ExecuteOptions {
    /// The languages of texts that are asked for without one, and of messages.
    pub languages: Languages,
    /// Counts all that is read, and stops the operation where that is too much or it is given up.
    pub meter: Arc<Meter>,
    /// The parts of an earlier answer to the same query, of who sees the same in the same languages,
    /// to be taken over where they hold. Without any, the answer has none; those of no answer are
    /// the default.
    pub parts: Option<Arc<Parts>>,
}

impl Api {
    /// The API over this registry.
    #[must_use]
    pub fn new(registry: Arc<Registry>) -> Self {
        let limits = Limits::default();
        Self { registry, schema: Served::Plain, search: None, suggests: true, limits }
    }

    /// The same API with a search over its registry; without one, `search` is unavailable.
    #[must_use]
    pub fn with_search(self, search: Search) -> Self {
        Self { search: Some(Arc::new(search)), ..self }
    }

    /// The same API as a subgraph of Apollo Federation 2: with `_entities` and `_service`.
    #[must_use]
    pub fn federated(self) -> Self {
        Self { schema: Served::Federated, ..self }
    }

    /// The same, that tells strangers no names that they do not know.
    #[must_use]
    pub fn without_suggestions(self) -> Self {
        Self { suggests: false, ..self }
    }

    /// The same, that holds what comes to it as an [`async_graphql::Executor`] to these limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Answers one request, all of it as of the last command announced, but for what a mutation
    /// answers, which is as of its own; texts without a `lang` of their own and messages are given
    /// in `languages`.
    pub async fn execute(
        &self,
        request: Request,
        caller: Arc<Caller>,
        languages: impl Into<Languages>,
    ) -> Response {
        let languages = languages.into();
        match self.read_request(request) {
            Ok(operation) => {
                let options = ExecuteOptions { languages, ..ExecuteOptions::default() };
                self.answer(&operation, caller, options).await.into_response()
            }
            Err(errors) => self.mask(Response::from_errors(errors), &caller, languages),
        }
    }

    /// The operation that a request asks for, whatever it costs.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read_request(&self, request: Request) -> Result<Operation, Vec<ServerError>> {
        let Request { query, operation_name, variables, .. } = request;
        let document = self.read(&query, &Limits::NONE).map_err(|error| match error {
            ReadError::Limit(error) => vec![error::of_request(error)],
            ReadError::Syntax(error) => vec![error],
            ReadError::Invalid(errors, _) => errors,
        })?;
        Arc::new(document).ask(operation_name, json(variables))
    }

    /// Reads a document, to be asked as often as one likes.
    ///
    /// # Errors
    /// The limit that it goes beyond, or what is wrong with it.
    pub fn read(&self, text: &str, limits: &Limits) -> Result<Document, ReadError> {
        Document::read(self.schema, text, limits)
    }

    /// As [`Api::execute`], for a query or mutation, as JSON that is written while it is resolved.
    pub async fn answer(
        &self,
        operation: &Operation,
        caller: Arc<Caller>,
        options: ExecuteOptions,
    ) -> ExecutionResult {
        let ExecuteOptions { languages, meter, parts } = options;
        let today = self.registry.today();
        let moment = match Moment::metered(&self.registry, &caller, meter) {
            Ok(moment) => moment,
            Err(error) => {
                return ExecutionResult::refused(
                    self.mask(failed(error), &caller, languages),
                    today,
                );
            }
        };
        let context = Context { parts, ..self.context(&moment, languages) };
        let (response, parts) = self.run(operation, context).await;
        ExecutionResult {
            response: self.mask(response, &caller, languages),
            objects: moment.meter().used().objects,
            basis: moment.basis(),
            seq: Some(moment.snapshot().pinned_at()),
            today,
            identified: moment.was_identified(),
            parts,
        }
    }

    /// The answer to what is not executed.
    #[must_use]
    pub fn refuse(
        &self,
        errors: Vec<ServerError>,
        caller: &Caller,
        languages: Languages,
    ) -> ExecutionResult {
        let response = self.mask(Response::from_errors(errors), caller, languages);
        ExecutionResult::refused(response, self.registry.today())
    }

    /// Executes an operation that is valid. One that is stopped is answered with the reason alone.
    async fn run(&self, operation: &Operation, context: Context) -> (Response, Option<Parts>) {
        let meter = Arc::clone(&context.meter);
        let (response, parts) = match operation.plan() {
            Some(plan) => {
                let slots = plan.bind(&operation.variables);
                let walked = plan::execute(&operation.bound(&plan, &slots), &context).await;
                let response = answer::of_walk(walked.data, walked.errors);
                let parts = walked.parts.and_then(|parts| answer::parts_of(&response, parts));
                (response, parts)
            }
            None => (self.introspect(operation, context).await, None),
        };
        let parts = parts.filter(|_| meter.stop().is_none());
        let writes = operation.kind() == Some(OperationType::Mutation);
        (answer::unless_stopped(response, &meter, writes), parts)
    }

    /// Executes an operation that asks for the schema.
    async fn introspect(&self, operation: &Operation, context: Context) -> Response {
        let (request, kind) = (operation.request(), operation.kind());
        let meter = Arc::clone(&context.meter);
        let mut response = self.schema.execute(request, kind, Arc::new(context)).await;
        operation.describe_schema(&mut response);
        let (points, objects) = operation.cost_of_introspection(&response.data);
        let _ = meter.count(Work::Other, points);
        let _ = meter.count(Work::Object, objects);
        response
    }

    /// As [`Api::execute`], by the executor of async-graphql: what plans must answer alike.
    pub async fn execute_by_library(
        &self,
        operation: &Operation,
        caller: Arc<Caller>,
        languages: impl Into<Languages>,
    ) -> Response {
        let languages = languages.into();
        let response = match Moment::now(&self.registry, &caller) {
            Ok(moment) => {
                let context = Arc::new(self.context(&moment, languages));
                let (request, kind) = (operation.request(), operation.kind());
                let mut response = self.schema.execute(request, kind, context).await;
                operation.describe_schema(&mut response);
                response
            }
            Err(error) => failed(error),
        };
        self.mask(response, &caller, languages)
    }

    fn context(&self, moment: &Moment, languages: Languages) -> Context {
        let (moment, meter) = (Some(moment.clone()), Arc::clone(moment.meter()));
        Context { moment, languages, search: self.search.clone(), meter, ..Context::default() }
    }

    /// A response as the caller may read it.
    fn mask(&self, response: Response, caller: &Caller, languages: Languages) -> Response {
        let mut response = coded(response);
        if !self.suggests && caller.role == Role::Anonymous {
            error::without_suggestions(&mut response);
        }
        error::say(&mut response.errors, languages.messages);
        response
    }

    /// Answers one request of any kind: a query or mutation once, a subscription with each thing
    /// that happens, each within what the meter allows an operation; one that is given up fails. To
    /// be polled on a thread that may block; it waits for what is to come only.
    pub fn stream(
        &self,
        operation: Operation,
        caller: Arc<Caller>,
        languages: impl Into<Languages>,
        position: Arc<Position>,
        meter: Arc<Meter>,
    ) -> BoxStream<'static, Response> {
        let (api, languages) = (self.clone(), languages.into());
        let answers = async move {
            if operation.kind() == Some(OperationType::Subscription) {
                let registry = Arc::clone(&api.registry);
                let live = Live { registry, caller, position, meter };
                api.follow(operation, live, languages)
            } else {
                let options = ExecuteOptions { languages, meter, ..ExecuteOptions::default() };
                let answer = api.answer(&operation, caller, options).await.into_response();
                stream::once(async { answer }).boxed()
            }
        };
        stream::once(answers).flatten().boxed()
    }

    /// Answers a subscription.
    fn follow(
        self,
        operation: Operation,
        live: Live,
        languages: Languages,
    ) -> BoxStream<'static, Response> {
        let (caller, meter) = (Arc::clone(&live.caller), Arc::clone(&live.meter));
        let once = |api: &Self, response| {
            let response = api.mask(response, &caller, languages);
            stream::once(async { response }).boxed()
        };
        let Some(plan) = operation.plan() else {
            return once(&self, failed(error::masked()));
        };
        // A moment would be held for as long as a subscription lasts.
        let context = Context {
            languages,
            live: Some(live),
            meter: Arc::clone(&meter),
            ..Context::default()
        };
        // What it takes to find what is to be told is paid for, but not limited: it cannot be
        // asked for in smaller parts.
        let most = meter.most();
        meter.restart(u64::MAX);
        let slots = plan.bind(&operation.variables);
        let events = match plan::subscribe(&operation.bound(&plan, &slots), &context) {
            Ok(events) => events,
            Err(error) => return once(&self, Response::from_errors(vec![error])),
        };
        let answers = events.map(move |event| {
            meter.restart(most);
            let walked = plan::event(&operation.bound(&plan, &slots), &context, event);
            let response = answer::of_walk(walked.data, walked.errors);
            let response = answer::unless_stopped(response, &meter, false);
            meter.restart(u64::MAX);
            self.mask(answer::plain(response), &caller, languages)
        });
        answers.boxed()
    }

    /// The last change that a search finds; `None` where there is no search, or none yet.
    #[must_use]
    pub fn searched(&self) -> Option<u64> {
        self.search.as_ref().and_then(|search| search.shown())
    }

    /// The registry that the API is over.
    #[must_use]
    pub const fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }
}

/// Variables as they were sent.
fn json(variables: Variables) -> Map<String, Json> {
    match serde_json::to_value(variables) {
        Ok(Json::Object(variables)) => variables,
        _ => Map::new(),
    }
}

fn coded(mut response: Response) -> Response {
    error::with_codes(&mut response);
    response
}

fn failed(error: async_graphql::Error) -> Response {
    Response::from_errors(vec![error.into_server_error(async_graphql::Pos::default())])
}
