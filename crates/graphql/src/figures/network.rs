//! All pairs together: figures that are sums over pairs, and the pairs behind each.

use macros::{Enum, Input, object};
use std::sync::Arc;

use async_graphql::Result;

use super::{
    cooperation::Cooperation,
    directions::Bounds,
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
    tally::{self, ProvincePair, Way},
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
        MutualPairs => i64::from(tally.pair_way() == Some(Way::Mutual)),
        /// Pairs with flows in one direction only, and without an unspecified activity.
        OneWayPairs => i64::from(tally.pair_way() == Some(Way::OneWay)),
        /// Pairs of which no source says whether they are one way or mutual.
        UnspecifiedPairs => i64::from(tally.pair_way() == Some(Way::Unspecified)),
        /// One-way activities, summed over the pairs.
        OneWay => tally.one_way(),
        /// Mutual activities, summed over the pairs.
        Mutual => tally.mutual,
        /// Activities whose direction no source states, summed over the pairs.
        Unspecified => tally.unspecified,
        /// `Σ w_ij` over ordered pairs: what reciprocity is a share of.
        Weight => tally.w_ab() + tally.w_ba(),
    }
}

sums! {
    /// A figure of one province, summed over its pairs.
    StandingFigure(standing: &tally::Standing) {
        /// Provinces with which it has an activity.
        Degree => standing.degree,
        /// Provinces to which it has a stated flow.
        OutDegree => standing.out_degree,
        /// Provinces from which it has a stated flow.
        InDegree => standing.in_degree,
        /// Its activities, summed over its pairs.
        Strength => standing.strength,
        /// Its activities with a stated flow from it, summed over its pairs.
        OutStrength => standing.out_strength,
        /// Its activities with a stated flow to it, summed over its pairs.
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
/// distinct activities, and their directions.
#[object]
impl Network {
    /// Pairs with an activity.
    fn pairs(&self) -> i64 {
        self.0.network().pairs
    }

    /// Ordered pairs with a stated flow from the first to the second.
    fn directed_pairs(&self) -> i64 {
        self.0.network().directed_pairs
    }

    /// Pairs with stated flows in both directions, of one activity or of several.
    fn mutual_pairs(&self) -> i64 {
        self.0.network().mutual_pairs
    }

    /// Pairs with stated flows in one direction only, and without an unspecified activity.
    fn one_way_pairs(&self) -> i64 {
        self.0.network().one_way_pairs
    }

    /// All other pairs: each has an unspecified activity, so that no source says whether the pair is
    /// mutual or one way. At least `mutualPairs` and at most `mutualPairs + unspecifiedPairs` are
    /// mutual, and likewise for one way.
    fn unspecified_pairs(&self) -> i64 {
        self.0.network().unspecified_pairs
    }

    /// One-way activities, summed over the pairs.
    fn one_way(&self) -> i64 {
        self.0.network().one_way
    }

    /// Mutual activities, summed over the pairs.
    fn mutual(&self) -> i64 {
        self.0.network().mutual
    }

    /// Activities of which no source says who gives and who receives, summed over the pairs.
    fn unspecified(&self) -> i64 {
        self.0.network().weights.unspecified
    }

    /// The share of one-way activities among the activities of all pairs; null if there are none, or
    /// if it hangs on unspecified activities.
    fn one_way_share(&self) -> Option<Decimal> {
        self.0.network().one_way_share().value().map(Decimal)
    }

    /// The same share with its bounds: `low` if all unspecified activities are mutual, `high` if all
    /// are one way.
    fn one_way_share_bounds(&self) -> Bounds {
        self.0.network().one_way_share().into()
    }

    /// Reciprocity of a network: `Σ min(w_ij,w_ji) / Σ w_ij` (weighted reciprocity: Squartini,
    /// Picciolo, Ruzzenenti, Garlaschelli, Sci. Rep. 3:2729, 2013). w counts activities; null where
    /// there is no flow, or if it hangs on unspecified activities.
    fn reciprocity(&self) -> Option<Decimal> {
        self.0.network().reciprocity().value().map(Decimal)
    }

    /// The same reciprocity with its bounds: `low` if all unspecified activities are one way, in the
    /// direction that most of their pair go already; `high` if in each pair as many as there are
    /// unanswered flows go the other way, and the rest are mutual. If all are mutual, it is
    /// `ifMutual`.
    fn reciprocity_bounds(&self) -> Bounds {
        self.0.network().reciprocity().into()
    }

    /// `Σ w_ij` over ordered pairs.
    fn weight(&self) -> i64 {
        self.0.network().weights.weight
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

    /// Provinces to which it has a stated flow.
    fn out_degree(&self) -> i64 {
        self.standing.out_degree
    }

    /// Provinces from which it has a stated flow.
    fn in_degree(&self) -> i64 {
        self.standing.in_degree
    }

    /// Its activities, summed over its pairs.
    fn strength(&self) -> i64 {
        self.standing.strength
    }

    /// Its activities with a stated flow from it, summed over its pairs.
    fn out_strength(&self) -> i64 {
        self.standing.out_strength
    }

    /// Its activities with a stated flow to it, summed over its pairs.
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
    let entry = |(pair, figures): (&ProvincePair, &tally::Summed)| {
        let worth = worth(*pair, figures.tally());
        let rank = Rank::default()
            .number(Some(worth.into()), true)
            .ascending(pair.a().number())
            .ascending(pair.b().number());
        (worth != 0).then_some((rank, *pair))
    };
    let entries = matrix.cells.iter().filter_map(entry).collect();
    Ranked { order: order.to_vec(), entries, most: CELLS_MAX }
        .page_by(asked, |pair| matrix.cooperation(pair))
}
