//! When a token ends, as people write it.

use anyhow::{Context, anyhow};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::Offset};

const FORMS: &str = "write a day such as 2027-01-01 (it ends when that day begins in Viet Nam), a \
    moment such as 2027-01-01T08:00:00Z, or a time from now such as 90d or 12h";

/// Reads when a token ends.
///
/// # Errors
/// Where the text is of none of the forms.
pub fn parse(text: &str, now: Timestamp) -> anyhow::Result<Timestamp> {
    let wrong = || anyhow!("--expires `{text}`: {FORMS}");
    if let Some((number, unit)) = length(text) {
        let number: i64 = number.parse().map_err(|_| wrong())?;
        let seconds = number.checked_mul(unit).ok_or_else(wrong)?;
        return now.checked_add(SignedDuration::from_secs(seconds)).with_context(wrong);
    }
    if let Ok(day) = text.parse::<Date>()
        && !text.contains(['T', 't', ' '])
    {
        let midnight = day.at(0, 0, 0, 0);
        return Offset::constant(7).to_timestamp(midnight).with_context(wrong);
    }
    text.parse().map_err(|_| wrong())
}

/// The number of `90d` or `12h`, and its unit in seconds.
fn length(text: &str) -> Option<(&str, i64)> {
    let (number, unit) = match text.strip_suffix('d') {
        Some(number) => (number, 86_400),
        None => (text.strip_suffix('h')?, 3_600),
    };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some((number, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<String> {
        let now = "2026-11-23T08:30:00Z".parse().unwrap();
        parse(text, now).ok().map(|at| at.to_string())
    }

    #[test]
    fn days_moments_and_times_from_now_are_read() {
        for (text, at) in [
            ("2027-01-01", "2026-12-31T17:00:00Z"),
            ("2027-01-01T08:00:00Z", "2027-01-01T08:00:00Z"),
            ("2027-01-01T08:00:00+07:00", "2027-01-01T01:00:00Z"),
            ("90d", "2027-02-21T08:30:00Z"),
            ("12h", "2026-11-23T20:30:00Z"),
            ("0d", "2026-11-23T08:30:00Z"),
        ] {
            assert_eq!(parsed(text).as_deref(), Some(at), "{text}");
        }
    }

    #[test]
    fn other_forms_are_refused_with_those_that_are_read() {
        let huge = format!("{}d", i64::MAX);
        for text in
            ["", "d", "-1d", "90", "90m", "soon", "2027-13-01", "2027-01-01T08:00:00", &huge]
        {
            assert_eq!(parsed(text), None, "{text}");
        }
        let told = parse("soon", Timestamp::UNIX_EPOCH).unwrap_err().to_string();
        assert!(told.contains("--expires `soon`") && told.contains("90d"), "{told}");
    }
}
