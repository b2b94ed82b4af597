//! How much memory a document takes. Counts every allocation below it that it does not share with
//! the schema, each with what an allocator adds.

use std::mem::size_of;

use apollo_compiler::{
    ExecutableDocument, Name, Node,
    ast::{Argument, Directive, Type, Value as Ast, VariableDefinition},
    executable::{
        Field, Fragment, FragmentSpread, InlineFragment, Operation, Selection, SelectionSet,
    },
};

use crate::{Object, Value};

/// What stands before the value of a node: references, place, extension.
const NODE: usize = 32;
/// What stands before the text of a name.
const NAME: usize = 16;
/// An entry of an index map: its hash, and its place in the table of hashes.
const ENTRY: usize = 24;
/// The map of sources with its one file, and the lines of that, which are found when they are
/// asked for.
const SOURCE: usize = 512;

/// Bytes of a document and everything below it.
pub(crate) fn of(document: &ExecutableDocument) -> usize {
    let operations = document.operations.iter().map(operation).sum::<usize>();
    let fragments = document.fragments.values().map(fragment).sum::<usize>();
    let texts = document.sources.values().map(|it| allocation(it.source_text().len()));
    size_of::<ExecutableDocument>() + SOURCE + texts.sum::<usize>() + operations + fragments
}

/// An allocation, rounded up as allocators do.
pub(crate) const fn allocation(bytes: usize) -> usize {
    if bytes == 0 { 0 } else { bytes.next_multiple_of(16) + 8 }
}

const fn node<T>(_: &Node<T>) -> usize {
    allocation(NODE + size_of::<T>())
}

fn name(name: &Name) -> usize {
    if name.as_static_str().is_some() { 0 } else { allocation(NAME + name.len()) }
}

pub(crate) const fn list<T>(list: &Vec<T>) -> usize {
    allocation(list.capacity() * size_of::<T>())
}

fn operation(it: &Node<Operation>) -> usize {
    let variables: usize = it.variables.iter().map(variable).sum();
    node(it)
        + ENTRY
        + it.name.as_ref().map_or(0, |it| 2 * name(it))
        + it.description.as_ref().map_or(0, |it| allocation(NODE + it.len()))
        + list(&it.variables)
        + variables
        + directives(&it.directives)
        + selections(&it.selection_set)
}

fn fragment(it: &Node<Fragment>) -> usize {
    node(it)
        + ENTRY
        + 2 * name(&it.name)
        + it.description.as_ref().map_or(0, |it| allocation(NODE + it.len()))
        + directives(&it.directives)
        + selections(&it.selection_set)
}

fn variable(it: &Node<VariableDefinition>) -> usize {
    node(it)
        + name(&it.name)
        + it.description.as_ref().map_or(0, |it| allocation(NODE + it.len()))
        + node(&it.ty)
        + wrapped(&it.ty)
        + it.default_value.as_ref().map_or(0, value)
        + directives(&it.directives)
}

fn wrapped(it: &Type) -> usize {
    match it {
        Type::Named(it) | Type::NonNullNamed(it) => name(it),
        Type::List(it) | Type::NonNullList(it) => allocation(size_of::<Type>()) + wrapped(it),
    }
}

fn selections(set: &SelectionSet) -> usize {
    let selections = set.selections.iter().map(|selection| match selection {
        Selection::Field(it) => field(it),
        Selection::FragmentSpread(it) => spread(it),
        Selection::InlineFragment(it) => inline(it),
    });
    list(&set.selections) + selections.sum::<usize>()
}

fn field(it: &Node<Field>) -> usize {
    node(it)
        + it.alias.as_ref().map_or(0, name)
        + name(&it.name)
        + arguments(&it.arguments)
        + directives(&it.directives)
        + it.selection_set.as_ref().map_or(0, selections)
}

fn spread(it: &Node<FragmentSpread>) -> usize {
    node(it) + name(&it.fragment_name) + directives(&it.directives)
}

fn inline(it: &Node<InlineFragment>) -> usize {
    node(it)
        + it.type_condition.as_ref().map_or(0, name)
        + directives(&it.directives)
        + selections(&it.selection_set)
}

fn directives(directives: &[Node<Directive>]) -> usize {
    let each = directives.iter().map(|it| node(it) + name(&it.name) + arguments(&it.arguments));
    allocation(size_of_val(directives)) + each.sum::<usize>()
}

fn arguments(arguments: &Vec<Node<Argument>>) -> usize {
    let each = arguments.iter().map(|it| node(it) + name(&it.name) + value(&it.value));
    list(arguments) + each.sum::<usize>()
}

fn value(it: &Node<Ast>) -> usize {
    let below = match it.as_ref() {
        Ast::Null | Ast::Boolean(_) => 0,
        Ast::Enum(it) | Ast::Variable(it) => name(it),
        Ast::String(it) => allocation(it.len()),
        Ast::Int(it) => allocation(it.as_str().len()),
        Ast::Float(it) => allocation(it.as_str().len()),
        Ast::List(items) => list(items) + items.iter().map(value).sum::<usize>(),
        Ast::Object(fields) => {
            list(fields) + fields.iter().map(|(key, it)| name(key) + value(it)).sum::<usize>()
        }
    };
    node(it) + below
}

/// Bytes below an evaluated value. Its names are the schema's or the document's.
pub(crate) fn coerced(it: &Value) -> usize {
    match it {
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Enum(_) => 0,
        Value::String(it) => allocation(it.capacity()),
        Value::List(items) => list(items) + items.iter().map(coerced).sum::<usize>(),
        Value::Object(it) => object(it),
    }
}

/// Bytes below values by name.
pub(crate) fn object(it: &Object) -> usize {
    list(&it.0) + it.iter().map(|(_, value)| coerced(value)).sum::<usize>()
}
