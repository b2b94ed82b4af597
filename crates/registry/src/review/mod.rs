//! What a review (sơ kết) of an agreement asks besides figures: whether published figures hold,
//! what became of directives, who has recorded nothing.
//!
//! Everything is about the agreement with all its descendants, and about what is published, for
//! every caller alike. What each means stands in [`domain::tally`]; here is what has to be
//! read for it. Must not know GraphQL, nor what day it is.

mod agreed;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::civil::Date;

pub use agreed::AgreedTerms;

use super::{Snapshot, StoreError, day_of, figures::Figures};
use auth::{Caller, VisibleView};
use domain::{
    Agreement, AgreementId, Claim, ClaimId, Directive, DirectiveId, Entity, Noun, NounId,
    ProvinceId, Record, RecordId, Versioned, View,
    edge::Relation,
    tally::{
        Boundaries, Contradiction, DirectiveProgress, Reconciliation, contradictions, reconcile,
        silent_parties,
    },
};

/// An agreement under review, as of one moment.
pub struct Review<'a> {
    figures: &'a Figures,
    agreement: AgreementId,
    within: BTreeSet<AgreementId>,
    /// To whom only what is published exists.
    anybody: Caller,
}

/// One claim of a review beside what is recorded, and the claims that contradict it.
pub struct Checked {
    /// The claim.
    pub claim: ClaimId,
    /// How it compares.
    pub reconciliation: Reconciliation,
    /// Those of the agreement that contradict it.
    pub contradictions: Vec<Contradiction>,
}

impl<'a> Review<'a> {
    /// The review of an agreement and all that carry it out or continue it.
    ///
    /// # Errors
    /// Where the view cannot be read; so for all methods.
    pub fn of(agreement: AgreementId, figures: &'a Figures) -> Result<Self, StoreError> {
        let within = figures.subtree(&[agreement])?;
        Ok(Self { figures, agreement, within, anybody: Caller::anonymous() })
    }

    /// The agreement with all its descendants.
    #[must_use]
    pub const fn within(&self) -> &BTreeSet<AgreementId> {
        &self.within
    }

    /// Compares each claim about the agreement itself with what is recorded, in the order of the
    /// days on which they were stated.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn reconcile(&self) -> Result<Vec<Checked>, StoreError> {
        let mut claims = Vec::new();
        for found in self.at_end_of(Relation::AgreementClaims, self.agreement, Noun::Claim)? {
            claims.push((ClaimId::from_number(found.id.number), found));
        }
        let told = claims.iter().filter_map(|(id, found)| Some((*id, Claim::of(&found.record)?)));
        let told: BTreeMap<ClaimId, &Claim> = told.collect();
        let against = contradictions(&told);
        let ordered = claims.iter().filter_map(|(id, _)| Some((*id, *told.get(id)?)));
        ordered
            .map(|(claim, it)| {
                let concerns = |pair: &&Contradiction| pair.one == claim || pair.other == claim;
                Ok(Checked {
                    claim,
                    reconciliation: self.compare(it)?,
                    contradictions: against.iter().filter(concerns).copied().collect(),
                })
            })
            .collect()
    }

    fn compare(&self, claim: &Claim) -> Result<Reconciliation, StoreError> {
        let mut candidates = Vec::new();
        for noun in claim.metric.nouns() {
            match noun {
                Noun::Activity => candidates.extend(self.under(Relation::AgreementActivities)?),
                Noun::Event => candidates.extend(self.under(Relation::AgreementEvents)?),
                Noun::Field => candidates.extend(self.under(Relation::AgreementFields)?),
                Noun::Outcome => candidates.extend(self.outcomes()?),
                _ => candidates.extend(self.within.iter().map(|id| id.record())),
            }
        }
        let provinces = self.units(&claim.scope.provinces);
        Ok(reconcile(claim, Some(&self.within), &provinces, candidates, &self.published())?)
    }

    /// Provinces, with those that became one of them.
    fn units(&self, provinces: &[ProvinceId]) -> BTreeSet<ProvinceId> {
        let (units, era) = (self.figures.units(), self.figures.era(Boundaries::On(Date::MAX)));
        let mut all: BTreeSet<_> = provinces.iter().copied().collect();
        for unit in provinces {
            let recorded = units.recorded(era, *unit).into_iter();
            all.extend(recorded.filter(|it| units.always(era, *it) == Some(*unit)));
        }
        all
    }

    /// What is at the end of a relation, of the agreement and its descendants.
    fn under(&self, relation: Relation) -> Result<Vec<RecordId>, StoreError> {
        let mut found = Vec::new();
        for agreement in &self.within {
            found.extend(self.snapshot().linked(relation, agreement.record())?);
        }
        Ok(found)
    }

    /// The outcomes of the activities and events of the agreement and its descendants.
    fn outcomes(&self) -> Result<Vec<RecordId>, StoreError> {
        let mut found = Vec::new();
        for (subjects, outcomes) in [
            (Relation::AgreementActivities, Relation::ActivityOutcomes),
            (Relation::AgreementEvents, Relation::EventOutcomes),
        ] {
            for subject in self.under(subjects)? {
                found.extend(self.snapshot().linked(outcomes, subject)?);
            }
        }
        Ok(found)
    }

    /// What became of the directives by a day.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn directives(&self, on: Date) -> Result<DirectiveProgress, StoreError> {
        let found = self.all(Relation::AgreementDirectives, Noun::Directive)?;
        let directives = found.iter().filter_map(|it| {
            Some((DirectiveId::from_number(it.id.number), Directive::of(&it.record)?))
        });
        Ok(DirectiveProgress::of(directives, on))
    }

    /// Lists the directives, by the day on which they were issued.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn list_directives(
        &self,
        fits: impl Fn(&Directive) -> bool,
    ) -> Result<Vec<super::EdgeEnd>, StoreError> {
        let found = self.all(Relation::AgreementDirectives, Noun::Directive)?;
        let fitting = found.iter().filter(|it| Directive::of(&it.record).is_some_and(&fits));
        Ok(fitting.map(|it| agreed::place(it)).collect())
    }

    /// Lists the provinces of the agreement's parties of which nothing was recorded under it on or
    /// after a day (in Viet Nam), each with the last day on which something was.
    ///
    /// Something was recorded of a province when an activity or event that it takes part in or
    /// hosts, or an outcome that it provided or received, was registered or last changed.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn silent_parties(
        &self,
        since: Date,
        boundaries: Boundaries,
    ) -> Result<BTreeMap<ProvinceId, Option<Date>>, StoreError> {
        let (units, era) = (self.figures.units(), self.figures.era(boundaries));
        let found = self.published().record(self.agreement.record())?;
        let agreed_on = found.as_deref().and_then(|it| it.record.day());
        let under = |recorded: ProvinceId, day: Option<Date>| {
            units.resolve(era, recorded, day.or(agreed_on)).unit()
        };
        let agreement = found.as_deref().and_then(|it| Agreement::of(&it.record));
        let parties = agreement.into_iter().flat_map(|it| &it.parties);
        let parties: BTreeSet<_> =
            parties.filter_map(|party| under(party.province?, None)).collect();
        let mut recorded = BTreeMap::new();
        for (relation, noun) in [
            (Relation::AgreementActivities, Noun::Activity),
            (Relation::AgreementEvents, Noun::Event),
        ] {
            for found in self.all(relation, noun)? {
                self.note(&found, None, &under, &mut recorded)?;
            }
        }
        Ok(silent_parties(parties, recorded, since))
    }

    /// Notes the last day on which something was recorded of each province of a record, and of
    /// its outcomes.
    fn note(
        &self,
        found: &Versioned,
        day_above: Option<Date>,
        under: &dyn Fn(ProvinceId, Option<Date>) -> Option<ProvinceId>,
        last: &mut BTreeMap<ProvinceId, Date>,
    ) -> Result<(), StoreError> {
        let day = day_of(found.updated_at);
        let named_on = found.record.day().or(day_above);
        let (provinces, outcomes): (Vec<_>, _) = match &found.record {
            Record::Activity(it) => {
                let named = it.participants.iter().filter_map(|row| row.province);
                (named.collect(), Some(Relation::ActivityOutcomes))
            }
            Record::Event(it) => {
                let named = it.participants.iter().filter_map(|row| row.province);
                (named.chain(it.host).collect(), Some(Relation::EventOutcomes))
            }
            Record::Outcome(it) => {
                let actors = [&it.provider, &it.beneficiary].into_iter().flatten();
                (actors.filter_map(|actor| actor.province).collect(), None)
            }
            _ => (Vec::new(), None),
        };
        for province in provinces.into_iter().filter_map(|it| under(it, named_on)) {
            let known = last.entry(province).or_insert(day);
            *known = day.max(*known);
        }
        let Some(relation) = outcomes else { return Ok(()) };
        for id in self.snapshot().linked(relation, found.id)? {
            if let Some(outcome) = self.published().record(id)? {
                self.note(&outcome, named_on, under, last)?;
            }
        }
        Ok(())
    }

    fn snapshot(&self) -> &Snapshot {
        self.figures.snapshot()
    }

    fn published(&self) -> VisibleView<'_, Snapshot> {
        VisibleView::new(&self.anybody, self.snapshot())
    }

    /// The published records at the end of a relation, of the agreement and its descendants.
    fn all(&self, relation: Relation, noun: Noun) -> Result<Vec<Arc<Versioned>>, StoreError> {
        let mut found: BTreeMap<RecordId, _> = BTreeMap::new();
        for agreement in &self.within {
            let of_one = self.at_end_of(relation, *agreement, noun)?;
            found.extend(of_one.into_iter().map(|it| (it.id, it)));
        }
        Ok(found.into_values().collect())
    }

    fn at_end_of(
        &self,
        relation: Relation,
        agreement: AgreementId,
        noun: Noun,
    ) -> Result<Vec<Arc<Versioned>>, StoreError> {
        let from = Some(agreement.record());
        let mut found = Vec::new();
        for place in self.snapshot().places(relation, from, noun, None, None) {
            found.extend(self.published().record(place?.to)?);
        }
        Ok(found)
    }
}
