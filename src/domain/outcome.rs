//! Outcome: a recorded result, and its way to approval.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    actor::Actor,
    decimal::Decimal,
    declare::{Described, noun},
    indicator::Measure,
    link::Link,
    noun::{ActivityId, EventId, IndicatorId, NounId, OutcomeId, RecordId},
    period::Period,
    status::OutcomeStatus,
    text::LocalizedText,
};

noun! {
    /// A recorded result of an activity or event.
    ///
    /// Its sources are its evidence. An outcome is never deleted: a correction is a new outcome that
    /// supersedes it, a retraction leaves it readable with the reason.
    pub struct Outcome<L: Link = ById> {
        /// What sort of result it is.
        pub kind: OutcomeKind,
        /// Its title.
        pub title: LocalizedText,
        /// The activity that it is a result of; an event brings its own.
        #[serde(default)]
        pub activity: Option<L::To<ActivityId>> => maybe(ActivityOutcomes),
        /// The event that it is a result of.
        #[serde(default)]
        pub event: Option<L::To<EventId>> => maybe(EventOutcomes),
        /// The indicator that it is a value of.
        #[serde(default)]
        pub indicator: Option<L::To<IndicatorId>> => maybe(IndicatorOutcomes),
        /// How its value is to be read.
        pub measure: Measure,
        /// The value; absent for a qualitative result.
        #[serde(default)]
        pub value: Option<Decimal>,
        /// The unit of the value, such as `persons`.
        #[serde(default)]
        pub unit: Option<String>,
        /// How exactly the source states the value.
        #[serde(default)]
        pub qualifier: Option<Qualifier>,
        /// The result in words.
        #[serde(default)]
        pub narrative: Option<LocalizedText>,
        /// Who gave.
        #[serde(default)]
        pub provider: Option<Actor<L>>
            => maybe_part(ProvinceOutcomesProvided, OrganizationOutcomesProvided),
        /// Who received.
        #[serde(default)]
        pub beneficiary: Option<Actor<L>>
            => maybe_part(ProvinceOutcomesReceived, OrganizationOutcomesReceived),
        /// The time that the value covers.
        #[serde(default)]
        pub period: Option<Period>,
        /// Where it stands on its way to approval.
        pub status: OutcomeStatus,
        /// Why it was returned or retracted.
        #[serde(default)]
        pub status_reason: Option<String>,
        /// The outcome that it corrects.
        #[serde(default)]
        pub supersedes: Option<L::To<OutcomeId>> => maybe(OutcomeCorrections),
        /// Who submitted it for approval, as the journal names callers; they cannot approve it.
        #[serde(default)]
        pub submitted_by: Option<String>,
    }
}

/// What sort of result an outcome is (IATI codelist `ResultType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OutcomeKind {
    /// What was delivered: goods, services, trained people.
    Output,
    /// What changed for those who received it.
    Outcome,
    /// What changed for good.
    Impact,
    /// Of another sort, or not said.
    Other,
}

/// How exactly a source states a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Qualifier {
    /// The value itself.
    Exact,
    /// Hơn: more than the value.
    MoreThan,
    /// Gần: a little less than the value.
    Nearly,
    /// Khoảng: about the value.
    About,
    /// Đến: the value at most.
    UpTo,
    /// Hàng chục: some tens; no value is printed.
    Dozens,
    /// Hàng chục nghìn: some tens of thousands; no value is printed.
    TensOfThousands,
}

impl<A: Link> Outcome<A> {}

impl Described for Outcome {
    fn day(&self) -> Option<Date> {
        self.period?.earliest()
    }

    fn stands_under(&self) -> [Option<RecordId>; 2] {
        [self.event.map(NounId::record), self.activity.map(NounId::record)]
    }

    fn is_published(&self) -> bool {
        match self.status {
            OutcomeStatus::Draft | OutcomeStatus::Submitted | OutcomeStatus::Returned => false,
            OutcomeStatus::Approved | OutcomeStatus::Superseded | OutcomeStatus::Retracted => true,
        }
    }
}
