//! The settings file: TOML, a key for each setting. Knows keys and lines, not what values mean.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use toml::Spanned;

use super::{
    error::{Origin, SettingError},
    setting::{Form, Setting},
};

/// A settings file that was read.
#[derive(Debug, Clone)]
pub struct File {
    path: PathBuf,
    /// By key: the value as a text, and its line.
    values: BTreeMap<String, (String, usize)>,
}

impl File {
    /// Reads a file of these settings.
    ///
    /// # Errors
    /// All that is wrong with its form: syntax, unknown keys, values that are not scalars.
    pub fn read(path: &Path, settings: &[Setting]) -> Result<Self, Vec<SettingError>> {
        let text = std::fs::read_to_string(path).map_err(|source| {
            vec![SettingError::Unread { path: path.to_owned(), reason: source.to_string() }]
        })?;
        Self::parse(path, &text, settings)
    }

    fn parse(path: &Path, text: &str, settings: &[Setting]) -> Result<Self, Vec<SettingError>> {
        let table = toml::Deserializer::parse(text)
            .and_then(BTreeMap::<String, Spanned<toml::Value>>::deserialize)
            .map_err(|error| {
                let line = error.span().map_or(1, |span| line_of(text, span.start));
                let reason = error.message().to_owned();
                vec![SettingError::Form { path: path.to_owned(), line, reason }]
            })?;
        let mut errors = Vec::new();
        let mut values = BTreeMap::new();
        for (key, value) in table {
            let line = line_of(text, value.span().start);
            let Some(setting) = settings.iter().find(|setting| setting.key == key) else {
                let known = nearest(&key, settings.iter().map(|it| it.key)).map_or_else(
                    || "`hoptac settings` prints all of them".to_owned(),
                    |meant| format!("did you mean `{meant}`?"),
                );
                let path = path.to_owned();
                errors.push(SettingError::Unknown { path, line, key, known });
                continue;
            };
            match text_of(value.get_ref(), setting.form) {
                Some(value) => {
                    values.insert(key, (value, line));
                }
                None => errors.push(SettingError::Value {
                    key,
                    value: value.get_ref().to_string(),
                    origin: Origin::File { path: path.to_owned(), line },
                    reason: match setting.form {
                        Form::List(_) => {
                            "it is not a list of strings; write it like [\"a\", \"b\"]"
                        }
                        _ => "it is not a single value; write a string, a number, true or false",
                    }
                    .to_owned(),
                }),
            }
        }
        if errors.is_empty() { Ok(Self { path: path.to_owned(), values }) } else { Err(errors) }
    }

    /// The value of a key as a text, and where it stands.
    pub fn get(&self, key: &str) -> Option<(String, Origin)> {
        let (value, line) = self.values.get(key)?;
        Some((value.clone(), Origin::File { path: self.path.clone(), line: *line }))
    }
}

/// The name that one may be meant to be: the same but for how words are joined, or nearly the same.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody misspells a name into one that is much longer.
    let name: String = name.chars().take(60).collect();
    let name = name.to_lowercase().replace('_', "-");
    let far =
        |known: &str| strsim::damerau_levenshtein(&name, &known.to_lowercase().replace('_', "-"));
    let best = known.map(|known| (far(known), known)).min()?;
    (best.0 <= 1 + name.len() / 6).then_some(best.1)
}

/// A value as a flag would give it; `None` where it is not of the form.
fn text_of(value: &toml::Value, form: Form) -> Option<String> {
    match (value, form) {
        (toml::Value::Array(items), Form::List(_)) => {
            let items: Option<Vec<String>> = items.iter().map(scalar).collect();
            Some(items?.join(","))
        }
        _ => scalar(value),
    }
}

fn scalar(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}
