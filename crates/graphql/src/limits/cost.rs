//! The cost of an operation: how many objects its answer can hold at most, as far as that can be
//! told beforehand.
//!
//! An object costs one point, and what a field leads to is multiplied by how many it leads to: a
//! page counts its entries by `first` or `last` (20 where neither is given, 100 where they are
//! out of bounds), a list that is given ids as many as it is given, any other list 10. Values of
//! scalars and enums cost nothing. A mutation costs ten more for each of its fields. Fragments are looked at once each; sums saturate.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, Value, Variables,
    parser::types::{
        ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
        VariableDefinition,
    },
};

use super::shape::{Length, PAGE, PAGE_MAX, Shape};
use crate::table::ROOTS;

/// What a field of a mutation costs beside its answer.
pub const MUTATION: u64 = 10;

/// Points, while they are summed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Points {
    /// Objects that are there once.
    once: u64,
    /// Objects that are there for each entry of the page that the selection stands in.
    each: u64,
    /// Objects of the introspection.
    introspected: u64,
}

impl Points {
    const fn beside(self, other: Self) -> Self {
        Self {
            once: self.once.saturating_add(other.once),
            each: self.each.saturating_add(other.each),
            introspected: self.introspected.saturating_add(other.introspected),
        }
    }
}

/// What an operation costs beforehand, in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// All of it, at least 1.
    pub points: u64,
    /// What is the introspection's.
    pub introspection: u64,
    /// The steps that it took to tell.
    pub steps: usize,
}

/// What an operation costs.
pub fn cost(
    shape: &Shape,
    document: &ExecutableDocument,
    order: &[String],
    operation: &OperationDefinition,
    variables: &Variables,
) -> Estimate {
    let definitions = &operation.variable_definitions;
    let mut costing = Estimator {
        shape,
        given: Given { definitions, variables },
        fragments: HashMap::new(),
        steps: 0,
    };
    for name in order {
        let Some(fragment) = document.fragments.get(name.as_str()) else { continue };
        let on = fragment.node.type_condition.node.on.node.as_str();
        let points = costing.sum(on, &fragment.node.selection_set.node);
        costing.fragments.insert(name, points);
    }
    let [query, mutation, subscription] = ROOTS;
    let (root, own) = match operation.ty {
        OperationType::Query => (query, 0),
        OperationType::Mutation => (mutation, MUTATION),
        OperationType::Subscription => (subscription, 0),
    };
    let points = costing.sum(root, &operation.selection_set.node);
    let own = own.saturating_mul(operation.selection_set.node.items.len() as u64);
    let introspection = points.introspected;
    let sum = points.once.saturating_add(points.each).saturating_add(introspection);
    let points = sum.saturating_add(own).max(1);
    Estimate { points, introspection, steps: costing.steps }
}

struct Estimator<'a> {
    shape: &'a Shape,
    given: Given<'a>,
    fragments: HashMap<&'a str, Points>,
    steps: usize,
}

/// The variables, and what they are where they are not given.
#[derive(Clone, Copy)]
struct Given<'a> {
    definitions: &'a [Positioned<VariableDefinition>],
    variables: &'a Variables,
}

impl<'a> Estimator<'a> {
    fn sum(&mut self, on: &str, set: &'a SelectionSet) -> Points {
        let mut sum = Points::default();
        for selection in &set.items {
            self.steps += 1;
            sum = sum.beside(match &selection.node {
                Selection::Field(it) => self.field(on, &it.node),
                Selection::InlineFragment(it) => {
                    let narrowed = it.node.type_condition.as_ref();
                    let on = narrowed.map_or(on, |it| it.node.on.node.as_str());
                    self.sum(on, &it.node.selection_set.node)
                }
                Selection::FragmentSpread(it) => {
                    let name = it.node.fragment_name.node.as_str();
                    self.fragments.get(name).copied().unwrap_or_default()
                }
            });
        }
        sum
    }

    fn field(&mut self, on: &str, field: &'a Field) -> Points {
        let shape = self.shape;
        let Some(known) = shape.field(on, field.name.node.as_str()) else {
            // Either it leads to no object, or validation refuses it.
            return self.sum("", &field.selection_set.node);
        };
        let inner = self.sum(&known.target, &field.selection_set.node);
        let page = || self.given.page(field);
        let (times, is_entry) = match known.length {
            Length::One => (1, false),
            Length::Entries => (1, true),
            Length::List(length) => (length, false),
            Length::Bounded => (page(), false),
            Length::Given(argument) => (self.given.length(field, argument), false),
            Length::Page => {
                let once = inner.once.saturating_add(inner.each.saturating_mul(page()));
                return Points { once: once.saturating_add(1), each: 0, ..inner };
            }
        };
        if known.target.starts_with("__") {
            let introspected = inner.introspected.saturating_add(1).saturating_mul(times);
            return Points { introspected, ..Points::default() };
        }
        // Entries of no page are those of the largest, should a schema ever have such.
        let once = inner.once.saturating_add(inner.each.saturating_mul(PAGE_MAX));
        let points = once.saturating_add(1).saturating_mul(times);
        let (once, each) = if is_entry { (0, points) } else { (points, 0) };
        Points { once, each, introspected: inner.introspected.saturating_mul(times) }
    }
}

impl Given<'_> {
    /// The size of a page: never less than what the field gives.
    fn page(&self, field: &Field) -> u64 {
        let asked = ["first", "last"].map(|name| self.argument(field, name));
        let size = |value: &Value| match value {
            Value::Number(number) => {
                number.as_u64().filter(|size| *size <= PAGE_MAX).unwrap_or(PAGE_MAX)
            }
            // No number: validation refuses it.
            _ => PAGE_MAX,
        };
        asked.iter().flatten().map(size).max().unwrap_or(PAGE)
    }

    /// The length of a list that is given.
    fn length(&self, field: &Field, argument: &str) -> u64 {
        match self.argument(field, argument) {
            Some(Value::List(items)) => items.len() as u64,
            _ => 1,
        }
    }

    /// The value of an argument; `None` where it is absent or null.
    fn argument(&self, field: &Field, name: &str) -> Option<Value> {
        let value = &field.get_argument(name)?.node;
        let given = |name: Name| Ok::<_, ()>(self.variable(&name));
        let value = value.clone().into_const_with(given).ok()?;
        (value != Value::Null).then_some(value)
    }

    fn variable(&self, name: &Name) -> Value {
        if let Some(value) = self.variables.get(name) {
            return value.clone();
        }
        let definition = self.definitions.iter().find(|it| it.node.name.node == *name);
        let default = definition.and_then(|it| it.node.default_value.as_ref());
        default.map_or(Value::Null, |it| it.node.clone())
    }
}
