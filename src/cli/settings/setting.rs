//! What a setting is, as it is told to people.

/// A setting, as it is told to people.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its key in a file, and its flag.
    pub key: &'static str,
    /// Under what it is listed.
    pub heading: &'static str,
    /// The form of its value.
    pub form: Form,
    /// Its default, as a flag would give it; lists are told apart by commas.
    pub default: String,
    /// What it is, with its unit: a line for its flag, then what a file's reader needs to know.
    pub help: &'static [&'static str],
    /// Whether every command takes it as a flag, not only the server.
    pub shared: bool,
}

impl Setting {
    /// The environment variable that gives it.
    pub fn variable(&self) -> String {
        format!("HOPTAC_{}", self.key.replace('-', "_").to_ascii_uppercase())
    }

    /// Its default, as people are told it.
    pub const fn default_told(&self) -> &str {
        if self.default.is_empty() { "none" } else { self.default.as_str() }
    }

    /// All of its help, its first paragraph as a sentence.
    pub fn text(&self) -> String {
        let lines: Vec<&str> = self.help.iter().map(|line| line.trim()).collect();
        let (first, rest) = lines.split_at(lines.iter().take_while(|it| !it.is_empty()).count());
        format!("{}.{}", first.join(" "), rest.join("\n"))
    }

    /// The first paragraph of its help, on one line.
    pub fn summary(&self) -> String {
        let lines = self.help.iter().map(|line| line.trim());
        lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The form of a setting's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text, called like this in help.
    Text(&'static str),
    /// A whole number of these.
    Number(&'static str),
    /// `true` or `false`; its flag alone is `true`.
    Flag,
    /// Texts, called like this in help.
    List(&'static str),
}

impl Form {
    /// What stands for the value in help.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::Text(name) | Self::Number(name) | Self::List(name) => name,
            Self::Flag => "true|false",
        }
    }
}
