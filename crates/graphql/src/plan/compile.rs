//! From a document to steps.
//!
//! Specification: <https://spec.graphql.org/September2025/#sec-Collecting-Fields>.

use std::collections::HashSet;

use async_graphql::indexmap::IndexMap;
use gate::{
    Conditions, Gate, Node, Variables,
    ast::DirectiveList,
    executable::{Field, Operation, Selection, SelectionSet},
};

use super::{Arguments, Plan, Step, Then, What, cut, light, root};
use crate::{
    federation::{ENTITIES, ENTITY},
    library,
    table::{FieldRow, ObjectRow, Resolve, TABLES, TypeRow},
};

/// The plan of an operation.
pub fn plan(
    gate: &Gate,
    document: &gate::Document,
    operation: &Operation,
    variables: &Variables,
) -> Plan {
    let mut compiler = Compiler {
        gate,
        document,
        operation,
        variables,
        slots: Vec::new(),
        conditions: Vec::new(),
        cuts: 0,
    };
    let kind = library::kind(operation.operation_type);
    let steps = match root(kind) {
        Some(root) => compiler.steps(root, &[&operation.selection_set]),
        None => Vec::new(),
    };
    let Compiler { slots, conditions, cuts, .. } = compiler;
    let is_light = light::is_light(kind, &steps);
    Plan { kind, steps, slots, conditions, is_light, has_cuts: cuts > 0 }
}

/// Whether conditions let a selection be. A variable of null at one of them does not fit: the gate
/// refuses it where the variable may not be null.
pub fn holds(conditions: &Conditions, variables: &Variables) -> bool {
    conditions.hold(variables).unwrap_or(false)
}

struct Compiler<'a> {
    gate: &'a Gate,
    document: &'a gate::Document,
    operation: &'a Operation,
    variables: &'a Variables,
    slots: Vec<gate::Arguments>,
    conditions: Vec<(Conditions, bool)>,
    /// How many lists are cut into parts.
    cuts: u32,
}

/// The fields of one name in the answer, in the order in which they stand.
type Collected<'a> = IndexMap<&'a str, Vec<&'a Node<Field>>>;

impl<'a> Compiler<'a> {
    /// The steps of an object of a type, of which all these are selected.
    fn steps(&mut self, of: &'static ObjectRow, sets: &[&'a SelectionSet]) -> Vec<Step> {
        let fields = self.collected(of, sets);
        fields.into_iter().filter_map(|(key, fields)| self.step(of, key, &fields)).collect()
    }

    fn collected(&mut self, of: &'static ObjectRow, sets: &[&'a SelectionSet]) -> Collected<'a> {
        let (mut fields, mut spread) = (Collected::new(), HashSet::new());
        for set in sets {
            self.collect(of, set, &mut fields, &mut spread);
        }
        fields
    }

    fn collect(
        &mut self,
        of: &'static ObjectRow,
        set: &'a SelectionSet,
        fields: &mut Collected<'a>,
        spread: &mut HashSet<&'a str>,
    ) {
        for selection in &set.selections {
            if !self.is_included(selection.directives()) {
                continue;
            }
            let (condition, set) = match selection {
                Selection::Field(field) => {
                    fields.entry(field.response_name().as_str()).or_default().push(field);
                    continue;
                }
                Selection::InlineFragment(it) => (it.type_condition.as_ref(), &it.selection_set),
                Selection::FragmentSpread(it) => {
                    let name = it.fragment_name.as_str();
                    let Some(fragment) = self.document.fragment(name) else { continue };
                    if !spread.insert(name) {
                        continue;
                    }
                    (Some(fragment.type_condition()), &fragment.selection_set)
                }
            };
            if condition.is_none_or(|it| is_a(of, it.as_str())) {
                self.collect(of, set, fields, spread);
            }
        }
    }

    fn step(
        &mut self,
        of: &'static ObjectRow,
        key: &str,
        fields: &[&'a Node<Field>],
    ) -> Option<Step> {
        let first = fields.first()?;
        let name = first.name.as_str();
        let what = if name == "__typename" {
            What::TypeName(&of.name)
        } else {
            let row = match of.fields.get(name) {
                Some(row) => row,
                None if name == ENTITIES.name => &*ENTITIES,
                // What no type has the gate refuses.
                None => return None,
            };
            let sets: Vec<_> = fields.iter().filter_map(|it| it.selection_set.as_ref()).collect();
            let then = self.then(row, &sets);
            let waits = matches!(row.resolve, Resolve::Waits(_)) || then.waits();
            let cut = match TABLES.find_object(row.target()) {
                Some(item) => cut::of(row, item, &then, &mut self.cuts),
                None => None,
            };
            What::Field { row, arguments: self.arguments(first), then, waits, cut }
        };
        let json = format!("\"{key}\":");
        Some(Step { key: key.into(), json: json.into(), span: first.location(), what })
    }

    fn then(&mut self, row: &FieldRow, sets: &[&'a SelectionSet]) -> Then {
        let target = if row.target() == ENTITY { "Node" } else { row.target() };
        match TABLES.get(target) {
            Some(TypeRow::Object(object)) => Then::Object(self.steps(object, sets)),
            Some(TypeRow::Abstract(it)) => {
                let members = it.members.iter().filter_map(|member| TABLES.find_object(member));
                Then::OneOf(members.map(|it| (it.rust, self.steps(it, sets))).collect())
            }
            _ => Then::Leaf,
        }
    }

    fn arguments(&mut self, field: &'a Field) -> Arguments {
        let compiled = self.gate.arguments(self.operation, field);
        if let Some(fixed) = compiled.fixed() {
            return Arguments::Fixed(library::given(fixed));
        }
        self.slots.push(compiled);
        Arguments::Slot(self.slots.len() - 1)
    }

    /// Whether `@skip` and `@include` let a selection be.
    fn is_included(&mut self, directives: &DirectiveList) -> bool {
        if directives.is_empty() {
            return true;
        }
        let conditions = self.gate.conditions(self.operation, directives);
        conditions.fixed().unwrap_or_else(|| {
            let is = holds(&conditions, self.variables);
            self.conditions.push((conditions, is));
            is
        })
    }
}

impl Then {
    pub fn waits(&self) -> bool {
        let waits = |steps: &[Step]| {
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
        || condition == ENTITY
        || matches!(TABLES.get(condition), Some(TypeRow::Abstract(it)) if it.members.contains(&of.name))
}
