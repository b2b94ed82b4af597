//! A message to a person, as a value.

use std::fmt::{self, Display};

use super::{
    Argument, Catalogue,
    template::{Part, parts},
};

/// What is said to a person: a template and what stands in it. Displays in English.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Message {
    template: Template,
    arguments: Vec<(&'static str, Argument)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Template {
    /// One that the catalogue has.
    Ours(&'static str),
    /// A text that is the same in all languages.
    Verbatim(String),
    /// A text of others, which the catalogue may know.
    Foreign(String),
}

/// Says something of itself in each language. What derives it beside `thiserror::Error` says its
/// `#[error("…")]`.
pub trait Say {
    /// What it says.
    fn message(&self) -> Message;

    /// What it is within another message.
    fn argument(&self) -> Argument {
        Argument::Message(self.message())
    }
}

impl<T: Say + ?Sized> Say for &T {
    fn message(&self) -> Message {
        (**self).message()
    }

    fn argument(&self) -> Argument {
        (**self).argument()
    }
}

impl<T: Say + ?Sized> Say for Box<T> {
    fn message(&self) -> Message {
        (**self).message()
    }

    fn argument(&self) -> Argument {
        (**self).argument()
    }
}

impl Say for Message {
    fn message(&self) -> Message {
        self.clone()
    }
}

impl Message {
    /// A message of a template of the catalogue: what [`message!`](super::message!) writes.
    #[must_use]
    pub const fn new(template: &'static str, arguments: Vec<(&'static str, Argument)>) -> Self {
        Self { template: Template::Ours(template), arguments }
    }

    /// A text that is the same in all languages, such as a name.
    #[must_use]
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self { template: Template::Verbatim(text.into()), arguments: Vec::new() }
    }

    /// A text of others, such as a library's error: in another language where the catalogue knows
    /// it, or it holds a message of ours.
    #[must_use]
    pub fn foreign(text: impl Into<String>) -> Self {
        Self { template: Template::Foreign(text.into()), arguments: Vec::new() }
    }

    /// What is said by a catalogue; in English where it has no such template.
    #[must_use]
    pub fn said_by(&self, catalogue: &Catalogue) -> String {
        match &self.template {
            Template::Verbatim(text) => text.clone(),
            Template::Foreign(text) => catalogue.recognised(text),
            Template::Ours(template) => {
                let template = catalogue.template(template).unwrap_or(template);
                let mut said = String::with_capacity(template.len() * 2);
                for part in parts(template) {
                    match part {
                        Part::Text(text) => said.push_str(text),
                        Part::Argument(name) => match self.find(name) {
                            Some(argument) => said.push_str(&argument.said_by(catalogue)),
                            None => said.extend(["{", name, "}"]),
                        },
                    }
                }
                said
            }
        }
    }

    fn find(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|(known, _)| *known == name).map(|(_, argument)| argument)
    }
}

impl Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.template {
            Template::Verbatim(text) | Template::Foreign(text) => f.write_str(text),
            Template::Ours(template) => {
                for part in parts(template) {
                    match part {
                        Part::Text(text) => f.write_str(text)?,
                        Part::Argument(name) => match self.find(name) {
                            Some(argument) => argument.fmt(f)?,
                            None => write!(f, "{{{name}}}")?,
                        },
                    }
                }
                Ok(())
            }
        }
    }
}

/// Debugs as what it says.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), f)
    }
}

impl PartialEq<str> for Message {
    fn eq(&self, other: &str) -> bool {
        let said = self.to_string();
        said == other
    }
}

impl PartialEq<&str> for Message {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Say, message},
        *,
    };

    struct Noun;

    impl Say for Noun {
        fn message(&self) -> Message {
            message!("activity")
        }
    }

    impl Display for Noun {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("displayed")
        }
    }

    fn catalogue() -> Catalogue {
        Catalogue::read(
            "[messages]\n\
             \"activity\" = \"hoạt động\"\n\
             \"no {noun} has {key}; see {0}\" = \"xem {0}: không có {noun} mang mã {key}\"\n\
             \"not {{{text}}}\" = \"không phải {{{text}}}\"\n\
             \"not {{{0}}}\" = \"không phải {{{0}}}\"\n",
        )
        .unwrap()
    }

    #[test]
    fn what_says_something_is_said_and_all_else_is_shown() {
        let key = String::from("`a`");
        let made = message!("no {noun} has {key}; see {}", 7, noun = &Noun);
        assert_eq!(made, "no activity has `a`; see 7");
        assert_eq!(made.said_by(&catalogue()), "xem 7: không có hoạt động mang mã `a`");
    }

    #[test]
    fn a_value_may_be_formatted_and_have_braces() {
        let text = "{noun}";
        assert_eq!(message!("not {{{text}}}"), "not {{noun}}");
        assert_eq!(message!("not {{{text}}}").said_by(&catalogue()), "không phải {{noun}}");
        assert_eq!(message!("U+{:04X}", 0x200b), "U+200B");
        assert_eq!(message!("U+{:04X}", 0x200b).said_by(&catalogue()), "U+200B");
    }

    #[test]
    fn what_derives_it_says_its_error() {
        #[derive(Debug, thiserror::Error, Say)]
        enum Fault {
            #[error("activity")]
            Plain,
            #[error("no {noun} has {key}; see {}", .place.abs())]
            Parts { noun: Inner, key: &'static str, place: i32 },
            #[error(transparent)]
            Other(Inner),
            #[error("not {{{0}}}")]
            Braces(u8),
        }

        #[derive(Debug, Clone, Copy, thiserror::Error, Say)]
        #[error("activity")]
        struct Inner;

        for (fault, vi) in [
            (Fault::Plain, "hoạt động"),
            (
                Fault::Parts { noun: Inner, key: "k", place: -3 },
                "xem 3: không có hoạt động mang mã k",
            ),
            (Fault::Other(Inner), "hoạt động"),
            (Fault::Braces(1), "không phải {1}"),
        ] {
            assert_eq!(fault.message().to_string(), fault.to_string());
            assert_eq!(fault.message().said_by(&catalogue()), vi);
        }
    }
}
