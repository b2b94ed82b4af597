//! What mutations of agreements and their fields take.

use async_graphql::MaybeUndefined;
use jiff::civil::Date;

use super::{
    inputs::{LocalizedTextInput, PartyInput, PeriodInput, SourceInput},
    intent::intent,
    read::{IdOf, Written},
};
use crate::enums::AgreementKind;
use domain::{AgreementId, EdtfDate, Field, OrganizationId, SectorId, commands};

intent! {
    /// An agreement to register.
    SignAgreementInput creates commands::SignAgreement => SignAgreement {
        /// The code that people use for it: letters, digits and `-_./`, at most 60 characters;
        /// unique among agreements.
        code: String,
        /// The kind of agreement.
        kind: AgreementKind,
        /// Its title: at most 500 characters.
        title: LocalizedTextInput,
        /// What it is about, in more words than the title: at most 10,000 characters.
        description: Option<LocalizedTextInput>,
        /// The parties: two or more, or one for a plan; at most 500.
        #[graphql(default)]
        parties: Vec<PartyInput>,
        /// The day of signing, not after today; omit it for a draft, and only then.
        signed_on: Option<Written<EdtfDate>>,
        /// Whether it is still being negotiated. Only its parties see a draft.
        #[graphql(default)]
        draft: bool,
        /// The period for which it is in force.
        period: Option<PeriodInput>,
        /// The agreement that it implements or continues.
        parent: Option<IdOf<AgreementId>>,
    }
}

intent! {
    /// Changes of an agreement. Omitted fields are unchanged, null removes a value.
    AmendAgreementInput changes agreement: AgreementId,
    commands::AmendAgreement => AmendAgreement {
        /// The code that people use for it: letters, digits and `-_./`, at most 60 characters.
        code: MaybeUndefined<String>,
        /// The kind of agreement.
        kind: MaybeUndefined<AgreementKind>,
        /// Its title: at most 500 characters.
        title: MaybeUndefined<LocalizedTextInput>,
        /// What it is about, in more words than the title: at most 10,000 characters.
        description: MaybeUndefined<LocalizedTextInput>,
        /// All parties; at most 500.
        parties: MaybeUndefined<Vec<PartyInput>>,
        /// The day of signing, not after today; it signs a draft.
        signed_on: MaybeUndefined<Written<EdtfDate>>,
        /// The period for which it is in force.
        period: MaybeUndefined<PeriodInput>,
        /// The agreement that it implements or continues.
        parent: MaybeUndefined<IdOf<AgreementId>>,
        /// All documents that print it; at most 500.
        sources: MaybeUndefined<Vec<SourceInput>>,
        /// What is uncertain: at most 2,000 characters.
        note: MaybeUndefined<String>,
    }
}

intent! {
    /// The early end of an agreement.
    TerminateAgreementInput changes agreement: AgreementId,
    commands::TerminateAgreement => TerminateAgreement {
        /// The first day on which it is no longer in force; it may be in the future.
        on: Written<Date>,
        /// The reason: at most 2,000 characters.
        reason: String,
    }
}

intent! {
    /// A priority field to add to an agreement.
    AddFieldInput creates Field => AddField {
        /// The agreement.
        agreement: IdOf<AgreementId>,
        /// Its sector.
        sector: IdOf<SectorId>,
        /// Its title, if the agreement words it differently from the sector's name: at most 500
        /// characters.
        title: Option<LocalizedTextInput>,
        /// The objectives of the parties: at most 10,000 characters.
        objectives: Option<LocalizedTextInput>,
        /// The lead organization.
        lead: Option<IdOf<OrganizationId>>,
    }
}
