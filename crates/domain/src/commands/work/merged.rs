//! What merges need of a command's work: records that go along, and ones that were merged.

use messages::{Message, Say, message};

use super::{Target, Work};
use crate::{
    decision::Effect,
    merged::standing,
    noun::{NounId, RecordId},
    problem::{ProblemCode, ViewFault},
    record::{Change, Entity, Record},
    view::View,
};
use jiff::Timestamp;

impl<V: View> Work<'_, V> {
    /// A record that was merged into another takes no commands: they are meant for that one.
    pub(super) fn refuse_merged(&mut self, field: &str, record: &Record) -> Result<(), ViewFault> {
        if let Some(kept) = record.merged_into() {
            let message = message!(
                "the {} was merged into {}; name that one",
                record.noun(),
                self.label(kept)?
            );
            self.problem(ProblemCode::IllegalTransition, field, message);
        }
        Ok(())
    }

    /// The record that was merged, to be its own again.
    pub fn merged_target<E: Entity + Clone>(
        &mut self,
        field: &str,
        target: Target<E::Id>,
    ) -> Result<Option<E>, ViewFault> {
        let known = self.problem_count();
        let found = self.target::<E>(field, target)?;
        let is_merged = standing(&self.staged, target.id.record())? != target.id.record();
        if is_merged {
            self.forget_refusal(known);
        } else if found.is_some() {
            let message = message!("the {} was not merged into another", E::Id::NOUN);
            self.problem(ProblemCode::IllegalTransition, field, message);
        }
        Ok(found)
    }

    /// Gives a record its new content, and a new version even if it stays the same.
    pub fn rewrite<E: Entity>(&mut self, id: E::Id, it: E) -> Result<(), ViewFault> {
        let before = self.staged.record(id.record())?;
        let change =
            self.checked(id.record(), it.into_record(), before.as_ref().map(|it| &it.record))?;
        self.stage(change, Effect::Updated)
    }

    /// Changes a record that the command is not about, and goes along with what it is about.
    pub fn carry(&mut self, change: Change) -> Result<(), ViewFault> {
        self.staged.apply(std::slice::from_ref(&change), 0, Timestamp::UNIX_EPOCH)?;
        self.changes.push(change);
        Ok(())
    }

    /// Notes that the command is about a record that it does not change.
    pub fn untouched(&mut self, id: RecordId) {
        self.effects.push((id, Effect::Unchanged));
    }

    /// What people call a record in a message: its key, or its noun and number.
    pub fn label(&self, id: RecordId) -> Result<Message, ViewFault> {
        let found = self.staged.record(id)?;
        let key = found.as_ref().and_then(|found| found.record.key());
        Ok(key.map_or_else(|| id.message(), |key| message!("`{key}`")))
    }

    fn forget_refusal(&mut self, known: usize) {
        let mut place = 0;
        self.problems.retain(|problem| {
            place += 1;
            place <= known || problem.code != ProblemCode::IllegalTransition
        });
    }
}

/// What people call a record in a message, with its noun.
pub fn name(id: RecordId, record: &Record) -> Message {
    record.key().map_or_else(|| id.message(), |key| message!("{} `{key}`", id.noun))
}
