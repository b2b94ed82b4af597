//! What the schema says about the size of answers: which fields lead to which types, and which
//! hold many. Read once from the schema's own introspection.

use std::collections::{HashMap, HashSet};

use async_graphql::Value;
use futures_util::FutureExt;

use crate::page::{FIRST, FIRST_MAX};

/// Entries that a list is taken to have which has no page and no length of its own.
const LIST: u64 = 10;

/// How many things a field leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Size {
    /// One.
    One,
    /// A page, which `first` or `last` bounds; its entries stand in it, see [`Size::Entries`].
    Page,
    /// The entries of the page above.
    Entries,
    /// A list of so many.
    List(u64),
    /// A list that `first` or `last` bounds.
    Bounded,
    /// A list as long as the one that this argument gives.
    Given(String),
}

/// A field that leads to objects; one that leads to none costs nothing and is not kept.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name of their type.
    pub target: String,
    /// How many they are.
    pub size: Size,
}

/// The fields of all types that lead to objects.
#[derive(Debug, Default)]
pub struct Shape {
    types: HashMap<String, HashMap<String, Field>>,
    roots: [String; 3],
    records: HashSet<String>,
    payloads: HashSet<String>,
}

/// The largest and the usual number of entries of a page.
pub const PAGE_MAX: u64 = FIRST_MAX as u64;
/// The number of entries of a page where none is asked for.
pub const PAGE: u64 = FIRST as u64;

const INTROSPECTION: &str = "{ __schema { queryType { name } mutationType { name }
    subscriptionType { name } directives { name } types { kind name
    fields(includeDeprecated: true) { name args { name type { ...Ref } } type { ...Ref } }
    inputFields { name } enumValues { name } possibleTypes { name } interfaces { name } } } }
    fragment Ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

impl Shape {
    /// The shape of a schema.
    pub fn of(schema: &impl async_graphql::Executor) -> Self {
        // Introspection waits for nothing.
        let answer = schema.execute(INTROSPECTION.into()).now_or_never();
        let answer = answer.map(|it| it.data).unwrap_or_default();
        let schema = at(&answer, "__schema");
        let root = |kind| name(at(schema, kind));
        let mut shape = Self {
            roots: [root("queryType"), root("mutationType"), root("subscriptionType")],
            ..Self::default()
        };
        let types = items(at(schema, "types"));
        for it in types {
            let connects = is_connection(it);
            let fields = items(at(it, "fields")).iter();
            let fields = fields.filter_map(|field| Some((name(field), leads(field, connects)?)));
            shape.types.insert(name(it), fields.collect());
            let is_node = |it: &Value| name(it) == "Node";
            if is_node(it) || items(at(it, "interfaces")).iter().any(is_node) {
                shape.records.insert(name(it));
            }
        }
        let mutations = shape.types.get(&shape.roots[1]).into_iter().flat_map(HashMap::values);
        shape.payloads = mutations.map(|it| it.target.clone()).collect();
        shape.add_introspection(schema);
        shape
    }

    /// What a field of a type leads to.
    pub fn field(&self, of: &str, name: &str) -> Option<&Field> {
        self.types.get(of)?.get(name)
    }

    /// Whether a type is that of records, of one noun or any.
    pub fn is_record(&self, name: &str) -> bool {
        self.records.contains(name)
    }

    /// Whether a type is what a mutation answers.
    pub fn is_payload(&self, name: &str) -> bool {
        self.payloads.contains(name)
    }

    /// The types of queries, mutations and subscriptions.
    pub const fn roots(&self) -> &[String; 3] {
        &self.roots
    }

    /// The lists of the introspection are as long as the schema makes them on average; those that
    /// tell of the whole schema, as long as they are.
    fn add_introspection(&mut self, schema: &Value) {
        let types = items(at(schema, "types"));
        let mean = |list: &str| {
            let lengths: Vec<_> = types.iter().map(|it| items(at(it, list)).len()).collect();
            let filled = lengths.iter().filter(|length| **length > 0).count().max(1);
            lengths.iter().sum::<usize>().div_ceil(filled) as u64
        };
        let args: Vec<_> = types.iter().flat_map(|it| items(at(it, "fields"))).collect();
        let args_mean = args.iter().map(|it| items(at(it, "args")).len()).sum::<usize>();
        let args_mean = args_mean.div_ceil(args.len().max(1)) as u64;
        let directives = items(at(schema, "directives")).len() as u64;
        for (of, field, length) in [
            ("__Schema", "types", types.len() as u64),
            ("__Schema", "directives", directives),
            ("__Type", "fields", mean("fields")),
            ("__Type", "interfaces", 1),
            ("__Type", "possibleTypes", mean("possibleTypes")),
            ("__Type", "enumValues", mean("enumValues")),
            ("__Type", "inputFields", mean("inputFields")),
            ("__Field", "args", args_mean),
            ("__Directive", "args", 2),
        ] {
            if let Some(it) = self.types.get_mut(of).and_then(|fields| fields.get_mut(field)) {
                it.size = Size::List(length);
            }
        }
        if let Some(query) = self.types.get_mut(&self.roots[0]) {
            // What introspection does not tell of, and a gateway's way in where that is open.
            for (field, target, size) in [
                ("__schema", "__Schema", Size::One),
                ("__type", "__Type", Size::One),
                ("_entities", "_Entity", Size::Given("representations".to_owned())),
            ] {
                query.insert(field.to_owned(), Field { target: target.to_owned(), size });
            }
        }
    }
}

fn is_connection(it: &Value) -> bool {
    let has = |field: &str| items(at(it, "fields")).iter().any(|known| name(known) == field);
    has("edges") && has("pageInfo")
}

/// What a field leads to; `None` where that is no object.
fn leads(field: &Value, within_connection: bool) -> Option<Field> {
    let (target, kind, is_list) = unwrapped(at(field, "type"));
    if !matches!(kind.as_str(), "OBJECT" | "INTERFACE" | "UNION") {
        return None;
    }
    let args = items(at(field, "args"));
    let is_paged = args.iter().any(|it| matches!(name(it).as_str(), "first" | "last"));
    let listed = args.iter().find(|it| unwrapped(at(it, "type")).2 && is_required(it));
    let size = match (is_list, is_paged) {
        (true, _) if within_connection => Size::Entries,
        (true, true) => Size::Bounded,
        (true, false) => listed.map_or(Size::List(LIST), |argument| Size::Given(name(argument))),
        (false, _) if is_paged || target.ends_with("Connection") => Size::Page,
        (false, _) => Size::One,
    };
    Some(Field { target, size })
}

fn is_required(argument: &Value) -> bool {
    *at(at(argument, "type"), "kind") == Value::Enum(async_graphql::Name::new("NON_NULL"))
}

/// The named type within, its kind, and whether it is a list.
fn unwrapped(mut it: &Value) -> (String, String, bool) {
    let mut is_list = false;
    loop {
        let kind = match at(it, "kind") {
            Value::Enum(kind) => kind.as_str(),
            _ => "",
        };
        match kind {
            "LIST" => is_list = true,
            "NON_NULL" => {}
            _ => return (name(it), kind.to_owned(), is_list),
        }
        it = at(it, "ofType");
    }
}

fn at<'a>(it: &'a Value, key: &str) -> &'a Value {
    match it {
        Value::Object(fields) => fields.get(key).unwrap_or(&Value::Null),
        _ => &Value::Null,
    }
}

fn items(it: &Value) -> &[Value] {
    match it {
        Value::List(items) => items,
        _ => &[],
    }
}

fn name(it: &Value) -> String {
    match at(it, "name") {
        Value::String(name) => name.clone(),
        _ => String::new(),
    }
}
