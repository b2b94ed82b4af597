//! Lists within messages.

use super::{Argument, Message, Say, message};

/// Several things: `A, B, C`.
#[must_use]
pub fn listed<T: Say>(things: impl IntoIterator<Item = T>) -> Message {
    joined(things, |before, thing| message!("{before}, {thing}"))
}

/// One of several things: `A, B or C`.
#[must_use]
pub fn one_of<T: Say>(things: impl IntoIterator<Item = T>) -> Message {
    joined(things, |before, last| message!("{before} or {last}"))
}

/// All of several things: `A, B and C`.
#[must_use]
pub fn all_of<T: Say>(things: impl IntoIterator<Item = T>) -> Message {
    joined(things, |before, last| message!("{before} and {last}"))
}

/// Several sentences: `A; B; C`.
#[must_use]
pub fn in_turn<T: Say>(things: impl IntoIterator<Item = T>) -> Message {
    let things = things.into_iter().map(|thing| thing.message());
    things
        .reduce(|before, next| message!("{before}; {next}"))
        .unwrap_or_else(|| Message::verbatim(""))
}

fn joined<T: Say>(
    things: impl IntoIterator<Item = T>,
    with_last: fn(&Message, &Message) -> Message,
) -> Message {
    let mut things: Vec<Message> =
        things.into_iter().map(|thing| thing.argument().message()).collect();
    let last = things.pop();
    let before = things.into_iter().reduce(|before, thing| message!("{before}, {thing}"));
    match (before, last) {
        (Some(before), Some(last)) => with_last(&before, &last),
        (_, Some(only)) => only,
        (_, None) => Message::verbatim(""),
    }
}

impl Say for Argument {
    fn message(&self) -> Message {
        match self {
            Self::Message(message) => message.clone(),
            only => Message::new("{0}", vec![("0", only.clone())]),
        }
    }

    fn argument(&self) -> Argument {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_listed_as_a_sentence_has_them() {
        let things = |count| ["a", "b", "c"].into_iter().take(count).map(Message::verbatim);
        for (count, said) in [(0, ""), (1, "a"), (2, "a or b"), (3, "a, b or c")] {
            assert_eq!(one_of(things(count)), said);
        }
        assert_eq!(all_of(things(3)), "a, b and c");
        assert_eq!(listed(things(3)), "a, b, c");
    }
}
