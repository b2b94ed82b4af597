//! Whether a document selects objects twice under one name: `{ a { b } a { c } }`, mostly by
//! fragments. What comes of both is to be joined.

use std::collections::HashSet;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

/// Whether a document, which is short when expanded, selects objects twice under one name.
pub fn repeats(document: &ExecutableDocument) -> bool {
    let mut operations = document.operations.iter();
    operations.any(|(_, it)| repeats_in(document, &it.node.selection_set.node))
}

fn repeats_in(document: &ExecutableDocument, set: &SelectionSet) -> bool {
    let (mut sets, mut names, mut within) = (vec![set], HashSet::new(), Vec::new());
    while let Some(set) = sets.pop() {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(it) => {
                    let set = &it.node.selection_set.node;
                    if !set.items.is_empty() {
                        if !names.insert(it.node.response_key().node.as_str()) {
                            return true;
                        }
                        within.push(set);
                    }
                }
                Selection::InlineFragment(it) => sets.push(&it.node.selection_set.node),
                Selection::FragmentSpread(it) => {
                    let fragment = document.fragments.get(&it.node.fragment_name.node);
                    sets.extend(fragment.map(|it| &it.node.selection_set.node));
                }
            }
        }
    }
    within.into_iter().any(|set| repeats_in(document, set))
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn objects_under_one_name_are_found_wherever_they_stand() {
        for (text, expected) in [
            ("{ a { b c } d { b } }", false),
            ("{ a { b } a { c } }", true),
            ("{ a { b } a: d { c } }", true),
            ("{ a { b } c: a { b } }", false),
            ("{ a { b b } ... { b b } }", false),
            ("{ a { ... on A { b { c } } ... on B { b { d } } } }", true),
            ("{ a { ...F b { c } } } fragment F on A { b { d } }", true),
            ("{ a { ...F } b { ...F } } fragment F on A { b { d } }", false),
            ("query A { a { b } } query B { a { b } }", false),
            ("query A { a { b } } query B { a { b } a { b } }", true),
        ] {
            assert_eq!(repeats(&parse_query(text).unwrap()), expected, "{text}");
        }
    }
}
