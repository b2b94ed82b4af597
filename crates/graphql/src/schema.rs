//! The schema as async-graphql has it: printed, introspected, validated against; plain, or as a
//! subgraph.

use std::sync::{Arc, LazyLock};

use async_graphql::{
    Request, Response, SDLExportOptions, ValidationMode, Value,
    dynamic::{DynamicRequestExt, FieldFuture, FieldValue, Schema, SchemaBuilder},
    parser::types::OperationType,
};

use domain::Noun;
use gate::{Document, Gate, executable::Operation};

use super::{
    context::Context,
    federation, live_query,
    mutation::Mutation,
    query::Query,
    table::{self, TABLES},
};

/// What the schema is of.
const DESCRIPTION: &str = "A registry of cooperation between provinces: what was agreed, what was done, what came of it, \
     the documents that prove it, and figures with the records behind each.";

/// The schema that requests are answered by. It holds nothing of a registry, so one serves all.
#[derive(Debug, Clone, Copy)]
pub enum Served {
    /// As clients read it.
    Plain,
    /// With what a gateway asks besides.
    Federated,
}

#[expect(clippy::expect_used, reason = "the table names types that are in it, which tests print")]
static PLAIN: LazyLock<Schema> =
    LazyLock::new(|| table::dynamic(&TABLES, |_| &[], fast).expect("the table is a schema"));

#[expect(clippy::expect_used, reason = "as for the plain one")]
static FEDERATED: LazyLock<Schema> = LazyLock::new(|| {
    let made = table::dynamic(&TABLES, federation::keys, |it| {
        // Plans resolve entities.
        fast(it).entity_resolver(|_| FieldFuture::new(async { Ok(Some(nothing())) }))
    });
    made.expect("the table is a schema")
});

/// Documents were validated before.
fn fast(builder: SchemaBuilder) -> SchemaBuilder {
    builder.validation_mode(ValidationMode::Fast)
}

fn nothing() -> FieldValue<'static> {
    FieldValue::list(Vec::<FieldValue<'_>>::new())
}

/// Brackets within one another, which the gate recurses over, and tokens; the limits of requests
/// come before.
const DEEPEST: (usize, usize) = (500, usize::MAX);

#[expect(clippy::expect_used, reason = "the schema is the library's own")]
static PLAIN_GATE: LazyLock<Gate> =
    LazyLock::new(|| Gate::new(&sdl()).expect("the schema is valid").limits(DEEPEST.0, DEEPEST.1));

#[expect(clippy::expect_used, reason = "as for the plain one")]
static FEDERATED_GATE: LazyLock<Gate> = LazyLock::new(|| {
    let members: Vec<_> = Noun::ALL.into_iter().map(Noun::name).collect();
    // What gateways ask besides, which a subgraph does not print.
    let sdl = format!(
        "{}\nscalar _Any\nunion _Entity = {}\ntype _Service {{ sdl: String }}\n\
         extend type Query {{ _entities(representations: [_Any!]!): [_Entity]! _service: _Service! }}",
        sdl(),
        members.join(" | ")
    );
    Gate::new(&sdl).expect("the schema is valid").limits(DEEPEST.0, DEEPEST.1)
});

impl Served {
    fn library(self) -> &'static Schema {
        match self {
            Self::Plain => &PLAIN,
            Self::Federated => &FEDERATED,
        }
    }

    /// What holds documents and variables to the specification.
    pub fn gate(self) -> &'static Gate {
        match self {
            Self::Plain => &PLAIN_GATE,
            Self::Federated => &FEDERATED_GATE,
        }
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

/// Puts the description of the schema into an answer. The library, which has none, describes the
/// type `__Schema` in its place.
pub fn describe(document: &Document, operation: &Operation, data: &mut Value) {
    let (Value::Object(data), document) = (data, document.executable()) else { return };
    let schemas = operation.root_fields(document).filter(|it| it.name == "__schema");
    for schema in schemas {
        let Some(Value::Object(told)) = data.get_mut(schema.response_name().as_str()) else {
            continue;
        };
        let fields = schema.selection_set.iter().flat_map(|it| it.root_fields(document));
        for field in fields.filter(|it| it.name == "description") {
            if let Some(told) = told.get_mut(field.response_name().as_str()) {
                *told = Value::from(DESCRIPTION);
            }
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

/// The schema in the schema definition language, sorted. It describes all but itself: the parsers
/// of `graphql_client` and async-graphql read no description of a schema as a whole.
#[must_use]
pub fn sdl() -> String {
    let mut sdl = PLAIN.sdl_with_options(options());
    // Among the others, which are in order; the library cannot be told of it.
    let place = sdl.match_indices("\ndirective @").map(|(at, _)| at + 1);
    let place = place.filter(|at| sdl[*at..] > *"directive @live").min();
    // Its description stands before it.
    let place = place.and_then(|at| Some(sdl[..at - 1].rfind('\n')? + 1));
    sdl.insert_str(place.unwrap_or(sdl.len()), live_query::DEFINITION);
    sdl
}

/// The schema as a subgraph of Apollo Federation 2, sorted. Without `@live`: a gateway answers its
/// clients itself, once.
#[must_use]
pub fn subgraph_sdl() -> String {
    FEDERATED.sdl_with_options(options().federation())
}
