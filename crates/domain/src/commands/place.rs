//! Administrative units and how they followed each other, organizations and sectors.

use jiff::civil::Date;

use super::work::Work;
use crate::{
    Code, CodeScheme, DocumentId, LocalizedText, Organization, Province, ProvinceId, ProvinceKind,
    Sector, Source, Succession,
    problem::{ProblemCode, ViewFault},
    view::View,
};

/// What `recordSuccession` takes.
///
/// It ends the predecessors and their codes on the day, and begins the new successors. They are
/// begun here and not before, since a successor often takes over a code which its predecessor
/// holds until then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordSuccession {
    /// The external key, where the caller has one.
    pub key: Option<String>,
    /// The first day of the successors; it may be in the future.
    pub on: Date,
    /// The resolution or decision that ordered it.
    pub instrument: Option<DocumentId>,
    /// The units that end. One may be named in several successions of the same day.
    pub predecessors: Vec<ProvinceId>,
    /// The units that begin.
    pub successors: Vec<Successor>,
    /// The documents that print it.
    pub sources: Vec<Source>,
    /// What is uncertain.
    pub note: Option<String>,
}

/// A unit that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Successor {
    /// A registered unit that begins on the day.
    Registered(ProvinceId),
    /// One that is registered by this.
    New(NewProvince),
}

/// A unit that a succession begins; it and its codes are valid from the day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProvince {
    /// The external key, where the caller has one.
    pub key: Option<String>,
    /// Centrally governed city, or province.
    pub kind: ProvinceKind,
    /// The name without the word for the kind.
    pub name: LocalizedText,
    /// The socio-economic region.
    pub region: Option<LocalizedText>,
    /// Its codes.
    pub codes: Vec<(CodeScheme, String)>,
    /// What is uncertain.
    pub note: Option<String>,
}

pub(super) fn register_province<V: View>(
    work: &mut Work<'_, V>,
    input: &Province,
) -> Result<(), ViewFault> {
    work.create(input.clone()).map(drop)
}

pub(super) fn register_organization<V: View>(
    work: &mut Work<'_, V>,
    input: &Organization,
) -> Result<(), ViewFault> {
    work.create(input.clone()).map(drop)
}

pub(super) fn add_sector<V: View>(work: &mut Work<'_, V>, input: &Sector) -> Result<(), ViewFault> {
    work.create(input.clone()).map(drop)
}

pub(super) fn record_succession<V: View>(
    work: &mut Work<'_, V>,
    input: &RecordSuccession,
) -> Result<(), ViewFault> {
    for (place, id) in input.predecessors.iter().enumerate() {
        if !input.predecessors[..place].contains(id) {
            let known = work.problem_count();
            end(work, *id, input.on)?;
            tell_within(work, known, "predecessors", place);
        }
    }
    let mut successors = Vec::new();
    for (place, successor) in input.successors.iter().enumerate() {
        successors.push(match successor {
            Successor::Registered(id) => *id,
            Successor::New(unit) => {
                let known = work.problem_count();
                let id = work.create(begun(unit, input))?;
                tell_within(work, known, "successors", place);
                id
            }
        });
    }
    work.create(Succession {
        key: input.key.clone(),
        on: input.on,
        instrument: input.instrument,
        predecessors: input.predecessors.clone(),
        successors,
        sources: input.sources.clone(),
        note: input.note.clone(),
    })?;
    work.last_effect_first();
    Ok(())
}

fn tell_within<V: View>(work: &mut Work<'_, V>, known: usize, list: &str, place: usize) {
    work.retell(known, |field| {
        // A new unit has the sources of the succession, which the input names once.
        if field.first().is_none_or(|first| first != "sources") {
            field.splice(0..0, [list.to_owned(), place.to_string()]);
        }
    });
}

/// Ends a unit and the codes that it still has.
fn end<V: View>(work: &mut Work<'_, V>, id: ProvinceId, on: Date) -> Result<(), ViewFault> {
    // One that is not registered is told with the succession that names it.
    let Some(mut it) = work.peek::<Province>(id)? else { return Ok(()) };
    if it.valid_to.is_some_and(|ended| ended != on) {
        // Told with the succession, too.
        return Ok(());
    }
    if it.valid_from.is_some_and(|began| began >= on) {
        let began = it.valid_from.map_or_else(String::new, |began| began.to_string());
        let message = format!("it began on {began}, so it cannot end on {on}; name another day");
        work.problem(ProblemCode::OutOfOrder, "", message);
        return Ok(());
    }
    it.valid_to = Some(on);
    it.codes.retain(|code| code.valid_from.is_none_or(|from| from < on));
    for code in &mut it.codes {
        if code.valid_to.is_none_or(|to| to > on) {
            code.valid_to = Some(on);
        }
    }
    work.update(id, it)
}

fn begun(unit: &NewProvince, input: &RecordSuccession) -> Province {
    let code = |(scheme, value): &(CodeScheme, String)| Code {
        scheme: *scheme,
        value: value.clone(),
        valid_from: Some(input.on),
        valid_to: None,
    };
    Province {
        key: unit.key.clone(),
        kind: unit.kind,
        name: unit.name.clone(),
        region: unit.region.clone(),
        valid_from: Some(input.on),
        valid_to: None,
        codes: unit.codes.iter().map(code).collect(),
        earlier: Vec::new(),
        sources: input.sources.clone(),
        note: unit.note.clone(),
    }
}
