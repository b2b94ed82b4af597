//! Arguments: literals, variables and defaults, as they arrive at a field.

use hoptac_gate::{Value, executable::Selection};
use serde_json::json;

use super::{GATE, arrives, coerce};

#[test]
fn an_omitted_variable_leaves_the_default_of_the_schema() {
    let text = "query ($v: Int) { intDefault(it: $v) }";
    assert_eq!(arrives(text, &json!({})), r#"{"it":7}"#);
    assert_eq!(arrives(text, &json!({ "v": 3 })), r#"{"it":3}"#);
    assert_eq!(
        arrives(text, &json!({ "v": null })),
        "Argument \"it\" of non-null type \"Int!\" must not be null."
    );
}

#[test]
fn what_is_absent_is_told_from_null() {
    let text = "query ($v: Int) { int(it: $v) }";
    assert_eq!(arrives(text, &json!({})), "{}");
    assert_eq!(arrives(text, &json!({ "v": null })), r#"{"it":null}"#);
    let text = "query ($v: String) { box(it: {n: 1, label: $v, tags: []}) { n } }";
    assert_eq!(
        arrives(text, &json!({})),
        r#"{"it":{"color":"RED","n":1,"on":true,"tags":[],"w":0.5}}"#
    );
}

#[test]
fn defaults_of_variables_count_where_nothing_is_given() {
    let text = "query ($v: Int! = 5) { int(it: $v) }";
    assert_eq!(arrives(text, &json!({})), r#"{"it":5}"#);
    let text = "query ($v: [Int!] = 5) { ints(it: $v) }";
    assert_eq!(arrives(text, &json!({})), r#"{"it":[5]}"#);
}

#[test]
fn strings_are_read_as_the_specification_says() {
    for (literal, expected) in [
        (r#""\ud83d\ude00 \u{1F600} \ud840\udc9b""#, "😀 😀 𠂛"),
        ("\"\"\"\n    a\n      \\\"\"\" b\r    c\n\"\"\"", "a\n  \"\"\" b\nc"),
    ] {
        let arrived = arrives(&format!("{{ string(it: {literal}) }}"), &json!({}));
        assert_eq!(arrived, json!({ "it": expected }).to_string());
    }
}

#[test]
fn enums_are_told_from_strings() {
    let document = GATE.read("{ any(it: [RED, \"RED\"]) }").unwrap();
    let operation = document.operation(None).unwrap();
    let field = operation.selection_set.fields().next().unwrap();
    let arguments = GATE.arguments(operation, field);
    let Some(Value::List(items)) = arguments.fixed().unwrap().get("it") else { panic!() };
    assert!(matches!(items.as_slice(), [Value::Enum(_), Value::String(_)]));
}

#[test]
fn conditions_know_the_defaults_of_variables() {
    let selected = |text: &str, variables| {
        let document = GATE.read(text).unwrap();
        let operation = document.operation(None).unwrap();
        let first: &Selection = &operation.selection_set.selections[0];
        let conditions = GATE.conditions(operation, first.directives());
        let variables = coerce(&document, &variables).unwrap();
        (conditions.fixed(), conditions.hold(&variables).map_err(|error| error.message))
    };
    let skip = "query ($b: Boolean = true) { int @skip(if: $b) }";
    assert_eq!(selected(skip, json!({})), (None, Ok(false)));
    assert_eq!(selected(skip, json!({ "b": false })), (None, Ok(true)));
    assert_eq!(
        selected(skip, json!({ "b": null })).1.unwrap_err(),
        "Argument \"if\" of non-null type \"Boolean!\" must not be null."
    );
    assert_eq!(selected("{ int @include(if: true) }", json!({})), (Some(true), Ok(true)));
    let never = "query ($b: Boolean!) { int @skip(if: true) @include(if: $b) }";
    assert_eq!(selected(never, json!({ "b": true })), (Some(false), Ok(false)));
}
