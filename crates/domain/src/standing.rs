//! Under which agreement a record stands: what is recorded under a draft is as hidden as the draft.

use super::{
    agreement::Agreement,
    noun::{AgreementId, Noun, NounId, RecordId},
    problem::ViewFault,
    record::{Entity, Record},
    relation::Relation,
    view::View,
};

/// The agreement under which a record stands; `None` where there is none.
///
/// # Errors
/// Where the view cannot be read.
pub fn agreement_of(record: &Record, view: &impl View) -> Result<Option<AgreementId>, ViewFault> {
    for above in record.stands_under().into_iter().flatten() {
        if above.noun == Noun::Agreement {
            return Ok(Some(AgreementId::from_number(above.number)));
        }
        if let Some(found) = view.record(above)?
            && let Some(agreement) = agreement_of(&found.record, view)?
        {
            return Ok(Some(agreement));
        }
    }
    Ok(None)
}

/// The agreement that a record is, or stands under, and whether it is a draft.
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
    let Some(above) = agreement_of(record, view)? else { return Ok(None) };
    let found = view.record(above.record())?;
    let is_draft = found.is_some_and(|it| Agreement::of(&it.record).is_some_and(|it| it.draft));
    Ok(Some((above, is_draft)))
}

/// The relations that lead from a record of a noun to those that stand under it: the ways back of
/// what [`Record::stands_under`] names.
#[must_use]
pub const fn relations_below(noun: Noun) -> &'static [Relation] {
    match noun {
        Noun::Agreement => &[
            Relation::AgreementFields,
            Relation::AgreementActivities,
            Relation::AgreementEvents,
            Relation::AgreementClaims,
            Relation::AgreementDirectives,
        ],
        Noun::Activity => &[Relation::ActivityIndicators, Relation::ActivityOutcomes],
        Noun::Event => &[Relation::EventOutcomes],
        _ => &[],
    }
}
