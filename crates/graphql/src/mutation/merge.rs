//! What merges of duplicates take, and what makes a merged record its own again.

use super::{
    intent::intent,
    read::{IdOf, Whole},
};
use domain::{DocumentId, OrganizationId, ProvinceId, commands};

intent! {
    /// An organization that stays, and a duplicate of it. What the duplicate says besides is added: names as
    /// aliases, sources, and what the other does not have.
    MergeOrganizationsInput changes organization: OrganizationId, commands::MergeOrganizations => MergeOrganizations {
        /// The duplicate, which is merged into the other. Its id and key then find that one.
        duplicate: IdOf<OrganizationId>,
        /// The version of the duplicate that the caller has read. Without it, no version is checked.
        duplicate_version: Option<Whole<u32>>,
        /// Attributes in which both differ, to leave the value of the duplicate: `kind` or `note`. A
        /// difference that is not named here refuses the merge, with both values.
        #[graphql(default)]
        differing: Vec<String>,
        /// Whether a merge is done in parts if more than 10,000 records point at the duplicate: then
        /// the first 10,000 are moved, and the same input is sent again until the duplicate is among
        /// `duplicates`. By default such a merge is refused.
        #[graphql(default)]
        in_parts: bool,
        /// Why: at most 2,000 characters. The history shows it.
        reason: String,
    }
}

intent! {
    /// A merged organization that is to be its own again: one of `duplicates`.
    SeparateOrganizationInput changes organization: OrganizationId, commands::SeparateOrganization => SeparateOrganization {
        /// Why: at most 2,000 characters. The history shows it.
        reason: String,
    }
}

intent! {
    /// A document that stays, and a duplicate of it. What the duplicate says besides is added: names as
    /// aliases, sources, and what the other does not have.
    MergeDocumentsInput changes document: DocumentId, commands::MergeDocuments => MergeDocuments {
        /// The duplicate, which is merged into the other. Its id and key then find that one.
        duplicate: IdOf<DocumentId>,
        /// The version of the duplicate that the caller has read. Without it, no version is checked.
        duplicate_version: Option<Whole<u32>>,
        /// Attributes in which both differ, to leave the value of the duplicate: `title`,
        /// `publisher`, `publishedOn`, `language`, `sha256`, `reliability`, `reading` or `note`. A
        /// difference that is not named here refuses the merge, with both values.
        #[graphql(default)]
        differing: Vec<String>,
        /// Whether a merge is done in parts if more than 10,000 records point at the duplicate: then
        /// the first 10,000 are moved, and the same input is sent again until the duplicate is among
        /// `duplicates`. By default such a merge is refused.
        #[graphql(default)]
        in_parts: bool,
        /// Why: at most 2,000 characters. The history shows it.
        reason: String,
    }
}

intent! {
    /// A merged document that is to be its own again: one of `duplicates`.
    SeparateDocumentInput changes document: DocumentId, commands::SeparateDocument => SeparateDocument {
        /// Why: at most 2,000 characters. The history shows it.
        reason: String,
    }
}

intent! {
    /// A unit that stays, and a duplicate of it. What the duplicate says besides is added: names as
    /// aliases, sources, and what the other does not have.
    MergeProvincesInput changes province: ProvinceId, commands::MergeProvinces => MergeProvinces {
        /// The duplicate, which is merged into the other. Its id and key then find that one.
        duplicate: IdOf<ProvinceId>,
        /// The version of the duplicate that the caller has read. Without it, no version is checked.
        duplicate_version: Option<Whole<u32>>,
        /// Attributes in which both differ, to leave the value of the duplicate: `kind`, `region`,
        /// `validFrom`, `validTo`, `earlier`, `codes` or `note`. A difference that is not named here
        /// refuses the merge, with both values.
        #[graphql(default)]
        differing: Vec<String>,
        /// Whether a merge is done in parts if more than 10,000 records point at the duplicate: then
        /// the first 10,000 are moved, and the same input is sent again until the duplicate is among
        /// `duplicates`. By default such a merge is refused.
        #[graphql(default)]
        in_parts: bool,
        /// Why: at most 2,000 characters. The history shows it.
        reason: String,
    }
}

intent! {
    /// A merged unit that is to be its own again: one of `duplicates`.
    SeparateProvinceInput changes province: ProvinceId, commands::SeparateProvince => SeparateProvince {
        /// Why: at most 2,000 characters. The history shows it.
        reason: String,
    }
}
