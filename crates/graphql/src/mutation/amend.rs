//! What amendments take: what was recorded wrongly is put right, and why.

use async_graphql::MaybeUndefined;
use jiff::civil::Date;

use super::{
    inputs::{
        BaselineInput, ClaimScopeInput, CommitmentInput, EarlierFormInput, LocalizedTextInput,
        NewCodeInput, ParticipantInput, PeriodInput,
    },
    intent::intent,
    read::{IdOf, Whole, Written},
};
use crate::enums::{
    ClaimKind, DirectiveKind, EventKind, EventLevel, Measure, Metric, OrganizationKind,
    ProvinceKind, Qualifier, Reading, Reliability,
};
use domain::{
    ActivityId, AgreementId, ClaimId, Decimal, DirectiveId, DocumentId, EdtfDate, EventId, FieldId,
    IndicatorId, OrganizationId, ProvinceId, SectorId, SuccessionId, commands,
};

intent! {
    /// Corrections of an activity. Omitted fields are unchanged, null removes a value.
    AmendActivityInput amends activity: ActivityId,
    commands::AmendActivity => AmendActivity {
        /// The agreement; that of the field if one is set.
        agreement: MaybeUndefined<IdOf<AgreementId>>,
        /// The priority field.
        field: MaybeUndefined<IdOf<FieldId>>,
        /// The sector; that of the field if one is set.
        sector: MaybeUndefined<IdOf<SectorId>>,
        /// Its title: at most 500 characters.
        title: MaybeUndefined<LocalizedTextInput>,
        /// What it is about, in more words than the title: at most 10,000 characters.
        description: MaybeUndefined<LocalizedTextInput>,
        /// All participants with their roles: 1 to 500.
        participants: MaybeUndefined<Vec<ParticipantInput>>,
        /// The planned period.
        planned: MaybeUndefined<PeriodInput>,
        /// The actual period, not after today.
        actual: MaybeUndefined<PeriodInput>,
        /// Why it was suspended or cancelled: at most 2,000 characters.
        status_reason: MaybeUndefined<String>,
        /// All money committed to it; at most 500.
        commitments: MaybeUndefined<Vec<CommitmentInput>>,
    }
}

intent! {
    /// Corrections of an event. Omitted fields are unchanged, null removes a value.
    AmendEventInput amends event: EventId, commands::AmendEvent => AmendEvent {
        /// The activity that it belongs to.
        activity: MaybeUndefined<IdOf<ActivityId>>,
        /// The agreement that it belongs to; that of the activity if there is one.
        agreement: MaybeUndefined<IdOf<AgreementId>>,
        /// The kind of event.
        kind: MaybeUndefined<EventKind>,
        /// Its title: at most 500 characters.
        title: MaybeUndefined<LocalizedTextInput>,
        /// What it is about, in more words than the title: at most 10,000 characters.
        description: MaybeUndefined<LocalizedTextInput>,
        /// The level.
        level: MaybeUndefined<EventLevel>,
        /// The province where it takes place.
        host: MaybeUndefined<IdOf<ProvinceId>>,
        /// The place within that province: at most 300 characters.
        place: MaybeUndefined<String>,
        /// The period from its first to its last day; that of a HELD event is past.
        period: MaybeUndefined<PeriodInput>,
        /// All participants with their roles; at most 500.
        participants: MaybeUndefined<Vec<ParticipantInput>>,
        /// The number of attendees, not negative.
        attendance: MaybeUndefined<Whole<u32>>,
        /// Why it was postponed or cancelled: at most 2,000 characters.
        status_reason: MaybeUndefined<String>,
    }
}

intent! {
    /// Corrections of a priority field. Omitted fields are unchanged, null removes a value.
    AmendFieldInput amends field: FieldId, commands::AmendField => AmendField {
        /// Its sector; it cannot change while activities stand in the field.
        sector: MaybeUndefined<IdOf<SectorId>>,
        /// Its title, if the agreement words it differently from the sector's name: at most 500
        /// characters.
        title: MaybeUndefined<LocalizedTextInput>,
        /// The objectives of the parties: at most 10,000 characters.
        objectives: MaybeUndefined<LocalizedTextInput>,
        /// The lead organization.
        lead: MaybeUndefined<IdOf<OrganizationId>>,
    }
}

intent! {
    /// Corrections of an indicator. Omitted fields are unchanged, null removes a value.
    AmendIndicatorInput amends indicator: IndicatorId, commands::AmendIndicator => AmendIndicator {
        /// Its title: at most 500 characters.
        title: MaybeUndefined<LocalizedTextInput>,
        /// The measure of its values; it cannot change while there are outcomes or targets.
        measure: MaybeUndefined<Measure>,
        /// The unit of its values, such as `persons`: at most 300 characters.
        unit: MaybeUndefined<String>,
        /// Whether a higher value is better.
        ascending: MaybeUndefined<bool>,
        /// Whether values of later periods include those of earlier ones.
        cumulative: MaybeUndefined<bool>,
        /// The value before the activity.
        baseline: MaybeUndefined<BaselineInput>,
    }
}

intent! {
    /// Corrections of a directive. Omitted fields are unchanged, null removes a value.
    AmendDirectiveInput amends directive: DirectiveId,
    commands::AmendDirective => AmendDirective {
        /// The agreement that it concerns.
        agreement: MaybeUndefined<IdOf<AgreementId>>,
        /// Whether it is binding.
        kind: MaybeUndefined<DirectiveKind>,
        /// Its text: at most 10,000 characters.
        text: MaybeUndefined<LocalizedTextInput>,
        /// The issuer, as printed: at most 300 characters.
        issued_by: MaybeUndefined<String>,
        /// The organization that issued it.
        issued_by_organization: MaybeUndefined<IdOf<OrganizationId>>,
        /// The date of issue, not after today.
        issued_on: MaybeUndefined<Written<EdtfDate>>,
        /// All addressees, as printed: at most 500, each of at most 300 characters.
        addressed_to: MaybeUndefined<Vec<String>>,
        /// All organizations that it is addressed to; at most 500.
        addressed_to_organizations: MaybeUndefined<Vec<IdOf<OrganizationId>>>,
        /// The due date; not before the date of issue.
        due: MaybeUndefined<Written<EdtfDate>>,
        /// All activities that answer it; at most 500, and at least one if it is ANSWERED.
        answered_by: MaybeUndefined<Vec<IdOf<ActivityId>>>,
    }
}

intent! {
    /// Corrections of a claim. Omitted fields are unchanged, null removes a value.
    AmendClaimInput amends claim: ClaimId, commands::AmendClaim => AmendClaim {
        /// The agreement that it concerns.
        agreement: MaybeUndefined<IdOf<AgreementId>>,
        /// What the figure counts.
        metric: MaybeUndefined<Metric>,
        /// What it counts, in words: at most 300 characters. Required with the metric OTHER, and
        /// with no other.
        metric_words: MaybeUndefined<String>,
        /// Whether the figure was planned or reported.
        kind: MaybeUndefined<ClaimKind>,
        /// The figure.
        value: MaybeUndefined<Written<Decimal>>,
        /// The unit of the figure: at most 300 characters.
        unit: MaybeUndefined<String>,
        /// How exactly it was stated.
        qualifier: MaybeUndefined<Qualifier>,
        /// The claim in words: at most 10,000 characters.
        narrative: MaybeUndefined<LocalizedTextInput>,
        /// What the figure covers.
        scope: MaybeUndefined<ClaimScopeInput>,
        /// The date of the statement, not after today.
        stated_on: MaybeUndefined<Written<EdtfDate>>,
        /// The issuer, as printed: at most 300 characters.
        stated_by: MaybeUndefined<String>,
        /// The organization that stated it.
        stated_by_organization: MaybeUndefined<IdOf<OrganizationId>>,
        /// All claims that it contradicts; at most 500.
        conflicts_with: MaybeUndefined<Vec<IdOf<ClaimId>>>,
    }
}

intent! {
    /// Corrections of a province. Omitted fields are unchanged, null removes a value.
    AmendProvinceInput amends province: ProvinceId, commands::AmendProvince => AmendProvince {
        /// Centrally governed city, or province.
        kind: MaybeUndefined<ProvinceKind>,
        /// The name, without the word for the kind: at most 500 characters.
        name: MaybeUndefined<LocalizedTextInput>,
        /// All its other names, such as `TPHCM`: one line each, at most 500, each of at most 300
        /// characters.
        aliases: MaybeUndefined<Vec<String>>,
        /// The socio-economic region: at most 10,000 characters.
        region: MaybeUndefined<LocalizedTextInput>,
        /// The first day on which the unit existed.
        valid_from: MaybeUndefined<Written<Date>>,
        /// The first day on which it no longer existed.
        valid_to: MaybeUndefined<Written<Date>>,
        /// All its codes, each with the days on which it belonged to this unit; at most 500.
        codes: MaybeUndefined<Vec<NewCodeInput>>,
        /// All that it was before its kind or name changed; at most 500 changes.
        earlier: MaybeUndefined<Vec<EarlierFormInput>>,
    }
}

intent! {
    /// Corrections of a succession. Omitted fields are unchanged, null removes a value.
    AmendSuccessionInput amends succession: SuccessionId,
    commands::AmendSuccession => AmendSuccession {
        /// The first day of the successors.
        on: MaybeUndefined<Written<Date>>,
        /// The resolution or decision that ordered it.
        instrument: MaybeUndefined<IdOf<DocumentId>>,
        /// All units that ended: 1 to 500.
        predecessors: MaybeUndefined<Vec<IdOf<ProvinceId>>>,
        /// All units that began: 1 to 500.
        successors: MaybeUndefined<Vec<IdOf<ProvinceId>>>,
    }
}

intent! {
    /// Corrections of an organization. Omitted fields are unchanged, null removes a value.
    AmendOrganizationInput amends organization: OrganizationId,
    commands::AmendOrganization => AmendOrganization {
        /// The kind of organization.
        kind: MaybeUndefined<OrganizationKind>,
        /// Its name: at most 500 characters.
        name: MaybeUndefined<LocalizedTextInput>,
        /// All its other names, such as `TPHCM`: one line each, at most 500, each of at most 300
        /// characters.
        aliases: MaybeUndefined<Vec<String>>,
        /// The province that it belongs to.
        province: MaybeUndefined<IdOf<ProvinceId>>,
    }
}

intent! {
    /// Corrections of a sector. Omitted fields are unchanged, null removes a value.
    AmendSectorInput amends sector: SectorId, commands::AmendSector => AmendSector {
        /// The code, such as `TOURISM`: capitals, digits and `_`, at most 60 characters; unique
        /// among sectors.
        code: MaybeUndefined<String>,
        /// Its name: at most 500 characters.
        name: MaybeUndefined<LocalizedTextInput>,
        /// What it covers: at most 10,000 characters.
        description: MaybeUndefined<LocalizedTextInput>,
    }
}

intent! {
    /// Corrections of a document. Omitted fields are unchanged, null removes a value.
    AmendDocumentInput amends document: DocumentId, commands::AmendDocument => AmendDocument {
        /// Its title in its own language: at most 500 characters.
        title: MaybeUndefined<String>,
        /// Whether the title was taken from the address, so that diacritics may be missing.
        title_from_url: MaybeUndefined<bool>,
        /// The publisher: at most 300 characters.
        publisher: MaybeUndefined<String>,
        /// When it was published, not after today.
        published_on: MaybeUndefined<Written<EdtfDate>>,
        /// Its web address: at most 2,000 characters; unique among documents.
        url: MaybeUndefined<String>,
        /// The language of the document (BCP 47), such as `vi`.
        language: MaybeUndefined<String>,
        /// The SHA-256 of the file, in 64 lower-case hexadecimal digits.
        sha256: MaybeUndefined<String>,
        /// How reliable it is.
        reliability: MaybeUndefined<Reliability>,
        /// How much of it the person who records it has read.
        reading: MaybeUndefined<Reading>,
    }
}

intent! {
    /// An activity to reopen.
    ReopenActivityInput changes activity: ActivityId, commands::ReopenActivity => ReopenActivity {
        /// Why: at most 2,000 characters. The history shows it.
        reason: String,
    }
}

intent! {
    /// An event to reopen.
    ReopenEventInput changes event: EventId, commands::ReopenEvent => ReopenEvent {
        /// Why: at most 2,000 characters. The history shows it.
        reason: String,
    }
}

intent! {
    /// A directive to reopen.
    ReopenDirectiveInput changes directive: DirectiveId,
    commands::ReopenDirective => ReopenDirective {
        /// Why: at most 2,000 characters. The history shows it.
        reason: String,
    }
}
