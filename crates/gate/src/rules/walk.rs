//! The values of a document: of arguments, and of defaults.

use apollo_compiler::{
    Node,
    ast::{self, Definition, Directive, Selection, Value},
};

/// Looks at every value of a document, outer ones first.
pub(super) fn each_value(document: &ast::Document, look: &mut impl FnMut(&Node<Value>)) {
    for definition in &document.definitions {
        match definition {
            Definition::OperationDefinition(it) => {
                for variable in &it.variables {
                    variable.default_value.iter().for_each(|it| in_value(it, look));
                    in_directives(&variable.directives, look);
                }
                in_directives(&it.directives, look);
                in_selections(&it.selection_set, look);
            }
            Definition::FragmentDefinition(it) => {
                in_directives(&it.directives, look);
                in_selections(&it.selection_set, look);
            }
            _ => {}
        }
    }
}

pub(super) fn in_selections(selections: &[Selection], look: &mut impl FnMut(&Node<Value>)) {
    for selection in selections {
        match selection {
            Selection::Field(it) => {
                it.arguments.iter().for_each(|it| in_value(&it.value, look));
                in_directives(&it.directives, look);
                in_selections(it.selection_set.as_deref().unwrap_or_default(), look);
            }
            Selection::InlineFragment(it) => {
                in_directives(&it.directives, look);
                in_selections(&it.selection_set, look);
            }
            Selection::FragmentSpread(it) => in_directives(&it.directives, look),
        }
    }
}

pub(super) fn in_directives(directives: &[Node<Directive>], look: &mut impl FnMut(&Node<Value>)) {
    for directive in directives {
        directive.arguments.iter().for_each(|it| in_value(&it.value, look));
    }
}

fn in_value(value: &Node<Value>, look: &mut impl FnMut(&Node<Value>)) {
    look(value);
    match value.as_ref() {
        Value::List(items) => items.iter().for_each(|it| in_value(it, look)),
        Value::Object(fields) => fields.iter().for_each(|(_, it)| in_value(it, look)),
        _ => {}
    }
}
