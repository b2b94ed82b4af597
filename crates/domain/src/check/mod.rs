//! The rules that a record must keep, whoever writes it: fills in what follows from the records
//! it names, and notes every rule that it breaks.

mod agreed;
mod places;
mod results;

use messages::{Message, Say, message};

pub(super) use agreed::stands_below;

use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

pub(super) use places::goes_on;

use super::{
    actor::Participant,
    link::ById,
    noun::{NounId, OrganizationId, ProvinceId, RecordId, each_noun},
    problem::{Problem, ProblemCode, ViewFault},
    record::{Entity, Record, Versioned},
    source::Source,
    string_form::is_invisible,
    text::{LocalizedText, TextKind},
    view::View,
};

/// Longest note, reason, quote or comment, in characters.
pub const NOTE_MAX: usize = 2_000;
/// Longest unit, place, publisher or name of a person, in characters.
pub const LABEL_MAX: usize = 300;
/// Longest code or metric, in characters.
pub const CODE_MAX: usize = 60;
/// Most entries of a list within one record: participants, parties, codes, sources…
pub const LIST_MAX: usize = 500;

macro_rules! rules {
    ($(
        $(#[$doc:meta])*
        $noun:ident($id:ident) { $tag:literal, $singular:ident, $($_row:tt)+ }
    )+) => {
        impl<V: View> Check<'_, V> {
            /// Checks what is the noun's own, by the method that is called as the noun.
            fn attributes(&mut self, id: RecordId, record: &mut Record) {
                match record { $(Record::$noun(it) => self.$singular(id, it),)+ }
            }
        }
    };
}

each_noun!(rules);

/// Checks one record against a view, gathering its problems.
pub(super) struct Check<'a, V: View> {
    view: &'a V,
    problems: Vec<Problem>,
    fault: Option<ViewFault>,
    /// Whether others of its input are checked, too; who of them has a code is told elsewhere.
    is_batch: bool,
}

impl<'a, V: View> Check<'a, V> {
    /// Starts with the problems already known.
    pub(super) const fn new(view: &'a V, problems: Vec<Problem>) -> Self {
        Self { view, problems, fault: None, is_batch: false }
    }

    /// Leaves what records of one input have in common to [`Claims`](super::claims::Claims).
    pub(super) const fn of_batch(mut self) -> Self {
        self.is_batch = true;
        self
    }

    /// What was found, and the fault that cut the check short, if one did.
    pub(super) fn finish(self) -> (Vec<Problem>, Option<ViewFault>) {
        (self.problems, self.fault)
    }

    /// Completes a record and checks it.
    pub(super) fn record(&mut self, id: RecordId, record: &mut Record) {
        self.attributes(id, record);
        let (sources, note) = record.sources_and_note_mut();
        self.sources(sources);
        self.optional("note", note, NOTE_MAX);
    }

    fn problem(&mut self, code: ProblemCode, field: &str, message: Message) {
        let field = field.split('.').map(str::to_owned).collect();
        self.problems.push(Problem::new(code, field, message));
    }

    /// A record that the one checked names. `None` also where the name led nowhere, which is a
    /// problem noted already.
    fn get<I: NounId>(&mut self, id: I) -> Option<Arc<Versioned>> {
        self.view.record(id.record()).unwrap_or_else(|fault| {
            self.fault = Some(fault);
            None
        })
    }

    /// What people call a record in a message: its key, or its noun and number.
    fn label<I: NounId>(&mut self, id: I) -> Message {
        let key = self.get(id).and_then(|found| found.record.key().map(str::to_owned));
        key.map_or_else(|| id.record().message(), |key| message!("`{key}`"))
    }

    /// Brings a text to normalization form C and checks it.
    fn text(&mut self, field: &str, text: &mut String, max: usize) {
        if !is_nfc(text) {
            *text = text.nfc().collect();
        }
        let text = text.as_str();
        if text.trim().is_empty() {
            self.problem(
                ProblemCode::Required,
                field,
                message!("the text is empty; write one, or leave it out"),
            );
        } else if text.trim() != text {
            self.problem(
                ProblemCode::Invalid,
                field,
                message!("the text starts or ends with white space; remove it"),
            );
        } else if text.chars().any(|c| c.is_control() && c != '\n') {
            self.problem(
                ProblemCode::Invalid,
                field,
                message!("the text has a control character; remove it"),
            );
        } else if let Some(hidden) = text.chars().find(|c| *c != '\n' && is_invisible(*c)) {
            let message =
                message!("the text has the invisible U+{:04X}; remove it", u32::from(hidden));
            self.problem(ProblemCode::Invalid, field, message);
        }
        let length = text.chars().count();
        if length > max {
            let message = message!("the text has {length} characters; {max} are allowed");
            self.problem(ProblemCode::TooLong, field, message);
        }
    }

    fn optional(&mut self, field: &str, text: &mut Option<String>, max: usize) {
        if let Some(text) = text {
            self.text(field, text, max);
        }
    }

    /// A title: what a [`LocalizedText`] holds is well formed, but may be too long for one.
    fn title(&mut self, field: &str, title: &LocalizedText) {
        if let Err(error) = title.check(TextKind::Title) {
            let too_long = error.is_too_long();
            let code = if too_long { ProblemCode::TooLong } else { ProblemCode::Invalid };
            self.problem(code, field, error.message());
        }
    }

    fn code(&mut self, field: &str, code: &mut String) {
        self.text(field, code, CODE_MAX);
        if !code.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c)) {
            let message = message!("`{code}` is not a code; write letters, digits and `-_./` only");
            self.problem(ProblemCode::Invalid, field, message);
        }
    }

    /// A code in capitals, such as `TOURISM`.
    fn token(&mut self, field: &str, token: &mut String) {
        self.text(field, token, CODE_MAX);
        let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        if !token.chars().all(fits) {
            let message = message!("`{token}` is not in capitals; write A-Z, 0-9 and `_` only");
            self.problem(ProblemCode::Invalid, field, message);
        }
    }

    fn list(&mut self, field: &str, length: usize) {
        if length > LIST_MAX {
            let message = message!("the list has {length} entries; {LIST_MAX} are allowed");
            self.problem(ProblemCode::TooLong, field, message);
        }
    }

    /// No entry of the list stands in it twice.
    fn distinct<T: PartialEq>(&mut self, field: &str, list: &[T]) {
        self.list(field, list.len());
        for (place, entry) in list.iter().enumerate().take(LIST_MAX) {
            if list[..place].contains(entry) {
                let message = message!("the same entry stands here twice; name it once");
                self.problem(ProblemCode::Duplicate, &format!("{field}.{place}"), message);
            }
        }
    }

    fn sources(&mut self, sources: &mut [Source<ById>]) {
        for (place, source) in sources.iter_mut().enumerate() {
            self.optional(&format!("sources.{place}.quote"), &mut source.quote, NOTE_MAX);
        }
        self.distinct("sources", sources);
    }

    /// An actor names a province, or an organization that brings its own.
    fn actor(
        &mut self,
        field: &str,
        province: &mut Option<ProvinceId>,
        organization: Option<OrganizationId>,
    ) {
        let Some(organization) = organization else {
            if province.is_none() {
                let message = message!("neither a province nor an organization is named; name one");
                self.problem(ProblemCode::Required, field, message);
            }
            return;
        };
        let Some(found) = self.get(organization) else { return };
        let Some(own) = super::Organization::of(&found.record).map(|it| it.province) else {
            return;
        };
        let named = *province.get_or_insert(own);
        if named != own && named.number() != 0 && own.number() != 0 {
            let message = message!(
                "the organization {} belongs to {}, not to {}; name that province, or none",
                self.label(organization),
                self.label(own),
                self.label(named)
            );
            self.problem(ProblemCode::Inconsistent, &format!("{field}.province"), message);
        }
    }

    /// The name of a side: short enough to stand beside each of those on it.
    fn side(&mut self, field: &str, side: &mut Option<String>) {
        self.optional(&format!("{field}.side"), side, CODE_MAX);
    }

    fn participants(&mut self, participants: &mut [Participant]) {
        for (place, participant) in participants.iter_mut().enumerate() {
            let field = format!("participants.{place}");
            self.actor(&field, &mut participant.province, participant.organization);
            self.side(&field, &mut participant.side);
            self.optional(&format!("{field}.basis"), &mut participant.basis, NOTE_MAX);
        }
        self.distinct("participants", participants);
    }

    /// What is written must be what follows from another record; where nothing is written, it
    /// is filled in.
    fn follows<I: NounId>(
        &mut self,
        field: &str,
        written: &mut Option<I>,
        expected: Option<I>,
        from: &Message,
    ) {
        match (*written, expected) {
            (None, _) => *written = expected,
            (Some(written), Some(expected)) if written == expected => {}
            // One of them led nowhere, which is told already.
            (Some(written), _) if written.number() == 0 => {}
            (_, Some(expected)) if expected.number() == 0 => {}
            (Some(written), Some(expected)) => {
                let message = message!(
                    "{} is named, but {from} is of {}; name that one, or none",
                    self.label(written),
                    self.label(expected)
                );
                self.problem(ProblemCode::Inconsistent, field, message);
            }
            (Some(written), None) => {
                let message = message!(
                    "{} is named, but {from} is of none; leave it out",
                    self.label(written)
                );
                self.problem(ProblemCode::Inconsistent, field, message);
            }
        }
    }
}
