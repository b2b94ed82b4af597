//! What two provinces agreed: their agreements, and the fields of these.

use std::collections::BTreeSet;

use crate::{
    StoreError,
    figures::{Figures, Listed},
};
use domain::{
    Activity, Agreement, AgreementId, Entity, Event, Field, FieldId, Noun, NounId, Party, Period,
    Record, RecordId, Versioned,
    edge::Relation,
    tally::{Boundaries, FigureKey, ProvincePair, Scope, on_one_side},
};

/// What two provinces agreed within a scope, each list in the order of its days.
#[derive(Debug, Default)]
pub struct AgreedTerms {
    /// The agreements that both are parties to, themselves or by an organization, and not on one side
    /// of it, or that one of their activities or agreement-level events stands under.
    pub agreements: BTreeSet<AgreementId>,
    /// The fields of the agreements that both are parties to, and those of their activities.
    pub fields: BTreeSet<FieldId>,
}

/// Where a record stands among others of its noun.
pub(super) fn place(found: &Versioned) -> crate::EdgeEnd {
    crate::EdgeEnd { day: found.record.day(), to: found.id }
}

impl Figures {
    /// Finds what two provinces agreed. Costs their records.
    ///
    /// Of the scope, agreements and sectors narrow what both are parties to, and so does a period
    /// that none of the days lies in for which an agreement holds; statuses are those of
    /// activities and do not.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn agreed(
        &self,
        pair: ProvincePair,
        scope: &Scope,
        boundaries: Boundaries,
    ) -> Result<AgreedTerms, StoreError> {
        let mut agreed = AgreedTerms::default();
        for noun in [Noun::Activity, Noun::Event] {
            let listed = Listed::all(noun);
            for found in self.contributors(FigureKey::Pair(pair), scope, boundaries, listed)? {
                let Some(found) = self.snapshot().find(found?.to)? else { continue };
                let (agreement, field) = match &found.record {
                    Record::Activity(Activity { agreement, field, .. }) => (*agreement, *field),
                    Record::Event(Event { agreement, .. }) => (*agreement, None),
                    _ => (None, None),
                };
                agreed.agreements.extend(agreement);
                agreed.fields.extend(field);
            }
        }
        self.signed(pair, scope, boundaries, &mut agreed)?;
        Ok(agreed)
    }

    /// Adds what both are parties to.
    fn signed(
        &self,
        pair: ProvincePair,
        scope: &Scope,
        boundaries: Boundaries,
        agreed: &mut AgreedTerms,
    ) -> Result<(), StoreError> {
        let era = self.era(boundaries);
        let is =
            |recorded, unit, day| self.units().resolve(era, recorded, day).unit() == Some(unit);
        for unit in self.units().recorded(era, pair.a()) {
            let (relation, from) = (Relation::ProvinceAgreements, Some(unit.record()));
            for found in self.snapshot().places(relation, from, Noun::Agreement, None, None) {
                let id = AgreementId::from_number(found?.to.number);
                let Some(found) = self.snapshot().find(id.record())? else { continue };
                let Some(it) = Agreement::of(&found.record) else { continue };
                let day = found.record.day();
                let sides = |unit| {
                    let of_unit =
                        move |it: &&Party| it.province.is_some_and(|it| is(it, unit, day));
                    it.parties.iter().filter(of_unit).map(|party| party.side.as_deref())
                };
                let facing = sides(pair.a())
                    .any(|one| sides(pair.b()).any(|other| !on_one_side(one, other)));
                if found.record.is_published() && facing && in_scope(id, it, scope) {
                    self.add_signed(id, scope, agreed)?;
                }
            }
        }
        Ok(())
    }

    /// Adds an agreement with its fields; one without a field of the scope's sectors is left out.
    fn add_signed(
        &self,
        id: AgreementId,
        scope: &Scope,
        agreed: &mut AgreedTerms,
    ) -> Result<(), StoreError> {
        let mut fields = BTreeSet::new();
        let (relation, from) = (Relation::AgreementFields, Some(id.record()));
        for found in self.snapshot().places(relation, from, Noun::Field, None, None) {
            let to = found?.to;
            let Some(found) = self.snapshot().find(to)? else { continue };
            let in_sector = |it: &Field| {
                scope.sectors.as_ref().is_none_or(|sectors| sectors.contains(&it.sector))
            };
            if Field::of(&found.record).is_some_and(in_sector) {
                fields.insert(FieldId::from_number(to.number));
            }
        }
        if scope.sectors.is_none() || !fields.is_empty() {
            agreed.agreements.insert(id);
            agreed.fields.extend(fields);
        }
        Ok(())
    }

    /// Where records stand among others of their noun.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn placed(
        &self,
        ids: impl IntoIterator<Item = RecordId>,
    ) -> Result<Vec<crate::EdgeEnd>, StoreError> {
        let mut places = Vec::new();
        for id in ids {
            places.extend(self.snapshot().find(id)?.map(|found| place(&found)));
        }
        Ok(places)
    }
}

fn in_scope(id: AgreementId, it: &Agreement, scope: &Scope) -> bool {
    let holds = it.period.or_else(|| it.signed_on.map(Period::from));
    scope.agreements.as_ref().is_none_or(|agreements| agreements.contains(&id))
        && scope.period.is_none_or(|period| holds.is_some_and(|it| it.may_overlap(&period)))
}
