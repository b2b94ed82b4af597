//! Reading inputs: from what GraphQL takes to what commands take, noting every part that cannot
//! be read, with its path, and going on.
//!
//! A part that cannot be read is given a stand-in, so that the rest can be read and judged; a
//! command with stand-ins is never done.

use std::marker::PhantomData;

use async_graphql::{ID, MaybeUndefined, dynamic::TypeRef};
use jiff::civil::Date;
use messages::{Message, Say, message};

use super::payload::{UserError, UserErrorCode};
use crate::{
    id::{self, BadId},
    scalars,
    scalars::Form,
    table::{Const, Input, InputError, Tables},
};
use domain::{Decimal, EdtfDate, FieldPath, NounId, commands::Patch};

/// What was found while an input is read.
#[derive(Default)]
pub struct Inputs {
    path: Vec<String>,
    errors: Vec<UserError>,
}

impl Inputs {
    /// Reads one part, by its name in the code.
    pub fn read<T: Read>(&mut self, name: &'static str, part: T) -> T::To {
        self.within(FieldPath::of(name).to_string(), |inputs| part.read(inputs))
    }

    /// Notes what is wrong with the part being read.
    pub fn refuse(&mut self, code: UserErrorCode, message: impl Say) {
        self.errors.push(UserError::new(code, self.path.clone(), message.message()));
    }

    /// As [`Inputs::refuse`], with a part of that one.
    pub fn refuse_at(&mut self, part: &str, code: UserErrorCode, message: impl Say) {
        self.within(part.to_owned(), |inputs| inputs.refuse(code, message));
    }

    /// How much could not be read so far.
    pub const fn count(&self) -> usize {
        self.errors.len()
    }

    /// What could not be read.
    pub fn into_errors(self) -> Vec<UserError> {
        self.errors
    }

    fn within<T>(&mut self, part: String, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(part);
        let to = read(self);
        self.path.pop();
        to
    }
}

/// A part of an input.
pub trait Read {
    /// What commands take for it.
    type To;

    /// Reads it; a stand-in where it cannot be read, which is noted.
    fn read(self, inputs: &mut Inputs) -> Self::To;
}

impl<T: Read> Read for Option<T> {
    type To = Option<T::To>;

    fn read(self, inputs: &mut Inputs) -> Self::To {
        self.map(|it| it.read(inputs))
    }
}

impl<T: Read> Read for Vec<T> {
    type To = Vec<T::To>;

    fn read(self, inputs: &mut Inputs) -> Self::To {
        let parts = self.into_iter().enumerate();
        parts.map(|(place, it)| inputs.within(place.to_string(), |at| it.read(at))).collect()
    }
}

impl<T: Read> Read for MaybeUndefined<T> {
    type To = Patch<T::To>;

    fn read(self, inputs: &mut Inputs) -> Self::To {
        match self {
            Self::Undefined => Patch::Keep,
            Self::Null => Patch::Clear,
            Self::Value(it) => Patch::Set(it.read(inputs)),
        }
    }
}

macro_rules! as_they_are {
    ($($type:ty),+) => {$(
        impl Read for $type {
            type To = Self;

            fn read(self, _: &mut Inputs) -> Self {
                self
            }
        }
    )+};
}

as_they_are!(String, bool);

/// Declares what an input of a scalar is read as.
macro_rules! stands_for {
    ([$($generics:tt)*] $type:ty => $scalar:ty, $raw:ident => $read:expr) => {
        impl<$($generics)*> Input for $type {
            fn type_ref(tables: &mut Tables) -> TypeRef {
                <$scalar as Input>::type_ref(tables)
            }

            fn read($raw: Option<&Const>) -> Result<Self, InputError> {
                $read
            }
        }
    };
}

/// An id of a record of one noun.
#[derive(Debug)]
pub struct IdOf<I>(ID, PhantomData<fn() -> I>);

stands_for!([I: NounId + Send + Sync] IdOf<I> => ID, value => {
    ID::read(value).map(|id| Self(id, PhantomData))
});

impl<I: NounId> Read for IdOf<I> {
    type To = I;

    fn read(self, inputs: &mut Inputs) -> I {
        id::read(&self.0).unwrap_or_else(|bad| {
            let code = match bad {
                BadId::None { .. } => UserErrorCode::IdInvalid,
                BadId::OtherNoun { .. } => UserErrorCode::IdOfOtherNoun,
            };
            inputs.refuse(code, bad);
            // No record has it.
            I::from_number(0)
        })
    }
}

/// A value that is written as text.
pub trait Literal: Form + Send + Sync {
    /// The scalar that it is in the schema.
    type Scalar: Input;

    /// What stands in for one that cannot be read.
    fn stand_in() -> Self;
}

/// A value that is written as text, read or not.
#[derive(Debug)]
pub struct Written<T>(Result<T, Message>);

stands_for!([T: Literal] Written<T> => T::Scalar, value => {
    Ok(Self(match value {
        Some(Const::String(text)) => T::read_text(text),
        other => {
            let shown = other.unwrap_or(&Const::Null).to_string();
            let shown: String = shown.chars().take(40).collect();
            Err(message!("{shown} is not a string; write a string, such as \"{}\"", T::EXAMPLE))
        }
    }))
});

impl<T: Literal> Read for Written<T> {
    type To = T;

    fn read(self, inputs: &mut Inputs) -> T {
        self.0.unwrap_or_else(|error| {
            inputs.refuse(UserErrorCode::Invalid, error);
            T::stand_in()
        })
    }
}

impl Literal for EdtfDate {
    type Scalar = scalars::EdtfDate;

    #[expect(clippy::expect_used, reason = "it is a year")]
    fn stand_in() -> Self {
        Self::new(2000, None, None).expect("2000 is a year")
    }
}

impl Literal for Date {
    type Scalar = scalars::Date;

    fn stand_in() -> Self {
        Self::MAX
    }
}

impl Literal for Decimal {
    type Scalar = scalars::Decimal;

    fn stand_in() -> Self {
        Self::ZERO
    }
}

/// A whole number that a command takes as `N`.
#[derive(Debug)]
pub struct Whole<N>(i64, PhantomData<fn() -> N>);

stands_for!([N: Send + Sync] Whole<N> => i32, value => {
    i64::read(value).map(|number| Self(number, PhantomData))
});

impl<N: TryFrom<i64> + Default> Read for Whole<N> {
    type To = N;

    fn read(self, inputs: &mut Inputs) -> N {
        self.0.try_into().unwrap_or_else(|_| {
            let fault = if self.0 < 0 {
                message!("{} is negative; write 0 or more", self.0)
            } else {
                message!("{} is too large", self.0)
            };
            inputs.refuse(UserErrorCode::Invalid, fault);
            N::default()
        })
    }
}
