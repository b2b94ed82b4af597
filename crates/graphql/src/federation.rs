//! hoptac as a subgraph of Apollo Federation 2: every noun is an entity, which a gateway may name
//! by its id or by what people call it, and find again through `_entities`.
//!
//! Specification: <https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec>.

use std::borrow::Cow;

use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ObjectType, OutputType, Positioned, Result,
    ServerResult, Value, parser::types::Field, registry::Registry,
};

use super::{
    error::{bad_input, internal},
    id,
    moment::Moment,
    query::Query,
    types::Node,
};
use domain::{Noun, edge::Term};

/// The root of all reads, with what a gateway asks besides.
#[derive(Default)]
pub struct Federated(Query);

/// The fields by which a gateway may name a record of a noun. Each names one record at most.
const fn keys(noun: Noun) -> &'static [&'static str] {
    match noun {
        Noun::Agreement | Noun::Sector => &["id", "key", "code"],
        Noun::Document => &["id", "key", "url"],
        _ => &["id", "key"],
    }
}

/// The record that a representation names, as its caller sees it; `None` where there is none, or
/// it is named by an id of another noun.
fn entity(moment: &Moment, representation: &Value) -> Result<Option<Node>> {
    let Value::Object(fields) = representation else {
        return Err(bad_input("a representation is an object with a `__typename` and a key"));
    };
    let text = |name: &str| match fields.get(name) {
        Some(Value::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let named = text("__typename").unwrap_or_default();
    let Some(noun) = Noun::ALL.into_iter().find(|noun| noun.name() == named) else {
        let shown: String = named.chars().take(40).collect();
        return Err(bad_input(format!("`{shown}` is no entity of this subgraph")));
    };
    let given = keys(noun).iter().find_map(|key| Some((*key, text(key)?)));
    let Some((key, value)) = given else {
        let keys = keys(noun).join(", ");
        return Err(bad_input(format!("a representation of {named} needs one of {keys}")));
    };
    let record = match (key, value.to_owned()) {
        ("id", _) => id::decode(value),
        ("code", code) if noun == Noun::Agreement => {
            find(moment, noun, &Term::AgreementCode(code))?
        }
        ("code", code) => find(moment, noun, &Term::SectorCode(code))?,
        ("url", url) => find(moment, noun, &Term::DocumentUrl(url))?,
        (_, key) => find(moment, noun, &Term::Key(noun, key))?,
    };
    let Some(record) = record.filter(|record| record.noun == noun) else { return Ok(None) };
    Ok(moment.find(record)?.and_then(|version| Node::locate(moment, version)))
}

fn find(moment: &Moment, noun: Noun, term: &Term) -> Result<Option<domain::RecordId>> {
    let named = moment.snapshot().list_named(term).map_err(internal)?;
    Ok(named.into_iter().find(|id| id.noun == noun))
}

impl ContainerType for Federated {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        self.0.resolve_field(ctx).await
    }

    /// Resolves one representation. Whatever is wrong with it makes it null, and no other.
    async fn find_entity(&self, ctx: &Context<'_>, params: &Value) -> ServerResult<Option<Value>> {
        let found = match Moment::of(ctx).and_then(|moment| entity(moment, params)) {
            Ok(Some(node)) => {
                let selection = ctx.with_selection_set(&ctx.item.node.selection_set);
                OutputType::resolve(&node, &selection, ctx.item).await
            }
            Ok(None) => Ok(Value::Null),
            Err(error) => Err(ctx.set_error_path(error.into_server_error(ctx.item.pos))),
        };
        Ok(Some(found.unwrap_or_else(|error| {
            ctx.add_error(error);
            Value::Null
        })))
    }
}

impl OutputType for Federated {
    fn type_name() -> Cow<'static, str> {
        Query::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let root = Query::create_type_info(registry);
        for noun in Noun::ALL {
            for key in keys(noun) {
                registry.add_keys(noun.name(), *key);
            }
        }
        root
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        self.0.resolve(ctx, field).await
    }
}

impl ObjectType for Federated {}
