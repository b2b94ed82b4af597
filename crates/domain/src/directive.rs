//! Directive: an instruction or recommendation from a review, and what answered it.

use jiff::civil::Date;

use super::{
    declare::{Described, noun},
    edtf::EdtfDate,
    noun::{ActivityId, AgreementId, OrganizationId},
    status::DirectiveStatus,
    text::LocalizedText,
    texts::{Part, Texts},
    vocabulary::vocabulary,
};

noun! {
    /// An instruction (chỉ đạo) or recommendation (kiến nghị) from a review.
    pub struct Directive<L: Link = ById> {
        /// The agreement that it concerns.
        #[serde(default)]
        pub agreement: Option<L::To<AgreementId>> => maybe(AgreementDirectives),
        /// Whether it is binding.
        pub kind: DirectiveKind,
        /// Its text.
        pub text: LocalizedText,
        /// The issuer, as printed.
        #[serde(default)]
        pub issued_by: Option<String>,
        /// The organization that issued it.
        #[serde(default)]
        pub issued_by_organization: Option<L::To<OrganizationId>>
            => maybe(OrganizationDirectivesIssued),
        /// When it was issued.
        #[serde(default)]
        pub issued_on: Option<EdtfDate>,
        /// The addressees, as printed.
        #[serde(default)]
        pub addressed_to: Vec<String>,
        /// The organizations that it is addressed to.
        #[serde(default)]
        pub addressed_to_organizations: Vec<L::To<OrganizationId>>
            => many(OrganizationDirectivesReceived),
        /// Until when it is to be done.
        #[serde(default)]
        pub due: Option<EdtfDate>,
        /// Its status.
        pub status: DirectiveStatus,
        /// The activities that answer it.
        #[serde(default)]
        pub answered_by: Vec<L::To<ActivityId>> => many(ActivityDirectives),
    }
}

vocabulary! {
    /// Whether a directive is binding.
    pub enum DirectiveKind {
        /// Directive (chỉ đạo): binding.
        Directive = "DIRECTIVE",
        /// Recommendation (kiến nghị): not binding.
        Recommendation = "RECOMMENDATION",
    }
}

impl Described for Directive {
    fn day(&self) -> Option<Date> {
        self.issued_on.map(EdtfDate::earliest)
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.localized(Part::Narrative, Some(&self.text));
        texts.plain(Part::Narrative, self.issued_by.as_deref());
        self.addressed_to.iter().for_each(|to| texts.plain(Part::Narrative, Some(to)));
    }
}
