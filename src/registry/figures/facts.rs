//! Figures added up from facts, one record after another.

use super::Figures;
use crate::{
    domain::{
        Noun, NounId, ProvinceId, RecordId, View,
        edge::Relation,
        tally::{Era, Fact, Gathered, Place, Scope, facts},
    },
    registry::StoreError,
};

impl Figures {
    /// Hands out the facts of a place, or of all, within a scope.
    pub(super) fn each_fact(
        &self,
        place: Option<Place>,
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

    /// Hands out all activities and lone events that may have facts in a place within a scope,
    /// each once.
    fn each_subject(
        &self,
        place: Option<Place>,
        scope: &Scope,
        era: Era,
        take: &mut dyn FnMut(RecordId) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if let Some(agreements) = &scope.agreements {
            for agreement in agreements {
                for relation in [Relation::AgreementActivities, Relation::AgreementEvents] {
                    for subject in self.snapshot.linked(relation, agreement.record())? {
                        take(subject)?;
                    }
                }
            }
            return Ok(());
        }
        for noun in [Noun::Activity, Noun::Event] {
            for found in self.candidates(place.unwrap_or(Place::Network), era, noun, None, None)? {
                take(found?.to)?;
            }
        }
        Ok(())
    }

    /// The recorded units that may be a unit.
    pub(super) fn recorded(&self, era: Era, unit: ProvinceId) -> Vec<ProvinceId> {
        self.units.recorded(era, unit).into_iter().collect()
    }
}
