//! The schema as async-graphql has it: printed, introspected, validated against; plain, or as a
//! subgraph.

use std::sync::{Arc, LazyLock};

use async_graphql::{
    Request, Response, SDLExportOptions, ServerError,
    dynamic::{DynamicRequestExt, FieldFuture, FieldValue, Schema},
    parser::types::OperationType,
};

use futures_util::stream::StreamExt;

use super::{
    context::Context,
    federation,
    mutation::Mutation,
    query::Query,
    table::{self, TABLES},
};

/// The schema that requests are answered by. It holds nothing of a registry, so one serves all.
#[derive(Clone, Copy)]
pub enum Served {
    /// As clients read it.
    Plain,
    /// With what a gateway asks besides.
    Federated,
}

#[expect(clippy::expect_used, reason = "the table names types that are in it, which tests print")]
static PLAIN: LazyLock<Schema> =
    LazyLock::new(|| table::dynamic(&TABLES, |_| &[], |it| it).expect("the table is a schema"));

#[expect(clippy::expect_used, reason = "as for the plain one")]
static FEDERATED: LazyLock<Schema> = LazyLock::new(|| {
    let made = table::dynamic(&TABLES, federation::keys, |it| {
        // Plans resolve entities.
        it.entity_resolver(|_| FieldFuture::new(async { Ok(Some(nothing())) }))
    });
    made.expect("the table is a schema")
});

fn nothing() -> FieldValue<'static> {
    FieldValue::list(Vec::<FieldValue<'_>>::new())
}

impl Served {
    fn library(self) -> &'static Schema {
        match self {
            Self::Plain => &PLAIN,
            Self::Federated => &FEDERATED,
        }
    }

    /// What is wrong with a request, before anything is read or written for it.
    pub async fn validate(self, request: Request, kind: Option<OperationType>) -> Vec<ServerError> {
        // Without a context no field is resolved; what is wrong with the request has no path.
        let mut errors = match kind {
            Some(OperationType::Subscription) => {
                let answer = self.library().execute_stream(request).next().await;
                answer.map(|answer| answer.errors).unwrap_or_default()
            }
            _ => self.library().execute(request).await.errors,
        };
        errors.retain(|error| error.path.is_empty());
        errors
    }

    /// Answers a query or mutation by the library's executor.
    pub async fn execute(
        self,
        request: Request,
        kind: Option<OperationType>,
        context: Arc<Context>,
    ) -> Response {
        let root = match kind {
            Some(OperationType::Mutation) => FieldValue::owned_any(Mutation),
            _ => FieldValue::owned_any(Query::default()),
        };
        self.library().execute(request.data(context).root_value(root)).await
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
    PLAIN.sdl_with_options(options())
}

/// The schema as a subgraph of Apollo Federation 2, sorted.
#[must_use]
pub fn subgraph_sdl() -> String {
    FEDERATED.sdl_with_options(options().federation())
}
