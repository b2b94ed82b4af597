//! How much work a document's fragments make. The library validates each fragment for each
//! operation that reaches it, and then looks at all that it spreads; in a document of some
//! thousand bytes that can be many thousand times.

use std::collections::HashMap;

use apollo_compiler::ast::{self, Definition};

use super::spreads;
use crate::GateError;

/// Fragments that are looked at, again and again; they take some milliseconds.
const MOST: usize = 20_000;

/// Holds the work that a document makes to a limit, and finds a fragment that spreads itself,
/// which the library is slow to find.
///
/// <https://spec.graphql.org/September2025/#sec-Fragment-Spreads-Must-Not-Form-Cycles>
pub(super) fn hold(document: &ast::Document, text: &str) -> Result<(), GateError> {
    let (mut places, mut names) = (HashMap::new(), Vec::new());
    for definition in &document.definitions {
        if let Definition::FragmentDefinition(it) = definition {
            let next = names.len();
            if *places.entry(it.name.as_str()).or_insert(next) == next {
                names.push(&it.name);
            }
        }
    }
    if places.is_empty() {
        return Ok(());
    }
    let below = |selections| -> Vec<usize> {
        spreads(selections).into_iter().filter_map(|it| places.get(it.as_str()).copied()).collect()
    };
    let mut fragments = vec![Vec::new(); places.len()];
    let mut operations = Vec::new();
    for definition in &document.definitions {
        match definition {
            Definition::FragmentDefinition(it) => {
                if let Some(place) = places.get(it.name.as_str()) {
                    fragments[*place] = below(&it.selection_set);
                }
            }
            Definition::OperationDefinition(it) => operations.push(below(&it.selection_set)),
            _ => {}
        }
    }
    let mut sizes = Vec::with_capacity(names.len());
    for (place, name) in names.iter().enumerate() {
        let below = reached(&fragments, &fragments[place]);
        if below.contains(&place) {
            let message = format!("Cannot spread fragment \"{name}\" within itself.");
            return Err(GateError::at(message, text, name.location()));
        }
        sizes.push(below.len() + 1);
    }
    let each = |it: &Vec<usize>| -> usize {
        reached(&fragments, it).into_iter().map(|it| sizes[it]).sum()
    };
    if operations.iter().map(each).sum::<usize>() > MOST {
        let message = "The operations spread too many fragments too often; send fewer at once.";
        return Err(GateError::new(message.to_owned()));
    }
    Ok(())
}

/// The fragments that some spread, and those below, each once.
fn reached(fragments: &[Vec<usize>], from: &[usize]) -> Vec<usize> {
    let (mut seen, mut found) = (vec![false; fragments.len()], Vec::new());
    let mut open = from.to_vec();
    while let Some(place) = open.pop() {
        if !std::mem::replace(&mut seen[place], true) {
            found.push(place);
            open.extend(&fragments[place]);
        }
    }
    found
}
