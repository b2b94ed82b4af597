//! Scalars: dates, times and exact numbers, each with its form.

use async_graphql::{Result, dynamic::TypeRef};
use messages::{Message, Say, message};

use super::table::{Const, Input, InputError, Output, Tables, Value};

/// A value that is written as text, in one form.
pub trait Form: Sized {
    /// An example of the form.
    const EXAMPLE: &str;

    /// Reads a text.
    ///
    /// # Errors
    /// Why it is none, with what to write.
    fn read_text(text: &str) -> std::result::Result<Self, Message>;
}

/// The beginning of a text, for messages.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

impl Form for jiff::civil::Date {
    const EXAMPLE: &str = "2024-09-15";

    fn read_text(text: &str) -> std::result::Result<Self, Message> {
        let is_digit = |(place, byte): (usize, u8)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        };
        let has_form = text.len() == 10 && text.bytes().enumerate().all(is_digit);
        let day = text.parse().ok().filter(|day: &Self| has_form && day.year() > 0);
        day.ok_or_else(|| {
            message!("`{}` is not a day; write one as {}", shown(text), Self::EXAMPLE)
        })
    }
}

impl Form for jiff::Timestamp {
    const EXAMPLE: &str = "2024-04-04T01:30:00Z";

    fn read_text(text: &str) -> std::result::Result<Self, Message> {
        let told = |_| message!("`{}` is not a time; write one as {}", shown(text), Self::EXAMPLE);
        text.parse().map_err(told)
    }
}

macro_rules! forms {
    ($($type:ty, $example:literal;)+) => {$(
        impl Form for $type {
            const EXAMPLE: &str = $example;

            fn read_text(text: &str) -> std::result::Result<Self, Message> {
                text.parse().map_err(|error: <Self as std::str::FromStr>::Err| error.message())
            }
        }
    )+};
}

forms! {
    domain::EdtfDate, "2024-09-15";
    domain::Period, "2023/2025";
    domain::Decimal, "12.50";
}

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
                    Some(Const::String(text)) => {
                        <$inner>::read_text(text).map(Self).map_err(InputError::new)
                    }
                    other => {
                        let form = message!("a text, such as \"{}\"", <$inner>::EXAMPLE);
                        Err(InputError::expected(&form, other))
                    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_one_form() {
        let day = |text: &str| jiff::civil::Date::read_text(text);
        assert_eq!(day("2024-02-29").map(|it| it.to_string()), Ok("2024-02-29".to_owned()));
        for none in ["2024-02-30", "20200101", "0000-01-01", "-000001-01-01", "2024-2-9", "", "đ"]
        {
            let told = format!("`{none}` is not a day; write one as 2024-09-15");
            assert_eq!(day(none).unwrap_err(), told.as_str());
        }
    }

    #[test]
    fn a_time_that_is_none_is_told_with_the_form() {
        let told = jiff::Timestamp::read_text("2024-04-04").unwrap_err();
        assert_eq!(told, "`2024-04-04` is not a time; write one as 2024-04-04T01:30:00Z");
    }
}
