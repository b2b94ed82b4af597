//! Messages: that the catalogue has each that the code says, with the same arguments, and no other.

use std::collections::{BTreeMap, BTreeSet};

use hoptac::{
    domain::Noun,
    messages::{Catalogue, Part, parts},
};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::rules::Broken;

/// The templates that a file says, as the catalogue has them.
pub fn templates(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let tokens: TokenStream = text.parse().expect("the code is tokens");
    walk(&tokens.into_iter().collect::<Vec<_>>(), &mut found);
    found
}

fn walk(tokens: &[TokenTree], found: &mut BTreeSet<String>) {
    let (mut says, mut tests) = (false, false);
    for (place, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let inner: Vec<_> = group.stream().into_iter().collect();
        let before = place.checked_sub(1).map(|it| tokens[it].to_string()).unwrap_or_default();
        if before == "#" {
            tests |= is(&inner, "cfg") && names(&inner, "test");
            says |= is(&inner, "derive") && names(&inner, "Say");
            if says && is(&inner, "error") {
                found.extend(template(&arguments(&inner)));
            }
            continue;
        }
        if group.delimiter() == Delimiter::Brace && std::mem::take(&mut tests) {
            continue;
        }
        let is_call = before == "!" && place > 1 && tokens[place - 2].to_string() == "message";
        if is_call {
            found.extend(template(&inner));
        }
        if says && group.delimiter() == Delimiter::Brace {
            // The variants of an enum, or the fields of a struct.
            for pair in inner.windows(2) {
                if let [TokenTree::Punct(mark), TokenTree::Group(attribute)] = pair
                    && mark.as_char() == '#'
                {
                    let attribute: Vec<_> = attribute.stream().into_iter().collect();
                    if is(&attribute, "error") {
                        found.extend(template(&arguments(&attribute)));
                    }
                }
            }
            says = false;
        }
        walk(&inner, found);
    }
}

fn is(attribute: &[TokenTree], name: &str) -> bool {
    attribute.first().is_some_and(|it| it.to_string() == name)
}

/// The tokens within the parentheses of an attribute.
fn arguments(attribute: &[TokenTree]) -> Vec<TokenTree> {
    match attribute.get(1) {
        Some(TokenTree::Group(group)) => group.stream().into_iter().collect(),
        _ => Vec::new(),
    }
}

fn names(attribute: &[TokenTree], name: &str) -> bool {
    arguments(attribute).iter().any(|it| it.to_string() == name)
}

fn template(tokens: &[TokenTree]) -> Option<String> {
    let literal = syn::parse_str::<syn::LitStr>(&tokens.first()?.to_string()).ok()?;
    let mut count = 0;
    let mut normal = String::new();
    for part in parts(&literal.value()) {
        match part {
            Part::Text(text) => normal.push_str(&text.replace('{', "{{").replace('}', "}}")),
            Part::Argument(place) => {
                let name = place.split(':').next().unwrap_or_default();
                if name.is_empty() {
                    normal.extend(["{", &count.to_string(), "}"]);
                    count += 1;
                } else {
                    normal.extend(["{", name, "}"]);
                }
            }
        }
    }
    Some(normal)
}

/// The arguments of a template.
fn arguments_of(template: &str) -> BTreeSet<&str> {
    parts(template)
        .filter_map(|part| match part {
            Part::Argument(name) => Some(name),
            Part::Text(_) => None,
        })
        .collect()
}

/// Whether a template says more than its arguments and what stands between backticks.
fn has_words(template: &str) -> bool {
    let texts = parts(template).filter_map(|part| match part {
        Part::Text(text) => Some(text),
        Part::Argument(_) => None,
    });
    let text: String = texts.collect();
    text.split('`').step_by(2).any(|it| it.contains(char::is_alphabetic))
}

/// What is wrong between the code and the catalogue.
pub fn uncatalogued(files: &[(String, String)], catalogue: &Catalogue) -> Vec<Broken> {
    let mut said: BTreeMap<String, &str> =
        Noun::ALL.iter().map(|noun| (noun.to_string(), "Noun")).collect();
    for (path, text) in files {
        said.extend(templates(text).into_iter().map(|it| (it, path.as_str())));
    }
    let mut broken = Vec::new();
    for (template, path) in &said {
        let Some(vi) = catalogue.template(template) else {
            broken.push(format!("{path} says what has no Vietnamese form:\n{template:?} = \"\""));
            continue;
        };
        if arguments_of(template) != arguments_of(vi) {
            broken.push(format!("{vi:?} has other arguments than {template:?} of {path}"));
        }
        if vi.trim().is_empty() || (has_words(template) && vi == template) {
            broken.push(format!("{template:?} of {path} is not translated"));
        }
    }
    let nobodys = catalogue.templates().filter(|(template, _)| !said.contains_key(*template));
    broken.extend(nobodys.map(|(template, _)| format!("nobody says {template:?}; remove it")));
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_found_wherever_they_stand() {
        let text = r#"
            //! message!("no doc");
            fn a() { b(message!("no {} has\
                                 {key:?}", noun)); }
            macro_rules! c { () => { messages::message!("in {{a}} macro {x:04X}") }; }
            #[derive(Debug, thiserror::Error, Say)]
            #[error("a struct")]
            struct D { field: u8 }
            #[derive(Say)]
            enum E { #[error("a variant {0}")] A(u8), #[error(transparent)] B(F) }
            #[derive(thiserror::Error)]
            #[error("nobody's")]
            struct G;
            #[cfg(test)]
            mod tests { fn h() { message!("of a test"); } }
        "#;
        let expected = ["no {0} has{key}", "in {{a}} macro {x}", "a struct", "a variant {0}"];
        assert_eq!(templates(text), expected.map(str::to_owned).into());
    }

    #[test]
    fn what_is_missing_or_odd_is_told() {
        let code =
            |text: &str| vec![("a.rs".to_owned(), format!("fn a() {{ message!({text:?}) }}"))];
        let nouns: Vec<_> =
            Noun::ALL.iter().map(|noun| format!("\"{noun}\" = \"x{noun}\"\n")).collect();
        let nouns = nouns.concat();
        let catalogue = |rows: &str| Catalogue::read(&format!("[a]\n{nouns}{rows}")).unwrap();
        for (said, rows, told) in [
            ("a {b}", "", "no Vietnamese form"),
            ("a {b}", "\"a {b}\" = \"á {c}\"", "other arguments"),
            ("a {b}", "\"a {b}\" = \"a {b}\"", "not translated"),
            ("{b}", "\"{b}\" = \"{b}\"\n\"c\" = \"d\"", "nobody says \"c\""),
        ] {
            let broken = uncatalogued(&code(said), &catalogue(rows));
            assert!(broken.len() == 1 && broken[0].contains(told), "{said}: {broken:?}");
        }
        let right = catalogue("\"a {b}\" = \"á {b}\"");
        assert_eq!(uncatalogued(&code("a {b}"), &right), Vec::<Broken>::new());
    }
}
