//! The figures of a registry against a count of every record: as it is edited, moved, published
//! and hidden, at earlier moments, after a new start, a crash and a rebuild.

mod brute;
mod drafts;
mod ends;
mod records;

use std::{collections::BTreeMap, path::PathBuf};

use brute::Count;
use drafts::{Draft, any_draft, ground};
use hoptac::{
    domain::{
        ActivityId, ActivityStatus, AgreementId, FieldId, LatenessKind, Noun, NounId, ProvinceId,
        RecordId, SectorId,
        tally::{
            Boundaries, CellKey, FigureKey, LEVELS, Network, OneOrAll, ProvincePair, Scope, Tally,
        },
    },
    journal::{self, Journal},
    registry::{
        self, Recovery, Registry, Snapshot, SubmitError,
        figures::{Figures, Late, Listed},
    },
    store,
};
use jiff::civil::date;
use proptest::{collection::vec, prelude::*};
use records::Records;

use super::{fixture, image};

#[derive(Debug, Clone)]
enum Step {
    Commit(Vec<Draft>),
    /// Commands that are sent at once, and so may be committed as one group.
    AtOnce(Vec<Vec<Draft>>),
    /// Merges a unit into another, where the rules allow it.
    Merge(u64, u64),
    CloseAndOpen,
    /// Goes on from a copy of the files as they are while the registry is open.
    Crash,
    Rebuild,
    /// Compares the figures at this share of the history.
    LookBack(u8),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => vec(any_draft(), 1..5).prop_map(Step::Commit),
        2 => vec(vec(any_draft(), 1..3), 2..6).prop_map(Step::AtOnce),
        3 => (1..=9u64, 1..=9u64).prop_map(|(kept, duplicate)| Step::Merge(kept, duplicate)),
        1 => Just(Step::CloseAndOpen),
        1 => Just(Step::Crash),
        1 => Just(Step::Rebuild),
        2 => any::<u8>().prop_map(Step::LookBack),
    ]
}

struct System {
    data: tempfile::TempDir,
    registry: Option<Registry>,
}

impl System {
    fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let (registry, _) = fixture::open(data.path()).unwrap();
        let system = Self { data, registry: Some(registry) };
        assert!(system.submit(&ground()), "the ground is refused");
        system
    }

    fn registry(&self) -> &Registry {
        self.registry.as_ref().unwrap()
    }

    fn path(&self) -> PathBuf {
        self.data.path().to_owned()
    }

    /// Returns whether the command was accepted: what names a record that is not there yet is
    /// refused.
    fn submit(&self, drafts: &[Draft]) -> bool {
        let mut drafts: Vec<_> = drafts.iter().map(drafts::record).collect();
        drafts.reverse();
        drafts.sort_by_key(|it| (it.noun(), it.key().map(str::to_owned)));
        drafts.dedup_by_key(|it| (it.noun(), it.key().map(str::to_owned)));
        match fixture::submit(self.registry(), fixture::replacing(drafts)) {
            Ok(_) => true,
            Err(SubmitError::Rejected(_)) => false,
            Err(error) => panic!("{error}"),
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Commit(drafts) => drop(self.submit(&drafts)),
            Step::AtOnce(commands) => std::thread::scope(|scope| {
                let system = &*self;
                for drafts in &commands {
                    scope.spawn(move || system.submit(drafts));
                }
            }),
            Step::Merge(kept, duplicate) => drafts::merge(self.registry(), kept, duplicate),
            Step::CloseAndOpen => {
                self.registry.take().unwrap().close().unwrap();
                self.open(Some(&Recovery::Intact));
            }
            Step::Crash => {
                let copy = tempfile::tempdir().unwrap();
                image::copy(self.data.path(), copy.path());
                self.registry.take().unwrap().close().unwrap();
                self.data = copy;
                self.open(None);
            }
            Step::Rebuild => {
                self.registry.take().unwrap().close().unwrap();
                let (journal, _) = Journal::open(
                    &self.path().join("journal"),
                    journal::Options::default(),
                    &mut |_| {},
                )
                .unwrap();
                let view = self.path().join("view");
                store::rebuild(&view, store::Options::default(), &journal, &mut |_| {}).unwrap();
                journal.close().unwrap();
                self.open(Some(&Recovery::Intact));
            }
            Step::LookBack(share) => {
                let snapshot = self.registry().snapshot();
                let seq = snapshot.seq() * u64::from(share) / 255;
                check(&snapshot.at(seq), &few_scopes());
            }
        }
    }

    fn open(&mut self, expected: Option<&Recovery>) {
        let (registry, found) = fixture::open(self.data.path()).unwrap();
        assert!(!matches!(found.recovery, Recovery::Rebuilt { .. }), "{:?}", found.recovery);
        assert!(expected.is_none_or(|expected| *expected == found.recovery));
        assert!(registry.snapshot().cells().is_some());
        self.registry = Some(registry);
    }

    fn verify(mut self) {
        self.registry.take().unwrap().close().unwrap();
        let folders = registry::Folders::within(&self.path());
        let (journal, _) =
            Journal::open(&folders.journal, journal::Options::default(), &mut |_| {}).unwrap();
        let report =
            store::verify(&folders.view, &folders.scratch, &journal.reader(), &mut |_| {}).unwrap();
        assert_eq!((report.differing, report.examples), (0, Vec::new()));
    }
}

fn boundaries() -> [Boundaries; 5] {
    let on = |year, month| Boundaries::On(date(year, month, 1));
    [Boundaries::AsRecorded, on(2020, 1), on(2024, 6), on(2025, 7), on(2026, 1)]
}

fn pairs() -> Vec<FigureKey> {
    let province = ProvinceId::from_number;
    let all = (1..=9).flat_map(|a| (a + 1..=9).map(move |b| (province(a), province(b))));
    all.filter_map(|(a, b)| ProvincePair::new(a, b)).map(FigureKey::Pair).collect()
}

fn places() -> Vec<FigureKey> {
    let provinces = (1..=9).map(ProvinceId::from_number).map(FigureKey::Province);
    let others = [FigureKey::Network, FigureKey::Field(FieldId::from_number(1))];
    pairs().into_iter().chain(provinces).chain(others).collect()
}

fn few_scopes() -> Vec<Scope> {
    let agreements = Some([AgreementId::from_number(1)].into());
    let period = Some("2024/2025".parse().unwrap());
    vec![Scope::default(), Scope { agreements, period, ..Scope::default() }]
}

fn scopes() -> Vec<Scope> {
    let periods = ["2024", "../2024", "2025/..", "2024-03-02/2024-06-30"];
    let mut scopes: Vec<Scope> = periods
        .iter()
        .map(|text| Scope { period: Some(text.parse().unwrap()), ..Scope::default() })
        .collect();
    let sectors = Some([SectorId::from_number(2)].into());
    let statuses = Some([ActivityStatus::Completed, ActivityStatus::Planned].into());
    scopes.push(Scope { sectors: sectors.clone(), ..Scope::default() });
    scopes.push(Scope { statuses: statuses.clone(), ..Scope::default() });
    scopes.push(Scope { sectors, statuses, ..scopes[0].clone() });
    scopes.extend(few_scopes());
    scopes
}

/// Compares every figure, and the records behind it, with a count of all records.
fn check(snapshot: &Snapshot, scopes: &[Scope]) {
    let records = Records::of(snapshot);
    let figures = Figures::of(snapshot).unwrap();
    for boundaries in boundaries() {
        for scope in scopes {
            let mut matrix = BTreeMap::new();
            for place in places() {
                let told = format!("{place:?} {boundaries:?} {scope:?} at {}", snapshot.seq());
                let adds = Count { records: &records, boundaries, scope, place }.adds();
                let mut expected = Tally::default();
                for tally in adds.values() {
                    expected.add(tally);
                }
                assert_eq!(*figures.tally(place, scope, boundaries).unwrap(), expected, "{told}");
                compare_cells(&figures, (place, scope, boundaries), &expected, &told);
                if let (FigureKey::Pair(pair), false) = (place, expected.is_empty()) {
                    matrix.insert(pair, expected);
                }
                compare_lists(&figures, &records, (place, scope, boundaries), &adds);
            }
            let found = figures.matrix(scope, boundaries).unwrap();
            let found: BTreeMap<_, _> = found
                .into_iter()
                .map(|(pair, tally)| (pair, Tally::clone(tally.tally())))
                .collect();
            assert_eq!(found, matrix);
            let network = Network::of(matrix.iter().map(|(pair, tally)| (*pair, tally)));
            assert_eq!(figures.network(scope, boundaries).unwrap(), network);
        }
    }
}

fn compare_lists(
    figures: &Figures,
    records: &Records,
    (place, scope, boundaries): (FigureKey, &Scope, Boundaries),
    adds: &BTreeMap<RecordId, Tally>,
) {
    let counted = |tally: &Tally| {
        *tally != Tally { unresolved: tally.unresolved.clone(), ..Tally::default() }
    };
    for noun in [Noun::Activity, Noun::Event, Noun::Outcome, Noun::Province] {
        let of_noun = adds.iter().filter(|(id, tally)| id.noun == noun && counted(tally));
        let mut expected: Vec<_> = of_noun
            .map(|(id, _)| registry::EdgeEnd { day: records.own_day(*id), to: *id })
            .collect();
        expected.sort_by_key(|place| (place.day.is_none(), place.day, place.to));
        let all = Listed::all(noun);
        let list = |listed| -> Vec<_> {
            figures
                .contributors(place, scope, boundaries, listed)
                .unwrap()
                .map(Result::unwrap)
                .collect()
        };
        assert_eq!(list(all), expected, "{place:?} {boundaries:?} {scope:?}");
        if let Some(middle) = expected.get(expected.len() / 2).copied() {
            let after = &expected[expected.len() / 2 + 1..];
            assert_eq!(list(Listed { after: Some(middle), ..all }), after);
            let mut before = expected[..expected.len() / 2].to_vec();
            before.reverse();
            assert_eq!(list(Listed { before: Some(middle), from_end: true, ..all }), before);
        }
    }
    let unresolved = |it: &hoptac::domain::tally::Fact| !it.tally.unresolved.is_empty();
    let open = Listed::all(Noun::Activity).selected(&unresolved);
    let found = figures.contributors(place, scope, boundaries, open).unwrap().count();
    let expected =
        adds.iter().filter(|(id, it)| id.noun == Noun::Activity && !it.unresolved.is_empty());
    assert_eq!(found, expected.count(), "{place:?} {boundaries:?} {scope:?}");
    let on = date(2025, 1, 1);
    let mut late: Vec<_> = adds
        .iter()
        .flat_map(|(id, tally)| {
            tally.due.iter().map(move |((due, kind), _)| (due.0, id.number, *kind))
        })
        .filter(|(due, ..)| *due < on)
        .collect();
    late.sort_unstable();
    let page = |listed| -> Vec<_> {
        let late = figures.overdue(place, scope, boundaries, listed).unwrap();
        late.iter().map(|(id, it)| (it.due, id.number(), it.kind)).collect()
    };
    assert_eq!(page(Late::all(on)), late, "{place:?} {boundaries:?} {scope:?}");
    if let Some((due, number, _)) = late.first() {
        let after = Some((*due, ActivityId::from_number(*number)));
        let listed = Late { after, limit: 1, ..Late::all(on) };
        assert_eq!(page(listed), late.get(1).into_iter().copied().collect::<Vec<_>>());
    }
    let tally = figures.tally(place, scope, boundaries).unwrap();
    assert_eq!(usize::try_from(tally.overdue(on)).unwrap(), late.len());
    for kind in [LatenessKind::Late, LatenessKind::NoReport] {
        let mut of_kind = late.clone();
        of_kind.retain(|(.., found)| *found == kind);
        assert_eq!(page(Late { kind: Some(kind), ..Late::all(on) }), of_kind);
        assert_eq!(usize::try_from(tally.late(on, kind)).unwrap(), of_kind.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_is_what_counting_all_records_gives(
        steps in vec(any_step(), 1..16), first in vec(any_draft(), 12..30),
    ) {
        let mut system = System::new();
        for draft in first {
            system.submit(&[draft]);
        }
        for step in steps {
            system.step(step);
            check(&system.registry().snapshot(), &few_scopes()[..1]);
        }
        check(&system.registry().snapshot(), &scopes());
        succession_keeps_totals(&system.registry().snapshot());
        system.verify();
    }
}

/// Cells of every level add up to the same, and the coarser ones to what the finest ones say.
fn compare_cells(
    figures: &Figures,
    (place, scope, boundaries): (FigureKey, &Scope, Boundaries),
    expected: &Tally,
    told: &str,
) {
    let cells = |level| figures.cells(place, scope, boundaries, level).unwrap();
    let finest = cells(LEVELS[3]);
    for level in LEVELS {
        let mut parts: BTreeMap<CellKey, Tally> = BTreeMap::new();
        for (key, part) in &finest {
            let sector = if level.sector { key.sector } else { OneOrAll::All };
            let year = if level.year { key.year } else { OneOrAll::All };
            parts.entry(CellKey { sector, year, ..*key }).or_default().add(part);
        }
        parts.retain(|_, part| !part.is_empty());
        let (mut sum, mut found) = (Tally::default(), BTreeMap::new());
        for (key, part) in cells(level) {
            assert!(!part.is_empty() && key.place == place && key.level() == level, "{told}");
            sum.add(&part);
            found.insert(key, Tally::clone(&part));
        }
        assert_eq!(&sum, expected, "{told}");
        assert_eq!(found, parts, "{told}");
    }
}

/// Distinct activities are as many under any boundaries.
fn succession_keeps_totals(snapshot: &Snapshot) {
    let figures = Figures::of(snapshot).unwrap();
    for scope in scopes() {
        let of = |boundaries| figures.tally(FigureKey::Network, &scope, boundaries).unwrap();
        let recorded = of(Boundaries::AsRecorded);
        for boundaries in boundaries() {
            let tally = of(boundaries);
            assert_eq!(tally.statuses, recorded.statuses);
            assert_eq!(tally.placement.total(), tally.activities());
            assert_eq!(tally.outcomes, recorded.outcomes);
            assert_eq!(tally.commitments, recorded.commitments);
            assert_eq!(tally.event_count(), recorded.event_count());
        }
    }
}
