//! Whether a plan is light. It takes some tens of microseconds then, which is about what it costs
//! to hand work over to another thread.

use async_graphql::parser::types::OperationType;

use super::{Step, Then, What};
use crate::table::{FieldRow, Size, TABLES, TypeRow};

/// Most steps of a light operation.
const STEPS: usize = 64;
/// Most records that it leads to.
const RECORDS: usize = 8;
/// What a mutation answers with beside its record.
const BESIDE: [&str; 2] = ["Commit", "UserError"];

/// Whether these steps of an operation are few, and lead to few records.
pub fn is_light(kind: OperationType, steps: &[Step]) -> bool {
    let mut left = Left { steps: STEPS, records: RECORDS };
    match kind {
        OperationType::Query => left.take(steps).is_some(),
        OperationType::Mutation => {
            let payloads = steps.iter().map(|step| match &step.what {
                What::Field { then: Then::Object(steps), .. } => left.take(steps),
                _ => Some(()),
            });
            payloads.collect::<Option<Vec<_>>>().is_some()
        }
        OperationType::Subscription => false,
    }
}

/// What an operation may yet ask for.
struct Left {
    steps: usize,
    records: usize,
}

impl Left {
    /// Takes what steps ask for; `None` where that is more, or other, than is light.
    fn take(&mut self, steps: &[Step]) -> Option<()> {
        for step in steps {
            self.steps = self.steps.checked_sub(1)?;
            let What::Field { row, then, .. } = &step.what else { continue };
            if matches!(then, Then::Leaf) {
                continue;
            }
            if is_record(row) {
                self.records = self.records.checked_sub(1)?;
            } else if !BESIDE.contains(&row.target()) {
                return None;
            }
            match then {
                Then::Leaf => {}
                Then::Object(steps) => self.take(steps)?,
                Then::OneOf(members) => {
                    for (_, steps) in members {
                        self.take(steps)?;
                    }
                }
            }
        }
        Some(())
    }
}

/// Whether a field leads to one record.
fn is_record(row: &FieldRow) -> bool {
    let is_record = match TABLES.get(row.target()) {
        Some(TypeRow::Object(object)) => object.interfaces.iter().any(|it| it == "Node"),
        Some(TypeRow::Abstract(_)) => row.target() == "Node",
        _ => false,
    };
    is_record && row.size == Size::One
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use crate::{plan::Plan, schema::Served};

    #[test]
    fn light_is_what_reads_a_few_records_and_nothing_listed_or_added_up() {
        let light = |text: &str| {
            let gate = Served::Plain.gate();
            let document = gate.read(text).unwrap();
            let operation = document.operation(None).unwrap();
            // No variable decides what is selected.
            let plain = gate.read("{ __typename }").unwrap();
            let none = gate.coerce(&plain, plain.operation(None).unwrap(), Map::new()).unwrap();
            Plan::of(gate, &document, operation, &none).is_light
        };
        let records = |count: usize| {
            let one = |it| format!("a{it}: activity(by: {{key: \"k\"}}) {{ id }} ");
            format!("{{ {} }}", (0..count).map(one).collect::<String>())
        };
        let titles = |count: usize| {
            let titles: Vec<_> = (0..count).map(|it| format!("t{it}: title")).collect();
            let titles = titles.join(" ");
            format!("{{ activity(by: {{key: \"k\"}}) {{ {titles} }} }}")
        };
        for (text, expected) in [
            ("{ activity(by: {key: \"k\"}) { id title agreement { title } } }", true),
            (
                "{ node(id: \"B\") { id ... on Activity { title ...F } } } fragment F on Activity { id }",
                true,
            ),
            ("{ activity(by: {key: \"k\"}) { events(first: 1) { nodes { id } } } }", false),
            ("{ activities(first: 1) { nodes { id } } }", false),
            ("{ agreement(by: {key: \"k\"}) { progress { agreed } } }", false),
            ("{ search(text: \"a\") { edges { cursor } } }", false),
            ("{ nodes(ids: [\"B\"]) { id } }", false),
            (
                "mutation($input: RecordOutcomeInput!) { recordOutcome(input: $input) \
                 { outcome { id activity { id } } change { seq } errors { code message } } }",
                true,
            ),
            (
                "mutation($input: ApproveOutcomesInput!) { approveOutcomes(input: $input) \
                 { outcomes { id } } }",
                false,
            ),
            ("subscription { changes { cursor } }", false),
            (&records(8), true),
            (&records(9), false),
            (&titles(63), true),
            (&titles(64), false),
        ] {
            assert_eq!(light(text), expected, "{text}");
        }
    }
}
