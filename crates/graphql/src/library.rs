//! Documents and values as async-graphql has them, made from what the gate read: for the limits,
//! and for what the library executes. No text of a client reaches the library.

use std::collections::HashMap;

use async_graphql::{
    Name, Pos, Positioned, Value as Const, Variables,
    indexmap::IndexMap,
    parser::types::{
        BaseType, Directive, DocumentOperations, ExecutableDocument, Field, FragmentDefinition,
        FragmentSpread, InlineFragment, OperationDefinition, OperationType, Selection,
        SelectionSet, Type, TypeCondition, VariableDefinition,
    },
};
use async_graphql_value::Value;
use gate::ast;

/// A document. Of operations or fragments of one name, which are invalid, the last.
pub fn document(ast: &ast::Document) -> ExecutableDocument {
    let (mut named, mut single, mut fragments) = (HashMap::new(), None, HashMap::new());
    for definition in &ast.definitions {
        match definition {
            ast::Definition::OperationDefinition(it) => {
                let made = at(operation(it));
                match &it.name {
                    Some(known) => drop(named.insert(name(known), made)),
                    None => single = Some(made),
                }
            }
            ast::Definition::FragmentDefinition(it) => {
                let made = FragmentDefinition {
                    type_condition: at(condition(&it.type_condition)),
                    directives: directives(&it.directives),
                    selection_set: at(selections(&it.selection_set)),
                };
                fragments.insert(name(&it.name), at(made));
            }
            _ => {}
        }
    }
    let operations = match single {
        Some(single) if named.is_empty() => DocumentOperations::Single(single),
        _ => DocumentOperations::Multiple(named),
    };
    ExecutableDocument { operations, fragments }
}

/// The kind and name of a document's operation, where it has one.
pub fn only(ast: &ast::Document) -> Option<(OperationType, Option<String>)> {
    let mut operations = ast.definitions.iter().filter_map(|it| match it {
        ast::Definition::OperationDefinition(it) => Some(it),
        _ => None,
    });
    let only = operations.next().filter(|_| operations.next().is_none())?;
    Some((kind(only.operation_type), only.name.as_ref().map(ToString::to_string)))
}

/// Places are those that the gate knows.
fn at<T>(node: T) -> Positioned<T> {
    Positioned::new(node, Pos::default())
}

fn name(name: &gate::Name) -> Name {
    Name::new(name.as_str())
}

/// The kind of an operation.
pub const fn kind(kind: ast::OperationType) -> OperationType {
    match kind {
        ast::OperationType::Query => OperationType::Query,
        ast::OperationType::Mutation => OperationType::Mutation,
        ast::OperationType::Subscription => OperationType::Subscription,
    }
}

fn operation(it: &ast::OperationDefinition) -> OperationDefinition {
    OperationDefinition {
        ty: kind(it.operation_type),
        variable_definitions: it.variables.iter().map(|it| at(variable(it))).collect(),
        directives: directives(&it.directives),
        selection_set: at(selections(&it.selection_set)),
    }
}

fn variable(it: &ast::VariableDefinition) -> VariableDefinition {
    let default = it.default_value.as_ref().and_then(|it| value(it).into_const());
    VariableDefinition {
        name: at(name(&it.name)),
        var_type: at(ty(&it.ty)),
        directives: directives(&it.directives),
        default_value: default.map(at),
    }
}

fn ty(it: &ast::Type) -> Type {
    let (base, nullable) = match it {
        ast::Type::Named(it) => (BaseType::Named(name(it)), true),
        ast::Type::NonNullNamed(it) => (BaseType::Named(name(it)), false),
        ast::Type::List(it) => (BaseType::List(Box::new(ty(it))), true),
        ast::Type::NonNullList(it) => (BaseType::List(Box::new(ty(it))), false),
    };
    Type { base, nullable }
}

fn condition(it: &gate::Name) -> TypeCondition {
    TypeCondition { on: at(name(it)) }
}

fn selections(all: &[ast::Selection]) -> SelectionSet {
    let items = all.iter().map(|it| {
        at(match it {
            ast::Selection::Field(it) => Selection::Field(at(field(it))),
            ast::Selection::FragmentSpread(it) => Selection::FragmentSpread(at(FragmentSpread {
                fragment_name: at(name(&it.fragment_name)),
                directives: directives(&it.directives),
            })),
            ast::Selection::InlineFragment(it) => Selection::InlineFragment(at(InlineFragment {
                type_condition: it.type_condition.as_ref().map(|it| at(condition(it))),
                directives: directives(&it.directives),
                selection_set: at(selections(&it.selection_set)),
            })),
        })
    });
    SelectionSet { items: items.collect() }
}

fn field(it: &ast::Field) -> Field {
    Field {
        alias: it.alias.as_ref().map(|it| at(name(it))),
        name: at(name(&it.name)),
        arguments: arguments(&it.arguments),
        directives: directives(&it.directives),
        selection_set: at(selections(it.selection_set.as_deref().unwrap_or_default())),
    }
}

fn directives(all: &ast::DirectiveList) -> Vec<Positioned<Directive>> {
    let made = all
        .0
        .iter()
        .map(|it| at(Directive { name: at(name(&it.name)), arguments: arguments(&it.arguments) }));
    made.collect()
}

type Arguments = Vec<(Positioned<Name>, Positioned<Value>)>;

fn arguments(all: &[gate::Node<ast::Argument>]) -> Arguments {
    all.iter().map(|it| (at(name(&it.name)), at(value(&it.value)))).collect()
}

fn value(it: &ast::Value) -> Value {
    let number = |text: &str| match text.parse() {
        Ok(number) => Value::Number(number),
        // The gate refuses what is no number.
        Err(_) => Value::Null,
    };
    match it {
        ast::Value::Null => Value::Null,
        ast::Value::Enum(it) => Value::Enum(name(it)),
        ast::Value::Variable(it) => Value::Variable(name(it)),
        ast::Value::String(it) => Value::String(it.clone()),
        ast::Value::Float(it) => number(it.as_str()),
        ast::Value::Int(it) => number(it.as_str()),
        ast::Value::Boolean(it) => Value::Boolean(*it),
        ast::Value::List(items) => Value::List(items.iter().map(|it| value(it)).collect()),
        ast::Value::Object(parts) => {
            Value::Object(parts.iter().map(|(key, it)| (name(key), value(it))).collect())
        }
    }
}

/// A value that the gate coerced.
pub fn coerced(it: &gate::Value) -> Const {
    match it {
        gate::Value::Null => Const::Null,
        gate::Value::Boolean(it) => Const::Boolean(*it),
        gate::Value::Number(it) => Const::Number(it.clone()),
        gate::Value::String(it) => Const::String(it.clone()),
        gate::Value::Enum(it) => Const::Enum(name(it)),
        gate::Value::List(items) => Const::List(items.iter().map(coerced).collect()),
        gate::Value::Object(parts) => Const::Object(object(parts)),
    }
}

fn object(parts: &gate::Object) -> IndexMap<Name, Const> {
    parts.iter().map(|(key, it)| (name(key), coerced(it))).collect()
}

/// The arguments of a field.
pub fn given(parts: &gate::Object) -> Vec<(Name, Const)> {
    parts.iter().map(|(key, it)| (name(key), coerced(it))).collect()
}

/// What costs hang on of variables: whole numbers as they are, and how long lists are.
pub fn sizes(all: &gate::Variables) -> Variables {
    let mut made = Variables::default();
    made.extend(all.iter().filter_map(|(key, value)| {
        let size = match value {
            gate::Value::Number(it) => Const::Number(it.clone()),
            gate::Value::List(items) => Const::List(vec![Const::Boolean(true); items.len()]),
            // As long as one item.
            gate::Value::Null => return None,
            _ => Const::Boolean(true),
        };
        Some((name(key), size))
    }));
    made
}

/// Variables that the gate coerced.
pub fn variables(all: gate::Variables) -> Variables {
    let mut made = Variables::default();
    made.extend(object(&all.into_object()));
    made
}
