//! Hostile documents, and proofs that looking at any document is linear and never panics.

use std::sync::LazyLock;

use async_graphql::{Variables, parser::parse_query};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{cost::cost, *};

static SHAPE: LazyLock<Shape> = LazyLock::new(|| Shape::of(&crate::table::TABLES));

/// What the limits say to a document and variables, as the server asks them.
fn held_with(limits: &Limits, text: &str, variables: Value) -> Result<u64, LimitError> {
    limits.hold_text(text)?;
    let Value::Object(variables) = variables else { panic!("{variables} is no object") };
    limits.hold_variables(&variables)?;
    let variables = Variables::from_json(Value::Object(variables));
    let document = parse_query(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let checked = limits.hold_document(&document)?;
    let (_, operation) = document.operations.iter().next().unwrap();
    limits.hold_cost(&SHAPE, &document, &checked, &operation.node, &variables)
}

fn held(text: &str) -> Result<u64, LimitError> {
    held_with(&Limits::default(), text, json!({}))
}

fn limit(result: &Result<u64, LimitError>) -> Option<Limit> {
    match result {
        Err(LimitError::Excess { limit, .. }) => Some(*limit),
        _ => None,
    }
}

/// Fragments that each spread the next several times: a doubling, or worse, for each.
fn bomb(fragments: usize, spreads: usize) -> String {
    let spread = |to: usize| format!("...F{to} ").repeat(spreads);
    let inner =
        (0..fragments).map(|it| format!("fragment F{it} on Viewer {{ {}}} ", spread(it + 1)));
    let last = format!("fragment F{fragments} on Viewer {{ name }}");
    format!("{{ viewer {{ ...F0 }} }} {}{last}", inner.collect::<String>())
}

#[test]
fn nested_fragments_are_refused_in_as_many_steps_as_they_have_spreads() {
    for (fragments, spreads) in [(14, 2), (18, 2), (40, 3), (100, 2)] {
        let text = bomb(fragments, spreads);
        assert_eq!(limit(&held(&text)), Some(Limit::Selections), "{text}");
        let document = parse_query(&text).unwrap();
        let order = order::inner_first(&document).unwrap();
        let mut counting = counts::Counting::of(&document, &order);
        counting.operations();
        assert_eq!(counting.steps, 2 + fragments * spreads + 1);
        let operation = &document.operations.iter().next().unwrap().1.node;
        let Estimate { steps, .. } =
            cost(&SHAPE, &document, &order, operation, &Variables::default());
        assert_eq!(steps, 2 + fragments * spreads + 1);
    }
}

#[test]
fn cycles_are_refused_by_name() {
    for text in [
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { viewer { ...A } }",
        "{ __typename } fragment A on Query { ... on Query { ...A } }",
    ] {
        assert_eq!(held(text), Err(LimitError::Cycle("A".to_owned())), "{text}");
    }
}

#[test]
fn each_limit_is_held_at_its_edge() {
    let deep = |levels: usize| {
        let mut text = "title".to_owned();
        for _ in 0..levels - 2 {
            text = format!("parent {{ {text} }}");
        }
        format!("{{ agreement(by: {{code: \"a\"}}) {{ {text} }} }}")
    };
    let aliased = |count: usize| {
        let fields = (0..count).map(|it| format!("a{it}: name")).collect::<Vec<_>>().join(" ");
        format!("{{ viewer {{ {fields} }} }}")
    };
    let fragment = |count: usize| {
        let spreads = "...F ".repeat(count);
        format!("{{ viewer {{ {spreads} }} }} fragment F on Viewer {{ a: name }}")
    };
    let directed = |places: usize, each: usize| {
        let field = format!("name {} ", "@include(if: true) ".repeat(each));
        format!("{{ viewer {{ {} }} }}", field.repeat(places))
    };
    let wide = |kind: &str, count: usize| format!("{kind} {{ {} }}", "__typename ".repeat(count));
    let schema = |levels: usize| {
        let (open, close) = ("ofType { ".repeat(levels - 3), "} ".repeat(levels - 3));
        format!("{{ __type(name: \"A\") {{ ofType {{ {open} name {close} }} }} }}")
    };
    for (limit_held, passing, refused) in [
        (Limit::Depth, deep(12), deep(13)),
        (Limit::IntrospectionDepth, schema(20), schema(21)),
        (Limit::Aliases, aliased(30), aliased(31)),
        (Limit::Aliases, fragment(30), fragment(31)),
        (Limit::Directives, directed(10, 5), directed(51, 1)),
        (Limit::FieldDirectives, directed(1, 5), directed(1, 6)),
        (Limit::RootFields, wide("query", 20), wide("query", 21)),
        (Limit::RootFields, wide("subscription", 20), wide("subscription", 21)),
        (Limit::RootFields, wide("mutation", 5), wide("mutation", 6)),
        (Limit::Tokens, wide("{ viewer", 1_995) + "}", wide("{ viewer", 1_996) + "}"),
    ] {
        assert!(held(&passing).is_ok(), "{passing}: {:?}", held(&passing));
        assert_eq!(limit(&held(&refused)), Some(limit_held), "{refused}");
    }
}

#[test]
fn a_document_with_several_operations_is_one_document() {
    let many = (0..16).map(|it| format!("query Q{it} {{ viewer {{ a: name b: name }} }} "));
    assert_eq!(limit(&held(&many.collect::<String>())), Some(Limit::Aliases));
}

#[test]
fn no_page_size_lowers_the_cost() {
    let asked = |argument: &str| {
        let text = format!("{{ events{argument} {{ edges {{ node {{ id }} }} }} }}");
        held(&text).unwrap()
    };
    let largest = asked("(first: 100)");
    assert_eq!(largest, 1 + 100 * 2);
    assert_eq!(asked("(first: 7)"), 1 + 7 * 2);
    assert_eq!((asked(""), asked("(first: null)")), (1 + 20 * 2, 1 + 20 * 2));
    assert_eq!(asked("(first: 1, last: 9)"), 1 + 9 * 2);
    for wild in ["-1", "101", "2147483648", "99999999999999999999999", "1.5", "\"3\"", "[1]", "$no"]
    {
        let expected = if wild == "$no" { asked("") } else { largest };
        assert_eq!(asked(&format!("(first: {wild})")), expected, "{wild}");
    }
}

#[test]
fn variables_and_their_defaults_count() {
    let text = "query ($n: Int = 50) { events(first: $n) { edges { node { id } } } }";
    let with = |variables: Value| held_with(&Limits::default(), text, variables).unwrap();
    assert_eq!(with(json!({})), 1 + 50 * 2);
    assert_eq!(with(json!({ "n": 3 })), 1 + 3 * 2);
    assert_eq!(with(json!({ "n": null })), 1 + 20 * 2);
    assert_eq!(with(json!({ "n": -3 })), 1 + 100 * 2);
    let ids = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let with = |ids_given| held_with(&Limits::default(), ids, json!({ "ids": ids_given })).unwrap();
    assert_eq!(with(vec!["a"; 80]), 80);
    let text =
        "query ($of: [_Any!]!) { _entities(representations: $of) { ... on Activity { id } } }";
    let of = json!({ "of": vec![json!({}); 70] });
    assert_eq!(held_with(&Limits::default(), text, of).unwrap(), 70);
}

#[test]
fn nested_pages_multiply_also_through_fragments() {
    let nested = |first: usize| {
        format!(
            "{{ activities(first: {first}) {{ ...Page }} }}
             fragment Page on ActivityConnection {{ edges {{ node {{ ...Inner }} }} pageInfo {{ hasNextPage }} }}
             fragment Inner on Activity {{ events(first: 10) {{ edges {{ node {{ host {{ name }} }} }} }} }}"
        )
    };
    let inner = 1 + 10 * 3;
    assert_eq!(held(&nested(10)).unwrap(), 1 + 1 + 10 * (2 + inner));
    assert_eq!(limit(&held(&nested(100)).map(|it| it * 2)), None);
    let pages = |levels: usize| {
        let page = |inner, _| {
            format!("id activity {{ events(first: 100) {{ edges {{ node {{ {inner} }} }} }} }}")
        };
        let inner = (1..levels).fold("id".to_owned(), page);
        format!("{{ events(first: 100) {{ edges {{ node {{ {inner} }} }} }} }}")
    };
    assert_eq!(held(&pages(2)).unwrap(), 1 + 100 * (2 + 1 + 1 + 100 * 2));
    assert_eq!(limit(&held(&pages(3))), Some(Limit::Cost));
}

#[test]
fn a_page_of_an_agreement_with_all_that_belongs_to_it_passes() {
    let text =
        "{ agreement(by: {code: \"tt-2022\"}) { fields { activities(first: 50) { nodes { title
        events(first: 10) { nodes { title } } outcomes(first: 10) { nodes { id } }
        participants { role } } } } } }";
    let activity = 1 + (1 + 10) + (1 + 10) + 10;
    assert_eq!(held(text).unwrap(), 1 + 10 * (1 + 1 + 50 * activity));
}

#[test]
fn what_is_honest_passes() {
    let nested =
        "{ agreement(by: {code: \"a\"}) { title fields { id activities(first: 10) { edges {
        node { title status events(first: 2) { edges { node { title kind startsOn host { name }
        } } } } } } } } }";
    assert_eq!(held(nested).unwrap(), 1 + 10 * (1 + 1 + 10 * (2 + 1 + 2 * 3)));
    let introspection = include_str!("tests/introspection.graphql");
    let points = held(introspection).unwrap();
    assert!(points < 150_000, "introspection costs {points}");
}

#[test]
fn introspection_within_introspection_is_refused() {
    let mut text = "name".to_owned();
    for _ in 0..4 {
        text = format!("fields {{ type {{ {text} }} }}");
    }
    let text = format!("{{ __schema {{ types {{ {text} }} }} }}");
    assert_eq!(limit(&held(&text)), Some(Limit::Cost));
}

#[test]
fn introspection_is_told_from_what_is_not() {
    for (text, expected) in [
        ("{ __typename }", Introspects::No),
        ("{ __typename __schema { queryType { name } } }", Introspects::Only),
        ("{ __schema { ...F } } fragment F on __Schema { types { name } }", Introspects::Only),
        ("{ ...F } fragment F on Query { __type(name: \"A\") { name } }", Introspects::Only),
        ("{ ... { __schema { types { name } } } viewer { name } }", Introspects::Also),
        ("query A { __schema { types { name } } } mutation B { a }", Introspects::Also),
        ("{ viewer { name } }", Introspects::No),
    ] {
        let checked = Limits::default().hold_document(&parse_query(text).unwrap()).unwrap();
        assert_eq!(checked.introspects, expected, "{text}");
    }
}

#[test]
fn what_would_overwhelm_the_parser_never_reaches_it() {
    let size = 250 << 10;
    let limits = Limits { document_bytes: size * 2, ..Limits::default() };
    for open in ["{", "[", "(", "{a", "{a(b:[", "{a(b:{c:"] {
        let text = open.repeat(size / open.len());
        assert_eq!(limits.hold_text(&text).map_err(|it| limit(&Err(it))), Err(Some(Limit::Tokens)));
        let text = open.repeat(65);
        assert_eq!(
            limits.hold_text(&text).map_err(|it| limit(&Err(it))),
            Err(Some(Limit::Nesting))
        );
    }
    let number = format!("{{ a(b: {}) }}", "9".repeat(size));
    assert_eq!(limits.hold_text(&number).map_err(|it| limit(&Err(it))), Err(Some(Limit::Digits)));
    let comment = format!("{{ a #{}\n }}", " ".repeat(size));
    let refused = Limits::default().hold_text(&comment).map_err(|it| limit(&Err(it)));
    assert_eq!(refused, Err(Some(Limit::DocumentBytes)));
}

#[test]
fn the_deepest_that_is_parsed_fits_a_small_stack() {
    let list = format!("{{ a(b: {}1{}) }}", "[".repeat(62), "]".repeat(62));
    let selection = format!("{}a{}", "{a".repeat(64), "}".repeat(64));
    for text in [list, selection] {
        Limits::default().hold_text(&text).unwrap();
        let thread = std::thread::Builder::new().stack_size(1 << 20);
        // Whether it parses is the parser's to say.
        thread.spawn(move || drop(parse_query(&text))).unwrap().join().unwrap();
    }
}

#[test]
fn deep_and_many_variables_are_refused() {
    let mut deep = json!(1);
    for _ in 0..17 {
        deep = json!([deep]);
    }
    let with = |variables| held_with(&Limits::default(), "{ __typename }", variables);
    assert_eq!(limit(&with(json!({ "a": deep }))), Some(Limit::VariablesDepth));
    assert_eq!(limit(&with(json!({ "a": vec![0; 10_001] }))), Some(Limit::VariablesValues));
    assert!(with(json!({ "a": deep[0], "b": vec![0; 9_000] })).is_ok());
}

/// A selection of fields, fragments and what is within them.
fn selection() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("id ".to_owned()),
        Just("a: title ".to_owned()),
        (0..6_usize).prop_map(|it| format!("...F{it} ")),
        Just("__typename @skip(if: false) ".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let inner = prop::collection::vec(inner, 1..4).prop_map(|it| it.concat());
        prop_oneof![
            inner.clone().prop_map(|it| format!("... on Activity {{ {it}}} ")),
            inner.clone().prop_map(|it| format!("parent {{ {it}}} ")),
            (inner, any::<i64>()).prop_map(|(it, n)| {
                format!("events(first: {n}) {{ edges {{ node {{ {it}}} }} }} ")
            }),
        ]
    })
}

/// A document whose fragments spread only those after them, but for some.
fn document() -> impl Strategy<Value = String> {
    prop::collection::vec(selection(), 7).prop_map(|sets| {
        let fragments = sets[1..].iter().enumerate();
        let fragments =
            fragments.map(|(it, set)| format!("fragment F{it} on Activity {{ {set}}} "));
        format!(
            "{{ agreements {{ edges {{ node {{ {} }} }} }} }} {}",
            sets[0],
            fragments.collect::<String>()
        )
    })
}

/// What a document holds, found by expanding it.
fn expanded(document: &ExecutableDocument, set: &SelectionSet) -> (usize, usize, usize) {
    let mut sum = (0, 0, 0);
    for selection in &set.items {
        let (selections, aliases, depth) = match &selection.node {
            Selection::Field(it) => {
                let inner = expanded(document, &it.node.selection_set.node);
                (inner.0, inner.1 + usize::from(it.node.alias.is_some()), inner.2 + 1)
            }
            Selection::InlineFragment(it) => expanded(document, &it.node.selection_set.node),
            Selection::FragmentSpread(it) => {
                let fragment = document.fragments.get(&it.node.fragment_name.node);
                fragment.map_or((0, 0, 0), |it| expanded(document, &it.node.selection_set.node))
            }
        };
        sum = (sum.0 + selections + 1, sum.1 + aliases, sum.2.max(depth));
    }
    sum
}

proptest! {
    #[test]
    fn counts_are_those_of_the_expanded_document(text in document()) {
        let document = parse_query(&text).unwrap();
        let Ok(order) = order::inner_first(&document) else { return Ok(()) };
        let mut counting = counts::Counting::of(&document, &order);
        let (_, counts) = counting.operations()[0];
        let written = text.matches(['}', ' ']).count();
        prop_assert!(counting.steps <= written);
        let operation = &document.operations.iter().next().unwrap().1.node;
        let naive = expanded(&document, &operation.selection_set.node);
        prop_assert_eq!((counts.selections, counts.aliases, counts.depth), naive);
        let Estimate { steps, .. } = cost(&SHAPE, &document, &order, operation, &Variables::default());
        prop_assert_eq!(steps, counting.steps);
    }

    #[test]
    fn no_text_makes_the_limits_panic(text in "[{}()\\[\\]$@!:=|&.\"#\\\\a-c0-9 \\n,\\-đ]{0,300}") {
        if Limits::default().hold_text(&text).is_ok()
            && let Ok(document) = parse_query(&text)
            && let Ok(checked) = Limits::default().hold_document(&document)
        {
            for (_, operation) in document.operations.iter() {
                cost(&SHAPE, &document, &checked.order, &operation.node, &Variables::default());
            }
        }
    }

    #[test]
    fn a_larger_page_never_costs_less(small in 0_i64..=100, large in any::<i64>()) {
        let of = |first: i64| {
            let text = format!("{{ events(first: {first}) {{ edges {{ node {{ id }} }} }} }}");
            held(&text).unwrap()
        };
        if large >= small || large < 0 {
            prop_assert!(of(large) >= of(small));
        }
    }
}
