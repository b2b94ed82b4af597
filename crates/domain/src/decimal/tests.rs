//! Tests of decimals.

use proptest::prelude::*;

use super::{super::string_form::assert, *};

/// Any decimal of the whole range.
pub fn any_decimal() -> impl Strategy<Value = Decimal> {
    let limit = 10i128.pow(DIGITS_MAX);
    let mantissa = prop_oneof![1 - limit..limit, -1_000_000i128..1_000_000];
    (mantissa, 0..=DIGITS_MAX)
        .prop_map(|(mantissa, scale)| Decimal::from_parts(mantissa, scale).unwrap())
}

/// Decimals small enough that no sum of a dozen is refused.
fn any_term() -> impl Strategy<Value = Decimal> {
    let term = (-1_000_000_000_000..=1_000_000_000_000i128, 0u32..8);
    term.prop_map(|(mantissa, scale)| Decimal::from_parts(mantissa, scale).unwrap())
}

fn decimal(value: &str) -> Decimal {
    value.parse().unwrap()
}

#[test]
fn the_written_form_is_canonical() {
    for (value, canonical) in [
        ("15", "15"),
        ("0", "0"),
        ("-0.00", "0"),
        ("1.50", "1.5"),
        ("100.00", "100"),
        ("-007.250", "-7.25"),
        ("1500000000000", "1500000000000"),
        ("0.0000000000000000000000000001", "0.0000000000000000000000000001"),
        ("1.00000000000000000000000000000000000000", "1"),
        ("9999999999999999999999999999", "9999999999999999999999999999"),
    ] {
        assert_eq!(decimal(value).to_string(), canonical);
    }
}

#[test]
fn other_shapes_are_rejected() {
    let long = "0".repeat(65);
    for value in [
        "", "-", ".", "1.", ".5", "+1", "1e3", " 1", "1 ", "1,5", "1.2.3", "--1", "NaN", "inf",
        "1_000", "١", &long,
    ] {
        assert_eq!(
            value.parse::<Decimal>(),
            Err(DecimalError::Shape { value: Excerpt::of(value) })
        );
    }
}

#[test]
fn too_many_digits_are_rejected() {
    for value in [
        "12345678901234567890123456789",
        "10000000000000000000000000000",
        "1.2345678901234567890123456789",
        "0.00000000000000000000000000001",
        "99999999999999999999999999999999999999999999999999999999999999",
    ] {
        assert_eq!(
            value.parse::<Decimal>(),
            Err(DecimalError::TooPrecise { value: Excerpt::of(value) })
        );
    }
}

#[test]
fn a_sum_is_exact_or_refused() {
    assert_eq!(decimal("0.1").checked_add(decimal("0.2")), Some(decimal("0.3")));
    assert_eq!(decimal("1.5").checked_sub(decimal("1.50")), Some(Decimal::ZERO));
    let largest = decimal("9999999999999999999999999999");
    assert_eq!(largest.checked_add(decimal("0.1")), None);
    assert_eq!(largest.checked_add(Decimal::ONE), None);
}

#[test]
fn a_ratio_rounds_half_to_even() {
    let ratio = |part, whole| Decimal::ratio(part, whole).map(|ratio| ratio.to_string());
    assert_eq!(ratio(4, 29).as_deref(), Some("0.137931"));
    assert_eq!(ratio(-2, 3).as_deref(), Some("-0.666667"));
    assert_eq!(ratio(2, -3).as_deref(), Some("-0.666667"));
    assert_eq!(ratio(1, 2_000_000).as_deref(), Some("0"));
    assert_eq!(ratio(3, 2_000_000).as_deref(), Some("0.000002"));
    assert_eq!(ratio(29, 29).as_deref(), Some("1"));
    assert_eq!(ratio(1, 0), None);
    assert!(ratio(i64::MIN, -1).is_some());
}

#[test]
fn a_person_may_write_an_integer_but_no_float() {
    #[derive(Deserialize)]
    struct Row {
        value: Decimal,
    }
    assert_eq!(toml::from_str::<Row>("value = 15").unwrap().value, decimal("15"));
    assert_eq!(toml::from_str::<Row>("value = \"15.5\"").unwrap().value, decimal("15.5"));
    let error = toml::from_str::<Row>("value = 15.5").err().unwrap().to_string();
    assert!(
        error.contains("15.5 is a float, which is not exact; write it as a string: \"15.5\""),
        "{error}"
    );
    assert_eq!(
        serde_json::from_str::<Decimal>("18446744073709551615").unwrap(),
        Decimal::from(u64::MAX)
    );
    assert!(serde_json::from_str::<Decimal>("1e3").is_err());
    assert!(serde_json::from_str::<Decimal>("null").is_err());
}

#[test]
fn binary_form_is_frozen() {
    let mut bytes = [0; 17];
    bytes[..2].copy_from_slice(&275i16.to_le_bytes());
    bytes[16] = 2;
    assert_eq!(assert::to_bincode(&decimal("2.75")), bytes);
    for (mantissa, scale) in
        [(10, 1), (0, 1), (1, 29), (10i128.pow(28), 0), (i128::MIN, 0), (i128::MAX, 255)]
    {
        let bytes = assert::to_bincode(&(mantissa, u8::try_from(scale).unwrap()));
        let error = assert::from_bincode::<Decimal>(&bytes).unwrap_err();
        assert!(error.contains("is not an encoded decimal"), "{error}");
    }
}

proptest! {
    #[test]
    fn every_form_round_trips(decimal in any_decimal()) {
        prop_assert_eq!(decimal.to_string().parse(), Ok(decimal));
        assert::survives_serde(&decimal);
    }

    #[test]
    fn a_sum_does_not_depend_on_order(
        mut terms in prop::collection::vec(any_term(), 0..12),
        at in any::<prop::sample::Index>(),
    ) {
        let sum = |terms: &[Decimal]| {
            terms.iter().try_fold(Decimal::ZERO, |sum, &term| sum.checked_add(term))
        };
        let forwards = sum(&terms);
        prop_assert!(forwards.is_some());
        if !terms.is_empty() {
            let middle = at.index(terms.len());
            terms.rotate_left(middle);
        }
        prop_assert_eq!(sum(&terms), forwards);
        terms.reverse();
        prop_assert_eq!(sum(&terms), forwards);
    }

    #[test]
    fn addition_commutes_and_subtraction_undoes_it(a in any_decimal(), b in any_decimal()) {
        prop_assert_eq!(a.checked_add(b), b.checked_add(a));
        if let Some(sum) = a.checked_add(b) {
            prop_assert_eq!(sum.checked_sub(b), Some(a));
        }
    }

    #[test]
    fn any_text_is_read_or_rejected(value in "\\PC*|-?[0-9.]{0,70}") {
        if let Ok(decimal) = value.parse::<Decimal>() {
            prop_assert_eq!(decimal.to_string().parse(), Ok(decimal));
        }
    }
}
