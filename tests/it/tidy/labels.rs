//! Labels of enum values: that the catalogue has each of the schema and no other, and that the pages
//! say the same.

use std::collections::{BTreeMap, BTreeSet};

use hoptac::messages::{Label, Labels};

use super::rules::Broken;

/// The values of each enum of a schema, by its name.
fn enums(sdl: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let (mut of, mut described) = (None, false);
    for line in sdl.lines() {
        let text = line.trim();
        if text.starts_with("\"\"\"") {
            described ^= text.len() < 6 || !text.ends_with("\"\"\"");
        } else if described || text.starts_with('"') {
        } else if let Some(name) = line.strip_prefix("enum ") {
            of = name.split([' ', '{']).next();
        } else if text == "}" {
            of = None;
        } else if let (Some(name), Some(value)) = (of, text.split(' ').next()) {
            found.entry(name).or_default().insert(value);
        }
    }
    found.retain(|name, _| !name.starts_with("__"));
    found
}

/// The commands for which the pages have no word.
pub fn commands_without_word<'a>(
    words: &str,
    commands: impl Iterator<Item = &'a str>,
) -> Vec<Broken> {
    let key = |name: &str| {
        name.chars().fold(String::new(), |mut key, letter| {
            if letter.is_uppercase() {
                key.push('_');
            }
            key.extend(letter.to_uppercase());
            key
        })
    };
    commands
        .map(key)
        .filter(|key| !words.contains(&format!("\n  {key}: [")))
        .map(|key| {
            format!("web/src/pages/words.ts has no word for a command; add `{key}: ['…', '…']`")
        })
        .collect()
}

/// What is wrong between a schema and the labels.
pub fn unlabelled(sdl: &str, labels: &Labels) -> Vec<Broken> {
    let enums = enums(sdl);
    let known: BTreeSet<_> =
        enums.iter().flat_map(|(of, it)| it.iter().map(|it| (*of, *it))).collect();
    let told: BTreeSet<_> =
        labels.iter().flat_map(|(of, it)| it.keys().map(|it| (of.as_str(), it.as_str()))).collect();
    let missing = known.difference(&told).map(|(of, value)| {
        format!("{of}.{value} has no label; add `{value} = [\"…\", \"…\"]` to [{of}]")
    });
    let odd =
        told.difference(&known).map(|(of, value)| format!("no enum has {of}.{value}; remove it"));
    missing.chain(odd).collect()
}

/// The values that the pages call otherwise than the labels of any enum.
pub fn called_otherwise(words: &str, labels: &Labels) -> Vec<Broken> {
    let mut broken = Vec::new();
    for line in words.lines() {
        let Some((value, said)) = line.trim().split_once(": ['") else { continue };
        let said = said.trim_end_matches("'],").split_once("', '");
        let all: Vec<&Label> = labels.values().filter_map(|it| it.get(value)).collect();
        let Some((vi, en)) = said.filter(|it| !all.is_empty() && *it != ("", "")) else { continue };
        let is_same = |label: &&Label| {
            label.vi.to_lowercase() == vi.to_lowercase()
                && label.en.to_lowercase() == en.to_lowercase()
        };
        if !all.iter().any(is_same) {
            broken.push(format!("the pages call {value} {vi:?}, {en:?}; the labels are {all:?}"));
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(of: &str, value: &str, vi: &str, en: &str) -> Labels {
        let label = Label { vi: vi.to_owned(), en: en.to_owned() };
        [(of.to_owned(), [(value.to_owned(), label)].into())].into()
    }

    #[test]
    fn a_value_without_a_label_and_a_label_without_a_value_are_told() {
        let sdl = "\"\"\"\nenum A {\n\"\"\"\nenum A {\n  \"B {\"\n  B\n  \"\"\"\n  C\n  \"\"\"\n  D @deprecated\n}\n";
        let broken = unlabelled(sdl, &labels("A", "B", "b", "b"));
        assert_eq!(broken.len(), 1, "{broken:?}");
        assert!(broken[0].starts_with("A.D has no label"));
        assert_eq!(
            unlabelled("enum A {\n  B\n}", &labels("A", "B", "b", "b")),
            Vec::<Broken>::new()
        );
        assert!(
            unlabelled("enum A {\n}", &labels("A", "B", "b", "b"))[0].contains("no enum has A.B")
        );
    }

    #[test]
    fn a_page_that_calls_a_value_otherwise_is_told() {
        let labels = labels("A", "B", "Bê", "Bee");
        for (words, count) in [
            ("  B: ['bê', 'bee'],", 0),
            ("  B: ['', ''],", 0),
            ("  C: ['x', 'y'],", 0),
            ("  B: ['Bò', 'Bee'],", 1),
        ] {
            assert_eq!(called_otherwise(words, &labels).len(), count, "{words}");
        }
    }
}
