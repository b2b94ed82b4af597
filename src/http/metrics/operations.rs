//! What operations are counted under: their name and kind. Names come from strangers, so only so
//! many are kept, and only of operations that were executed; all others share one.
//!
//! Names in parentheses are none that GraphQL allows, so that nobody can take them.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
};

use async_graphql::parser::types::OperationType;

use crate::measure::Counter;

/// Most names that are kept.
pub const NAMES_MAX: usize = 100;
/// Most of them that callers without a token bring, with documents that no manifest has: so nobody
/// can keep the names of those who are known from being told apart.
pub const NAMES_OF_STRANGERS: usize = 50;
/// Longest name that is kept, in bytes.
pub const NAME_MAX: usize = 64;
/// What an operation without a name is counted under.
const ANONYMOUS: &str = "(anonymous)";
/// What an operation is counted under whose name is not kept.
const OTHER: &str = "(other)";

/// The kind of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Kind {
    /// A query.
    Query,
    /// A mutation.
    Mutation,
    /// A subscription.
    Subscription,
    /// That of a document that does not parse, or does not have the operation that is asked for.
    #[default]
    Unknown,
}

impl Kind {
    /// All kinds.
    const ALL: [Self; 4] = [Self::Query, Self::Mutation, Self::Subscription, Self::Unknown];

    /// The kind as a label.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
            Self::Unknown => "unknown",
        }
    }
}

impl From<Option<OperationType>> for Kind {
    fn from(operation: Option<OperationType>) -> Self {
        match operation {
            Some(OperationType::Query) => Self::Query,
            Some(OperationType::Mutation) => Self::Mutation,
            Some(OperationType::Subscription) => Self::Subscription,
            None => Self::Unknown,
        }
    }
}

/// What became of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationResult {
    /// It was answered without an error.
    Ok,
    /// It was executed, and its answer has errors.
    Errors,
    /// It was not executed: it is not valid, or its caller's budget is spent.
    Refused,
    /// It took too long, or failed by an error of ours.
    Failed,
}

impl OperationResult {
    /// All of them, with their labels.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Ok, "ok"),
        (Self::Errors, "errors"),
        (Self::Refused, "refused"),
        (Self::Failed, "failed"),
    ];
}

/// What an operation says of itself, and whether whoever sends it is known.
#[derive(Debug, Clone, Default)]
pub struct Label {
    /// Its kind.
    pub kind: Kind,
    /// Its name, where it has one.
    pub name: Option<Box<str>>,
    /// Whether its document is trusted, or its caller has a token.
    pub is_known: bool,
}

/// The numbers of the operations of one name and kind.
#[derive(Debug)]
pub struct Operation {
    /// The name.
    pub name: Box<str>,
    /// The kind.
    pub kind: Kind,
    outcomes: [Counter; OperationResult::ALL.len()],
    /// How long they took, in nanoseconds.
    pub nanoseconds: Counter,
    /// What they cost in the end, in points.
    pub points: Counter,
}

impl Operation {
    fn new(name: &str, kind: Kind) -> Arc<Self> {
        Arc::new(Self {
            name: name.into(),
            kind,
            outcomes: Default::default(),
            nanoseconds: Counter::default(),
            points: Counter::default(),
        })
    }

    /// Those with this outcome.
    pub fn of(&self, outcome: OperationResult) -> &Counter {
        &self.outcomes[outcome as usize]
    }

    fn was_asked(&self) -> bool {
        self.outcomes.iter().any(|count| count.get() > 0)
    }
}

/// The numbers of all operations.
#[derive(Debug)]
pub struct Operations {
    named: RwLock<Named>,
    anonymous: [Arc<Operation>; Kind::ALL.len()],
    others: [Arc<Operation>; Kind::ALL.len()],
}

#[derive(Debug, Default)]
struct Named {
    by_kind: [HashMap<Box<str>, Arc<Operation>>; Kind::ALL.len()],
    /// How many there are, of all kinds.
    count: usize,
    /// How many of them strangers brought.
    of_strangers: usize,
}

impl Default for Operations {
    fn default() -> Self {
        Self {
            named: RwLock::default(),
            anonymous: Kind::ALL.map(|kind| Operation::new(ANONYMOUS, kind)),
            others: Kind::ALL.map(|kind| Operation::new(OTHER, kind)),
        }
    }
}

impl Operations {
    // Nothing panics while it holds the lock, so a poisoned one still guards whole tables.
    fn named(&self) -> RwLockReadGuard<'_, Named> {
        self.named.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What an operation is counted under.
    pub fn find(&self, label: &Label) -> Arc<Operation> {
        let kind = label.kind as usize;
        let Some(name) = &label.name else { return Arc::clone(&self.anonymous[kind]) };
        let found = self.named().by_kind[kind].get(name).cloned();
        found.unwrap_or_else(|| Arc::clone(&self.others[kind]))
    }

    /// What an operation that was executed is counted under: its name is kept, if there is room.
    pub fn executed(&self, label: &Label) -> Arc<Operation> {
        let found = self.find(label);
        let Some(name) = &label.name else { return found };
        if found.name == *name || name.len() > NAME_MAX {
            return found;
        }
        let mut named = self.named.write().unwrap_or_else(PoisonError::into_inner);
        let kind = label.kind as usize;
        if let Some(made) = named.by_kind[kind].get(name) {
            return Arc::clone(made);
        }
        let is_full = named.count >= NAMES_MAX
            || (!label.is_known && named.of_strangers >= NAMES_OF_STRANGERS);
        if is_full {
            return found;
        }
        named.count += 1;
        named.of_strangers += usize::from(!label.is_known);
        let made = Operation::new(name, label.kind);
        named.by_kind[kind].insert(name.clone(), Arc::clone(&made));
        made
    }

    /// All that were asked for so far, by name and kind.
    pub fn list(&self) -> Vec<Arc<Operation>> {
        let mut all: Vec<_> = {
            let named = self.named();
            named.by_kind.iter().flat_map(HashMap::values).cloned().collect()
        };
        all.extend(self.anonymous.iter().chain(&self.others).cloned());
        all.retain(|operation| operation.was_asked());
        all.sort_by(|a, b| (&a.name, a.kind).cmp(&(&b.name, b.kind)));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(name: &str, is_known: bool) -> Label {
        Label { kind: Kind::Query, name: Some(name.into()), is_known }
    }

    #[test]
    fn a_name_is_kept_once_its_operation_was_executed() {
        let operations = Operations::default();
        assert_eq!(&*operations.find(&label("Page", false)).name, OTHER);
        assert_eq!(&*operations.executed(&label("Page", false)).name, "Page");
        assert_eq!(&*operations.find(&label("Page", false)).name, "Page");
        let mutation = Label { kind: Kind::Mutation, ..label("Page", false) };
        assert_eq!(&*operations.find(&mutation).name, OTHER, "of another kind");
        let long = label(&"x".repeat(NAME_MAX + 1), true);
        assert_eq!(&*operations.executed(&long).name, OTHER);
        assert_eq!(&*operations.executed(&Label::default()).name, ANONYMOUS);
    }

    #[test]
    fn strangers_leave_room_for_those_who_are_known() {
        let operations = Operations::default();
        let kept = |count: usize, prefix: &str, is_known: bool| {
            let names = (0..count).map(|it| label(&format!("{prefix}{it}"), is_known));
            names.filter(|it| operations.executed(it).name == *it.name.as_ref().unwrap()).count()
        };
        assert_eq!(kept(10_000, "stranger", false), NAMES_OF_STRANGERS);
        assert_eq!(kept(10_000, "known", true), NAMES_MAX - NAMES_OF_STRANGERS);
        assert_eq!(kept(10_000, "late", true), 0);
        assert_eq!(kept(1, "known", false), 1, "whoever asks for it");
    }
}
