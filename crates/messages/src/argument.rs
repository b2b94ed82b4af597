//! What stands in a message: a text, another message, or a word of the API.

use std::fmt::{self, Display};

use super::{Catalogue, Message, Say};

/// What stands at a place of a message.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Argument {
    /// What is the same in all languages: a value, a name, a code.
    Text(String),
    /// What is said in each.
    Message(Message),
    /// A word of one of the API's enums, such as `APPROVED` of `OutcomeStatus`: English keeps the
    /// word, other languages say its label.
    Word(&'static str, &'static str),
}

impl Argument {
    pub(super) fn said_by(&self, catalogue: &Catalogue) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Message(message) => message.said_by(catalogue),
            Self::Word(list, word) => Catalogue::word(list, word),
        }
    }
}

impl Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Word(_, word) => f.write_str(word),
            Self::Message(message) => message.fmt(f),
        }
    }
}

/// A value on its way into a message. What says something does so in each language, all else is
/// displayed; [`message!`](super::message!) asks for the first that the value's type has.
#[derive(Debug)]
pub struct Of<'a, T: ?Sized>(pub &'a T);

/// Takes what is said in each language.
pub trait Said {
    /// The argument.
    fn argument(&self) -> Argument;
}

impl<T: Say + ?Sized> Said for Of<'_, T> {
    fn argument(&self) -> Argument {
        self.0.argument()
    }
}

/// Takes what is the same in all languages.
pub trait Shown {
    /// The argument.
    fn argument(&self) -> Argument;
}

impl<T: Display + ?Sized> Shown for &Of<'_, T> {
    fn argument(&self) -> Argument {
        Argument::Text(self.0.to_string())
    }
}
