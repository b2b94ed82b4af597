//! Rows of records that were merged: a file neither merges nor separates what is registered.

use messages::{Message, Say, message};

use crate::{
    problem::{Problem, ProblemCode, ViewFault},
    record::{Record, Versioned},
    view::View,
};

/// A registered record keeps what it was merged into, and one that was merged keeps its content:
/// notes what a row says otherwise.
pub(super) fn stays_merged(
    view: &impl View,
    before: Option<&Versioned>,
    record: &mut Record,
) -> Result<Option<Problem>, ViewFault> {
    let Some(before) = before else { return Ok(None) };
    match (before.record.merged_into(), record.merged_into()) {
        (None, Some(_)) => {
            let message = message!(
                "a file merges no record that is registered; merge it in the registry, so that what \
                 points at it follows"
            );
            Ok(Some(wrong("mergedInto", message)))
        }
        (Some(kept), _) => {
            record.set_merged_into(&before.record);
            if *record == before.record {
                return Ok(None);
            }
            let found = view.record(kept)?;
            let key = found.as_ref().and_then(|found| found.record.key());
            let label = key.map_or_else(|| kept.message(), |key| message!("`{key}`"));
            let message = message!(
                "the {} was merged into {label}; change that one, and leave this row out",
                before.id.noun
            );
            Ok(Some(wrong("key", message)))
        }
        (None, None) => Ok(None),
    }
}

/// Told only of a row that would change the record.
fn wrong(field: &str, message: Message) -> Problem {
    Problem::new(ProblemCode::Inconsistent, vec![field.to_owned()], message)
}
