//! What becomes of pairs when provinces are merged and split.

use proptest::prelude::*;

use super::{
    brute,
    participants::participant,
    world::{
        MERGER, SECOND, World, activity, any_successions, numbered, province, succession,
        successions,
    },
};
use crate::{
    ActivityStatus, Noun, NounId, Role,
    tally::{
        Boundaries, Breakdown, Era, Fact, FigureKey, Placement, ProvincePair, Scope, Tally, Units,
        units::Resolution,
    },
};

fn tally(world: &World, era: Era, place: FigureKey) -> Tally {
    let mut tally = Tally::default();
    let of_place = |fact: &&Fact| fact.era == era && fact.place == place;
    world.facts().iter().filter(of_place).for_each(|fact| tally.add(&fact.tally));
    tally
}

fn pair(a: u64, b: u64) -> FigureKey {
    FigureKey::Pair(ProvincePair::new(province(a), province(b)).unwrap())
}

fn world(rows: &[&[(u64, Role)]]) -> World {
    let activities = rows.iter().map(|rows| {
        let rows = rows.iter().map(|(number, role)| participant(*number, *role)).collect();
        activity(rows, ActivityStatus::Ongoing)
    });
    World {
        activities: numbered(activities.collect()),
        successions: successions(),
        ..World::default()
    }
}

#[test]
fn an_activity_of_two_old_pairs_counts_once_in_the_merged_one() {
    let world = world(&[&[(5, Role::Provider), (1, Role::Beneficiary), (2, Role::Beneficiary)]]);
    assert_eq!(tally(&world, Era::AsRecorded, pair(5, 1)).activities(), 1);
    assert_eq!(tally(&world, Era::AsRecorded, pair(5, 2)).activities(), 1);
    let merged = tally(&world, Era::Since(MERGER), pair(5, 6));
    assert_eq!((merged.activities(), merged.one_way_ab), (1, 1));
    assert_eq!(tally(&world, Era::Since(SECOND), pair(5, 9)).activities(), 1);
}

#[test]
fn one_way_each_way_in_two_old_pairs_is_mutual_in_the_merged_one() {
    let world = world(&[&[
        (5, Role::Provider),
        (1, Role::Beneficiary),
        (2, Role::Provider),
        (5, Role::Beneficiary),
    ]]);
    assert_eq!(tally(&world, Era::AsRecorded, pair(5, 1)).mutual, 0);
    assert_eq!(tally(&world, Era::Since(MERGER), pair(5, 6)).mutual, 1);
}

#[test]
fn what_was_between_two_merged_provinces_is_internal() {
    let world = world(&[&[(1, Role::Provider), (2, Role::Beneficiary)]]);
    let network = tally(&world, Era::Since(MERGER), FigureKey::Network);
    assert_eq!(network.placement, Breakdown::one(Placement::Internal, 1));
    assert_eq!(network.activities(), 1);
    assert_eq!(tally(&world, Era::Since(MERGER), FigureKey::Province(province(6))).activities(), 1);
}

#[test]
fn a_split_province_is_unresolved_in_every_pair_that_it_may_be_in() {
    let world = world(&[&[(5, Role::Provider), (3, Role::Beneficiary), (4, Role::Beneficiary)]]);
    let era = Era::Since(MERGER);
    for successor in [7, 8] {
        let found = tally(&world, era, pair(5, successor));
        assert_eq!(
            (found.activities(), &found.unresolved),
            (0, &Breakdown::one(Noun::Activity, 1))
        );
        let found = tally(&world, era, FigureKey::Province(province(successor)));
        assert_eq!(
            (found.activities(), &found.unresolved),
            (0, &Breakdown::one(Noun::Activity, 1))
        );
    }
    let network = tally(&world, era, FigureKey::Network);
    assert_eq!(network.placement, Breakdown::one(Placement::Paired, 1));
    assert_eq!(network.unresolved, Breakdown::one(Noun::Activity, 1));
}

#[test]
fn a_merged_province_is_ambiguous_before_the_merger_and_a_split_one_is_not() {
    let units = Units::new(&successions());
    let before = units.era(Boundaries::On(MERGER.yesterday().unwrap()));
    assert_eq!(before, Era::Before);
    assert_eq!(units.resolve(before, province(7), None), Resolution::Unit(province(3)));
    assert_eq!(units.resolve(before, province(9), None).candidates(), [1, 2, 4].map(province));
    assert_eq!(units.resolve(before, province(6), None).unit(), None);
    assert_eq!(units.resolve(Era::Since(SECOND), province(1), None), Resolution::Unit(province(9)));
}

#[test]
fn parts_that_are_put_together_again_are_certain() {
    let units = Units::new(&[succession(MERGER, &[1], &[2, 3]), succession(SECOND, &[2, 3], &[4])]);
    assert_eq!(units.resolve(Era::Since(MERGER), province(1), None).unit(), None);
    assert_eq!(units.resolve(Era::Since(SECOND), province(1), None), Resolution::Unit(province(4)));
}

#[test]
fn without_successions_there_are_only_the_recorded_units() {
    let units = Units::new(&[]);
    assert_eq!(units.eras(), [Era::AsRecorded]);
    assert_eq!(units.era(Boundaries::On(MERGER)), Era::AsRecorded);
}

/// Part of 1 is carved out as 2; then 1 takes in 3 and a part of 4.
fn going_on() -> Units {
    Units::new(&[
        succession(MERGER, &[1], &[1, 2]),
        succession(SECOND, &[1, 3], &[1]),
        succession(SECOND, &[4], &[4, 1]),
    ])
}

#[test]
fn a_unit_that_goes_on_is_told_apart_by_the_day_of_the_record() {
    let units = going_on();
    let (before, carved, grown) = (Era::Before, Era::Since(MERGER), Era::Since(SECOND));
    let day = |on: jiff::civil::Date| Some(on.yesterday().unwrap());
    let found = |era, number, day| -> Vec<u64> {
        let found = units.resolve(era, province(number), day).candidates();
        found.iter().map(|it| it.number()).collect()
    };
    assert_eq!(found(before, 1, day(MERGER)), [1]);
    assert_eq!(found(carved, 1, day(MERGER)), [1, 2], "nobody says which part is meant");
    assert_eq!(found(grown, 1, day(MERGER)), [1, 2]);
    assert_eq!(found(before, 1, Some(MERGER)), [1]);
    assert_eq!(found(carved, 1, Some(MERGER)), [1]);
    assert_eq!(found(before, 2, day(MERGER)), [1], "it did not exist on the day of the record");
    assert_eq!(found(before, 2, None), [1]);
    assert_eq!(found(grown, 3, day(SECOND)), [1]);
    assert_eq!(found(carved, 1, Some(SECOND)), [1, 3, 4]);
    assert_eq!(found(before, 1, None), [1, 3, 4], "without a day it is as it was last");
    assert_eq!(found(grown, 4, day(SECOND)), [1, 4]);
    assert_eq!(found(carved, 4, Some(SECOND)), [4]);
    assert_eq!(found(Era::AsRecorded, 1, day(MERGER)), [1]);
}

#[test]
fn a_unit_named_in_a_question_is_itself_while_it_exists() {
    let units = going_on();
    for era in [Era::AsRecorded, Era::Before, Era::Since(MERGER), Era::Since(SECOND)] {
        assert_eq!(units.standing(era, province(1)), Resolution::Unit(province(1)));
    }
    assert_eq!(units.standing(Era::Before, province(2)), Resolution::Unit(province(1)));
    assert_eq!(units.standing(Era::Since(SECOND), province(3)), Resolution::Unit(province(1)));
    assert_eq!(units.always(Era::Since(MERGER), province(1)), None);
    assert_eq!(units.always(Era::Before, province(2)), Some(province(1)));
    let recorded: Vec<_> = units.recorded(Era::Since(MERGER), province(2)).into_iter().collect();
    assert_eq!(recorded, [1, 2].map(province));
}

proptest! {
    #[test]
    fn units_are_found_as_by_walking_every_succession(
        successions in prop_oneof![Just(successions()), any_successions()],
        number in 1..=9u64, year in 2022..2028i16, recorded in (2022..2028i16, 1..=12i8),
    ) {
        let world = World { successions, ..World::default() };
        let units = world.units();
        let on = jiff::civil::date(recorded.0, recorded.1, 5);
        for day in [None, Some(on)] {
            for month in [1, 3, 6, 7, 12] {
                let boundaries = Boundaries::On(jiff::civil::date(year, month, 5));
                let era = units.era(boundaries);
                let expected = brute::units(&world, boundaries, province(number), day);
                let found = units.resolve(era, province(number), day).candidates();
                prop_assert_eq!(&found, &expected.into_iter().collect::<Vec<_>>());
                for unit in found {
                    prop_assert!(units.recorded(era, unit).contains(&province(number)));
                }
                if let Some(always) = units.always(era, province(number)) {
                    let resolved = units.resolve(era, province(number), day);
                    prop_assert_eq!(resolved, Resolution::Unit(always));
                }
            }
        }
    }
}

#[test]
fn a_scope_of_whole_years_is_answered_by_cells() {
    let level = |period: &str| {
        Scope { period: Some(period.parse().unwrap()), ..Scope::default() }.level(false)
    };
    for whole in ["2024", "2023/2025", "../2025", "2024-01/2024-12", "2024-01-01/2024"] {
        assert!(level(whole).is_some_and(|level| level.year), "{whole}");
    }
    for part in ["2024-02", "2024-01-02/2024", "../2024-06"] {
        assert_eq!(level(part), None, "{part}");
    }
}
