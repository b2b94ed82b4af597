//! What mutations of directives take.

use super::{
    inputs::LocalizedTextInput,
    intent::intent,
    read::{IdOf, Written},
};
use crate::enums::DirectiveKind;
use domain::{ActivityId, AgreementId, DirectiveId, EdtfDate, OrganizationId, commands};

intent! {
    /// An instruction or recommendation to register.
    IssueDirectiveInput creates commands::IssueDirective => IssueDirective {
        /// The agreement that it concerns.
        agreement: Option<IdOf<AgreementId>>,
        /// Whether it is binding.
        kind: DirectiveKind,
        /// Its text: at most 10,000 characters.
        text: LocalizedTextInput,
        /// The issuer, as printed: at most 300 characters.
        issued_by: Option<String>,
        /// The organization that issued it.
        issued_by_organization: Option<IdOf<OrganizationId>>,
        /// The date of issue, not after today.
        issued_on: Option<Written<EdtfDate>>,
        /// The addressees, as printed: at most 500, each of at most 300 characters.
        #[graphql(default)]
        addressed_to: Vec<String>,
        /// The organizations that it is addressed to; at most 500.
        #[graphql(default)]
        addressed_to_organizations: Vec<IdOf<OrganizationId>>,
        /// The due date; not before the date of issue.
        due: Option<Written<EdtfDate>>,
    }
}

intent! {
    /// Activities that answer a directive.
    AnswerDirectiveInput changes directive: DirectiveId,
    commands::AnswerDirective => AnswerDirective {
        /// Activities that answer it, in addition to the present ones: at least one; at most 500 in
        /// all.
        activities: Vec<IdOf<ActivityId>>,
    }
}

intent! {
    /// A directive to close.
    CloseDirectiveInput changes directive: DirectiveId, commands::CloseDirective => CloseDirective {}
}
