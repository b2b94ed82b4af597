//! From a document to steps.
//!
//! Specification: <https://spec.graphql.org/September2025/#sec-Collecting-Fields>.

use std::collections::HashSet;

use async_graphql::{
    Name, Pos, Positioned, Value as Const, Variables,
    indexmap::IndexMap,
    parser::types::{
        Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
    },
};
use async_graphql_value::Value as Written;

use super::{Arguments, Plan, Step, Then, What, light, root};
use crate::{
    federation::{ENTITIES, ENTITY},
    table::{FieldRow, ObjectRow, Resolve, TABLES, TypeRow},
};

/// Bytes that a step takes up beside its names, about.
const STEP: u64 = 160;

/// The plan of an operation.
pub fn plan(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Plan {
    let mut compiler = Compiler {
        document,
        operation,
        variables,
        slots: Vec::new(),
        conditions: Vec::new(),
        weight: 0,
    };
    let steps = match root(operation.ty) {
        Some(root) => compiler.steps(root, &[&operation.selection_set.node]),
        None => Vec::new(),
    };
    let Compiler { slots, conditions, weight, .. } = compiler;
    let is_light = light::is_light(operation.ty, &steps);
    Plan { kind: operation.ty, steps, slots, conditions, weight, is_light }
}

struct Compiler<'a> {
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    slots: Vec<Vec<(Name, Written)>>,
    conditions: Vec<(Name, bool)>,
    weight: u64,
}

/// The fields of one name in the answer, in the order in which they stand.
type Collected<'a> = IndexMap<&'a str, Vec<&'a Positioned<Field>>>;

impl<'a> Compiler<'a> {
    /// The steps of an object of a type, of which all these are selected.
    fn steps(&mut self, of: &'static ObjectRow, sets: &[&'a SelectionSet]) -> Vec<Step> {
        let mut fields = Collected::new();
        let mut spread = HashSet::new();
        for set in sets {
            self.collect(of, set, &mut fields, &mut spread);
        }
        fields.into_iter().filter_map(|(key, fields)| self.step(of, key, &fields)).collect()
    }

    fn collect(
        &mut self,
        of: &'static ObjectRow,
        set: &'a SelectionSet,
        fields: &mut Collected<'a>,
        spread: &mut HashSet<&'a str>,
    ) {
        for selection in &set.items {
            let directives = match &selection.node {
                Selection::Field(it) => &it.node.directives,
                Selection::FragmentSpread(it) => &it.node.directives,
                Selection::InlineFragment(it) => &it.node.directives,
            };
            if !self.is_included(directives) {
                continue;
            }
            let (condition, set) = match &selection.node {
                Selection::Field(field) => {
                    fields.entry(field.node.response_key().node.as_str()).or_default().push(field);
                    continue;
                }
                Selection::InlineFragment(it) => {
                    (it.node.type_condition.as_ref(), &it.node.selection_set)
                }
                Selection::FragmentSpread(it) => {
                    let name = it.node.fragment_name.node.as_str();
                    let Some(fragment) = self.document.fragments.get(name) else { continue };
                    if !spread.insert(name) {
                        continue;
                    }
                    (Some(&fragment.node.type_condition), &fragment.node.selection_set)
                }
            };
            if condition.is_none_or(|it| is_a(of, it.node.on.node.as_str())) {
                self.collect(of, &set.node, fields, spread);
            }
        }
    }

    fn step(
        &mut self,
        of: &'static ObjectRow,
        key: &str,
        fields: &[&'a Positioned<Field>],
    ) -> Option<Step> {
        let first = fields.first()?;
        let name = first.node.name.node.as_str();
        let what = if name == "__typename" {
            What::TypeName(&of.name)
        } else {
            // What no type has validation refuses.
            let row = match of.fields.get(name) {
                Some(row) => row,
                None if name == ENTITIES.name => &*ENTITIES,
                None => return None,
            };
            let sets: Vec<_> = fields.iter().map(|it| &it.node.selection_set.node).collect();
            let then = self.then(row, &sets);
            let waits = matches!(row.resolve, Resolve::Waits(_)) || then.waits();
            What::Field { row, arguments: self.arguments(&first.node), then, waits }
        };
        self.weight += STEP + 2 * key.len() as u64;
        let json = format!("\"{key}\":");
        Some(Step { key: key.into(), json: json.into(), pos: position(first), what })
    }

    fn then(&mut self, row: &FieldRow, sets: &[&'a SelectionSet]) -> Then {
        let target = if row.target() == ENTITY { "Node" } else { row.target() };
        match TABLES.get(target) {
            Some(TypeRow::Object(object)) => Then::Object(self.steps(object, sets)),
            Some(TypeRow::Abstract(it)) => {
                let members = it.members.iter().filter_map(|member| TABLES.find_object(member));
                let steps = members.map(|member| (member.rust, self.steps(member, sets)));
                Then::OneOf(steps.collect())
            }
            _ => Then::Leaf,
        }
    }

    fn arguments(&mut self, field: &'a Field) -> Arguments {
        let mut given = Vec::with_capacity(field.arguments.len());
        for (name, value) in &field.arguments {
            self.weight += STEP;
            match value.node.clone().into_const() {
                Some(value) => given.push((name.node.clone(), value)),
                None => {
                    let written = field.arguments.iter();
                    let slot = written.map(|(name, value)| (name.node.clone(), value.node.clone()));
                    self.slots.push(slot.collect());
                    return Arguments::Slot(self.slots.len() - 1);
                }
            }
        }
        Arguments::Fixed(given)
    }

    /// Whether `@skip` and `@include` let a selection be.
    fn is_included(&mut self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let wanted = match directive.node.name.node.as_str() {
                "include" => true,
                "skip" => false,
                _ => return true,
            };
            let is = match directive.node.get_argument("if").map(|it| &it.node) {
                Some(Written::Boolean(is)) => *is,
                Some(Written::Variable(name)) => {
                    let is = truth(self.operation, self.variables, name);
                    if !self.conditions.iter().any(|(known, _)| known == name) {
                        self.conditions.push((name.clone(), is));
                    }
                    is
                }
                _ => return true,
            };
            is == wanted
        })
    }
}

impl Then {
    pub fn waits(&self) -> bool {
        let waits = |steps: &Vec<Step>| {
            steps.iter().any(|it| matches!(it.what, What::Field { waits: true, .. }))
        };
        match self {
            Self::Leaf => false,
            Self::Object(steps) => waits(steps),
            Self::OneOf(members) => members.iter().any(|(_, steps)| waits(steps)),
        }
    }
}

/// Whether an object of a type is of another, too.
fn is_a(of: &ObjectRow, condition: &str) -> bool {
    of.name == condition
        || of.interfaces.iter().any(|it| it == condition)
        || matches!(TABLES.get(condition), Some(TypeRow::Abstract(it)) if it.members.contains(&of.name))
}

const fn position(field: &Positioned<Field>) -> Pos {
    field.pos
}

/// The value of a variable; its default where it is not given, `None` where it has none.
fn variable(operation: &OperationDefinition, variables: &Variables, name: &Name) -> Option<Const> {
    if let Some(given) = variables.get(name) {
        return Some(given.clone());
    }
    let definitions = operation.variable_definitions.iter();
    let found = definitions.map(|it| &it.node).find(|it| it.name.node == *name)?;
    found.default_value.as_ref().map(|it| it.node.clone())
}

/// Whether a variable is true.
pub fn truth(operation: &OperationDefinition, variables: &Variables, name: &Name) -> bool {
    matches!(variable(operation, variables, name), Some(Const::Boolean(true)))
}

/// A value with its variables filled in; `None` where it is a variable that is not given.
pub fn bound(
    operation: &OperationDefinition,
    variables: &Variables,
    value: &Written,
) -> Option<Const> {
    Some(match value {
        Written::Variable(name) => variable(operation, variables, name)?,
        Written::Null => Const::Null,
        Written::Number(it) => Const::Number(it.clone()),
        Written::String(it) => Const::String(it.clone()),
        Written::Boolean(it) => Const::Boolean(*it),
        Written::Binary(it) => Const::Binary(it.clone()),
        Written::Enum(it) => Const::Enum(it.clone()),
        Written::List(items) => {
            let items = items.iter().map(|it| bound(operation, variables, it));
            Const::List(items.map(Option::unwrap_or_default).collect())
        }
        Written::Object(parts) => {
            let parts = parts
                .iter()
                .filter_map(|(name, it)| Some((name.clone(), bound(operation, variables, it)?)));
            Const::Object(parts.collect())
        }
    })
}
