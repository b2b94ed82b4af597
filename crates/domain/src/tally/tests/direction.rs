//! Who forms a pair with whom, in which direction, and the bounds of figures of direction.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{
    participants::{on_side, participant},
    world::{MERGER, event, province, successions},
};
use crate::{
    ActivityStatus, Decimal, EventId, NounId, Participant, ProvinceId, Role,
    tally::{
        Bounds, Breakdown, Bundle, Direction, Era, Located, Network, ProvincePair, Subject, Tally,
        Units, Way, flows, ties,
    },
};

#[test]
fn roles_give_the_flows_that_the_definition_says() {
    use Role::{Beneficiary, Funder, Host, Implementer, Partner, Provider, Unspecified};

    let rows = |rows: &[(u64, Role)]| -> Vec<(u64, u64)> {
        let participants: Vec<_> = rows.iter().map(|(n, role)| participant(*n, *role)).collect();
        flows(&participants).iter().map(|flow| (flow.from.number(), flow.to.number())).collect()
    };
    assert_eq!(rows(&[(1, Provider), (2, Beneficiary), (3, Funder)]), [(1, 2), (3, 2)]);
    assert_eq!(rows(&[(1, Partner), (2, Partner)]), [(1, 2), (2, 1)]);
    assert_eq!(rows(&[(1, Host), (2, Implementer), (3, Partner)]), []);
    assert_eq!(rows(&[(1, Provider), (1, Beneficiary)]), []);
    assert_eq!(rows(&[(1, Provider), (1, Funder), (2, Beneficiary), (2, Beneficiary)]), [(1, 2)]);
    assert_eq!(rows(&[(1, Provider), (2, Partner)]), []);
    assert_eq!(rows(&[(1, Unspecified), (2, Unspecified), (3, Partner), (4, Provider)]), []);
}

/// The pairs of rows, each with its direction.
fn pairs_of(rows: &[Participant]) -> Vec<(u64, u64, Direction)> {
    let pairs = ties(rows).directions().into_iter();
    pairs.map(|(pair, direction)| (pair.a().number(), pair.b().number(), direction)).collect()
}

#[test]
fn who_is_unspecified_forms_a_pair_whose_direction_nobody_states() {
    use Role::{Beneficiary, Funder, Host, Implementer, Partner, Provider, Unspecified};

    for role in [Unspecified, Partner, Provider, Funder, Beneficiary] {
        for rows in [[(1, Unspecified), (2, role)], [(1, role), (2, Unspecified)]] {
            let rows = rows.map(|(number, role)| participant(number, role));
            assert_eq!(pairs_of(&rows), [(1, 2, Direction::Unspecified)], "{role:?}");
        }
    }
    for role in [Host, Implementer] {
        assert_eq!(pairs_of(&[participant(1, Unspecified), participant(2, role)]), []);
    }
    let both = [(1, Provider), (2, Beneficiary), (2, Unspecified)];
    let stated = both.map(|(number, role)| participant(number, role));
    assert_eq!(pairs_of(&stated), [(1, 2, Direction::AToB)]);
}

#[test]
fn pairs_are_formed_between_sides_and_within_one_only_as_stated() {
    use Role::{Beneficiary, Partner, Provider, Unspecified};

    let city = |role| on_side(1, role, "city");
    let highlands = |number, role| on_side(number, role, "highlands");
    for (role, direction) in [(Partner, Direction::Mutual), (Unspecified, Direction::Unspecified)] {
        let rows = [city(role), highlands(2, role), highlands(3, role)];
        assert_eq!(pairs_of(&rows), [(1, 2, direction), (1, 3, direction)]);
        let rows = [participant(1, role), highlands(2, role), highlands(3, role)];
        assert_eq!(pairs_of(&rows), [(1, 2, direction), (1, 3, direction)], "no side: all");
        let rows = [participant(1, role), participant(2, role), participant(3, role)];
        assert_eq!(pairs_of(&rows).len(), 3, "no sides at all: all pairs");
    }
    let within = [highlands(2, Provider), highlands(3, Beneficiary)];
    assert_eq!(pairs_of(&within), [(2, 3, Direction::AToB)], "one gives, the other receives");
}

#[test]
fn a_lone_event_ties_those_who_attend_on_other_sides() {
    let pairs = |host, rows: Vec<Participant>| -> Vec<(u64, u64)> {
        let event = event(None, host, rows);
        let subject = Subject::Event(EventId::from_number(1), &event);
        let (events, outcomes, indicators) = (Vec::new(), Vec::new(), BTreeMap::new());
        let bundle = Bundle { subject, agreed_on: None, events, outcomes, indicators };
        let pairs = bundle.recorded_pairs().into_iter();
        pairs.map(|pair| (pair.a().number(), pair.b().number())).collect()
    };
    let guest = |number| on_side(number, Role::Partner, "highlands");
    let city = on_side(1, Role::Host, "city");
    let host = Some(province(1));
    assert_eq!(pairs(host, vec![guest(2), guest(3)]), [(1, 2), (1, 3)], "a host without a row");
    assert_eq!(pairs(host, vec![city, guest(2), guest(3)]), [(1, 2), (1, 3)]);
    let its_side = on_side(1, Role::Host, "highlands");
    assert_eq!(pairs(host, vec![its_side, guest(2), guest(3)]), [], "a host with a row");
    let giver = on_side(2, Role::Provider, "highlands");
    let taker = on_side(3, Role::Beneficiary, "highlands");
    assert_eq!(pairs(None, vec![giver, taker]), [(2, 3)]);
    let alone = |number| participant(number, Role::Partner);
    assert_eq!(pairs(None, vec![alone(1), alone(2), alone(3)]), [(1, 2), (1, 3), (2, 3)]);
}

/// What an activity of rows is as a whole, who gives in it and who receives.
fn whole(rows: &[Participant], era: Era) -> (Option<Way>, Vec<u64>, Vec<u64>) {
    let units = Units::new(&successions());
    let located = Located::of(&ties(rows), &units, era, None);
    let numbers = |units: &BTreeSet<ProvinceId>| units.iter().map(|it| it.number()).collect();
    (located.way(), numbers(&located.givers), numbers(&located.receivers))
}

#[test]
fn an_activity_as_a_whole_is_what_its_pairs_are() {
    use Role::{Beneficiary, Partner, Provider, Unspecified};

    let rows = |rows: &[(u64, Role)]| -> Vec<_> {
        rows.iter().map(|(number, role)| participant(*number, *role)).collect()
    };
    let recorded = |all: &[(u64, Role)]| whole(&rows(all), Era::AsRecorded);
    let aid = [(1, Provider), (4, Beneficiary), (5, Beneficiary)];
    assert_eq!(recorded(&aid), (Some(Way::OneWay), vec![1], vec![4, 5]));
    let with_others = [&aid[..], &[(7, Unspecified)]].concat();
    assert_eq!(recorded(&with_others), (Some(Way::Unspecified), vec![1], vec![4, 5]));
    let joint = [&with_others[..], &[(1, Partner), (4, Partner)]].concat();
    assert_eq!(recorded(&joint), (Some(Way::Mutual), vec![1, 4], vec![1, 4, 5]));
    assert_eq!(recorded(&[(1, Unspecified), (2, Partner)]).0, Some(Way::Unspecified));
    assert_eq!(recorded(&[(1, Role::Host), (2, Partner)]), (None, vec![], vec![]));
    // 1 and 2 become 6, so that what went between them stays within one unit.
    let within = rows(&[(1, Provider), (2, Beneficiary)]);
    assert_eq!(whole(&within, Era::Since(MERGER)), (None, vec![], vec![]));
    let merged = rows(&[(5, Provider), (1, Beneficiary), (2, Beneficiary)]);
    assert_eq!(whole(&merged, Era::Since(MERGER)), (Some(Way::OneWay), vec![5], vec![6]));
}

/// All that `2·min(ab, ba)/(ab+ba)`, the balance and the share can be over every direction of the
/// unspecified: the least and the greatest.
fn extremes(tally: &Tally, figure: impl Fn(i64, i64, i64) -> Option<Decimal>) -> [Decimal; 2] {
    let (forth, back, mutual) = (tally.one_way_ab, tally.one_way_ba, tally.mutual);
    let mut all = Vec::new();
    for more_forth in 0..=tally.unspecified {
        for more_back in 0..=tally.unspecified - more_forth {
            let more_mutual = tally.unspecified - more_forth - more_back;
            all.extend(figure(forth + more_forth, back + more_back, mutual + more_mutual));
        }
    }
    all.sort();
    [all[0], all[all.len() - 1]]
}

/// A figure, of activities forth, back and both ways.
type Formula = fn(i64, i64, i64) -> Option<Decimal>;

proptest! {
    #[test]
    fn bounds_are_the_extremes_over_every_direction_of_the_unspecified(
        (one_way_ab, one_way_ba, mutual, unspecified) in (0..5i64, 0..5i64, 0..5i64, 0..6i64),
    ) {
        let tally = Tally { one_way_ab, one_way_ba, mutual, unspecified, ..Tally::default() };
        prop_assume!(tally.paired() > 0);
        let checks: [(Bounds, Formula); 3] = [
            (tally.reciprocity(), |f, b, m| Decimal::ratio(2 * (f + m).min(b + m), f + b + 2 * m)),
            (tally.balance(), |f, b, m| Decimal::ratio(f - b, f + b + 2 * m)),
            (tally.one_way_share(), |f, b, m| Decimal::ratio(f + b, f + b + m)),
        ];
        for (bounds, figure) in checks {
            let [low, high] = extremes(&tally, figure);
            prop_assert_eq!((bounds.low, bounds.high), (Some(low), Some(high)));
            let if_mutual = figure(one_way_ab, one_way_ba, mutual + unspecified);
            prop_assert_eq!(bounds.if_mutual, if_mutual);
        }
        let forth = figure_of(&Tally { one_way_ab: one_way_ab + unspecified, unspecified: 0, ..tally.clone() });
        let back = figure_of(&Tally { one_way_ba: one_way_ba + unspecified, unspecified: 0, ..tally.clone() });
        prop_assert_eq!(tally.reciprocity().if_one_way, forth.min(back));
    }

    #[test]
    fn bounds_of_a_network_are_the_extremes_over_both_pairs(
        pairs in prop::collection::vec((0..4i64, 0..4i64, 0..3i64, 0..4i64), 2),
    ) {
        let tallies: Vec<Tally> = pairs.iter().map(|(ab, ba, mutual, unspecified)| Tally {
            one_way_ab: *ab, one_way_ba: *ba, mutual: *mutual, unspecified: *unspecified,
            statuses: Breakdown::one(ActivityStatus::Ongoing, ab + ba + mutual + unspecified),
            ..Tally::default()
        }).collect();
        let ids = [(1, 2), (1, 3)].map(|(a, b)| ProvincePair::new(province(a), province(b)).unwrap());
        let network = Network::of(ids.into_iter().zip(&tallies));
        prop_assume!(network.pairs > 0);
        let all = |tally: &Tally| {
            let mut all = Vec::new();
            for forth in 0..=tally.unspecified {
                for back in 0..=tally.unspecified - forth {
                    let mutual = tally.mutual + tally.unspecified - forth - back;
                    let (ab, ba) = (tally.one_way_ab + forth + mutual, tally.one_way_ba + back + mutual);
                    all.push((2 * ab.min(ba), ab + ba));
                }
            }
            all
        };
        let mut found = Vec::new();
        for (n, w) in all(&tallies[0]) {
            found.extend(all(&tallies[1]).iter().filter_map(|(m, v)| Decimal::ratio(n + m, w + v)));
        }
        found.sort();
        let bounds = network.reciprocity();
        prop_assert_eq!((bounds.low, bounds.high), (found.first().copied(), found.last().copied()));
    }
}

fn figure_of(tally: &Tally) -> Option<Decimal> {
    tally.reciprocity().value()
}
