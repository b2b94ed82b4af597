//! Manifests of trusted documents: the files in which a front end's build lists what it sends.

use std::{fs, path::Path};

use serde_json::Value;

use crate::http::{console, json};

/// What Apollo's manifests say that they are.
const APOLLO: &str = "apollo-persisted-query-manifest";

/// Why a manifest is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// It cannot be read.
    #[error("the manifest {path} cannot be read: {reason}")]
    Unread {
        /// The file.
        path: String,
        /// What failed.
        reason: String,
    },
    /// It has another form.
    #[error(
        "{path} is not a manifest: {reason}; provide an object of documents by id, as Relay and \
         GraphQL Code Generator write it, or Apollo's format"
    )]
    Form {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
}

/// The documents of the pages that the program itself serves, as (id, text).
///
/// # Errors
/// Where the build left a manifest of another form.
pub fn built_in() -> Result<Vec<(String, String)>, ManifestError> {
    let path = "the manifest of the pages".to_owned();
    parse(console::DOCUMENTS.as_bytes()).map_err(|reason| ManifestError::Form { path, reason })
}

/// The documents of a manifest, as (id, text).
///
/// # Errors
/// Where it cannot be read, or has another form.
pub fn read(path: &Path) -> Result<Vec<(String, String)>, ManifestError> {
    let shown = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| ManifestError::Unread {
        path: shown.clone(),
        reason: error.to_string(),
    })?;
    parse(&bytes).map_err(|reason| ManifestError::Form { path: shown, reason })
}

fn parse(bytes: &[u8]) -> Result<Vec<(String, String)>, String> {
    let value = json::read(bytes).map_err(|error| format!("it {error}"))?;
    let Value::Object(entries) = value else { return Err("it is not an object".to_owned()) };
    if entries.get("format").and_then(Value::as_str) == Some(APOLLO) {
        let operations = entries.get("operations").and_then(Value::as_array);
        let operations = operations.ok_or("it has no list of `operations`")?;
        let entry = |it: &Value| Some((text(it, "id")?, text(it, "body")?));
        return operations
            .iter()
            .map(|it| entry(it).ok_or_else(|| format!("an operation has no id or body: {it}")))
            .collect();
    }
    let documents = entries.into_iter().map(|(id, text)| match text {
        Value::String(text) => Ok((id, text)),
        _ => Err(format!("`{id}` is not a string")),
    });
    documents.collect()
}

fn text(it: &Value, key: &str) -> Option<String> {
    it.get(key)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(feature = "console")]
    use data_encoding::HEXLOWER;
    #[cfg(feature = "console")]
    use sha2::{Digest as _, Sha256};

    #[test]
    fn manifests_of_three_makers_are_read() {
        let relay =
            br#"{"d41d8cd98f00b204e9800998ecf8427e": "query A { a }", "b": "query B { b }"}"#;
        let pair = |id: &str, text: &str| (id.to_owned(), text.to_owned());
        let expected =
            [pair("b", "query B { b }"), pair("d41d8cd98f00b204e9800998ecf8427e", "query A { a }")];
        let mut found = parse(relay).unwrap();
        found.sort();
        assert_eq!(found, expected);
        let apollo = br#"{"format": "apollo-persisted-query-manifest", "version": 1, "operations":
            [{"id": "x", "name": "A", "type": "query", "body": "query A { a }"}]}"#;
        assert_eq!(parse(apollo).unwrap(), [pair("x", "query A { a }")]);
    }

    #[cfg(feature = "console")]
    #[test]
    fn the_pages_name_their_documents_by_their_hash() {
        let documents = built_in().unwrap();
        assert!(documents.len() > 10, "{}", documents.len());
        for (id, text) in documents {
            let hash = Sha256::digest(text.as_bytes());
            assert_eq!(id, format!("sha256:{}", HEXLOWER.encode(&hash)));
        }
    }

    #[test]
    fn another_form_is_told() {
        for (text, reason) in [
            ("[]", "it is not an object"),
            ("{", "it is not JSON: EOF"),
            (r#"{"a": "query A { a }", "a": "query B { b }"}"#, "it has `a` twice"),
            (r#"{"a": {"text": "b"}}"#, "`a` is not a string"),
            (r#"{"format": "apollo-persisted-query-manifest"}"#, "it has no list of `operations`"),
        ] {
            assert!(parse(text.as_bytes()).unwrap_err().starts_with(reason), "{text}");
        }
    }
}
