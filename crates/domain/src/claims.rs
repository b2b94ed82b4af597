//! What but one record may have: codes, addresses, the correction of an outcome. Of records that
//! claim the same, the registered one has it, else the first of the input; each other is told so
//! once, whatever the number of the others.

use std::collections::{HashMap, HashSet};

use messages::{Message, Say, message};

use super::{
    AgreementId, Field, LocalizedText, Outcome, OutcomeId, OutcomeStatus, Province, SectorId,
    code::Code,
    edge::Relation,
    noun::{NounId, RecordId},
    path::FieldPath,
    problem::{Problem, ProblemCode, ViewFault},
    record::{Entity, Record},
    rules::twin,
    term::Term,
    view::View,
};

/// By what a field is told from the others.
type FieldName = (AgreementId, SectorId, Option<LocalizedText>);

fn named(it: &Field) -> FieldName {
    (it.agreement, it.sector, it.title.clone())
}

/// What the records of an input claim, in its order.
pub(super) struct Claims<'a, B, S> {
    /// The registry.
    base: &'a B,
    /// The registry with all of the input.
    staged: &'a S,
    terms: HashMap<Term, usize>,
    codes: HashMap<Term, Vec<(usize, Code)>>,
    corrections: HashMap<OutcomeId, usize>,
    fields: HashMap<FieldName, usize>,
    /// The registered fields of the agreements that were asked for.
    held: HashMap<FieldName, Vec<RecordId>>,
    read: HashSet<AgreementId>,
    is_import: bool,
    /// The record of each draft, and what stands for it.
    ids: HashMap<usize, (RecordId, RecordId)>,
}

impl<'a, B: View, S: View> Claims<'a, B, S> {
    /// Nothing is claimed yet.
    pub(super) fn new(base: &'a B, staged: &'a S, is_import: bool) -> Self {
        Self {
            base,
            staged,
            terms: HashMap::new(),
            codes: HashMap::new(),
            corrections: HashMap::new(),
            fields: HashMap::new(),
            held: HashMap::new(),
            read: HashSet::new(),
            is_import,
            ids: HashMap::new(),
        }
    }

    /// What a record claims that is another's. One that is not sound claims nothing for itself.
    pub(super) fn claim(
        &mut self,
        position: usize,
        id: RecordId,
        record: &Record,
        is_sound: bool,
    ) -> Result<Vec<Problem>, ViewFault> {
        let mut problems = Vec::new();
        let own = record.merged_into().unwrap_or(id);
        self.ids.insert(position, (id, own));
        for (attribute, term) in record.own_terms() {
            // Codes change hands; they are told apart by their days.
            if !term.is_unique() {
                continue;
            }
            let holds = |record: &Record| record.own_terms().iter().any(|(_, it)| *it == term);
            let holder = self.holder(&term, (id, own), holds)?;
            let first = self.terms.get(&term).copied().filter(|first| self.is_other(*first, own));
            if let Some(other) = self.other(holder, first) {
                let message = taken(&term, other, self.staged)?;
                let field = FieldPath::of(attribute).parts();
                problems.push(Problem::new(ProblemCode::Taken, field, message).held(holder, first));
            }
        }
        match record {
            Record::Province(province) => {
                for (place, code) in province.codes.iter().enumerate() {
                    problems.extend(self.code((id, own), place, code)?);
                }
            }
            Record::Outcome(outcome) => problems.extend(self.correction(id, outcome)?),
            Record::Field(field) => problems.extend(self.twin(id, field)?),
            _ => {}
        }
        if is_sound && problems.is_empty() {
            self.note(position, record);
        }
        Ok(problems)
    }

    fn note(&mut self, position: usize, record: &Record) {
        for (_, term) in record.own_terms().into_iter().filter(|(_, term)| term.is_unique()) {
            self.terms.entry(term).or_insert(position);
        }
        for code in Province::of(record).map_or(&[][..], |it| &it.codes) {
            let term = Term::ProvinceCode(code.scheme, code.value.clone());
            self.codes.entry(term).or_default().push((position, code.clone()));
        }
        if let Some(corrected) = Outcome::of(record).and_then(corrects) {
            self.corrections.insert(corrected, position);
        }
        if let Some(field) = Field::of(record) {
            self.fields.insert(named(field), position);
        }
    }

    /// An agreement has one field of a sector and title, where the rules of the commands hold.
    fn twin(&mut self, id: RecordId, it: &Field) -> Result<Option<Problem>, ViewFault> {
        if !self.is_import {
            return Ok(None);
        }
        if self.read.insert(it.agreement) {
            for other in self.base.linked(Relation::AgreementFields, it.agreement.record())? {
                let found = self.staged.record(other)?;
                if let Some(field) = found.as_deref().and_then(|found| Field::of(&found.record)) {
                    self.held.entry(named(field)).or_default().push(other);
                }
            }
        }
        let before = self.base.record(id)?;
        if before.is_some_and(|found| Field::of(&found.record).map(named) == Some(named(it))) {
            return Ok(None);
        }
        let held = self.held.get(&named(it)).into_iter().flatten();
        let holder = held.copied().find(|other| *other != id);
        let first = self.fields.get(&named(it)).copied();
        Ok(self.other(holder, first).map(|_| {
            let field = vec!["sector".to_owned()];
            Problem::new(ProblemCode::Duplicate, field, twin()).held(holder, first)
        }))
    }

    /// On no day does a code mean two units.
    fn code(
        &self,
        (id, own): (RecordId, RecordId),
        place: usize,
        code: &Code,
    ) -> Result<Option<Problem>, ViewFault> {
        let term = Term::ProvinceCode(code.scheme, code.value.clone());
        let holds = |record: &Record| {
            Province::of(record).is_some_and(|it| it.codes.iter().any(|held| held.meets(code)))
        };
        let holder = self.holder(&term, (id, own), holds)?;
        let claimed = self.codes.get(&term).map_or(&[][..], Vec::as_slice);
        let rival = |(first, held): &&(usize, Code)| held.meets(code) && self.is_other(*first, own);
        let first = claimed.iter().find(rival).map(|(first, _)| *first);
        let Some(other) = self.other(holder, first) else { return Ok(None) };
        let message = message!(
            "the code {} also means `{}` on some of these days; give both their days",
            code.value,
            self.label(other)?
        );
        let field = vec!["codes".to_owned(), place.to_string()];
        Ok(Some(Problem::new(ProblemCode::Taken, field, message).held(holder, first)))
    }

    /// An outcome has one correction, and does not count beside it.
    fn correction(&self, id: RecordId, it: &Outcome) -> Result<Option<Problem>, ViewFault> {
        let Some(corrected) = corrects(it) else { return Ok(None) };
        let field = || vec!["supersedes".to_owned()];
        let mut holder = None;
        for other in self.base.linked(Relation::OutcomeCorrections, corrected.record())? {
            let found = self.staged.record(other)?.filter(|_| other != id);
            let rivals =
                |record: &Record| Outcome::of(record).and_then(corrects) == Some(corrected);
            if found.is_some_and(|found| rivals(&found.record)) {
                holder = Some(other);
                break;
            }
        }
        let first = self.corrections.get(&corrected).copied();
        if let Some(other) = self.other(holder, first) {
            let message = message!(
                "the outcome `{}` is corrected by `{}` already; correct that one, or retract it",
                self.label(corrected.record())?,
                self.label(other)?
            );
            let found = Problem::new(ProblemCode::Inconsistent, field(), message);
            return Ok(Some(found.held(holder, first)));
        }
        let status = |found: &Record| Outcome::of(found).map(|it| it.status);
        let earlier = self.staged.record(corrected.record())?.and_then(|it| status(&it.record));
        let counts = matches!(it.status, OutcomeStatus::Approved | OutcomeStatus::Superseded);
        if counts && earlier == Some(OutcomeStatus::Approved) {
            let message = message!(
                "the outcome `{}` is still APPROVED, so that both count; write it as SUPERSEDED",
                self.label(corrected.record())?
            );
            return Ok(Some(Problem::new(ProblemCode::Inconsistent, field(), message)));
        }
        Ok(None)
    }

    /// The registered record that has what a term names.
    fn holder(
        &self,
        term: &Term,
        (id, own): (RecordId, RecordId),
        holds: impl Fn(&Record) -> bool,
    ) -> Result<Option<RecordId>, ViewFault> {
        for other in self.base.named(term)?.into_iter().filter(|other| *other != id) {
            let found = self.staged.record(other)?;
            let rivals =
                |record: &Record| holds(record) && record.merged_into().unwrap_or(other) != own;
            // What the caller may not see holds its names all the same.
            if found.is_none_or(|found| rivals(&found.record)) {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }

    /// Whether a draft is of another thing than one for which a record stands.
    fn is_other(&self, draft: usize, own: RecordId) -> bool {
        self.ids.get(&draft).is_none_or(|(_, stands)| *stands != own)
    }

    fn other(&self, holder: Option<RecordId>, first: Option<usize>) -> Option<RecordId> {
        holder.or_else(|| self.ids.get(&first?).map(|(id, _)| *id))
    }

    fn label(&self, id: RecordId) -> Result<Message, ViewFault> {
        let key = self.staged.record(id)?.and_then(|it| it.record.key().map(str::to_owned));
        Ok(key.map_or_else(|| id.message(), Message::verbatim))
    }
}

/// Tells that a name is taken, and by which record, if that is one that the caller may see.
pub(super) fn taken(term: &Term, by: RecordId, seen: &impl View) -> Result<Message, ViewFault> {
    let Some(it) = seen.record(by)? else {
        return Ok(message!("`{}` is taken; use another", term.text()));
    };
    let label = it.record.key().map_or_else(|| by.message(), Message::verbatim);
    Ok(message!(
        "`{}` is taken by the {} `{label}`; use another, or that record's key",
        term.text(),
        by.noun
    ))
}

/// The outcome that one corrects for good: a retracted correction leaves room for another.
fn corrects(it: &Outcome) -> Option<OutcomeId> {
    it.supersedes.filter(|_| it.status != OutcomeStatus::Retracted)
}

impl Problem {
    /// Names who has what the problem is about.
    fn held(self, holder: Option<RecordId>, first: Option<usize>) -> Self {
        Self { holder, first: first.filter(|_| holder.is_none()), ..self }
    }
}
