//! The order in which fragments are looked at: each after those that it spreads. Without
//! recursion over fragments, however long their chain.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

/// Names of the fragments, each after those that it spreads.
///
/// # Errors
/// The name of a fragment that spreads itself, directly or not.
pub fn inner_first(document: &ExecutableDocument) -> Result<Vec<String>, String> {
    let mut spread_by: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut waits_for: HashMap<&str, usize> = HashMap::new();
    for (name, fragment) in &document.fragments {
        let mut spreads = Vec::new();
        collect(&fragment.node.selection_set.node, &mut spreads);
        // A fragment that is nowhere is for validation to tell.
        spreads.retain(|spread| document.fragments.contains_key(*spread));
        waits_for.insert(name.as_str(), spreads.len());
        for spread in spreads {
            spread_by.entry(spread).or_default().push(name.as_str());
        }
    }
    let mut ready: Vec<&str> =
        waits_for.iter().filter(|(_, waits)| **waits == 0).map(|(name, _)| *name).collect();
    let mut order = Vec::with_capacity(waits_for.len());
    while let Some(name) = ready.pop() {
        order.push(name.to_owned());
        waits_for.remove(name);
        for by in spread_by.get(name).into_iter().flatten() {
            let Some(waits) = waits_for.get_mut(by) else { continue };
            *waits -= 1;
            if *waits == 0 {
                ready.push(by);
            }
        }
    }
    // What still waits spreads itself, or what does; the first by name, so that it is told alike.
    waits_for.into_keys().min().map_or(Ok(order), |name| Err(name.to_owned()))
}

/// The names of the fragments that a selection spreads. The parser bounds its nesting.
fn collect<'a>(set: &'a SelectionSet, spreads: &mut Vec<&'a str>) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(it) => collect(&it.node.selection_set.node, spreads),
            Selection::InlineFragment(it) => collect(&it.node.selection_set.node, spreads),
            Selection::FragmentSpread(it) => spreads.push(it.node.fragment_name.node.as_str()),
        }
    }
}
