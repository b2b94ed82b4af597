//! How large answers may be: how many objects each field leads to, as the table of the schema has
//! it, and what introspection and gateways add to that.

use std::collections::HashMap;

use crate::{
    page::{FIRST, FIRST_MAX},
    table::{ObjectRow, Size, Tables, TypeRow},
};

/// Entries that a list is taken to have which has no page and no length of its own.
const LIST: u64 = 10;

/// How many things a field leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// One.
    One,
    /// A page, see [`Size::Page`].
    Page,
    /// The entries of the page above.
    Entries,
    /// A list of so many.
    List(u64),
    /// A list that `first` or `last` bounds.
    Bounded,
    /// A list as long as the one that this argument gives.
    Given(&'static str),
}

/// A field that leads to objects; one that leads to none costs nothing and is not kept.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name of their type.
    pub target: String,
    /// How many they are.
    pub length: Length,
}

/// The fields of all types that lead to objects.
#[derive(Debug, Default)]
pub struct Shape {
    types: HashMap<String, HashMap<String, Field>>,
}

/// The largest and the usual number of entries of a page.
pub const PAGE_MAX: u64 = FIRST_MAX as u64;
/// The number of entries of a page where none is asked for.
pub const PAGE: u64 = FIRST as u64;

/// The lists of the introspection that tell what they are asked of; and what they are lists of.
const INTROSPECTED: [(&str, &str, &str, CostInput); 9] = [
    ("__Schema", "types", "__Type", |it| it.types),
    ("__Schema", "directives", "__Directive", |_| 6),
    ("__Type", "fields", "__Field", |it| it.fields),
    ("__Type", "interfaces", "__Type", |_| 1),
    ("__Type", "possibleTypes", "__Type", |it| it.members),
    ("__Type", "enumValues", "__EnumValue", |it| it.values),
    ("__Type", "inputFields", "__InputValue", |it| it.inputs),
    ("__Field", "args", "__InputValue", |it| it.arguments),
    ("__Directive", "args", "__InputValue", |_| 2),
];

/// The fields of the introspection that lead to one thing each.
const INTROSPECTED_ONE: [(&str, &str, &str); 8] = [
    ("Query", "__schema", "__Schema"),
    ("Query", "__type", "__Type"),
    ("__Schema", "queryType", "__Type"),
    ("__Schema", "mutationType", "__Type"),
    ("__Schema", "subscriptionType", "__Type"),
    ("__Type", "ofType", "__Type"),
    ("__Field", "type", "__Type"),
    ("__InputValue", "type", "__Type"),
];

type CostInput = fn(&CostInputs) -> u64;

/// How long the lists of the introspection are on average.
struct CostInputs {
    types: u64,
    fields: u64,
    members: u64,
    values: u64,
    inputs: u64,
    arguments: u64,
}

impl Shape {
    /// The shape of a schema.
    pub fn of(tables: &Tables) -> Self {
        let mut shape = Self::default();
        for (name, row) in tables.types() {
            if let TypeRow::Object(row) = row {
                let fields = row.fields.values().filter_map(|field| {
                    let leads = tables.is_abstract(field.target())
                        || tables.find_object(field.target()).is_some();
                    let length = Length::of(&field.size);
                    let target = field.target().to_owned();
                    leads.then(|| (field.name.clone(), Field { target, length }))
                });
                shape.types.insert(name.to_owned(), fields.collect());
            }
        }
        let means = CostInputs::of(tables);
        for (of, field, target, mean) in INTROSPECTED {
            shape.add(of, field, target, Length::List(mean(&means)));
        }
        for (of, field, target) in INTROSPECTED_ONE {
            shape.add(of, field, target, Length::One);
        }
        // A gateway's way in, where that is open.
        shape.add("Query", "_entities", "_Entity", Length::Given("representations"));
        shape
    }

    fn add(&mut self, of: &str, field: &str, target: &str, length: Length) {
        let field_of = Field { target: target.to_owned(), length };
        self.types.entry(of.to_owned()).or_default().insert(field.to_owned(), field_of);
    }

    /// What a field of a type leads to.
    pub fn field(&self, of: &str, name: &str) -> Option<&Field> {
        self.types.get(of)?.get(name)
    }
}

impl Length {
    const fn of(size: &Size) -> Self {
        match size {
            Size::One => Self::One,
            Size::Page => Self::Page,
            Size::Entries => Self::Entries,
            Size::List => Self::List(LIST),
            Size::Bounded => Self::Bounded,
            Size::Given(argument) => Self::Given(argument),
        }
    }
}

impl CostInputs {
    fn of(tables: &Tables) -> Self {
        let rows = || tables.types().map(|(_, row)| row);
        let objects = || {
            rows().filter_map(|row| match row {
                TypeRow::Object(row) => Some(row),
                _ => None,
            })
        };
        let fields = |row: &ObjectRow| row.fields.len() as u64;
        let arguments = objects().flat_map(|row| row.fields.values());
        Self {
            types: rows().count() as u64,
            fields: mean(objects().map(fields)),
            members: mean(rows().filter_map(|row| match row {
                TypeRow::Abstract(row) => Some(row.members.len() as u64),
                _ => None,
            })),
            values: mean(rows().filter_map(|row| match row {
                TypeRow::Enum(row) => Some(row.values.len() as u64),
                _ => None,
            })),
            inputs: mean(rows().filter_map(|row| match row {
                TypeRow::Input(row) => Some(row.fields.len() as u64),
                _ => None,
            })),
            arguments: mean(arguments.map(|field| field.arguments.len() as u64)),
        }
    }
}

/// The mean of some lengths, rounded up.
fn mean(lengths: impl Iterator<Item = u64>) -> u64 {
    let (sum, count) = lengths.fold((0, 0), |(sum, count), it| (sum + it, count + 1_u64));
    sum.div_ceil(count.max(1))
}
