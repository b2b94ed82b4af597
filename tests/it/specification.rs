//! The registry keeps the specification: what a valid client sends works, and what is invalid
//! writes nothing. `tests/clients/gate.test.js` compares many more requests with graphql-js; here
//! are those by which clients once came to harm, with what becomes of them in a registry.

use std::sync::Arc;

use hoptac::{
    auth::{Caller, Role},
    domain::Lang,
};
use serde_json::{Value, json};

use crate::{program::Place, world::World};

fn admin() -> Caller {
    Caller { role: Role::Admin, ..Caller::system("tester") }
}

/// The messages of an answer that was refused before anything was executed.
async fn refused(world: &World, query: &str, variables: Value) -> Vec<String> {
    let answer = world.answer_with(admin(), query, variables).await;
    assert!(answer.get("data").is_none_or(Value::is_null), "{query}: {answer}");
    let errors = answer["errors"].as_array().unwrap_or_else(|| panic!("{query}: {answer}"));
    errors.iter().map(|error| error["message"].as_str().unwrap().to_owned()).collect()
}

async fn told(world: &World, query: &str, variables: Value) -> Value {
    let mut answer = world.answer_with(admin(), query, variables).await;
    assert!(answer.get("errors").is_none(), "{query}: {answer}");
    answer["data"].take()
}

async fn head(world: &World) -> u64 {
    world.data("{ head { seq } }").await["head"]["seq"].as_u64().unwrap()
}

#[tokio::test]
async fn a_required_variable_that_is_missing_refuses_the_request_and_writes_nothing() {
    let world = World::seeded().await;
    let before = head(&world).await;
    let add = "mutation($dry: Boolean!, $k: String!) { addSector(input: {code: \"X_1\", name: {en: \"b\"}, \
               dryRun: $dry, idempotencyKey: $k}) { change { seq } } }";
    let missing = |name: &str, ty: &str| {
        vec![format!("Variable \"${name}\" of required type \"{ty}\" was not provided.")]
    };
    assert_eq!(refused(&world, add, json!({"k": "k1"})).await, missing("dry", "Boolean!"));
    assert_eq!(refused(&world, add, json!({"dry": false})).await, missing("k", "String!"));
    let suspend = "mutation($a: ID!, $v: Int!) { suspendActivity(input: {activity: $a, reason: \"r\", \
                   expectedVersion: $v}) { change { seq } } }";
    let activity =
        world.data("{ activity(by: {key: \"bl-lamdong-tourism\"}) { id status } }").await;
    let id = json!({"a": activity["activity"]["id"]});
    assert_eq!(refused(&world, suspend, id).await, missing("v", "Int!"));
    let count = "query($s: [ActivityStatus!]!) { activities(filter: {status: $s}) { totalCount } }";
    assert_eq!(refused(&world, count, json!({})).await, missing("s", "[ActivityStatus!]!"));
    let follow = "subscription($a: String!) { changes(after: $a) { seq } }";
    assert_eq!(refused(&world, follow, json!({})).await, missing("a", "String!"));
    assert_eq!(head(&world).await, before);
    let after = world.data("{ activity(by: {key: \"bl-lamdong-tourism\"}) { id status } }").await;
    assert_eq!(after, activity);
}

#[tokio::test]
async fn conditions_know_the_defaults_of_variables() {
    let world = World::seeded().await;
    let before = head(&world).await;
    let add = "mutation($dry: Boolean = true) { addSector(input: {code: \"X_2\", name: {en: \"b\"}}) \
               @skip(if: $dry) { change { seq } } }";
    assert_eq!(told(&world, add, json!({})).await, json!({}));
    assert_eq!(head(&world).await, before);
    let query = "query($b: Boolean = true) { head @include(if: $b) { seq } }";
    assert_eq!(told(&world, query, json!({})).await, json!({"head": {"seq": before}}));
    assert_eq!(told(&world, query, json!({"b": false})).await, json!({}));
}

#[tokio::test]
async fn an_omitted_variable_leaves_the_default_of_the_argument() {
    let world = World::seeded().await;
    let query =
        "query($e: Boolean) { cooperationMatrix(includeEmpty: $e) { totals { activities } } }";
    let plain = "{ cooperationMatrix { totals { activities } } }";
    assert_eq!(told(&world, query, json!({})).await, world.data(plain).await);
}

#[tokio::test]
async fn an_argument_that_cannot_be_read_fails_its_field_alone() {
    let world = World::seeded().await;
    let before = head(&world).await;
    for (literal, shown) in
        [("2024-02-30", "2024-02-30"), ("20200101", "20200101"), ("0000-01-01", "0000-01-01")]
    {
        let query = format!(
            "{{ head {{ seq }} activities(filter: {{period: {{from: \"{literal}\"}}}}) {{ totalCount }} }}"
        );
        let answer = world.answer(&query).await;
        assert_eq!(answer["data"], json!({"head": {"seq": before}, "activities": null}));
        let error = &answer["errors"][0];
        assert_eq!(error["path"], json!(["activities"]));
        assert_eq!(
            error["message"],
            format!("`filter.period.from`: `{shown}` is not a day; write one as 2024-09-15")
        );
        assert_eq!(error["extensions"]["argument"], json!(["filter", "period", "from"]));
    }
    // Within lists the path names the field, too.
    let query = "{ changes(first: 1) { nodes { seq records(first: 1) { node { ... on Province { \
                 history(after: \"?\") { totalCount: __typename } } } } } } }";
    let request = async_graphql::Request::new(query);
    let answer = world.api.execute(request, Arc::new(admin()), Lang::Vi).await;
    let answer = serde_json::to_value(&answer).unwrap();
    let path = json!(["changes", "nodes", 0, "records", 0, "node", "history"]);
    assert_eq!(answer["errors"][0]["path"], path, "{answer}");
}

#[tokio::test]
async fn strings_are_read_as_the_specification_says() {
    let world = World::empty();
    let title = async |literal: &str| {
        let query = format!(
            "mutation {{ addSector(input: {{code: \"E\", name: {{en: {literal}}}, dryRun: true}}) {{ errors {{ message }} }} }}"
        );
        told(&world, &query, json!({})).await["addSector"]["errors"].clone()
    };
    for literal in [r#""\ud83d\ude00""#, r#""\u{1F600}""#, r#""\ud840\udc9b""#, r#""""a \""" b""""#]
    {
        assert_eq!(title(literal).await, json!([]), "{literal}");
    }
    let query = "mutation { addSector(input: {code: \"E\", name: {en: \"\\ud83d\\ude00 \\u{1F600} \\ud840\\udc9b\", \
                 vi: \"\"\"a \\\"\"\" b\"\"\"}}) { sector { en: name(lang: EN) vi: name(lang: VI) } } }";
    let made = told(&world, query, json!({})).await;
    assert_eq!(made["addSector"]["sector"], json!({"en": "😀 😀 𠂛", "vi": "a \"\"\" b"}));
}

#[tokio::test]
async fn what_does_not_fit_its_place_is_refused() {
    let world = World::empty();
    for (query, message) in [
        (
            "query($f: Float) { activities(first: $f) { totalCount } }",
            "Variable \"$f\" of type \"Float\" used in position expecting type \"Int\".",
        ),
        (
            "query($i: Int!) { node(id: $i) { id } }",
            "Variable \"$i\" of type \"Int!\" used in position expecting type \"ID!\".",
        ),
        (
            "mutation($input: AddFieldInput!) { addSector(input: $input) { change { seq } } }",
            "Variable \"$input\" of type \"AddFieldInput!\" used in position expecting type \"AddSectorInput!\".",
        ),
        (
            "{ activities(filter: {status: \"ONGOING\"}) { totalCount } }",
            "ActivityStatus cannot represent value: \"ONGOING\"",
        ),
        (
            "{ activities(filter: {sector: \"a\", sector: \"b\"}) { totalCount } }",
            "There can be only one input field named \"sector\".",
        ),
        (
            "query($i: ID) { activity(by: {id: $i}) { id } }",
            "Variable \"$i\" of type \"ID\" used in position expecting type \"ID!\".",
        ),
        (
            "{ node(id: \"1\") { ... on Activity { x: version } ... on Province { x: createdAt } } }",
            "Fields \"x\" conflict because they return conflicting types",
        ),
        ("{ __typename(a: 1) }", "Unknown argument \"a\" on field"),
    ] {
        let messages = refused(&world, query, json!({})).await;
        assert!(messages[0].starts_with(message), "{query}: {messages:?}");
    }
}

#[tokio::test]
async fn a_whole_number_may_be_written_in_any_way() {
    let world = World::seeded().await;
    let query = "query($n: Int) { activities(first: $n) { nodes { id } } }";
    for (written, many) in [("1", 1), ("1.0", 1), ("1e0", 1), ("2.0", 2), ("-0", 0), ("-0.0", 0)] {
        let variables = serde_json::from_str(&format!("{{\"n\": {written}}}")).unwrap();
        let found = told(&world, query, variables).await;
        assert_eq!(found["activities"]["nodes"].as_array().unwrap().len(), many, "{written}");
    }
}

#[tokio::test]
async fn documents_are_read_as_they_are_written_today() {
    let world = World::seeded().await;
    let seq = head(&world).await;
    let nested = format!("{{ {} head {{ seq }} {} }}", "... { ".repeat(60), "} ".repeat(60));
    let described = "\"\"\"About it.\"\"\" query A(\"What.\" $n: Int = 1) { head { seq } activities(first: $n) @skip(if: true) { totalCount } }";
    for query in [&nested, described, "\u{feff}{ head { seq } }"] {
        assert_eq!(world.data(query).await, json!({"head": {"seq": seq}}), "{query:.40}");
    }
    // A carriage return alone ends a line.
    let answer = world.answer("{\r  head {\r    nope\r  }\r}").await;
    assert_eq!(answer["errors"][0]["locations"], json!([{"line": 3, "column": 5}]));
}

#[tokio::test]
async fn before_alone_pages_from_the_end() {
    let world = World::seeded().await;
    let all = world.data("{ activities(first: 100) { edges { cursor } } }").await;
    let all = all["activities"]["edges"].as_array().unwrap();
    assert!(all.len() > 40);
    let before = format!(
        "{{ activities(before: {}) {{ edges {{ cursor }} pageInfo {{ hasPreviousPage }} }} }}",
        all[30]["cursor"]
    );
    let page = world.data(&before).await;
    assert_eq!(page["activities"]["edges"].as_array().unwrap(), &all[10..30]);
    assert_eq!(page["activities"]["pageInfo"]["hasPreviousPage"], true);
}

#[test]
fn an_empty_authorization_is_none() {
    let server = Place::new().serve(&["--no-seed", "--log-filter", "off"]);
    let body = r#"{"query": "{ viewer { role } }"}"#;
    for empty in ["", " ", "\t"] {
        let headers = [("content-type", "application/json"), ("authorization", empty)];
        let answer = server.ask("POST", "/graphql", &headers, body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.json()["data"]["viewer"]["role"], "ANONYMOUS");
    }
}
