//! The ids of drafts, and what their keys lead to.

use std::collections::HashMap;

use messages::{Message, message};

use super::{
    batch::{Batch, Drafted},
    merged::stays_merged,
    valid_key,
};
use crate::{
    decision::Effect,
    link::{ById, ByKey, KeyOf, Linker, MadeKeys},
    merged::standing,
    noun::{Noun, NounId, RecordId},
    path::FieldPath,
    problem::{Problem, ProblemCode, ViewFault},
    record::Record,
    term::Term,
    view::View,
};

/// The ids of drafts.
pub(super) struct Ids {
    pub in_order: Vec<RecordId>,
    /// The id, and which draft has it.
    by_key: HashMap<(Noun, String), (RecordId, usize)>,
}

/// Gives each draft the id of the record with its key, or a new one.
pub(super) fn assign_ids(
    register: &Batch<'_>,
    view: &impl View,
    problems: &mut Vec<Problem>,
) -> Result<Option<Ids>, ViewFault> {
    let mut ids = Ids { in_order: Vec::new(), by_key: HashMap::new() };
    let mut last: HashMap<Noun, u64> = HashMap::new();
    for (position, draft) in register.drafts.iter().enumerate() {
        let noun = draft.noun();
        let key = match valid_key(draft.key()) {
            Ok(key) => key,
            Err((code, message)) => {
                problems.push(problem(position, code, message));
                continue;
            }
        };
        let id = if let Some(id) = find(view, register.made, noun, key)? {
            id
        } else {
            let last = match last.entry(noun) {
                std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(view.last_number(noun)?)
                }
            };
            *last += 1;
            RecordId { noun, number: *last }
        };
        ids.in_order.push(id);
        let (_, first) = *ids.by_key.entry((noun, key.to_owned())).or_insert((id, position));
        if first != position {
            let message = message!("the key `{key}` names two records here; give one another key");
            let found = problem(position, ProblemCode::Duplicate, message);
            problems.push(Problem { first: Some(first), ..found });
        }
    }
    Ok(problems.is_empty().then_some(ids))
}

/// The record with a key, or that an export of this registry named so.
fn find(
    view: &impl View,
    made: Option<&MadeKeys>,
    noun: Noun,
    key: &str,
) -> Result<Option<RecordId>, ViewFault> {
    if let Some(&id) = view.named(&Term::Key(noun, key.to_owned()))?.first() {
        return Ok(Some(id));
    }
    let Some(number) = made.and_then(|made| made.number(key)) else { return Ok(None) };
    let id = RecordId { noun, number };
    let nameless = view.record(id)?.is_some_and(|found| found.record.key().is_none());
    Ok(nameless.then_some(id))
}

fn problem(position: usize, code: ProblemCode, message: Message) -> Problem {
    Problem { draft: Some(position), ..Problem::new(code, vec!["key".to_owned()], message) }
}

/// Points the drafts by id, those first that others point at, as far as nouns tell: so each is
/// checked against records that are complete.
pub(super) fn follow_links(
    register: &Batch<'_>,
    ids: &Ids,
    view: &impl View,
) -> Result<Vec<Drafted>, ViewFault> {
    let mut positions: Vec<usize> = (0..register.drafts.len()).collect();
    positions.sort_by_key(|&position| register.drafts[position].noun());
    let follow = |position: usize| {
        let made = register.made;
        let drafts = register.drafts;
        let mut linker = KeyLinker { drafts, ids, view, made, problems: Vec::new(), fault: None };
        let mut record = register.drafts[position].clone().relink::<ById>(&mut linker);
        if let Some(fault) = linker.fault {
            return Err(fault);
        }
        let id = ids.in_order[position];
        let before = view.record(id)?;
        if before.as_ref().is_some_and(|before| before.record.key().is_none()) {
            record.set_key(None);
        }
        let (mut problems, effect) = (linker.problems, Effect::Created);
        problems.extend(stays_merged(view, before.as_deref(), &mut record)?);
        Ok(Drafted { position, id, before, record, problems, effect })
    };
    positions.into_iter().map(follow).collect()
}

/// Follows keys: to records of the same input first, then to registered ones.
struct KeyLinker<'a, V: View> {
    drafts: &'a [Record<ByKey>],
    ids: &'a Ids,
    view: &'a V,
    made: Option<&'a MadeKeys>,
    problems: Vec<Problem>,
    fault: Option<ViewFault>,
}

impl<V: View> KeyLinker<'_, V> {
    fn stands(&mut self, id: RecordId) -> RecordId {
        standing(self.view, id).unwrap_or_else(|fault| {
            self.fault = Some(fault);
            id
        })
    }

    fn is_new(&mut self, id: RecordId) -> bool {
        self.view.record(id).map_or_else(
            |fault| {
                self.fault = Some(fault);
                false
            },
            |found| found.is_none(),
        )
    }

    /// Whether another draft of the input is merged, too: that is told by the rules.
    fn is_merged_within(&self, noun: Noun, key: &str) -> bool {
        let draft = self.ids.by_key.get(&(noun, key.to_owned()));
        draft.is_some_and(|(_, position)| self.drafts[*position].merged_key().is_some())
    }

    fn follow(&mut self, noun: Noun, key: &str) -> Option<RecordId> {
        let filed = (noun, key.to_owned());
        if let Some(&(id, position)) = self.ids.by_key.get(&filed) {
            return Some(match self.drafts[position].merged_key() {
                // One that is merged by this input, or by an earlier one of the same.
                Some(kept) if self.is_new(id) && !self.is_merged_within(noun, kept) => {
                    self.follow(noun, kept).unwrap_or(id)
                }
                _ => self.stands(id),
            });
        }
        match find(self.view, self.made, noun, key) {
            Ok(found) => found.map(|id| self.stands(id)),
            Err(fault) => {
                self.fault = Some(fault);
                None
            }
        }
    }
}

impl<V: View> Linker<ByKey, ById> for KeyLinker<'_, V> {
    fn link<I: NounId>(&mut self, from: KeyOf<I>, place: &FieldPath<'_>) -> I {
        if let Some(id) = self.follow(I::NOUN, from.as_str()) {
            return I::from_number(id.number);
        }
        let shown: String = from.as_str().chars().take(80).collect();
        let message =
            message!("no {} has the key `{shown}`; add it, or name one that exists", I::NOUN);
        self.problems.push(Problem::new(ProblemCode::NotFound, place.parts(), message));
        I::from_number(0)
    }
}
