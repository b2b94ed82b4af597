//! Outcome: a recorded result, and its way to approval.

use jiff::civil::Date;

use super::{
    actor::Actor,
    decimal::Decimal,
    declare::{Described, noun},
    indicator::Measure,
    noun::{ActivityId, EventId, IndicatorId, OutcomeId},
    period::Period,
    status::OutcomeStatus,
    text::LocalizedText,
    texts::{Part, Texts},
    vocabulary::vocabulary,
};

noun! {
    /// A recorded result of an activity or event.
    ///
    /// Its sources are its evidence. An outcome is never deleted: a correction is a new outcome that
    /// supersedes it, a retraction leaves it readable with the reason.
    pub struct Outcome<L: Link = ById> {
        /// The kind of result.
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
        /// The measure of its value.
        pub measure: Measure,
        /// The value; absent for a qualitative result.
        #[serde(default)]
        pub value: Option<Decimal>,
        /// The unit of the value, such as `persons`.
        #[serde(default)]
        pub unit: Option<String>,
        /// The precision of the value in the source.
        #[serde(default)]
        pub qualifier: Option<Qualifier>,
        /// The result in words.
        #[serde(default)]
        pub narrative: Option<LocalizedText>,
        /// The provider.
        #[serde(default)]
        pub provider: Option<Actor<L>>
            => maybe_part(ProvinceOutcomesProvided, OrganizationOutcomesProvided),
        /// The beneficiary.
        #[serde(default)]
        pub beneficiary: Option<Actor<L>>
            => maybe_part(ProvinceOutcomesReceived, OrganizationOutcomesReceived),
        /// The period that the value covers.
        #[serde(default)]
        pub period: Option<Period>,
        /// Its status in the approval process.
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

vocabulary! {
    /// The kind of result (IATI codelist ResultType).
    pub enum OutcomeKind {
        /// Output (sản phẩm, đầu ra): goods, services, trained people.
        Output = "OUTPUT",
        /// Outcome (kết quả): a change for the beneficiaries.
        Outcome = "OUTCOME",
        /// Impact (tác động): a lasting change.
        Impact = "IMPACT",
        /// Another kind (khác), or not stated by the source.
        Other = "OTHER",
    }
}

vocabulary! {
    /// The precision with which a source states a value.
    pub enum Qualifier {
        /// Exactly the value (chính xác).
        Exact = "EXACT",
        /// More than the value (hơn).
        MoreThan = "MORE_THAN",
        /// A little less than the value (gần).
        Nearly = "NEARLY",
        /// About the value (khoảng).
        About = "ABOUT",
        /// At most the value (đến).
        UpTo = "UP_TO",
        /// Dozens (hàng chục); no value is printed.
        Dozens = "DOZENS",
        /// Tens of thousands (hàng chục nghìn); no value is printed.
        TensOfThousands = "TENS_OF_THOUSANDS",
    }
}

impl Described for Outcome {
    fn day(&self) -> Option<Date> {
        self.period?.earliest()
    }

    fn is_published(&self) -> bool {
        match self.status {
            OutcomeStatus::Draft | OutcomeStatus::Submitted | OutcomeStatus::Returned => false,
            OutcomeStatus::Approved | OutcomeStatus::Superseded | OutcomeStatus::Retracted => true,
        }
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.localized(Part::Title, Some(&self.title));
        texts.localized(Part::Narrative, self.narrative.as_ref());
        texts.plain(Part::Narrative, self.status_reason.as_deref());
    }
}
