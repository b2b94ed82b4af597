//! Exact decimal numbers: indicator values, outcome values, amounts, rates.
//!
//! Owns their written form and exact arithmetic. Must not know units or currencies.

use std::{
    fmt::{self, Display},
    str::FromStr,
};

use messages::Say;
use rust_decimal::Decimal as Inner;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::string_form::Excerpt;

/// The most significant digits a decimal has; also the most digits after the point.
pub const DIGITS_MAX: u32 = 28;

/// The digits after the point that [`Decimal::ratio`] keeps.
pub const RATIO_PLACES: u32 = 6;

/// No longer text is read as a decimal, whatever it says.
const TEXT_MAX: usize = 64;

/// An exact decimal of at most 28 significant digits, at most 28 of them after the point.
///
/// Compared by value: `1.50` is `1.5`. Arithmetic is exact or refused, never rounded, so a sum does
/// not depend on the order of its terms. Serialises as a string where a person reads (and reads
/// integers too), else as the pair `(i128 mantissa, u8 scale)` in lowest terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
// Always in lowest terms: no zeros at the end of the fraction, no negative zero, at most
// `DIGITS_MAX` digits.
pub struct Decimal(Inner);

/// Why something is not a decimal; names the value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Say)]
pub enum DecimalError {
    /// The text is not digits with at most one sign before and one point between.
    #[error("{value} is not a decimal; write digits with a point, such as 15 or -2.75")]
    Shape {
        /// The rejected text.
        value: Excerpt,
    },
    /// The number needs more digits than are kept.
    #[error("{value} has more than {DIGITS_MAX} significant digits")]
    TooPrecise {
        /// The rejected text.
        value: Excerpt,
    },
}

impl Decimal {
    /// The number 0.
    pub const ZERO: Self = Self(Inner::ZERO);

    /// The number 1.
    pub const ONE: Self = Self(Inner::ONE);

    /// Adds exactly; `None` if the sum needs more than 28 digits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let scale = self.scale().max(other.scale());
        // Where a common scale overflows, so does the sum: the finer term's last digit is not zero,
        // so that no zeros could be trimmed from it.
        Self::from_parts(self.mantissa_at(scale)?.checked_add(other.mantissa_at(scale)?)?, scale)
    }

    /// Subtracts exactly; `None` if the difference needs more than 28 digits.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(Self(-other.0))
    }

    /// Divides two counts, rounded half to even at six places; `None` if `whole` is 0.
    #[must_use]
    pub fn ratio(part: i64, whole: i64) -> Option<Self> {
        let whole = i128::from(whole);
        let scaled = i128::from(part) * 10i128.pow(RATIO_PLACES) * whole.signum();
        let whole = whole.abs();
        let (floor, rest) = (scaled.checked_div_euclid(whole)?, scaled.checked_rem_euclid(whole)?);
        let up = match (2 * rest).cmp(&whole) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => floor.rem_euclid(2),
            std::cmp::Ordering::Greater => 1,
        };
        Self::from_parts(floor + up, RATIO_PLACES)
    }

    /// Returns whether it is less than 0.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self < Self::ZERO
    }

    /// Returns the digits after the point, 0 to 28.
    #[must_use]
    pub fn scale(self) -> u32 {
        self.0.scale()
    }

    /// Returns the digits as a whole number.
    #[must_use]
    pub fn mantissa(self) -> i128 {
        self.0.mantissa()
    }

    fn mantissa_at(self, scale: u32) -> Option<i128> {
        10i128.checked_pow(scale.checked_sub(self.scale())?)?.checked_mul(self.0.mantissa())
    }

    /// Makes `mantissa · 10^-scale`, unless it needs too many digits.
    fn from_parts(mut mantissa: i128, mut scale: u32) -> Option<Self> {
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        if mantissa.unsigned_abs() >= 10u128.pow(DIGITS_MAX) || scale > DIGITS_MAX {
            return None;
        }
        Inner::try_from_i128_with_scale(mantissa, scale).ok().map(Self)
    }
}

impl From<i64> for Decimal {
    fn from(integer: i64) -> Self {
        Self(integer.into())
    }
}

impl From<u64> for Decimal {
    fn from(integer: u64) -> Self {
        Self(integer.into())
    }
}

impl Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(value: &str) -> Result<Self, DecimalError> {
        let (digits, scale) =
            digits(value).ok_or_else(|| DecimalError::Shape { value: Excerpt::of(value) })?;
        let too_precise = || DecimalError::TooPrecise { value: Excerpt::of(value) };
        let mantissa = digits.parse().map_err(|_| too_precise())?;
        Self::from_parts(mantissa, scale).ok_or_else(too_precise)
    }
}

/// Splits `-?digits(.digits)?` into its digits without the point, sign kept, and the count of
/// digits after the point; drops the zeros at the end of the fraction.
fn digits(value: &str) -> Option<(String, u32)> {
    let (whole, fraction) = match value.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (value, ""),
    };
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if value.len() > TEXT_MAX
        || unsigned.is_empty()
        || !all_digits(unsigned)
        || !all_digits(fraction)
    {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    Some((format!("{whole}{fraction}"), u32::try_from(fraction.len()).ok()?))
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.collect_str(self);
        }
        let scale = u8::try_from(self.scale()).map_err(serde::ser::Error::custom)?;
        (self.0.mantissa(), scale).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(NumberOrString);
        }
        let (mantissa, scale) = <(i128, u8)>::deserialize(deserializer)?;
        let decimal = Self::from_parts(mantissa, scale.into());
        // Only lowest terms, so that one value has one encoding.
        decimal.filter(|decimal| decimal.scale() == u32::from(scale)).ok_or_else(|| {
            de::Error::custom(format_args!(
                "mantissa {mantissa} with scale {scale} is not an encoded decimal"
            ))
        })
    }
}

struct NumberOrString;

impl de::Visitor<'_> for NumberOrString {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal as a string, such as \"2.75\", or an integer")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Decimal, E> {
        value.parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Decimal, E> {
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Decimal, E> {
        Ok(value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Decimal, E> {
        // A float has already lost the digits that were written.
        Err(E::custom(format_args!(
            "{value} is a float, which is not exact; write it as a string: \"{value}\""
        )))
    }
}

#[cfg(test)]
pub(super) mod tests;
