//! What figures are asked for: a pair, a scope, boundaries.

use macros::{Input, Object};
use std::sync::Arc;

use async_graphql::Result;

use super::{
    enums::BoundariesKind,
    notice::{self, standing},
    question::FigureQuery,
};
use crate::{
    enums::ActivityStatus,
    error::{bad_input, internal},
    moment::Moment,
    query::names::{CodedBy, ProvinceBy},
    scalars::{Date, EdtfInterval},
    types::NounObject,
};
use domain::{
    AgreementId, NounId, ProvinceId, SectorId,
    tally::{Boundaries, FigureKey, ProvincePair, Scope},
};
use messages::message;

/// Two different provinces, each identified in any way. The order matters only for directions:
/// swapping a and b swaps them.
#[derive(Debug, Input)]
pub struct BetweenInput {
    /// One province. A unit that does not exist under the boundaries stands for its successor.
    a: ProvinceBy,
    /// The other province.
    b: ProvinceBy,
}

/// The scope of figures. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct ScopeInput {
    /// Only records under this agreement, or under one that implements or continues it, at any
    /// depth.
    agreement: Option<CodedBy>,
    /// Only records in one of these sectors. An agreement-level event is in none.
    sector: Option<Vec<CodedBy>>,
    /// Only records that count on a day of this period: `2023`, `2023/2025`, `../2025`. An activity
    /// counts on the earliest possible day of its actual period, or else of its planned one. An
    /// event or outcome without a day counts with the record that it belongs to. Records without
    /// any day count in no period.
    period: Option<EdtfInterval>,
    /// Only activities with one of these statuses, and the records that belong to them.
    status: Option<Vec<ActivityStatus>>,
}

/// The provinces that figures are based on: `AS_RECORDED` (five provinces), or the units valid `ON`
/// a date (four after 2025-07-01), by following successions; an activity that fell in two old pairs
/// counts once in the merged pair. Where a unit was split, its successor is ambiguous: say so,
/// count it in `unresolved`, never guess.
///
/// By default, the units valid on the day of the request (in Viet Nam), or of the moment of `at`.
/// A unit that went on after it lost or gained land (Đắk Lắk on 2004-01-01, Hà Nội on 2008-08-01)
/// is told apart by the day of the record, or else of its agreement: before that day it is the land
/// of then. A record without any day names the unit as it is now or was last.
#[derive(Debug, Clone, Input)]
pub enum BoundariesInput {
    /// `AS_RECORDED` or `TODAY`.
    Kind(BoundariesKind),
    /// The units valid on this day.
    On(Date),
}

/// The boundaries that an answer is based on.
#[derive(Debug, Object)]
#[graphql(name = "Boundaries")]
pub struct AnsweredBoundaries {
    /// The day on which the units are valid; null for the units that the records name.
    on: Option<Date>,
}

impl From<Boundaries> for AnsweredBoundaries {
    fn from(boundaries: Boundaries) -> Self {
        match boundaries {
            Boundaries::AsRecorded => Self { on: None },
            Boundaries::On(day) => Self { on: Some(day.into()) },
        }
    }
}

impl BoundariesInput {
    /// The boundaries that are asked for; the units of today where none are.
    pub fn read(asked: Option<&Self>, moment: &Moment) -> Boundaries {
        match asked {
            Some(Self::Kind(BoundariesKind::AsRecorded)) => Boundaries::AsRecorded,
            None | Some(Self::Kind(BoundariesKind::Today)) => Boundaries::On(moment.today()),
            Some(Self::On(day)) => Boundaries::On(day.0),
        }
    }
}

impl ScopeInput {
    /// The scope of an agreement, of sectors and of statuses, whatever the period.
    pub const fn of(
        agreement: Option<CodedBy>,
        sector: Option<Vec<CodedBy>>,
        status: Option<Vec<ActivityStatus>>,
    ) -> Self {
        Self { agreement, sector, period: None, status }
    }

    /// The scope that is asked for, with what it names looked up.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where something is named that is not there.
    pub fn read(asked: Option<Self>, moment: &Moment) -> Result<Arc<Scope>> {
        let Some(Self { agreement, sector, period, status }) = asked else {
            return Ok(Arc::default());
        };
        let agreements = match agreement {
            None => None,
            Some(by) => {
                let found = by.agreement(moment)?.ok_or_else(|| {
                    bad_input(message!(
                        "no agreement has {by}; `agreements` lists them with their ids, keys and \
                         codes"
                    ))
                })?;
                let id = AgreementId::from_number(found.record_id().number);
                Some(moment.figures()?.subtree(&[id]).map_err(internal)?)
            }
        };
        let sector_id = |by: CodedBy| -> Result<SectorId> {
            let found = by.sector(moment)?.ok_or_else(|| {
                bad_input(message!(
                    "no sector has {by}; `sectors` lists them with their ids, keys and codes"
                ))
            })?;
            Ok(SectorId::from_number(found.record_id().number))
        };
        let sectors = sector.map(|asked| asked.into_iter().map(sector_id).collect()).transpose()?;
        let statuses = status.map(|asked| asked.into_iter().map(Into::into).collect());
        let period = period.map(|period| period.0);
        Ok(Arc::new(Scope { agreements, sectors, period, statuses }))
    }
}

impl BetweenInput {
    /// The question about the pair, seen from `a`.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where a province is named that is not there or is ambiguous under the
    /// boundaries, or both are one.
    pub fn question(
        &self,
        moment: &Moment,
        scope: Arc<Scope>,
        boundaries: Boundaries,
    ) -> Result<FigureQuery> {
        let a = named(&self.a, "a", moment, boundaries)?;
        let b = named(&self.b, "b", moment, boundaries)?;
        let (answered, notices) = standing(&[a, b], moment, boundaries)?;
        let units = [answered[0], answered[1]];
        let Some(pair) = ProvincePair::new(units[0], units[1]) else {
            let name = notice::name(units[0], moment)?;
            let message = if a == b {
                message!("`between` names {name} twice; name two provinces")
            } else {
                let [a, b] = [notice::name(a, moment)?, notice::name(b, moment)?];
                message!(
                    "under these boundaries {a} and {b} are one unit, {name}; name two, or ask \
                     with the boundaries AS_RECORDED"
                )
            };
            return Err(bad_input(message));
        };
        let question = FigureQuery::about(moment, FigureKey::Pair(pair), scope, boundaries);
        Ok(FigureQuery { swapped: units[0] == pair.b(), notices, ..question })
    }
}

/// The province that is named, given as `side`, under some boundaries.
///
/// # Errors
/// `BAD_USER_INPUT` where there is none.
pub fn named(
    by: &ProvinceBy,
    side: &str,
    moment: &Moment,
    boundaries: Boundaries,
) -> Result<ProvinceId> {
    let day = match boundaries {
        Boundaries::AsRecorded => moment.today(),
        Boundaries::On(day) => day,
    };
    let found = by.province_for(moment, day)?.ok_or_else(|| {
        bad_input(message!(
            "no province has {by}, given as `{side}`; `provinces` lists them with their ids, keys \
             and codes"
        ))
    })?;
    Ok(ProvinceId::from_number(found.record_id().number))
}
