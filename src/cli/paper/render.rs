//! Renders the template of the report. What it may call has its counterpart in `web/src/pages/report/render.ts`.

use std::collections::HashMap;

use anyhow::Context;
use minijinja::{
    AutoEscape, Environment, HtmlEscape, UndefinedBehavior, Value, context, value::Serde,
};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::cli::args::PaperLang;

const TEMPLATE: &str = include_str!("../../../web/src/pages/report/report.jinja");
const WORDS: &str = include_str!("../../../web/src/pages/report/words.json");
const STYLE: &str = include_str!("../../../web/src/pages/report/report.css");

/// What is written where nothing is stated.
const NOTHING: &str = "–";

/// The report as a file: its styles are in it, and it has no scripts.
pub fn page(report: &serde_json::Value, lang: PaperLang) -> anyhow::Result<String> {
    let article = article(report, lang)?;
    let code = lang.code();
    let title = report["agreement"]["title"].as_str().unwrap_or_default();
    let title = HtmlEscape(title);
    Ok(format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\nbody {{ margin: 0; }}\n{STYLE}</style>\n</head>\n<body>\n\
         <article class=\"report\" lang=\"{code}\">\n{article}</article>\n</body>\n</html>\n"
    ))
}

fn article(report: &serde_json::Value, lang: PaperLang) -> anyhow::Result<String> {
    let words: HashMap<String, [String; 2]> =
        serde_json::from_str(WORDS).context("the words of the report")?;
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.add_function("say", move |vi: String, en: String| match lang {
        PaperLang::Vi => vi,
        PaperLang::En => en,
    });
    environment.add_function("word", move |word: Value| named(&words, &word, lang));
    for (name, write) in [
        ("number", number as fn(&str, PaperLang) -> String),
        ("share", share),
        ("day", |it, _| day(it)),
        ("period", |it, _| period(it)),
        ("written_day", |it, _| written_day(it)),
    ] {
        environment.add_filter(name, move |value: Value| {
            if value.is_none() || value.is_undefined() {
                return NOTHING.to_owned();
            }
            write(&value.to_string(), lang)
        });
    }
    environment.add_template("report", TEMPLATE).context("the template of the report")?;
    let template = environment.get_template("report")?;
    template.render(context! { report => Serde(report) }).context("the report cannot be rendered")
}

/// A word of the API in the reader's language; one that has no name is shown as the pages show it.
fn named(words: &HashMap<String, [String; 2]>, word: &Value, lang: PaperLang) -> String {
    let Some(word) = word.as_str().filter(|it| !it.is_empty()) else { return NOTHING.to_owned() };
    if let Some([vi, en]) = words.get(word) {
        return if lang == PaperLang::Vi { vi.clone() } else { en.clone() };
    }
    if !word.chars().all(|it| it.is_ascii_uppercase() || it == '_') {
        return word.to_owned();
    }
    let (first, rest) = word.split_at(1);
    format!("{first}{}", rest.to_lowercase().replace('_', " "))
}

/// A number with at most three decimals: `1.234,5` in Vietnamese, `1,234.5` in English.
fn number(text: &str, lang: PaperLang) -> String {
    written(text, 3, lang).unwrap_or_else(|| text.to_owned())
}

/// A share as per cent, with at most one decimal.
fn share(text: &str, lang: PaperLang) -> String {
    let percent = text.parse::<Decimal>().ok().map(|it| it * Decimal::ONE_HUNDRED);
    let written = percent.and_then(|it| written(&it.to_string(), 1, lang));
    written.map_or_else(|| text.to_owned(), |it| format!("{it}%"))
}

fn written(text: &str, decimals: u32, lang: PaperLang) -> Option<String> {
    let (group, point) = if lang == PaperLang::Vi { ('.', ',') } else { (',', '.') };
    let value: Decimal = text.parse().ok()?;
    let value = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let value = value.normalize().to_string();
    let (sign, digits) = value.strip_prefix('-').map_or(("", value.as_str()), |rest| ("-", rest));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(group);
        }
        grouped.push(digit);
    }
    let rest = if rest.is_empty() { String::new() } else { format!("{point}{rest}") };
    Some(format!("{sign}{grouped}{rest}"))
}

/// A day, a month or a year as `dd/mm/yyyy`; what follows it stays.
fn day(text: &str) -> String {
    let is_date = |it: &str| {
        it.split('-')
            .zip([4, 2, 2])
            .all(|(part, width)| part.len() == width && part.bytes().all(|it| it.is_ascii_digit()))
    };
    for length in [10, 7, 4] {
        if let Some((date, rest)) = text.split_at_checked(length)
            && is_date(date)
        {
            return format!("{}{rest}", turned(date));
        }
    }
    text.to_owned()
}

fn turned(date: &str) -> String {
    date.split('-').rev().collect::<Vec<_>>().join("/")
}

/// An interval of EDTF: both ends, an open one as `…`.
fn period(text: &str) -> String {
    let end = |it| if matches!(it, "" | "..") { "…".to_owned() } else { turned(it) };
    text.split('/').map(end).collect::<Vec<_>>().join(" – ")
}

/// The day of a document, as Vietnamese administrative documents write it.
fn written_day(text: &str) -> String {
    let mut parts = text.split('-');
    let [year, month, day] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    format!("ngày {day} tháng {month} năm {year}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        for (text, vi, en) in [
            ("0", "0", "0"),
            ("1234.5", "1.234,5", "1,234.5"),
            ("1234567", "1.234.567", "1,234,567"),
            ("-1000.0005", "-1.000,001", "-1,000.001"),
            ("12.300", "12,3", "12.3"),
            ("words", "words", "words"),
        ] {
            assert_eq!(number(text, PaperLang::Vi), vi);
            assert_eq!(number(text, PaperLang::En), en);
        }
        assert_eq!(share("0.28846", PaperLang::Vi), "28,8%");
        assert_eq!(share("1", PaperLang::En), "100%");
    }

    #[test]
    fn days_and_periods_are_written_from_the_day_on() {
        for (text, written) in [
            ("2024-04-04", "04/04/2024"),
            ("2024-04", "04/2024"),
            ("2024", "2024"),
            ("2024-04-04~", "04/04/2024~"),
            ("2024?", "2024?"),
            ("19XX", "19XX"),
        ] {
            assert_eq!(day(text), written);
        }
        assert_eq!(period("2023-01/2025"), "01/2023 – 2025");
        assert_eq!(period("2023/.."), "2023 – …");
        assert_eq!(written_day("2024-04-04"), "ngày 04 tháng 04 năm 2024");
    }

    #[test]
    fn what_is_given_is_escaped_and_what_is_missing_is_told() {
        let report = serde_json::json!({"agreement": {"title": "<b>&"}});
        let page = page(&report, PaperLang::Vi).unwrap();
        assert!(page.contains("<title>&lt;b&gt;&amp;</title>") && !page.contains("<b>"));
    }
}
