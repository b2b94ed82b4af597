//! The modules of `http` and of `cli` point one way. Each takes what its layer's own file holds (the
//! handlers' state, the outcome of a command), and that file names all of them: this is left out.

use std::collections::{BTreeMap, BTreeSet};

/// The module of a layer that a file belongs to; none for the layer's own file.
fn module_of<'p>(layer: &str, path: &'p str) -> Option<&'p str> {
    let within = path.strip_prefix("src/")?.strip_prefix(layer)?.strip_prefix('/')?;
    let module = within.split('/').next()?;
    Some(module.strip_suffix(".rs").unwrap_or(module)).filter(|module| *module != "mod")
}

/// The names that stand behind a prefix, also within braces.
fn named_behind(text: &str, prefix: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut listed = BTreeSet::new();
    for (at, _) in text.match_indices(prefix) {
        if text[..at].ends_with(|c: char| is_part(c)) {
            continue;
        }
        let rest = &text[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            listed.insert(rest.chars().take_while(|c| is_part(*c)).collect());
            continue;
        };
        let mut depth = 0;
        let mut head = String::new();
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => listed.extend([std::mem::take(&mut head)]),
                _ if depth == 0 => head.push(c),
                _ => {}
            }
        }
        listed.insert(head);
    }
    let head = |name: String| name.trim().chars().take_while(|c| is_part(*c)).collect();
    listed.into_iter().map(head).collect()
}

/// Which modules of a layer each of them names; tests within files are left out.
fn names(layer: &str, files: &[(String, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let module = |path: &str| module_of(layer, path).map(str::to_owned);
    let mut names: BTreeMap<String, BTreeSet<String>> =
        files.iter().filter_map(|(path, _)| Some((module(path)?, BTreeSet::new()))).collect();
    let modules: BTreeSet<String> = names.keys().cloned().collect();
    for (path, text) in files {
        let Some(module) = module(path).filter(|_| !path.ends_with("tests.rs")) else { continue };
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let code: Vec<&str> =
            text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
        let code = code.join("\n");
        let mut listed = named_behind(&code, &format!("{layer}::"));
        let depth = path.matches('/').count() - usize::from(path.ends_with("/mod.rs"));
        listed.extend(named_behind(&code, &"super::".repeat(depth - 1)));
        let of = names.entry(module.clone()).or_default();
        of.extend(listed.into_iter().filter(|it| modules.contains(it) && *it != module));
    }
    names
}

/// The modules that lie on a circle, or between two.
pub fn circles(layer: &str, files: &[(String, String)]) -> Vec<String> {
    let mut names = names(layer, files);
    loop {
        let before = names.len();
        // What names nothing that is left is on no circle, nor is what nothing that is left names.
        let left: BTreeSet<String> = names.keys().cloned().collect();
        names.retain(|_, listed| listed.iter().any(|it| left.contains(it)));
        let listed: BTreeSet<String> = names.values().flatten().cloned().collect();
        names.retain(|module, _| listed.contains(module));
        if names.len() == before {
            break;
        }
    }
    let left: Vec<&String> = names.keys().collect();
    let shown = names.iter().map(|(module, listed)| {
        let listed: Vec<&str> =
            listed.iter().filter(|it| left.contains(it)).map(String::as_str).collect();
        format!("{layer}::{module} names {}", listed.join(", "))
    });
    shown.collect()
}

#[test]
fn a_circle_is_found() {
    let file = |path: &str, text: &str| (format!("src/http/{path}"), text.to_owned());
    let files = [
        file("mod.rs", "mod a;\nmod b;\nuse a::A;"),
        file("a.rs", "use super::{App, b::{B, d}};"),
        file("b/mod.rs", "use super::c;\n#[cfg(test)]\nmod tests {\n    use crate::http::d;\n}"),
        file("b/inner.rs", "// crate::http::a\nuse crate::{\n    http::{App, c},\n};"),
        file("c.rs", "fn f() -> axum::http::Response {}"),
        file("d.rs", "use super::a;"),
    ];
    assert_eq!(circles("http", &files), Vec::<String>::new());
    let closed = [&files[..], &[file("b/last.rs", "use super::super::d::{self};")]].concat();
    let expected = ["http::a names b", "http::b names d", "http::d names a"];
    assert_eq!(circles("http", &closed), expected);
}
