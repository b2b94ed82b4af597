//! Cells and facts give the figures that the definitions give, before and after edits.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;

use super::{
    brute::{Count, outcome_day},
    world::{
        Edit, MERGER, SECOND, World, activity, any_edit, any_world, indicator, numbered, outcome,
        participant, province,
    },
};
use crate::{
    ActivityId, ActivityStatus, Actor, AgreementId, Decimal, IndicatorId, Measure, NounId, Outcome,
    OutcomeId, OutcomeStatus, Role, SectorId,
    string_form::assert::survives_serde,
    tally::{
        Boundaries, Cell, CellKey, Fact, FigureKey, Network, ProvincePair, Scope, Sum, Tally,
        change,
    },
};

fn all_boundaries() -> [Boundaries; 4] {
    [
        Boundaries::AsRecorded,
        Boundaries::On(date(2020, 1, 1)),
        Boundaries::On(MERGER),
        Boundaries::On(SECOND),
    ]
}

fn pairs() -> Vec<ProvincePair> {
    let all = (1..=9).flat_map(|a| (a + 1..=9).map(move |b| (province(a), province(b))));
    all.filter_map(|(a, b)| ProvincePair::new(a, b)).collect()
}

fn scopes() -> Vec<Scope> {
    let periods =
        ["2024", "2024/2025", "../2024", "2025/..", "2024-03-02/2024-06-30", "2023-01/2023"];
    let mut scopes: Vec<Scope> = periods
        .iter()
        .map(|text| Scope { period: Some(text.parse().unwrap()), ..Scope::default() })
        .collect();
    let agreements = Some([1, 3].map(AgreementId::from_number).into());
    let sectors = Some([2].map(SectorId::from_number).into());
    let statuses = Some([ActivityStatus::Completed, ActivityStatus::Planned].into());
    scopes.push(Scope { agreements: agreements.clone(), ..scopes[1].clone() });
    scopes.push(Scope { sectors: sectors.clone(), ..Scope::default() });
    scopes.push(Scope { statuses: statuses.clone(), ..Scope::default() });
    scopes.push(Scope { agreements, sectors, statuses, ..scopes[0].clone() });
    scopes.push(Scope::default());
    scopes
}

/// What a store answers from its cells; `None` where facts must be added up.
fn from_cells(
    cells: &BTreeMap<CellKey, Cell>,
    scope: &Scope,
    told_apart: bool,
    wanted: impl Fn(&CellKey) -> bool,
) -> Option<Tally> {
    let level = scope.level(told_apart)?;
    let mut tally = Tally::default();
    for (key, cell) in cells {
        if wanted(key) && key.level() == level && scope.admits_cell(key) {
            tally.add(&cell.tally(scope));
        }
    }
    Some(tally)
}

fn from_facts(facts: &[Fact], scope: &Scope, wanted: impl Fn(&Fact) -> bool) -> Tally {
    let mut tally = Tally::default();
    for fact in facts.iter().filter(|fact| wanted(fact) && scope.admits(fact)) {
        tally.add(&fact.tally);
    }
    tally
}

fn check(world: &World, cells: &BTreeMap<CellKey, Cell>) {
    let (units, facts) = (world.units(), world.facts());
    for boundaries in all_boundaries() {
        let era = units.era(boundaries);
        for pair in pairs() {
            let place = FigureKey::Pair(pair);
            for scope in &scopes() {
                let count = Count { world, boundaries, scope, a: pair.a(), b: pair.b() };
                let expected = count.tally();
                let by_facts = from_facts(&facts, scope, |it| it.era == era && it.place == place);
                assert_eq!(by_facts, expected, "{pair:?} {scope:?} {boundaries:?}");
                for told_apart in [false, true] {
                    let wanted = |key: &CellKey| key.era == era && key.place == place;
                    if let Some(found) = from_cells(cells, scope, told_apart, wanted) {
                        assert_eq!(found, expected, "{pair:?} {scope:?} {boundaries:?}");
                    }
                }
                bounded(&expected);
            }
        }
    }
}

fn bounded(tally: &Tally) {
    let minus_one = Decimal::from(-1i64);
    for bounds in [tally.reciprocity(), tally.one_way_share(), tally.balance()] {
        assert_eq!(bounds.low.is_none(), tally.activities() == 0);
        assert_eq!(bounds.high.is_none(), tally.activities() == 0);
        assert!(bounds.low <= bounds.high, "{bounds:?}");
        assert!(bounds.if_one_way.is_none_or(|it| Some(it) >= bounds.low));
        assert!(bounds.if_one_way.is_none_or(|it| Some(it) <= bounds.high));
        assert!(bounds.low <= bounds.if_mutual && bounds.if_mutual <= bounds.high);
        assert_eq!(bounds.value(), bounds.low.filter(|_| tally.unspecified == 0));
        let least = if bounds == tally.balance() { minus_one } else { Decimal::ZERO };
        assert!(bounds.low.is_none_or(|low| low >= least), "{bounds:?}");
        assert!(bounds.high.is_none_or(|high| high <= Decimal::ONE), "{bounds:?}");
    }
    for rate in [tally.completion_rate(), tally.evidence_share()] {
        assert!(rate.is_none_or(|rate| (Decimal::ZERO..=Decimal::ONE).contains(&rate)), "{rate:?}");
    }
    assert_eq!(tally.paired(), tally.activities());
    let swapped = tally.clone().swapped();
    assert_eq!(swapped.reciprocity(), tally.reciprocity());
    assert_eq!(swapped.one_way_share(), tally.one_way_share());
    let negated = |it: Option<Decimal>| it.and_then(|it| Decimal::ZERO.checked_sub(it));
    assert_eq!(swapped.balance().low, negated(tally.balance().high));
    assert_eq!(swapped.balance().high, negated(tally.balance().low));
    assert_eq!(swapped.swapped(), *tally);
}

fn cells_of(facts: &[Fact]) -> BTreeMap<CellKey, Cell> {
    change(&[], facts)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_of_a_pair_is_the_one_defined_before_and_after_edits(
        world in any_world(), edits in prop::collection::vec(any_edit(), 0..6),
    ) {
        let mut world = world;
        let mut cells = cells_of(&world.facts());
        check(&world, &cells);
        for edit in edits {
            // An edit of an outcome may name one that is not registered yet: then it is new.
            world.edit(&edit, &mut cells);
        }
        check(&world, &cells);
        prop_assert_eq!(&cells, &cells_of(&world.facts()));
        for (key, cell) in &cells {
            prop_assert!(!cell.is_empty());
            survives_serde(key);
            survives_serde(cell);
        }
    }

    #[test]
    fn distinct_activities_are_the_same_under_any_boundaries(world in any_world()) {
        let (units, facts) = (world.units(), world.facts());
        for scope in &scopes() {
            let of = |boundaries| {
                let era = units.era(boundaries);
                from_facts(&facts, scope, |it| it.era == era && it.place == FigureKey::Network)
            };
            let recorded = of(Boundaries::AsRecorded);
            for boundaries in all_boundaries() {
                let tally = of(boundaries);
                prop_assert_eq!(&tally.statuses, &recorded.statuses);
                prop_assert_eq!(&tally.outcomes, &recorded.outcomes);
                prop_assert_eq!(&tally.sums, &recorded.sums);
                prop_assert_eq!(&tally.commitments, &recorded.commitments);
                prop_assert_eq!(tally.event_count(), recorded.event_count());
                prop_assert_eq!(tally.placement.total(), tally.activities());
            }
        }
    }

    #[test]
    fn a_sum_is_that_of_the_last_value_of_each_series(world in any_world()) {
        let facts = world.facts();
        let recorded = world.units().era(Boundaries::AsRecorded);
        let of_network =
            |it: &Fact| it.era == recorded && it.place == FigureKey::Network;
        let tally = from_facts(&facts, &Scope::default(), of_network);
        for unit in ["persons", "tonnes"] {
            let sum = tally.sums.find(&unit.to_owned()).and_then(Sum::total);
            let expected = last_of_each_series(&world, unit);
            prop_assert_eq!(sum.unwrap_or(Decimal::ZERO), expected, "{}", unit);
        }
    }

    #[test]
    fn the_order_of_facts_and_rows_does_not_matter(world in any_world()) {
        let mut turned = world.clone();
        for activity in turned.activities.values_mut() {
            activity.participants.reverse();
            let again = activity.participants.clone();
            activity.participants.extend(again);
            activity.commitments.reverse();
        }
        let mut facts = turned.facts();
        facts.reverse();
        prop_assert_eq!(cells_of(&facts), cells_of(&world.facts()));
    }

    #[test]
    fn a_network_is_the_sum_of_its_pairs(world in any_world()) {
        let facts = world.facts();
        let era = world.units().era(Boundaries::On(MERGER));
        let mut tallies: BTreeMap<ProvincePair, Tally> = BTreeMap::new();
        for fact in facts.iter().filter(|fact| fact.era == era) {
            if let FigureKey::Pair(pair) = fact.place {
                tallies.entry(pair).or_default().add(&fact.tally);
            }
        }
        let network = Network::of(tallies.iter().map(|(pair, tally)| (*pair, tally)));
        let w = |a: u64, b: u64| {
            let pair = ProvincePair::new(province(a), province(b)).unwrap();
            let tally = tallies.get(&pair).cloned().unwrap_or_default();
            if pair.a() == province(a) { tally.w_ab() } else { tally.w_ba() }
        };
        let ordered: Vec<_> =
            (1..=9).flat_map(|a| (1..=9).map(move |b| (a, b))).filter(|(a, b)| a != b).collect();
        let weight: i64 = ordered.iter().map(|(a, b)| w(*a, *b)).sum();
        prop_assert_eq!(network.weights.weight, weight);
        let reciprocated: i64 = ordered.iter().map(|(a, b)| w(*a, *b).min(w(*b, *a))).sum();
        prop_assert_eq!(network.weights.reciprocated, reciprocated);
        if network.weights.unspecified == 0 {
            let reciprocity = Decimal::ratio(reciprocated, weight);
            prop_assert_eq!(network.reciprocity().value(), reciprocity);
        }
        let directed = ordered.iter().filter(|(a, b)| w(*a, *b) > 0).count();
        prop_assert_eq!(usize::try_from(network.directed_pairs).unwrap(), directed);
        let of = |kind: fn(bool, bool, bool) -> bool| {
            let pairs = tallies.values().filter(|it| it.activities() > 0);
            let fits = pairs.filter(|it| kind(it.w_ab() > 0, it.w_ba() > 0, it.unspecified > 0));
            i64::try_from(fits.count()).unwrap()
        };
        prop_assert_eq!(network.pairs, of(|_, _, _| true));
        prop_assert_eq!(network.mutual_pairs, of(|forth, back, _| forth && back));
        prop_assert_eq!(network.one_way_pairs, of(|forth, back, open| forth != back && !open));
        prop_assert_eq!(network.unspecified_pairs, of(|forth, back, open| open && !(forth && back)));
        for (unit, standing) in &network.provinces {
            let a = unit.number();
            let out = (1..=9).filter(|b| *b != a).map(|b| w(a, b));
            prop_assert_eq!(standing.out_strength, out.clone().sum::<i64>());
            prop_assert_eq!(standing.out_degree, out.map(|w| i64::from(w > 0)).sum::<i64>());
            let into = (1..=9).filter(|b| *b != a).map(|b| w(b, a));
            prop_assert_eq!(standing.in_strength, into.sum::<i64>());
        }
    }
}

/// The last value of each series of the cumulative indicator, and all other values, in a unit.
fn last_of_each_series(world: &World, unit: &str) -> Decimal {
    let mut last = BTreeMap::new();
    let mut total = Decimal::ZERO;
    for (id, it) in &world.outcomes {
        let is_sum = it.status == OutcomeStatus::Approved && it.measure == Measure::Unit;
        if !is_sum || it.unit.as_deref() != Some(unit) {
            continue;
        }
        let value = it.value.unwrap();
        if it.indicator.is_some_and(|id| world.indicators[&id].cumulative) {
            let subject = (it.event, it.activity.filter(|_| it.event.is_none()));
            let series = format!("{:?} {:?} {subject:?}", it.provider, it.beneficiary);
            let day = outcome_day(world, it);
            let latest = it.period.and_then(|period| period.latest()).or(day);
            let known = last.entry(series).or_insert(((latest, day, *id), value));
            if known.0 < (latest, day, *id) {
                *known = ((latest, day, *id), value);
            }
        } else {
            total = total.checked_add(value).unwrap();
        }
    }
    last.values().fold(total, |total, (_, value)| total.checked_add(*value).unwrap())
}

#[test]
fn cumulative_values_are_kept_by_series() {
    let provider = |number| Some(Actor { province: Some(province(number)), organization: None });
    let value = |value: u64, of: u64, year: &str| Outcome {
        activity: Some(ActivityId::from_number(1)),
        indicator: Some(IndicatorId::from_number(1)),
        value: Some(value.into()),
        unit: Some("persons".to_owned()),
        provider: provider(1),
        beneficiary: provider(of),
        period: Some(year.parse().unwrap()),
        ..outcome()
    };
    let rows = [(1, Role::Provider), (2, Role::Beneficiary), (3, Role::Beneficiary)];
    let rows = rows.map(|(number, role)| participant(number, role)).to_vec();
    let mut world = World {
        activities: numbered(vec![activity(rows, ActivityStatus::Ongoing)]),
        outcomes: numbered(vec![
            value(12, 2, "2023"),
            value(4, 3, "2023"),
            value(30, 2, "2024"),
            value(9, 3, "2024"),
        ]),
        indicators: numbered(vec![indicator(true)]),
        ..World::default()
    };
    let total = |world: &World, place, scope: &Scope| {
        let tally = from_facts(&world.facts(), scope, |it| it.place == place);
        tally.sums.find(&"persons".to_owned()).and_then(Sum::total).map(|it| it.to_string())
    };
    let all = Scope::default();
    let pair = |other| FigureKey::Pair(ProvincePair::new(province(1), province(other)).unwrap());
    assert_eq!(total(&world, FigureKey::Network, &all).as_deref(), Some("39"));
    assert_eq!(total(&world, pair(2), &all).as_deref(), Some("30"));
    assert_eq!(total(&world, pair(3), &all).as_deref(), Some("9"));
    let of_2023 = Scope { period: Some("2023".parse().unwrap()), ..Scope::default() };
    assert_eq!(total(&world, FigureKey::Network, &of_2023).as_deref(), Some("16"));
    // What is retracted is taken away, and the value before it holds again.
    let mut cells = cells_of(&world.facts());
    let retracted = Outcome { status: OutcomeStatus::Retracted, ..value(30, 2, "2024") };
    world.edit(&Edit::Outcome(OutcomeId::from_number(3), retracted), &mut cells);
    assert_eq!(total(&world, FigureKey::Network, &all).as_deref(), Some("21"));
    assert_eq!(cells, cells_of(&world.facts()));
}

#[test]
fn a_pair_is_one_value_in_either_order() {
    let (a, b) = (province(7), province(2));
    assert_eq!(ProvincePair::new(a, b), ProvincePair::new(b, a));
    assert_eq!(ProvincePair::new(a, a), None);
    let stored: Result<ProvincePair, _> = serde_json::from_str("[7, 2]");
    assert!(stored.is_err());
}
