//! Documents that were made to cost much, for a test and a bench.

/// Something for each number below another.
fn each(count: usize, one: impl Fn(usize) -> String) -> String {
    let mut all = String::new();
    for at in 0..count {
        all.push_str(&one(at));
    }
    all
}

/// So many fragments on `Cat`, each with something of its number.
fn fragments(count: usize, body: impl Fn(usize) -> String) -> String {
    each(count, |at| format!("fragment F{at} on Cat {{ {} }} ", body(at)))
}

/// Documents of up to 2,000 tokens, which is what a server lets in: what they are, their text, and
/// what the first error begins with, or `valid`.
pub fn hostile() -> Vec<(&'static str, String, &'static str)> {
    const NESTED: &str = "Syntax Error: The document is nested too deeply.";
    let next = |at: usize| format!("F{}", at + 1);
    let in_braces = |body: String| format!("{{ {body} }}");
    vec![
        ("brackets", "{ a(b: ".to_owned() + &"[".repeat(1_990), NESTED),
        ("braces", "{ cat ".repeat(990), NESTED),
        ("inline fragments", "{ ...".repeat(990), NESTED),
        ("input objects", format!("{{ tree(it: {}", "{left: ".repeat(400)), NESTED),
        (
            "doubling fragments",
            "{ cat { ...F0 } } ".to_owned()
                + &fragments(90, |at| format!("kin {{ ...{0} }} kin {{ ...{0} }}", next(at)))
                + "fragment F90 on Cat { meow }",
            "valid",
        ),
        (
            "a chain of fragments",
            "{ cat { ...F0 } } ".to_owned()
                + &fragments(190, |at| format!("...{}", next(at)))
                + "fragment F190 on Cat { meow }",
            "`F0` contains too much nesting",
        ),
        (
            "cycles",
            "{ cat { ...F0 } } ".to_owned()
                + &fragments(100, |at| format!("kin {{ ...F{} ...F0 }}", (at + 1) % 100)),
            "Cannot spread fragment \"F0\" within itself.",
        ),
        (
            "operations with the same fragments",
            each(90, |it| format!("query Q{it} {{ cat {{ ...F0 }} }} "))
                + &fragments(60, |at| format!("...{}", next(at)))
                + "fragment F60 on Cat { meow }",
            "The operations spread too many fragments too often",
        ),
        ("one field often", in_braces("int ".repeat(1_990)), "valid"),
        ("aliases", in_braces(each(660, |it| format!("a{it}: int "))), "valid"),
        (
            "one alias for all",
            in_braces("x: int x: id x: string ".repeat(220)),
            "Fields \"x\" conflict",
        ),
        (
            "overlapping objects",
            in_braces("cat { kin { kin { kin { meow } } } } ".repeat(150)),
            "valid",
        ),
        (
            "overlapping types",
            in_braces(
                "shape { name ... on Circle { name area } ... on Square { name area } } "
                    .repeat(100),
            ),
            "valid",
        ),
        ("directives", in_braces("int ".to_owned() + &"@note ".repeat(990)), "valid"),
        (
            "directives that may not repeat",
            in_braces("int ".to_owned() + &"@once ".repeat(990)),
            "The directive \"@once\" can only be used once",
        ),
        (
            "variables",
            format!(
                "query ({}) {{ ints(it: [{}]) }}",
                each(300, |it| format!("$v{it}: Int ")),
                each(300, |it| format!("$v{it} "))
            ),
            "valid",
        ),
        ("errors", in_braces("nope ".repeat(1_990)), "Cannot query field"),
        ("a long name", in_braces("x".repeat(60_000)), "Cannot query field"),
        ("a long string", format!("{{ string(it: \"{}\") }}", "\\u{41}".repeat(10_000)), "valid"),
        ("a long number", format!("{{ int(it: {}) }}", "9".repeat(60_000)), "Int cannot represent"),
        ("comments", in_braces("int ".to_owned() + &"#\n".repeat(30_000)), "valid"),
        ("commas", in_braces("int ".to_owned() + &",".repeat(60_000)), "valid"),
        ("commas and spaces", in_braces("int ".to_owned() + &", ".repeat(30_000)), "valid"),
        ("byte order marks", in_braces("int ".to_owned() + &"\u{feff}".repeat(20_000)), "valid"),
        ("ends of lines", in_braces("int ".to_owned() + &"\r\n".repeat(30_000)), "valid"),
    ]
}
