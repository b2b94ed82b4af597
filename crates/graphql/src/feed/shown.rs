//! What an entry of the journal shows to a caller: the records that it wrote, and those that came
//! into or went out of the caller's sight by it.
//!
//! A draft that nobody else may see is nothing to a stranger, and appears to them as new when it
//! is approved. When a draft agreement is signed, all that was recorded under it appears with it,
//! although the entry wrote none of that.

use std::{collections::HashSet, sync::Arc};

use async_graphql::Result;

use super::FeedFilter;
use crate::{error::internal, moment::Moment};
use auth::{Role, Scope};
use domain::{
    Entity, Noun, Outcome, OutcomeStatus, Record, RecordId, Versioned,
    edge::{Relation, edges},
};
use journal::Entry;

/// A record before and after a change, as far as the caller may see it.
#[derive(Clone)]
pub struct VisibleChange {
    pub id: RecordId,
    pub before: Option<Arc<Versioned>>,
    pub after: Option<Arc<Versioned>>,
}

impl VisibleChange {
    /// Whether an outcome was withdrawn by the change.
    pub fn is_retraction(&self) -> bool {
        let retracted = |it: &Option<Arc<Versioned>>| {
            let outcome = it.as_ref().and_then(|it| Outcome::of(&it.record));
            outcome.is_some_and(|it| it.status == OutcomeStatus::Retracted)
        };
        retracted(&self.after) && !retracted(&self.before)
    }

    /// Whether it is about a record, or leads to it where that is seen: before, after.
    fn concerns(&self, subject: RecordId, [before, after]: [bool; 2]) -> bool {
        let leads = |version: &Option<Arc<Versioned>>| {
            version.as_ref().is_some_and(|version| {
                edges(self.id, &version.record).iter().any(|edge| edge.from == Some(subject))
            })
        };
        self.id == subject || (before && leads(&self.before)) || (after && leads(&self.after))
    }
}

/// The records that an entry shows, in the order in which they were written.
///
/// # Errors
/// Where the view cannot be read.
pub fn records(
    entry: &Entry,
    before: &Moment,
    after: &Moment,
    narrowing: &FeedFilter,
) -> Result<Vec<VisibleChange>> {
    let mut met = HashSet::new();
    let mut shown = Vec::new();
    for id in entry.body.changes.iter().map(|image| image.id) {
        if met.insert(id) && asks_for(narrowing, id.noun) {
            shown.extend(show(id, before, after)?);
        }
    }
    if after.caller().role < Role::Admin {
        let mut around = FeedContext { before, after, found: Vec::new(), met: HashSet::new() };
        for image in &entry.body.changes {
            around.of(image.id)?;
        }
        for id in around.found {
            if met.insert(id) && asks_for(narrowing, id.noun) {
                let seen = show(id, before, after)?;
                shown.extend(seen.filter(|it| it.before.is_some() != it.after.is_some()));
            }
        }
    }
    if let Some(subject) = narrowing.subject {
        // What points at a record that the caller does not see points, to them, at nothing.
        let seen = [before.find(subject)?.is_some(), after.find(subject)?.is_some()];
        shown.retain(|it| it.concerns(subject, seen));
    }
    Ok(shown)
}

fn asks_for(narrowing: &FeedFilter, noun: Noun) -> bool {
    narrowing.kinds.as_ref().is_none_or(|kinds| kinds.contains(&noun))
}

fn show(id: RecordId, before: &Moment, after: &Moment) -> Result<Option<VisibleChange>> {
    let (before, after) = (before.find(id)?, after.find(id)?);
    Ok((before.is_some() || after.is_some()).then_some(VisibleChange { id, before, after }))
}

/// Finds the records whose visibility may hang on one that was changed.
struct FeedContext<'a> {
    before: &'a Moment,
    after: &'a Moment,
    found: Vec<RecordId>,
    met: HashSet<RecordId>,
}

impl FeedContext<'_> {
    fn of(&mut self, id: RecordId) -> Result<()> {
        if id.noun == Noun::Succession {
            return self.rights_changed();
        }
        // Nothing hangs yet on what was only now registered.
        let Some(was) = self.before.snapshot().find(id).map_err(internal)? else { return Ok(()) };
        let Some(is) = self.after.snapshot().find(id).map_err(internal)? else { return Ok(()) };
        let moved = || was.record.stands_under() != is.record.stands_under();
        match (&was.record, &is.record) {
            (Record::Agreement(was), Record::Agreement(is)) if was.draft || is.draft => {
                self.below(id)
            }
            (Record::Activity(was), Record::Activity(is))
                if was.participants != is.participants =>
            {
                self.below(id)
            }
            (Record::Event(was), Record::Event(is))
                if was.host != is.host || was.participants != is.participants =>
            {
                self.below(id)
            }
            (Record::Organization(was), Record::Organization(is))
                if was.province != is.province || was.merged_into != is.merged_into =>
            {
                self.rights_changed()
            }
            (Record::Province(was), Record::Province(is)) if was.merged_into != is.merged_into => {
                self.rights_changed()
            }
            _ if moved() => self.below(id),
            _ => Ok(()),
        }
    }

    /// All that stands under a record, and under that.
    fn below(&mut self, id: RecordId) -> Result<()> {
        let below = Relation::BELOW.iter().filter(|(it, _)| it.leads_from() == Some(id.noun));
        for (relation, noun) in below {
            for place in self.after.places(*relation, Some(id), *noun) {
                let found = place?.to;
                if self.met.insert(found) {
                    self.found.push(found);
                    self.below(found)?;
                }
            }
        }
        Ok(())
    }

    /// A caller of a province or organization may have gained rights over all that is hidden.
    fn rights_changed(&mut self) -> Result<()> {
        let caller = self.after.caller();
        let scoped = matches!(caller.scope, Scope::Province(_) | Scope::Organization(_));
        if !scoped || caller.role == Role::Anonymous {
            return Ok(());
        }
        for noun in [Noun::Agreement, Noun::Outcome] {
            let after = self.after;
            for place in after.places(Relation::Unpublished, None, noun) {
                let id = place?.to;
                self.found.push(id);
                if noun == Noun::Agreement {
                    self.below(id)?;
                }
            }
        }
        Ok(())
    }
}
