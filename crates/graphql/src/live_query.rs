//! `@live`: the directive by which a query asks to be answered again whenever its answer changes.
//!
//! Specification: <https://github.com/n1ru4l/graphql-live-query>. Owns what the directive says, and
//! its part of the introspection, which the library cannot be told of. Must not know how answers
//! are pushed.

use std::time::Duration;

use async_graphql::{Name, Value as Const, indexmap::IndexMap};
use gate::{
    Document, ExtendedType, Gate, Value, Variables,
    executable::{Field, Operation, Selection, SelectionSet},
};
use messages::{Message, message};

/// The name of the directive.
const NAME: &str = "live";
/// Most milliseconds between two answers that may be asked for: an hour.
pub const THROTTLE_MAX: u64 = 3_600_000;

/// The directive as the schema has it.
pub const DEFINITION: &str = "\
\"Keeps a query alive: over a WebSocket or as server-sent events it is answered, and answered again \
whenever its answer has changed.\"
directive @live(
  \"Whether the query is kept alive.\"
  if: Boolean = true
  \"The least time between two answers in milliseconds, from 0 to 3600000; none by default.\"
  throttle: Int
) on QUERY
";

/// How a query is kept alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveQuery {
    /// The least time between two answers.
    pub throttle: Duration,
}

impl LiveQuery {
    /// What an operation says of it; `None` where it is to be answered once.
    ///
    /// # Errors
    /// Where the time between two answers is none that is kept.
    pub fn of(
        gate: &Gate,
        operation: &Operation,
        variables: &Variables,
    ) -> Result<Option<Self>, Message> {
        let Some(arguments) = gate.directive(operation, NAME) else { return Ok(None) };
        let values = arguments.values(variables);
        let values = values.map_err(|error| Message::foreign(&error.message))?;
        if values.get("if") != Some(&Value::Boolean(true)) {
            return Ok(None);
        }
        let throttle = match values.get("throttle") {
            Some(Value::Number(given)) => {
                let fits = given.as_u64().filter(|it| *it <= THROTTLE_MAX);
                fits.ok_or_else(|| {
                    message!(
                        "`throttle` of `@live` is {given}; give milliseconds from 0 to {THROTTLE_MAX}"
                    )
                })?
            }
            _ => 0,
        };
        Ok(Some(Self { throttle: Duration::from_millis(throttle) }))
    }
}

/// Puts the directive into an answer that lists the directives of the schema.
pub fn describe(
    (gate, document, operation): (&Gate, &Document, &Operation),
    variables: &Variables,
    data: &mut Const,
) {
    let Some(directive) = directive(gate) else { return };
    let telling = Telling { gate, document, operation, variables };
    let Const::Object(data) = data else { return };
    for (key, schemas) in telling.collected(&[&operation.selection_set]) {
        if !schemas.iter().any(|it| it.name == "__schema") {
            continue;
        }
        let Some(Const::Object(told)) = data.get_mut(key) else { continue };
        for (key, lists) in telling.collected(&selected(&schemas)) {
            if lists.iter().any(|it| it.name == "directives")
                && let Some(Const::List(listed)) = told.get_mut(key)
            {
                listed.push(telling.tell(&directive, &selected(&lists)));
            }
        }
    }
}

/// What is selected of the value of fields of one name.
fn selected<'a>(fields: &[&'a Field]) -> Vec<&'a SelectionSet> {
    fields.iter().filter_map(|it| it.selection_set.as_ref()).collect()
}

/// What an introspection asks for.
struct Telling<'a> {
    gate: &'a Gate,
    document: &'a Document,
    operation: &'a Operation,
    variables: &'a Variables,
}

impl<'a> Telling<'a> {
    /// Of a value what is selected.
    fn tell(&self, value: &Const, sets: &[&'a SelectionSet]) -> Const {
        match value {
            Const::List(items) => items.iter().map(|it| self.tell(it, sets)).collect(),
            Const::Object(all) => {
                let fields = self.collected(sets).into_iter().filter_map(|(key, fields)| {
                    let value = all.get(fields.first()?.name.as_str())?;
                    Some((Name::new(key), self.tell(value, &selected(&fields))))
                });
                Const::Object(fields.collect())
            }
            leaf => leaf.clone(),
        }
    }

    /// The fields of one name in the answer. Objects of the introspection are of one type each, so
    /// that every fragment that is spread on them fits.
    fn collected(&self, sets: &[&'a SelectionSet]) -> IndexMap<&'a str, Vec<&'a Field>> {
        let mut fields: IndexMap<&str, Vec<&Field>> = IndexMap::new();
        for set in sets {
            self.collect(set, &mut fields);
        }
        fields
    }

    fn collect(&self, set: &'a SelectionSet, fields: &mut IndexMap<&'a str, Vec<&'a Field>>) {
        for selection in &set.selections {
            let conditions = self.gate.conditions(self.operation, selection.directives());
            if !conditions.hold(self.variables).unwrap_or(false) {
                continue;
            }
            match selection {
                Selection::Field(it) => {
                    fields.entry(it.response_name().as_str()).or_default().push(it);
                }
                Selection::InlineFragment(it) => self.collect(&it.selection_set, fields),
                Selection::FragmentSpread(it) => {
                    if let Some(fragment) = self.document.fragment(it.fragment_name.as_str()) {
                        self.collect(&fragment.selection_set, fields);
                    }
                }
            }
        }
    }
}

fn object<const N: usize>(fields: [(&str, Const); N]) -> Const {
    Const::Object(fields.into_iter().map(|(key, value)| (Name::new(key), value)).collect())
}

fn text(text: Option<&str>) -> Const {
    text.map_or(Const::Null, Const::from)
}

/// All that the introspection can tell of the directive.
fn directive(gate: &Gate) -> Option<Const> {
    let definition = gate.schema().directive_definitions.get(NAME)?;
    let arguments = definition.arguments.iter().map(|it| {
        let default = it.default_value.as_ref().map(|it| it.serialize().no_indent().to_string());
        object([
            ("__typename", "__InputValue".into()),
            ("name", it.name.as_str().into()),
            ("description", text(it.description.as_deref())),
            ("type", scalar(gate, it.ty.inner_named_type())),
            ("defaultValue", text(default.as_deref())),
            ("isDeprecated", false.into()),
            ("deprecationReason", Const::Null),
        ])
    });
    let locations = definition.locations.iter().map(|it| Const::Enum(Name::new(it.name())));
    Some(object([
        ("__typename", "__Directive".into()),
        ("name", NAME.into()),
        ("description", text(definition.description.as_deref())),
        ("locations", locations.collect()),
        ("args", arguments.collect()),
        ("isRepeatable", false.into()),
    ]))
}

/// All that the introspection can tell of a type that the specification brings.
fn scalar(gate: &Gate, name: &str) -> Const {
    let description = gate.schema().types.get(name).and_then(ExtendedType::description);
    let absent = [
        "specifiedByURL",
        "fields",
        "interfaces",
        "possibleTypes",
        "enumValues",
        "inputFields",
        "ofType",
        "isOneOf",
    ];
    let told = [
        ("__typename", Const::from("__Type")),
        ("kind", Const::Enum(Name::new("SCALAR"))),
        ("name", name.into()),
        ("description", text(description.map(gate::Node::as_str))),
    ];
    let absent = absent.into_iter().map(|key| (key, Const::Null));
    let fields = told.into_iter().chain(absent);
    Const::Object(fields.map(|(key, value)| (Name::new(key), value)).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value as Json, json};

    use super::*;
    use crate::schema::Served;

    fn said(text: &str, variables: Json) -> Result<Option<u128>, String> {
        let gate = Served::Plain.gate();
        let document = gate.read(text).unwrap();
        let operation = document.operation(None).unwrap();
        let Json::Object(variables) = variables else { panic!("{variables}") };
        let variables = gate.coerce(&document, operation, variables).unwrap();
        let live = LiveQuery::of(gate, operation, &variables);
        let live = live.map(|live| live.map(|it| it.throttle.as_millis()));
        live.map_err(|error| error.to_string())
    }

    #[test]
    fn a_query_says_whether_it_is_kept_alive_and_how_often_it_is_answered() {
        for (text, variables, expected) in [
            ("{ __typename }", json!({}), Ok(None)),
            ("query @live { __typename }", json!({}), Ok(Some(0))),
            ("query @live(throttle: 250) { __typename }", json!({}), Ok(Some(250))),
            ("query @live(throttle: null) { __typename }", json!({}), Ok(Some(0))),
            ("query @live(if: false, throttle: 250) { __typename }", json!({}), Ok(None)),
            ("query @live(if: null) { __typename }", json!({}), Ok(None)),
            ("query ($on: Boolean) @live(if: $on) { __typename }", json!({}), Ok(Some(0))),
            (
                "query ($on: Boolean) @live(if: $on) { __typename }",
                json!({ "on": false }),
                Ok(None),
            ),
            (
                "query ($t: Int) @live(throttle: $t) { __typename }",
                json!({ "t": 3_600_000 }),
                Ok(Some(3_600_000)),
            ),
        ] {
            assert_eq!(said(text, variables), expected, "{text}");
        }
        for given in [-1, 3_600_001] {
            let text = "query ($t: Int) @live(throttle: $t) { __typename }";
            let error = said(text, json!({ "t": given })).unwrap_err();
            assert!(error.contains(&given.to_string()) && error.contains("3600000"), "{error}");
        }
    }

    #[test]
    fn only_queries_are_kept_alive() {
        for text in [
            "subscription @live { changes { seq } }",
            "mutation @live { submitOutcome(input: {outcome: \"a\"}) { errors { code } } }",
            "{ head @live { seq } }",
            "query @live @live { __typename }",
            "query @live(throttle: \"1\") { __typename }",
        ] {
            let errors = Served::Plain.gate().read(text).unwrap_err();
            assert!(
                errors.iter().any(|it| it.message.contains("live") || it.message.contains("Int")),
                "{errors:?}"
            );
        }
    }

    #[test]
    fn the_introspection_tells_what_is_asked_of_it() {
        let gate = Served::Plain.gate();
        let text = "query ($no: Boolean!) { s: __schema { directives { ...D skipped: name @include(if: $no) } } }
            fragment D on __Directive { n: name locations isRepeatable args { name ...on __InputValue {
            defaultValue type { kind name ofType { name } } } } args { description } }";
        let document = gate.read(text).unwrap();
        let operation = document.operation(None).unwrap();
        let given: Map<_, _> = [("no".to_owned(), json!(false))].into_iter().collect();
        let variables = gate.coerce(&document, operation, given).unwrap();
        let mut data = object([("s", object([("directives", Const::List(Vec::new()))]))]);
        describe((gate, &document, operation), &variables, &mut data);
        let told = data.into_json().unwrap();
        let [directive] = told["s"]["directives"].as_array().unwrap().as_slice() else {
            panic!("{told}")
        };
        assert_eq!((&directive["n"], &directive["locations"]), (&json!("live"), &json!(["QUERY"])));
        assert_eq!(directive.get("skipped"), None);
        let mut live = directive["args"][0].clone();
        assert!(live["description"].take().as_str().unwrap().contains("alive"));
        let scalar = json!({ "kind": "SCALAR", "name": "Boolean", "ofType": null });
        let expected =
            json!({ "name": "if", "defaultValue": "true", "type": scalar, "description": null });
        assert_eq!(live, expected);
    }
}
