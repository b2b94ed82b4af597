//! Whether records still fit that hang on a changed one.

use messages::message;

use super::{Work, name};
use crate::{
    noun::RecordId,
    problem::{Problem, ProblemCode, ViewFault},
    rules::fitting::faults,
    view::View,
};

impl<V: View> Work<'_, V> {
    /// Notes what changed records break that they did not break before, up to so many.
    pub fn all_fit(&mut self, changed: &[RecordId], most: usize) -> Result<(), ViewFault> {
        let mut told = 0;
        for &id in changed {
            let found = faults(&self.staged, id)?;
            if found.is_empty() {
                continue;
            }
            let known = faults(self.before, id)?;
            let is_known = |it: &Problem| {
                known.iter().any(|was| (was.code, &was.field) == (it.code, &it.field))
            };
            let Some(fault) = found.iter().find(|it| !is_known(it)) else { continue };
            let Some(record) = self.staged.record(id)? else { continue };
            let name = name(id, &record.record);
            let message = message!(
                "the {name} would no longer fit ({}: {}); correct that first",
                fault.field.join("."),
                fault.message
            );
            self.problem(ProblemCode::Inconsistent, "duplicate", message);
            told += 1;
            if told >= most {
                break;
            }
        }
        Ok(())
    }
}
