//! Records whose rules hang on another: what they say still has to fit when that one is corrected.

use messages::{Message, Say, message};

use crate::{
    check::Check,
    edge::Relation,
    noun::{Noun, RecordId},
    problem::{Problem, ViewFault},
    record::Record,
    view::View,
};

/// What the new content of a record breaks in those that point at it, if it breaks something; those
/// that `is_written` too are judged by themselves.
pub(crate) fn misfit(
    before: &impl View,
    staged: &impl View,
    id: RecordId,
    is_written: impl Fn(RecordId) -> bool,
) -> Result<Option<Message>, ViewFault> {
    for relation in fitting(id.noun) {
        for other in staged.linked(*relation, id)? {
            if is_written(other) {
                continue;
            }
            let found = faults(staged, other)?;
            if found.is_empty() {
                continue;
            }
            let known = faults(before, other)?;
            let Some(fault) = found.iter().find(|it| !known.contains(it)) else { continue };
            let record = staged.record(other)?;
            let key = record.as_ref().and_then(|found| found.record.key());
            let name =
                key.map_or_else(|| other.message(), |key| message!("{} `{key}`", other.noun));
            return Ok(Some(message!(
                "the {name} would no longer fit ({}: {}); correct that first",
                fault.field.join("."),
                fault.message
            )));
        }
    }
    Ok(None)
}

/// Whether what others say may hang on what changes in a record.
pub(crate) fn hangs_on(before: &Record, after: &Record) -> bool {
    match (before, after) {
        (Record::Organization(before), Record::Organization(after)) => {
            before.province != after.province
        }
        (Record::Agreement(before), Record::Agreement(after)) => before.parent != after.parent,
        _ => !fitting(after.noun()).is_empty(),
    }
}

/// The relations to records whose rules hang on a record of a noun.
const fn fitting(noun: Noun) -> &'static [Relation] {
    match noun {
        Noun::Organization => &[
            Relation::OrganizationAgreements,
            Relation::OrganizationActivities,
            Relation::OrganizationEvents,
            Relation::OrganizationOutcomesProvided,
            Relation::OrganizationOutcomesReceived,
        ],
        Noun::Province => &[Relation::ProvinceSucceededBy, Relation::ProvincePrecededBy],
        Noun::Agreement => &[Relation::AgreementActivities],
        Noun::Activity => &[Relation::ActivityEvents, Relation::ActivityOutcomes],
        Noun::Event => &[Relation::EventOutcomes],
        Noun::Indicator => &[Relation::IndicatorOutcomes],
        _ => &[],
    }
}

/// The rules that a record breaks.
pub(crate) fn faults(view: &impl View, id: RecordId) -> Result<Vec<Problem>, ViewFault> {
    let Some(found) = view.record(id)? else { return Ok(Vec::new()) };
    let mut check = Check::new(view, Vec::new());
    check.record(id, &mut found.record.clone());
    let (problems, fault) = check.finish();
    fault.map_or(Ok(problems), Err)
}
