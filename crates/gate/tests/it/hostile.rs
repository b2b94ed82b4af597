//! Documents made to cost much cost little: what is refused and what is not, in linear time.

use super::GATE;

/// Documents of up to 2,000 tokens, which is what a server lets in.
fn hostile() -> Vec<(&'static str, String)> {
    let fragments = |count: usize, body: &dyn Fn(usize) -> String| {
        (0..count)
            .map(|at| format!("fragment F{at} on Cat {{ {} }} ", body(at)))
            .collect::<String>()
    };
    let next = |at: usize| format!("F{}", at + 1);
    vec![
        ("brackets", "{ a(b: ".to_owned() + &"[".repeat(1_990)),
        ("braces", "{ cat ".repeat(990)),
        ("inline fragments", "{ ...".repeat(990)),
        (
            "doubling fragments",
            "{ cat { ...F0 } } ".to_owned()
                + &fragments(90, &|at| format!("kin {{ ...{0} }} kin {{ ...{0} }}", next(at)))
                + "fragment F90 on Cat { meow }",
        ),
        (
            "a chain of fragments",
            "{ cat { ...F0 } } ".to_owned()
                + &fragments(190, &|at| format!("...{}", next(at)))
                + "fragment F190 on Cat { meow }",
        ),
        (
            "cycles",
            "{ cat { ...F0 } } ".to_owned()
                + &fragments(100, &|at| format!("kin {{ ...F{} ...F0 }}", (at + 1) % 100)),
        ),
        ("one field often", format!("{{ {} }}", "int ".repeat(1_990))),
        (
            "aliases",
            format!("{{ {} }}", (0..660).map(|it| format!("a{it}: int ")).collect::<String>()),
        ),
        ("one alias for all", format!("{{ {} }}", "x: int x: id x: string ".repeat(220))),
        (
            "overlapping objects",
            format!("{{ {} }}", "cat { kin { kin { kin { meow } } } } ".repeat(150)),
        ),
        ("directives", format!("{{ int {} }}", "@note ".repeat(990))),
        ("directives that may not repeat", format!("{{ int {} }}", "@once ".repeat(990))),
        (
            "variables",
            format!(
                "query ({}) {{ ints(it: [{}]) }}",
                (0..300).map(|it| format!("$v{it}: Int ")).collect::<String>(),
                (0..300).map(|it| format!("$v{it} ")).collect::<String>()
            ),
        ),
        (
            "operations with the same fragments",
            (0..90).map(|it| format!("query Q{it} {{ cat {{ ...F0 }} }} ")).collect::<String>()
                + &fragments(60, &|at| format!("...{}", next(at)))
                + "fragment F60 on Cat { meow }",
        ),
        ("input objects", format!("{{ tree(it: {}{}) }}", "{left: ".repeat(400), "}".repeat(400))),
        ("errors", format!("{{ {} }}", "nope ".repeat(1_990))),
        ("a long name", format!("{{ {} }}", "x".repeat(60_000))),
        ("a long string", format!("{{ string(it: \"{}\") }}", "\\u{41}".repeat(10_000))),
        ("a long number", format!("{{ int(it: {}) }}", "9".repeat(60_000))),
        ("commas", format!("{{ int {} }}", ",".repeat(60_000))),
        ("commas and spaces", format!("{{ int {} }}", ", ".repeat(30_000))),
        ("byte order marks", format!("{{ int {} }}", "\u{feff}".repeat(20_000))),
        ("ends of lines", format!("{{ int {} nope }}", "\r\n".repeat(30_000))),
        ("comments", format!("{{ int {} }}", "#\n".repeat(30_000))),
    ]
}

#[test]
fn hostile_documents_are_answered() {
    for (name, text) in hostile() {
        let gate = GATE.clone().limits(64, 2_000);
        let verdict = gate.read(&text);
        let told = verdict.map_or_else(|errors| errors[0].message.clone(), |_| "valid".to_owned());
        assert!(told.len() < 200_000, "{name}: {told}");
    }
}
