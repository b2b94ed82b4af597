//! Province in the schema.

use async_graphql::Result;
use macros::{Input, object};

use super::{
    Activity, Agreement, Claim, Event, NounObject, Organization, Outcome, RecordFilter, Succession,
    noun,
};
use crate::{
    context::Context,
    enums::{CodeScheme, Lang, ProvinceKind},
    figures::{BoundariesInput, Directions, FigureQuery, Progress, ScopeInput, standing},
    moment::Moment,
    page::{Filter, Narrowing},
    scalars::Date,
};
use domain::{
    self, Noun, NounId, ProvinceId, Record,
    edge::{Relation, Term, terms},
    name::folded,
    tally::FigureKey,
};

noun! {
    /// An administrative unit (tỉnh, thành phố trực thuộc trung ương).
    ///
    /// A unit is one record from one reorganisation to the next: Gia Lai before 2025-07-01 and the
    /// enlarged Gia Lai after it are two provinces, linked by a succession. A unit that goes on after
    /// a part was carved out of it, or after it took in another, or with another kind or name, is
    /// one. Its identity is its id, never a code.
    Province, filter ProvinceFilter
    texts {}
    optional texts {
        /// The socio-economic region; null if none is stated, as after 2025-07-01.
        region;
    }
    pages {
        /// The organizations that belong to it.
        organizations: Organization = ProvinceOrganizations;
        /// The agreements to which it, or one of its organizations, is a party.
        agreements: Agreement = ProvinceAgreements;
        /// The activities in which it takes part, in any role.
        activities: Activity = ProvinceActivities;
        /// The events in which it takes part or that take place in it.
        events: Event = ProvinceEvents;
        /// The events that take place in it.
        hosted_events: Event = ProvinceHostedEvents;
        /// The outcomes that it, or one of its organizations, provided.
        outcomes_provided: Outcome = ProvinceOutcomesProvided;
        /// The outcomes that it, or one of its organizations, received.
        outcomes_received: Outcome = ProvinceOutcomesReceived;
        /// The published figures whose scope is this province.
        claims: Claim = ProvinceClaims;
    }

    /// The name on a day, without the word for the kind; the last one if it had ended by then.
    fn name(
        &self,
        ctx: &Context,
        /// The language; that of the request by default.
        lang: Option<Lang>,
        /// The day; that of the request, or of the moment of `at`, by default.
        on: Option<Date>,
    ) -> &str {
        self.form(on).1.get(ctx.lang(lang))
    }

    /// The name on a day with the word for the kind, such as `Tỉnh Đắk Lắk` or `Thành phố Huế`.
    fn full_name(
        &self,
        ctx: &Context,
        /// The language; that of the request by default.
        lang: Option<Lang>,
        /// The day; that of the request, or of the moment of `at`, by default.
        on: Option<Date>,
    ) -> String {
        let ((kind, name), lang) = (self.form(on), ctx.lang(lang));
        kind.full_name(name.get(lang), lang)
    }

    /// Other names by which people call it, such as `TPHCM`.
    fn aliases(&self) -> &[String] {
        &self.it().aliases
    }

    /// Centrally governed city, or province, on a day; what it was last if it had ended by then.
    fn kind(
        &self,
        /// The day; that of the request, or of the moment of `at`, by default.
        on: Option<Date>,
    ) -> ProvinceKind {
        self.form(on).0.into()
    }

    /// The unit that it was merged into, since both were the same one, registered twice; null if it
    /// was not. What a unit became is in `successors`. An id of a merged record finds the one that
    /// stands for it, so this is seen in `duplicates` and in histories only.
    fn merged_into(&self) -> Option<Result<Province>> {
        self.it().merged_into.and_then(|id| self.moment.get(id))
    }

    /// The records of the same unit that were merged into it, each with its own history. Lists
    /// and figures do not have them.
    fn duplicates(&self) -> Option<Result<Vec<Province>>> {
        let found = self.moment.all::<Province>(Relation::ProvinceDuplicates, self.version.id);
        let own = |it: &Province| it.it().merged_into.map(NounId::record) == Some(self.version.id);
        Some(found.map(|found| found.into_iter().filter(own).collect()))
    }

    /// What it was before its kind or name changed, in the order of time.
    fn earlier_forms(&self) -> Vec<EarlierForm> {
        self.it().earlier.iter().cloned().map(EarlierForm).collect()
    }

    /// The first day on which the unit existed; null if no source prints it.
    fn valid_from(&self) -> Option<Date> {
        self.it().valid_from.map(Date)
    }

    /// The first day on which it no longer existed; null while it exists.
    fn valid_to(&self) -> Option<Date> {
        self.it().valid_to.map(Date)
    }

    /// Its codes, each with the days on which it belonged to this unit.
    fn codes(
        &self,
        /// Only codes of this scheme.
        scheme: Option<CodeScheme>,
        /// Only codes that belonged to the unit on this day.
        on: Option<Date>,
    ) -> Vec<Code> {
        let scheme = scheme.map(domain::CodeScheme::from);
        let codes = self.it().codes.iter().filter(|code| {
            scheme.is_none_or(|scheme| code.scheme == scheme)
                && on.is_none_or(|on| code.is_valid_on(on.0))
        });
        codes.cloned().map(Code).collect()
    }

    /// The progress on a day of the activities in which it takes part, in any role, and what is
    /// overdue.
    fn progress(
        &self,
        /// The day; that of the request (in Asia/Ho_Chi_Minh) by default.
        on: Option<Date>,
        /// Only activities in this scope; all by default.
        scope: Option<ScopeInput>,
        /// The boundaries; TODAY by default. A unit that does not exist under the boundaries stands
        /// for its successor, with a notice.
        boundaries: Option<BoundariesInput>,
    ) -> Option<Result<Progress>> {
        Some(self.question(scope, boundaries.as_ref()).and_then(|question| {
            let period = question.scope.period;
            Progress::of(question, on, period)
        }))
    }

    /// The activities in which it takes part, in any role, each once, by direction: one way and from
    /// whom, mutual, or unspecified. `cooperationMatrix(of: …)` has its pairs.
    fn directions(
        &self,
        /// Only activities in this scope; all by default.
        scope: Option<ScopeInput>,
        /// The boundaries; by default those of `cooperationMatrix`. A unit that does not exist under
        /// the boundaries stands for its successor.
        boundaries: Option<BoundariesInput>,
    ) -> Option<Result<Directions>> {
        Some(self.question(scope, boundaries.as_ref()).and_then(Directions::of))
    }

    /// The units that it was formed from; empty if no succession is recorded.
    fn predecessors(&self) -> Option<Result<Vec<Province>>> {
        Some(self.began_with().and_then(|successions| {
            let began = self.it().valid_from;
            let of = successions.iter().filter(|it| Some(it.day()) == began);
            self.moment.get_all(distinct(of.flat_map(Succession::predecessor_ids)))
        }))
    }

    /// The units that it became; empty while it exists. Several if it was split.
    fn successors(&self) -> Option<Result<Vec<Province>>> {
        Some(self.ended_with().and_then(|successions| {
            let ended = self.it().valid_to;
            let of = successions.iter().filter(|it| Some(it.day()) == ended);
            self.moment.get_all(distinct(of.flat_map(Succession::successor_ids)))
        }))
    }

    /// The successions by which it began, went on with more land or less, and ended, in the order
    /// of time.
    fn successions(&self) -> Option<Result<Vec<Succession>>> {
        Some(self.began_with().and_then(|mut successions| {
            successions.extend(self.ended_with()?);
            successions.sort_by_key(|it| (it.day(), it.record_id()));
            successions.dedup_by_key(|it| it.record_id());
            Ok(successions)
        }))
    }
}

impl Province {
    /// The question about it.
    fn question(
        &self,
        scope: Option<ScopeInput>,
        boundaries: Option<&BoundariesInput>,
    ) -> Result<FigureQuery> {
        let scope = ScopeInput::read(scope, &self.moment)?;
        let boundaries = BoundariesInput::read(boundaries, &self.moment);
        let recorded = ProvinceId::from_number(self.version.id.number);
        let (units, notices) = standing(&[recorded], &self.moment, boundaries)?;
        let place = FigureKey::Province(units.first().copied().unwrap_or(recorded));
        let question = FigureQuery::about(&self.moment, place, scope, boundaries);
        Ok(FigureQuery { notices, ..question })
    }

    /// Its kind and name on a day.
    fn form(&self, on: Option<Date>) -> (domain::ProvinceKind, &domain::LocalizedText) {
        self.it().form_on(on.map_or_else(|| self.moment.today(), |on| on.0))
    }

    fn began_with(&self) -> Result<Vec<Succession>> {
        self.moment.all(Relation::ProvincePrecededBy, self.version.id)
    }

    fn ended_with(&self) -> Result<Vec<Succession>> {
        self.moment.all(Relation::ProvinceSucceededBy, self.version.id)
    }
}

/// Each id once, in the order in which it comes first.
fn distinct(ids: impl Iterator<Item = ProvinceId>) -> Vec<ProvinceId> {
    let mut distinct = Vec::new();
    for id in ids {
        if !distinct.contains(&id) {
            distinct.push(id);
        }
    }
    distinct
}

/// The kind and name of a unit until they changed.
pub struct EarlierForm(domain::EarlierForm);

/// The kind and name of a unit until they changed. The unit stayed the same one.
#[object]
impl EarlierForm {
    /// The first day on which it no longer had this kind and name.
    fn until(&self) -> Date {
        self.0.until.into()
    }

    /// The kind until then.
    fn kind(&self) -> ProvinceKind {
        self.0.kind.into()
    }

    /// The name until then, without the word for the kind.
    fn name(
        &self,
        ctx: &Context,
        /// The language; that of the request by default.
        lang: Option<Lang>,
    ) -> &str {
        self.0.name.get(ctx.lang(lang))
    }
}

/// A code that named a unit for some time.
pub struct Code(domain::Code);

/// A code of a unit for some time. The same code may have belonged to another unit before.
#[object]
impl Code {
    /// The code scheme.
    fn scheme(&self) -> CodeScheme {
        self.0.scheme.into()
    }

    /// The code, such as `52` or `VN-31`.
    fn value(&self) -> &str {
        &self.0.value
    }

    /// The first day on which the code belonged to this unit; null if it always did.
    fn valid_from(&self) -> Option<Date> {
        self.0.valid_from.map(Date)
    }

    /// The first day on which it no longer belonged to this unit; null while it does.
    fn valid_to(&self) -> Option<Date> {
        self.0.valid_to.map(Date)
    }
}

/// Selects provinces. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct ProvinceFilter {
    /// Of this kind on the day of `validOn`; without it, on the day of the request or of the moment
    /// of `at`.
    kind: Option<ProvinceKind>,
    /// That exist on this day.
    valid_on: Option<Date>,
    /// In this region, by its Vietnamese or English name.
    region: Option<String>,
    /// With this name or alias, now or earlier. Case, punctuation, spaces and the place of a tone's
    /// mark do not count; diacritics do.
    named: Option<String>,
}

impl RecordFilter for ProvinceFilter {
    fn compile(self, moment: &Moment) -> Result<Filter> {
        let kind = self.kind.map(domain::ProvinceKind::from);
        let day = self.valid_on.map_or_else(|| moment.today(), |day| day.0);
        let named = self.named.as_deref().map(|it| Term::Name(Noun::Province, folded(it)));
        // Units are few, and their kinds and days are told by their forms.
        let is_loose = kind.is_some() || self.valid_on.is_some() || self.region.is_some();
        let narrowing = Narrowing::default().named(moment, named.as_ref())?.loose_if(is_loose);
        Ok(Filter::new(narrowing, move |version| {
            let Record::Province(it) = &version.record else { return false };
            let region = it.region.as_ref();
            kind.is_none_or(|kind| it.form_on(day).0 == kind)
                && named.as_ref().is_none_or(|named| terms(&version.record).contains(named))
                && self.valid_on.is_none_or(|day| it.is_valid_on(day.0))
                && self.region.as_deref().is_none_or(|asked| {
                    region.is_some_and(|it| [it.vi(), it.en()].contains(&Some(asked)))
                })
        }))
    }
}
