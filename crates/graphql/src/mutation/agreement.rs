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
        /// The code by which people name it: letters, digits and `-_./`, at most 60 characters;
        /// no two agreements share one.
        code: String,
        /// What sort of paper it is.
        kind: AgreementKind,
        /// Its title: at most 500 characters.
        title: LocalizedTextInput,
        /// Who signs: two or more, or one where it is a plan; at most 500.
        #[graphql(default)]
        parties: Vec<PartyInput>,
        /// When it was signed, not after today; absent for a draft, and only there.
        signed_on: Option<Written<EdtfDate>>,
        /// Whether it is still being negotiated. A draft is seen by its parties alone.
        #[graphql(default)]
        draft: bool,
        /// The time for which it holds.
        period: Option<PeriodInput>,
        /// The agreement that it carries out or continues.
        parent: Option<IdOf<AgreementId>>,
    }
}

intent! {
    /// What an agreement is to say; what is absent stays, what is null is removed.
    AmendAgreementInput changes agreement: AgreementId,
    commands::AmendAgreement => AmendAgreement {
        /// The code by which people name it: letters, digits and `-_./`, at most 60 characters.
        code: MaybeUndefined<String>,
        /// What sort of paper it is.
        kind: MaybeUndefined<AgreementKind>,
        /// Its title: at most 500 characters.
        title: MaybeUndefined<LocalizedTextInput>,
        /// Who signs, all of them; at most 500.
        parties: MaybeUndefined<Vec<PartyInput>>,
        /// When it was signed, not after today; setting it signs a draft.
        signed_on: MaybeUndefined<Written<EdtfDate>>,
        /// The time for which it holds.
        period: MaybeUndefined<PeriodInput>,
        /// The agreement that it carries out or continues.
        parent: MaybeUndefined<IdOf<AgreementId>>,
        /// The documents that print it, all of them; at most 500.
        sources: MaybeUndefined<Vec<SourceInput>>,
        /// What is uncertain: at most 2,000 characters.
        note: MaybeUndefined<String>,
    }
}

intent! {
    /// The early end of an agreement.
    TerminateAgreementInput changes agreement: AgreementId,
    commands::TerminateAgreement => TerminateAgreement {
        /// The first day on which it no longer holds; may lie ahead.
        on: Written<Date>,
        /// Why: at most 2,000 characters.
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
        /// Its title, where the agreement words it otherwise than the sector's name: at most 500
        /// characters.
        title: Option<LocalizedTextInput>,
        /// What the parties want to reach in it: at most 10,000 characters.
        objectives: Option<LocalizedTextInput>,
        /// The organization in the lead.
        lead: Option<IdOf<OrganizationId>>,
    }
}
