//! What the values of enums are called.

use async_graphql::Result;
use macros::Object;
use messages::{labels, message};

use crate::error::bad_input;
use domain::Lang;

/// What the values of an enum are called.
#[derive(Debug, Object)]
pub struct EnumLabels {
    /// The name of the enum.
    name: String,
    /// Its values.
    values: Vec<ValueLabel>,
}

/// What a value of an enum is called.
#[derive(Debug, Object)]
pub struct ValueLabel {
    /// The value.
    value: String,
    /// What it is called.
    label: String,
}

/// What the values of the enums of these names are called, or of all.
///
/// # Errors
/// `BAD_USER_INPUT` for a name that no enum has.
pub fn of(names: Option<Vec<String>>, lang: Lang) -> Result<Vec<EnumLabels>> {
    let Some(names) = names else {
        return Ok(labels().keys().filter_map(|name| find(name, lang)).collect());
    };
    let known = |name: String| {
        find(&name, lang).ok_or_else(|| {
            let shown: String = name.chars().take(40).collect();
            bad_input(message!("no enum is called `{shown}`; name one of the schema"))
        })
    };
    names.into_iter().map(known).collect()
}

fn find(name: &str, lang: Lang) -> Option<EnumLabels> {
    let (name, words) = labels().get_key_value(name)?;
    let values = words.iter().map(|(value, label)| ValueLabel {
        value: value.clone(),
        label: if lang == Lang::Vi { label.vi.clone() } else { label.en.clone() },
    });
    Some(EnumLabels { name: name.clone(), values: values.collect() })
}
