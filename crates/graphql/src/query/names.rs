//! What names a record in a lookup.

use macros::Input;
use std::fmt;

use async_graphql::{ID, Result};

use crate::{
    enums::CodeScheme,
    error::internal,
    id,
    moment::Moment,
    scalars::Date,
    table::EnumType,
    types::{Agreement, NounObject, Province, Sector},
};
use domain::{self, Entity, edge::Term};

/// Identifies a province.
#[derive(Debug, Input)]
pub enum ProvinceBy {
    /// By id.
    Id(ID),
    /// By external key, such as `dak-lak`.
    Key(String),
    /// By a code that it had on a day.
    Code(CodeInput),
}

/// A code, and the day for which it is meant.
#[derive(Debug, Input)]
pub struct CodeInput {
    /// The code scheme.
    pub scheme: CodeScheme,
    /// The code, such as `52`.
    pub value: String,
    /// The day for which it is meant; that of the request (in Viet Nam) by default. Codes are
    /// reassigned: GSO 52 was Bình Định until 2025-06-30 and is Gia Lai since 2025-07-01.
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
            Self::Code(code) => by_code(moment, code),
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
impl fmt::Display for ProvinceBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "the id `{}`", shown(&id.0)),
            Self::Key(key) => write!(f, "the key `{}`", shown(key)),
            Self::Code(CodeInput { scheme, value, on }) => {
                write!(f, "the code {} `{}`", scheme.name(), shown(value))?;
                on.map_or(Ok(()), |on| write!(f, " on {}", on.0))
            }
        }
    }
}

/// As an error tells it.
impl fmt::Display for CodedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "the id `{}`", shown(&id.0)),
            Self::Key(key) => write!(f, "the key `{}`", shown(key)),
            Self::Code(code) => write!(f, "the code `{}`", shown(code)),
        }
    }
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

/// The object that an id in a lookup names.
///
/// # Errors
/// `BAD_USER_INPUT` where the id is none, or of another noun.
pub fn by_id<E: Entity, T: NounObject>(moment: &Moment, id: &ID) -> Result<Option<T>> {
    moment.get(id::typed::<E::Id>(id)?).transpose()
}

/// The object that an external key names.
///
/// # Errors
/// Where the view cannot be read.
pub fn by_key<T: NounObject>(moment: &Moment, key: String) -> Result<Option<T>> {
    moment.named(&Term::Key(T::NOUN, key))
}

/// The unit that a code named on a day.
fn by_code(moment: &Moment, code: &CodeInput) -> Result<Option<Province>> {
    let scheme = domain::CodeScheme::from(code.scheme);
    let day = code.on.map_or_else(|| moment.today(), |on| on.0);
    let term = Term::ProvinceCode(scheme, code.value.clone());
    for id in moment.snapshot().list_named(&term).map_err(internal)? {
        let Some(version) = moment.find(id)? else { continue };
        let named = domain::Province::of(&version.record).is_some_and(|it| {
            let means = |held: &domain::Code| {
                held.scheme == scheme && held.value == code.value && held.is_valid_on(day)
            };
            it.is_valid_on(day) && it.codes.iter().any(means)
        });
        if named {
            return Ok(Province::locate(moment, version));
        }
    }
    Ok(None)
}
