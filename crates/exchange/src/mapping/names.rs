//! From a name in a table to the province or organization that is called so.

use jiff::civil::Date;

use super::codes::Provinces;
use domain::{Noun, Record, RecordId, edge::Term, name::folded};
use registry::StoreError;

impl Provinces {
    /// The key of the province or organization that is called so: by its name, one that it had, or
    /// an alias, however it is spelled.
    ///
    /// # Errors
    /// Why there is none, in words: nobody is called so, or several are, and the day does not tell
    /// which.
    pub(super) fn named(&self, noun: Noun, name: &str, on: Option<Date>) -> Result<String, String> {
        let called = self.called(noun, name).map_err(|error| error.to_string())?;
        let label = |(id, record): &(RecordId, Record)| {
            record.key().map_or_else(|| id.to_string(), str::to_owned)
        };
        let all = |found: &[&(RecordId, Record)]| {
            found.iter().map(|it| label(it)).collect::<Vec<_>>().join(" and ")
        };
        let meant: Vec<_> = called.iter().filter(|(_, record)| exists(record, on)).collect();
        match meant.as_slice() {
            [(id, record)] => record
                .key()
                .map(str::to_owned)
                .ok_or_else(|| format!("{id}, called `{name}`, has no key; give it one")),
            [] if called.is_empty() => {
                Err(format!("no {noun} is called `{name}`; register it, or give it this alias"))
            }
            [] => Err(format!(
                "`{name}` is {}, which did not exist on {}; give the right day under [codes]",
                all(&called.iter().collect::<Vec<_>>()),
                on.map_or_else(String::new, |on| on.to_string())
            )),
            several => Err(format!(
                "`{name}` may be {}; write the key of the one that is meant, or take the alias from \
                 the other{}",
                all(several),
                if noun == Noun::Province { ", or write under [codes] for which day" } else { "" }
            )),
        }
    }

    /// The records with a name, each once.
    fn called(&self, noun: Noun, name: &str) -> Result<Vec<(RecordId, Record)>, StoreError> {
        let found = self.standing(&Term::Name(noun, folded(name)))?;
        Ok(found.into_iter().map(|found| (found.id, found.record.clone())).collect())
    }
}

/// Whether a unit exists on a day; organizations always do.
fn exists(record: &Record, on: Option<Date>) -> bool {
    match (record, on) {
        (Record::Province(it), Some(on)) => it.is_valid_on(on),
        _ => true,
    }
}
