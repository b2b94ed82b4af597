//! Lists, and their items: written, or taken over from an earlier answer.

use async_graphql::dynamic::TypeRef;

use super::{Nothing, Segment, Walk};
use crate::{
    error::{masked, stopped},
    parts::Key,
    plan::{Step, Then, What},
    table::Value,
};

impl<'a> Walk<'a> {
    pub(super) fn list(
        &mut self,
        step: &'a Step,
        ty: &TypeRef,
        then: &'a Then,
        items: Vec<Value<'_>>,
    ) -> Result<(), Nothing> {
        let TypeRef::List(of) = ty else { return Err(self.fail(&masked(), Some(step))) };
        self.json.push(b'[');
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.json.push(b',');
            }
            self.path.push(Segment::Index(index));
            let mark = self.mark();
            let done = match self.part(step, &item) {
                Some(key) => self.cut(&key, step, of, then, item),
                None => self.write(step, of, then, item),
            };
            self.absorb(of, mark, done)?;
            self.path.pop();
        }
        self.json.push(b']');
        Ok(())
    }

    /// What tells an item from other parts; `None` where it is none.
    fn part(&self, step: &Step, item: &Value<'_>) -> Option<Key> {
        let cutter = self.cutter.as_ref()?;
        let What::Field { cut: Some(cut), .. } = &step.what else { return None };
        let object = match item {
            Value::Ref(object) => *object,
            Value::Object(object) => &**object,
            _ => return None,
        };
        Some(cutter.key(cut.place, &(cut.show)(object)?))
    }

    /// Takes an item over, or writes it and notes what it rests on.
    fn cut(
        &mut self,
        key: &Key,
        step: &'a Step,
        of: &TypeRef,
        then: &'a Then,
        item: Value<'_>,
    ) -> Result<(), Nothing> {
        let Some(cutter) = &mut self.cutter else { return self.write(step, of, then, item) };
        if cutter.take(key, &mut self.json) {
            let is_stopped = self.context.is_stopped();
            return if is_stopped { Err(self.fail(&stopped(), None)) } else { Ok(()) };
        }
        let begun = cutter.begin(&self.json);
        let done = self.write(step, of, then, item);
        if let Some(cutter) = &mut self.cutter {
            cutter.end(*key, &begun, &self.json);
        }
        done
    }
}
