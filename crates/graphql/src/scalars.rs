//! Scalars: dates, times and exact numbers, each with its form.

use async_graphql::{Result, dynamic::TypeRef};

use super::table::{Const, Input, InputError, Output, Tables, Value};

macro_rules! text_scalars {
    ($($(#[doc = $doc:literal])* $name:ident($inner:ty), $specified_by:expr;)+) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(pub $inner);

        impl $name {
            fn scalar(tables: &mut Tables) -> TypeRef {
                let lines = [$($doc),*].map(str::trim);
                tables.scalar_ref(stringify!($name), lines.join("\n"), $specified_by)
            }
        }

        impl Input for $name {
            fn type_ref(tables: &mut Tables) -> TypeRef {
                Self::scalar(tables)
            }

            fn read(value: Option<&Const>) -> Result<Self, InputError> {
                match value {
                    Some(Const::String(text)) => text.parse().map(Self).map_err(InputError::new),
                    other => Err(InputError::expected("a text", other)),
                }
            }
        }

        impl Output for $name {
            fn type_ref(tables: &mut Tables) -> TypeRef {
                Self::scalar(tables)
            }

            fn resolve<'a>(self) -> Result<Value<'a>>
            where
                Self: 'a,
            {
                Ok(Value::Text(self.0.to_string().into()))
            }
        }

        impl Output for &$name {
            fn type_ref(tables: &mut Tables) -> TypeRef {
                $name::scalar(tables)
            }

            fn resolve<'a>(self) -> Result<Value<'a>>
            where
                Self: 'a,
            {
                (*self).resolve()
            }
        }

        impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }
    )+};
}

text_scalars! {
    /// A day, as `YYYY-MM-DD`.
    Date(jiff::civil::Date), "https://scalars.graphql.org/andimarek/local-date.html";
    /// A moment in UTC, as `2024-04-04T01:30:00Z` (RFC 3339).
    DateTime(jiff::Timestamp), "https://scalars.graphql.org/andimarek/date-time.html";
    /// A date with the precision of its source (EDTF level 0): `2024`, `2024-09` or `2024-09-15`.
    EdtfDate(domain::EdtfDate), "https://www.loc.gov/standards/datetime/";
    /// A period as an EDTF interval, each end with the precision of its source: `2023/2025`,
    /// `2024`, `2023-07/2024-06-30`, `2024/..`, `../2025`.
    EdtfInterval(domain::Period), "https://www.loc.gov/standards/datetime/";
    /// An exact decimal number, as text: `"29"`, `"-12.50"`. Never a float.
    Decimal(domain::Decimal), "https://www.w3.org/TR/xmlschema-2/#decimal";
}
