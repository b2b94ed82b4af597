//! What narrows a list: a test of each record, and conditions by which those that may pass are
//! found without reading any.

use std::sync::Arc;

use async_graphql::Result;
use jiff::civil::Date;

use super::DateRange;
use crate::{error::internal, moment::Moment};
use domain::{
    AgreementStatus, Noun, RecordId, Versioned,
    edge::{Relation, Term},
};
use registry::{Condition, Facet};

/// Whether a record belongs in a list.
type Test = Arc<dyn Fn(&Versioned) -> bool + Send + Sync>;

/// What narrows a list.
#[derive(Clone)]
pub struct Filter {
    test: Test,
    conditions: Vec<Condition>,
    is_exact: bool,
}

/// What the records that pass a filter have in common, as far as there are sets of them.
#[derive(Default)]
pub struct Narrowing {
    conditions: Vec<Condition>,
    is_loose: bool,
}

impl Narrowing {
    /// One of these is said of them, if anything is asked.
    pub fn any_of(mut self, facets: Option<impl IntoIterator<Item = Facet>>) -> Self {
        let facets = facets.map(|facets| Condition::AnyOf(facets.into_iter().collect()));
        self.conditions.extend(facets);
        self
    }

    /// They are at the end of a relation from a record, if one is asked for.
    pub fn linked(self, relation: Relation, from: Option<impl Into<RecordId>>) -> Self {
        let facet = from.map(|from| Facet::linked(relation, from.into()));
        match facet {
            None => self,
            Some(Some(facet)) => self.any_of(Some([facet])),
            Some(None) => self.loose_if(true),
        }
    }

    /// They are at the end of a relation that stays short, from a record, if one is asked for.
    ///
    /// # Errors
    /// Where the relation cannot be read.
    pub fn within(
        mut self,
        moment: &Moment,
        (relation, noun): (Relation, Noun),
        from: Option<impl Into<RecordId>>,
    ) -> Result<Self> {
        if let Some(from) = from.map(Into::into) {
            let places = moment.places(relation, Some(from), noun);
            let ids = places.map(|place| Ok(place?.to)).collect::<Result<Vec<_>>>()?;
            self.conditions.push(Condition::These(ids.into()));
        }
        Ok(self)
    }

    /// A term names them, if one is asked for.
    ///
    /// # Errors
    /// Where the names cannot be read.
    pub fn named(mut self, moment: &Moment, term: Option<&Term>) -> Result<Self> {
        if let Some(term) = term {
            let named = moment.snapshot().list_named(term).map_err(internal)?;
            self.conditions.push(Condition::These(named.into()));
        }
        Ok(self)
    }

    /// Their period meets a range of days, if one is asked for.
    pub fn meets(mut self, range: Option<&DateRange>) -> Self {
        self.conditions.extend(range.map(DateRange::condition));
        self
    }

    /// They are agreements with this status on a day, if one is asked for.
    pub fn stands(mut self, status: Option<AgreementStatus>, day: Date) -> Self {
        self.conditions.extend(status.map(|status| Condition::Stands(status, day)));
        self
    }

    /// Not all of which this holds pass, if `asked`.
    pub const fn loose_if(mut self, asked: bool) -> Self {
        self.is_loose |= asked;
        self
    }
}

impl Filter {
    /// Records that pass a test. Whatever passes it is found by the narrowing; and whatever is
    /// found passes, unless the narrowing is loose.
    pub fn new(
        narrowing: Narrowing,
        test: impl Fn(&Versioned) -> bool + Send + Sync + 'static,
    ) -> Self {
        let Narrowing { conditions, is_loose } = narrowing;
        Self { test: Arc::new(test), conditions, is_exact: !is_loose }
    }

    /// Whether a record passes.
    pub fn passes(&self, version: &Versioned) -> bool {
        (self.test)(version)
    }

    /// What all that pass meet.
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// Whether all that meet the conditions pass.
    pub const fn is_exact(&self) -> bool {
        self.is_exact
    }
}
