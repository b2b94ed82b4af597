//! Several rows into one record: what each row says once must agree, lists are put together.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::import::Position;
use domain::Noun;

/// Most records that wait for the end of a table.
pub const WAITING_MAX: usize = 500_000;

/// A record in the making.
#[derive(Debug)]
pub struct MergedRow {
    pub noun: Noun,
    pub key: String,
    pub at: Position,
    /// The lines of further rows that say something of it.
    pub also: Vec<u64>,
    /// Whether it is made of one row alone.
    pub alone: bool,
    pub value: Map<String, Value>,
    /// On which line the row stands that may be there but once.
    pub once: Option<u64>,
}

impl MergedRow {
    /// Adds what the row on another line says of the same record. The attributes that the two say
    /// differently; the first row stays.
    pub fn add(&mut self, line: u64, value: Map<String, Value>) -> Vec<String> {
        self.also.push(line);
        let mut differing = Vec::new();
        for (name, value) in value {
            match (self.value.get_mut(&name), value) {
                (None, value) => {
                    self.value.insert(name, value);
                }
                (Some(Value::Array(list)), Value::Array(entries)) => {
                    let repeats = repeats(self.noun, &name);
                    for entry in entries {
                        if repeats || !list.contains(&entry) {
                            list.push(entry);
                        }
                    }
                }
                (Some(before), value) if *before == value => {}
                (Some(_), _) => differing.push(name),
            }
        }
        differing
    }
}

/// Whether equal entries of a list are entries of their own: two instalments may be of one amount.
fn repeats(noun: Noun, attribute: &str) -> bool {
    noun == Noun::Activity && attribute == "commitments"
}

/// Records that are made of several rows, in the order of their first.
#[derive(Debug, Default)]
pub struct MergedRows {
    pub list: Vec<MergedRow>,
    by_key: HashMap<(Noun, String), usize>,
}

impl MergedRows {
    /// The record in the making with a key.
    pub fn find(&mut self, noun: Noun, key: &str) -> Option<&mut MergedRow> {
        let place = *self.by_key.get(&(noun, key.to_owned()))?;
        self.list.get_mut(place)
    }

    /// Starts a record.
    pub fn start(&mut self, making: MergedRow) {
        self.by_key.insert((making.noun, making.key.clone()), self.list.len());
        self.list.push(making);
    }

    /// Takes all of them out.
    pub fn take(&mut self) -> Vec<MergedRow> {
        self.by_key.clear();
        std::mem::take(&mut self.list)
    }
}
