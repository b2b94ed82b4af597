//! The committed schema, and house rules for what stands in it.

use std::{collections::BTreeSet, fs, path::Path};

use hoptac::domain::{Action, Noun, Writes};
use serde_json::Value;

use crate::{mutations::BULK, world::World};

#[test]
fn the_committed_schemas_are_the_programs() {
    compare("schema.graphql", "schema", &hoptac::graphql::sdl());
    compare("subgraph.graphql", "schema --federation", &hoptac::graphql::subgraph_sdl());
}

fn compare(file: &str, command: &str, sdl: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(file);
    let committed = fs::read_to_string(&path).unwrap_or_default();
    let differs = committed
        .lines()
        .zip(sdl.lines())
        .enumerate()
        .find(|(_, (was, is))| was != is)
        .map(|(line, (was, is))| format!("line {}: committed `{was}`, now `{is}`", line + 1));
    assert!(
        committed == sdl,
        "schema/{file} is not the program's; if the change is meant, run \
         `cargo run -- {command} > schema/{file}` and note it in CHANGELOG.md ({})",
        differs.unwrap_or_else(|| "one is longer".to_owned()),
    );
}

const INTROSPECTION: &str = "{ __schema { types { name kind description
    fields(includeDeprecated: true) { name description args { name description } }
    inputFields { name description }
    enumValues(includeDeprecated: true) { name description } } } }";

#[tokio::test]
async fn every_type_field_argument_and_value_is_described() {
    let schema = World::empty().data(INTROSPECTION).await;
    let mut bare = Vec::new();
    let mut check = |place: String, item: &Value| {
        if item["description"].as_str().is_none_or(|text| text.trim().is_empty()) {
            bare.push(place);
        }
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    for kind in list(&schema["__schema"]["types"]) {
        if name(&kind).starts_with("__") || name(&kind) == "ID" {
            continue;
        }
        check(name(&kind), &kind);
        for field in list(&kind["fields"]) {
            check(format!("{}.{}", name(&kind), name(&field)), &field);
            for argument in list(&field["args"]) {
                let place = format!("{}.{}({})", name(&kind), name(&field), name(&argument));
                check(place, &argument);
            }
        }
        for part in list(&kind["inputFields"]).iter().chain(&list(&kind["enumValues"])) {
            check(format!("{}.{}", name(&kind), name(part)), part);
        }
    }
    assert!(bare.is_empty(), "without description: {}", bare.join(", "));
}

#[tokio::test]
async fn the_schema_describes_itself() {
    let world = World::empty();
    let query = "{ __schema { a: description ...D ... { description } } ...S __type(name: \"Head\") { description } }
        fragment D on __Schema { description b: description }
        fragment S on Query { again: __schema { queryType { description } description } }";
    let told = world.data(query).await;
    let text = told["__schema"]["description"].as_str().unwrap();
    assert!(text.starts_with("A registry of cooperation between provinces"), "{text}");
    for place in [&told["__schema"]["a"], &told["__schema"]["b"], &told["again"]["description"]] {
        assert_eq!(*place, text);
    }
    for other in [&told["again"]["queryType"], &told["__type"]] {
        assert_ne!(other["description"], text);
    }
    // Parsers of clients in use read no description there.
    assert!(!hoptac::graphql::sdl().contains(text));
}

/// A noun or command that is declared can be asked for.
#[tokio::test]
async fn each_noun_is_found_and_listed_and_each_command_is_a_mutation() {
    let schema = World::empty()
        .data("{ __schema { queryType { fields { name } } mutationType { fields { name } } } }")
        .await;
    let fields = |root: &str| -> BTreeSet<String> {
        let fields = schema["__schema"][root]["fields"].as_array().unwrap();
        fields.iter().map(|field| field["name"].as_str().unwrap().to_owned()).collect()
    };
    let nouns = Noun::ALL.into_iter().flat_map(|noun| [noun.singular(), noun.plural()]);
    let queries = fields("queryType");
    let lost: Vec<_> = nouns.filter(|name| !queries.contains(*name)).collect();
    assert!(lost.is_empty(), "Query lacks {}", lost.join(", "));
    let commands = Action::ALL.iter().filter(|action| action.writes() != Writes::AnyNoun);
    let bulk = BULK.iter().map(|(name, _)| (*name).to_owned());
    let commands = commands.map(|action| action.name().to_owned()).chain(bulk).collect();
    assert_eq!(fields("mutationType"), commands, "mutations, and commands");
}

/// Every noun can be reached from every other noun that it is tied to, in both directions.
#[tokio::test]
async fn each_edge_leads_both_ways() {
    let schema = World::empty().data("{ __schema { types { name fields { name } } } }").await;
    let has = |noun: &str, field: &str| {
        let types = schema["__schema"]["types"].as_array().unwrap();
        let found = types.iter().find(|kind| kind["name"] == noun).expect(noun);
        found["fields"].as_array().unwrap().iter().any(|it| it["name"] == field)
    };
    for (noun, there, other, back) in [
        ("Agreement", "fields", "Field", "agreement"),
        ("Agreement", "activities", "Activity", "agreement"),
        ("Agreement", "events", "Event", "agreement"),
        ("Agreement", "claims", "Claim", "agreement"),
        ("Agreement", "directives", "Directive", "agreement"),
        ("Agreement", "children", "Agreement", "parent"),
        ("Agreement", "parties", "Province", "agreements"),
        ("Agreement", "parties", "Organization", "agreements"),
        ("Field", "activities", "Activity", "field"),
        ("Field", "sector", "Sector", "fields"),
        ("Field", "lead", "Organization", "fields"),
        ("Activity", "sector", "Sector", "activities"),
        ("Activity", "events", "Event", "activity"),
        ("Activity", "indicators", "Indicator", "activity"),
        ("Activity", "outcomes", "Outcome", "activity"),
        ("Activity", "directives", "Directive", "answeredBy"),
        ("Activity", "participants", "Province", "activities"),
        ("Activity", "participants", "Organization", "activities"),
        ("Event", "host", "Province", "hostedEvents"),
        ("Event", "participants", "Province", "events"),
        ("Event", "participants", "Organization", "events"),
        ("Event", "outcomes", "Outcome", "event"),
        ("Indicator", "outcomes", "Outcome", "indicator"),
        ("Outcome", "provider", "Province", "outcomesProvided"),
        ("Outcome", "beneficiary", "Province", "outcomesReceived"),
        ("Outcome", "provider", "Organization", "outcomesProvided"),
        ("Outcome", "beneficiary", "Organization", "outcomesReceived"),
        ("Outcome", "supersedes", "Outcome", "corrections"),
        ("Claim", "scope", "Province", "claims"),
        ("Claim", "scope", "Sector", "claims"),
        ("Claim", "statedByOrganization", "Organization", "claims"),
        ("Directive", "issuedByOrganization", "Organization", "directivesIssued"),
        ("Directive", "addressedToOrganizations", "Organization", "directivesReceived"),
        ("Organization", "province", "Province", "organizations"),
        ("Province", "successors", "Province", "predecessors"),
        ("Province", "successions", "Succession", "successors"),
        ("Succession", "instrument", "Document", "successions"),
        ("Activity", "sources", "Document", "citedBy"),
    ] {
        assert!(has(noun, there), "{noun}.{there}");
        assert!(has(other, back), "{other}.{back}");
    }
}
