//! Where something stands within a record.

use std::fmt;

/// A place within a record, as a chain from the inside out: naming a place costs nothing until
/// somebody asks for its parts.
#[derive(Debug, Clone, Copy)]
pub struct FieldPath<'a> {
    within: Option<&'a FieldPath<'a>>,
    step: Step,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Attribute(&'static str),
    Entry(usize),
}

impl<'a> FieldPath<'a> {
    /// The attribute with this name in the code, such as `stated_on`.
    #[must_use]
    pub const fn of(attribute: &'static str) -> Self {
        Self { within: None, step: Step::Attribute(attribute) }
    }

    /// An attribute of the part that stands here.
    #[must_use]
    pub const fn attribute(&'a self, attribute: &'static str) -> Self {
        Self { within: Some(self), step: Step::Attribute(attribute) }
    }

    /// An entry of the list that stands here, counted from 0.
    #[must_use]
    pub const fn entry(&'a self, place: usize) -> Self {
        Self { within: Some(self), step: Step::Entry(place) }
    }

    /// The parts, outermost first, as files and the API name them: `["parties", "1", "province"]`.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        let mut parts = self.within.map(FieldPath::parts).unwrap_or_default();
        parts.push(match self.step {
            Step::Attribute(attribute) => camel_case(attribute),
            Step::Entry(place) => place.to_string(),
        });
        parts
    }
}

impl fmt::Display for FieldPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.parts().join("."))
    }
}

/// `stated_on` as `statedOn`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_from_the_outside_in_by_the_names_of_files() {
        let (list, alone) = (FieldPath::of("parties"), FieldPath::of("stated_by_organization"));
        assert_eq!(list.entry(1).attribute("province").parts(), ["parties", "1", "province"]);
        assert_eq!(alone.parts(), ["statedByOrganization"]);
    }

    #[test]
    fn a_name_is_that_of_files_and_of_the_schema() {
        for (name, outside) in [
            ("on", "on"),
            ("started_on", "startedOn"),
            ("issued_by_organization", "issuedByOrganization"),
        ] {
            assert_eq!(FieldPath::of(name).to_string(), outside);
        }
    }
}
