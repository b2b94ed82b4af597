//! Whether an operation is light: it reads a few records, each by its key or through one other, and
//! nothing that is listed, searched or added up. It takes some tens of microseconds, which is about
//! what it costs to hand work over to another thread.

use async_graphql::parser::types::{
    ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
};

use super::shape::{Shape, Size};

/// Most selections of a light operation.
const SELECTIONS: usize = 64;
/// Most records that it leads to.
const RECORDS: usize = 8;
/// What is told of a mutation beside its record.
const TOLD: [&str; 2] = ["Commit", "UserError"];

/// Whether an operation is light.
pub fn is_light(
    shape: &Shape,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
) -> bool {
    let [query, mutation, _] = shape.roots();
    let root = match operation.ty {
        OperationType::Query => query,
        OperationType::Mutation => mutation,
        OperationType::Subscription => return false,
    };
    let mut left = Left { shape, document, selections: SELECTIONS, records: RECORDS };
    left.take(root, &operation.selection_set.node).is_some()
}

/// What an operation may yet ask for.
struct Left<'a> {
    shape: &'a Shape,
    document: &'a ExecutableDocument,
    selections: usize,
    records: usize,
}

impl<'a> Left<'a> {
    /// Takes what a set of selections asks for; `None` where that is more, or other, than is light.
    fn take(&mut self, on: &str, set: &'a SelectionSet) -> Option<()> {
        let (shape, document) = (self.shape, self.document);
        for selection in &set.items {
            self.selections = self.selections.checked_sub(1)?;
            match &selection.node {
                Selection::Field(field) => {
                    let name = field.node.name.node.as_str();
                    let Some(known) = shape.field(on, name) else { continue };
                    let target = known.target.as_str();
                    if shape.is_record(target) && known.size == Size::One {
                        self.records = self.records.checked_sub(1)?;
                    } else if !TOLD.contains(&target) && !shape.is_payload(target) {
                        return None;
                    }
                    self.take(target, &field.node.selection_set.node)?;
                }
                Selection::InlineFragment(it) => {
                    let narrowed = it.node.type_condition.as_ref();
                    let on = narrowed.map_or(on, |it| it.node.on.node.as_str());
                    self.take(on, &it.node.selection_set.node)?;
                }
                Selection::FragmentSpread(it) => {
                    let fragment = document.fragments.get(&it.node.fragment_name.node)?;
                    let on = fragment.node.type_condition.node.on.node.as_str();
                    self.take(on, &fragment.node.selection_set.node)?;
                }
            }
        }
        Some(())
    }
}
