//! Amendments: what was recorded wrongly is put right, whatever came of it since. Each keeps the
//! attributes that its input does not name, and says why in the journal.
//!
//! Steps of a status have commands of their own; an amendment changes no status.

mod rules;

use jiff::civil::Date;

use super::{
    activity::carry_events,
    patch::{Patch, Target},
    work::Work,
};
use crate::{
    Activity, ActivityId, AgreementId, Baseline, Claim, ClaimId, ClaimKind, ClaimScope, Code,
    Commitment, Decimal, Directive, DirectiveId, DirectiveKind, Document, DocumentId, EarlierForm,
    EdtfDate, Event, EventId, EventKind, EventLevel, Field, FieldId, FieldPath, Indicator,
    IndicatorId, LocalizedText, Measure, Metric, Organization, OrganizationId, OrganizationKind,
    Participant, Period, Province, ProvinceId, ProvinceKind, Qualifier, Reading, Reliability,
    Sector, SectorId, Source, Succession, SuccessionId, noun::NounId, problem::ViewFault,
    view::View,
};
use rules::{carried_out, took_place};

/// Declares amendments: the input, and the function that decides it. An attribute `must` stay, `may`
/// be removed, or is a `list`; a rule looks at the record before and after, and more
/// may be done then.
macro_rules! amendments {
    ($(
        $(#[$doc:meta])*
        $input:ident: $noun:ident at $target:ident: $id:ident, by $decide:ident $(, rule $rule:ident)?
        $(, then $then:ident)?
        { $($(#[$attribute_doc:meta])* $how:ident $attribute:ident: $type:ty,)+ }
    )+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $input {
            /// The record.
            pub $target: Target<$id>,
            $($(#[$attribute_doc])* pub $attribute: Patch<$type>,)+
            /// The documents that print it, all of them.
            pub sources: Patch<Vec<Source>>,
            /// What is uncertain.
            pub note: Patch<String>,
            /// Why it is amended.
            pub reason: String,
        }

        impl $input {
            /// The amendment that changes nothing yet.
            #[must_use]
            pub fn of($target: Target<$id>, reason: &str) -> Self {
                Self {
                    $target,
                    $($attribute: Patch::Keep,)+
                    sources: Patch::Keep,
                    note: Patch::Keep,
                    reason: reason.to_owned(),
                }
            }
        }

        pub(super) fn $decide<V: View>(
            work: &mut Work<'_, V>,
            input: &$input,
        ) -> Result<(), ViewFault> {
            work.reason(&input.reason);
            let Some(before) = work.target::<$noun>(stringify!($target), input.$target)? else {
                return Ok(());
            };
            let mut it = before.clone();
            $(amendments!(@$how work, input, it, $attribute);)+
            input.sources.apply_list(&mut it.sources);
            input.note.apply(&mut it.note);
            $($rule(work, input.$target.id, &before, &it)?;)?
            work.update(input.$target.id, it)?;
            $($then(work, input.$target.id)?;)?
            work.keeps_fitting(input.$target.id.record())
        }
    )+};
    (@must $work:ident, $input:ident, $it:ident, $attribute:ident) => {
        let field = FieldPath::of(stringify!($attribute)).to_string();
        $work.require(&field, &$input.$attribute, &mut $it.$attribute);
    };
    (@may $work:ident, $input:ident, $it:ident, $attribute:ident) => {
        $input.$attribute.apply(&mut $it.$attribute);
    };
    (@list $work:ident, $input:ident, $it:ident, $attribute:ident) => {
        $input.$attribute.apply_list(&mut $it.$attribute);
    };
}

amendments! {
    /// What `amendOrganization` takes.
    AmendOrganization: Organization at organization: OrganizationId, by organization {
        /// The kind of organization.
        must kind: OrganizationKind,
        /// Its name.
        must name: LocalizedText,
        /// Its other names, all of them.
        list aliases: Vec<String>,
        /// The province that it belongs to.
        must province: ProvinceId,
    }

    /// What `amendSector` takes.
    AmendSector: Sector at sector: SectorId, by sector {
        /// The code.
        must code: String,
        /// Its name.
        must name: LocalizedText,
        /// What belongs to it.
        may description: LocalizedText,
    }

    /// What `amendDocument` takes.
    AmendDocument: Document at document: DocumentId, by document {
        /// Its title in its own language.
        must title: String,
        /// Whether the title was taken from the address.
        must title_from_url: bool,
        /// The publisher.
        may publisher: String,
        /// The day of publication.
        may published_on: EdtfDate,
        /// Its web address.
        may url: String,
        /// The language that it is written in.
        must language: String,
        /// The SHA-256 of the file.
        may sha256: String,
        /// How reliable it is.
        must reliability: Reliability,
        /// How much of it was read.
        must reading: Reading,
    }

    /// What `amendField` takes.
    AmendField: Field at field: FieldId, by field {
        /// Its sector.
        must sector: SectorId,
        /// Its title.
        may title: LocalizedText,
        /// The objectives of the parties.
        may objectives: LocalizedText,
        /// The lead organization.
        may lead: OrganizationId,
    }

    /// What `amendActivity` takes.
    AmendActivity: Activity at activity: ActivityId, by activity, rule carried_out,
    then carry_events {
        /// The agreement.
        may agreement: AgreementId,
        /// The priority field.
        may field: FieldId,
        /// The sector.
        must sector: SectorId,
        /// Its title.
        must title: LocalizedText,
        /// What it is about.
        may description: LocalizedText,
        /// The participants, all of them.
        list participants: Vec<Participant>,
        /// The planned period.
        may planned: Period,
        /// The actual period.
        may actual: Period,
        /// Why it was suspended or cancelled.
        may status_reason: String,
        /// The money committed to it, all of it.
        list commitments: Vec<Commitment>,
    }

    /// What `amendEvent` takes.
    AmendEvent: Event at event: EventId, by event, rule took_place {
        /// The activity that it belongs to.
        may activity: ActivityId,
        /// The agreement that it belongs to.
        may agreement: AgreementId,
        /// The kind of event.
        must kind: EventKind,
        /// Its title.
        must title: LocalizedText,
        /// What it is about.
        may description: LocalizedText,
        /// At which level it was held.
        may level: EventLevel,
        /// The province where it takes place.
        may host: ProvinceId,
        /// The place within that province.
        may place: String,
        /// Its days.
        may period: Period,
        /// The participants, all of them.
        list participants: Vec<Participant>,
        /// How many people attended.
        may attendance: u32,
        /// Why it was postponed or cancelled.
        may status_reason: String,
    }

    /// What `amendIndicator` takes.
    AmendIndicator: Indicator at indicator: IndicatorId, by indicator {
        /// What is measured.
        must title: LocalizedText,
        /// The kind of value.
        must measure: Measure,
        /// The unit of the value.
        may unit: String,
        /// Whether more is better.
        must ascending: bool,
        /// Whether values run on from period to period.
        must cumulative: bool,
        /// The situation before the activity.
        may baseline: Baseline,
    }

    /// What `amendDirective` takes.
    AmendDirective: Directive at directive: DirectiveId, by directive {
        /// The agreement that it concerns.
        may agreement: AgreementId,
        /// Whether it binds.
        must kind: DirectiveKind,
        /// What is to be done.
        must text: LocalizedText,
        /// The issuer, as printed.
        may issued_by: String,
        /// The organization that issued it.
        may issued_by_organization: OrganizationId,
        /// The day on which it was issued.
        may issued_on: EdtfDate,
        /// The addressees, as printed, all of them.
        list addressed_to: Vec<String>,
        /// The organizations addressed, all of them.
        list addressed_to_organizations: Vec<OrganizationId>,
        /// When it is due.
        may due: EdtfDate,
        /// The activities that answer it, all of them.
        list answered_by: Vec<ActivityId>,
    }

    /// What `amendClaim` takes.
    AmendClaim: Claim at claim: ClaimId, by claim {
        /// The agreement that it concerns.
        may agreement: AgreementId,
        /// What is counted.
        must metric: Metric,
        /// What is counted, in words, where the metric is OTHER.
        may metric_words: String,
        /// Whether the figure was planned or reported.
        must kind: ClaimKind,
        /// The figure.
        may value: Decimal,
        /// The unit of the figure.
        may unit: String,
        /// How exactly it was stated.
        may qualifier: Qualifier,
        /// The claim in words.
        may narrative: LocalizedText,
        /// What the figure covers.
        must scope: ClaimScope,
        /// The date of the statement.
        may stated_on: EdtfDate,
        /// The issuer, as printed.
        may stated_by: String,
        /// The organization that stated it.
        may stated_by_organization: OrganizationId,
        /// Claims that it contradicts, all of them.
        list conflicts_with: Vec<ClaimId>,
    }

    /// What `amendProvince` takes.
    AmendProvince: Province at province: ProvinceId, by province {
        /// Centrally governed city, or province.
        must kind: ProvinceKind,
        /// The name without the word for the kind.
        must name: LocalizedText,
        /// Its other names, all of them.
        list aliases: Vec<String>,
        /// The socio-economic region.
        may region: LocalizedText,
        /// The first day on which the unit existed.
        may valid_from: Date,
        /// The first day on which it no longer existed.
        may valid_to: Date,
        /// Its codes, all of them.
        list codes: Vec<Code>,
        /// What it was before its kind or name changed, all of it.
        list earlier: Vec<EarlierForm>,
    }

    /// What `amendSuccession` takes.
    AmendSuccession: Succession at succession: SuccessionId, by succession {
        /// The first day of the successors.
        must on: Date,
        /// The resolution or decision that ordered it.
        may instrument: DocumentId,
        /// The units that ended, all of them.
        list predecessors: Vec<ProvinceId>,
        /// The units that began, all of them.
        list successors: Vec<ProvinceId>,
    }
}
