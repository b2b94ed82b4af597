//! All the ways through the schema: queries that select whatever there is, made from the schema
//! itself, so that a field that is added is asked for as well.

use std::{collections::BTreeMap, fmt::Write};

use async_graphql::parser::{
    parse_schema,
    types::{
        BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind,
        TypeSystemDefinition,
    },
};

/// What fields are given that cannot be asked for without: the field, the argument and its value.
const GIVEN: [(&str, &str, &str); 1] =
    [("cooperation", "between", "{a: {key: \"a\"}, b: {key: \"b\"}}")];

/// The schema, by the names of its types.
pub struct Paths(BTreeMap<String, TypeDefinition>);

impl Paths {
    pub fn new() -> Self {
        let definitions = parse_schema(hoptac::graphql::sdl()).unwrap().definitions;
        let types = definitions.into_iter().filter_map(|it| match it {
            TypeSystemDefinition::Type(it) => Some((it.node.name.node.to_string(), it.node)),
            _ => None,
        });
        Self(types.collect())
    }

    /// Each field of the root that takes no argument it must be given, with all that is to be
    /// found from it over so many records; and the names of the other fields.
    pub fn root(&self, depth: usize) -> (BTreeMap<String, String>, Vec<String>) {
        let mut paths = BTreeMap::new();
        let mut others = Vec::new();
        for field in self.fields("Query") {
            let name = field.name.node.to_string();
            match self.field(field, depth, &[]) {
                Some(path) => drop(paths.insert(name, path)),
                None => others.push(name),
            }
        }
        (paths, others)
    }

    /// All that is to be found from an object of a type over so many records.
    pub fn select(&self, name: &str, depth: usize) -> String {
        self.within(name, depth, &[])
    }

    /// As [`Paths::select`], inside of objects of other types, which are not gone through again.
    fn within(&self, name: &str, depth: usize, outer: &[&str]) -> String {
        match &self.0[name].kind {
            TypeKind::Interface(_) | TypeKind::Union(_) => self.members(name, depth, outer),
            _ => {
                let mut selection = String::from("{ __typename");
                for field in self.fields(name) {
                    if let Some(path) = self.field(field, depth, outer) {
                        let _ = write!(selection, " {path}");
                    }
                }
                selection + " }"
            }
        }
    }

    /// Fields of different types may have the same name and be of different types: each gets a
    /// name of its own.
    fn members(&self, name: &str, depth: usize, outer: &[&str]) -> String {
        let mut selection = String::from("{ __typename");
        for (member, definition) in &self.0 {
            let is_member = match (&self.0[name].kind, &definition.kind) {
                (TypeKind::Interface(_), TypeKind::Object(it)) => {
                    it.implements.iter().any(|it| it.node == name)
                }
                (TypeKind::Union(it), _) => it.members.iter().any(|it| it.node == member.as_str()),
                _ => false,
            };
            if is_member {
                let _ = write!(selection, " ... on {member} {{");
                for field in self.fields(member) {
                    if let Some(path) = self.field(field, depth, outer) {
                        let _ = write!(selection, " {member}_{}: {path}", field.name.node);
                    }
                }
                selection += " }";
            }
        }
        selection + " }"
    }

    fn fields(&self, name: &str) -> impl Iterator<Item = &FieldDefinition> {
        let fields = match &self.0[name].kind {
            TypeKind::Object(it) => it.fields.iter(),
            TypeKind::Interface(it) => it.fields.iter(),
            _ => [].iter(),
        };
        fields.map(|it| &it.node)
    }

    /// A field with what is below it; `None` where it cannot be asked for, or lies too far.
    fn field(&self, field: &FieldDefinition, depth: usize, outer: &[&str]) -> Option<String> {
        let (name, base) = (field.name.node.as_str(), base(&field.ty.node));
        let mut given = Vec::new();
        for argument in field.arguments.iter().map(|it| &it.node) {
            let needed = argument.name.node.as_str();
            let known = GIVEN.iter().find(|(field, it, _)| (*field, *it) == (name, needed));
            match known {
                Some((_, _, value)) => given.push(format!("{needed}: {value}")),
                None if needed == "first" && argument.ty.node.nullable => {
                    given.push("first: 100".to_owned());
                }
                None if is_needed(argument) => return None,
                None => {}
            }
        }
        let given =
            if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) };
        let below = self.0.get(base).filter(|it| {
            !matches!(it.kind, TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_))
        });
        match below {
            None => Some(format!("{name}{given}")),
            Some(_) if base == "Query" => None,
            Some(_) if outer.contains(&base) => None,
            Some(_) if !self.is_record(base) => {
                let outer = [outer, &[base]].concat();
                Some(format!("{name}{given} {}", self.within(base, depth, &outer)))
            }
            Some(_) if depth == 0 => None,
            Some(_) => Some(format!("{name}{given} {}", self.select(base, depth - 1))),
        }
    }

    /// Whether a type is one of records, and not of a page of them, nor a part of one.
    fn is_record(&self, name: &str) -> bool {
        name == "Node" || self.fields(name).any(|it| it.name.node == "viewerCan")
    }
}

fn base(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(of) => base(of),
    }
}

fn is_needed(argument: &InputValueDefinition) -> bool {
    !argument.ty.node.nullable && argument.default_value.is_none()
}
