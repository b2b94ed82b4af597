//! The schema as it is built, served and printed: plain, or as a subgraph.

use std::sync::LazyLock;

use async_graphql::{ObjectType, Request, Response, SDLExportOptions, Schema, ValidationMode};
use futures_util::stream::BoxStream;

use super::{federation::Federated, mutation::Mutation, query::Query, subscription::Subscription};

/// A schema, and the same for what is known to be valid.
pub struct Built<Q: 'static> {
    schema: Schema<Q, Mutation, Subscription>,
    unvalidated: Schema<Q, Mutation, Subscription>,
}

/// The schema that requests are answered by.
#[derive(Clone)]
pub enum Served {
    /// As clients read it.
    Plain(&'static Built<Query>),
    /// With what a gateway asks besides.
    Federated(&'static Built<Federated>),
}

// They hold nothing of a registry, so one of each serves all.
static PLAIN: LazyLock<Built<Query>> = LazyLock::new(Built::new);
static FEDERATED: LazyLock<Built<Federated>> = LazyLock::new(Built::new);

/// The schema as clients read it.
pub fn plain() -> &'static Schema<Query, Mutation, Subscription> {
    &PLAIN.schema
}

impl<Q: ObjectType + Default + 'static> Built<Q> {
    fn new() -> Self {
        let built = |mode| {
            Schema::build(Q::default(), Mutation, Subscription).validation_mode(mode).finish()
        };
        Self { schema: built(ValidationMode::Strict), unvalidated: built(ValidationMode::Fast) }
    }

    async fn execute(&self, request: Request, valid: bool) -> Response {
        let schema = if valid { &self.unvalidated } else { &self.schema };
        schema.execute(request).await
    }
}

impl Served {
    /// As clients read it.
    pub fn plain() -> Self {
        Self::Plain(&PLAIN)
    }

    /// With what a gateway asks besides.
    pub fn federated() -> Self {
        Self::Federated(&FEDERATED)
    }

    /// Answers a query or mutation; `valid` says that it is known to be valid.
    pub async fn execute(&self, request: Request, valid: bool) -> Response {
        match self {
            Self::Plain(built) => built.execute(request, valid).await,
            Self::Federated(built) => built.execute(request, valid).await,
        }
    }

    /// Answers a request of any kind.
    pub fn execute_stream(&self, request: Request) -> BoxStream<'static, Response> {
        match self {
            Self::Plain(built) => built.schema.execute_stream(request),
            Self::Federated(built) => built.schema.execute_stream(request),
        }
    }
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
    plain().sdl_with_options(options())
}

/// The schema as a subgraph of Apollo Federation 2, sorted.
#[must_use]
pub fn subgraph_sdl() -> String {
    FEDERATED.schema.sdl_with_options(options().federation())
}
