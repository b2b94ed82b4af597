//! Administrative units and how they followed each other, organizations and sectors.

use jiff::civil::Date;
use messages::message;

use super::{patch::Target, work::Work};
use crate::{
    Code, CodeScheme, DocumentId, LocalizedText, Organization, Province, ProvinceId, ProvinceKind,
    Sector, Source, Succession,
    check::goes_on,
    merged::standing,
    noun::NounId,
    problem::{ProblemCode, ViewFault},
    view::View,
};

/// What `recordSuccession` takes.
///
/// It ends the predecessors and their codes on the day, and begins the new successors. They are
/// begun here and not before, since a successor often takes over a code which its predecessor
/// holds until then. A unit on both sides goes on: nothing ends and nothing begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordSuccession {
    /// The external key, where the caller has one.
    pub key: Option<String>,
    /// The first day of the successors; it may be in the future.
    pub on: Date,
    /// The resolution or decision that ordered it.
    pub instrument: Option<DocumentId>,
    /// The units that end, or go on. One may be named in several successions of the same day.
    pub predecessors: Vec<ProvinceId>,
    /// The units that begin, or go on.
    pub successors: Vec<Successor>,
    /// The documents that print it.
    pub sources: Vec<Source>,
    /// What is uncertain.
    pub note: Option<String>,
}

/// A unit that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Successor {
    /// A registered unit that begins on the day, or goes on.
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
    /// Other names by which people call it.
    pub aliases: Vec<String>,
    /// The socio-economic region.
    pub region: Option<LocalizedText>,
    /// Its codes.
    pub codes: Vec<(CodeScheme, String)>,
    /// What is uncertain.
    pub note: Option<String>,
}

/// What `changeProvince` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeProvince {
    /// The unit, which stays the same one.
    pub province: Target<ProvinceId>,
    /// The first day with the new kind or name; it may be in the future.
    pub on: Date,
    /// The new kind; `None` where it stays.
    pub kind: Option<ProvinceKind>,
    /// The new name without the word for the kind; `None` where it stays.
    pub name: Option<LocalizedText>,
    /// The documents that print it, in addition to the present ones.
    pub sources: Vec<Source>,
}

pub(super) fn register_province<V: View>(
    work: &mut Work<'_, V>,
    input: &Province,
) -> Result<(), ViewFault> {
    work.create(input.clone()).map(drop)
}

/// Changes kind or name from a day on. A later change that is recorded already stays.
pub(super) fn change_province<V: View>(
    work: &mut Work<'_, V>,
    input: &ChangeProvince,
) -> Result<(), ViewFault> {
    let Some(mut it) = work.target::<Province>("province", input.province)? else { return Ok(()) };
    if input.kind.is_none() && input.name.is_none() {
        let message = message!("neither a kind nor a name is given; write what changes");
        work.problem(ProblemCode::Required, "kind", message);
        return Ok(());
    }
    if it.earlier.iter().any(|form| form.until == input.on) {
        let message = message!("a change on {} is recorded already; name another day", input.on);
        work.problem(ProblemCode::Duplicate, "on", message);
        return Ok(());
    }
    let (kind, name) = it.form_on(input.on);
    let (kind, name) =
        (input.kind.unwrap_or(kind), input.name.clone().unwrap_or_else(|| name.clone()));
    it.change_form(input.on, kind, name);
    let present = it.sources.len();
    let new = input.sources.iter().filter(|source| !it.sources.contains(source));
    let new: Vec<Source> = new.cloned().collect();
    it.sources.extend(new);
    let known = work.problem_count();
    work.update(input.province.id, it)?;
    work.retell(known, |field| match field.as_mut_slice() {
        [list, .., part] if list == "earlier" => {
            let input = if part == "until" { "on" } else { "kind" };
            *field = vec![input.to_owned()];
        }
        [list, place, ..] if list == "sources" => {
            let at = place.parse().ok().and_then(|at: usize| at.checked_sub(present));
            if let Some(at) = at {
                *place = at.to_string();
            }
        }
        _ => {}
    });
    Ok(())
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
    let input = &standing_units(work, input)?;
    for (place, id) in input.predecessors.iter().enumerate() {
        let goes_on = input.successors.contains(&Successor::Registered(*id))
            || goes_on(work.view(), None, *id, input.on)?;
        if !goes_on && !input.predecessors[..place].contains(id) {
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

/// The same of the units that stand for those that were merged.
fn standing_units<V: View>(
    work: &Work<'_, V>,
    input: &RecordSuccession,
) -> Result<RecordSuccession, ViewFault> {
    let stands =
        |id: &ProvinceId| Ok(ProvinceId::from_number(standing(work.view(), id.record())?.number));
    let mut input = input.clone();
    for unit in &mut input.predecessors {
        *unit = stands(unit)?;
    }
    for successor in &mut input.successors {
        if let Successor::Registered(unit) = successor {
            *unit = stands(unit)?;
        }
    }
    Ok(input)
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
        let message = message!("it began on {began}, so it cannot end on {on}; name another day");
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
        aliases: unit.aliases.clone(),
        region: unit.region.clone(),
        valid_from: Some(input.on),
        valid_to: None,
        codes: unit.codes.iter().map(code).collect(),
        earlier: Vec::new(),
        merged_into: None,
        sources: input.sources.clone(),
        note: unit.note.clone(),
    }
}
