//! What a document holds once its fragments are expanded, counted without expanding them: each
//! fragment once, and its counts added wherever it is spread. Saturating.

use std::collections::HashMap;

use async_graphql::{
    Positioned,
    parser::types::{Directive, ExecutableDocument, OperationType, Selection, SelectionSet},
};

use super::{Limit, LimitError, Limits};

/// What a selection holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Fields, spreads and inline fragments, all expanded.
    pub selections: usize,
    /// Fields under another name, all expanded.
    pub aliases: usize,
    /// Fields at the top, expanded.
    pub top: usize,
    /// Fields within one another.
    pub depth: usize,
    /// The same below `__schema` and `__type`.
    pub introspection_depth: usize,
}

impl Counts {
    /// What stands beside something else.
    const fn beside(self, other: Self) -> Self {
        Self {
            selections: self.selections.saturating_add(other.selections),
            aliases: self.aliases.saturating_add(other.aliases),
            top: self.top.saturating_add(other.top),
            depth: max(self.depth, other.depth),
            introspection_depth: max(self.introspection_depth, other.introspection_depth),
        }
    }
}

const fn max(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

/// Counts a document's parts.
pub struct Counting<'a> {
    document: &'a ExecutableDocument,
    fragments: HashMap<&'a str, Counts>,
    /// The most directives at one place, and all of them.
    pub directives: (usize, usize),
    /// Selections looked at: what the counting itself cost.
    pub steps: usize,
}

impl<'a> Counting<'a> {
    /// Counts all fragments, in this order.
    pub fn of(document: &'a ExecutableDocument, order: &'a [String]) -> Self {
        let fragments = HashMap::with_capacity(order.len());
        let mut counting = Self { document, fragments, directives: (0, 0), steps: 0 };
        for name in order {
            let Some(fragment) = document.fragments.get(name.as_str()) else { continue };
            counting.direct(&fragment.node.directives);
            let introspects = fragment.node.type_condition.node.on.node.starts_with("__");
            let counts = counting.count(&fragment.node.selection_set.node, introspects);
            counting.fragments.insert(name, counts);
        }
        counting
    }

    /// The counts of each operation.
    pub fn operations(&mut self) -> Vec<(OperationType, Counts)> {
        let document = self.document;
        let mut counted = Vec::new();
        for (_, operation) in document.operations.iter() {
            self.direct(&operation.node.directives);
            for variable in &operation.node.variable_definitions {
                self.direct(&variable.node.directives);
            }
            counted
                .push((operation.node.ty, self.count(&operation.node.selection_set.node, false)));
        }
        counted
    }

    fn direct(&mut self, directives: &[Positioned<Directive>]) {
        let (most, all) = self.directives;
        self.directives = (most.max(directives.len()), all + directives.len());
    }

    fn count(&mut self, set: &'a SelectionSet, introspects: bool) -> Counts {
        let mut sum = Counts::default();
        for selection in &set.items {
            self.steps += 1;
            self.direct(selection.node.directives());
            let inner = match &selection.node {
                Selection::Field(it) => {
                    let name = it.node.name.node.as_str();
                    let introspects = introspects || matches!(name, "__schema" | "__type");
                    let inner = self.count(&it.node.selection_set.node, introspects);
                    let aliased = usize::from(it.node.alias.is_some());
                    let deeper = |depth: usize, is: bool| depth.saturating_add(usize::from(is));
                    Counts {
                        selections: inner.selections,
                        aliases: inner.aliases.saturating_add(aliased),
                        top: 1,
                        depth: deeper(inner.depth, !introspects),
                        introspection_depth: deeper(inner.introspection_depth, introspects),
                    }
                }
                Selection::InlineFragment(it) => {
                    self.count(&it.node.selection_set.node, introspects)
                }
                Selection::FragmentSpread(it) => {
                    let name = it.node.fragment_name.node.as_str();
                    self.fragments.get(name).copied().unwrap_or_default()
                }
            };
            let one = Counts { selections: 1, ..Counts::default() };
            sum = sum.beside(inner).beside(one);
        }
        sum
    }
}

/// How an operation of a kind is bounded at its top.
const fn top(kind: OperationType, limits: &Limits) -> usize {
    match kind {
        OperationType::Mutation => limits.root_mutations,
        _ => limits.root_queries,
    }
}

/// Holds a document to the limits. Gives the steps that it took.
///
/// # Errors
/// The first limit that it goes beyond.
pub fn hold(
    document: &ExecutableDocument,
    order: &[String],
    limits: &Limits,
) -> Result<usize, LimitError> {
    let mut counting = Counting::of(document, order);
    let operations = counting.operations();
    let mut all = Counts::default();
    for (kind, counts) in operations {
        LimitError::hold(Limit::RootFields, counts.top, top(kind, limits))?;
        all = all.beside(counts);
    }
    let (most, directives) = counting.directives;
    LimitError::hold(Limit::Depth, all.depth, limits.depth)?;
    LimitError::hold(
        Limit::IntrospectionDepth,
        all.introspection_depth,
        limits.introspection_depth,
    )?;
    LimitError::hold(Limit::Selections, all.selections, limits.selections)?;
    LimitError::hold(Limit::Aliases, all.aliases, limits.aliases)?;
    LimitError::hold(Limit::Directives, directives, limits.directives)?;
    LimitError::hold(Limit::FieldDirectives, most, limits.field_directives)?;
    Ok(counting.steps)
}
