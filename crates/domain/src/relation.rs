//! Relations: what leads from one record to others. A noun says by which relations its records are
//! found, where it declares the attribute that points the other way.

use super::noun::Noun;

macro_rules! relations {
    ($($(#[$doc:meta])* $name:ident = $tag:literal $(, from $noun:ident)?;)+) => {
        /// What an edge leads from and to. The discriminants are part of the stored form: they are
        /// added to, never changed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Relation { $($(#[$doc])* $name = $tag,)+ }

        impl Relation {
            /// Every relation, in the order of its discriminant.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The noun that it leads from; `None` where it leads from nothing.
            #[must_use]
            pub const fn leads_from(self) -> Option<Noun> {
                match self { $(Self::$name => relations!(@from $($noun)?),)+ }
            }
        }
    };
    (@from) => { None };
    (@from $noun:ident) => { Some(Noun::$noun) };
}

relations! {
    /// All records of the noun; leads from nothing.
    All = 1;
    /// Organizations of a province.
    ProvinceOrganizations = 2, from Province;
    /// Agreements that a province is a party to.
    ProvinceAgreements = 3, from Province;
    /// Activities that a province takes part in.
    ProvinceActivities = 4, from Province;
    /// Events that a province takes part in.
    ProvinceEvents = 5, from Province;
    /// Events that take place in a province.
    ProvinceHostedEvents = 6, from Province;
    /// Outcomes that a province provided.
    ProvinceOutcomesProvided = 7, from Province;
    /// Outcomes that a province received.
    ProvinceOutcomesReceived = 8, from Province;
    /// Claims about a province.
    ProvinceClaims = 9, from Province;
    /// Successions that ended a province.
    ProvinceSucceededBy = 10, from Province;
    /// Successions that a province began with.
    ProvincePrecededBy = 11, from Province;
    /// Agreements that an organization is a party to.
    OrganizationAgreements = 12, from Organization;
    /// Fields that an organization leads.
    OrganizationFields = 13, from Organization;
    /// Activities that an organization takes part in.
    OrganizationActivities = 14, from Organization;
    /// Events that an organization takes part in.
    OrganizationEvents = 15, from Organization;
    /// Outcomes that an organization provided.
    OrganizationOutcomesProvided = 16, from Organization;
    /// Outcomes that an organization received.
    OrganizationOutcomesReceived = 17, from Organization;
    /// Claims that an organization stated.
    OrganizationClaims = 18, from Organization;
    /// Directives that an organization issued.
    OrganizationDirectivesIssued = 19, from Organization;
    /// Directives that address an organization.
    OrganizationDirectivesReceived = 20, from Organization;
    /// Agreements that carry out or continue an agreement.
    AgreementChildren = 21, from Agreement;
    /// Fields of an agreement.
    AgreementFields = 22, from Agreement;
    /// Activities under an agreement.
    AgreementActivities = 23, from Agreement;
    /// Events under an agreement.
    AgreementEvents = 24, from Agreement;
    /// Claims about an agreement.
    AgreementClaims = 25, from Agreement;
    /// Directives about an agreement.
    AgreementDirectives = 26, from Agreement;
    /// Fields of a sector.
    SectorFields = 27, from Sector;
    /// Activities of a sector.
    SectorActivities = 28, from Sector;
    /// Claims about a sector.
    SectorClaims = 29, from Sector;
    /// Activities of a field.
    FieldActivities = 30, from Field;
    /// Events of an activity.
    ActivityEvents = 31, from Activity;
    /// Indicators of an activity.
    ActivityIndicators = 32, from Activity;
    /// Outcomes of an activity.
    ActivityOutcomes = 33, from Activity;
    /// Directives that an activity answers.
    ActivityDirectives = 34, from Activity;
    /// Outcomes of an event.
    EventOutcomes = 35, from Event;
    /// Outcomes that are values of an indicator.
    IndicatorOutcomes = 36, from Indicator;
    /// Outcomes that correct an outcome.
    OutcomeCorrections = 37, from Outcome;
    /// Claims that say they contradict a claim.
    ClaimConflicts = 38, from Claim;
    /// Records that cite a document.
    DocumentCitations = 39, from Document;
    /// Successions that a document ordered.
    DocumentSuccessions = 40, from Document;
    /// Records that not everybody may see: draft agreements, outcomes on their way to approval;
    /// leads from nothing.
    Unpublished = 41;
    /// Records that were merged into others; leads from nothing.
    Merged = 42;
    /// Provinces that were merged into one, and merged organizations that belonged to it.
    ProvinceDuplicates = 43, from Province;
    /// Organizations that were merged into one.
    OrganizationDuplicates = 44, from Organization;
    /// Documents that were merged into one, and merged records that cite it.
    DocumentDuplicates = 45, from Document;
}

impl Relation {
    /// By what a merged record is found from one that it points at: it stands in no list.
    pub(super) const fn of_merged(from: Noun) -> Option<Self> {
        match from {
            Noun::Province => Some(Self::ProvinceDuplicates),
            Noun::Organization => Some(Self::OrganizationDuplicates),
            Noun::Document => Some(Self::DocumentDuplicates),
            _ => None,
        }
    }
}

impl Relation {
    /// The relations whose ends stand under what they lead from, each with the noun at its end.
    /// What stands under something hidden is hidden, too.
    pub const BELOW: [(Self, Noun); 11] = [
        (Self::AgreementFields, Noun::Field),
        (Self::AgreementActivities, Noun::Activity),
        (Self::AgreementEvents, Noun::Event),
        (Self::AgreementClaims, Noun::Claim),
        (Self::AgreementDirectives, Noun::Directive),
        (Self::FieldActivities, Noun::Activity),
        (Self::ActivityEvents, Noun::Event),
        (Self::ActivityIndicators, Noun::Indicator),
        (Self::ActivityOutcomes, Noun::Outcome),
        (Self::EventOutcomes, Noun::Outcome),
        (Self::IndicatorOutcomes, Noun::Outcome),
    ];

    /// Whether what it leads to stands under what it leads from.
    #[must_use]
    pub fn leads_below(self) -> bool {
        Self::BELOW.iter().any(|(relation, _)| *relation == self)
    }
}
