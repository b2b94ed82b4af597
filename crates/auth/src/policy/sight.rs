//! What a caller may see.
//!
//! What is approved and published is everybody's, and stays so when it is superseded or
//! retracted. An outcome that is a draft, submitted or returned is seen by those alone who may
//! act on it. A draft agreement, and all that is recorded under it, is seen by its parties, by
//! callers whose token covers it, and by those who may record for anybody. What stands under several
//! records ([`Relation::BELOW`]) is hidden while one of them is.

use std::sync::Arc;

use super::reach::ResolvedScope;
use crate::caller::{Caller, Role, Scope};
use domain::{
    Agreement, AgreementId, Noun, NounId, Record, RecordId, Versioned, View, ViewFault,
    edge::{Relation, Term},
};

/// How much a caller sees of what is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All of it, whatever it is.
    Everything,
    /// Nothing of it, whatever it is.
    Published,
    /// What [`may_see`] tells of each record.
    Own,
}

/// How much a caller sees of what is not published, as far as that hangs on no record.
#[must_use]
pub fn sight_of(caller: &Caller) -> Sight {
    match caller.scope {
        _ if caller.role >= Role::Admin => Sight::Everything,
        _ if caller.role == Role::Anonymous => Sight::Published,
        Scope::All if caller.role >= Role::Recorder => Sight::Everything,
        Scope::All => Sight::Published,
        _ => Sight::Own,
    }
}

/// Whether a caller may see this version of a record, in the registry as the view shows it.
///
/// # Errors
/// Where the view cannot be read.
pub fn may_see(
    caller: &Caller,
    id: RecordId,
    record: &Record,
    view: &impl View,
) -> Result<bool, ViewFault> {
    if caller.role >= Role::Admin {
        return Ok(true);
    }
    if !sees_way_up(caller, id, record, view, &mut vec![id])? {
        return Ok(false);
    }
    match record {
        Record::Outcome(it) if !record.is_published() => {
            Ok(caller.role >= Role::Recorder && ResolvedScope::of(caller, view)?.outcome(it)?)
        }
        _ => Ok(true),
    }
}

/// Whether neither a record nor anything that it stands under, by whatever way, is of a draft
/// agreement that the caller may not see.
fn sees_way_up(
    caller: &Caller,
    id: RecordId,
    record: &Record,
    view: &impl View,
    passed: &mut Vec<RecordId>,
) -> Result<bool, ViewFault> {
    if let Record::Agreement(it) = record {
        return sees_agreement(caller, AgreementId::from_number(id.number), it, view);
    }
    for above in record.stands_under() {
        if passed.contains(&above) {
            continue;
        }
        passed.push(above);
        if let Some(found) = view.record(above)?
            && !sees_way_up(caller, above, &found.record, view, passed)?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn sees_agreement(
    caller: &Caller,
    id: AgreementId,
    it: &Agreement,
    view: &impl View,
) -> Result<bool, ViewFault> {
    if !it.draft {
        return Ok(true);
    }
    match caller.scope {
        Scope::All => Ok(caller.role >= Role::Recorder),
        _ if caller.role == Role::Anonymous => Ok(false),
        _ => ResolvedScope::of(caller, view)?.agreement(id, it),
    }
}

/// The registry as a caller sees it: what they may not see does not exist.
pub struct VisibleView<'a, V: View> {
    caller: &'a Caller,
    view: &'a V,
}

impl<'a, V: View> VisibleView<'a, V> {
    /// The view as the caller sees it.
    pub const fn new(caller: &'a Caller, view: &'a V) -> Self {
        Self { caller, view }
    }
}

/// Names and numbers that are taken are taken, by whatever record.
impl<V: View> View for VisibleView<'_, V> {
    fn record(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, ViewFault> {
        let Some(found) = self.view.record(id)? else { return Ok(None) };
        Ok(may_see(self.caller, id, &found.record, self.view)?.then_some(found))
    }

    fn named(&self, term: &Term) -> Result<Vec<RecordId>, ViewFault> {
        self.view.named(term)
    }

    fn last_number(&self, noun: Noun) -> Result<u64, ViewFault> {
        self.view.last_number(noun)
    }

    fn linked(&self, relation: Relation, from: RecordId) -> Result<Vec<RecordId>, ViewFault> {
        self.view.linked(relation, from)
    }
}
