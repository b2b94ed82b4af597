//! Scalars: dates, times and exact numbers, each with its form.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

macro_rules! text_scalars {
    ($($(#[$doc:meta])* $name:ident($inner:ty), $specified_by:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(pub $inner);

        $(#[$doc])*
        #[Scalar(specified_by_url = $specified_by)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                match value {
                    Value::String(text) => match text.parse() {
                        Ok(inner) => Ok(Self(inner)),
                        Err(error) => Err(InputValueError::custom(error)),
                    },
                    other => Err(InputValueError::expected_type(other)),
                }
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.to_string())
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
    /// A date as exactly as its source prints it (EDTF level 0): `2024`, `2024-09` or
    /// `2024-09-15`.
    EdtfDate(domain::EdtfDate), "https://www.loc.gov/standards/datetime/";
    /// A stretch of time as an EDTF interval, each end as exactly as it is meant: `2023/2025`,
    /// `2024`, `2023-07/2024-06-30`, `2024/..`, `../2025`.
    EdtfInterval(domain::Period), "https://www.loc.gov/standards/datetime/";
    /// An exact decimal number, as text: `"29"`, `"-12.50"`. Never a float.
    Decimal(domain::Decimal), "https://www.w3.org/TR/xmlschema-2/#decimal";
}
