//! Arguments and the fields of input objects: their rows, and how their values are read.

use async_graphql::{Error, Name, Result, dynamic::TypeRef};
use messages::message;

use super::{Const, Input, InputError, InputFields, Tables};
use crate::error::bad_argument;

/// An argument, or a field of an input object.
#[derive(Clone)]
pub struct ArgumentRow {
    pub name: &'static str,
    pub description: &'static str,
    pub ty: TypeRef,
    /// What stands where nothing is given.
    pub default: Option<Const>,
}

/// Arguments whose rows are being added.
pub struct ArgumentRows<'a> {
    tables: &'a mut Tables,
    rows: Vec<ArgumentRow>,
}

impl<'a> ArgumentRows<'a> {
    /// None yet.
    pub const fn new(tables: &'a mut Tables) -> Self {
        Self { tables, rows: Vec::new() }
    }

    /// Adds one.
    pub fn add<T: Input>(&mut self, name: &'static str, description: &'static str) {
        let ty = T::type_ref(self.tables);
        self.rows.push(ArgumentRow { name, description, ty, default: None });
    }

    /// Adds one for which a default stands where it is absent.
    pub fn add_default<T: Input>(
        &mut self,
        name: &'static str,
        description: &'static str,
        default: T,
    ) {
        let ty = T::type_ref(self.tables);
        let default = Some(default.to_value());
        self.rows.push(ArgumentRow { name, description, ty, default });
    }

    /// Adds those of an input object beside the others.
    pub fn flatten<T: InputFields>(&mut self) {
        T::rows(self);
    }

    /// The rows.
    #[must_use]
    pub fn finish(self) -> Vec<ArgumentRow> {
        self.rows
    }
}

/// The values of a field's arguments.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    /// The field's name.
    pub field: &'a str,
    values: &'a [(Name, Const)],
}

impl<'a> Args<'a> {
    /// The values of the arguments that are given for a field.
    pub const fn new(field: &'a str, values: &'a [(Name, Const)]) -> Self {
        Self { field, values }
    }

    /// All values that are given.
    pub const fn values(&self) -> &'a [(Name, Const)] {
        self.values
    }

    fn get(&self, name: &str) -> Option<&'a Const> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// One argument.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where it cannot be read.
    pub fn read<T: Input>(&self, name: &str) -> Result<T> {
        T::read(self.get(name)).map_err(|error| Error::from(error.within(name)))
    }

    /// One argument; its default where it is absent.
    ///
    /// # Errors
    /// As [`Args::read`].
    pub fn read_or<T: Input>(&self, name: &str, default: impl FnOnce() -> T) -> Result<T> {
        if self.get(name).is_none() { Ok(default()) } else { self.read(name) }
    }

    /// The arguments as parts of an input.
    #[must_use]
    pub const fn parts(&self) -> Parts<'a> {
        Parts { given: Given::Arguments(*self) }
    }
}

impl From<InputError> for Error {
    fn from(error: InputError) -> Self {
        bad_argument(&error)
    }
}

/// The parts of an input object.
pub struct Parts<'a> {
    given: Given<'a>,
}

enum Given<'a> {
    Arguments(Args<'a>),
    Object(&'a async_graphql::indexmap::IndexMap<Name, Const>),
}

impl<'a> Parts<'a> {
    /// The parts of an object.
    ///
    /// # Errors
    /// Where the value is none.
    pub fn of(value: Option<&'a Const>) -> std::result::Result<Self, InputError> {
        match value {
            Some(Const::Object(parts)) => Ok(Self { given: Given::Object(parts) }),
            other => Err(InputError::expected(&message!("an object"), other)),
        }
    }

    fn get(&self, name: &str) -> Option<&'a Const> {
        match &self.given {
            Given::Arguments(args) => args.get(name),
            Given::Object(parts) => parts.get(name),
        }
    }

    /// One part.
    ///
    /// # Errors
    /// Where it cannot be read; it says where.
    pub fn read<T: Input>(&mut self, name: &str) -> std::result::Result<T, InputError> {
        T::read(self.get(name)).map_err(|error| error.within(name))
    }

    /// One part; its default where it is absent.
    ///
    /// # Errors
    /// As [`Parts::read`].
    pub fn read_or<T: Input>(
        &mut self,
        name: &str,
        default: impl FnOnce() -> T,
    ) -> std::result::Result<T, InputError> {
        if self.get(name).is_none() { Ok(default()) } else { self.read(name) }
    }
}
