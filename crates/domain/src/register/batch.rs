//! Decides drafts together, as one command.

use std::{collections::HashSet, sync::Arc};

use messages::message;

use super::{
    Existing, Import,
    keys::{assign_ids, follow_links},
};
use crate::{
    Activity, Event,
    check::Check,
    claims::Claims,
    decision::{Context, Decision, Effect},
    edge::Relation,
    link::{ByKey, MadeKeys},
    noun::RecordId,
    problem::{Problem, ProblemCode, Refusal, ViewFault},
    record::{Change, Entity, Record, Versioned},
    rules::{Rules, Steps, fitting},
    view::{Overlay, View},
};

/// Drafts, and what is known of the input that they are from.
pub(super) struct Batch<'a> {
    pub drafts: &'a [Record<ByKey>],
    pub existing: Existing,
    pub made: Option<&'a MadeKeys>,
    pub began: Option<u64>,
    /// Who imports, where the rules of the commands hold.
    pub context: Option<&'a Context>,
}

impl<'a> Batch<'a> {
    /// The drafts of an import, or of a transfer.
    pub fn of(import: &'a Import) -> Self {
        let Import { drafts, existing, made, began } = import;
        let (made, began) = (made.as_ref(), Some(*began));
        Self { drafts, existing: *existing, made, began, context: None }
    }

    /// What an import may do, where this is one.
    fn steps<V: View>(&self, base: &'a V) -> Option<Steps<'a, V>> {
        Some(Steps { context: self.context?, base, began: self.began? })
    }

    /// The changes, or all that is wrong.
    pub fn decide(&self, view: &'a impl View) -> Result<Decision, Refusal> {
        let mut problems = Vec::new();
        let ids = assign_ids(self, view, &mut problems)?;
        let Some(ids) = ids else { return Err(Refusal::Rejected(problems)) };
        let mut drafted = follow_links(self, &ids, view)?;
        let steps = self.steps(view);
        // All are laid over the view before any is checked, so that no rule depends on their order.
        let mut staged = Overlay::new(view);
        for draft in drafted.iter().filter(|draft| draft.is_written(self.existing)) {
            stage(&mut staged, draft.id, &draft.record)?;
        }
        for draft in &mut drafted {
            if let Some(steps) = &steps {
                steps.sign(draft.before.as_deref(), &mut draft.record);
            }
            self.check(draft, &staged)?;
            if draft.is_written(self.existing) && !is_staged(&staged, draft)? {
                stage(&mut staged, draft.id, &draft.record)?;
            }
        }
        let mut carried = Vec::new();
        if let Some(steps) = &steps {
            carried = carry_events(&drafted, &mut staged)?;
            judge(&mut drafted, steps, &staged)?;
        }
        self.conclude(drafted, carried, view, &staged)
    }

    /// Completes a draft, notes every rule that it breaks, and what becomes of it.
    fn check(&self, draft: &mut Drafted, staged: &impl View) -> Result<(), ViewFault> {
        let mut check = Check::new(staged, std::mem::take(&mut draft.problems)).of_batch();
        check.record(draft.id, &mut draft.record);
        let (problems, fault) = check.finish();
        if let Some(fault) = fault {
            return Err(fault);
        }
        draft.problems = problems;
        draft.problems.extend(written_since(draft, self.began));
        draft.effect = match &draft.before {
            None => Effect::Created,
            Some(before) if before.record == draft.record => Effect::Unchanged,
            Some(_) if self.existing == Existing::Keep => Effect::Kept,
            Some(_) => Effect::Updated,
        };
        if !draft.changes() {
            // It is not written, so it need not agree with what the registry has become since.
            let stale = |code| matches!(code, ProblemCode::Inconsistent | ProblemCode::Taken);
            draft.problems.retain(|problem| !stale(problem.code));
        }
        Ok(())
    }

    fn conclude(
        &self,
        mut drafted: Vec<Drafted>,
        carried: Vec<Change>,
        view: &impl View,
        staged: &impl View,
    ) -> Result<Decision, Refusal> {
        let mut effects = vec![None; self.drafts.len()];
        let mut claims = Claims::new(view, staged, self.context.is_some());
        let mut order: Vec<usize> = (0..drafted.len()).collect();
        order.sort_by_key(|&place| drafted[place].position);
        for place in order {
            let draft = &mut drafted[place];
            effects[draft.position] = Some((draft.id, draft.effect));
            if draft.changes() {
                let is_sound = draft.problems.is_empty();
                let found = claims.claim(draft.position, draft.id, &draft.record, is_sound)?;
                draft.problems.extend(found);
            }
        }
        let mut problems = Vec::new();
        for draft in &mut drafted {
            let position = Some(draft.position);
            let found = draft.problems.drain(..);
            problems.extend(found.map(|found| Problem { draft: position, ..found }));
        }
        if !problems.is_empty() {
            problems.sort_by_key(|problem| problem.draft);
            return Err(Refusal::Rejected(problems));
        }
        let written = drafted.into_iter().filter(Drafted::changes);
        let changes = written.map(|draft| Change { id: draft.id, after: draft.record });
        let changes = changes.chain(carried).collect();
        Ok(Decision { changes, effects: effects.into_iter().flatten().collect(), reason: None })
    }
}

/// A draft that points by id, and what is wrong with it.
pub(super) struct Drafted {
    pub position: usize,
    pub id: RecordId,
    pub before: Option<Arc<Versioned>>,
    pub record: Record,
    pub problems: Vec<Problem>,
    pub effect: Effect,
}

impl Drafted {
    fn is_written(&self, existing: Existing) -> bool {
        self.before.is_none() || existing == Existing::Replace
    }

    /// Whether it changes the registry.
    const fn changes(&self) -> bool {
        matches!(self.effect, Effect::Created | Effect::Updated)
    }
}

/// Notes which of the commands' rules the drafts of an import break.
fn judge<B: View, V: View>(
    drafted: &mut [Drafted],
    steps: &Steps<'_, B>,
    staged: &V,
) -> Result<(), ViewFault> {
    let written: HashSet<_> =
        drafted.iter().filter(|it| it.changes()).map(|draft| draft.id).collect();
    for draft in drafted.iter_mut().filter(|it| it.changes()) {
        let mut rules = Rules::new(steps.context.today, staged).of_batch();
        let before = draft.before.as_deref();
        rules.record(draft.id, before.map(|it| &it.record), &draft.record)?;
        steps.judge(&mut rules, before, &draft.record)?;
        draft.problems.extend(rules.finish());
        if let Some(before) = before
            && fitting::hangs_on(&before.record, &draft.record)
            && let Some(message) =
                fitting::misfit(steps.base, staged, draft.id, |id| written.contains(&id))?
        {
            draft.problems.push(Problem::new(ProblemCode::Inconsistent, Vec::new(), message));
        }
    }
    Ok(())
}

/// The events of an activity are under its agreement: they go where it goes.
fn carry_events<V: View>(
    drafted: &[Drafted],
    staged: &mut Overlay<'_, V>,
) -> Result<Vec<Change>, ViewFault> {
    let given: HashSet<_> = drafted.iter().map(|draft| draft.id).collect();
    let mut carried = Vec::new();
    for draft in drafted.iter().filter(|it| it.effect == Effect::Updated) {
        let (Some(before), Some(now)) = (&draft.before, Activity::of(&draft.record)) else {
            continue;
        };
        if Activity::of(&before.record).is_none_or(|before| before.agreement == now.agreement) {
            continue;
        }
        for id in staged.linked(Relation::ActivityEvents, draft.id)? {
            let Some(found) = staged.record(id)?.filter(|_| !given.contains(&id)) else { continue };
            let Some(it) = Event::of(&found.record) else { continue };
            let after = Event { agreement: now.agreement, ..it.clone() };
            carried.push(Change { id, after: Record::Event(after) });
        }
    }
    staged.apply(&carried, 0, jiff::Timestamp::UNIX_EPOCH)?;
    Ok(carried)
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
