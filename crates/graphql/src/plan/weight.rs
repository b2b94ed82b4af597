//! How much memory a plan takes. Counts every allocation below it that it shares neither with the
//! schema nor with its document, each with what an allocator adds.

use std::mem::size_of;

use async_graphql::{Name, Value as Const};

use super::{Arguments, Plan, Step, Then, What};

/// What stands before a shared value or text: its references.
const SHARED: usize = 16;
/// What an entry of an index map has beside its name and value: its hash, and its place in the
/// table of hashes.
const ENTRY: usize = 24;

/// Bytes of a plan and everything below it.
pub fn of(plan: &Plan) -> u64 {
    let slots: usize = plan.slots.iter().map(gate::Arguments::size).sum();
    let conditions: usize = plan.conditions.iter().map(|(found, _)| found.size()).sum();
    let bytes = allocation(SHARED + size_of::<Plan>())
        + steps(&plan.steps)
        + list(&plan.slots)
        + slots
        + list(&plan.conditions)
        + conditions;
    bytes as u64
}

/// An allocation, rounded up as allocators do.
const fn allocation(bytes: usize) -> usize {
    if bytes == 0 { 0 } else { bytes.next_multiple_of(16) + 8 }
}

const fn list<T>(list: &Vec<T>) -> usize {
    allocation(list.capacity() * size_of::<T>())
}

fn steps(all: &Vec<Step>) -> usize {
    list(all) + all.iter().map(step).sum::<usize>()
}

fn step(it: &Step) -> usize {
    let below = match &it.what {
        What::TypeName(_) => 0,
        What::Field { arguments, then, .. } => {
            let arguments = match arguments {
                Arguments::Fixed(values) => {
                    let each = values.iter().map(|(key, value)| name(key) + constant(value));
                    list(values) + each.sum::<usize>()
                }
                Arguments::Slot(_) => 0,
            };
            let then = match then {
                Then::Leaf => 0,
                Then::Object(all) => steps(all),
                Then::OneOf(members) => {
                    list(members) + members.iter().map(|(_, all)| steps(all)).sum::<usize>()
                }
            };
            arguments + then
        }
    };
    allocation(it.key.len()) + allocation(it.json.len()) + below
}

fn name(name: &Name) -> usize {
    allocation(SHARED + name.len())
}

fn constant(it: &Const) -> usize {
    match it {
        Const::Null | Const::Number(_) | Const::Boolean(_) => 0,
        Const::String(it) => allocation(it.capacity()),
        Const::Binary(it) => allocation(it.len()),
        Const::Enum(it) => name(it),
        Const::List(items) => list(items) + items.iter().map(constant).sum::<usize>(),
        Const::Object(fields) => {
            let entry = size_of::<(Name, Const)>() + ENTRY;
            let each = fields.iter().map(|(key, value)| name(key) + constant(value));
            allocation(fields.capacity() * entry) + each.sum::<usize>()
        }
    }
}
