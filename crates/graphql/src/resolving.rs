//! How the fields of an object are resolved: in turn, straight into the object.
//!
//! async-graphql makes a future on the heap of each field, joins them, so that those which wait do
//! so at the same time, and gathers what came of them in a map that grows. Here hardly anything
//! waits, and an answer has a thousand fields, so that this was half of what it cost.
//!
//! The macros of async-graphql take the path under which they find the library. Those that are given
//! this module's (`crate = "crate::resolving"`) make objects whose fields are resolved
//! here; all else is the library's.

use std::{borrow::Cow, sync::Arc};

pub use async_graphql::*;
use async_graphql::{
    indexmap::{IndexMap, map::Entry},
    parser::types::{Field, Selection, SelectionSet},
    registry::Registry,
    resolver_utils::ContainerType,
};
use futures_util::future::BoxFuture;

use super::writing::{Object, Writing};

/// What the macros call to resolve an object.
pub mod resolver_utils {
    pub use super::{resolve_container, resolve_simple_field_value};
    pub use async_graphql::resolver_utils::*;
}

/// Resolves the fields of an object that are selected, in their order; into JSON where the answer is
/// written at once.
///
/// Specification: <https://spec.graphql.org/September2025/#sec-Executing-Selection-Sets>.
///
/// # Errors
/// The first error of a field that must not be null.
pub fn resolve_container<'a, T: ContainerType>(
    ctx: &'a ContextSelectionSet<'a>,
    object: &'a T,
) -> BoxFuture<'a, ServerResult<Value>> {
    Box::pin(async move {
        let mut selected = Vec::with_capacity(ctx.item.node.items.len());
        select(ctx, object, &ctx.item.node, &mut selected)?;
        let mut fields = match ctx.data_opt::<Arc<Writing>>() {
            Some(writing) => Fields::Written(writing.object()),
            None => Fields::Named(IndexMap::with_capacity(selected.len())),
        };
        for field in selected {
            let value = if field.node.name.node == "__typename" {
                Value::String(object.introspection_type_name().into_owned())
            } else {
                object.resolve_field(&ctx.with_field(field)).await?.unwrap_or_default()
            };
            fields.add(&field.node.response_key().node, value);
        }
        Ok(fields.into_value())
    })
}

/// Resolves what a method gave that is no future. Unlike the library's, an error keeps the path of the
/// field that it comes from.
///
/// # Errors
/// As [`resolve_container`].
pub async fn resolve_simple_field_value<T: OutputType + ?Sized>(
    ctx: &Context<'_>,
    value: &T,
) -> ServerResult<Option<Value>> {
    let selection = ctx.with_selection_set(&ctx.item.node.selection_set);
    value.resolve(&selection, ctx.item).await.map(Some)
}

/// What came of the fields of an object so far.
enum Fields {
    Named(IndexMap<Name, Value>),
    Written(Object),
}

impl Fields {
    fn add(&mut self, name: &Name, value: Value) {
        match self {
            Self::Written(object) => object.add(name, &value),
            Self::Named(fields) => join(fields, name.clone(), value),
        }
    }

    fn into_value(self) -> Value {
        match self {
            Self::Written(object) => object.into_value(),
            Self::Named(fields) => Value::Object(fields),
        }
    }
}

/// Collects the fields that are selected of an object, those of fragments in their place; each leaf
/// once.
fn select<'a, T: ContainerType>(
    ctx: &ContextSelectionSet<'a>,
    object: &T,
    set: &'a SelectionSet,
    selected: &mut Vec<&'a Positioned<Field>>,
) -> ServerResult<()> {
    for selection in &set.items {
        let (condition, set) = match &selection.node {
            Selection::Field(field) => {
                let again = |it: &&Positioned<Field>| {
                    it.node.response_key().node == field.node.response_key().node
                };
                let is_leaf = field.node.selection_set.node.items.is_empty();
                if !(is_leaf && selected.iter().any(again)) {
                    selected.push(field);
                }
                continue;
            }
            Selection::InlineFragment(fragment) => {
                (fragment.node.type_condition.as_ref(), &fragment.node.selection_set)
            }
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                let fragment = ctx.query_env.fragments.get(name).ok_or_else(|| {
                    ServerError::new(format!("Unknown fragment \"{name}\"."), Some(spread.pos))
                })?;
                (Some(&fragment.node.type_condition), &fragment.node.selection_set)
            }
        };
        if condition.is_none_or(|it| is_a(ctx, object, it.node.on.node.as_str())) {
            select(ctx, object, &set.node, selected)?;
        }
    }
    Ok(())
}

/// Whether an object is of a type, or of one that has this interface.
fn is_a<T: ContainerType>(ctx: &ContextSelectionSet<'_>, object: &T, condition: &str) -> bool {
    let name = object.introspection_type_name();
    let interfaces = || ctx.schema_env.registry.implements.get(&*name);
    name == condition || interfaces().is_some_and(|it| it.contains(condition))
}

/// Adds what a field gave to what came of the others, one of which may have the same name.
fn join(fields: &mut IndexMap<Name, Value>, name: Name, value: Value) {
    match fields.entry(name) {
        Entry::Vacant(place) => drop(place.insert(value)),
        Entry::Occupied(mut place) => merge(place.get_mut(), value),
    }
}

/// Joins what two selections of one name gave: objects by their fields, lists item by item.
fn merge(into: &mut Value, other: Value) {
    match (into, other) {
        (Value::Object(fields), Value::Object(others)) => {
            for (name, other) in others {
                join(fields, name, other);
            }
        }
        (Value::List(items), Value::List(others)) => {
            for (item, other) in items.iter_mut().zip(others) {
                merge(item, other);
            }
        }
        _ => {}
    }
}

/// A list whose items are resolved in turn.
pub struct List<T>(pub Vec<T>);

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T: OutputType> OutputType for List<T> {
    fn type_name() -> Cow<'static, str> {
        <Vec<T> as OutputType>::type_name()
    }

    fn qualified_type_name() -> String {
        <Vec<T> as OutputType>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Vec<T> as OutputType>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let mut values = Vec::with_capacity(self.0.len());
        for (index, item) in self.0.iter().enumerate() {
            let ctx = ctx.with_index(index);
            let value = item.resolve(&ctx, field).await;
            values.push(value.map_err(|error| ctx.set_error_path(error))?);
        }
        Ok(Value::List(values))
    }
}
