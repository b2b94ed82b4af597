//! What a setting is, and the form in which they are declared: one line or two each, from which
//! follow its flag and help, its variable, its key in a file, its default and its place in
//! [`Settings`](super::Settings).

/// A setting, as it is told to people.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its key in a file, and its flag.
    pub key: &'static str,
    /// Under what it is listed.
    pub heading: &'static str,
    /// The form of its value.
    pub form: Form,
    /// Its default, as a flag would give it; lists are told apart by commas.
    pub default: &'static str,
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
    pub const fn default_told(&self) -> &'static str {
        if self.default.is_empty() { "none" } else { self.default }
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

/// Declares all settings: first those that are fields of `Settings` itself, then the groups, each a
/// struct of the layer that uses it. A declaration is
/// `field: Type = "key", Form, "default", parser;` below its help, whose first paragraph is the
/// flag's; `shared` before the field marks those that every command takes.
macro_rules! settings {
    (
        $($heading:literal {
            $($(#[doc = $help:literal])+ $($shared:ident)? @ $field:ident: $type:ty
                = $key:literal, $form:expr, $default:literal, $parse:expr;)+
        })+
        groups
        $($group_heading:literal $group:ident: $struct:ident {
            $($(#[doc = $group_help:literal])+ $group_field:ident
                = $group_key:literal, $group_form:expr, $group_default:literal, $group_parse:expr;)+
        })*
    ) => {
        /// The settings, valid.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Settings {
            $($($(#[doc = $help])+ pub $field: $type,)+)+
            $(#[doc = $group_heading] pub $group: $struct,)*
        }

        /// Every setting, in the order in which they are told.
        pub const SETTINGS: &[Setting] = &[
            $($(Setting {
                key: $key, heading: $heading, form: $form, default: $default,
                help: &[$($help),+], shared: settings!(@shared $($shared)?),
            },)+)+
            $($(Setting {
                key: $group_key, heading: $group_heading, form: $group_form,
                default: $group_default, help: &[$($group_help),+], shared: false,
            },)+)*
        ];

        impl Settings {
            /// The settings that the layers give; `None` where a layer gives a wrong value.
            fn of(layers: &mut Layers<'_>) -> Option<Self> {
                // Each is read before any is missed, so that all that is wrong is told at once.
                $($(let $field = layers.value($key, $parse);)+)+
                $(let $group = {
                    $(let $group_field = layers.value($group_key, $group_parse);)+
                    move || Some($struct { $($group_field: $group_field?,)+ })
                };)*
                Some(Self { $($($field: $field?,)+)+ $($group: $group()?,)* })
            }
        }
    };
    (@shared shared) => { true };
    (@shared) => { false };
}

pub(super) use settings;
