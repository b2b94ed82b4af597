//! Agreement in the schema.

use macros::{Input, object};
use std::sync::Arc;

use async_graphql::{ID, Result};

use super::{
    Activity, Claim, Directive, Event, Field, RecordFilter, noun,
    shared::{Party, Period},
};
use crate::{
    enums::{AgreementKind, AgreementStatus},
    error::internal,
    figures::{
        BoundariesInput, Directions, DirectiveProgress, FigureQuery, Progress, Reconciliation,
        SilentParty,
    },
    moment::Moment,
    page::{DateRange, Filter, Narrowing},
    scalars::{Date, EdtfDate},
};
use domain::{
    self, AgreementId, NounId, ProvinceId, Record,
    edge::Relation,
    tally::{Boundaries, FigureKey, Scope},
};
use registry::{Facet, review::Review};

noun! {
    /// A signed agreement, memorandum or plan (thỏa thuận, biên bản ghi nhớ, kế hoạch).
    Agreement, filter AgreementFilter
    texts {
        /// Its title.
        title;
    }
    optional texts {
        /// What it is about, in more words than the title; null if nobody wrote it.
        description;
    }
    pages {
        /// The agreements and plans that implement or continue it.
        children: Agreement = AgreementChildren;
        /// The activities under it, inside or outside its priority fields.
        activities: Activity = AgreementActivities;
        /// The events under it, directly or through its activities.
        events: Event = AgreementEvents;
        /// The directives about it.
        directives: Directive = AgreementDirectives;
    }

    /// The code that people use for it; unique among agreements.
    fn code(&self) -> &str {
        &self.it().code
    }

    /// The kind of agreement.
    fn kind(&self) -> AgreementKind {
        self.it().kind.into()
    }

    /// Its status on the day of the request (in Viet Nam), derived from its dates.
    fn status(
        &self,
        /// The day; that of the request by default.
        on: Option<Date>,
    ) -> AgreementStatus {
        self.it().status_on(on.map_or_else(|| self.moment.today(), |on| on.0)).into()
    }

    /// The parties.
    fn parties(&self) -> Vec<Party> {
        Party::all(&self.moment, &self.it().parties)
    }

    /// The day of signing; null if no source prints it.
    fn signed_on(&self) -> Option<EdtfDate> {
        self.it().signed_on.map(EdtfDate)
    }

    /// The period for which it is in force.
    fn period(&self) -> Option<Period> {
        self.it().period.map(Period::from)
    }

    /// The early termination; null if there was none.
    fn termination(&self) -> Option<Termination> {
        self.it().termination.clone().map(Termination)
    }

    /// The agreement that it implements or continues.
    fn parent(&self) -> Option<Result<Agreement>> {
        self.it().parent.and_then(|id| self.moment.get(id))
    }

    /// Its priority fields (lĩnh vực hợp tác trọng tâm).
    fn fields(&self) -> Option<Result<Vec<Field>>> {
        Some(self.moment.all(Relation::AgreementFields, self.version.id))
    }

    /// The progress on a day of its activities and of those of all agreements that implement or
    /// continue it, and what is overdue.
    fn progress(
        &self,
        /// The day; that of the request (in Asia/Ho_Chi_Minh) by default.
        on: Option<Date>,
    ) -> Option<Result<Progress>> {
        Some(self.under_review().and_then(|question| Progress::of(question, on, self.it().period)))
    }

    /// Its activities and those of all agreements that implement or continue it, each once, by
    /// direction: one way and from whom, mutual, or unspecified.
    fn directions(
        &self,
        /// The boundaries; by default those of `cooperationMatrix`.
        boundaries: Option<BoundariesInput>,
    ) -> Option<Result<Directions>> {
        let boundaries = BoundariesInput::read(boundaries.as_ref(), &self.moment);
        Some(self.under_review().and_then(|question| {
            Directions::of(FigureQuery { boundaries, ..question })
        }))
    }

    /// The state, on a day, of the directives about it and its descendants.
    fn directive_progress(
        &self,
        /// The day; that of the request (in Asia/Ho_Chi_Minh) by default.
        on: Option<Date>,
    ) -> Option<Result<DirectiveProgress>> {
        Some(DirectiveProgress::of(&self.moment, self.agreement_id(), on))
    }

    /// The parties for which nothing was recorded under it or its descendants since a day: no
    /// activity or event in which the province takes part or that it hosts, and no outcome that it
    /// provided or received, was registered or changed. An organization counts as its province.
    fn silent_parties(
        &self,
        /// The first day (in Asia/Ho_Chi_Minh) from which records count.
        since: Date,
        /// The boundaries for parties and records; TODAY by default.
        boundaries: Option<BoundariesInput>,
    ) -> Option<Result<Vec<SilentParty>>> {
        let boundaries = BoundariesInput::read(boundaries.as_ref(), &self.moment);
        Some(self.review().and_then(|review| {
            SilentParty::all(&self.moment, &review, since, boundaries)
        }))
    }

    /// Each claim about it, compared with the records in the same scope.
    fn reconciliation(&self) -> Option<Result<Vec<Reconciliation>>> {
        Some(self.review().and_then(|review| Reconciliation::all(&self.moment, &review)))
    }

    /// The published figures about it; contradictory ones stand side by side.
    fn claims(&self) -> Option<Result<Vec<Claim>>> {
        Some(self.moment.all(Relation::AgreementClaims, self.version.id))
    }
}

impl Agreement {
    fn agreement_id(&self) -> AgreementId {
        AgreementId::from_number(self.version.id.number)
    }

    fn review(&self) -> Result<Review<'_>> {
        Review::of(self.agreement_id(), self.moment.figures()?).map_err(internal)
    }

    /// The question about all that stands under it.
    fn under_review(&self) -> Result<FigureQuery> {
        let agreements = Some(self.review()?.within().clone());
        let scope = Arc::new(Scope { agreements, ..Scope::default() });
        let boundaries = Boundaries::On(self.moment.today());
        Ok(FigureQuery::about(&self.moment, FigureKey::Network, scope, boundaries))
    }
}

/// The early end of an agreement.
pub struct Termination(domain::Termination);

/// The early end of an agreement.
#[object]
impl Termination {
    /// The first day on which it is no longer in force.
    fn on(&self) -> Date {
        self.0.on.into()
    }

    /// The reason.
    fn reason(&self) -> &str {
        &self.0.reason
    }
}

/// Selects agreements. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct AgreementFilter {
    /// Of this kind.
    kind: Option<AgreementKind>,
    /// With this status on the day of the request.
    status: Option<AgreementStatus>,
    /// With the province of this id, or one of its organizations, as a party.
    party: Option<ID>,
    /// That may have been signed on one of these days.
    signed: Option<DateRange>,
}

impl RecordFilter for AgreementFilter {
    fn compile(self, moment: &Moment) -> Result<Filter> {
        let kind = self.kind.map(domain::AgreementKind::from);
        let status = self.status.map(domain::AgreementStatus::from);
        let party = self.party.as_ref().map(|id| moment.meant::<ProvinceId>(id)).transpose()?;
        let today = moment.today();
        let narrowing = Narrowing::default()
            .any_of(kind.map(|kind| [Facet::kind(kind as u8)]))
            .linked(Relation::ProvinceAgreements, party)
            .meets(self.signed.as_ref())
            .stands(status, today);
        Ok(Filter::new(narrowing, move |version| {
            let Record::Agreement(it) = &version.record else { return false };
            kind.is_none_or(|kind| it.kind == kind)
                && status.is_none_or(|status| it.status_on(today) == status)
                && party.is_none_or(|id| it.parties.iter().any(|it| it.province == Some(id)))
                && self.signed.as_ref().is_none_or(|range| {
                    it.signed_on.is_some_and(|signed| range.meets(&signed.into()))
                })
        }))
    }
}
