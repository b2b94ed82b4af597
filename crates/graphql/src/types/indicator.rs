//! Indicator in the schema. Names follow the IATI activity standard 2.03.

use async_graphql::{ID, Result};
use macros::{Input, Object};

use super::{Activity, Narrow, Outcome, noun, shared::Period};
use crate::{
    enums::Measure,
    id,
    moment::Moment,
    page::Filter,
    scalars::{Decimal, EdtfDate},
};
use domain::{self, ActivityId, Record};

noun! {
    /// What an activity is measured by (IATI 2.03).
    Indicator, filter IndicatorFilter, title(it, lang) { it.title.get(lang).to_owned() }
    texts {
        /// Its title.
        title;
    }
    optional texts {}
    pages {
        /// The outcomes that are values of it.
        outcomes: Outcome = IndicatorOutcomes;
    }

    /// The activity that it measures.
    fn activity(&self) -> Option<Result<Activity>> {
        self.moment.get(self.it().activity)
    }

    /// How its values are to be read.
    fn measure(&self) -> Measure {
        self.it().measure.into()
    }

    /// The unit of its values, such as `persons`; null for a measure without unit.
    fn unit(&self) -> Option<&str> {
        self.it().unit.as_deref()
    }

    /// Whether more is better.
    fn ascending(&self) -> bool {
        self.it().ascending
    }

    /// Whether the values of later periods contain those of earlier ones.
    fn cumulative(&self) -> bool {
        self.it().cumulative
    }

    /// Where things stood before.
    fn baseline(&self) -> Option<Baseline> {
        self.it().baseline.clone().map(Baseline::from)
    }

    /// What is to be reached, period by period.
    fn targets(&self) -> Vec<Target> {
        self.it().targets.iter().cloned().map(Target::from).collect()
    }
}

/// Where things stood before an activity.
#[derive(Debug, Object)]
pub struct Baseline {
    /// The year that it was taken in.
    year: u16,
    /// The date, where it is known more closely.
    date: Option<EdtfDate>,
    /// The value.
    value: Option<Decimal>,
    /// How it was taken.
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

/// What is to be reached in a period.
#[derive(Debug, Object)]
pub struct Target {
    /// The period.
    period: Period,
    /// The value to reach.
    value: Decimal,
    /// What the value means.
    comment: Option<String>,
}

impl From<domain::Target> for Target {
    fn from(it: domain::Target) -> Self {
        Self { period: it.period.into(), value: it.value.into(), comment: it.comment }
    }
}

/// Which indicators; what is absent does not narrow.
#[derive(Debug, Input)]
pub struct IndicatorFilter {
    /// Of the activity with this id.
    activity: Option<ID>,
    /// Of this measure.
    measure: Option<Measure>,
}

impl Narrow for IndicatorFilter {
    fn compile(self, _: &Moment) -> Result<Filter> {
        let activity = self.activity.as_ref().map(id::typed::<ActivityId>).transpose()?;
        let measure = self.measure.map(domain::Measure::from);
        Ok(std::sync::Arc::new(move |version| {
            let Record::Indicator(it) = &version.record else { return false };
            activity.is_none_or(|activity| it.activity == activity)
                && measure.is_none_or(|measure| it.measure == measure)
        }))
    }
}
