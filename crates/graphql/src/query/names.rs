//! What names a record in a lookup.

use async_graphql::{ID, Result};
use macros::Input;
use messages::{Message, Say, message};

use crate::{
    enums::CodeScheme,
    error::{bad_input, internal},
    id,
    moment::Moment,
    scalars::Date,
    table::EnumType,
    types::{Agreement, Node, NounObject, Province, Sector},
};
use domain::{self, Entity, Noun, NounId, RecordId, edge::Term, name::folded};

/// Identifies a province.
#[derive(Debug, Input)]
pub enum ProvinceBy {
    /// By id.
    Id(ID),
    /// By external key, such as `dak-lak`.
    Key(String),
    /// By a code that it had on a day.
    Code(CodeInput),
    /// By a name or alias, of the unit that exists on a day.
    Name(NameInput),
}

/// A name, and the day for which it is meant.
#[derive(Debug, Input)]
pub struct NameInput {
    /// The name: in either language, with or without the word for the kind, a former name, or an
    /// alias such as `TPHCM`. Case, punctuation, spaces and the place of a tone's mark do not count;
    /// diacritics do. A name that several units share is refused, with their keys.
    value: String,
    /// The day for which it is meant. By default that of the request (in Viet Nam); in figures, the
    /// day of the boundaries.
    on: Option<Date>,
}

/// A code, and the day for which it is meant.
#[derive(Debug, Input)]
pub struct CodeInput {
    /// The code scheme.
    pub scheme: CodeScheme,
    /// The code, such as `52`.
    pub value: String,
    /// The day for which it is meant. By default that of the request (in Viet Nam); in figures, the
    /// day of the boundaries. Codes are reassigned: GSO 52 was Bình Định until 2025-06-30 and is Gia
    /// Lai since 2025-07-01.
    pub on: Option<Date>,
}

/// Identifies an agreement or a sector.
#[derive(Debug, Input)]
pub enum CodedBy {
    /// By id.
    Id(ID),
    /// By external key.
    Key(String),
    /// By code, such as `tt-2022` or `TOURISM`.
    Code(String),
}

/// Identifies a document.
#[derive(Debug, Input)]
pub enum DocumentBy {
    /// By id.
    Id(ID),
    /// By external key.
    Key(String),
    /// By address.
    Url(String),
}

/// Identifies a record.
#[derive(Debug, Input)]
pub enum RecordBy {
    /// By id.
    Id(ID),
    /// By external key.
    Key(String),
}

impl ProvinceBy {
    /// The province that is named; `None` where none is named so.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where the id is none, or of another noun.
    pub fn province(&self, moment: &Moment) -> Result<Option<Province>> {
        match self {
            Self::Id(id) => by_id::<domain::Province, _>(moment, id),
            Self::Key(key) => by_key(moment, key.clone()),
            Self::Code(code) => {
                let day = code.on.map_or_else(|| moment.today(), |on| on.0);
                holders(moment, code)?.find_on(day).map_or(Ok(None), |id| held(moment, id))
            }
            Self::Name(name) => {
                let day = name.on.map_or_else(|| moment.today(), |on| on.0);
                only(moment, called(moment, name)?.all_on(day), name)
            }
        }
    }

    /// The province that is named for figures under the units of a day. A code that names none
    /// then stands for the unit that it named last before, or if no day is told with it, first
    /// after.
    ///
    /// # Errors
    /// As for [`ProvinceBy::province`].
    pub fn province_for(
        &self,
        moment: &Moment,
        day: jiff::civil::Date,
    ) -> Result<Option<Province>> {
        let (holders, on) = match self {
            Self::Id(_) | Self::Key(_) => return self.province(moment),
            Self::Code(code) => (holders(moment, code)?, code.on),
            Self::Name(name) => (called(moment, name)?, name.on),
        };
        let (day, stated) = (on.map_or(day, |on| on.0), on.is_some());
        let found = holders.all_on(day);
        let nearest = holders
            .last_before(day)
            .or_else(|| holders.first_after(day).filter(|_| !stated))
            .into_iter();
        match self {
            Self::Name(name) if !found.is_empty() => only(moment, found, name),
            _ => {
                let found = found.into_iter().chain(nearest).next();
                found.map_or(Ok(None), |id| held(moment, id))
            }
        }
    }
}

impl CodedBy {
    /// The agreement that is named; `None` where none is named so.
    ///
    /// # Errors
    /// As for [`ProvinceBy::province`].
    pub fn agreement(&self, moment: &Moment) -> Result<Option<Agreement>> {
        match self {
            Self::Id(id) => by_id::<domain::Agreement, _>(moment, id),
            Self::Key(key) => by_key(moment, key.clone()),
            Self::Code(code) => moment.named(&Term::AgreementCode(code.clone())),
        }
    }

    /// The sector that is named; `None` where none is named so.
    ///
    /// # Errors
    /// As for [`ProvinceBy::province`].
    pub fn sector(&self, moment: &Moment) -> Result<Option<Sector>> {
        match self {
            Self::Id(id) => by_id::<domain::Sector, _>(moment, id),
            Self::Key(key) => by_key(moment, key.clone()),
            Self::Code(code) => moment.named(&Term::SectorCode(code.clone())),
        }
    }
}

/// As an error tells it.
impl Say for ProvinceBy {
    fn message(&self) -> Message {
        match self {
            Self::Id(id) => message!("the id `{}`", shown(&id.0)),
            Self::Key(key) => message!("the key `{}`", shown(key)),
            Self::Name(NameInput { value, on: None }) => message!("the name `{}`", shown(value)),
            Self::Name(NameInput { value, on: Some(on) }) => {
                message!("the name `{}` on {}", shown(value), on.0)
            }
            Self::Code(CodeInput { scheme, value, on: None }) => {
                message!("the code {} `{}`", scheme.name(), shown(value))
            }
            Self::Code(CodeInput { scheme, value, on: Some(on) }) => {
                message!("the code {} `{}` on {}", scheme.name(), shown(value), on.0)
            }
        }
    }
}

/// As an error tells it.
impl Say for CodedBy {
    fn message(&self) -> Message {
        match self {
            Self::Id(id) => message!("the id `{}`", shown(&id.0)),
            Self::Key(key) => message!("the key `{}`", shown(key)),
            Self::Code(code) => message!("the code `{}`", shown(code)),
        }
    }
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Most records that `nodes` gives at once.
const NODES_MAX: usize = 100;

/// The record with an id; `None` where the caller sees none.
///
/// # Errors
/// Where it cannot be read.
pub fn node(moment: &Moment, id: &ID) -> Result<Option<Node>> {
    let Some(record) = id::decode(&id.0) else { return Ok(None) };
    Ok(moment.find_standing(record)?.and_then(|version| Node::locate(moment, version)))
}

/// The records with these ids, in their order.
///
/// # Errors
/// Where there are too many, or one cannot be read.
pub fn nodes(moment: &Moment, ids: &[ID]) -> Result<Vec<Option<Node>>> {
    if ids.len() > NODES_MAX {
        let message = message!("{} ids are given; at most {NODES_MAX} are allowed", ids.len());
        return Err(bad_input(message));
    }
    ids.iter().map(|id| node(moment, id)).collect()
}

/// The object that an id in a lookup names.
///
/// # Errors
/// `BAD_USER_INPUT` where the id is none, or of another noun.
pub fn by_id<E: Entity, T: NounObject>(moment: &Moment, id: &ID) -> Result<Option<T>> {
    let found = moment.find_standing(id::typed::<E::Id>(id)?.record())?;
    Ok(found.and_then(|version| T::locate(moment, version)))
}

/// The object that an external key names.
///
/// # Errors
/// Where the view cannot be read.
pub fn by_key<T: NounObject>(moment: &Moment, key: String) -> Result<Option<T>> {
    moment.named(&Term::Key(T::NOUN, key))
}

/// The units that had a code, each with the first day and the day after the last.
struct Holders(Vec<(RecordId, Option<jiff::civil::Date>, Option<jiff::civil::Date>)>);

fn holders(moment: &Moment, code: &CodeInput) -> Result<Holders> {
    let scheme = domain::CodeScheme::from(code.scheme);
    let term = Term::ProvinceCode(scheme, code.value.clone());
    let mut holders = Vec::new();
    for id in moment.snapshot().list_named(&term).map_err(internal)? {
        // What was merged keeps its codes, which mean what stands for it.
        let Some(version) = moment.find(id)? else { continue };
        let id = version.record.merged_into().unwrap_or(id);
        let Some(it) = domain::Province::of(&version.record) else { continue };
        let held = it.codes.iter().filter(|it| it.scheme == scheme && it.value == code.value);
        holders.extend(held.map(|held| {
            let until = [held.valid_to, it.valid_to].into_iter().flatten().min();
            (id, held.valid_from.max(it.valid_from), until)
        }));
    }
    Ok(Holders(holders))
}

/// The units that are or were called so, each with its first day and the day after the last.
fn called(moment: &Moment, name: &NameInput) -> Result<Holders> {
    let term = Term::Name(Noun::Province, folded(&name.value));
    let mut called: Vec<(RecordId, _, _)> = Vec::new();
    for id in moment.snapshot().list_named(&term).map_err(internal)? {
        let Some(version) = moment.find_standing(id)? else { continue };
        let Some(it) = domain::Province::of(&version.record) else { continue };
        if called.iter().all(|(known, ..)| *known != version.id) {
            called.push((version.id, it.valid_from, it.valid_to));
        }
    }
    Ok(Holders(called))
}

/// The one unit of those found by a name: none is guessed.
fn only(moment: &Moment, found: Vec<RecordId>, name: &NameInput) -> Result<Option<Province>> {
    match found.as_slice() {
        [] => Ok(None),
        [id] => held(moment, *id),
        several => {
            let mut labels = Vec::new();
            for id in several {
                let version = moment.find(*id)?;
                let key = version.and_then(|it| it.record.key().map(str::to_owned));
                labels.push(key.unwrap_or_else(|| id::encode(*id).0));
            }
            Err(bad_input(message!(
                "`{}` names {} provinces: {}; name the one that is meant by its key",
                shown(&name.value),
                several.len(),
                labels.join(", ")
            )))
        }
    }
}

impl Holders {
    fn all_on(&self, day: jiff::civil::Date) -> Vec<RecordId> {
        let on = |from: Option<_>, until: Option<_>| {
            from.is_none_or(|from| from <= day) && until.is_none_or(|until| day < until)
        };
        let held = self.0.iter().filter(|(_, from, until)| on(*from, *until));
        let mut held: Vec<RecordId> = held.map(|(id, ..)| *id).collect();
        held.dedup();
        held
    }

    fn find_on(&self, day: jiff::civil::Date) -> Option<RecordId> {
        self.all_on(day).first().copied()
    }

    fn last_before(&self, day: jiff::civil::Date) -> Option<RecordId> {
        let ended = self.0.iter().filter(|(.., until)| until.is_some_and(|until| until <= day));
        ended.max_by_key(|(.., until)| *until).map(|(id, ..)| *id)
    }

    fn first_after(&self, day: jiff::civil::Date) -> Option<RecordId> {
        let later = self.0.iter().filter(|(_, from, _)| from.is_some_and(|from| day < from));
        later.min_by_key(|(_, from, _)| *from).map(|(id, ..)| *id)
    }
}

fn held(moment: &Moment, id: RecordId) -> Result<Option<Province>> {
    Ok(moment.find(id)?.and_then(|version| Province::locate(moment, version)))
}
