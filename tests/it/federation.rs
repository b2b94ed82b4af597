//! hoptac as a subgraph: what a gateway asks by representations, each caller gets as they may see
//! it, and what is not there is null.

use hoptac::{auth::Caller, graphql::subgraph_sdl};
use serde_json::{Value, json};

use crate::{mutations::Stage, world::World};

const ENTITIES: &str = "query ($of: [_Any!]!) { _entities(representations: $of) { __typename
    ... on Province { id key name } ... on Agreement { id code } ... on Document { url }
    ... on Sector { code } ... on Outcome { id status } } }";

async fn entities(world: &World, by: Caller, of: Value) -> Value {
    world.answer_with(by, ENTITIES, json!({ "of": of })).await
}

#[tokio::test]
async fn entities_are_found_by_id_and_by_what_people_call_them() {
    let world = World::seeded().await.federated();
    let sdl = world.data("{ _service { sdl } province(by: {key: \"lam-dong\"}) { id }
        documents(first: 1) { edges { node { url } } } agreements(first: 1) { edges { node { code } } } }")
        .await;
    let id = &sdl["province"]["id"];
    let url = &sdl["documents"]["edges"][0]["node"]["url"];
    let code = &sdl["agreements"]["edges"][0]["node"]["code"];
    let answer = entities(
        &world,
        Caller::anonymous(),
        json!([
            {"__typename": "Province", "id": id},
            {"__typename": "Province", "key": "lam-dong"},
            {"__typename": "Agreement", "code": code},
            {"__typename": "Document", "url": url},
            {"__typename": "Sector", "code": "TOURISM"},
            {"__typename": "Sector", "code": "NONE"},
            {"__typename": "Province", "key": "atlantis"},
            {"__typename": "Agreement", "id": id},
            {"__typename": "Province", "id": "not an id"},
        ]),
    )
    .await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    let found = answer["data"]["_entities"].as_array().unwrap();
    assert_eq!(found[0], found[1]);
    assert_eq!((&found[0]["id"], &found[0]["name"]), (id, &json!("Lâm Đồng")));
    assert_eq!((&found[2]["code"], &found[3]["url"]), (code, url));
    assert_eq!(found[4], json!({"__typename": "Sector", "code": "TOURISM"}));
    assert_eq!(found[5..], [Value::Null, Value::Null, Value::Null, Value::Null]);
}

#[tokio::test]
async fn a_representation_that_is_none_is_null_with_an_error_and_spoils_no_other() {
    let world = World::seeded().await.federated();
    for wrong in [
        json!({"__typename": "Hospital", "id": "x"}),
        json!({"__typename": "Query"}),
        json!({"id": "x"}),
        json!({"__typename": "Province"}),
        json!({"__typename": "Province", "id": 5}),
        json!("Province"),
        json!([]),
    ] {
        let of = json!([wrong, {"__typename": "Province", "key": "lam-dong"}]);
        let answer = entities(&world, Caller::anonymous(), of).await;
        let found = &answer["data"]["_entities"];
        assert_eq!((&found[0], &found[1]["key"]), (&Value::Null, &json!("lam-dong")), "{answer}");
        assert_eq!(answer["errors"].as_array().unwrap().len(), 1, "{answer}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
    }
}

#[tokio::test]
async fn entities_are_seen_by_those_who_may_see_them() {
    let mut stage = Stage::new().await;
    stage.world = stage.world.federated();
    for (name, status, published) in [
        ("draft", "DRAFT", false),
        ("submitted", "SUBMITTED", false),
        ("approved", "APPROVED", true),
    ] {
        let of = json!([{"__typename": "Outcome", "id": stage.id(name)}]);
        let seen = entities(&stage.world, Stage::admin(), of.clone()).await;
        assert_eq!(seen["data"]["_entities"][0]["status"], status);
        let seen = entities(&stage.world, Caller::anonymous(), of).await;
        assert!(seen.get("errors").is_none(), "{seen}");
        assert_eq!(!seen["data"]["_entities"][0].is_null(), published, "{seen}");
    }
}

#[tokio::test]
async fn only_a_subgraph_has_what_a_gateway_asks() {
    let world = World::empty();
    let fields = "{ __schema { queryType { fields { name } } types { name } } }";
    let plain = world.data(fields).await.to_string();
    assert!(!plain.contains("_service") && !plain.contains("_Any"), "{plain}");
    let refused = entities(&world, Caller::anonymous(), json!([])).await;
    assert!(
        refused["errors"].to_string().contains("Cannot query field \\\"_entities\\\""),
        "{refused}"
    );
    let world = world.federated();
    let service = world.data("{ _service { sdl } }").await;
    let told = service["_service"]["sdl"].as_str().unwrap();
    let spread = "{ ...F } fragment F on Query { _service { sdl } }";
    assert_eq!(world.data(spread).await, service, "wherever it stands");
    assert!(told.contains("type Province implements Node @key(fields: \"id\")"), "{told}");
    let keys = |sdl: &str| sdl.matches("@key(").count();
    assert_eq!(keys(told), keys(&subgraph_sdl()));
}

#[tokio::test]
async fn a_representation_of_a_merged_record_is_answered_with_the_one_that_stands_for_it() {
    let stage = Stage::new().await;
    let (kept, merged) = (stage.id("d").to_owned(), stage.id("merged province").to_owned());
    let Stage { world, .. } = stage;
    let of = json!([{"__typename": "Province", "id": merged}]);
    let answer = entities(&world.federated(), Caller::anonymous(), of).await;
    assert_eq!(answer["data"]["_entities"][0]["id"], kept);
}
