//! Registers many records at once, all or none, by external keys.
//!
//! [`Register`] is what seeds send, [`Import`] what files of any size send in parts.

use std::{collections::HashMap, sync::Arc};

use messages::{Message, Say, message};

use super::{
    check::Check,
    claims::Claims,
    decision::{Decision, Effect},
    link::{ById, ByKey, KeyOf, Linker, MadeKeys},
    noun::{Noun, NounId, RecordId},
    path::FieldPath,
    problem::{Problem, ProblemCode, Refusal, ViewFault},
    record::{Change, Record, Versioned},
    term::Term,
    view::{Overlay, View},
};

/// Records as a file gives them, pointing at each other and at registered ones by key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The records, in any order.
    pub drafts: Vec<Record<ByKey>>,
    /// What happens to records that are registered already with other content.
    pub existing: Existing,
}

/// What happens to a record that is registered already with other content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Existing {
    /// It stays as it is.
    Keep,
    /// It is given the new content.
    Replace,
}

/// A part of an input that is too large for one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The records, in any order; shared, since whoever sends them keeps those that are refused.
    pub drafts: Arc<[Record<ByKey>]>,
    /// What happens to records that are registered already with other content.
    pub existing: Existing,
    /// The keys by which an export of this registry names records without a key of their own.
    pub made: Option<MadeKeys>,
    /// The last command before the input: a record that a later one wrote stands twice in it,
    /// or was changed by somebody else meanwhile.
    pub began: u64,
}

/// Longest external key, in bytes.
pub const KEY_MAX: usize = 120;

/// Drafts, and what is known of the input that they are from.
struct Batch<'a> {
    drafts: &'a [Record<ByKey>],
    existing: Existing,
    made: Option<&'a MadeKeys>,
    began: Option<u64>,
}

pub(super) fn decide(register: &Register, view: &impl View) -> Result<Decision, Refusal> {
    let Register { drafts, existing } = register;
    decide_batch(&Batch { drafts, existing: *existing, made: None, began: None }, view)
}

pub(super) fn decide_import(import: &Import, view: &impl View) -> Result<Decision, Refusal> {
    let Import { drafts, existing, made, began } = import;
    let (made, began) = (made.as_ref(), Some(*began));
    decide_batch(&Batch { drafts, existing: *existing, made, began }, view)
}

fn decide_batch(register: &Batch<'_>, view: &impl View) -> Result<Decision, Refusal> {
    let mut problems = Vec::new();
    let ids = assign_ids(register, view, &mut problems)?;
    let Some(ids) = ids else { return Err(Refusal::Rejected(problems)) };
    let mut drafted = follow_links(register, &ids, view)?;
    // All are laid over the view before any is checked, so that no rule depends on their order.
    let mut staged = Overlay::new(view);
    for draft in drafted.iter().filter(|draft| draft.is_written(register.existing)) {
        stage(&mut staged, draft.id, &draft.record)?;
    }

    let mut changes = Vec::new();
    let mut effects: Vec<Option<(RecordId, Effect)>> = vec![None; register.drafts.len()];
    for draft in &mut drafted {
        check(draft, &staged)?;
        draft.problems.extend(written_since(draft, register.began));
        let effect = match &draft.before {
            None => Effect::Created,
            Some(before) if before.record == draft.record => Effect::Unchanged,
            Some(_) if register.existing == Existing::Keep => Effect::Kept,
            Some(_) => Effect::Updated,
        };
        effects[draft.position] = Some((draft.id, effect));
        if matches!(effect, Effect::Kept | Effect::Unchanged) {
            // It is not written, so it need not agree with what the registry has become since.
            let stale = |code| matches!(code, ProblemCode::Inconsistent | ProblemCode::Taken);
            draft.problems.retain(|problem| !stale(problem.code));
        }
        if draft.is_written(register.existing) && !is_staged(&staged, draft)? {
            stage(&mut staged, draft.id, &draft.record)?;
        }
        if matches!(effect, Effect::Created | Effect::Updated) {
            let change = Change { id: draft.id, after: draft.record.clone() };
            changes.push((draft.position, change, draft.problems.is_empty()));
        }
        let found = draft.problems.drain(..);
        problems.extend(found.map(|found| Problem { draft: Some(draft.position), ..found }));
    }
    let mut claims = Claims::new(view, &staged);
    let mut claimants: Vec<_> = changes.iter().collect();
    claimants.sort_by_key(|(position, ..)| *position);
    for (position, change, is_sound) in claimants {
        problems.extend(claims.claim(*position, change, *is_sound)?);
    }
    if problems.is_empty() {
        let changes = changes.into_iter().map(|(_, change, _)| change).collect();
        let effects = effects.into_iter().flatten().collect();
        Ok(Decision { changes, effects, reason: None })
    } else {
        problems.sort_by_key(|problem| problem.draft);
        Err(Refusal::Rejected(problems))
    }
}

/// A draft that points by id, and what is wrong with it.
struct Drafted {
    position: usize,
    id: RecordId,
    before: Option<Arc<Versioned>>,
    record: Record,
    problems: Vec<Problem>,
}

impl Drafted {
    fn is_written(&self, existing: Existing) -> bool {
        self.before.is_none() || existing == Existing::Replace
    }
}

/// Points the drafts by id, those first that others point at, as far as nouns tell: so each is
/// checked against records that are complete.
fn follow_links(
    register: &Batch<'_>,
    ids: &Ids,
    view: &impl View,
) -> Result<Vec<Drafted>, ViewFault> {
    let mut positions: Vec<usize> = (0..register.drafts.len()).collect();
    positions.sort_by_key(|&position| register.drafts[position].noun());
    let follow = |position: usize| {
        let made = register.made;
        let mut linker = KeyLinker { ids, view, made, problems: Vec::new(), fault: None };
        let mut record = register.drafts[position].clone().relink::<ById>(&mut linker);
        if let Some(fault) = linker.fault {
            return Err(fault);
        }
        let id = ids.in_order[position];
        let before = view.record(id)?;
        if before.as_ref().is_some_and(|before| before.record.key().is_none()) {
            record.set_key(None);
        }
        Ok(Drafted { position, id, before, record, problems: linker.problems })
    };
    positions.into_iter().map(follow).collect()
}

fn stage<V: View>(
    staged: &mut Overlay<'_, V>,
    id: RecordId,
    record: &Record,
) -> Result<(), ViewFault> {
    let change = Change { id, after: record.clone() };
    staged.apply(&[change], 0, jiff::Timestamp::UNIX_EPOCH)
}

/// Whether checking a draft left it as it was.
fn is_staged(staged: &impl View, draft: &Drafted) -> Result<bool, ViewFault> {
    Ok(staged.record(draft.id)?.is_some_and(|staged| staged.record == draft.record))
}

/// Completes a draft and notes every rule that it breaks.
fn check(draft: &mut Drafted, staged: &impl View) -> Result<(), ViewFault> {
    let mut check = Check::new(staged, std::mem::take(&mut draft.problems)).of_batch();
    check.record(draft.id, &mut draft.record);
    let (problems, fault) = check.finish();
    draft.problems = problems;
    fault.map_or(Ok(()), Err)
}

/// What is wrong with a draft whose record was written since its input began.
fn written_since(draft: &Drafted, began: Option<u64>) -> Option<Problem> {
    let before = draft.before.as_ref().filter(|before| began.is_some_and(|it| before.seq > it))?;
    let message = message!(
        "the record was written since this import began, by command {}: it stands twice in the \
         input, or somebody else changed it; give one of the two another key, or import again",
        before.seq
    );
    let found = Problem::new(ProblemCode::Duplicate, vec!["key".to_owned()], message);
    Some(Problem { holder: Some(draft.id), ..found })
}

struct Ids {
    in_order: Vec<RecordId>,
    /// The id, and which draft has it.
    by_key: HashMap<(Noun, String), (RecordId, usize)>,
}

/// Gives each draft the id of the record with its key, or a new one.
fn assign_ids(
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

/// A key that a record may be filed under: letters, digits and `-_./:`, not too long.
pub(super) fn valid_key(key: Option<&str>) -> Result<&str, (ProblemCode, Message)> {
    let Some(key) = key else {
        let message = message!("a record in a file needs a key, such as `kh-2024`");
        return Err((ProblemCode::Required, message));
    };
    let fits = |c: char| c.is_alphanumeric() || "-_./:".contains(c);
    if key.is_empty() || !key.chars().all(fits) {
        let shown: String = key.chars().take(40).collect();
        let message = message!("`{shown}` is not a key; write letters, digits and `-_./:` only");
        return Err((ProblemCode::Invalid, message));
    }
    if key.len() > KEY_MAX {
        let message = message!("the key has {} bytes; {KEY_MAX} are allowed", key.len());
        return Err((ProblemCode::TooLong, message));
    }
    Ok(key)
}

/// The terms of a change that name another record already.
pub(super) fn taken_terms(change: &Change, staged: &impl View) -> Result<Vec<Problem>, ViewFault> {
    let mut taken = Vec::new();
    for (attribute, term) in change.after.own_terms() {
        // A province code may change hands; `Check` sees to the days.
        if !term.is_unique() {
            continue;
        }
        if let Some(other) = staged.named(&term)?.into_iter().find(|id| *id != change.id) {
            let label = match staged.record(other)? {
                Some(it) => it.record.key().map_or_else(|| other.message(), Message::verbatim),
                None => other.message(),
            };
            let message = message!(
                "`{}` is taken by the {} `{label}`; use another, or that record's key",
                term.text(),
                other.noun
            );
            taken.push(Problem::new(ProblemCode::Taken, FieldPath::of(attribute).parts(), message));
        }
    }
    Ok(taken)
}

/// Follows keys: to records of the same input first, then to registered ones.
struct KeyLinker<'a, V: View> {
    ids: &'a Ids,
    view: &'a V,
    made: Option<&'a MadeKeys>,
    problems: Vec<Problem>,
    fault: Option<ViewFault>,
}

impl<V: View> KeyLinker<'_, V> {
    fn follow(&mut self, noun: Noun, key: &str) -> Option<RecordId> {
        let filed = (noun, key.to_owned());
        if let Some(&(id, _)) = self.ids.by_key.get(&filed) {
            return Some(id);
        }
        match find(self.view, self.made, noun, key) {
            Ok(found) => found,
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
