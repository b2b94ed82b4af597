//! The arguments of a field, and whether it is selected: compiled once from a valid document,
//! evaluated with the variables of each request.
//!
//! Specification: <https://spec.graphql.org/September2025/#sec-Coercing-Field-Arguments>.

use std::{borrow::Cow, sync::Arc};

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Argument, DirectiveList, InputValueDefinition, Type, Value as Ast},
    executable::{Field, Operation},
    parser::SourceSpan,
    validation::Valid,
};

use crate::{
    Gate, Object, Value, Variables,
    literal::{Literals, NoVariables, TypeMismatch},
    size,
};

/// An argument that a variable of null does not fit. The error belongs to the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ArgumentError {
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where in the document.
    pub span: Option<SourceSpan>,
}

/// The arguments of one field.
#[derive(Debug, Clone)]
pub struct Arguments(Form);

#[derive(Debug, Clone)]
enum Form {
    /// No variable is in them.
    Fixed(Object),
    Varying(Arc<Valid<Schema>>, Vec<Slot>),
}

#[derive(Debug, Clone)]
struct Slot {
    name: Name,
    expected: Node<Type>,
    source: Source,
    /// What a variable without a value leaves.
    default: Option<Value>,
}

#[derive(Debug, Clone)]
enum Source {
    Value(Value),
    /// A variable, by its place among the operation's definitions.
    Variable(usize, Node<Ast>),
    /// A literal with variables in it.
    Literal(Node<Ast>),
}

impl Gate {
    /// Compiles the arguments of a field of an operation, or of a fragment that it spreads.
    #[must_use]
    pub fn arguments(&self, operation: &Operation, field: &Field) -> Arguments {
        self.compile(operation, &field.definition.arguments, &field.arguments)
    }

    /// Compiles `@skip` and `@include` of a selection of an operation, or of a fragment that it
    /// spreads.
    #[must_use]
    pub fn conditions(&self, operation: &Operation, directives: &DirectiveList) -> Conditions {
        let mut found = Conditions::default();
        for (name, wanted) in [("skip", false), ("include", true)] {
            let Some(directive) = directives.get(name) else { continue };
            let Some(definition) = self.schema.directive_definitions.get(name) else { continue };
            let arguments = self.compile(operation, &definition.arguments, &directive.arguments);
            if let Form::Fixed(values) = &arguments.0 {
                found.never |= values.get("if") != Some(&Value::Boolean(wanted));
            } else {
                found.open.push((wanted, arguments));
            }
        }
        found
    }

    /// Compiles the arguments of a directive that stands at an operation; `None` where none of that
    /// name does.
    #[must_use]
    pub fn directive(&self, operation: &Operation, name: &str) -> Option<Arguments> {
        let directive = operation.directives.get(name)?;
        let definition = self.schema.directive_definitions.get(name)?;
        Some(self.compile(operation, &definition.arguments, &directive.arguments))
    }

    fn compile(
        &self,
        operation: &Operation,
        definitions: &[Node<InputValueDefinition>],
        given: &[Node<Argument>],
    ) -> Arguments {
        let literals = Literals { schema: &self.schema, variables: &NoVariables };
        let mut slots = Vec::with_capacity(definitions.len());
        let mut fixed = true;
        for definition in definitions {
            let (name, expected) = (definition.name.clone(), definition.ty.clone());
            let default = definition.default_value.as_ref();
            let default = default.and_then(|it| literals.value(&expected, it).ok());
            let literal = given.iter().find(|it| it.name == name).map(|it| &it.value);
            let (source, default) = match (literal, default) {
                (None, Some(default)) => (Source::Value(default), None),
                (None, None) => continue,
                (Some(literal), default) => match self.source(operation, &expected, literal) {
                    Some(source) => (source, default),
                    None => continue,
                },
            };
            fixed &= matches!(source, Source::Value(_));
            slots.push(Slot { name, expected, source, default });
        }
        if !fixed {
            return Arguments(Form::Varying(Arc::clone(&self.schema), slots));
        }
        let values = slots.into_iter().filter_map(|slot| match slot.source {
            Source::Value(value) => Some((slot.name, value)),
            Source::Variable(..) | Source::Literal(_) => None,
        });
        Arguments(Form::Fixed(values.collect()))
    }

    fn source(
        &self,
        operation: &Operation,
        expected: &Type,
        literal: &Node<Ast>,
    ) -> Option<Source> {
        if let Ast::Variable(name) = literal.as_ref() {
            let index = operation.variables.iter().position(|it| it.name == *name)?;
            return Some(Source::Variable(index, literal.clone()));
        }
        if holds_variable(literal) {
            return Some(Source::Literal(literal.clone()));
        }
        let literals = Literals { schema: &self.schema, variables: &NoVariables };
        literals.value(expected, literal).ok().map(Source::Value)
    }
}

fn holds_variable(literal: &Ast) -> bool {
    match literal {
        Ast::Variable(_) => true,
        Ast::List(items) => items.iter().any(|it| holds_variable(it)),
        Ast::Object(fields) => fields.iter().any(|(_, it)| holds_variable(it)),
        _ => false,
    }
}

impl Arguments {
    /// The values, with the defaults of the schema, in its order. What was not given and has no
    /// default is absent.
    ///
    /// # Errors
    /// Where a variable is null, and the schema takes no null there.
    pub fn values(&self, variables: &Variables) -> Result<Cow<'_, Object>, ArgumentError> {
        let (schema, slots) = match &self.0 {
            Form::Fixed(values) => return Ok(Cow::Borrowed(values)),
            Form::Varying(schema, slots) => (schema, slots),
        };
        let mut values = Vec::with_capacity(slots.len());
        for slot in slots {
            if let Some(value) = slot.value(schema, variables)? {
                values.push((slot.name.clone(), value));
            }
        }
        Ok(Cow::Owned(Object(values)))
    }

    /// The values, where no variable has a part in them.
    #[must_use]
    pub const fn fixed(&self) -> Option<&Object> {
        match &self.0 {
            Form::Fixed(values) => Some(values),
            Form::Varying(..) => None,
        }
    }
}

impl Arguments {
    /// Bytes of memory below them that they share with no document; an estimate.
    #[must_use]
    pub fn size(&self) -> usize {
        match &self.0 {
            Form::Fixed(values) => size::object(values),
            Form::Varying(_, slots) => {
                size::list(slots) + slots.iter().map(Slot::size).sum::<usize>()
            }
        }
    }
}

impl Slot {
    fn size(&self) -> usize {
        let source = match &self.source {
            Source::Value(value) => size::coerced(value),
            Source::Variable(..) | Source::Literal(_) => 0,
        };
        source + self.default.as_ref().map_or(0, size::coerced)
    }

    fn value(
        &self,
        schema: &Schema,
        variables: &Variables,
    ) -> Result<Option<Value>, ArgumentError> {
        let (name, expected) = (&self.name, &self.expected);
        match &self.source {
            Source::Value(value) => Ok(Some(value.clone())),
            Source::Variable(index, literal) => match (variables.at(*index), &self.default) {
                (Some(Value::Null), _) if expected.is_non_null() => Err(ArgumentError {
                    message: format!(
                        "Argument \"{name}\" of non-null type \"{expected}\" must not be null."
                    ),
                    span: literal.location(),
                }),
                (Some(value), _) => Ok(Some(value.clone())),
                (None, Some(default)) => Ok(Some(default.clone())),
                (None, None) if expected.is_non_null() => Err(ArgumentError {
                    message: format!(
                        "Argument \"{name}\" of required type \"{expected}\" was given the \
                         variable \"{literal}\", which has no value."
                    ),
                    span: literal.location(),
                }),
                (None, None) => Ok(None),
            },
            Source::Literal(literal) => {
                let literals = Literals { schema, variables };
                literals.value(expected, literal).map(Some).map_err(|TypeMismatch { expected, span }| {
                    let message = format!(
                        "Argument \"{name}\" has an invalid value: expected \"{expected}\", and \
                         not null."
                    );
                    ArgumentError { message, span }
                })
            }
        }
    }
}

/// The `@skip` and `@include` of one selection.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    never: bool,
    open: Vec<(bool, Arguments)>,
}

impl Conditions {
    /// Whether it is selected, where that hangs on no variable.
    #[must_use]
    pub fn fixed(&self) -> Option<bool> {
        (self.never || self.open.is_empty()).then_some(!self.never)
    }

    /// Bytes of memory below them that they share with no document; an estimate.
    #[must_use]
    pub fn size(&self) -> usize {
        size::list(&self.open) + self.open.iter().map(|(_, it)| it.size()).sum::<usize>()
    }

    /// Whether it is selected with these variables.
    ///
    /// # Errors
    /// Where a variable is null.
    pub fn hold(&self, variables: &Variables) -> Result<bool, ArgumentError> {
        if self.never {
            return Ok(false);
        }
        for (wanted, arguments) in &self.open {
            if arguments.values(variables)?.get("if") != Some(&Value::Boolean(*wanted)) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
