//! Which records of a noun a caller may not see, as conditions, so that lists are counted without
//! reading them. Who sees what `auth` decides.

use std::sync::Arc;

use async_graphql::Result;

use crate::{error::internal, moment::Moment};
use auth::Sight;
use domain::{AgreementId, Noun, NounId, RecordId};
use registry::{Condition, Facet};

/// What is hidden from a caller who sees some of what is not published.
#[derive(Debug, Clone)]
pub struct Hidden {
    /// The drafts, and what stands under them.
    drafts: Vec<Facet>,
    /// The outcomes on their way to approval.
    outcomes: Arc<[RecordId]>,
}

/// The conditions that all records of a noun meet which the caller may see, at the head.
pub fn hidden(moment: &Moment, noun: Noun) -> Result<Vec<Condition>> {
    let sight = moment.sight();
    if sight != Sight::Everything {
        moment.snapshot().rest_on_facet(noun, Facet::HIDDEN);
    }
    if moment.sees_all() {
        return Ok(Vec::new());
    }
    Ok(match sight {
        Sight::Everything => Vec::new(),
        Sight::Published => vec![Condition::NoneOf(vec![Facet::HIDDEN])],
        Sight::Own => {
            let Hidden { drafts, outcomes } = moment.hidden(find)?;
            let mut conditions = vec![Condition::NoneOf(drafts)];
            if noun == Noun::Outcome {
                conditions.push(Condition::NotThese(outcomes));
            }
            conditions
        }
    })
}

/// Asks each draft and each outcome that is not published.
fn find(moment: &Moment) -> Result<Hidden> {
    let unseen = |noun| -> Result<Vec<RecordId>> {
        let unpublished = [Condition::AnyOf(vec![Facet::UNPUBLISHED])];
        let found = moment.snapshot().select(noun, &unpublished).map_err(internal)?;
        let mut unseen = Vec::new();
        for id in found.iter().flat_map(|found| found.by_number(None, None)) {
            if moment.find(id)?.is_none() {
                unseen.push(id);
            }
        }
        Ok(unseen)
    };
    let drafts = unseen(Noun::Agreement)?.into_iter();
    let drafts = drafts.map(|id| Facet::draft(AgreementId::from_number(id.number))).collect();
    Ok(Hidden { drafts, outcomes: unseen(Noun::Outcome)?.into() })
}
