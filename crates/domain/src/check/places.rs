//! Rules for provinces, successions, organizations, sectors and documents.

use super::{CODE_MAX, Check, LABEL_MAX};
use crate::{
    Document, Organization, Province, Sector, Succession,
    code::Code,
    edge::Term,
    noun::{NounId, RecordId},
    problem::ProblemCode,
    record::Entity,
    text::TITLE_MAX,
    view::View,
};

/// Longest web address, in characters.
const URL_MAX: usize = 2_000;

impl<V: View> Check<'_, V> {
    pub(super) fn province(&mut self, id: RecordId, it: &mut Province) {
        self.title("name", &it.name);
        if let (Some(from), Some(to)) = (it.valid_from, it.valid_to)
            && to <= from
        {
            let message = format!("the unit ends on {to}, not after it began on {from}");
            self.problem(ProblemCode::OutOfOrder, "validTo", message);
        }
        for (place, code) in it.codes.iter_mut().enumerate() {
            let field = format!("codes.{place}");
            self.text(&format!("{field}.value"), &mut code.value, CODE_MAX);
            if let (Some(from), Some(to)) = (code.valid_from, code.valid_to)
                && to <= from
            {
                let message = format!("the code ends on {to}, not after it began on {from}");
                self.problem(ProblemCode::OutOfOrder, &format!("{field}.validTo"), message);
            }
            self.code_is_free(id, &field, code);
        }
        self.distinct("codes", &it.codes);
    }

    /// On no day does a code mean two units.
    fn code_is_free(&mut self, id: RecordId, field: &str, code: &Code) {
        if self.is_batch {
            return;
        }
        let term = Term::ProvinceCode(code.scheme, code.value.clone());
        let named = match self.view.named(&term) {
            Ok(named) => named,
            Err(fault) => return self.fault = Some(fault),
        };
        for other in named.into_iter().filter(|other| *other != id) {
            let other = crate::ProvinceId::from_number(other.number);
            let Some(found) = self.get(other) else { continue };
            let Some(holder) = Province::of(&found.record) else { continue };
            if holder.codes.iter().any(|held| held.meets(code)) {
                let message = format!(
                    "the code {} also means {} on some of these days; give both their days",
                    code.value,
                    self.label(other)
                );
                self.problem(ProblemCode::Taken, field, message);
            }
        }
    }

    pub(super) fn succession(&mut self, _: RecordId, it: &mut Succession) {
        for (field, units) in [("predecessors", &it.predecessors), ("successors", &it.successors)] {
            if units.is_empty() {
                let message = "no unit is named; a succession has predecessors and successors";
                self.problem(ProblemCode::Required, field, message);
            }
            self.distinct(field, units);
        }
        for (place, unit) in it.predecessors.iter().enumerate() {
            let field = format!("predecessors.{place}");
            if it.successors.contains(unit) {
                let message = format!(
                    "{} is among the successors too; a unit that goes on is in neither list",
                    self.label(*unit)
                );
                self.problem(ProblemCode::Inconsistent, &field, message);
            }
            let ended =
                self.get(*unit).and_then(|found| Some(Province::of(&found.record)?.valid_to));
            if let Some(ended) = ended
                && ended != Some(it.on)
            {
                let said = ended
                    .map_or_else(|| "it has no end".to_owned(), |on| format!("it ended on {on}"));
                let message = format!(
                    "{} ends on {} by this, but {said}; set its validTo",
                    self.label(*unit),
                    it.on
                );
                self.problem(ProblemCode::Inconsistent, &field, message);
            }
        }
        for (place, unit) in it.successors.iter().enumerate() {
            let began =
                self.get(*unit).and_then(|found| Some(Province::of(&found.record)?.valid_from));
            if let Some(began) = began
                && began != Some(it.on)
            {
                let said = began.map_or_else(
                    || "it has no beginning".to_owned(),
                    |on| format!("it began on {on}"),
                );
                let message = format!(
                    "{} begins on {} by this, but {said}; set its validFrom",
                    self.label(*unit),
                    it.on
                );
                self.problem(ProblemCode::Inconsistent, &format!("successors.{place}"), message);
            }
        }
    }

    pub(super) fn organization(&mut self, _: RecordId, it: &mut Organization) {
        self.title("name", &it.name);
    }

    pub(super) fn sector(&mut self, _: RecordId, it: &mut Sector) {
        self.token("code", &mut it.code);
        self.title("name", &it.name);
    }

    pub(super) fn document(&mut self, _: RecordId, it: &mut Document) {
        self.text("title", &mut it.title, TITLE_MAX);
        self.optional("publisher", &mut it.publisher, LABEL_MAX);
        self.optional("url", &mut it.url, URL_MAX);
        if let Some(url) = &it.url
            && !(url.starts_with("https://") || url.starts_with("http://"))
        {
            let shown: String = url.chars().take(40).collect();
            let message =
                format!("`{shown}` is not a web address; it must start with https:// or http://");
            self.problem(ProblemCode::Invalid, "url", message);
        }
        let stray = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"');
        if let Some(stray) = it.url.as_deref().and_then(|url| url.chars().find(|c| stray(*c))) {
            let message = format!(
                "a web address has no U+{:04X}; write it as %{:02X}",
                u32::from(stray),
                u32::from(stray)
            );
            self.problem(ProblemCode::Invalid, "url", message);
        }
        let subtags = |language: &str| {
            !language.is_empty()
                && language.len() <= 35
                && language.split('-').all(|tag| {
                    (1..=8).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphanumeric())
                })
        };
        if !subtags(&it.language) {
            let shown: String = it.language.chars().take(40).collect();
            let message = format!("`{shown}` is not a language; write a BCP 47 tag such as `vi`");
            self.problem(ProblemCode::Invalid, "language", message);
        }
        if let Some(sha256) = &it.sha256
            && !(sha256.len() == 64
                && sha256.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c)))
        {
            let message =
                "a SHA-256 has 64 hexadecimal digits in lower case; `sha256sum FILE` prints it";
            self.problem(ProblemCode::Invalid, "sha256", message);
        }
    }
}
