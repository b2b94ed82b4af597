//! Under which agreement a record stands: what is recorded under a draft is as hidden as the draft.

use super::{
    agreement::Agreement,
    noun::{AgreementId, Noun, NounId, RecordId},
    problem::ViewFault,
    record::{Entity, Record},
    relation::Relation,
    view::View,
};

/// The agreements under which a record stands, by every way: the one that it names itself first.
fn agreements_of(
    record: &Record,
    view: &impl View,
    passed: &mut Vec<RecordId>,
    found: &mut Vec<(AgreementId, bool)>,
) -> Result<(), ViewFault> {
    let (named, others): (Vec<_>, Vec<_>) =
        record.stands_under().into_iter().partition(|above| above.noun == Noun::Agreement);
    for above in named.into_iter().chain(others) {
        if passed.contains(&above) {
            continue;
        }
        passed.push(above);
        let record = view.record(above)?;
        if above.noun == Noun::Agreement {
            let is_draft = record.is_some_and(|it| {
                Agreement::of(&it.record).is_some_and(|agreement| agreement.draft)
            });
            found.push((AgreementId::from_number(above.number), is_draft));
        } else if let Some(it) = record {
            agreements_of(&it.record, view, passed, found)?;
        }
    }
    Ok(())
}

/// The agreement that a record is, or stands under, and whether it is a draft. Of several, one that
/// is a draft, which hides the record; else the one that it names itself.
///
/// # Errors
/// Where the view cannot be read.
pub fn agreement_above(
    id: RecordId,
    record: &Record,
    view: &impl View,
) -> Result<Option<(AgreementId, bool)>, ViewFault> {
    if let Some(it) = Agreement::of(record) {
        return Ok(Some((AgreementId::from_number(id.number), it.draft)));
    }
    let mut found = Vec::new();
    agreements_of(record, view, &mut vec![id], &mut found)?;
    Ok(found.iter().find(|(_, is_draft)| *is_draft).or(found.first()).copied())
}

/// The relations that lead from a record of a noun to those that stand under it: the ways back of
/// what [`Record::stands_under`] names.
pub fn relations_below(noun: Noun) -> impl Iterator<Item = Relation> {
    let below = Relation::BELOW.iter().map(|(relation, _)| *relation);
    below.filter(move |relation| relation.leads_from() == Some(noun))
}
