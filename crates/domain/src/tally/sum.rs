//! Exact sums of decimals, from which terms can be taken away again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::breakdown::{Additive, Breakdown};
use crate::Decimal;

/// A sum of decimals in one unit, and how many terms it has.
///
/// Adding and subtracting are exact and in any order give the same sum; only [`Sum::total`] may
/// be out of range.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// How many values were added.
    pub terms: i64,
    /// How many of them were not stated exactly.
    pub inexact: i64,
    /// The sum of the mantissas per count of digits after the point; no zeros. A mantissa is below
    /// 10^28, so that i128 holds the sum of ten thousand million.
    parts: Breakdown<u8, i128>,
}

impl Sum {
    /// The sum of one value.
    #[must_use]
    pub fn of(value: Decimal, exact: bool) -> Self {
        let (scale, mantissa) = parts(value);
        let parts = Breakdown::one(scale, mantissa);
        Self { terms: 1, inexact: i64::from(!exact), parts }
    }

    /// Takes a value away that is not a term of its own: the part of a running total that is
    /// counted already.
    #[must_use]
    pub fn less(mut self, counted: Decimal) -> Self {
        let (scale, mantissa) = parts(counted);
        self.parts.add(scale, &-mantissa);
        self
    }

    /// Returns the sum; `None` if it needs more than 28 digits.
    #[must_use]
    pub fn total(&self) -> Option<Decimal> {
        let mut by_scale: BTreeMap<u8, i128> = self.parts.iter().copied().collect();
        let mut total = Decimal::ZERO;
        // From the finest digits, so that what they carry is added before anything is out of range.
        while let Some((scale, mut mantissa)) = by_scale.pop_last() {
            let mut scale_left = scale;
            while scale_left > 0 && mantissa % 10 == 0 {
                mantissa /= 10;
                scale_left -= 1;
            }
            if scale_left < scale {
                *by_scale.entry(scale_left).or_default() += mantissa;
            } else {
                let finer = by_scale.into_iter().try_fold(mantissa, |sum, (coarser, part)| {
                    let factor = 10i128.checked_pow(u32::from(scale - coarser))?;
                    sum.checked_add(part.checked_mul(factor)?)
                })?;
                total = written(finer, scale).parse().ok()?;
                break;
            }
        }
        Some(total)
    }
}

impl Additive for Sum {
    fn merge(&mut self, other: &Self, sign: i64) {
        self.terms += sign * other.terms;
        self.inexact += sign * other.inexact;
        self.parts.merge(&other.parts, sign);
    }

    fn is_zero(&self) -> bool {
        *self == Self::default()
    }
}

impl Additive for i128 {
    fn merge(&mut self, other: &Self, sign: i64) {
        *self += Self::from(sign) * other;
    }

    fn is_zero(&self) -> bool {
        *self == 0
    }
}

/// The count of digits after the point, and the digits as a number.
fn parts(value: Decimal) -> (u8, i128) {
    let text = value.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    // A decimal has at most 28 digits, so that neither number overflows.
    let mantissa = format!("{whole}{fraction}").parse().unwrap_or(0);
    (u8::try_from(fraction.len()).unwrap_or(0), mantissa)
}

fn written(mantissa: i128, scale: u8) -> String {
    let scale = usize::from(scale);
    let digits = format!("{:0width$}", mantissa.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if mantissa < 0 { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::decimal::tests::any_decimal;

    proptest! {
        #[test]
        fn a_sum_is_the_decimals_own_and_forgets_what_is_taken_away(
            values in prop::collection::vec(any_decimal(), 0..6), extra in any_decimal(),
        ) {
            let mut sum = Sum::default();
            for value in values.iter().rev() {
                sum.merge(&Sum::of(*value, true), 1);
            }
            let before = sum.clone();
            sum.merge(&Sum::of(extra, false), 1);
            sum.merge(&Sum::of(extra, false), -1);
            prop_assert_eq!(&sum, &before);
            let expected = values.iter().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value));
            if let Some(expected) = expected {
                prop_assert_eq!(sum.total(), Some(expected));
            }
        }
    }

    #[test]
    fn a_sum_out_of_range_is_none_until_it_is_in_range_again() {
        let huge: Decimal = "9999999999999999999999999999".parse().unwrap();
        let mut sum = Sum::of(huge, true);
        sum.merge(&Sum::of(Decimal::ONE, true), 1);
        assert_eq!(sum.total(), None);
        sum.merge(&Sum::of(huge, true), -1);
        assert_eq!(sum.total(), Some(Decimal::ONE));
    }
}
