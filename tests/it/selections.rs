//! Selection sets: each field once, in the order asked for, whatever fragments it comes from.

use std::sync::Arc;

use async_graphql::{Name, Request, Value};
use hoptac::{
    auth::Caller,
    domain::Lang,
    graphql::{ExecuteOptions, write},
};
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn selections_of_one_name_are_joined() {
    let world = World::seeded().await;
    let plain = r#"{ agreement(by: { code: "tt-2022" }) {
        __typename id code kind other: code
        fields { key sector { code again: code } }
        activities(first: 2) { nodes { key status title } pageInfo { hasNextPage } }
    } }"#;
    let joined = r#"
        query { agreement(by: { code: "tt-2022" }) {
            __typename code code
            ...A
            ... { kind }
            ... @include(if: true) { kind }
            ... @skip(if: true) { key }
            ... on Node { id }
            ... on Agreement { other: code fields { key } }
            fields { sector { code } }
            activities(first: 2) { nodes { key } }
            activities(first: 2) { nodes { status } pageInfo { hasNextPage } }
        } }
        fragment A on Agreement {
            fields { sector { again: code } }
            activities(first: 2) { nodes { ...B key } }
        }
        fragment B on Activity { title }
    "#;
    let expected = world.data(plain).await;
    assert_eq!(expected["agreement"]["__typename"], "Agreement");
    assert!(expected["agreement"]["fields"].as_array().unwrap().len() > 1);
    assert_eq!(world.data(joined).await, expected);
}

#[tokio::test]
async fn fields_come_in_the_order_asked_for() {
    let world = World::seeded().await;
    for order in [["title", "code", "kind"], ["kind", "title", "code"]] {
        let [first, second, third] = order;
        let query = format!(
            "{{ agreement(by: {{ code: \"tt-2022\" }}) {{
                ...F ... on Agreement {{ {first} {second} }} {third} }} }}
             fragment F on Agreement {{ {first} __typename }}"
        );
        let options = ExecuteOptions { languages: Lang::En.into(), ..ExecuteOptions::default() };
        let caller = Arc::new(Caller::anonymous());
        let operation = world.api.read_request(Request::new(&query)).unwrap();
        let answered = world.api.answer(&operation, Arc::clone(&caller), options).await;
        let mut written = Vec::new();
        write(&mut written, &answered.response.data);
        let named = world.api.execute(Request::new(&query), caller, Lang::En).await;
        assert_eq!(written, serde_json::to_vec(&named.data).unwrap());
        assert_eq!(names(&named.data), [first, "__typename", second, third]);
        assert_eq!(answered.objects, 1);
    }
}

/// The names of an agreement's fields, in the order in which they are answered.
fn names(data: &Value) -> Vec<&str> {
    let Value::Object(data) = data else { panic!("{data} is no object") };
    let Some(Value::Object(agreement)) = data.get("agreement") else { panic!("{data:?}") };
    agreement.keys().map(Name::as_str).collect()
}

#[tokio::test]
async fn an_error_has_the_path_of_its_own_field() {
    let world = World::seeded().await;
    let answer = world
        .answer(
            r#"{ agreement(by: { code: "tt-2022" }) {
                code fields { key all: activities(first: 1000) { totalCount } } } }"#,
        )
        .await;
    let fields = answer["data"]["agreement"]["fields"].as_array().unwrap();
    assert!(fields.iter().all(|field| field["key"].is_string() && field["all"].is_null()));
    let errors = answer["errors"].as_array().unwrap();
    assert_eq!(errors.len(), fields.len());
    for (index, error) in errors.iter().enumerate() {
        assert_eq!(error["path"], json!(["agreement", "fields", index, "all"]));
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
    }
}
