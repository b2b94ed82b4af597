//! What a record is found by: the edges that lead to it and the terms that name it.
//!
//! A record names those it points at; an [`Edge`] is the way back, kept by the view so that
//! `province.activities` costs what it answers. A [`Term`] is a human key.

use jiff::civil::Date;

use super::{
    Activity, Actor, Agreement, Claim, Directive, Event, Indicator, Organization, Outcome,
    OutcomeStatus, Participant, Province, Succession,
    edtf::EdtfDate,
    noun::{NounId, ProvinceId, RecordId},
    province::CodeScheme,
    record::Record,
};

/// What an edge leads from and to. The discriminants are part of the stored form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Relation {
    /// All records of the noun; leads from nothing.
    All = 1,
    /// Organizations of a province.
    ProvinceOrganizations = 2,
    /// Agreements that a province is a party to.
    ProvinceAgreements = 3,
    /// Activities that a province takes part in.
    ProvinceActivities = 4,
    /// Events that a province takes part in.
    ProvinceEvents = 5,
    /// Events that take place in a province.
    ProvinceHostedEvents = 6,
    /// Outcomes that a province provided.
    ProvinceOutcomesProvided = 7,
    /// Outcomes that a province received.
    ProvinceOutcomesReceived = 8,
    /// Claims about a province.
    ProvinceClaims = 9,
    /// Successions that ended a province.
    ProvinceSucceededBy = 10,
    /// Successions that a province began with.
    ProvincePrecededBy = 11,
    /// Agreements that an organization is a party to.
    OrganizationAgreements = 12,
    /// Fields that an organization leads.
    OrganizationFields = 13,
    /// Activities that an organization takes part in.
    OrganizationActivities = 14,
    /// Events that an organization takes part in.
    OrganizationEvents = 15,
    /// Outcomes that an organization provided.
    OrganizationOutcomesProvided = 16,
    /// Outcomes that an organization received.
    OrganizationOutcomesReceived = 17,
    /// Claims that an organization stated.
    OrganizationClaims = 18,
    /// Directives that an organization issued.
    OrganizationDirectivesIssued = 19,
    /// Directives that address an organization.
    OrganizationDirectivesReceived = 20,
    /// Agreements that carry out or continue an agreement.
    AgreementChildren = 21,
    /// Fields of an agreement.
    AgreementFields = 22,
    /// Activities under an agreement.
    AgreementActivities = 23,
    /// Events under an agreement.
    AgreementEvents = 24,
    /// Claims about an agreement.
    AgreementClaims = 25,
    /// Directives about an agreement.
    AgreementDirectives = 26,
    /// Fields of a sector.
    SectorFields = 27,
    /// Activities of a sector.
    SectorActivities = 28,
    /// Claims about a sector.
    SectorClaims = 29,
    /// Activities of a field.
    FieldActivities = 30,
    /// Events of an activity.
    ActivityEvents = 31,
    /// Indicators of an activity.
    ActivityIndicators = 32,
    /// Outcomes of an activity.
    ActivityOutcomes = 33,
    /// Directives that an activity answers.
    ActivityDirectives = 34,
    /// Outcomes of an event.
    EventOutcomes = 35,
    /// Outcomes that are values of an indicator.
    IndicatorOutcomes = 36,
    /// Outcomes that correct an outcome.
    OutcomeCorrections = 37,
    /// Claims that say they contradict a claim.
    ClaimConflicts = 38,
    /// Records that cite a document.
    DocumentCitations = 39,
    /// Successions that a document ordered.
    DocumentSuccessions = 40,
    /// Records that not everybody may see: draft agreements, outcomes on their way to approval;
    /// leads from nothing.
    Unpublished = 41,
}

/// A way to a record from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edge {
    /// What it leads from and to.
    pub relation: Relation,
    /// The record it leads from; `None` for [`Relation::All`].
    pub from: Option<RecordId>,
    /// The day by which the records at its end are ordered; `None` sorts last.
    pub day: Option<Date>,
    /// The record it leads to.
    pub to: RecordId,
}

/// A human key of a record. No two records of a noun share a key or a code, except province
/// codes, which share a value at different times.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Term {
    /// The external key of a record of a noun.
    Key(super::Noun, String),
    /// An agreement's code.
    AgreementCode(String),
    /// A sector's code.
    SectorCode(String),
    /// A province's code at some time.
    ProvinceCode(CodeScheme, String),
    /// A document's address.
    DocumentUrl(String),
}

/// The terms that name a record.
#[must_use]
pub fn terms(record: &Record) -> Vec<Term> {
    let mut terms: Vec<Term> =
        record.key().map(|key| Term::Key(record.noun(), key.to_owned())).into_iter().collect();
    match record {
        Record::Agreement(agreement) => terms.push(Term::AgreementCode(agreement.code.clone())),
        Record::Sector(sector) => terms.push(Term::SectorCode(sector.code.clone())),
        Record::Province(province) => terms.extend(
            province.codes.iter().map(|code| Term::ProvinceCode(code.scheme, code.value.clone())),
        ),
        Record::Document(document) => {
            terms.extend(document.url.iter().map(|url| Term::DocumentUrl(url.clone())));
        }
        _ => {}
    }
    terms.sort();
    terms.dedup();
    terms
}

/// The edges that lead to a record, each once.
#[must_use]
pub fn edges(id: RecordId, record: &Record) -> Vec<Edge> {
    let mut sink = Sink { to: id, day: day(record), edges: Vec::new() };
    sink.edges.push(Edge { relation: Relation::All, from: None, day: sink.day, to: id });
    if !is_published(record) {
        let (relation, day) = (Relation::Unpublished, sink.day);
        sink.edges.push(Edge { relation, from: None, day, to: id });
    }
    for source in record.sources() {
        sink.add(Relation::DocumentCitations, source.document);
    }
    match record {
        Record::Succession(it) => sink.succession(it),
        Record::Organization(it) => sink.organization(it),
        Record::Agreement(it) => sink.agreement(it),
        Record::Field(it) => {
            sink.add(Relation::AgreementFields, it.agreement);
            sink.add(Relation::SectorFields, it.sector);
            sink.add_all(Relation::OrganizationFields, it.lead);
        }
        Record::Activity(it) => sink.activity(it),
        Record::Event(it) => sink.event(it),
        Record::Indicator(it) => sink.indicator(it),
        Record::Outcome(it) => sink.outcome(it),
        Record::Claim(it) => sink.claim(it),
        Record::Directive(it) => sink.directive(it),
        Record::Province(_) | Record::Sector(_) | Record::Document(_) => {}
    }
    sink.edges.sort_unstable();
    sink.edges.dedup();
    sink.edges
}

/// Whether a record is for everybody, as far as it tells itself: what stands under a draft
/// agreement is as hidden as that.
#[must_use]
pub fn is_published(record: &Record) -> bool {
    match record {
        Record::Agreement(it) => !it.draft,
        Record::Outcome(it) => match it.status {
            OutcomeStatus::Draft | OutcomeStatus::Submitted | OutcomeStatus::Returned => false,
            OutcomeStatus::Approved | OutcomeStatus::Superseded | OutcomeStatus::Retracted => true,
        },
        _ => true,
    }
}

/// The day by which records of a noun are ordered: the earliest on which the thing began, was
/// signed, stated, issued or published.
#[must_use]
pub fn day(record: &Record) -> Option<Date> {
    match record {
        Record::Province(Province { valid_from, .. }) => *valid_from,
        Record::Succession(it) => Some(it.on),
        Record::Agreement(it) => it
            .signed_on
            .map(EdtfDate::earliest)
            .or_else(|| it.period.and_then(|period| period.earliest())),
        Record::Activity(it) => it.period().and_then(|period| period.earliest()),
        Record::Event(it) => it.period.and_then(|period| period.earliest()),
        Record::Outcome(it) => it.period.and_then(|period| period.earliest()),
        Record::Claim(it) => it.stated_on.map(EdtfDate::earliest),
        Record::Directive(it) => it.issued_on.map(EdtfDate::earliest),
        Record::Document(it) => it.published_on.map(EdtfDate::earliest),
        Record::Organization(_) | Record::Sector(_) | Record::Field(_) | Record::Indicator(_) => {
            None
        }
    }
}

struct Sink {
    to: RecordId,
    day: Option<Date>,
    edges: Vec<Edge>,
}

impl Sink {
    fn add(&mut self, relation: Relation, from: impl NounId) {
        let from = Some(from.record());
        self.edges.push(Edge { relation, from, day: self.day, to: self.to });
    }

    fn add_all<I: NounId>(&mut self, relation: Relation, from: impl IntoIterator<Item = I>) {
        for from in from {
            self.add(relation, from);
        }
    }

    fn succession(&mut self, it: &Succession) {
        self.add_all(Relation::ProvinceSucceededBy, it.predecessors.iter().copied());
        self.add_all(Relation::ProvincePrecededBy, it.successors.iter().copied());
        self.add_all(Relation::DocumentSuccessions, it.instrument);
    }

    fn organization(&mut self, it: &Organization) {
        self.add(Relation::ProvinceOrganizations, it.province);
    }

    fn agreement(&mut self, it: &Agreement) {
        for party in &it.parties {
            self.add_all(Relation::ProvinceAgreements, party.province);
            self.add_all(Relation::OrganizationAgreements, party.organization);
        }
        self.add_all(Relation::AgreementChildren, it.parent);
    }

    fn participants(&mut self, provinces: Relation, organizations: Relation, of: &[Participant]) {
        for participant in of {
            self.add_all(provinces, participant.province);
            self.add_all(organizations, participant.organization);
        }
    }

    fn activity(&mut self, it: &Activity) {
        self.add_all(Relation::AgreementActivities, it.agreement);
        self.add_all(Relation::FieldActivities, it.field);
        self.add(Relation::SectorActivities, it.sector);
        self.participants(
            Relation::ProvinceActivities,
            Relation::OrganizationActivities,
            &it.participants,
        );
    }

    fn event(&mut self, it: &Event) {
        self.add_all(Relation::ActivityEvents, it.activity);
        self.add_all(Relation::AgreementEvents, it.agreement);
        self.add_all(Relation::ProvinceHostedEvents, it.host);
        self.add_all::<ProvinceId>(Relation::ProvinceEvents, it.host);
        self.participants(Relation::ProvinceEvents, Relation::OrganizationEvents, &it.participants);
    }

    fn indicator(&mut self, it: &Indicator) {
        self.add(Relation::ActivityIndicators, it.activity);
    }

    fn outcome(&mut self, it: &Outcome) {
        self.add_all(Relation::ActivityOutcomes, it.activity);
        self.add_all(Relation::EventOutcomes, it.event);
        self.add_all(Relation::IndicatorOutcomes, it.indicator);
        self.add_all(Relation::OutcomeCorrections, it.supersedes);
        self.actor(
            Relation::ProvinceOutcomesProvided,
            Relation::OrganizationOutcomesProvided,
            it.provider.as_ref(),
        );
        self.actor(
            Relation::ProvinceOutcomesReceived,
            Relation::OrganizationOutcomesReceived,
            it.beneficiary.as_ref(),
        );
    }

    fn actor(&mut self, province: Relation, organization: Relation, actor: Option<&Actor>) {
        if let Some(actor) = actor {
            self.add_all(province, actor.province);
            self.add_all(organization, actor.organization);
        }
    }

    fn claim(&mut self, it: &Claim) {
        self.add_all(Relation::AgreementClaims, it.agreement);
        self.add_all(Relation::ProvinceClaims, it.scope.province);
        self.add_all(Relation::SectorClaims, it.scope.sector);
        self.add_all(Relation::OrganizationClaims, it.stated_by_organization);
        self.add_all(Relation::ClaimConflicts, it.conflicts_with.iter().copied());
    }

    fn directive(&mut self, it: &Directive) {
        self.add_all(Relation::AgreementDirectives, it.agreement);
        self.add_all(Relation::OrganizationDirectivesIssued, it.issued_by_organization);
        self.add_all(
            Relation::OrganizationDirectivesReceived,
            it.addressed_to_organizations.iter().copied(),
        );
        self.add_all(Relation::ActivityDirectives, it.answered_by.iter().copied());
    }
}
