//! What values come in as.

use std::{borrow::Cow, fmt};

use async_graphql::{ID, MaybeUndefined, Number, dynamic::TypeRef};
use messages::{Message, message};

use super::{
    ArgumentRows, Parts, Tables,
    rows::{list, nullable},
};

/// A value as it comes in, with its variables filled in.
pub type Const = async_graphql::Value;

/// What an argument is read as.
pub trait Input: Sized {
    /// Its type in the schema, whose rows are added.
    fn type_ref(tables: &mut Tables) -> TypeRef;

    /// Reads a value; `None` where none is given.
    ///
    /// # Errors
    /// Where it is none of the type, with where and why.
    fn read(value: Option<&Const>) -> Result<Self, InputError>;

    /// The value, as the schema prints it for a default.
    fn to_value(&self) -> Const {
        Const::Null
    }
}

/// An input object, or what has the fields of one.
pub trait InputFields: Sized {
    /// Its name.
    const NAME: &'static str;
    /// What it is.
    const DESCRIPTION: &'static str;
    /// Whether exactly one field is given.
    const IS_ONE_OF: bool;

    /// Adds the rows of its fields.
    fn rows(rows: &mut ArgumentRows<'_>);

    /// Reads its fields.
    ///
    /// # Errors
    /// Where one cannot be read.
    fn read(parts: &mut Parts<'_>) -> Result<Self, InputError>;
}

/// An enum.
pub trait EnumType: Copy + 'static {
    /// Its name.
    const NAME: &'static str;

    /// What it is.
    fn description() -> Cow<'static, str>;

    /// Its values.
    fn all() -> impl Iterator<Item = Self>;

    /// The name of a value.
    fn name(&self) -> &'static str;

    /// What a value means.
    fn meaning(&self) -> Cow<'static, str>;
}

/// Why a value is none of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// Where in the arguments, innermost first.
    path: Vec<String>,
    message: Message,
}

impl InputError {
    /// A value that is none, with what to give instead.
    pub const fn new(message: Message) -> Self {
        Self { path: Vec::new(), message }
    }

    /// A value of another type than this.
    pub fn expected(what: &Message, found: Option<&Const>) -> Self {
        match found {
            None | Some(Const::Null) => Self::new(message!("nothing is given; give {what}")),
            Some(found) => {
                let shown: String = found.to_string().chars().take(40).collect();
                Self::new(message!("{shown} is not {what}"))
            }
        }
    }

    /// The same, of a part of something.
    #[must_use]
    pub fn within(mut self, part: impl fmt::Display) -> Self {
        self.path.push(part.to_string());
        self
    }

    /// Where it is, outermost first.
    pub fn path(&self) -> impl Iterator<Item = &str> {
        self.path.iter().rev().map(String::as_str)
    }

    /// What is wrong.
    #[must_use]
    pub const fn message(&self) -> &Message {
        &self.message
    }
}

/// Reads a value of an enum.
///
/// # Errors
/// Where it is none, with those that there are.
pub fn read_enum<T: EnumType>(value: Option<&Const>) -> Result<T, InputError> {
    let name = match value {
        Some(Const::Enum(name)) => name.as_str(),
        // In variables an enum's value is a string.
        Some(Const::String(name)) => name,
        _ => "",
    };
    T::all().find(|known| known.name() == name).ok_or_else(|| {
        let names: Vec<_> = T::all().map(|it| it.name()).collect();
        InputError::expected(&message!("one of {}", names.join(", ")), value)
    })
}

impl<T: Input> Input for Option<T> {
    fn type_ref(tables: &mut Tables) -> TypeRef {
        nullable(T::type_ref(tables))
    }

    fn read(value: Option<&Const>) -> Result<Self, InputError> {
        match value {
            None | Some(Const::Null) => Ok(None),
            value => T::read(value).map(Some),
        }
    }
}

impl<T: Input> Input for MaybeUndefined<T> {
    fn type_ref(tables: &mut Tables) -> TypeRef {
        nullable(T::type_ref(tables))
    }

    fn read(value: Option<&Const>) -> Result<Self, InputError> {
        match value {
            None => Ok(Self::Undefined),
            Some(Const::Null) => Ok(Self::Null),
            value => T::read(value).map(Self::Value),
        }
    }
}

impl<T: Input> Input for Vec<T> {
    fn type_ref(tables: &mut Tables) -> TypeRef {
        list(T::type_ref(tables))
    }

    fn read(value: Option<&Const>) -> Result<Self, InputError> {
        match value {
            Some(Const::List(items)) => {
                let items = items.iter().enumerate();
                items
                    .map(|(place, item)| T::read(Some(item)).map_err(|error| error.within(place)))
                    .collect()
            }
            None | Some(Const::Null) => Err(InputError::expected(&message!("a list"), value)),
            // One item stands for a list of it.
            one => Ok(vec![T::read(one)?]),
        }
    }

    fn to_value(&self) -> Const {
        Const::List(self.iter().map(Input::to_value).collect())
    }
}

impl Input for String {
    fn type_ref(_: &mut Tables) -> TypeRef {
        TypeRef::named_nn(TypeRef::STRING)
    }

    fn read(value: Option<&Const>) -> Result<Self, InputError> {
        match value {
            Some(Const::String(text)) => Ok(text.clone()),
            other => Err(InputError::expected(&message!("a text"), other)),
        }
    }
}

impl Input for ID {
    fn type_ref(_: &mut Tables) -> TypeRef {
        TypeRef::named_nn(TypeRef::ID)
    }

    fn read(value: Option<&Const>) -> Result<Self, InputError> {
        match value {
            Some(Const::String(text)) => Ok(Self(text.clone())),
            Some(Const::Number(number)) if whole(number).is_some() => Ok(Self(number.to_string())),
            other => Err(InputError::expected(&message!("an id"), other)),
        }
    }
}

impl Input for bool {
    fn type_ref(_: &mut Tables) -> TypeRef {
        TypeRef::named_nn(TypeRef::BOOLEAN)
    }

    fn read(value: Option<&Const>) -> Result<Self, InputError> {
        match value {
            Some(Const::Boolean(is)) => Ok(*is),
            other => Err(InputError::expected(&message!("`true` or `false`"), other)),
        }
    }

    fn to_value(&self) -> Const {
        Const::Boolean(*self)
    }
}

/// The whole number that a number is.
fn whole(number: &Number) -> Option<i64> {
    number.as_i64()
}

macro_rules! whole_numbers {
    ($($type:ty),+) => {$(
        impl Input for $type {
            fn type_ref(_: &mut Tables) -> TypeRef {
                TypeRef::named_nn(TypeRef::INT)
            }

            fn read(value: Option<&Const>) -> Result<Self, InputError> {
                let number = match value {
                    Some(Const::Number(number)) => whole(number),
                    _ => None,
                };
                number.and_then(|it| Self::try_from(it).ok()).ok_or_else(|| {
                    let (least, most) = (Self::MIN, Self::MAX);
                    let what = message!("a whole number from {least} to {most}");
                    InputError::expected(&what, value)
                })
            }

            fn to_value(&self) -> Const {
                Const::from(*self)
            }
        }
    )+};
}

whole_numbers!(i32, i64, u64);
