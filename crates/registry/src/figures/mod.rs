//! The figures of cooperation as of one moment, and the records behind each.
//!
//! What a figure means stands in [`domain::tally`]; here is where it is read from. At the
//! head, what is told apart by nothing finer than sector and year comes from cells that the view
//! keeps; everything else is added up from the facts of the records in question, which gives the
//! same answer at the cost of reading them. Must not know GraphQL, nor what day it is.
//!
//! Only what is published counts, for every caller alike; see
//! [`gather`](domain::tally::gather). All counts are of distinct records.

mod contributors;
mod facts;
mod merge;
mod overdue;

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    sync::Arc,
};

pub use contributors::Listed;
pub use overdue::Late;

use super::{Snapshot, StoreError};
use domain::{
    AgreementId, NounId, View,
    edge::Relation,
    tally::{
        Boundaries, CellKey, Era, FigureKey, Level, Network, OneOrAll, ProvincePair, Scope, Summed,
        Tally, Units, reconciliation::with_descendants,
    },
};
use store::units_of;

/// The figures as of one moment. Cheap to clone.
#[derive(Clone)]
pub struct Figures {
    snapshot: Snapshot,
    units: Arc<Units>,
}

impl Figures {
    /// The figures as of a snapshot, whether of the head or of an earlier moment.
    ///
    /// # Errors
    /// Where the view cannot be read; so for all methods.
    pub fn of(snapshot: &Snapshot) -> Result<Self, StoreError> {
        Ok(Self { snapshot: snapshot.clone(), units: units_of(snapshot)? })
    }

    /// The snapshot that the figures are of.
    #[must_use]
    pub const fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Which unit became which, as recorded by then.
    #[must_use]
    pub fn units(&self) -> &Units {
        &self.units
    }

    /// The era whose units some boundaries mean.
    #[must_use]
    pub fn era(&self, boundaries: Boundaries) -> Era {
        self.units.era(boundaries)
    }

    /// Some agreements with all that carry them out or continue them, and so on.
    ///
    /// Costs the number of them.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn subtree(&self, of: &[AgreementId]) -> Result<BTreeSet<AgreementId>, StoreError> {
        let mut all = BTreeSet::new();
        for agreement in of {
            all.extend(with_descendants(*agreement, |parent| {
                let children =
                    self.snapshot.linked(Relation::AgreementChildren, parent.record())?;
                let children = children.into_iter();
                let children = children.map(|child| AgreementId::from_number(child.number));
                Ok::<_, StoreError>(children.collect())
            })?);
        }
        Ok(all)
    }

    /// The figures of one place within a scope. A field counts as recorded whatever the
    /// boundaries: it has no province in it.
    ///
    /// Costs one cell where the scope names statuses only; those of the place where it names
    /// sectors or whole years of a pair or of the network; otherwise the records of the place or
    /// of the agreements named, whichever are fewer. At an earlier moment, always these.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn tally(
        &self,
        place: FigureKey,
        scope: &Scope,
        boundaries: Boundaries,
    ) -> Result<Arc<Tally>, StoreError> {
        let era = self.era_at(place, boundaries);
        if let Some(cells) = self.snapshot.cells()
            && let Some(tally) = cells.tally(era, place, scope)?
        {
            return Ok(tally);
        }
        let mut tally = Tally::default();
        self.each_fact(Some(place), scope, era, &mut |fact| tally.add(&fact.tally))?;
        Ok(Arc::new(tally))
    }

    /// The figures of one place within a scope, told apart by sector, by year or by both, as the
    /// level says: of every cell that is not empty, in the order of the keys. Their sum is
    /// [`Figures::tally`].
    ///
    /// Costs the cells of a pair or of the network, as long as [`Scope::level`] tells one;
    /// otherwise as [`Figures::tally`] does.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn cells(
        &self,
        place: FigureKey,
        scope: &Scope,
        boundaries: Boundaries,
        apart: Level,
    ) -> Result<Vec<(CellKey, Arc<Tally>)>, StoreError> {
        let era = self.era_at(place, boundaries);
        let mut told: BTreeMap<CellKey, Arc<Tally>> = BTreeMap::new();
        let mut tell = |sector, year, part: &Arc<Tally>| {
            let sector = if apart.sector { sector } else { OneOrAll::All };
            let year = if apart.year { year } else { OneOrAll::All };
            match told.entry(CellKey { era, place, sector, year }) {
                Entry::Vacant(none) => {
                    none.insert(Arc::clone(part));
                }
                Entry::Occupied(mut some) => Arc::make_mut(some.get_mut()).add(part),
            }
        };
        if let Some(cells) = self.snapshot.cells()
            && let Some(cells) = cells.told_apart(era, place, scope, apart)?
        {
            for (key, part) in &cells {
                tell(key.sector, key.year, part);
            }
        } else {
            self.each_fact(Some(place), scope, era, &mut |fact| {
                let (sector, year) = (OneOrAll::This(fact.sector), OneOrAll::This(fact.year()));
                tell(sector, year, &Arc::new(fact.tally.clone()));
            })?;
        }
        told.retain(|_, tally| !tally.is_empty());
        Ok(told.into_iter().collect())
    }

    /// The figures of every pair that has any within a scope; what may belong to a pair but is
    /// unresolved is a figure, too.
    ///
    /// Costs the pairs; where sectors or whole years are named, the cells of all pairs; otherwise
    /// the records of the agreements named, or all.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn matrix(
        &self,
        scope: &Scope,
        boundaries: Boundaries,
    ) -> Result<BTreeMap<ProvincePair, Summed>, StoreError> {
        let era = self.era(boundaries);
        if let Some(matrix) =
            self.snapshot.cells().map(|cells| cells.matrix(era, scope)).transpose()?.flatten()
        {
            return Ok(matrix);
        }
        let mut matrix: BTreeMap<_, Tally> = BTreeMap::new();
        self.each_fact(None, scope, era, &mut |fact| {
            if let FigureKey::Pair(pair) = fact.place {
                matrix.entry(pair).or_default().add(&fact.tally);
            }
        })?;
        Ok(matrix.into_iter().map(|(pair, tally)| (pair, Arc::new(tally).into())).collect())
    }

    /// All pairs together within a scope.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn network(&self, scope: &Scope, boundaries: Boundaries) -> Result<Network, StoreError> {
        let matrix = self.matrix(scope, boundaries)?;
        Ok(Network::of(matrix.iter().map(|(pair, figures)| (*pair, &**figures.tally()))))
    }

    fn era_at(&self, place: FigureKey, boundaries: Boundaries) -> Era {
        match place {
            FigureKey::Field(_) => Era::AsRecorded,
            FigureKey::Network | FigureKey::Pair(_) | FigureKey::Province(_) => {
                self.era(boundaries)
            }
        }
    }
}
