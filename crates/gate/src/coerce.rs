//! Variables: given as JSON, coerced to the types that an operation declares for them.
//!
//! Specification: <https://spec.graphql.org/September2025/#sec-Coercing-Variable-Values>.

use std::fmt::{self, Write};

use apollo_compiler::{
    Name, Schema,
    ast::Type,
    executable::Operation,
    schema::{EnumType, ExtendedType, InputObjectType},
};
use serde_json::{Map, Number, Value as Json};

use crate::{
    Document, Gate, GateError, Object, Value,
    literal::{Literals, Lookup, NoVariables},
};

/// Errors of the variables of one request that are told.
const ERRORS: usize = 50;
/// Characters of a refused value that are told.
const SHOWN: usize = 80;
/// From here on, numbers have no integer that is written without an exponent.
const LARGEST_INTEGER: f64 = 1e21;

/// The coerced variables of one operation, in the order of its definitions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Variables(Vec<(Name, Option<Value>)>);

impl Variables {
    /// The value of the variable that stands at a place among the operation's definitions; `None`
    /// where it was not given and has no default.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<&Value> {
        self.0.get(index).and_then(|(_, value)| value.as_ref())
    }

    /// The value of a variable; `None` where it was not given and has no default.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, _)| key == name).and_then(|(_, value)| value.as_ref())
    }

    /// Those that have a value, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, &Value)> {
        self.0.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)))
    }

    /// Those that have a value.
    #[must_use]
    pub fn into_object(self) -> Object {
        self.0.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

impl Lookup for Variables {
    fn value(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

impl Gate {
    /// Coerces the values given for the variables of an operation. Values of no variable are
    /// ignored.
    ///
    /// # Errors
    /// What is missing or of another type, at most 50 errors.
    pub fn coerce(
        &self,
        document: &Document,
        operation: &Operation,
        mut given: Map<String, Json>,
    ) -> Result<Variables, Vec<GateError>> {
        let mut errors = Vec::new();
        let mut values = Vec::with_capacity(operation.variables.len());
        for variable in &operation.variables {
            let (name, expected) = (&variable.name, &variable.ty);
            let mut coercion = Coercion {
                schema: self.schema(),
                name,
                path: Vec::new(),
                found: Vec::new(),
                most: ERRORS.saturating_sub(errors.len()),
            };
            let value = match (given.remove(name.as_str()), &variable.default_value) {
                (Some(Json::Null), _) if expected.is_non_null() => {
                    let message = format!(
                        "Variable \"${name}\" of non-null type \"{expected}\" must not be null."
                    );
                    coercion.found.push(message);
                    None
                }
                (Some(value), _) => coercion.coerce(expected, value),
                (None, Some(default)) => {
                    let literals = Literals { schema: self.schema(), variables: &NoVariables };
                    literals.value(expected, default).ok()
                }
                (None, None) => {
                    if expected.is_non_null() {
                        let message = format!(
                            "Variable \"${name}\" of required type \"{expected}\" was not provided."
                        );
                        coercion.found.push(message);
                    }
                    None
                }
            };
            let place = variable.location();
            let found = coercion.found.into_iter();
            errors.extend(found.map(|it| GateError::at(it, document.text(), place)));
            if errors.len() >= ERRORS {
                errors.push(GateError::new(
                    "There are too many errors in the variables; no more are told.".to_owned(),
                ));
                break;
            }
            values.push((name.clone(), value));
        }
        if errors.is_empty() { Ok(Variables(values)) } else { Err(errors) }
    }
}

/// The coercion of one variable.
struct Coercion<'a> {
    schema: &'a Schema,
    name: &'a str,
    path: Vec<Step<'a>>,
    found: Vec<String>,
    most: usize,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Field(&'a str),
    Item(usize),
}

impl<'a> Coercion<'a> {
    /// `None` where something in it is wrong, which is then found.
    fn coerce(&mut self, expected: &'a Type, value: Json) -> Option<Value> {
        if value.is_null() {
            if expected.is_non_null() {
                return self.refuse(&value, |f| {
                    write!(f, "Expected non-nullable type \"{expected}\" not to be null.")
                });
            }
            return Some(Value::Null);
        }
        let name = match expected {
            Type::List(item) | Type::NonNullList(item) => return self.list(item, value),
            Type::Named(name) | Type::NonNullNamed(name) => name,
        };
        match self.schema.types.get(name) {
            Some(ExtendedType::Enum(definition)) => self.enumeration(definition, value),
            Some(ExtendedType::InputObject(definition)) => self.object(definition, value),
            _ => self.scalar(name, value),
        }
    }

    fn list(&mut self, item: &'a Type, value: Json) -> Option<Value> {
        let Json::Array(items) = value else {
            return self.coerce(item, value).map(|it| Value::List(vec![it]));
        };
        let mut values = Vec::with_capacity(items.len());
        let before = self.found.len();
        for (index, value) in items.into_iter().enumerate() {
            self.path.push(Step::Item(index));
            values.extend(self.coerce(item, value));
            self.path.pop();
            if self.found.len() >= self.most {
                return None;
            }
        }
        (self.found.len() == before).then_some(Value::List(values))
    }

    fn scalar(&mut self, name: &str, value: Json) -> Option<Value> {
        match (name, value) {
            ("Int", Json::Number(number)) => match int(&number) {
                Some(number) => Some(Value::Number(number.into())),
                None if number.as_f64().is_some_and(|it| it.fract() == 0.0) => {
                    self.refuse(&Json::Number(number.clone()), |f| {
                        let what = "Int cannot represent non 32-bit signed integer value";
                        write!(f, "{what}: {number}")
                    })
                }
                None => self.refuse(&Json::Number(number.clone()), |f| {
                    write!(f, "Int cannot represent non-integer value: {number}")
                }),
            },
            ("Float", Json::Number(number)) => {
                let number = number.as_f64().and_then(Number::from_f64).unwrap_or(number);
                Some(Value::Number(number))
            }
            ("ID", Json::Number(number)) => match id(&number) {
                Some(text) => Some(Value::String(text)),
                None => self.unlike("ID", &Json::Number(number)),
            },
            ("String" | "ID", Json::String(text)) => Some(Value::String(text)),
            ("Boolean", Json::Bool(it)) => Some(Value::Boolean(it)),
            ("Int" | "Float" | "String" | "Boolean" | "ID", value) => self.unlike(name, &value),
            (_, value) => Some(Value::of(value)),
        }
    }

    fn unlike(&mut self, name: &str, value: &Json) -> Option<Value> {
        let what = match name {
            "Int" => "Int cannot represent non-integer value",
            "Float" => "Float cannot represent non numeric value",
            "Boolean" => "Boolean cannot represent a non boolean value",
            "String" => "String cannot represent a non string value",
            _ => "ID cannot represent value",
        };
        self.refuse(value, |f| write!(f, "{what}: {}", Shown(value)))
    }

    fn enumeration(&mut self, definition: &'a EnumType, value: Json) -> Option<Value> {
        let name = &definition.name;
        let Json::String(text) = value else {
            return self.refuse(&value, |f| {
                write!(f, "Enum \"{name}\" cannot represent non-string value: {}.", Shown(&value))
            });
        };
        if let Some((name, _)) = definition.values.get_key_value(text.as_str()) {
            return Some(Value::Enum(name.clone()));
        }
        let value = Json::String(text);
        self.refuse(&value, |f| {
            write!(f, "Value {} does not exist in \"{name}\" enum.", Shown(&value))
        })
    }

    fn object(&mut self, definition: &'a InputObjectType, value: Json) -> Option<Value> {
        let name = &definition.name;
        let Json::Object(mut given) = value else {
            return self.refuse(&value, |f| write!(f, "Expected type \"{name}\" to be an object."));
        };
        let before = self.found.len();
        if definition.is_one_of() {
            self.one_of(definition, &given)?;
        }
        let mut values = Vec::with_capacity(given.len());
        for (name, field) in &definition.fields {
            if let Some(value) = given.remove(name.as_str()) {
                self.path.push(Step::Field(name.as_str()));
                let value = self.coerce(&field.ty, value);
                self.path.pop();
                values.extend(value.map(|value| (name.clone(), value)));
            } else if let Some(default) = &field.default_value {
                let literals = Literals { schema: self.schema, variables: &NoVariables };
                let value = literals.value(&field.ty, default).ok();
                values.extend(value.map(|value| (name.clone(), value)));
            } else if field.ty.is_non_null() {
                let rest = Json::Object(given.clone());
                self.refuse(&rest, |f| {
                    write!(
                        f,
                        "Field \"{name}\" of required type \"{}\" was not provided.",
                        field.ty
                    )
                });
            }
            if self.found.len() >= self.most {
                return None;
            }
        }
        for (unknown, value) in given {
            self.refuse(&value, |f| {
                write!(f, "Field \"{unknown}\" is not defined by type \"{name}\".")
            });
            if self.found.len() >= self.most {
                return None;
            }
        }
        (self.found.len() == before).then_some(Value::Object(Object(values)))
    }

    /// `None` where not exactly one field is given, with a value.
    fn one_of(&mut self, definition: &InputObjectType, given: &Map<String, Json>) -> Option<()> {
        let name = &definition.name;
        let mut fields = given.iter();
        let (Some((field, value)), None) = (fields.next(), fields.next()) else {
            self.refuse(&Json::Object(given.clone()), |f| {
                write!(f, "Exactly one key must be specified for OneOf type \"{name}\".")
            });
            return None;
        };
        if value.is_null() && definition.fields.contains_key(field.as_str()) {
            self.refuse(value, |f| write!(f, "Field \"{field}\" must be non-null."));
            return None;
        }
        Some(())
    }

    /// Notes what is wrong with a value at the place that is looked at.
    fn refuse(
        &mut self,
        value: &Json,
        why: impl FnOnce(&mut String) -> fmt::Result,
    ) -> Option<Value> {
        let name = self.name;
        let mut message = format!("Variable \"${name}\" got invalid value {}", Shown(value));
        if !self.path.is_empty() {
            message.push_str(" at \"");
            message.push_str(name);
            for step in &self.path {
                // Writing to a string does not fail.
                let _ = match step {
                    Step::Field(field) => write!(message, ".{field}"),
                    Step::Item(index) => write!(message, "[{index}]"),
                };
            }
            message.push('"');
        }
        message.push_str("; ");
        let _ = why(&mut message);
        self.found.push(message);
        None
    }
}

/// A value, cut off where it is long.
struct Shown<'a>(&'a Json);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Json::Object(_) => f.write_str("{…}"),
            Json::Array(_) => f.write_str("[…]"),
            Json::String(text) if text.chars().nth(SHOWN).is_some() => {
                let cut: String = text.chars().take(SHOWN).collect();
                write!(f, "{}…", Json::String(cut))
            }
            other => other.fmt(f),
        }
    }
}

/// The `Int` of a JSON number. Whole numbers may be written in any way: 1, 1.0, 1e0.
fn int(number: &Number) -> Option<i32> {
    if let Some(it) = number.as_i64() {
        return i32::try_from(it).ok();
    }
    let it = number.as_f64()?;
    let whole = it.fract() == 0.0 && it >= f64::from(i32::MIN) && it <= f64::from(i32::MAX);
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and within the range")]
    whole.then_some(it as i32)
}

/// The `ID` of a whole JSON number.
fn id(number: &Number) -> Option<String> {
    if number.is_i64() || number.is_u64() {
        return Some(number.to_string());
    }
    let it = number.as_f64()?;
    (it.fract() == 0.0 && it.abs() < LARGEST_INTEGER).then(|| (it + 0.0).to_string())
}
