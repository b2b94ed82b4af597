//! Cumulative values: which outcomes continue each other.

use jiff::civil::Date;

use crate::{Actor, IndicatorId, NounId, OrganizationId, Outcome, OutcomeId, ProvinceId, RecordId};

/// The values of a cumulative indicator that contain each other.
///
/// Cumulative values are kept by series: indicator × provider × beneficiary × subject, the activity
/// or event that they are recorded at. The last value of each series, by period, contains the
/// earlier ones; the values of different series are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Series {
    indicator: IndicatorId,
    provider: Option<Party>,
    beneficiary: Option<Party>,
    subject: Option<RecordId>,
}

/// An actor as it is recorded, whatever became of its province.
type Party = (Option<ProvinceId>, Option<OrganizationId>);

/// Where a value stands in its series: by the end of its period, then by its day.
pub(super) type Place = (Option<Date>, Option<Date>, OutcomeId);

impl Series {
    /// The series of a value, if its indicator is cumulative.
    pub(super) fn of(outcome: &Outcome, is_cumulative: bool) -> Option<Self> {
        let party = |actor: &Option<Actor>| {
            actor.as_ref().map(|actor| (actor.province, actor.organization))
        };
        let subject = outcome.event.map(NounId::record);
        Some(Self {
            indicator: outcome.indicator.filter(|_| is_cumulative)?,
            provider: party(&outcome.provider),
            beneficiary: party(&outcome.beneficiary),
            subject: subject.or_else(|| outcome.activity.map(NounId::record)),
        })
    }
}

/// The place of a value that counts on a day.
pub(super) fn place(id: OutcomeId, outcome: &Outcome, day: Option<Date>) -> Place {
    let latest = outcome.period.and_then(|period| period.latest());
    (latest.or(day), day, id)
}
