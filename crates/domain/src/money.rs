//! Amounts of money.
//!
//! Owns currencies and the rule that an amount fits its currency. Must not know who pays, and never
//! converts.

use std::{
    cmp::Ordering,
    fmt::{self, Display},
    str::FromStr,
};

use iso_currency::Currency as Iso;
use messages::Say;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{
    decimal::Decimal,
    string_form::{self, Excerpt},
};

/// A currency of ISO 4217, replaced ones included, for old agreements.
///
/// `XXX` (no currency) and `XTS` (for tests) are not accepted: no amount is in them. Ordered by
/// code. Serialises as its alphabetic code, in the binary form as the code's three bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency(Iso);

/// Something that is not a currency code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Say)]
#[error("{value} is not an ISO 4217 currency code; write three capital letters, such as VND")]
pub struct CurrencyError {
    value: Excerpt,
}

impl Currency {
    /// The Vietnamese đồng, which has no minor unit.
    pub const VND: Self = Self(Iso::VND);

    /// The United States dollar.
    pub const USD: Self = Self(Iso::USD);

    /// Returns the alphabetic code: three capital letters.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Returns the digits after the point that its minor unit allows; `None` where ISO 4217 defines
    /// no minor unit, as for special drawing rights.
    #[must_use]
    pub fn exponent(self) -> Option<u16> {
        self.0.exponent()
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Self) -> Ordering {
        self.code().cmp(other.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(value: &str) -> Result<Self, CurrencyError> {
        Iso::from_code(value)
            .filter(|currency| !matches!(currency, Iso::XXX | Iso::XTS))
            .map(Self)
            .ok_or_else(|| CurrencyError { value: Excerpt::of(value) })
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.serialize_str(self.code());
        }
        let code: [u8; 3] = self.code().as_bytes().try_into().map_err(serde::ser::Error::custom)?;
        code.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return string_form::deserialize(
                deserializer,
                "an ISO 4217 currency code, such as \"VND\"",
            );
        }
        let code = <[u8; 3]>::deserialize(deserializer)?;
        String::from_utf8_lossy(&code).parse().map_err(de::Error::custom)
    }
}

/// An amount of one currency, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

/// The fields of [`Money`] before they are checked against each other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Money")]
struct Parts {
    amount: Decimal,
    currency: Currency,
}

/// Why an amount is rejected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Say)]
pub enum MoneyError {
    /// The amount is less than 0.
    #[error("the amount {amount} {currency} is negative")]
    Negative {
        /// The rejected amount.
        amount: Decimal,
        /// Its currency.
        currency: Currency,
    },
    /// The amount is finer than the currency's minor unit.
    #[error(
        "the amount {amount} {currency} has {} digits after the point, {currency} has {exponent}",
        .amount.scale()
    )]
    TooFine {
        /// The rejected amount.
        amount: Decimal,
        /// Its currency.
        currency: Currency,
        /// The digits after the point that the currency has.
        exponent: u16,
    },
}

impl Money {
    /// Makes an amount of `currency`.
    ///
    /// # Errors
    ///
    /// Rejects a negative amount, and one finer than the currency's minor unit.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        if amount.is_negative() {
            return Err(MoneyError::Negative { amount, currency });
        }
        match currency.exponent() {
            Some(exponent) if amount.scale() > u32::from(exponent) => {
                Err(MoneyError::TooFine { amount, currency, exponent })
            }
            _ => Ok(Self { amount, currency }),
        }
    }

    /// Returns the amount, in the currency's main unit.
    #[must_use]
    pub fn amount(&self) -> Decimal {
        self.amount
    }

    /// Returns the currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }
}

impl TryFrom<Parts> for Money {
    type Error = MoneyError;

    fn try_from(Parts { amount, currency }: Parts) -> Result<Self, MoneyError> {
        Self::new(amount, currency)
    }
}

impl Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::{decimal::tests::any_decimal, string_form::assert},
        *,
    };

    fn money(amount: &str, currency: &str) -> Result<Money, MoneyError> {
        Money::new(amount.parse().unwrap(), currency.parse().unwrap())
    }

    fn any_money() -> impl Strategy<Value = Money> {
        let currency = prop::sample::select(vec!["VND", "USD", "JPY", "KWD", "CLF", "XDR"]);
        let amount = prop_oneof![any_decimal(), any::<u64>().prop_map(Decimal::from)];
        (amount, currency).prop_filter_map("no amount", |(amount, currency)| {
            Money::new(amount, currency.parse().unwrap()).ok()
        })
    }

    #[test]
    fn an_amount_fits_its_currency() {
        for (amount, currency, shown) in [
            ("2500000000", "VND", "2500000000 VND"),
            ("15.00", "VND", "15 VND"),
            ("0.05", "USD", "0.05 USD"),
            ("0.001", "KWD", "0.001 KWD"),
            ("1.23456", "XDR", "1.23456 XDR"),
        ] {
            assert_eq!(money(amount, currency).unwrap().to_string(), shown);
        }
        for (amount, currency, message) in [
            ("0.5", "VND", "the amount 0.5 VND has 1 digits after the point, VND has 0"),
            ("0.005", "USD", "the amount 0.005 USD has 3 digits after the point, USD has 2"),
            ("-1", "VND", "the amount -1 VND is negative"),
        ] {
            assert_eq!(money(amount, currency).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn a_currency_is_three_capital_letters_of_the_standard() {
        assert_eq!("VND".parse(), Ok(Currency::VND));
        assert!(Currency::USD < Currency::VND);
        for value in ["", "vnd", "VN", "VNDD", "VNĐ", "ABC", "XXX", "XTS", " USD"] {
            assert_eq!(
                value.parse::<Currency>().unwrap_err().to_string(),
                format!(
                    "`{value}` is not an ISO 4217 currency code; \
                     write three capital letters, such as VND"
                )
            );
        }
    }

    #[test]
    fn a_written_amount_is_checked() {
        let read = |text| toml::from_str::<Money>(text).map_err(|error| error.to_string());
        assert_eq!(read("amount = 15\ncurrency = \"VND\"").unwrap(), money("15", "VND").unwrap());
        assert!(read("amount = \"0.5\"\ncurrency = \"VND\"").unwrap_err().contains("VND has 0"));
        assert!(
            read("amount = 1\ncurrency = \"VND\"\nsource = 1")
                .unwrap_err()
                .contains("unknown field `source`")
        );
        assert_eq!(
            serde_json::to_string(&money("1.5", "USD").unwrap()).unwrap(),
            r#"{"amount":"1.5","currency":"USD"}"#
        );
    }

    #[test]
    fn binary_form_is_frozen() {
        let mut bytes = [0; 20];
        bytes[0] = 15;
        bytes[17..].copy_from_slice(b"VND");
        assert_eq!(assert::to_bincode(&money("15", "VND").unwrap()), bytes);
        for code in [*b"vnd", *b"XXX", [0xff; 3]] {
            bytes[17..].copy_from_slice(&code);
            assert!(assert::from_bincode::<Money>(&bytes).unwrap_err().contains("ISO 4217"));
        }
    }

    proptest! {
        #[test]
        fn every_form_round_trips(money in any_money()) {
            assert::survives_serde(&money);
            prop_assert_eq!(money.currency().to_string().parse(), Ok(money.currency()));
            prop_assert!(!money.amount().is_negative());
        }

        #[test]
        fn any_text_is_read_or_rejected(value in "\\PC{0,5}|[A-Z]{3}") {
            if let Ok(currency) = value.parse::<Currency>() {
                prop_assert_eq!(currency.code(), value);
            }
        }
    }
}
