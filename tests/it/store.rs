//! The view against a plain model: any history of entries, at any seq of it, through closing,
//! crashing, deleting and rebuilding.

mod model;

use std::path::Path;

use hoptac::{
    journal::{self, Body, Image, Journal, codec},
    store::{self, Options, Recovery, Store},
};
use jiff::Timestamp;
use model::{Content, Model, NOUNS};
use proptest::{collection::vec, prelude::*};

#[derive(Debug, Clone)]
enum Step {
    /// Commands that are committed as one group.
    Commit(Vec<Vec<Content>>),
    /// From now on, the view at this share of its seqs is compared too.
    Pin(u8),
    CloseAndOpen,
    CrashAndOpen,
    DeleteView,
    /// The view misses what was journalled last.
    FallBehind(Vec<Vec<Content>>),
    Rebuild,
}

fn any_commands() -> impl Strategy<Value = Vec<Vec<Content>>> {
    vec(vec(any_content(), 1..5), 1..6)
}

fn any_content() -> impl Strategy<Value = Content> {
    let noun = 0..NOUNS.len();
    (noun, 0..12u8, 0..6u8, proptest::option::of(1..28u8), vec(0..12u8, 0..4)).prop_map(
        |(noun, pick, text, day, links)| Content { noun: NOUNS[noun], pick, text, day, links },
    )
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => any_commands().prop_map(Step::Commit),
        2 => any::<u8>().prop_map(Step::Pin),
        2 => Just(Step::CloseAndOpen),
        2 => Just(Step::CrashAndOpen),
        1 => Just(Step::DeleteView),
        1 => any_commands().prop_map(Step::FallBehind),
        1 => Just(Step::Rebuild),
    ]
}

struct System {
    data: tempfile::TempDir,
    open: Option<(Journal, Store)>,
    model: Model,
    pinned: Vec<u64>,
}

impl System {
    fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let (journal, store, recovery) = open(data.path());
        assert_eq!(recovery, Recovery::Built);
        let model = Model::default();
        Self { data, open: Some((journal, store)), model, pinned: Vec::new() }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Commit(commands) => self.commit(commands, true),
            Step::Pin(share) => {
                let seq = self.model.seq() * u64::from(share) / 255;
                self.pinned.push(seq);
                let (_, store) = self.open.as_ref().unwrap();
                self.model.compare(&store.snapshot().at(seq));
            }
            Step::CloseAndOpen => {
                let (journal, store) = self.open.take().unwrap();
                store.close().unwrap();
                journal.close().unwrap();
                self.reopen(&Recovery::Intact);
            }
            Step::CrashAndOpen => {
                self.open = None;
                self.reopen(&Recovery::Intact);
            }
            Step::DeleteView => {
                let (journal, store) = self.open.take().unwrap();
                store.close().unwrap();
                journal.close().unwrap();
                std::fs::remove_dir_all(self.data.path().join("view")).unwrap();
                self.reopen(&Recovery::Built);
            }
            Step::FallBehind(commands) => {
                let entries = commands.len() as u64;
                self.commit(commands, false);
                self.open = None;
                self.reopen(&Recovery::Replayed { entries });
            }
            Step::Rebuild => {
                let (journal, store) = self.open.take().unwrap();
                drop(store);
                let view = self.data.path().join("view");
                store::rebuild(&view, options(), &journal, &mut |_| {}).unwrap();
                journal.close().unwrap();
                self.reopen(&Recovery::Intact);
            }
        }
        let (_, store) = self.open.as_ref().unwrap();
        self.model.compare(&store.snapshot());
    }

    fn commit(&mut self, commands: Vec<Vec<Content>>, shown: bool) {
        let (journal, store) = self.open.as_mut().unwrap();
        let bodies = commands.into_iter().map(|contents| body(&mut self.model, contents)).collect();
        let entries = journal.append(journal.head().seq, bodies).unwrap();
        if shown {
            store.apply(entries).unwrap();
        }
    }

    fn reopen(&mut self, expected: &Recovery) {
        let (journal, store, recovery) = open(self.data.path());
        assert_eq!(&recovery, expected);
        for seq in &self.pinned {
            self.model.compare(&store.snapshot().at(*seq));
        }
        self.open = Some((journal, store));
    }

    /// The digest and every entry are what a view built anew has.
    fn verify(mut self) {
        let (journal, store) = self.open.take().unwrap();
        let head = store.head();
        store.close().unwrap();
        let (view, scratch) =
            (self.data.path().join("view"), self.data.path().join("view.compare"));
        let report = store::verify(&view, &scratch, &journal.reader(), &mut |_| {}).unwrap();
        assert_eq!((report.differing, report.examples), (0, Vec::new()));
        assert_eq!(report.seq, head.seq);
        assert!(!scratch.exists());
        journal.close().unwrap();
        self.reopen(&Recovery::Intact);
    }
}

fn body(model: &mut Model, contents: Vec<Content>) -> Body {
    let at = model.next_time();
    let changes = model.change(contents, at);
    let image = |(id, record)| Image::stored(id, codec::encode_record(&record).unwrap());
    Body {
        at,
        by: "test".to_owned(),
        idempotency: None,
        effects: Vec::new(),
        command: "register".to_owned(),
        reason: None,
        changes: changes.into_iter().map(image).collect(),
    }
}

/// Some groups go to sled, some to runs.
fn options() -> Options {
    Options { bulk: 24, ..Options::default() }
}

fn open(data: &Path) -> (Journal, Store, Recovery) {
    let view = Store::find(data.join("view"), options(), &mut |_| {}).unwrap();
    let options = journal::Options { acknowledged: view.acknowledged(), ..Default::default() };
    let (journal, torn) = Journal::open(&data.join("journal"), options, &mut |_| {}).unwrap();
    assert_eq!(torn, None);
    let opened = view.open(&journal.reader(), &mut |_| {}).unwrap();
    (journal, opened.store, opened.recovery)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_view_is_what_the_model_says_at_every_seq(steps in vec(any_step(), 1..14)) {
        let mut system = System::new();
        for step in steps {
            system.step(step);
        }
        system.verify();
    }
}

#[test]
fn a_moment_is_answered_with_the_last_command_by_then() {
    let mut system = System::new();
    let content = |pick| Content { noun: NOUNS[0], pick, text: 0, day: None, links: Vec::new() };
    system.step(Step::Commit((0..9).map(|pick| vec![content(pick)]).collect()));
    let (_, store) = system.open.as_ref().unwrap();
    let snapshot = store.snapshot();
    assert_eq!(snapshot.seq_at(Timestamp::from_microsecond(-1).unwrap()).unwrap(), 0);
    assert_eq!(snapshot.seq_at(Timestamp::MAX).unwrap(), 9);
    assert_eq!(snapshot.at(4).seq_at(Timestamp::MAX).unwrap(), 4);
}
