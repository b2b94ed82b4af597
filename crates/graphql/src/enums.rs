//! The domain's vocabularies as GraphQL enums. Names and descriptions are those of the domain, where
//! each word is declared once.

use std::borrow::Cow;

use async_graphql::{Name, Result, dynamic::TypeRef};

use crate::table::{Const, EnumType, Input, InputError, Output, Tables, Value, read_enum};
use domain::Vocabulary;
use macros::Enum;

/// A word of a vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<T>(T);

impl<T> From<T> for Word<T> {
    fn from(word: T) -> Self {
        Self(word)
    }
}

impl<T: Vocabulary> EnumType for Word<T> {
    const NAME: &'static str = T::NAME;

    fn description() -> Cow<'static, str> {
        T::list_description().into()
    }

    fn all() -> impl Iterator<Item = Self> {
        T::ALL.iter().copied().map(Self)
    }

    fn name(&self) -> &'static str {
        self.0.word()
    }

    fn meaning(&self) -> Cow<'static, str> {
        self.0.description().into()
    }
}

impl<T: Vocabulary> Output for Word<T> {
    fn type_ref(tables: &mut Tables) -> TypeRef {
        tables.enum_ref::<Self>()
    }

    fn resolve<'a>(self) -> Result<Value<'a>>
    where
        Self: 'a,
    {
        Ok(Value::Name(self.name()))
    }
}

impl<T: Vocabulary> Output for &Word<T> {
    fn type_ref(tables: &mut Tables) -> TypeRef {
        tables.enum_ref::<Word<T>>()
    }

    fn resolve<'a>(self) -> Result<Value<'a>>
    where
        Self: 'a,
    {
        Ok(Value::Name(self.name()))
    }
}

impl<T: Vocabulary> Input for Word<T> {
    fn type_ref(tables: &mut Tables) -> TypeRef {
        tables.enum_ref::<Self>()
    }

    fn read(value: Option<&Const>) -> std::result::Result<Self, InputError> {
        read_enum(value)
    }

    fn to_value(&self) -> Const {
        Const::Enum(Name::new(self.name()))
    }
}

macro_rules! vocabularies {
    ($($name:ident,)+) => {$(
        #[doc = concat!("A word of [`domain::", stringify!($name), "`].")]
        pub type $name = Word<domain::$name>;

        impl From<$name> for domain::$name {
            fn from(word: $name) -> Self {
                word.0
            }
        }
    )+};
}

vocabularies! {
    ProvinceKind,
    CodeScheme,
    OrganizationKind,
    AgreementKind,
    AgreementStatus,
    PartyRole,
    Role,
    ActivityStatus,
    Funding,
    EventKind,
    EventLevel,
    EventStatus,
    Measure,
    OutcomeKind,
    Qualifier,
    OutcomeStatus,
    ClaimKind,
    Metric,
    ClaimCriterion,
    LatenessKind,
    DirectiveKind,
    DirectiveStatus,
    Reliability,
    Reading,
}

/// The role of a caller.
pub type CallerRole = Word<auth::Role>;

/// A language of texts.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl From<domain::Lang> for Lang {
    fn from(lang: domain::Lang) -> Self {
        match lang {
            domain::Lang::Vi => Self::Vi,
            domain::Lang::En => Self::En,
        }
    }
}

impl From<Lang> for domain::Lang {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Vi => Self::Vi,
            Lang::En => Self::En,
        }
    }
}
