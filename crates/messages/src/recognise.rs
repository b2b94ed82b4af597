//! Texts that come as such: of which template one is, and what stands in it.

use std::{cmp::Reverse, collections::BTreeMap};

use super::template::{Part, parts};

/// Bytes of the longest text that is looked at.
pub(super) const LONGEST: usize = 2_000;
/// A template that says fewer bytes of its own is told by too many texts.
const SAYS: usize = 16;

/// A template to be found in texts.
#[derive(Debug)]
pub(super) struct Pattern {
    /// The texts around the arguments: one more than there are arguments.
    texts: Vec<String>,
    arguments: Vec<String>,
    said: String,
    /// Bytes of its own.
    says: usize,
}

impl Pattern {
    /// The pattern of a template; `None` of one that says too little, unless it is `meant` as one.
    pub fn of(template: &str, said: &str, meant: bool) -> Option<Self> {
        let (mut texts, mut arguments) = (vec![String::new()], Vec::new());
        for part in parts(template) {
            match part {
                Part::Text(text) => texts.last_mut()?.push_str(text),
                Part::Argument(name) => {
                    arguments.push(name.to_owned());
                    texts.push(String::new());
                }
            }
        }
        let says = texts.iter().map(String::len).sum();
        // Where two arguments touch, nobody can tell them apart.
        let touches = texts.len() > 2 && texts[1..texts.len() - 1].iter().any(String::is_empty);
        let pattern = Self { texts, arguments, said: said.to_owned(), says };
        ((meant || says >= SAYS) && !touches).then_some(pattern)
    }

    /// By what it is told: that with the most of its own first.
    pub const fn rank(&self) -> Reverse<usize> {
        Reverse(self.says)
    }

    /// What it is in the other language.
    pub fn said(&self) -> &str {
        &self.said
    }

    /// What stands at its places in a text; `None` where the text is not of it. An argument ends
    /// where the next text first begins.
    pub fn read<'a>(&self, text: &'a str) -> Option<BTreeMap<&str, &'a str>> {
        let (first, between) = self.texts.split_first()?;
        let mut rest = text.strip_prefix(first.as_str())?;
        let Some((last, between)) = between.split_last() else {
            return rest.is_empty().then(BTreeMap::new);
        };
        let mut values = BTreeMap::new();
        let mut names = self.arguments.iter();
        for text in between {
            let (value, after) = rest.split_once(text.as_str())?;
            values.insert(names.next()?.as_str(), value);
            rest = after;
        }
        values.insert(names.next()?.as_str(), rest.strip_suffix(last.as_str())?);
        Some(values)
    }
}
