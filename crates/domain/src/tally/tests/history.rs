//! How units followed each other: a history that is always the same, and random ones.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::{NounId, ProvinceId, Succession};

pub const MERGER: Date = date(2025, 7, 1);
pub const SECOND: Date = date(2026, 1, 1);

pub fn province(number: u64) -> ProvinceId {
    ProvinceId::from_number(number)
}

pub fn succession(on: Date, from: &[u64], to: &[u64]) -> Succession {
    let units = |numbers: &[u64]| numbers.iter().map(|number| province(*number)).collect();
    Succession {
        key: None,
        on,
        instrument: None,
        predecessors: units(from),
        successors: units(to),
        sources: Vec::new(),
        note: None,
    }
}

/// 1 and 2 become 6, 3 is split into 7 and 8, then 4 and 6 become 9; 5 stays.
pub fn successions() -> Vec<Succession> {
    vec![
        succession(MERGER, &[1, 2], &[6]),
        succession(MERGER, &[3], &[7, 8]),
        succession(SECOND, &[4, 6], &[9]),
    ]
}

/// A history of mergers, splits, carve-outs, absorptions and of parts that change hands, from four
/// units on; new units have the numbers from 5 to 9.
pub fn any_successions() -> impl Strategy<Value = Vec<Succession>> {
    let days = [date(2023, 6, 1), date(2024, 3, 5), MERGER, SECOND];
    prop::collection::vec((0..4usize, 0..5u8, 0..9usize, 0..9usize), 0..8).prop_map(
        move |mut steps| {
            steps.sort_by_key(|(day, ..)| *day);
            let (mut live, mut next) = ((1..=4u64).collect::<Vec<_>>(), 5);
            let (mut all, mut today, mut touched) = (Vec::new(), 0, BTreeSet::new());
            for (day, kind, one, other) in steps {
                if day != today {
                    (today, touched) = (day, BTreeSet::new());
                }
                let free: Vec<u64> =
                    live.iter().copied().filter(|it| !touched.contains(it)).collect();
                let needed = if kind == 1 { 2 } else { u64::from(kind != 3 && kind != 4) };
                if free.len() < 2 || next + needed > 10 {
                    continue;
                }
                let a = free[one % free.len()];
                let rest: Vec<u64> = free.iter().copied().filter(|it| *it != a).collect();
                let (b, new) = (rest[other % rest.len()], next);
                next += needed;
                let on = days[day];
                let ended: &[u64] = match kind {
                    0 => {
                        all.push(succession(on, &[a, b], &[new]));
                        &[a, b]
                    }
                    1 => {
                        all.push(succession(on, &[a], &[new, new + 1]));
                        &[a]
                    }
                    2 => {
                        all.push(succession(on, &[a], &[a, new]));
                        &[]
                    }
                    3 => {
                        all.push(succession(on, &[a, b], &[a]));
                        &[b]
                    }
                    _ => {
                        all.push(succession(on, &[a], &[a, b]));
                        all.push(succession(on, &[b], &[b]));
                        &[]
                    }
                };
                live.retain(|it| !ended.contains(it));
                live.extend(new..next);
                touched.extend([a, b]);
                touched.extend(new..next);
            }
            all
        },
    )
}
