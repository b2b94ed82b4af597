//! What a caller should know about an answer: that it is about another unit than the one named, or
//! leaves out what was recorded of the units that it came from or became.

use std::sync::Arc;

use async_graphql::Result;
use macros::{Enum, object};

use crate::{context::Context, error::bad_input, moment::Moment, types};
use domain::{
    Entity, Lang, NounId, Province, ProvinceId,
    tally::{Boundaries, units::Resolution},
};
use jiff::civil::Date;
use messages::{Message, listed, message};

/// What a notice says.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum NoticeCode {
    /// The unit named ended before the day of the boundaries. The answer is about the unit that it
    /// became.
    UnitEnded,
    /// The unit named began after the day of the boundaries. The answer is about the unit that it
    /// came from.
    UnitNotBegun,
    /// The answer is AS_RECORDED: only records that name this very unit count, and none of the
    /// units that it came from or became.
    AsRecordedOnly,
}

/// A remark on an answer.
#[derive(Clone)]
pub struct Notice {
    moment: Moment,
    code: NoticeCode,
    message: Message,
    named: ProvinceId,
    answered: ProvinceId,
}

/// A remark on an answer: it is about another unit than the one named, or leaves out related units.
#[object]
impl Notice {
    /// What it says.
    fn code(&self) -> NoticeCode {
        self.code
    }

    /// The same for people, with the names and days of the units.
    fn message(&self, ctx: &Context) -> String {
        ctx.say(&self.message)
    }

    /// The unit that was named.
    fn named(&self) -> Option<Result<types::Province>> {
        self.moment.get(self.named)
    }

    /// The unit that the answer is about.
    fn answered(&self) -> Option<Result<types::Province>> {
        self.moment.get(self.answered)
    }
}

/// The units that some named ones stand for under some boundaries, and what a caller should know of
/// that.
///
/// # Errors
/// `BAD_USER_INPUT` where nobody can say which: the message names those that it may be.
pub fn standing(
    named: &[ProvinceId],
    moment: &Moment,
    boundaries: Boundaries,
) -> Result<(Vec<ProvinceId>, Arc<[Notice]>)> {
    let (mut units, mut notices) = (Vec::new(), Vec::new());
    for named in named {
        let unit = unit(*named, moment, boundaries)?;
        units.push(unit);
        notices.extend(notice(*named, unit, moment, boundaries)?);
    }
    Ok((units, notices.into()))
}

fn unit(named: ProvinceId, moment: &Moment, boundaries: Boundaries) -> Result<ProvinceId> {
    let figures = moment.figures()?;
    match figures.units().standing(figures.era(boundaries), named) {
        Resolution::Unit(unit) => Ok(unit),
        Resolution::Ambiguous(units) => {
            let may_be =
                units.iter().map(|unit| name(*unit, moment)).collect::<Result<Vec<_>>>()?;
            Err(bad_input(message!(
                "under these boundaries {} may be any of {}; name one of them",
                name(named, moment)?,
                listed(may_be),
            )))
        }
    }
}

fn notice(
    named: ProvinceId,
    unit: ProvinceId,
    moment: &Moment,
    boundaries: Boundaries,
) -> Result<Option<Notice>> {
    let of = |code, message| {
        Some(Notice { moment: moment.clone(), code, message, named, answered: unit })
    };
    let (name, from, to) = told(named, moment)?;
    let (other, ..) = told(unit, moment)?;
    let became = |day: Date| {
        if named == unit {
            message!("no successor is recorded")
        } else {
            message!("on {day} the answer is about {other}")
        }
    };
    Ok(match (boundaries, from, to) {
        (Boundaries::AsRecorded, ..) => {
            let related = related(named, moment)?;
            let message = message!(
                "only records that name this {name} count, not those of {}; the boundaries TODAY \
                 count them together",
                listed(&related)
            );
            if related.is_empty() { None } else { of(NoticeCode::AsRecordedOnly, message) }
        }
        (Boundaries::On(day), _, Some(to)) if to <= day => {
            of(NoticeCode::UnitEnded, message!("{name} ended on {to}; {}", became(day)))
        }
        (Boundaries::On(day), Some(from), _) if day < from => {
            of(NoticeCode::UnitNotBegun, message!("{name} began on {from}; {}", became(day)))
        }
        (Boundaries::On(_), ..) => None,
    })
}

/// The other units that are recorded of what a unit is now, or was last.
fn related(named: ProvinceId, moment: &Moment) -> Result<Vec<Message>> {
    let figures = moment.figures()?;
    let era = figures.era(Boundaries::On(moment.today()));
    let units = figures.units();
    let mut related = std::collections::BTreeSet::new();
    for unit in units.standing(era, named).candidates() {
        related.insert(unit);
        related.extend(units.recorded(era, unit));
    }
    related.remove(&named);
    related.into_iter().map(|it| Ok(told(it, moment)?.0)).collect()
}

/// A province as an error names it.
pub fn name(province: ProvinceId, moment: &Moment) -> Result<Message> {
    let found = moment.find(province.record())?;
    let known = found.as_deref().and_then(|it| Province::of(&it.record));
    Ok(known.map_or_else(
        || message!("province {}", province.number()),
        |it| Message::verbatim(it.name.get(Lang::Vi)),
    ))
}

/// A province as a notice names it, with its days, since units of different days share names; its
/// first day and the first on which it no longer existed.
fn told(province: ProvinceId, moment: &Moment) -> Result<(Message, Option<Date>, Option<Date>)> {
    let found = moment.find(province.record())?;
    let days = found.as_deref().and_then(|it| Province::of(&it.record));
    let (from, to) = days.map_or((None, None), |it| (it.valid_from, it.valid_to));
    let name = name(province, moment)?;
    let told = match (from, to) {
        (None, None) => name,
        (Some(from), None) => message!("{name} (since {from})"),
        (None, Some(to)) => message!("{name} (until {to})"),
        (Some(from), Some(to)) => message!("{name} ({from} until {to})"),
    };
    Ok((told, from, to))
}
