//! The schema: thin types over the domain's nouns, pages, ids and errors. Knows nothing of HTTP,
//! nor of how the view is keyed.

use std::sync::Arc;

use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema};

use crate::{domain::Lang, registry::Registry};

/// The GraphQL API over a registry.
#[derive(Clone)]
pub struct Api {
    registry: Arc<Registry>,
    schema: Schema<Query, EmptyMutation, EmptySubscription>,
}

impl Api {
    /// The API over this registry.
    #[must_use]
    pub fn new(registry: Arc<Registry>) -> Self {
        Self { registry, schema: Schema::new(Query, EmptyMutation, EmptySubscription) }
    }

    /// Answers one request; texts without a `lang` of their own are given in `lang`.
    pub async fn execute(
        &self,
        request: async_graphql::Request,
        lang: Lang,
    ) -> async_graphql::Response {
        self.schema.execute(request.data(lang)).await
    }

    /// The registry that the API is over.
    #[must_use]
    pub const fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }
}

/// The schema in the schema definition language, sorted.
#[must_use]
pub fn sdl() -> String {
    Schema::new(Query, EmptyMutation, EmptySubscription).sdl()
}

struct Query;

#[Object]
impl Query {
    async fn ok(&self) -> bool {
        true
    }
}
