//! The schema as it is built, served and printed: plain, or as a subgraph.

use async_graphql::{ObjectType, Request, Response, SDLExportOptions, Schema};
use futures_util::stream::BoxStream;

use super::{federation::Federated, mutation::Mutation, query::Query, subscription::Subscription};

/// The schema that requests are answered by.
#[derive(Clone)]
pub enum Served {
    /// As clients read it.
    Plain(Schema<Query, Mutation, Subscription>),
    /// With what a gateway asks besides.
    Federated(Schema<Federated, Mutation, Subscription>),
}

impl Served {
    /// As clients read it.
    pub fn plain() -> Self {
        Self::Plain(built())
    }

    /// With what a gateway asks besides.
    pub fn federated() -> Self {
        Self::Federated(built())
    }

    /// Answers a query or mutation.
    pub async fn execute(&self, request: Request) -> Response {
        match self {
            Self::Plain(schema) => schema.execute(request).await,
            Self::Federated(schema) => schema.execute(request).await,
        }
    }

    /// Answers a request of any kind.
    pub fn execute_stream(&self, request: Request) -> BoxStream<'static, Response> {
        match self {
            Self::Plain(schema) => schema.execute_stream(request),
            Self::Federated(schema) => schema.execute_stream(request),
        }
    }
}

fn built<Q: ObjectType + Default + 'static>() -> Schema<Q, Mutation, Subscription> {
    Schema::build(Q::default(), Mutation, Subscription).finish()
}

fn options() -> SDLExportOptions {
    SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .prefer_single_line_descriptions()
        .include_specified_by()
        .use_space_ident()
}

/// The schema in the schema definition language, sorted.
#[must_use]
pub fn sdl() -> String {
    built::<Query>().sdl_with_options(options())
}

/// The schema as a subgraph of Apollo Federation 2, sorted.
#[must_use]
pub fn subgraph_sdl() -> String {
    built::<Federated>().sdl_with_options(options().federation())
}
