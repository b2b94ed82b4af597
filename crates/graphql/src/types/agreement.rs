//! Agreement in the schema.

use macros::{Input, object};
use std::sync::Arc;

use async_graphql::{ID, Result};

use super::{
    Activity, Claim, Directive, Event, Field, Narrow, noun,
    shared::{Party, Period},
};
use crate::{
    enums::{AgreementKind, AgreementStatus},
    error::internal,
    figures::{
        BoundariesInput, DirectiveProgress, Progress, Question, Reconciliation, SilentParty,
    },
    id,
    moment::Moment,
    page::{DateRange, Filter},
    scalars::{Date, EdtfDate},
};
use domain::{
    self, AgreementId, NounId, ProvinceId, Record,
    edge::Relation,
    tally::{Boundaries, Place, Scope},
};
use registry::review::Review;

noun! {
    /// What parties signed (thỏa thuận, biên bản ghi nhớ, kế hoạch).
    Agreement, filter AgreementFilter, title(it, lang) { it.title.get(lang).to_owned() }
    texts {
        /// Its title.
        title;
    }
    optional texts {}
    pages {
        /// The agreements and plans that carry it out or continue it.
        children: Agreement = AgreementChildren;
        /// The activities under it, whether in one of its priority fields or not.
        activities: Activity = AgreementActivities;
        /// The events under it: of its activities, or straight of it.
        events: Event = AgreementEvents;
        /// The directives about it.
        directives: Directive = AgreementDirectives;
    }

    /// The code by which people name it; no two agreements share one.
    fn code(&self) -> &str {
        &self.it().code
    }

    /// What sort of paper it is.
    fn kind(&self) -> AgreementKind {
        self.it().kind.into()
    }

    /// Where it stands on the day of the request (in Viet Nam), derived from its dates.
    fn status(
        &self,
        /// Another day than that of the request.
        on: Option<Date>,
    ) -> AgreementStatus {
        self.it().status_on(on.map_or_else(|| self.moment.today(), |on| on.0)).into()
    }

    /// Who signed.
    fn parties(&self) -> Vec<Party> {
        Party::all(&self.moment, &self.it().parties)
    }

    /// When it was signed; null where no source prints it.
    fn signed_on(&self) -> Option<EdtfDate> {
        self.it().signed_on.map(EdtfDate)
    }

    /// The time for which it holds.
    fn period(&self) -> Option<Period> {
        self.it().period.map(Period::from)
    }

    /// How it was ended early; null where it was not.
    fn termination(&self) -> Option<Termination> {
        self.it().termination.clone().map(Termination)
    }

    /// The agreement that it carries out or continues.
    fn parent(&self) -> Option<Result<Agreement>> {
        self.it().parent.and_then(|id| self.moment.get(id))
    }

    /// Its priority fields (lĩnh vực hợp tác trọng tâm).
    fn fields(&self) -> Option<Result<Vec<Field>>> {
        Some(self.moment.all(Relation::AgreementFields, self.version.id))
    }

    /// How far its activities, and those of all agreements that carry it out or continue it, are on
    /// a day, and what is late.
    fn progress(
        &self,
        /// The day; absent: that of the request (in Asia/Ho_Chi_Minh).
        on: Option<Date>,
    ) -> Option<Result<Progress>> {
        Some(self.under_review().and_then(|question| Progress::of(question, on, self.it().period)))
    }

    /// What became of the directives about it and its descendants by a day.
    fn directive_progress(
        &self,
        /// The day; absent: that of the request (in Asia/Ho_Chi_Minh).
        on: Option<Date>,
    ) -> Option<Result<DirectiveProgress>> {
        Some(DirectiveProgress::of(&self.moment, self.agreement_id(), on))
    }

    /// The parties of which nothing was recorded under it or its descendants since a day: no
    /// activity or event that the province takes part in or hosts, and no outcome that it provided
    /// or received, was registered or changed. A party that is an organization counts as its
    /// province.
    fn silent_parties(
        &self,
        /// The first day (in Asia/Ho_Chi_Minh) on which a record would count.
        since: Date,
        /// Under which provinces parties and records count; absent: AS_RECORDED.
        boundaries: Option<BoundariesInput>,
    ) -> Option<Result<Vec<SilentParty>>> {
        let boundaries = BoundariesInput::read(boundaries.as_ref(), &self.moment);
        Some(self.review().and_then(|review| {
            SilentParty::all(&self.moment, &review, since, boundaries)
        }))
    }

    /// Each claim about it beside what is recorded in the same scope: do the published figures
    /// hold?
    fn reconciliation(&self) -> Option<Result<Vec<Reconciliation>>> {
        Some(self.review().and_then(|review| Reconciliation::all(&self.moment, &review)))
    }

    /// The figures that were published about it, those that contradict each other side by side.
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
    fn under_review(&self) -> Result<Question> {
        let agreements = Some(self.review()?.within().clone());
        let scope = Arc::new(Scope { agreements, ..Scope::default() });
        Ok(Question::about(&self.moment, Place::Network, scope, Boundaries::AsRecorded))
    }
}

/// The early end of an agreement.
pub struct Termination(domain::Termination);

/// The early end of an agreement.
#[object]
impl Termination {
    /// The first day on which it no longer holds.
    fn on(&self) -> Date {
        self.0.on.into()
    }

    /// Why.
    fn reason(&self) -> &str {
        &self.0.reason
    }
}

/// Which agreements; what is absent does not narrow.
#[derive(Debug, Input)]
pub struct AgreementFilter {
    /// Of this kind.
    kind: Option<AgreementKind>,
    /// Standing so on the day of the request.
    status: Option<AgreementStatus>,
    /// With the province of this id, or an organization of it, among the parties.
    party: Option<ID>,
    /// Possibly signed on one of these days.
    signed: Option<DateRange>,
}

impl Narrow for AgreementFilter {
    fn compile(self, moment: &Moment) -> Result<Filter> {
        let kind = self.kind.map(domain::AgreementKind::from);
        let status = self.status.map(domain::AgreementStatus::from);
        let party = self.party.as_ref().map(id::typed::<ProvinceId>).transpose()?;
        let today = moment.today();
        Ok(Arc::new(move |version| {
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
