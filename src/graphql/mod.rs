//! The schema: thin types over the domain's nouns, pages, ids and errors. Knows nothing of HTTP,
//! nor of how the view is keyed.
//!
//! A request is pinned at one [`Moment`]; `query` finds records at it, `types` shows them, one
//! object type per noun, and `page` cuts their lists into pages.
#![allow(clippy::doc_markdown, reason = "comments are the schema's descriptions")]
#![allow(clippy::unused_async, reason = "resolvers are async in form, whether they wait or not")]

mod collation;
mod enums;
mod error;
mod id;
mod moment;
mod mutation;
mod page;
mod query;
mod scalars;
mod types;
mod viewer;

use std::sync::Arc;

use async_graphql::{EmptySubscription, SDLExportOptions, Schema};

use crate::{auth::Caller, domain::Lang, registry::Registry};
use moment::Moment;
use mutation::Mutation;
use query::Query;

pub use error::ErrorCode;

/// The GraphQL API over a registry.
#[derive(Clone)]
pub struct Api {
    registry: Arc<Registry>,
    schema: Schema<Query, Mutation, EmptySubscription>,
}

impl Api {
    /// The API over this registry.
    #[must_use]
    pub fn new(registry: Arc<Registry>) -> Self {
        Self { registry, schema: schema() }
    }

    /// Answers one request, all of it as of the last command announced, but for what a mutation
    /// answers, which is as of its own; texts without a `lang` of their own are given in `lang`.
    pub async fn execute(
        &self,
        request: async_graphql::Request,
        caller: Arc<Caller>,
        lang: Lang,
    ) -> async_graphql::Response {
        match Moment::now(&self.registry, &caller) {
            Ok(moment) => {
                let mut response = self.schema.execute(request.data(moment).data(lang)).await;
                error::with_codes(&mut response);
                response
            }
            Err(error) => {
                let error = error.into_server_error(async_graphql::Pos::default());
                async_graphql::Response::from_errors(vec![error])
            }
        }
    }

    /// The registry that the API is over.
    #[must_use]
    pub const fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }
}

fn schema() -> Schema<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation, EmptySubscription).finish()
}

/// The schema in the schema definition language, sorted.
#[must_use]
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .prefer_single_line_descriptions()
        .include_specified_by()
        .use_space_ident();
    schema().sdl_with_options(options)
}
