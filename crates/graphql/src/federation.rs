//! hoptac as a subgraph of Apollo Federation 2: every noun is an entity, which a gateway may name
//! by its id or by what people call it, and find again through `_entities`.
//!
//! Specification: <https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec>.

use std::sync::LazyLock;

use async_graphql::{Result, Value, dynamic::TypeRef};

use super::{
    error::{bad_input, internal},
    id,
    moment::Moment,
    table::{Const, FieldRow, Output, Resolve, Size},
    types::Node,
};
use domain::{Noun, edge::Term};
use messages::message;

/// The fields by which a gateway may name a record of a noun. Each names one record at most.
const fn keys_of(noun: Noun) -> &'static [&'static str] {
    match noun {
        Noun::Agreement | Noun::Sector => &["id", "key", "code"],
        Noun::Document => &["id", "key", "url"],
        _ => &["id", "key"],
    }
}

/// The fields by which a gateway may name an object of a type; none where it is no noun's.
pub fn keys(name: &str) -> &'static [&'static str] {
    let noun = Noun::ALL.into_iter().find(|noun| noun.name() == name);
    noun.map_or(&[], keys_of)
}

/// The record that a representation names, as its caller sees it; `None` where there is none, or
/// it is named by an id of another noun.
fn entity(moment: &Moment, representation: &Value) -> Result<Option<Node>> {
    let Value::Object(fields) = representation else {
        return Err(bad_input(message!(
            "a representation is an object with a `__typename` and a key"
        )));
    };
    let text = |name: &str| match fields.get(name) {
        Some(Value::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let named = text("__typename").unwrap_or_default();
    let Some(noun) = Noun::ALL.into_iter().find(|noun| noun.name() == named) else {
        let shown: String = named.chars().take(40).collect();
        return Err(bad_input(message!("`{shown}` is not an entity of this subgraph")));
    };
    let given = keys_of(noun).iter().find_map(|key| Some((*key, text(key)?)));
    let Some((key, value)) = given else {
        let keys = keys_of(noun).join(", ");
        return Err(bad_input(message!("a representation of {named} needs one of {keys}")));
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
    Ok(moment.find_standing(record)?.and_then(|version| Node::locate(moment, version)))
}

fn find(moment: &Moment, noun: Noun, term: &Term) -> Result<Option<domain::RecordId>> {
    let named = moment.snapshot().list_named(term).map_err(internal)?;
    Ok(named.into_iter().find(|id| id.noun == noun))
}

/// The field by which a gateway finds entities again. Whatever is wrong with a representation makes
/// its place null, and no other.
pub static ENTITIES: LazyLock<FieldRow> = LazyLock::new(|| FieldRow {
    name: "_entities".to_owned(),
    description: "Resolves entities from their representations.".to_owned(),
    ty: TypeRef::named_list_nn(ENTITY),
    arguments: Vec::new(),
    is_inaccessible: false,
    size: Size::Given("representations"),
    resolve: Resolve::Plain(|_, args, context| {
        let given = args.values().iter().find(|(name, _)| name == "representations");
        let Some((_, Const::List(representations))) = given else {
            return Err(bad_input(message!("`representations` is a list")));
        };
        let moment = context.moment()?;
        let found = representations.iter().map(|it| entity(moment, it).transpose());
        found.collect::<Vec<_>>().resolve()
    }),
});

/// The union of all nouns, as gateways have it.
pub const ENTITY: &str = "_Entity";
