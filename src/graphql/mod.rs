//! The schema: thin types over the domain's nouns, pages, ids and errors. Knows nothing of HTTP,
//! nor of how the view is keyed.
//!
//! A request is pinned at one [`Moment`]; `query` finds records at it, `types` shows them, one
//! object type per noun, and `page` cuts their lists into pages.
#![allow(clippy::doc_markdown, reason = "comments are the schema's descriptions")]
#![allow(clippy::unused_async, reason = "resolvers are async in form, whether they wait or not")]

mod abandon;
mod code;
mod collation;
mod diff;
mod enums;
mod error;
mod federation;
mod feed;
mod figures;
mod history;
mod id;
mod moment;
mod mutation;
mod page;
mod query;
mod scalars;
mod schema;
mod search;
mod subscription;
mod types;
mod viewer;

use std::sync::Arc;

use async_graphql::{Request, Response, parser::types::OperationType};
use futures_util::stream::{self, BoxStream, StreamExt};

use crate::{auth::Caller, domain::Lang, registry::Registry, search::Search};
use moment::Moment;
use schema::Served;
use subscription::Live;

pub use abandon::Abandon;
pub use code::ErrorCode;
pub use id::decode as record_of_id;
pub use schema::{sdl, subgraph_sdl};
pub use subscription::Position;

/// The GraphQL API over a registry.
#[derive(Clone)]
pub struct Api {
    registry: Arc<Registry>,
    schema: Served,
    search: Option<Arc<Search>>,
}

impl Api {
    /// The API over this registry.
    #[must_use]
    pub fn new(registry: Arc<Registry>) -> Self {
        Self { registry, schema: Served::plain(), search: None }
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

    /// Answers one request, all of it as of the last command announced, but for what a mutation
    /// answers, which is as of its own; texts without a `lang` of their own are given in `lang`.
    pub async fn execute(&self, request: Request, caller: Arc<Caller>, lang: Lang) -> Response {
        self.execute_unless(request, caller, lang, Abandon::default()).await
    }

    /// As [`Api::execute`]; where the request is given up, what is not read by then fails.
    pub async fn execute_unless(
        &self,
        request: Request,
        caller: Arc<Caller>,
        lang: Lang,
        abandon: Abandon,
    ) -> Response {
        match Moment::unless(&self.registry, &caller, abandon) {
            Ok(moment) => {
                let request = self.searching(request).data(moment).data(lang);
                coded(self.schema.execute(request).await)
            }
            Err(error) => failed(error),
        }
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
        let api = self.clone();
        let answers =
            stream::once(async move { api.begin(request, caller, lang, position, abandon) });
        answers.flatten().map(coded).boxed()
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
