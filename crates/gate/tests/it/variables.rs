//! Variables: given as JSON, they arrive as their types say, or are told to be wrong.

use serde_json::json;

use super::{GATE, arrives, coerce};

#[test]
fn required_variables_are_required() {
    let document =
        GATE.read("query ($v: Int!, $b: Box!) { int(it: $v) box(it: $b) { n } }").unwrap();
    assert_eq!(
        coerce(&document, &json!({ "b": null })).unwrap_err(),
        "1:8 Variable \"$v\" of required type \"Int!\" was not provided.\n\
         1:18 Variable \"$b\" of non-null type \"Box!\" must not be null.\n"
    );
}

#[test]
fn whole_numbers_may_be_written_in_any_way() {
    let int = "query ($v: Int) { int(it: $v) }";
    let id = "query ($v: ID) { id(it: $v) }";
    let given = |text: &str| serde_json::from_str(&format!("{{\"v\":{text}}}")).unwrap();
    for (number, expected) in
        [("1", 1), ("1.0", 1), ("1e0", 1), ("-0", 0), ("-0.0", 0), ("20e1", 200)]
    {
        assert_eq!(arrives(int, &given(number)), format!("{{\"it\":{expected}}}"), "{number}");
        assert_eq!(arrives(id, &given(number)), format!("{{\"it\":\"{expected}\"}}"), "{number}");
    }
    assert_eq!(
        arrives(int, &given("1.5")),
        "1:8 Variable \"$v\" got invalid value 1.5; Int cannot represent non-integer value: 1.5\n"
    );
    assert_eq!(
        arrives(int, &given("2147483648.0")),
        "1:8 Variable \"$v\" got invalid value 2147483648.0; \
         Int cannot represent non 32-bit signed integer value: 2147483648.0\n"
    );
}

#[test]
fn every_error_is_told_with_its_place_in_the_input() {
    let given = json!({ "v": {
        "n": "1", "inner": { "n": 1, "color": "PINK" }, "tags": ["a", 1], "choice": {}, "nope": [1],
    } });
    assert_eq!(
        arrives("query ($v: Box) { box(it: $v) { n } }", &given),
        "1:8 Variable \"$v\" got invalid value \"1\" at \"v.n\"; \
         Int cannot represent non-integer value: \"1\"\n\
         1:8 Variable \"$v\" got invalid value 1 at \"v.tags[1]\"; \
         String cannot represent a non string value: 1\n\
         1:8 Variable \"$v\" got invalid value \"PINK\" at \"v.inner.color\"; \
         Value \"PINK\" does not exist in \"Color\" enum.\n\
         1:8 Variable \"$v\" got invalid value {…} at \"v.choice\"; \
         Exactly one key must be specified for OneOf type \"Choice\".\n\
         1:8 Variable \"$v\" got invalid value […]; Field \"nope\" is not defined by type \"Box\".\n"
    );
}

#[test]
fn errors_are_told_up_to_fifty() {
    let document = GATE.read("query ($v: [Int]) { ints(it: $v) }").unwrap();
    let told = coerce(&document, &json!({ "v": vec!["x"; 1_000] })).unwrap_err();
    assert_eq!(told.lines().count(), 51);
    assert!(told.ends_with("There are too many errors in the variables; no more are told.\n"));
}

#[test]
fn long_values_are_cut_off() {
    let told = arrives("query ($v: Int) { int(it: $v) }", &json!({ "v": "x".repeat(1_000_000) }));
    assert!(told.len() < 400, "{} bytes", told.len());
}
