//! One command being decided: the changes and problems so far, and the steps that commands share.

use messages::{Message, Say, message, one_of};

use crate::{
    check::{Check, NOTE_MAX},
    decision::{Context, Decision, Effect},
    edge::Term,
    edtf::EdtfDate,
    merged::led_on,
    noun::{NounId, RecordId},
    problem::{Problem, ProblemCode, Refusal, ViewFault},
    record::{Change, Entity, Record},
    register::{taken_terms, valid_key},
    rules::{Rules, after_today, fitting},
    status::IllegalTransition,
    view::{Overlay, View},
};
use jiff::{Timestamp, civil::Date};

use super::patch::{Patch, Target};

mod fits;
mod merged;

pub(super) use merged::name;

/// What a command has decided so far.
pub(super) struct Work<'a, V: View> {
    context: &'a Context,
    /// The registry before the command.
    before: &'a V,
    staged: Overlay<'a, V>,
    problems: Vec<Problem>,
    changes: Vec<Change>,
    effects: Vec<(RecordId, Effect)>,
    reason: Option<String>,
    /// Attributes that the input calls otherwise than the record.
    renames: Vec<(&'static str, String)>,
}

impl<'a, V: View> Work<'a, V> {
    pub fn new(context: &'a Context, view: &'a V) -> Self {
        Self {
            context,
            before: view,
            staged: Overlay::new(view),
            problems: Vec::new(),
            changes: Vec::new(),
            effects: Vec::new(),
            reason: None,
            renames: Vec::new(),
        }
    }

    /// The registry, with what the command has done so far.
    pub const fn view(&self) -> &Overlay<'a, V> {
        &self.staged
    }

    pub fn by(&self) -> &str {
        &self.context.by
    }

    pub const fn today(&self) -> Date {
        self.context.today
    }

    pub fn problem(&mut self, code: ProblemCode, field: &str, message: Message) {
        let field = field.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        self.problems.push(Problem::new(code, field, message));
    }

    /// Tells problems of an attribute of the record under the name that the input has for it.
    pub fn rename(&mut self, attribute: &'static str, input: impl Into<String>) {
        self.renames.push((attribute, input.into()));
    }

    /// Why something is put right: the history says so, so it is never left out.
    pub fn reason(&mut self, reason: &str) {
        self.reason = Some(reason.to_owned());
        let length = reason.chars().count();
        if reason.trim().is_empty() {
            self.problem(
                ProblemCode::Required,
                "reason",
                message!("the reason is empty; write one"),
            );
        } else if length > NOTE_MAX {
            let message = message!("the text has {length} characters; {NOTE_MAX} are allowed");
            self.problem(ProblemCode::TooLong, "reason", message);
        }
    }

    /// A record that the input names; what leads nowhere is told when the record naming it is
    /// written.
    pub fn peek<E: Entity + Clone>(&self, id: E::Id) -> Result<Option<E>, ViewFault> {
        Ok(self.staged.record(id.record())?.and_then(|found| E::of(&found.record).cloned()))
    }

    /// The record that the command changes, at the version that its caller expects.
    pub fn target<E: Entity + Clone>(
        &mut self,
        field: &str,
        target: Target<E::Id>,
    ) -> Result<Option<E>, ViewFault> {
        let Some(found) = self.staged.record(target.id.record())? else {
            self.not_found(field, target.id.record());
            return Ok(None);
        };
        self.refuse_merged(field, &found.record)?;
        if let Some(expected) = target.expected_version
            && expected != found.version
        {
            let message = message!(
                "the {} is at version {}, not {expected}; read it again and decide again",
                E::Id::NOUN,
                found.version
            );
            let at = field.rsplit_once('.').map_or(String::new(), |(list, _)| format!("{list}."));
            self.problem(ProblemCode::Conflict, &format!("{at}expectedVersion"), message);
            if let Some(problem) = self.problems.last_mut() {
                problem.version = Some(found.version);
            }
        }
        Ok(E::of(&found.record).cloned())
    }

    pub fn not_found(&mut self, field: &str, id: RecordId) {
        let message = message!("no {} has this id; name one that is registered", id.noun);
        self.problem(ProblemCode::NotFound, field, message);
    }

    /// Changes an attribute that must stay.
    pub fn require<T: Clone>(&mut self, field: &str, patch: &Patch<T>, to: &mut T) {
        match patch {
            Patch::Keep => {}
            Patch::Clear => {
                let message =
                    message!("this cannot be removed; write a value, or leave it out to keep it");
                self.problem(ProblemCode::Required, field, message);
            }
            Patch::Set(value) => to.clone_from(value),
        }
    }

    /// Notes a step that the status does not allow: the machine's refusal, or else that of the
    /// command, which may be narrower than the machine.
    pub fn step<S: Copy + PartialEq + Say>(
        &mut self,
        field: &str,
        command: &str,
        step: Result<S, IllegalTransition>,
        present: S,
        from: &[S],
    ) {
        match step {
            Err(refused) => {
                self.problem(ProblemCode::IllegalTransition, field, refused.message());
            }
            Ok(to) if !from.contains(&present) => {
                let message = message!(
                    "`{command}` cannot change it from {present} to {to}; it accepts only {}",
                    one_of(from)
                );
                self.problem(ProblemCode::IllegalTransition, field, message);
            }
            Ok(_) => {}
        }
    }

    /// What is reported to have happened cannot lie in the future.
    pub fn not_after_today(&mut self, field: &str, date: EdtfDate) {
        if let Some(message) = after_today(self.today(), date) {
            self.problem(ProblemCode::OutOfOrder, field, message);
        }
    }

    /// Registers a new record.
    pub fn create<E: Entity>(&mut self, it: E) -> Result<E::Id, ViewFault> {
        let number = self.staged.last_number(E::Id::NOUN)? + 1;
        let id = E::Id::from_number(number);
        let record = it.into_record();
        if let Some(key) = record.key() {
            self.key(key, id.record())?;
        }
        let change = self.checked(id.record(), record, None)?;
        self.stage(change, Effect::Created)?;
        Ok(id)
    }

    /// Gives a record its new content.
    pub fn update<E: Entity>(&mut self, id: E::Id, it: E) -> Result<(), ViewFault> {
        let before = self.staged.record(id.record())?;
        let change =
            self.checked(id.record(), it.into_record(), before.as_ref().map(|it| &it.record))?;
        if before.is_some_and(|before| before.record == change.after) {
            self.effects.push((id.record(), Effect::Unchanged));
            return Ok(());
        }
        self.stage(change, Effect::Updated)
    }

    /// Notes what a corrected record breaks in the records that point at it: what they say still
    /// has to fit.
    pub fn keeps_fitting(&mut self, id: RecordId) -> Result<(), ViewFault> {
        if let Some(message) = fitting::misfit(self.before, &self.staged, id, |_| false)? {
            self.problem(ProblemCode::Inconsistent, "", message);
        }
        Ok(())
    }

    /// The rules for what is written now.
    pub fn rules(&self) -> Rules<'_, Overlay<'a, V>> {
        Rules::new(self.today(), &self.staged)
    }

    /// Notes what the rules found.
    pub fn tell(&mut self, found: Vec<Problem>) {
        self.problems.extend(found);
    }

    fn key(&mut self, key: &str, id: RecordId) -> Result<(), ViewFault> {
        if let Err((code, message)) = valid_key(Some(key)) {
            self.problem(code, "key", message);
        } else if !self.staged.named(&Term::Key(id.noun, key.to_owned()))?.is_empty() {
            let message = message!("another {} has the key `{key}`; choose another", id.noun);
            self.problem(ProblemCode::Taken, "key", message);
        }
        Ok(())
    }

    /// Completes the content of a record and notes every rule that it breaks.
    fn checked(
        &mut self,
        id: RecordId,
        after: Record,
        before: Option<&Record>,
    ) -> Result<Change, ViewFault> {
        let mut after = led_on(&self.staged, after)?;
        // The caller need not see what others made the record name.
        let mut kept = Vec::new();
        if let Some(before) = before {
            before.see_links(&mut |_, _, id| kept.push(id));
        }
        let mut named = Vec::new();
        after.see_links(&mut |at, _, id| {
            if !kept.contains(&id) {
                named.push((at.to_string(), id));
            }
        });
        for (field, id) in named {
            if self.staged.record(id)?.is_none() {
                self.not_found(&field, id);
            }
        }
        let mut check = Check::new(&self.staged, Vec::new());
        check.record(id, &mut after);
        let (found, fault) = check.finish();
        if let Some(fault) = fault {
            return Err(fault);
        }
        let mut rules = self.rules();
        rules.record(id, before, &after)?;
        let broken = rules.finish();
        self.tell(broken);
        self.tell(found);
        let change = Change { id, after };
        self.problems.extend(taken_terms(&change, &self.staged)?);
        Ok(change)
    }

    /// Lays a change over the registry.
    pub fn stage(&mut self, change: Change, effect: Effect) -> Result<(), ViewFault> {
        self.staged.apply(std::slice::from_ref(&change), 0, Timestamp::UNIX_EPOCH)?;
        self.effects.push((change.id, effect));
        self.changes.push(change);
        Ok(())
    }

    /// How many problems are noted.
    pub const fn problem_count(&self) -> usize {
        self.problems.len()
    }

    /// Tells the problems noted after the first `known` under other names.
    pub fn retell(&mut self, known: usize, rename: impl Fn(&mut Vec<String>)) {
        for problem in self.problems.iter_mut().skip(known) {
            rename(&mut problem.field);
        }
    }

    /// Takes back the problems noted after the first `known` of an attribute that was filled with
    /// a stand-in.
    pub fn forget(&mut self, known: usize, attribute: &str) {
        let mut place = 0;
        self.problems.retain(|problem| {
            place += 1;
            place <= known || problem.field != [attribute]
        });
    }

    /// Answers with the record written last.
    pub fn last_effect_first(&mut self) {
        let count = self.effects.len();
        self.effects.rotate_right(count.min(1));
    }

    /// The changes, or all that is wrong.
    pub fn finish(self) -> Result<Decision, Refusal> {
        if self.problems.is_empty() {
            let Self { changes, effects, reason, .. } = self;
            return Ok(Decision { changes, effects, reason });
        }
        let mut told: Vec<Problem> = Vec::new();
        for mut problem in self.problems {
            let renamed = self.renames.iter().find(|(attribute, _)| {
                problem.field.first().is_some_and(|field| field == attribute)
            });
            if let Some((_, input)) = renamed {
                problem.field.splice(0..1, input.split('.').map(str::to_owned));
            }
            if !told.contains(&problem) {
                told.push(problem);
            }
        }
        Err(Refusal::Rejected(told))
    }
}
