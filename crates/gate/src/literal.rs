//! Literals of a document or a schema, evaluated to values of a type.
//!
//! Specification: <https://spec.graphql.org/September2025/#sec-Input-Values>.

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Type, Value as Ast},
    parser::SourceSpan,
    schema::{ExtendedType, InputObjectType},
};
use serde_json::Number;

use crate::{Object, Value};

/// Where the values of variables come from.
pub(crate) trait Lookup {
    /// The value of a variable, where it has one.
    fn value(&self, name: &str) -> Option<&Value>;
}

/// No variables, as in defaults.
pub(crate) struct NoVariables;

impl Lookup for NoVariables {
    fn value(&self, _: &str) -> Option<&Value> {
        None
    }
}

/// What does not fit its type, which only a variable that is null can bring about.
#[derive(Debug, Clone)]
pub(crate) struct TypeMismatch {
    pub(crate) expected: String,
    pub(crate) span: Option<SourceSpan>,
}

/// Evaluates valid literals.
pub(crate) struct Literals<'a, L> {
    pub(crate) schema: &'a Schema,
    pub(crate) variables: &'a L,
}

impl<L: Lookup> Literals<'_, L> {
    /// The value of a literal at a type.
    pub(crate) fn value(
        &self,
        expected: &Type,
        literal: &Node<Ast>,
    ) -> Result<Value, TypeMismatch> {
        let misfit = || TypeMismatch { expected: expected.to_string(), span: literal.location() };
        match literal.as_ref() {
            Ast::Variable(name) => {
                return match self.variables.value(name) {
                    Some(Value::Null) | None if expected.is_non_null() => Err(misfit()),
                    Some(value) => Ok(value.clone()),
                    None => Ok(Value::Null),
                };
            }
            Ast::Null if expected.is_non_null() => return Err(misfit()),
            Ast::Null => return Ok(Value::Null),
            _ => {}
        }
        let name = match expected {
            Type::List(item) | Type::NonNullList(item) => return self.list(item, literal),
            Type::Named(name) | Type::NonNullNamed(name) => name,
        };
        match (self.schema.types.get(name), literal.as_ref()) {
            (Some(ExtendedType::InputObject(definition)), Ast::Object(fields)) => {
                self.object(definition, fields)
            }
            (Some(ExtendedType::Enum(definition)), Ast::Enum(value)) => {
                let found = definition.values.get_key_value(value);
                found.map(|(name, _)| Value::Enum(name.clone())).ok_or_else(misfit)
            }
            (Some(ExtendedType::InputObject(_) | ExtendedType::Enum(_)), _) => Err(misfit()),
            _ => self.scalar(name, literal).ok_or_else(misfit),
        }
    }

    fn list(&self, item: &Type, literal: &Node<Ast>) -> Result<Value, TypeMismatch> {
        let items = match literal.as_ref() {
            Ast::List(items) => items.as_slice(),
            _ => std::slice::from_ref(literal),
        };
        let values: Result<_, _> = items.iter().map(|it| self.value(item, it)).collect();
        values.map(Value::List)
    }

    fn object(
        &self,
        definition: &InputObjectType,
        given: &[(Name, Node<Ast>)],
    ) -> Result<Value, TypeMismatch> {
        let mut values = Vec::with_capacity(given.len());
        for (name, field) in &definition.fields {
            let literal = given.iter().find(|(key, _)| key == name).map(|(_, value)| value);
            // A variable without a value is as if the field were not there.
            let literal = literal.filter(|it| match it.as_ref() {
                Ast::Variable(name) => self.variables.value(name).is_some(),
                _ => true,
            });
            if let Some(literal) = literal.or(field.default_value.as_ref()) {
                let value = self.value(&field.ty, literal)?;
                // A field of a OneOf input object is never null.
                if definition.is_one_of() && value == Value::Null {
                    let expected = format!("{}!", field.ty);
                    return Err(TypeMismatch { expected, span: literal.location() });
                }
                values.push((name.clone(), value));
            }
        }
        Ok(Value::Object(Object(values)))
    }

    fn scalar(&self, name: &str, literal: &Node<Ast>) -> Option<Value> {
        Some(match (name, literal.as_ref()) {
            ("Int", Ast::Int(it)) => Value::Number(it.try_to_i32().ok()?.into()),
            ("Float", Ast::Int(it)) => Value::Number(Number::from_f64(it.try_to_f64().ok()?)?),
            ("Float", Ast::Float(it)) => Value::Number(Number::from_f64(it.try_to_f64().ok()?)?),
            ("String" | "ID", Ast::String(it)) => Value::String(it.as_str().to_owned()),
            ("ID", Ast::Int(it)) => Value::String(it.as_str().to_owned()),
            ("Boolean", Ast::Boolean(it)) => Value::Boolean(*it),
            ("Int" | "Float" | "String" | "ID" | "Boolean", _) => return None,
            _ => self.untyped(literal),
        })
    }

    /// The value of a literal at a custom scalar, which says itself what it takes.
    fn untyped(&self, literal: &Node<Ast>) -> Value {
        match literal.as_ref() {
            Ast::Null => Value::Null,
            Ast::Enum(it) => Value::Enum(it.clone()),
            Ast::Variable(it) => self.variables.value(it).cloned().unwrap_or(Value::Null),
            Ast::String(it) => Value::String(it.as_str().to_owned()),
            Ast::Int(it) => number(it.as_str()),
            Ast::Float(it) => number(it.as_str()),
            Ast::Boolean(it) => Value::Boolean(*it),
            Ast::List(items) => Value::List(items.iter().map(|it| self.untyped(it)).collect()),
            Ast::Object(fields) => {
                let given = fields.iter().filter(|(_, it)| match it.as_ref() {
                    Ast::Variable(name) => self.variables.value(name).is_some(),
                    _ => true,
                });
                Value::Object(given.map(|(name, it)| (name.clone(), self.untyped(it))).collect())
            }
        }
    }
}

/// A number of a custom scalar; as its text where no JSON number holds it.
fn number(text: &str) -> Value {
    text.parse::<Number>().map_or_else(|_| Value::String(text.to_owned()), Value::Number)
}
