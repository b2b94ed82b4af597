//! Figures added up from facts, one record after another.

use super::{Figures, Listed};
use crate::StoreError;
use domain::{
    AgreementId, Noun, NounId, ProvinceId, RecordId,
    edge::Relation,
    tally::{Era, Fact, FigureKey, Gathered, Scope, facts},
};

impl Figures {
    /// Hands out the facts of a place, or of all, within a scope.
    pub(super) fn each_fact(
        &self,
        place: Option<FigureKey>,
        scope: &Scope,
        era: Era,
        take: &mut dyn FnMut(&Fact),
    ) -> Result<(), StoreError> {
        self.each_subject(place, scope, era, &mut |subject| {
            let Some(gathered) = Gathered::read(subject, &self.snapshot)? else { return Ok(()) };
            let Some(bundle) = gathered.bundle() else { return Ok(()) };
            let facts = facts(&bundle, &self.units, era);
            let of_place = |fact: &&Fact| place.is_none_or(|place| place == fact.place);
            facts.iter().filter(of_place).filter(|fact| scope.admits(fact)).for_each(&mut *take);
            Ok(())
        })
    }

    /// Hands out all activities and events that may have facts in a place within a scope, each
    /// once: those of the place, or those of the agreements named if these are fewer.
    pub(super) fn each_subject(
        &self,
        place: Option<FigureKey>,
        scope: &Scope,
        era: Era,
        take: &mut dyn FnMut(RecordId) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let place = place.unwrap_or(FigureKey::Network);
        let all = Listed::all(Noun::Activity);
        let of_place = self.candidates(place, era, all);
        let mut of_place =
            of_place.chain(self.candidates(place, era, Listed { noun: Noun::Event, ..all }));
        let Some(agreements) = &scope.agreements else {
            return of_place.try_for_each(|found| take(found?.to));
        };
        let mut of_agreements =
            agreements.iter().flat_map(|agreement| self.recorded_under(*agreement));
        // In step, until one of them ends: it costs at most twice what the shorter one does.
        let (mut some, mut others) = (Vec::new(), Vec::new());
        let fewer = loop {
            match of_agreements.next() {
                Some(found) => some.push(found?.to),
                None => break some,
            }
            match of_place.next() {
                Some(found) => others.push(found?.to),
                None => break others,
            }
        };
        fewer.into_iter().try_for_each(take)
    }

    /// The activities and events of one agreement.
    fn recorded_under(
        &self,
        agreement: AgreementId,
    ) -> impl Iterator<Item = Result<crate::EdgeEnd, StoreError>> + use<> {
        let places = |relation, noun| {
            self.snapshot.places(relation, Some(agreement.record()), noun, None, None)
        };
        places(Relation::AgreementActivities, Noun::Activity)
            .chain(places(Relation::AgreementEvents, Noun::Event))
    }

    /// The recorded units that may be a unit.
    pub(super) fn recorded(&self, era: Era, unit: ProvinceId) -> Vec<ProvinceId> {
        self.units.recorded(era, unit).into_iter().collect()
    }
}
