//! The schema: thin types over the domain's nouns, pages, ids and errors. Knows nothing of HTTP,
//! nor of how the view is keyed.
//!
//! A request is pinned at one [`Moment`]; `query` finds records at it, `types` shows them, one
//! object type per noun, and `page` cuts their lists into pages.
#![allow(clippy::doc_markdown, reason = "comments are the schema's descriptions")]
#![allow(clippy::unused_async, reason = "some resolvers must be async in form, where none waits")]
#![allow(clippy::needless_pass_by_value, reason = "a resolver is given its arguments")]
#![allow(clippy::unnecessary_wraps, reason = "a resolver's type says what the field may be")]

mod abandon;
mod code;
mod collation;
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
mod query;
mod resolving;
mod scalars;
mod schema;
mod search;
mod subscription;
mod types;
mod viewer;
mod writing;

use std::sync::Arc;

use async_graphql::{Request, Response, parser::types::OperationType};
use futures_util::stream::{self, BoxStream, StreamExt};
use jiff::civil::Date;

use ::search::Search;
use auth::{Caller, Role};
use domain::Lang;
use moment::Moment;
use registry::Registry;
use schema::Served;
use subscription::Live;
use writing::{Writing, objects};

pub use abandon::Abandon;
pub use code::ErrorCode;
pub use document::{Digest, Document};
pub use id::decode as record_of_id;
pub use limits::{Introspects, Limit, LimitError, Limits};
pub use schema::{sdl, subgraph_sdl};
pub use subscription::Position;
pub use writing::write;

/// The GraphQL API over a registry.
#[derive(Clone)]
pub struct Api {
    registry: Arc<Registry>,
    schema: Served,
    search: Option<Arc<Search>>,
    /// Whether strangers who misspell a name are told those that are like it.
    suggests: bool,
}

/// An answer, and what it hangs on beside the request, the language, and the caller's role and
/// scope.
pub struct Answered {
    /// The answer; of one that was written, the data is to be written by [`write`].
    pub response: Response,
    /// How many objects it holds.
    pub objects: u64,
    /// The last command announced when it was read; `None` where that is not known.
    pub seq: Option<u64>,
    /// The day it was.
    pub today: Date,
    /// Whether it hangs on who the caller is.
    pub identified: bool,
}

/// In which manner an operation is executed.
#[derive(Debug, Clone, Default)]
pub struct Manner {
    /// The language of texts that are asked for without one.
    pub lang: Lang,
    /// Whether the document is known to be valid as it is asked here.
    pub is_valid: bool,
    /// Whether the data is written as JSON while it is resolved.
    pub writes: bool,
    /// Where the request is given up, what is not read by then fails.
    pub abandon: Abandon,
}

impl Api {
    /// The API over this registry.
    #[must_use]
    pub fn new(registry: Arc<Registry>) -> Self {
        Self { registry, schema: Served::plain(), search: None, suggests: true }
    }

    /// The same API with a search over its registry; without one, `search` is unavailable.
    #[must_use]
    pub fn with_search(self, search: Search) -> Self {
        Self { search: Some(Arc::new(search)), ..self }
    }

    /// The same API as a subgraph of Apollo Federation 2: with `_entities` and `_service`.
    #[must_use]
    pub fn federated(self) -> Self {
        Self { schema: Served::federated(), ..self }
    }

    /// The same, that tells strangers no names that they do not know.
    #[must_use]
    pub fn without_suggestions(self) -> Self {
        Self { suggests: false, ..self }
    }

    /// Answers one request, all of it as of the last command announced, but for what a mutation
    /// answers, which is as of its own; texts without a `lang` of their own are given in `lang`.
    pub async fn execute(&self, request: Request, caller: Arc<Caller>, lang: Lang) -> Response {
        let manner = Manner { lang, ..Manner::default() };
        self.answer(request, caller, manner).await.response
    }

    /// As [`Api::execute`], for a query or mutation, in a manner.
    pub async fn answer(&self, request: Request, caller: Arc<Caller>, manner: Manner) -> Answered {
        let Manner { lang, is_valid, writes, abandon } = manner;
        let today = self.registry.today();
        let moment = match Moment::unless(&self.registry, &caller, abandon) {
            Ok(moment) => moment,
            Err(error) => {
                let response = failed(error);
                return Answered { response, objects: 0, seq: None, today, identified: true };
            }
        };
        let mut request = self.searching(request).data(moment.clone()).data(lang);
        let writing = writes.then(Arc::<Writing>::default);
        if let Some(writing) = &writing {
            request = request.data(Arc::clone(writing));
        }
        let response = self.schema.execute(request, is_valid).await;
        let written = writing.map_or(0, |writing| writing.objects());
        // The root is none that was asked for.
        let objects = (objects(&response.data) + written).saturating_sub(1);
        Answered {
            response: self.told(response, &caller),
            objects,
            seq: Some(moment.snapshot().seq()),
            today: moment.today(),
            identified: moment.was_identified(),
        }
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
    /// that happens; one that is given up fails. To be polled on a thread that may block; it waits for what is to come only.
    pub fn stream(
        &self,
        request: Request,
        caller: Arc<Caller>,
        lang: Lang,
        position: Arc<Position>,
        abandon: Abandon,
    ) -> BoxStream<'static, Response> {
        let (api, telling, reader) = (self.clone(), self.clone(), Arc::clone(&caller));
        let answers =
            stream::once(async move { api.begin(request, caller, lang, position, abandon) });
        answers.flatten().map(move |answer| telling.told(answer, &reader)).boxed()
    }

    fn begin(
        self,
        request: Request,
        caller: Arc<Caller>,
        lang: Lang,
        position: Arc<Position>,
        abandon: Abandon,
    ) -> BoxStream<'static, Response> {
        // A moment would be held for as long as a subscription lasts.
        let mut request = self.searching(request).data(lang);
        let Self { registry, schema, .. } = self;
        if operation(&mut request) == Some(OperationType::Subscription) {
            return schema.execute_stream(request.data(Live { registry, caller, position }));
        }
        match Moment::unless(&registry, &caller, abandon) {
            Ok(moment) => schema.execute_stream(request.data(moment)),
            Err(error) => Box::pin(stream::once(async { failed(error) })),
        }
    }

    /// A request that may search.
    fn searching(&self, request: Request) -> Request {
        match &self.search {
            Some(search) => request.data(Arc::clone(search)),
            None => request,
        }
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

/// The kind of the operation that a request asks for, where that is clear.
pub fn operation(request: &mut Request) -> Option<OperationType> {
    let name = request.operation_name.clone();
    // A document that does not parse is told by the answer.
    let mut operations = request.parsed_query().ok()?.operations.iter();
    let found = match name {
        Some(name) => operations.find(|(known, _)| known.is_some_and(|it| it.as_str() == name)),
        None => operations.next().filter(|_| operations.next().is_none()),
    };
    found.map(|(_, operation)| operation.node.ty)
}

fn coded(mut response: Response) -> Response {
    error::with_codes(&mut response);
    response
}

fn failed(error: async_graphql::Error) -> Response {
    Response::from_errors(vec![error.into_server_error(async_graphql::Pos::default())])
}
