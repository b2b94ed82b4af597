//! Which lists of a plan are cut into parts: pages of records of one noun, of which more is shown
//! than what stands in them.

use super::{Cut, Step, Then, What};
use crate::{
    table::{FieldRow, ObjectRow, Size},
    types::shown,
};

/// How the items of a field are cut; its number is taken where they are.
pub fn of(row: &FieldRow, item: &ObjectRow, then: &Then, taken: &mut u32) -> Option<Cut> {
    if row.size != Size::Entries || !leads_on(then, item.fields.contains_key("cursor")) {
        return None;
    }
    let show = shown::find(item.rust)?;
    let place = *taken;
    *taken += 1;
    Some(Cut { place, show })
}

/// Whether anything is shown below the records of a page that may not stand in them.
fn leads_on(then: &Then, is_entry: bool) -> bool {
    let Then::Object(steps) = then else { return false };
    let below = |step: &Step| match &step.what {
        What::TypeName(_) | What::Field { then: Then::Leaf, .. } => false,
        What::Field { then, .. } => !is_entry || leads_on(then, false),
    };
    steps.iter().any(below)
}
