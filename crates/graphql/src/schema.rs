//! The schema as it is built, served and printed: plain, or as a subgraph.

use std::sync::LazyLock;

use async_graphql::{ObjectType, Request, Response, SDLExportOptions, Schema, ValidationMode};
use futures_util::stream::BoxStream;

use super::{federation::Federated, mutation::Mutation, query::Query, subscription::Subscription};

/// The schema that requests are answered by. It holds nothing of a registry, so one serves all.
#[derive(Clone)]
pub enum Served {
    /// As clients read it.
    Plain(&'static Pair<Query>),
    /// With what a gateway asks besides.
    Federated(&'static Pair<Federated>),
}

/// A schema twice over: what is known to be valid need not be validated again. Nothing that asks for
/// the schema is.
pub struct Pair<Q> {
    validating: Schema<Q, Mutation, Subscription>,
    trusting: Schema<Q, Mutation, Subscription>,
}

static PLAIN: LazyLock<Pair<Query>> = LazyLock::new(Pair::built);
static FEDERATED: LazyLock<Pair<Federated>> = LazyLock::new(Pair::built);

impl Served {
    /// As clients read it.
    pub fn plain() -> Self {
        Self::Plain(&PLAIN)
    }

    /// With what a gateway asks besides.
    pub fn federated() -> Self {
        Self::Federated(&FEDERATED)
    }

    /// Answers a query or mutation, which may be `valid` already.
    pub async fn execute(&self, request: Request, valid: bool) -> Response {
        match self {
            Self::Plain(pair) => pair.of(valid).execute(request).await,
            Self::Federated(pair) => pair.of(valid).execute(request).await,
        }
    }

    /// Answers a request of any kind.
    pub fn execute_stream(&self, request: Request) -> BoxStream<'static, Response> {
        match self {
            Self::Plain(pair) => pair.validating.execute_stream(request),
            Self::Federated(pair) => pair.validating.execute_stream(request),
        }
    }
}

impl<Q: ObjectType + Default + 'static> Pair<Q> {
    fn built() -> Self {
        let builder = || Schema::build(Q::default(), Mutation, Subscription);
        // For each field at the top, the library looks through all types for one with a key, unless
        // the schema is a subgraph anyway. What that adds is refused where documents are validated.
        let trusting = builder().enable_federation().validation_mode(ValidationMode::Fast);
        Self { validating: builder().finish(), trusting: trusting.finish() }
    }

    const fn of(&self, valid: bool) -> &Schema<Q, Mutation, Subscription> {
        if valid { &self.trusting } else { &self.validating }
    }
}

/// The schema as clients read it.
pub fn plain() -> &'static Schema<Query, Mutation, Subscription> {
    &PLAIN.validating
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
    FEDERATED.validating.sdl_with_options(options().federation())
}
