//! Which records of a noun a caller may not see, as conditions, so that lists are counted without
//! reading them. Who sees what `auth` decides.

use std::sync::Arc;

use async_graphql::Result;

use crate::{error::internal, moment::Moment};
use auth::Sight;
use domain::{AgreementId, Noun, NounId, RecordId};
use registry::{Condition, Facet};

/// The conditions that all records of a noun meet which the caller may see, at the head. Lists of all
/// that there is rest on them.
pub fn hidden(moment: &Moment, noun: Noun, of_all: bool) -> Result<Vec<Condition>> {
    if of_all {
        rest_on_sight(moment, noun);
    }
    if moment.sees_all() {
        return Ok(Vec::new());
    }
    let hiding = match moment.sight() {
        Sight::Everything => return Ok(Vec::new()),
        Sight::Published => vec![Facet::HIDDEN],
        Sight::Own => {
            let drafts = moment.unseen(Noun::Agreement, find)?;
            let under = |id: &RecordId| Facet::draft(AgreementId::from_number(id.number));
            drafts.iter().map(under).collect()
        }
    };
    if of_all {
        for facet in &hiding {
            moment.snapshot().rest_on_facet(noun, *facet);
        }
    }
    let mut conditions = vec![Condition::Seen(hiding)];
    if moment.sight() == Sight::Own && noun == Noun::Outcome {
        conditions.push(Condition::NotThese(moment.unseen(Noun::Outcome, find)?));
    }
    Ok(conditions)
}

/// Notes that what is told of all records of a noun hangs on which of them are hidden.
pub fn rest_on_sight(moment: &Moment, noun: Noun) {
    if moment.sight() != Sight::Everything {
        moment.snapshot().rest_on_facet(noun, Facet::HIDDEN);
    }
}

/// Asks each agreement, or outcome, that is not published.
fn find(moment: &Moment, noun: Noun) -> Result<Arc<[RecordId]>> {
    let unpublished = [Condition::AnyOf(vec![Facet::UNPUBLISHED])];
    let found = moment.snapshot().select(noun, &unpublished).map_err(internal)?;
    let mut unseen = Vec::new();
    for id in found.iter().flat_map(|found| found.by_number(None, None)) {
        if moment.find(id)?.is_none() {
            unseen.push(id);
        }
    }
    Ok(unseen.into())
}
