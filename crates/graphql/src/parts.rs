//! Parts of an answer, which later answers to the same question take over where nothing is written
//! that they rest on: the items of pages, by their place in the plan, the version that they show,
//! and the moment. Must not know what they hold, nor where they are kept.

use std::{collections::HashMap, fmt, mem::size_of, ops::Range, sync::Arc};

use jiff::civil::Date;

use super::{moment::Viewpoint, types::shown::Shown};
use crate::moment::Moment;
use domain::RecordId;
use registry::{Basis, EdgeEnd, Snapshot, Used};

/// Work of a part that is worth to be taken over, at least.
const WORTH: u64 = 4;

/// What tells a part from all others of the answers to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The list of the plan.
    list: u32,
    record: RecordId,
    /// The command that wrote the version.
    version: u64,
    place: Option<EdgeEnd>,
    seen: Viewpoint,
}

#[derive(Debug, Clone)]
struct Part {
    key: Key,
    text: Range<usize>,
    /// Work that it took, which is paid for whenever it is taken over.
    used: Used,
    basis: Basis,
}

/// What is taken over of earlier answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// Parts, without those within them.
    pub parts: u64,
    /// Parts that were computed.
    pub computed: u64,
    /// The work that they took then, and not now.
    pub used: Used,
}

/// The parts of an answer. Those of none have later ones note theirs.
#[derive(Clone, Default)]
pub struct Parts {
    /// Those within another stand right before it.
    all: Vec<Part>,
    places: HashMap<Key, usize>,
    /// The data of the answer.
    text: Option<Arc<dyn AsRef<[u8]> + Send + Sync>>,
    /// As of when all of them hold.
    seq: u64,
    today: Date,
    /// Whether it was looked at who the caller is.
    identified: bool,
    taken: Taken,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parts, seq) = (self.all.len(), self.seq);
        f.debug_struct("Parts").field("parts", &parts).field("seq", &seq).finish_non_exhaustive()
    }
}

impl Parts {
    /// The same, of an answer with this data.
    #[must_use]
    pub fn of(self, data: impl AsRef<[u8]> + Send + Sync + 'static) -> Self {
        Self { text: Some(Arc::new(data)), ..self }
    }

    /// What was taken over for the answer.
    #[must_use]
    pub const fn taken(&self) -> Taken {
        self.taken
    }

    /// Bytes that they take up beside the data; an estimate. What a part rests on may be shared
    /// with those of an earlier answer, which is about to go.
    #[must_use]
    pub fn weight(&self) -> u64 {
        let each = size_of::<Part>() + size_of::<(Key, usize)>();
        let all = self.all.iter().map(|part| each as u64 + part.basis.weight());
        all.sum()
    }

    fn text(&self, part: &Part) -> Option<&[u8]> {
        self.text.as_ref()?.as_ref().as_ref().get(part.text.clone())
    }

    fn holds(&self, part: &Part, snapshot: &Snapshot, today: Date) -> bool {
        (self.today == today || !part.basis.rests_on_day()) && snapshot.tells(&part.basis, self.seq)
    }
}

/// Takes over the parts of an earlier answer, and notes those of a new one.
pub struct Cutter<'a> {
    before: &'a Parts,
    /// The moment of the request.
    moment: &'a Moment,
    made: Vec<Part>,
    taken: Taken,
}

/// A part that is being computed.
pub struct Begun {
    at: usize,
    used: Used,
}

impl<'a> Cutter<'a> {
    pub fn new(before: &'a Parts, moment: &'a Moment) -> Self {
        Self { before, moment, made: Vec::new(), taken: Taken::default() }
    }

    /// What tells a part of a list.
    pub fn key(&self, list: u32, shown: &Shown<'_>) -> Key {
        Key {
            list,
            record: shown.version.id,
            version: shown.version.seq,
            place: shown.place,
            seen: shown.moment.viewpoint(self.moment),
        }
    }

    /// Takes a part over, if it holds. Where it might be what goes beyond the limits, it is computed,
    /// so that this is found as it would be. What it costs is counted, and yet to be asked.
    pub fn take(&mut self, key: &Key, json: &mut Vec<u8>) -> bool {
        let before = self.before;
        let Some(at) = before.places.get(key).copied() else { return false };
        let Some((within, part)) =
            before.all.get(..=at).and_then(<[_]>::split_last).map(|(part, within)| (within, part))
        else {
            return false;
        };
        let Some(text) = before.text(part) else { return false };
        let (moment, meter) = (self.moment, self.moment.meter());
        if !meter.fits(&part.used)
            || !before.holds(part, moment.snapshot(), moment.pinned_day())
            || meter.count_all(&part.used).is_err()
        {
            return false;
        }
        if before.identified {
            moment.identify();
        }
        moment.rest_on(&part.basis);
        let (from, to) = (part.text.start, json.len());
        json.extend_from_slice(text);
        let first = within.iter().rposition(|it| it.text.start < from).map_or(0, |it| it + 1);
        let moved = |it: &Part| Part {
            text: it.text.start - from + to..it.text.end - from + to,
            ..it.clone()
        };
        self.made.extend(within.iter().skip(first).chain([part]).map(moved));
        self.taken.parts += 1;
        self.taken.used = self.taken.used.with(&part.used);
        true
    }

    /// Begins to note a part, which is to be written here.
    pub fn begin(&self, json: &[u8]) -> Begun {
        Begun { at: json.len(), used: self.moment.begin_part() }
    }

    /// Ends it, whether or not it could be written.
    pub fn end(&mut self, key: Key, begun: &Begun, json: &[u8]) {
        let (basis, used) = self.moment.end_part(&begun.used);
        self.taken.computed += 1;
        if !basis.rests_on_head() && used.total() >= WORTH {
            self.made.push(Part { key, text: begun.at..json.len(), used, basis });
        }
    }

    /// The parts of the answer that was written.
    pub fn finish(self) -> Parts {
        let places = self.made.iter().enumerate().map(|(at, part)| (part.key, at)).collect();
        Parts {
            places,
            all: self.made,
            text: None,
            seq: self.moment.snapshot().pinned_at(),
            today: self.moment.pinned_day(),
            identified: self.moment.was_identified(),
            taken: self.taken,
        }
    }
}
