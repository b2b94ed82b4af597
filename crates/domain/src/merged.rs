//! Records that were merged into others: which one stands for each, and how links follow.
//!
//! No record points at a merged one but by having been merged into it: whoever writes a record, its
//! links are led on first, so that nobody who reads has to.

use super::{
    link::{ById, Linker},
    noun::{Noun, NounId, RecordId},
    path::FieldPath,
    problem::ViewFault,
    record::Record,
    view::View,
};

impl Noun {
    /// Whether its records are merged where one thing was registered twice.
    #[must_use]
    pub const fn is_merged(self) -> bool {
        matches!(self, Self::Province | Self::Organization | Self::Document)
    }
}

/// What stands for a record: the one that it was merged into, or else itself.
///
/// # Errors
/// Where the view cannot be read.
pub fn standing(view: &impl View, id: RecordId) -> Result<RecordId, ViewFault> {
    if !id.noun.is_merged() {
        return Ok(id);
    }
    Ok(view.record(id)?.and_then(|found| found.record.merged_into()).unwrap_or(id))
}

/// A record whose links lead to what stands for the records that it names.
pub(super) fn led_on(view: &impl View, record: Record) -> Result<Record, ViewFault> {
    let mut merged = false;
    let mut fault = None;
    record.see_links(&mut |_, _, id| match standing(view, id) {
        Ok(to) => merged |= to != id,
        Err(found) => fault = Some(found),
    });
    if let Some(fault) = fault {
        return Err(fault);
    }
    if !merged {
        return Ok(record);
    }
    let mut linker = LeadOn { view, fault: None };
    let record = record.relink(&mut linker);
    linker.fault.map_or(Ok(record), Err)
}

struct LeadOn<'a, V: View> {
    view: &'a V,
    fault: Option<ViewFault>,
}

impl<V: View> Linker<ById, ById> for LeadOn<'_, V> {
    fn link<I: NounId>(&mut self, from: I, _: &FieldPath<'_>) -> I {
        match standing(self.view, from.record()) {
            Ok(to) => I::from_number(to.number),
            Err(fault) => {
                self.fault = Some(fault);
                from
            }
        }
    }
}
