//! What changed records change in the figures: which bundles, and their facts before and after.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::keys;
use domain::{
    Agreement, Entity, Indicator, Noun, Record, RecordId, Versioned, View, ViewFault,
    edge::Relation,
    tally::{
        Cell, CellKey, Era, Fact, Gathered, Subject, Units, add_change, facts, progress::due,
        subject_of,
    },
};

/// Whether a record of a noun can change figures.
pub(super) const fn counts(noun: Noun) -> bool {
    matches!(
        noun,
        Noun::Activity
            | Noun::Event
            | Noun::Outcome
            | Noun::Indicator
            | Noun::Agreement
            | Noun::Succession
    )
}

/// What the bundles are about that changed records count in, before or after.
pub(super) fn subjects(
    changed: &BTreeSet<RecordId>,
    before: &impl View,
    after: &impl View,
) -> Result<BTreeSet<RecordId>, ViewFault> {
    let mut subjects = BTreeSet::new();
    for id in changed {
        let (was, is) = (before.record(*id)?, after.record(*id)?);
        // What was and is hidden counts nowhere, and its bundle need not be read.
        let hidden =
            |it: &Option<Arc<Versioned>>| it.as_ref().is_none_or(|it| !it.record.is_published());
        if hidden(&was) && hidden(&is) {
            continue;
        }
        if let Some(was) = &was {
            subjects.extend(subject_of(*id, &was.record, before)?);
        }
        if let Some(is) = &is {
            subjects.extend(subject_of(*id, &is.record, after)?);
        }
        let (Some(was), Some(is)) = (was, is) else { continue };
        for relation in affected(&was.record, &is.record) {
            linked_subjects(*relation, *id, before, &mut subjects)?;
            linked_subjects(*relation, *id, after, &mut subjects)?;
        }
    }
    Ok(subjects)
}

fn linked_subjects(
    relation: Relation,
    from: RecordId,
    view: &impl View,
    subjects: &mut BTreeSet<RecordId>,
) -> Result<(), ViewFault> {
    for id in view.linked(relation, from)? {
        if let Some(found) = view.record(id)? {
            subjects.extend(subject_of(id, &found.record, view)?);
        }
    }
    Ok(())
}

/// The relations to records that count otherwise once this record has changed so.
fn affected(was: &Record, is: &Record) -> &'static [Relation] {
    match (Agreement::of(was), Agreement::of(is)) {
        (Some(before), Some(now)) if before.draft != now.draft || was.day() != is.day() => {
            return &[Relation::AgreementActivities, Relation::AgreementEvents];
        }
        _ => {}
    }
    match (Indicator::of(was), Indicator::of(is)) {
        (Some(was), Some(is)) if was.cumulative != is.cumulative => &[Relation::IndicatorOutcomes],
        _ => &[],
    }
}

/// A bundle before and after a change.
pub(super) struct Changed {
    before: Option<Gathered>,
    after: Option<Gathered>,
}

impl Changed {
    pub(super) fn read(
        subject: RecordId,
        before: Option<&impl View>,
        after: &impl View,
    ) -> Result<Self, ViewFault> {
        let before = match before {
            Some(view) => Gathered::read(subject, view)?,
            None => None,
        };
        Ok(Self { before, after: Gathered::read(subject, after)? })
    }

    /// Adds what changes in the cells of some eras.
    pub(super) fn add_to(&self, change: &mut BTreeMap<CellKey, Cell>, units: &Units, eras: &[Era]) {
        for era in eras {
            let (before, after) = (
                all_facts(self.before.as_ref(), units, *era),
                all_facts(self.after.as_ref(), units, *era),
            );
            add_change(change, &before, &after);
        }
    }

    /// The keys of the index that led to the bundle and no longer do, and those that now do.
    pub(super) fn index(&self) -> (BTreeSet<Vec<u8>>, BTreeSet<Vec<u8>>) {
        let (before, after) = (index(self.before.as_ref()), index(self.after.as_ref()));
        let gone = before.difference(&after).cloned().collect();
        let new = after.into_iter().filter(|key| !before.contains(key)).collect();
        (gone, new)
    }
}

pub(super) fn all_facts(gathered: Option<&Gathered>, units: &Units, era: Era) -> Vec<Fact> {
    let bundle = gathered.and_then(Gathered::bundle);
    bundle.map_or_else(Vec::new, |bundle| facts(&bundle, units, era))
}

/// The keys of the index that lead to a bundle: its records by pair, and when it is due.
fn index(gathered: Option<&Gathered>) -> BTreeSet<Vec<u8>> {
    let mut index = BTreeSet::new();
    let Some(gathered) = gathered else { return index };
    let Some(bundle) = gathered.bundle() else { return index };
    if let Subject::Activity(id, activity) = bundle.subject
        && let Some(due) = due(activity)
    {
        index.insert(keys::due(due, id).to_vec());
    }
    let pairs = bundle.recorded_pairs();
    for record in gathered.records() {
        let day = record.record.day();
        index.extend(pairs.iter().map(|pair| keys::pair(*pair, day, record.id).to_vec()));
    }
    index
}
