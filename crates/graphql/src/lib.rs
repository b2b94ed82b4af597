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
mod collation;
mod context;
mod diff;
mod document;
mod enums;
mod error;
mod federation;
mod feed;
mod figures;
mod history;
mod id;
mod limits;
mod moment;
mod mutation;
mod page;
mod plan;
mod query;
mod scalars;
mod schema;
mod search;
mod subscription;
mod table;
mod types;
mod viewer;

use std::sync::Arc;

use async_graphql::{Request, Response, ServerError, Variables, parser::types::OperationType};
use futures_util::stream::{self, BoxStream, StreamExt};

use ::search::Search;
use auth::{Caller, Role};
use context::Context;
use domain::Lang;
use moment::Moment;
use registry::Registry;
use schema::Served;
use subscription::Live;

pub use abandon::Abandon;
pub use answer::{Answered, write};
pub use code::ErrorCode;
pub use document::{Digest, Document};
pub use id::decode as record_of_id;
pub use limits::{Introspects, Limit, LimitError, Limits};
pub use schema::{sdl, subgraph_sdl};
pub use subscription::Position;

/// The GraphQL API over a registry.
#[derive(Clone)]
pub struct Api {
    registry: Arc<Registry>,
    schema: Served,
    search: Option<Arc<Search>>,
    /// Whether strangers who misspell a name are told those that are like it.
    suggests: bool,
}

/// An operation of a document, with its variables.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The document.
    pub document: Arc<Document>,
    /// The name of the operation; may be absent where the document has one.
    pub name: Option<String>,
    /// The variables.
    pub variables: Variables,
    /// What tells the document, the name and the variables, so that what was found to be valid is
    /// not validated again.
    pub digest: Option<Digest>,
}

/// How an operation is executed.
#[derive(Debug, Clone, Default)]
pub struct ExecuteOptions {
    /// The language of texts that are asked for without one.
    pub lang: Lang,
    /// Where the request is given up, what is not read by then fails.
    pub abandon: Abandon,
}

impl Operation {
    /// The only operation of a document, without variables.
    ///
    /// # Errors
    /// Where the text does not parse.
    pub fn parse(text: &str) -> Result<Self, ServerError> {
        let document = Arc::new(Document::trusted(text)?);
        Ok(Self { document, name: None, variables: Variables::default(), digest: None })
    }

    /// Whether it reads so little that it need not be handed over to another thread; known once
    /// the document was asked for it.
    #[must_use]
    pub fn is_light(&self) -> bool {
        self.document.is_light(self.name.as_deref(), &self.variables)
    }

    fn kind(&self) -> Option<OperationType> {
        self.document.kind(self.name.as_deref())
    }

    fn request(&self) -> Request {
        self.document.request(self.name.as_deref(), self.variables.clone())
    }

    async fn validate(&self, schema: Served) -> Result<(), Response> {
        let asked = (self.name.as_deref(), &self.variables);
        let validated = self.document.validate(schema, asked, self.digest.as_ref()).await;
        validated.map_err(Response::from_errors)
    }
}

impl Api {
    /// The API over this registry.
    #[must_use]
    pub const fn new(registry: Arc<Registry>) -> Self {
        Self { registry, schema: Served::Plain, search: None, suggests: true }
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

    /// Answers one request, all of it as of the last command announced, but for what a mutation
    /// answers, which is as of its own; texts without a `lang` of their own are given in `lang`.
    pub async fn execute(&self, request: Request, caller: Arc<Caller>, lang: Lang) -> Response {
        let Request { query, operation_name, variables, .. } = request;
        let document = match Document::trusted(&query) {
            Ok(document) => Arc::new(document),
            Err(error) => return self.told(Response::from_errors(vec![error]), &caller),
        };
        let operation = Operation { document, name: operation_name, variables, digest: None };
        let options = ExecuteOptions { lang, ..ExecuteOptions::default() };
        self.answer(&operation, caller, options).await.into_response()
    }

    /// As [`Api::execute`], for a query or mutation, as JSON that is written while it is resolved.
    pub async fn answer(
        &self,
        operation: &Operation,
        caller: Arc<Caller>,
        options: ExecuteOptions,
    ) -> Answered {
        let ExecuteOptions { lang, abandon } = options;
        let today = self.registry.today();
        if let Err(refused) = operation.validate(self.schema).await {
            return Answered::refused(self.told(refused, &caller), today);
        }
        let moment = match Moment::unless(&self.registry, &caller, abandon) {
            Ok(moment) => moment,
            Err(error) => return Answered::refused(failed(error), today),
        };
        let (response, objects) = self.run(operation, self.context(&moment, lang)).await;
        Answered {
            response: self.told(response, &caller),
            objects,
            seq: Some(moment.snapshot().seq()),
            today: moment.today(),
            identified: moment.was_identified(),
        }
    }

    /// The answer to what does not parse.
    #[must_use]
    pub fn refuse(&self, error: ServerError) -> Answered {
        Answered::refused(Response::from_errors(vec![error]), self.registry.today())
    }

    /// Executes an operation that is valid, and counts the objects of the answer.
    async fn run(&self, operation: &Operation, context: Context) -> (Response, u64) {
        let Operation { document, name, variables, .. } = operation;
        let asked = document.operation(name.as_deref());
        match (document.plan(name.as_deref(), variables), asked) {
            (Some(plan), Some(asked)) => {
                let walked = plan::execute(&plan, asked, variables, &context).await;
                (answer::of_walk(walked.data, walked.errors), walked.objects)
            }
            _ => {
                let request = operation.request();
                let kind = operation.kind();
                let response = self.schema.execute(request, kind, Arc::new(context)).await;
                let objects = answer::objects(&response.data).saturating_sub(1);
                (response, objects)
            }
        }
    }

    /// As [`Api::execute`], by the executor of async-graphql: what plans must answer alike.
    pub async fn execute_by_library(
        &self,
        operation: &Operation,
        caller: Arc<Caller>,
        lang: Lang,
    ) -> Response {
        if let Err(refused) = operation.validate(self.schema).await {
            return self.told(refused, &caller);
        }
        let response = match Moment::now(&self.registry, &caller) {
            Ok(moment) => {
                let context = Arc::new(self.context(&moment, lang));
                self.schema.execute(operation.request(), operation.kind(), context).await
            }
            Err(error) => failed(error),
        };
        self.told(response, &caller)
    }

    fn context(&self, moment: &Moment, lang: Lang) -> Context {
        let moment = Some(moment.clone());
        Context { moment, lang, search: self.search.clone(), live: None }
    }

    /// A response as the caller may read it.
    fn told(&self, response: Response, caller: &Caller) -> Response {
        let mut response = coded(response);
        if !self.suggests && caller.role == Role::Anonymous {
            error::without_suggestions(&mut response);
        }
        response
    }

    /// Answers one request of any kind: a query or mutation once, a subscription with each thing
    /// that happens; one that is given up fails. To be polled on a thread that may block; it waits
    /// for what is to come only.
    pub fn stream(
        &self,
        operation: Operation,
        caller: Arc<Caller>,
        lang: Lang,
        position: Arc<Position>,
        abandon: Abandon,
    ) -> BoxStream<'static, Response> {
        let api = self.clone();
        let answers = async move {
            if operation.kind() == Some(OperationType::Subscription) {
                let live = Live { registry: Arc::clone(&api.registry), caller, position };
                api.follow(operation, live, lang).await
            } else {
                let options = ExecuteOptions { lang, abandon };
                let answer = api.answer(&operation, caller, options).await.into_response();
                stream::once(async { answer }).boxed()
            }
        };
        stream::once(answers).flatten().boxed()
    }

    /// Answers a subscription.
    async fn follow(
        self,
        operation: Operation,
        live: Live,
        lang: Lang,
    ) -> BoxStream<'static, Response> {
        let caller = Arc::clone(&live.caller);
        let once = |api: &Self, response| {
            let response = api.told(response, &caller);
            stream::once(async { response }).boxed()
        };
        if let Err(refused) = operation.validate(self.schema).await {
            return once(&self, refused);
        }
        let Operation { document, name, variables, .. } = operation;
        let plan = document.plan(name.as_deref(), &variables);
        let (Some(plan), Some(asked)) = (plan, document.operation(name.as_deref())) else {
            return once(&self, failed(error::masked()));
        };
        // A moment would be held for as long as a subscription lasts.
        let context = Context { lang, live: Some(live), ..Context::default() };
        let events = match plan::subscribe(&plan, asked, &variables, &context) {
            Ok(events) => events,
            Err(error) => return once(&self, Response::from_errors(vec![error])),
        };
        let answers = events.map(move |event| {
            let Some(asked) = document.operation(name.as_deref()) else {
                return failed(error::masked());
            };
            let walked = plan::event(&plan, asked, &variables, &context, event);
            let response = answer::of_walk(walked.data, walked.errors);
            self.told(answer::plain(response), &caller)
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

fn coded(mut response: Response) -> Response {
    error::with_codes(&mut response);
    response
}

fn failed(error: async_graphql::Error) -> Response {
    Response::from_errors(vec![error.into_server_error(async_graphql::Pos::default())])
}
