//! Units of amounts: what a published `billion VND` is of a currency.

use crate::{Currency, Decimal};

/// The unit of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AmountUnit<'a> {
    /// As it is written.
    pub unit: &'a str,
    /// The currency, if it is money.
    pub currency: Option<Currency>,
    /// Of money: 9 for `billion VND`.
    pub power: i16,
}

impl<'a> AmountUnit<'a> {
    pub(super) fn of(unit: &'a str) -> Self {
        let words: Vec<_> = unit.split_whitespace().collect();
        let (power, code) = match words[..] {
            [code] => (Some(0), code),
            [scale, code] => (power(scale), code),
            _ => (None, ""),
        };
        let currency: Option<Currency> = code.parse().ok();
        match power.zip(currency) {
            Some((power, currency)) => Self { unit, currency: Some(currency), power },
            None => Self { unit, currency: None, power: 0 },
        }
    }
}

fn power(scale: &str) -> Option<i16> {
    match scale {
        "thousand" => Some(3),
        "million" => Some(6),
        "billion" => Some(9),
        "trillion" => Some(12),
        _ => None,
    }
}

/// A value times a power of ten; `None` if it needs more than 28 digits.
pub(super) fn scaled(value: Decimal, power: i16) -> Option<Decimal> {
    let text = value.to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let places = i16::try_from(fraction.len()).ok()? - power;
    let (after, zeros) =
        (usize::try_from(places).unwrap_or(0), usize::try_from(-places).unwrap_or(0));
    let digits = format!("{whole}{fraction}{}", "0".repeat(zeros));
    let digits = format!("{digits:0>width$}", width = after + 1);
    let (whole, fraction) = digits.split_at(digits.len() - after);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_told_by_its_currency() {
        let unit = |text| {
            let it = AmountUnit::of(text);
            it.currency.map(|currency| (currency.code().to_owned(), it.power))
        };
        assert_eq!(unit("billion VND"), Some(("VND".to_owned(), 9)));
        assert_eq!(unit("USD"), Some(("USD".to_owned(), 0)));
        assert_eq!(unit("projects"), None);
        assert_eq!(unit("billion projects"), None);
        assert_eq!(unit("million people per year"), None);
    }

    #[test]
    fn a_power_of_ten_moves_the_point() {
        let scale =
            |text: &str, power| scaled(text.parse().unwrap(), power).map(|value| value.to_string());
        assert_eq!(scale("50.8", 6).as_deref(), Some("50800000"));
        assert_eq!(scale("50800000", -6).as_deref(), Some("50.8"));
        assert_eq!(scale("-0.5", 1).as_deref(), Some("-5"));
        assert_eq!(scale("0", 9).as_deref(), Some("0"));
        assert_eq!(scale("12", -3).as_deref(), Some("0.012"));
        assert_eq!(scale("9999999999999999999999999999", 1), None);
    }
}
