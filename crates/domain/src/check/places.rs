//! Rules for provinces, successions, organizations, sectors and documents.

use jiff::civil::Date;
use messages::message;

use super::{CODE_MAX, Check, LABEL_MAX, LIST_MAX};
use crate::{
    Document, Organization, Province, ProvinceId, Sector, Succession,
    code::Code,
    edge::{Relation, Term},
    name::folded,
    noun::{NounId, RecordId},
    problem::{ProblemCode, ViewFault},
    record::Entity,
    string_form::Excerpt,
    text::TITLE_MAX,
    view::View,
};

/// Longest web address, in characters.
const URL_MAX: usize = 2_000;

impl<V: View> Check<'_, V> {
    /// A record is merged into another one, which was not merged itself.
    fn merged(&mut self, id: RecordId, into: Option<impl NounId>) {
        let Some(into) = into else { return };
        let message = if into.record() == id {
            message!("it cannot be merged into itself; name the other one")
        } else if self.get(into).is_some_and(|it| it.record.merged_into().is_some()) {
            message!("the record that it was merged into was merged, too; name the one that stays")
        } else {
            return;
        };
        self.problem(ProblemCode::Inconsistent, "mergedInto", message);
    }

    pub(super) fn province(&mut self, id: RecordId, it: &mut Province) {
        self.merged(id, it.merged_into);
        let own = it.merged_into.map_or(id, NounId::record);
        self.title("name", &it.name);
        self.aliases(&mut it.aliases);
        if let (Some(from), Some(to)) = (it.valid_from, it.valid_to)
            && to <= from
        {
            let message = message!("the unit ends on {to}, not after it began on {from}");
            self.problem(ProblemCode::OutOfOrder, "validTo", message);
        }
        self.earlier_forms(it);
        for (place, code) in it.codes.iter_mut().enumerate() {
            let field = format!("codes.{place}");
            self.text(&format!("{field}.value"), &mut code.value, CODE_MAX);
            if let (Some(from), Some(to)) = (code.valid_from, code.valid_to)
                && to <= from
            {
                let message = message!("the code ends on {to}, not after it began on {from}");
                self.problem(ProblemCode::OutOfOrder, &format!("{field}.validTo"), message);
            }
            self.code_is_free((id, own), &field, code);
        }
        self.distinct("codes", &it.codes);
    }

    /// Changes of kind and name are in the order of time, within the days of the unit, and change
    /// something.
    fn earlier_forms(&mut self, it: &Province) {
        self.list("earlier", it.earlier.len());
        for (place, form) in it.earlier.iter().enumerate().take(LIST_MAX) {
            let until = form.until;
            let field = format!("earlier.{place}");
            self.title(&format!("{field}.name"), &form.name);
            let (after, before) = match place.checked_sub(1).map(|at| it.earlier[at].until) {
                Some(change) => (Some(change), "the change before it"),
                None => (it.valid_from, "the first day of the unit"),
            };
            if let Some(after) = after.filter(|after| until <= *after) {
                let message = message!("the change on {until} is not after {before}, {after}");
                self.problem(ProblemCode::OutOfOrder, &format!("{field}.until"), message);
            }
            if let Some(ended) = it.valid_to.filter(|ended| *ended <= until) {
                let message = message!("the unit ended on {ended} and cannot change on {until}");
                self.problem(ProblemCode::OutOfOrder, &format!("{field}.until"), message);
            }
            let next = it.earlier.get(place + 1);
            if next.map_or((it.kind, &it.name), |it| (it.kind, &it.name)) == (form.kind, &form.name)
            {
                let message = message!("kind and name are the same before and after {until}");
                self.problem(ProblemCode::Inconsistent, &field, message);
            }
        }
    }

    /// On no day does a code mean two units.
    fn code_is_free(&mut self, (id, own): (RecordId, RecordId), field: &str, code: &Code) {
        if self.is_batch {
            return;
        }
        let term = Term::ProvinceCode(code.scheme, code.value.clone());
        let named = match self.view.named(&term) {
            Ok(named) => named,
            Err(fault) => return self.fault = Some(fault),
        };
        for other in named.into_iter().filter(|other| *other != id) {
            let other = ProvinceId::from_number(other.number);
            let Some(found) = self.get(other) else { continue };
            // What was merged into it, or what it was merged into, is no other unit.
            if found.record.merged_into().unwrap_or(found.id) == own {
                continue;
            }
            let Some(holder) = Province::of(&found.record) else { continue };
            if holder.codes.iter().any(|held| held.meets(code)) {
                let message = message!(
                    "the code {} also means {} on some of these days; give both their days",
                    code.value,
                    self.label(other)
                );
                self.problem(ProblemCode::Taken, field, message);
            }
        }
    }

    pub(super) fn succession(&mut self, id: RecordId, it: &mut Succession) {
        for (field, units) in [("predecessors", &it.predecessors), ("successors", &it.successors)] {
            if units.is_empty() {
                let message =
                    message!("no unit is named; a succession has predecessors and successors");
                self.problem(ProblemCode::Required, field, message);
            }
            self.distinct(field, units);
        }
        if it.predecessors.len() == 1 && it.predecessors == it.successors {
            let message = message!(
                "a unit alone becomes itself; name the unit that is carved out of it, or \
                           that joins it"
            );
            self.problem(ProblemCode::Inconsistent, "successors.0", message);
        }
        for (place, unit) in it.predecessors.iter().enumerate() {
            let field = format!("predecessors.{place}");
            if self.goes_on(id, *unit, it) {
                self.spans(*unit, it.on, &field);
            } else {
                self.ends(*unit, it.on, &field);
            }
        }
        for (place, unit) in it.successors.iter().enumerate() {
            let field = format!("successors.{place}");
            if !self.goes_on(id, *unit, it) {
                self.begins(*unit, it.on, &field);
            } else if !it.predecessors.contains(unit) {
                self.spans(*unit, it.on, &field);
            }
        }
    }

    /// Whether a unit goes on by a succession, or by another of the same day: it is named on both
    /// sides.
    fn goes_on(&mut self, id: RecordId, unit: ProvinceId, it: &Succession) -> bool {
        match goes_on(self.view, Some(id), unit, it.on) {
            Ok(goes_on) => {
                goes_on || it.predecessors.contains(&unit) && it.successors.contains(&unit)
            }
            Err(fault) => {
                self.fault = Some(fault);
                true
            }
        }
    }

    /// The first and last day of a unit; `None` where it is not registered.
    fn days(&mut self, unit: ProvinceId) -> Option<(Option<Date>, Option<Date>)> {
        let found = self.get(unit)?;
        Province::of(&found.record).map(|it| (it.valid_from, it.valid_to))
    }

    fn ends(&mut self, unit: ProvinceId, on: Date, field: &str) {
        let Some((_, ended)) = self.days(unit) else { return };
        if ended != Some(on) {
            let said =
                ended.map_or_else(|| message!("it has no end"), |on| message!("it ended on {on}"));
            let message = message!(
                "{} ends on {on} by this, but {said}; set its validTo, or name it among the \
                 successors if it goes on",
                self.label(unit)
            );
            self.problem(ProblemCode::Inconsistent, field, message);
        }
    }

    fn begins(&mut self, unit: ProvinceId, on: Date, field: &str) {
        let Some((began, _)) = self.days(unit) else { return };
        if began != Some(on) {
            let said = began
                .map_or_else(|| message!("it has no beginning"), |on| message!("it began on {on}"));
            let message = message!(
                "{} begins on {on} by this, but {said}; set its validFrom, or name it among the \
                 predecessors if it goes on",
                self.label(unit)
            );
            self.problem(ProblemCode::Inconsistent, field, message);
        }
    }

    /// A unit that goes on exists before the day and after it.
    fn spans(&mut self, unit: ProvinceId, on: Date, field: &str) {
        let Some((began, ended)) = self.days(unit) else { return };
        let said = match (began, ended) {
            (Some(began), _) if began >= on => message!("it began on {began}"),
            (_, Some(ended)) if ended <= on => message!("it ended on {ended}"),
            _ => return,
        };
        let message = message!(
            "{} goes on after {on} by this, but {said}; name it on one side only",
            self.label(unit)
        );
        self.problem(ProblemCode::Inconsistent, field, message);
    }

    pub(super) fn organization(&mut self, id: RecordId, it: &mut Organization) {
        self.merged(id, it.merged_into);
        self.title("name", &it.name);
        self.aliases(&mut it.aliases);
    }

    /// Other names: one line each, with something to find them by, none twice.
    fn aliases(&mut self, aliases: &mut [String]) {
        for (place, alias) in aliases.iter_mut().enumerate().take(LIST_MAX) {
            let field = format!("aliases.{place}");
            self.text(&field, alias, LABEL_MAX);
            if alias.contains('\n') || folded(alias).is_empty() {
                let message = message!(
                    "{} is not a name; write one line with a letter or digit",
                    Excerpt::of(alias)
                );
                self.problem(ProblemCode::Invalid, &field, message);
            }
        }
        self.distinct("aliases", aliases);
    }

    pub(super) fn sector(&mut self, _: RecordId, it: &mut Sector) {
        self.token("code", &mut it.code);
        self.title("name", &it.name);
    }

    pub(super) fn document(&mut self, id: RecordId, it: &mut Document) {
        self.merged(id, it.merged_into);
        self.text("title", &mut it.title, TITLE_MAX);
        self.optional("publisher", &mut it.publisher, LABEL_MAX);
        self.optional("url", &mut it.url, URL_MAX);
        if let Some(url) = &it.url
            && !(url.starts_with("https://") || url.starts_with("http://"))
        {
            let shown: String = url.chars().take(40).collect();
            let message =
                message!("`{shown}` is not a web address; it must start with https:// or http://");
            self.problem(ProblemCode::Invalid, "url", message);
        }
        let stray = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"');
        if let Some(stray) = it.url.as_deref().and_then(|url| url.chars().find(|c| stray(*c))) {
            let message = message!(
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
            let message = message!("`{shown}` is not a language; write a BCP 47 tag such as `vi`");
            self.problem(ProblemCode::Invalid, "language", message);
        }
        if let Some(sha256) = &it.sha256
            && !(sha256.len() == 64
                && sha256.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c)))
        {
            let message = message!(
                "a SHA-256 has 64 hexadecimal digits in lower case; `sha256sum FILE` prints it"
            );
            self.problem(ProblemCode::Invalid, "sha256", message);
        }
    }
}

/// Whether a recorded succession of a day, other than one that is corrected, names a unit among its
/// predecessors and its successors.
pub(crate) fn goes_on(
    view: &impl View,
    but: Option<RecordId>,
    unit: ProvinceId,
    on: Date,
) -> Result<bool, ViewFault> {
    let all = view.linked(Relation::ProvinceSucceededBy, unit.record())?;
    for id in all.into_iter().filter(|id| Some(*id) != but) {
        let found = view.record(id)?;
        let it = found.as_deref().and_then(|found| Succession::of(&found.record));
        if it.is_some_and(|it| it.on == on && it.successors.contains(&unit)) {
            return Ok(true);
        }
    }
    Ok(false)
}
