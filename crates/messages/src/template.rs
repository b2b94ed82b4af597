//! Templates: texts with places for arguments.

/// A part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// A text as it stands.
    Text(&'a str),
    /// The place of the argument of this name.
    Argument(&'a str),
}

/// The parts of a template, in order: `{name}` is a place, `{{` and `}}` are braces. A brace without
/// its other stands for itself.
pub fn parts(template: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        let (part, length) = first(rest)?;
        rest = &rest[length..];
        Some(part)
    })
}

/// The first part of a template, and how many bytes it takes up; `None` where nothing is left.
fn first(rest: &str) -> Option<(Part<'_>, usize)> {
    let Some(at) = rest.find(['{', '}']) else {
        return (!rest.is_empty()).then_some((Part::Text(rest), rest.len()));
    };
    if rest[at + 1..].starts_with(&rest[at..=at]) {
        return Some((Part::Text(&rest[..=at]), at + 2));
    }
    if at > 0 {
        return Some((Part::Text(&rest[..at]), at));
    }
    match rest.find('}') {
        Some(end) if end > 0 => Some((Part::Argument(&rest[1..end]), end + 1)),
        _ => Some((Part::Text(&rest[..1]), 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Part::*, *};

    #[test]
    fn a_template_is_its_parts() {
        for (template, expected) in [
            ("", vec![]),
            ("plain", vec![Text("plain")]),
            ("{a}", vec![Argument("a")]),
            ("a {b}c{d}", vec![Text("a "), Argument("b"), Text("c"), Argument("d")]),
            ("{{a}}", vec![Text("{"), Text("a}")]),
            ("{{{a}}}", vec![Text("{"), Argument("a"), Text("}")]),
            ("a { b", vec![Text("a "), Text("{"), Text(" b")]),
            ("a } b", vec![Text("a "), Text("}"), Text(" b")]),
            ("đ{ê}ệ", vec![Text("đ"), Argument("ê"), Text("ệ")]),
        ] {
            assert_eq!(parts(template).collect::<Vec<_>>(), expected, "{template}");
        }
    }
}
