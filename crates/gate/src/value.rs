//! What variables and arguments evaluate to: JSON, with enum values told from strings.

use apollo_compiler::Name;
use serde_json::{Map, Number, Value as Json};

/// An input value after coercion.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, as it was given.
    Null,
    /// A boolean.
    Boolean(bool),
    /// An `Int` within 32 bits, a finite `Float`, or the number of a custom scalar.
    Number(Number),
    /// A `String`, an `ID`, or the string of a custom scalar.
    String(String),
    /// The value of an enum of the schema, or an enum literal at a custom scalar.
    Enum(Name),
    /// A list.
    List(Vec<Value>),
    /// An input object with its defaults, or the object of a custom scalar.
    Object(Object),
}

/// Values by name: of the arguments of a field, of the fields of an input object. What was not
/// given and has no default is absent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object(pub(crate) Vec<(Name, Value)>);

impl Object {
    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, _)| key.as_str() == name).map(|(_, value)| value)
    }

    /// All names and values, in the order of the schema.
    pub fn iter(&self) -> std::slice::Iter<'_, (Name, Value)> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As JSON.
    #[must_use]
    pub fn into_json(self) -> Map<String, Json> {
        self.0.into_iter().map(|(name, value)| (name.to_string(), value.into_json())).collect()
    }
}

impl<'a> IntoIterator for &'a Object {
    type Item = &'a (Name, Value);
    type IntoIter = std::slice::Iter<'a, (Name, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Object {
    type Item = (Name, Value);
    type IntoIter = std::vec::IntoIter<(Name, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<(Name, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (Name, Value)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl Value {
    /// As JSON; the name of an enum value is a string.
    #[must_use]
    pub fn into_json(self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Boolean(it) => Json::Bool(it),
            Self::Number(it) => Json::Number(it),
            Self::String(it) => Json::String(it),
            Self::Enum(it) => Json::String(it.to_string()),
            Self::List(items) => items.into_iter().map(Self::into_json).collect(),
            Self::Object(object) => Json::Object(object.into_json()),
        }
    }

    /// JSON as it is, as a custom scalar takes it.
    pub(crate) fn of(json: Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(it) => Self::Boolean(it),
            Json::Number(it) => Self::Number(it),
            Json::String(it) => Self::String(it),
            Json::Array(items) => Self::List(items.into_iter().map(Self::of).collect()),
            // The names of a custom scalar are any strings; nothing takes them for syntax.
            Json::Object(fields) => Self::Object(
                fields
                    .into_iter()
                    .map(|(name, value)| (Name::new_unchecked(&name), Self::of(value)))
                    .collect(),
            ),
        }
    }
}
