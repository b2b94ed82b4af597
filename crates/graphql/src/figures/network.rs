//! All pairs together: figures that are sums over pairs, and the pairs behind each.

use macros::{Enum, Input, object};
use std::sync::Arc;

use async_graphql::Result;

use super::{
    cooperation::Cooperation,
    enums::Direction,
    matrix::{CELLS_MAX, Matrix},
};
use crate::{
    page::{CellArguments, PageArguments, Rank, Ranked, RankedConnection},
    scalars::Decimal,
    types::Province,
};
use domain::{
    NounId, ProvinceId,
    tally::{self, ProvincePair},
};

macro_rules! sums {
    ($(#[$doc:meta])* $name:ident($of:ident: &$from:ty) {
        $($(#[$value_doc:meta])* $value:ident => $figure:expr),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$value_doc])* $value),+ }

        impl $name {
            fn value(self, $of: &$from) -> i64 {
                match self { $(Self::$value => $figure),+ }
            }
        }
    };
}

sums! {
    /// A figure that is summed over the pairs of a network.
    NetworkFigure(tally: &tally::Tally) {
        /// Pairs with an activity.
        Pairs => tally.activities().min(1),
        /// Pairs with flows in both directions, of one activity or of several.
        MutualPairs => tally.w_ab().min(tally.w_ba()).min(1),
        /// Pairs with flows in one direction only.
        OneWayPairs => i64::from((tally.w_ab() == 0) != (tally.w_ba() == 0)),
        /// One-way activities, summed over the pairs.
        OneWay => tally.one_way_ab + tally.one_way_ba,
        /// Mutual activities, summed over the pairs.
        Mutual => tally.mutual,
        /// `Σ w_ij` over ordered pairs: what reciprocity is a share of.
        Weight => tally.w_ab() + tally.w_ba(),
    }
}

sums! {
    /// A figure of one province, summed over its pairs.
    StandingFigure(standing: &tally::Standing) {
        /// Provinces with which it has an activity.
        Degree => standing.degree,
        /// Provinces to which it has a flow.
        OutDegree => standing.out_degree,
        /// Provinces from which it has a flow.
        InDegree => standing.in_degree,
        /// Its activities, summed over its pairs.
        Strength => standing.strength,
        /// Its activities with a flow from it, summed over its pairs.
        OutStrength => standing.out_strength,
        /// Its activities with a flow to it, summed over its pairs.
        InStrength => standing.in_strength,
    }
}

/// The order of the provinces of a network. Ties are broken by registration.
#[derive(Debug, Clone, Copy, Input)]
pub struct StandingOrder {
    /// The figure to order by.
    figure: StandingFigure,
    /// The direction.
    #[graphql(default)]
    direction: Direction,
}

/// All pairs together.
pub struct Network(pub Arc<Matrix>);

/// All pairs together. An activity counts once in each of its pairs; `totals` has the number of
/// distinct activities.
#[object]
impl Network {
    /// Pairs with an activity.
    fn pairs(&self) -> i64 {
        self.0.network().pairs
    }

    /// Ordered pairs with a flow from the first to the second.
    fn directed_pairs(&self) -> i64 {
        self.0.network().directed_pairs()
    }

    /// Pairs with flows in both directions, of one activity or of several.
    fn mutual_pairs(&self) -> i64 {
        self.0.network().mutual_pairs
    }

    /// Pairs with flows in one direction only.
    fn one_way_pairs(&self) -> i64 {
        self.0.network().one_way_pairs
    }

    /// One-way activities, summed over the pairs.
    fn one_way(&self) -> i64 {
        self.0.network().one_way
    }

    /// Mutual activities, summed over the pairs.
    fn mutual(&self) -> i64 {
        self.0.network().mutual
    }

    /// The share of one-way activities among the activities of all pairs.
    fn one_way_share(&self) -> Option<Decimal> {
        self.0.network().one_way_share().map(Decimal)
    }

    /// Reciprocity of a network: `Σ min(w_ij,w_ji) / Σ w_ij` (weighted reciprocity: Squartini,
    /// Picciolo, Ruzzenenti, Garlaschelli, Sci. Rep. 3:2729, 2013). w counts activities; null where
    /// there is no flow.
    fn reciprocity(&self) -> Option<Decimal> {
        self.0.network().reciprocity().map(Decimal)
    }

    /// `Σ w_ij` over ordered pairs.
    fn weight(&self) -> i64 {
        self.0.network().weight
    }

    /// The pairs that a figure sums up, largest contribution first. Each leads to its records.
    fn contributors(
        &self,
        /// The figure.
        figure: NetworkFigure,
        #[graphql(flatten)] page: CellArguments,
    ) -> Option<Result<RankedConnection<Cooperation>>> {
        let worth = |_, tally: &tally::Tally| figure.value(tally);
        Some(pairs(&self.0, &[b'n', figure as u8], worth, &page.into()))
    }

    /// Each province with an activity in some pair.
    fn provinces(
        &self,
        #[graphql(flatten)] page: CellArguments,
        /// The order; greatest degree first by default.
        order_by: Option<StandingOrder>,
    ) -> Option<Result<RankedConnection<ProvinceStanding>>> {
        let StandingOrder { figure, direction } = order_by.unwrap_or(StandingOrder {
            figure: StandingFigure::Degree,
            direction: Direction::Desc,
        });
        let entry = |(province, standing): (&ProvinceId, &tally::Standing)| {
            let rank = Rank::default()
                .number(Some(figure.value(standing).into()), direction == Direction::Desc)
                .ascending(province.number());
            let matrix = Arc::clone(&self.0);
            (rank, ProvinceStanding { matrix, province: *province, standing: *standing })
        };
        let ranked = Ranked {
            order: vec![b's', figure as u8, direction as u8],
            entries: self.0.network().provinces.iter().map(entry).collect(),
            most: CELLS_MAX,
        };
        Some(ranked.page(&page.into()))
    }
}

/// The standing of one province in a network.
pub struct ProvinceStanding {
    matrix: Arc<Matrix>,
    province: ProvinceId,
    standing: tally::Standing,
}

/// The standing of one province in a network.
#[object]
impl ProvinceStanding {
    /// The province.
    fn province(&self) -> Option<Result<Province>> {
        self.matrix.question.moment.get(self.province)
    }

    /// Provinces with which it has an activity.
    fn degree(&self) -> i64 {
        self.standing.degree
    }

    /// Provinces to which it has a flow.
    fn out_degree(&self) -> i64 {
        self.standing.out_degree
    }

    /// Provinces from which it has a flow.
    fn in_degree(&self) -> i64 {
        self.standing.in_degree
    }

    /// Its activities, summed over its pairs.
    fn strength(&self) -> i64 {
        self.standing.strength
    }

    /// Its activities with a flow from it, summed over its pairs.
    fn out_strength(&self) -> i64 {
        self.standing.out_strength
    }

    /// Its activities with a flow to it, summed over its pairs.
    fn in_strength(&self) -> i64 {
        self.standing.in_strength
    }

    /// The pairs that a figure sums up, largest contribution first, seen from this province. Each
    /// leads to its records.
    fn contributors(
        &self,
        /// The figure.
        figure: StandingFigure,
        #[graphql(flatten)] page: CellArguments,
    ) -> Option<Result<RankedConnection<Cooperation>>> {
        let worth = |pair: ProvincePair, tally: &tally::Tally| {
            // What a network of this one pair gives the province.
            let network = tally::Network::of([(pair, tally)]);
            network.provinces.get(&self.province).map_or(0, |standing| figure.value(standing))
        };
        let matrix = self.matrix.seen_from(self.province);
        Some(pairs(&matrix, &[b'p', figure as u8], worth, &page.into()))
    }
}

/// The pairs that are worth something, those worth most first.
fn pairs(
    matrix: &Matrix,
    order: &[u8],
    worth: impl Fn(ProvincePair, &tally::Tally) -> i64,
    asked: &PageArguments,
) -> Result<RankedConnection<Cooperation>> {
    let entry = |(pair, tally): (&ProvincePair, &Arc<tally::Tally>)| {
        let worth = worth(*pair, tally);
        let rank = Rank::default()
            .number(Some(worth.into()), true)
            .ascending(pair.a().number())
            .ascending(pair.b().number());
        (worth != 0).then(|| (rank, matrix.cooperation(*pair, Some(tally))))
    };
    let entries = matrix.cells.iter().filter_map(entry).collect();
    Ranked { order: order.to_vec(), entries, most: CELLS_MAX }.page(asked)
}
