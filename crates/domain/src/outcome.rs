//! Outcome: a recorded result, and its way to approval.

use serde::{Deserialize, Serialize};

use super::{
    actor::Actor,
    decimal::Decimal,
    indicator::Measure,
    link::{ById, Link, Linker},
    noun::{ActivityId, EventId, IndicatorId, OutcomeId},
    period::Period,
    source::Source,
    status::OutcomeStatus,
    text::LocalizedText,
};

/// A recorded result of an activity or event.
///
/// Its sources are its evidence. An outcome is never deleted: a correction is a new outcome that
/// supersedes it, a retraction leaves it readable with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Outcome<L: Link = ById> {
    /// The external key.
    #[serde(default)]
    pub key: Option<String>,
    /// What sort of result it is.
    pub kind: OutcomeKind,
    /// Its title.
    pub title: LocalizedText,
    /// The activity that it is a result of; an event brings its own.
    #[serde(default)]
    pub activity: Option<L::To<ActivityId>>,
    /// The event that it is a result of.
    #[serde(default)]
    pub event: Option<L::To<EventId>>,
    /// The indicator that it is a value of.
    #[serde(default)]
    pub indicator: Option<L::To<IndicatorId>>,
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
    pub provider: Option<Actor<L>>,
    /// Who received.
    #[serde(default)]
    pub beneficiary: Option<Actor<L>>,
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
    pub supersedes: Option<L::To<OutcomeId>>,
    /// Who submitted it for approval, as the journal names callers; they cannot approve it.
    #[serde(default)]
    pub submitted_by: Option<String>,
    /// The documents that prove it.
    #[serde(default)]
    pub sources: Vec<Source<L>>,
    /// What is uncertain.
    #[serde(default)]
    pub note: Option<String>,
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

impl<A: Link> Outcome<A> {
    /// Points the outcome by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Outcome<B> {
        Outcome {
            key: self.key,
            kind: self.kind,
            title: self.title,
            activity: to.link_option(self.activity, "activity"),
            event: to.link_option(self.event, "event"),
            indicator: to.link_option(self.indicator, "indicator"),
            measure: self.measure,
            value: self.value,
            unit: self.unit,
            qualifier: self.qualifier,
            narrative: self.narrative,
            provider: self.provider.map(|actor| actor.relink(to)),
            beneficiary: self.beneficiary.map(|actor| actor.relink(to)),
            period: self.period,
            status: self.status,
            status_reason: self.status_reason,
            supersedes: to.link_option(self.supersedes, "supersedes"),
            submitted_by: self.submitted_by,
            sources: Source::relink_all(self.sources, to),
            note: self.note,
        }
    }
}
