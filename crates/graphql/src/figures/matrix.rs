//! The cooperation of all pairs.

use macros::{Input, object};
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use async_graphql::Result;

use super::{
    cooperation::Cooperation,
    enums::{Direction, Figure},
    inputs::{AnsweredBoundaries, named},
    network::Network,
    notice::{Notice, standing},
    question::FigureQuery,
    tally::Tally,
};
use crate::{
    error::internal,
    moment::Moment,
    page::{CellArguments, PageArguments, Rank, Ranked, RankedConnection},
    query::names::ProvinceBy,
    types,
};
use domain::{
    Entity, Noun, NounId, Province, ProvinceId,
    edge::Relation,
    tally::{self, Boundaries, FigureKey, ProvincePair, Scope, Summed, units::live_pairs},
};

/// Most cells of a page: all pairs of 63 provinces are 1,953. A cell reads no record.
pub const CELLS_MAX: usize = 2_000;

/// The tally of every pair within a question about the network.
pub struct Matrix {
    pub question: FigureQuery,
    pub cells: BTreeMap<ProvincePair, Summed>,
    network: OnceLock<tally::Network>,
    /// The province that is always a.
    from: Option<ProvinceId>,
}

impl Matrix {
    fn new(question: FigureQuery, cells: BTreeMap<ProvincePair, Summed>) -> Self {
        Self { question, cells, network: OnceLock::new(), from: None }
    }

    /// All pairs together.
    pub fn network(&self) -> &tally::Network {
        let cells = self.cells.iter();
        self.network
            .get_or_init(|| tally::Network::of(cells.map(|(pair, it)| (*pair, &**it.tally()))))
    }

    /// The pairs of one province, each seen from it.
    pub fn seen_from(&self, province: ProvinceId) -> Self {
        let mut cells = self.cells.clone();
        cells.retain(|pair, _| pair.contains(province));
        Self { from: Some(province), ..Self::new(self.question.clone(), cells) }
    }

    /// The cooperation of a pair; nothing was counted of one that is not in the matrix.
    pub fn cooperation(&self, pair: ProvincePair) -> Cooperation {
        let swapped = self.from == Some(pair.b());
        let question =
            FigureQuery { place: FigureKey::Pair(pair), swapped, ..self.question.clone() };
        let tally = self.cells.get(&pair).map(|figures| Arc::clone(figures.tally()));
        Cooperation::new(question, Some(tally.unwrap_or_default()))
    }

    /// Adds the pairs of units that existed together, or on the day of the boundaries.
    fn fill(&mut self) -> Result<()> {
        let moment = &self.question.moment;
        let mut provinces = Vec::new();
        for place in moment.places(Relation::All, None, Noun::Province) {
            let id = place?.to;
            provinces.extend(moment.find(id)?.map(|found| (id.number, found)));
        }
        let named = provinces.iter().filter_map(|(number, found)| {
            Some((ProvinceId::from_number(*number), Province::of(&found.record)?))
        });
        for pair in live_pairs(named, self.question.boundaries) {
            self.cells.entry(pair).or_default();
        }
        Ok(())
    }
}

/// The order of the cells of a matrix. Ties are broken by registration of the provinces. Cells
/// without a value (a rate of nothing) come last.
#[derive(Debug, Clone, Copy, Input)]
pub struct CooperationOrder {
    /// The figure to order by.
    figure: Figure,
    /// The direction.
    #[graphql(default)]
    direction: Direction,
}

/// The cooperation of all pairs.
pub struct CooperationMatrix {
    question: FigureQuery,
    include_empty: bool,
    /// The province whose pairs alone are asked for.
    hub: Option<ProvinceId>,
    matrix: OnceLock<Result<Arc<Matrix>>>,
}

impl CooperationMatrix {
    /// The matrix of all pairs, or of the pairs of the province that is named.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where the province is not there, or is ambiguous under the boundaries.
    pub fn asked(
        moment: &Moment,
        of: Option<&ProvinceBy>,
        scope: Arc<Scope>,
        boundaries: Boundaries,
        include_empty: bool,
    ) -> Result<Self> {
        let named = of.map(|of| named(of, "of", moment, boundaries)).transpose()?;
        let (units, notices) = standing(named.as_slice(), moment, boundaries)?;
        let question = FigureQuery::about(moment, FigureKey::Network, scope, boundaries);
        let question = FigureQuery { notices, ..question };
        let hub = units.first().copied();
        Ok(Self { question, include_empty, hub, matrix: OnceLock::new() })
    }

    /// The tally of every pair, worked out once for all that is asked.
    fn matrix(&self) -> Result<Arc<Matrix>> {
        let work = || {
            let FigureQuery { moment, scope, boundaries, .. } = &self.question;
            let cells = moment.figures()?.matrix(scope, *boundaries).map_err(internal)?;
            let mut matrix = Matrix::new(self.question.clone(), cells);
            if self.include_empty {
                matrix.fill()?;
            }
            Ok(Arc::new(match self.hub {
                Some(hub) => matrix.seen_from(hub),
                None => matrix,
            }))
        };
        self.matrix.get_or_init(work).clone()
    }

    fn page(
        &self,
        order_by: Option<CooperationOrder>,
        asked: &PageArguments,
    ) -> Result<RankedConnection<Cooperation>> {
        let CooperationOrder { figure, direction } = order_by
            .unwrap_or(CooperationOrder { figure: Figure::Activities, direction: Direction::Desc });
        let matrix = self.matrix()?;
        let by = tally::Figure::from(figure);
        let entry = |(pair, figures): (&ProvincePair, &Summed)| {
            let rank = Rank::default()
                .number(figures.value(by), direction == Direction::Desc)
                .ascending(pair.a().number())
                .ascending(pair.b().number());
            (rank, *pair)
        };
        Ranked {
            order: vec![b'c', figure as u8, direction as u8],
            entries: matrix.cells.iter().map(entry).collect(),
            most: CELLS_MAX,
        }
        .page_by(asked, |pair| matrix.cooperation(pair))
    }
}

/// The cooperation of all pairs, or of the pairs of one province, within a scope and under some
/// boundaries.
#[object]
impl CooperationMatrix {
    /// The boundaries that it is based on.
    fn boundaries(&self) -> AnsweredBoundaries {
        self.question.boundaries.into()
    }

    /// What to know of the province named by `of`: one that had ended by the day of the boundaries
    /// stands for the unit that it became.
    fn notices(&self) -> Vec<Notice> {
        self.question.notices.to_vec()
    }

    /// The province whose pairs alone are counted; null for all pairs.
    fn of(&self) -> Option<Result<types::Province>> {
        self.hub.and_then(|hub| self.question.moment.get(hub))
    }

    /// The pairs, each with its tally and its records. Pairs for which nothing is counted or
    /// unresolved are omitted unless `includeEmpty` is set. In each pair, a was registered before
    /// b; in the pairs of one province, a is that province.
    fn cells(
        &self,
        #[graphql(flatten)] page: CellArguments,
        /// The order; most activities first by default.
        order_by: Option<CooperationOrder>,
    ) -> Option<Result<RankedConnection<Cooperation>>> {
        Some(self.page(order_by, &page.into()))
    }

    /// The figures of all pairs together, and of records that belong to no pair. Every record
    /// counts once, however many pairs it belongs to. Null for the pairs of one province: its
    /// activities, each once, are `Province.directions`.
    fn totals(&self) -> Option<Result<Tally>> {
        if self.hub.is_some() {
            return None;
        }
        let tally = self.question.tally();
        Some(tally.map(|tally| Tally::new(self.question.clone(), tally)))
    }

    /// All these pairs together: their number, their reciprocity, and the standing of each province.
    fn network(&self) -> Option<Result<Network>> {
        Some(self.matrix().map(Network))
    }
}
