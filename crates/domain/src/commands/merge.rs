//! Merges: two records of one thing become one. What pointed at the duplicate points at the other
//! one, which takes over what only the duplicate had; the duplicate stays, as what was merged.

mod links;
mod union;

pub use links::MOVED_MAX;

use messages::message;

use super::{
    patch::Target,
    work::{Work, name},
};
use crate::{
    Document, DocumentId, FieldPath, Organization, OrganizationId, Province, ProvinceId,
    decision::Effect,
    merged::standing,
    noun::{NounId, RecordId},
    problem::{ProblemCode, ViewFault},
    record::Change,
    view::View,
};
pub(crate) use links::once;
use links::{contradictions, pointing, repointed};
use union::{Mergeable, Union};

macro_rules! merges {
    ($(
        $(#[$doc:meta])* $merge:ident: $noun:ident at $target:ident: $id:ident by $decide:ident,
        $(#[$undoc:meta])* $separate:ident by $undo:ident;
    )+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $merge {
            /// The record that stays.
            pub $target: Target<$id>,
            /// The record of the same thing that is merged into it.
            pub duplicate: $id,
            /// The version of the duplicate that the caller read; `None` for whichever is.
            pub duplicate_version: Option<u32>,
            /// Attributes in which both differ and the duplicate's value is left.
            pub differing: Vec<String>,
            /// Whether, where more records point at the duplicate than one command changes, only
            /// the first of them are moved, and the duplicate stays for now.
            pub in_parts: bool,
            /// Why.
            pub reason: String,
        }

        $(#[$undoc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $separate {
            /// The record that was merged.
            pub $target: Target<$id>,
            /// Why.
            pub reason: String,
        }

        pub(super) fn $decide<V: View>(
            work: &mut Work<'_, V>,
            input: &$merge,
        ) -> Result<(), ViewFault> {
            work.reason(&input.reason);
            let duplicate = Target { id: input.duplicate, expected_version: input.duplicate_version };
            let settled = &input.differing;
            merge::<V, $noun>(work, stringify!($target), input.$target, duplicate, settled, input.in_parts)
        }

        pub(super) fn $undo<V: View>(
            work: &mut Work<'_, V>,
            input: &$separate,
        ) -> Result<(), ViewFault> {
            work.reason(&input.reason);
            separate::<V, $noun>(work, stringify!($target), input.$target)
        }
    )+};
}

merges! {
    /// What `mergeOrganizations` takes.
    MergeOrganizations: Organization at organization: OrganizationId by organizations,
    /// What `separateOrganization` takes.
    SeparateOrganization by separate_organization;

    /// What `mergeDocuments` takes.
    MergeDocuments: Document at document: DocumentId by documents,
    /// What `separateDocument` takes.
    SeparateDocument by separate_document;

    /// What `mergeProvinces` takes.
    MergeProvinces: Province at province: ProvinceId by provinces,
    /// What `separateProvince` takes.
    SeparateProvince by separate_province;
}

fn merge<V: View, E: Mergeable>(
    work: &mut Work<'_, V>,
    field: &str,
    target: Target<E::Id>,
    duplicate: Target<E::Id>,
    settled: &[String],
    in_parts: bool,
) -> Result<(), ViewFault> {
    let kept = work.target::<E>(field, target)?;
    let known = work.problem_count();
    let merged = work.target::<E>("duplicate", duplicate)?;
    work.retell(known, |field| {
        if field.first().is_some_and(|part| part == "expectedVersion") {
            *field = vec!["duplicateVersion".to_owned()];
        }
    });
    if target.id == duplicate.id {
        let message = message!("a record cannot be merged into itself; name the other one");
        work.problem(ProblemCode::Duplicate, "duplicate", message);
        return Ok(());
    }
    let (Some(mut kept), Some(mut merged)) = (kept, merged) else { return Ok(()) };
    for id in [target.id.record(), duplicate.id.record()] {
        if standing(work.view(), id)? != id {
            return Ok(());
        }
    }
    E::are_one(work, (target.id, &kept), (duplicate.id, &merged))?;
    let (from, to) = (duplicate.id.record(), target.id.record());
    unite(work, settled, &mut kept, &merged);
    let mut moved = pointing(work.view(), from)?;
    moved.retain(|id| *id != from && *id != to);
    let count = moved.len();
    if count > MOVED_MAX && !in_parts {
        let message = message!(
            "{count} records point at the duplicate, and one command moves {MOVED_MAX}; send it \
             with `inParts` until it is done, or merge the other way round"
        );
        work.problem(ProblemCode::TooLong, "duplicate", message);
        return Ok(());
    }
    let is_last = count <= MOVED_MAX;
    moved.truncate(MOVED_MAX);
    if is_last {
        merged.merge_into(Some(target.id));
        let after = repointed(merged.into_record(), from, to);
        work.stage(Change { id: from, after }, Effect::Updated)?;
    }
    lead(work, &moved, from, to)?;
    if !is_last {
        work.untouched(to);
        return Ok(());
    }
    if let Some(kept) = E::of(&repointed(kept.into_record(), from, to)) {
        work.rewrite(target.id, kept.clone())?;
    }
    work.last_effect_first();
    work.keeps_fitting(to)
}

/// The record that stays takes over what only the duplicate has.
fn unite<V: View, E: Mergeable>(
    work: &mut Work<'_, V>,
    settled: &[String],
    kept: &mut E,
    merged: &E,
) {
    let mut union = Union::new(settled);
    kept.take_over(merged, &mut union);
    for (place, unknown) in union.unknown() {
        let message = message!(
            "`{}` is no attribute in which they can differ; these are {}",
            unknown.chars().take(40).collect::<String>(),
            union.compared().join(", ")
        );
        work.problem(ProblemCode::Invalid, &format!("differing.{place}"), message);
    }
    for message in union.into_differences() {
        work.problem(ProblemCode::Inconsistent, "differing", message);
    }
}

/// Points records at what stays, and notes what would then contradict itself.
fn lead<V: View>(
    work: &mut Work<'_, V>,
    moved: &[RecordId],
    from: RecordId,
    to: RecordId,
) -> Result<(), ViewFault> {
    let mut told = 0;
    for &id in moved {
        let Some(found) = work.view().record(id)? else {
            let message = message!(
                "a record that you may not see points at the duplicate; have an administrator \
                 merge them"
            );
            work.problem(ProblemCode::Forbidden, "duplicate", message);
            return Ok(());
        };
        let after = repointed(found.record.clone(), from, to);
        let wrong = contradictions(&found.record, &after, from, to);
        told += wrong.len();
        for message in wrong.into_iter().take(TOLD_MAX) {
            let name = name(id, &found.record);
            let message = message!("the {name}: {problem}", problem = message);
            work.problem(ProblemCode::Inconsistent, "duplicate", message);
        }
        if told >= TOLD_MAX {
            return Ok(());
        }
        work.carry(Change { id, after })?;
    }
    work.all_fit(moved, TOLD_MAX)
}

/// Records that would contradict themselves are told up to so many.
const TOLD_MAX: usize = 10;

fn separate<V: View, E: Mergeable>(
    work: &mut Work<'_, V>,
    field: &str,
    target: Target<E::Id>,
) -> Result<(), ViewFault> {
    let Some(mut it) = work.merged_target::<E>(field, target)? else { return Ok(()) };
    it.merge_into(None);
    work.update(target.id, it)
}

/// An attribute as files and the API call it.
fn called(attribute: &'static str) -> String {
    FieldPath::of(attribute).to_string()
}
