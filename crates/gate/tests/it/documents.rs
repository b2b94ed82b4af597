//! Documents: what is wrong with them is told in a sentence, with its place.

use hoptac_gate::{Gate, Location};

use super::{GATE, refused};

#[test]
fn a_schema_that_is_none_is_refused() {
    let error = Gate::new("type Query { a: Nope }").unwrap_err();
    assert!(error.to_string().contains("Nope"), "{error}");
}

#[test]
fn every_rule_that_is_broken_is_told_in_the_order_of_the_document() {
    assert_eq!(
        refused("query ($unused: Int) {\r  nope\r  int(it: \"1\")\r\n  cat\n}"),
        "1:8 Variable \"$unused\" is never used.\n\
         2:3 Cannot query field \"nope\" on type \"Query\".\n\
         3:11 Int cannot represent value: \"1\"\n\
         4:3 Field \"cat\" of type \"Query\" must have a selection of subfields. \
         Did you mean \"cat { ... }\"?\n"
    );
}

#[test]
fn what_the_library_lets_through_is_refused() {
    for (text, expected) in [
        ("{ int {} }", "1:8 Syntax Error: Expected Name, found \"}\".\n"),
        ("{}", "1:2 Syntax Error: Expected Name, found \"}\".\n"),
        ("{ int(it 1) }", "1:10 Syntax Error: Expected \":\", found Int \"1\".\n"),
        (
            "{ box(it: {n: 1, n: 2}) { n } }",
            "1:18 There can be only one input field named \"n\".\n",
        ),
        ("{ any(it: {a: [$b]}) }", "1:16 Variable \"$b\" is not defined.\n"),
        ("{ any(it: 1e999) }", "1:11 The number 1e999 is too large.\n"),
        (
            "query ($v: Int = null) { intRequired(it: $v) }",
            "1:38 Variable \"$v\" of type \"Int\" used in position expecting type \"Int!\".\n",
        ),
        (
            "{ ints(it: [1]) ints(it: [1, 2]) }",
            "1:17 Fields \"ints\" conflict because they have differing arguments. Use different \
             aliases on the fields to fetch both if this was intentional.\n",
        ),
    ] {
        assert_eq!(refused(text), expected, "{text}");
    }
}

#[test]
fn what_the_library_refuses_wrongly_passes() {
    for text in [
        "subscription { ticks ticks }",
        "subscription { ... { ticks } ...F } fragment F on Subscription { ticks }",
        "{ string(it: \"\\ud83d\\ude00 \\u{1F600}\") }",
        "\"About it.\" query A(\"V.\" $v: Int) { int(it: $v) }",
    ] {
        GATE.read(text).unwrap();
    }
}

#[test]
fn errors_are_told_up_to_a_hundred() {
    let text = format!("{{ {} }}", "nope ".repeat(150));
    let told = refused(&text);
    assert_eq!(told.lines().count(), 101);
    assert!(told.ends_with("There are too many errors; no more are told.\n"), "{told}");
}

#[test]
fn operations_are_found_by_name() {
    let document = GATE.read("query A { int } query B { id }").unwrap();
    let name = |name| document.operation(name).map(|it| it.name.clone().unwrap().to_string());
    assert_eq!(name(Some("B")).unwrap(), "B");
    assert_eq!(name(Some("C")).unwrap_err().message, "Unknown operation named \"C\".");
    assert_eq!(
        name(None).unwrap_err().message,
        "Must provide operation name if query contains multiple operations."
    );
}

#[test]
fn anything_in_a_document_has_its_place() {
    let document = GATE.read("{\n  cat { meow }\n}").unwrap();
    let operation = document.operation(None).unwrap();
    let field = operation.selection_set.fields().next().unwrap();
    assert_eq!(document.location(field.location()), Some(Location { line: 2, column: 3 }));
}

#[test]
fn the_limits_hold_before_anything_is_parsed() {
    let gate = GATE.clone().limits(3, 10);
    let told =
        |text: &str| gate.parse(text).map_or_else(|error| error.message, |_| "parsed".into());
    assert_eq!(told("{...{...{int}}}"), "parsed");
    assert_eq!(told("{...{...{...{int}}}}"), "Syntax Error: The document is nested too deeply.");
    assert_eq!(
        told("{ int int int int int int int int int }"),
        "Syntax Error: The document has too many tokens."
    );
}
