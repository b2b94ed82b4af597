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
        /// The agreement that it is about.
        agreement: Option<IdOf<AgreementId>>,
        /// Whether it binds.
        kind: DirectiveKind,
        /// Its text: at most 10,000 characters.
        text: LocalizedTextInput,
        /// Who issued it, as printed: at most 300 characters.
        issued_by: Option<String>,
        /// The organization that issued it.
        issued_by_organization: Option<IdOf<OrganizationId>>,
        /// When it was issued, not after today.
        issued_on: Option<Written<EdtfDate>>,
        /// Whom it addresses, as printed: at most 500, each of at most 300 characters.
        #[graphql(default)]
        addressed_to: Vec<String>,
        /// The organizations that it addresses; at most 500.
        #[graphql(default)]
        addressed_to_organizations: Vec<IdOf<OrganizationId>>,
        /// Until when it is to be done; not before it was issued.
        due: Option<Written<EdtfDate>>,
    }
}

intent! {
    /// The answer to a directive.
    AnswerDirectiveInput changes directive: DirectiveId,
    commands::AnswerDirective => AnswerDirective {
        /// Activities that answer it, besides those that do already: at least one, with those at
        /// most 500.
        activities: Vec<IdOf<ActivityId>>,
    }
}

intent! {
    /// The end of a directive.
    CloseDirectiveInput changes directive: DirectiveId, commands::CloseDirective => CloseDirective {}
}
