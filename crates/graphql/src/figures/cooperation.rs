//! The cooperation of two provinces: the tally, and the records behind it.

use macros::object;
use std::sync::Arc;

use async_graphql::Result;

use super::{
    inputs::AnsweredBoundaries,
    notice::Notice,
    progress::Progress,
    question::{FigureQuery, ends},
    tally::Tally,
};
use crate::{
    error::internal,
    page::{Connection, ListArguments, ListSource, Listing},
    scalars::Date,
    types::{Activity, Agreement, Event, Field, NounObject, Outcome, Province},
};
use domain::{
    self, NounId, RecordId,
    tally::{Counted, Figure, FigureKey},
};
use registry::review::AgreedTerms;

/// The cooperation of two provinces.
#[derive(Clone)]
pub struct Cooperation {
    question: FigureQuery,
    /// Where it is known already, as in a matrix.
    tally: Option<Arc<domain::tally::Tally>>,
}

impl Cooperation {
    /// The cooperation that a question about a pair is about.
    pub const fn new(question: FigureQuery, tally: Option<Arc<domain::tally::Tally>>) -> Self {
        Self { question, tally }
    }

    fn page<T: NounObject>(
        &self,
        counted: Figure,
        filter: Option<T::Filter>,
        asked: &ListArguments,
    ) -> Result<Connection<T>> {
        let source = self.question.records(Counted::Figure(counted));
        Listing::from(&self.question.moment, source, filter)?.page(asked)
    }

    fn agreed<T: NounObject>(
        &self,
        which: impl FnOnce(AgreedTerms) -> Vec<RecordId>,
        filter: Option<T::Filter>,
        asked: &ListArguments,
    ) -> Result<Connection<T>> {
        let FigureQuery { moment, place, scope, boundaries, .. } = &self.question;
        let figures = moment.figures()?;
        let FigureKey::Pair(pair) = *place else {
            return Listing::unfiltered(moment, ListSource::given(Vec::new())).page(asked);
        };
        let agreed = figures.agreed(pair, scope, *boundaries).map_err(internal)?;
        let places = figures.placed(which(agreed)).map_err(internal)?;
        Listing::from(moment, ListSource::given(places), filter)?.page(asked)
    }
}

macro_rules! cooperation {
    (
        pages { $($(#[$page_doc:meta])* $page:ident: $target:ident = $list:ident($from:expr);)* }
        $($body:tt)*
    ) => {
        /// The cooperation of two provinces within a scope and under some boundaries: what was
        /// agreed, what was done, who gave, who received, and the results.
        ///
        /// Pair: Unordered, a ≠ b. An activity belongs to pair {a,b} if it has a flow either way, or
        /// if one of the two is UNSPECIFIED and the other anything but HOST or IMPLEMENTER. A pair's
        /// events are those of its activities, and agreement-level events whose host and participants
        /// include both, not on one side.
        #[object]
        impl Cooperation {
            $(
                $(#[$page_doc])*
                fn $page(
                    &self,
                    #[graphql(flatten)]
                    list: ListArguments,
                    /// Only entries that match.
                    filter: Option<<$target as NounObject>::Filter>,
                ) -> Option<Result<Connection<$target>>> {
                    Some(self.$list($from, filter, &list))
                }
            )*

            $($body)*
        }
    };
}

cooperation! {
    pages {
        /// The agreements to which both are parties, themselves or through an organization, and not
        /// on one side of it, and those of their activities and agreement-level events. Statuses in
        /// the scope do not restrict the former.
        agreements: Agreement = agreed(|it| it.agreements.iter().map(|id| id.record()).collect());
        /// The priority fields of the agreements to which both are parties, not on one side, and
        /// those of their activities.
        fields: Field = agreed(|it| it.fields.iter().map(|id| id.record()).collect());
        /// The activities that belong to the pair.
        activities: Activity = page(Figure::Activities);
        /// The events of these activities, and agreement-level events whose host and participants
        /// include both provinces, not on one side.
        events: Event = page(Figure::Events);
        /// The approved outcomes of these activities and events, unless they name a province
        /// outside the pair as provider or beneficiary.
        outcomes: Outcome = page(Figure::Outcomes);
    }

    /// The province that is a.
    fn a(&self) -> Option<Result<Province>> {
        self.question.moment.get(ends(&self.question)?[0])
    }

    /// The province that is b.
    fn b(&self) -> Option<Result<Province>> {
        self.question.moment.get(ends(&self.question)?[1])
    }

    /// The boundaries that it is based on.
    fn boundaries(&self) -> AnsweredBoundaries {
        self.question.boundaries.into()
    }

    /// What to know of the units named: one that had ended by the day of the boundaries stands for
    /// the unit that it became.
    fn notices(&self) -> Vec<Notice> {
        self.question.notices.to_vec()
    }

    /// All figures.
    fn tally(&self) -> Option<Result<Tally>> {
        let tally = match &self.tally {
            Some(tally) => Ok(self.question.seen(Arc::clone(tally))),
            None => self.question.tally(),
        };
        Some(tally.map(|tally| Tally::new(self.question.clone(), tally)))
    }

    /// The progress of its activities on a day, and what is overdue.
    fn progress(
        &self,
        /// The day; that of the request (in Asia/Ho_Chi_Minh) by default.
        on: Option<Date>,
    ) -> Option<Result<Progress>> {
        let period = self.question.scope.period;
        Some(Progress::of(self.question.clone(), on, period))
    }
}
