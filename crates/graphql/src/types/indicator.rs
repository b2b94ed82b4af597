//! Indicator in the schema. Names follow the IATI activity standard 2.03.

use async_graphql::{ID, Result};
use macros::{Input, Object};

use super::{Activity, Outcome, RecordFilter, noun, shared::Period};
use crate::{
    enums::Measure,
    id,
    moment::Moment,
    page::{Filter, Narrowing},
    scalars::{Decimal, EdtfDate},
};
use domain::{self, ActivityId, Noun, Record, edge::Relation};
use registry::Facet;

noun! {
    /// A measure of an activity (IATI 2.03).
    Indicator, filter IndicatorFilter
    texts {
        /// Its title.
        title;
    }
    optional texts {}
    pages {
        /// The outcomes that are values of this indicator.
        outcomes: Outcome = IndicatorOutcomes;
    }

    /// The activity that it measures.
    fn activity(&self) -> Option<Result<Activity>> {
        self.moment.get(self.it().activity)
    }

    /// The measure of its values.
    fn measure(&self) -> Measure {
        self.it().measure.into()
    }

    /// The unit of its values, such as `persons`; null for measures without a unit.
    fn unit(&self) -> Option<&str> {
        self.it().unit.as_deref()
    }

    /// Whether a higher value is better.
    fn ascending(&self) -> bool {
        self.it().ascending
    }

    /// Whether values of later periods include those of earlier ones.
    fn cumulative(&self) -> bool {
        self.it().cumulative
    }

    /// The value before the activity.
    fn baseline(&self) -> Option<Baseline> {
        self.it().baseline.clone().map(Baseline::from)
    }

    /// The targets, by period.
    fn targets(&self) -> Vec<Target> {
        self.it().targets.iter().cloned().map(Target::from).collect()
    }
}

/// The situation before an activity.
#[derive(Debug, Object)]
pub struct Baseline {
    /// The year of the measurement.
    year: u16,
    /// The date, if it is known.
    date: Option<EdtfDate>,
    /// The value.
    value: Option<Decimal>,
    /// How it was measured.
    comment: Option<String>,
}

impl From<domain::Baseline> for Baseline {
    fn from(it: domain::Baseline) -> Self {
        Self {
            year: it.year,
            date: it.date.map(EdtfDate),
            value: it.value.map(Decimal),
            comment: it.comment,
        }
    }
}

/// A target for a period.
#[derive(Debug, Object)]
pub struct Target {
    /// The period.
    period: Period,
    /// The target value.
    value: Decimal,
    /// What the value means.
    comment: Option<String>,
}

impl From<domain::Target> for Target {
    fn from(it: domain::Target) -> Self {
        Self { period: it.period.into(), value: it.value.into(), comment: it.comment }
    }
}

/// Selects indicators. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct IndicatorFilter {
    /// Of the activity with this id.
    activity: Option<ID>,
    /// Of this measure.
    measure: Option<Measure>,
}

impl RecordFilter for IndicatorFilter {
    fn compile(self, moment: &Moment) -> Result<Filter> {
        let activity = self.activity.as_ref().map(id::typed::<ActivityId>).transpose()?;
        let measure = self.measure.map(domain::Measure::from);
        let narrowing = Narrowing::default()
            .within(moment, (Relation::ActivityIndicators, Noun::Indicator), activity)?
            .any_of(measure.map(|measure| [Facet::kind(measure as u8)]));
        Ok(Filter::new(narrowing, move |version| {
            let Record::Indicator(it) = &version.record else { return false };
            activity.is_none_or(|activity| it.activity == activity)
                && measure.is_none_or(|measure| it.measure == measure)
        }))
    }
}
