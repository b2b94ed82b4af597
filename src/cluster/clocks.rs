//! The clocks of the other machines: whoever is off their median does not write, since entries bear
//! the writer's time.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use order::etcd::Node;

/// How far a clock may be off, in milliseconds.
pub(super) const OFF: i64 = 1_000;
/// How long a machine lets another one claim first where nobody tells which of the two is right: the
/// other may have known a third.
const YIELDS: Duration = Duration::from_secs(5);

/// What the others' clocks said when they were last heard of.
#[derive(Debug, Default)]
pub(super) struct Clocks {
    heard: HashMap<String, Heard>,
    /// When that was.
    last: Option<Instant>,
    /// Since when another one is let claim first.
    yields: Option<Instant>,
}

#[derive(Debug)]
struct Heard {
    /// What one said.
    clock: i64,
    /// How far it was ahead then; `None` where it was not heard saying it.
    ahead: Option<i64>,
    is_here: bool,
}

impl Clocks {
    /// Notes what the others that are there say at a moment, in milliseconds. What those said that are
    /// gone still counts: of two that are left, nobody could tell which is right.
    pub fn hear<'a>(&mut self, others: impl Iterator<Item = &'a Node>, (at, now): (Instant, i64)) {
        let late = Duration::from_millis(OFF.unsigned_abs());
        // Who could not listen does not know when it was said.
        let is_late = self.last.is_some_and(|last| at.duration_since(last) > late);
        self.last = Some(at);
        self.heard.values_mut().for_each(|heard| heard.is_here = false);
        for Node { node, clock, .. } in others {
            let ahead = match self.heard.get(node) {
                Some(before) if is_late || before.clock == *clock => before.ahead,
                Some(_) => Some(clock - now),
                // It may have been said long ago.
                None => None,
            };
            self.heard.insert(node.clone(), Heard { clock: *clock, ahead, is_here: true });
        }
        self.heard.retain(|_, heard| heard.is_here || heard.ahead.is_some());
    }

    /// Whether one is there whose clock is not known yet.
    pub fn are_unknown(&self) -> bool {
        self.heard.values().any(|heard| heard.is_here && heard.ahead.is_none())
    }

    /// Whether another one is to claim first at a moment: of two machines whose clocks differ nobody
    /// can tell which is right, unless one of them was there before a third went.
    pub fn yields(&mut self, at: Instant) -> bool {
        let mut known = self.heard.values().filter_map(|heard| heard.ahead);
        let differ = matches!((known.next(), known.next()), (Some(one), None) if one.abs() > OFF);
        if !differ {
            self.yields = None;
            return false;
        }
        let since = self.yields.filter(|since| at.duration_since(*since) < 4 * YIELDS);
        at.duration_since(*self.yields.insert(since.unwrap_or(at))) < YIELDS
    }

    /// How far this machine's clock is behind the others', in milliseconds, where that is too far.
    /// Of two machines nobody can tell which is right.
    pub fn is_off(&self) -> Option<i64> {
        let known = self.heard.values().filter_map(|heard| heard.ahead);
        let mut offsets: Vec<i64> = known.chain([0]).collect();
        offsets.sort_unstable();
        let middle = [offsets[(offsets.len() - 1) / 2], offsets[offsets.len() / 2]];
        let median = middle.into_iter().min_by_key(|offset| offset.abs())?;
        (median.abs() > OFF).then_some(median)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(time: i64, ahead: &[i64]) -> Vec<Node> {
        let say = |(nth, ahead): (usize, &i64)| Node {
            node: nth.to_string(),
            url: String::new(),
            seq: 0,
            level: 0,
            clock: time + ahead,
        };
        ahead.iter().enumerate().map(say).collect()
    }

    /// That it is so late after a beginning, and what the own clock says.
    fn after(begun: Instant, millis: u64, ahead: i64) -> (Instant, i64) {
        (begun + Duration::from_millis(millis), i64::try_from(millis).unwrap() + ahead)
    }

    /// What a machine hears of others with these clocks, twice.
    fn heard(begun: Instant, own: i64, ahead: &[i64]) -> Clocks {
        let mut clocks = Clocks::default();
        for time in [0, 1_000] {
            let (at, now) = after(begun, time, own);
            clocks.hear(others(now - own, ahead).iter(), (at, now));
        }
        clocks
    }

    const HOUR: i64 = 3_600_000;

    #[test]
    fn whoever_is_off_the_most_does_not_write() {
        let off = |own, others: &[i64]| heard(Instant::now(), own, others).is_off();
        assert_eq!(off(0, &[]), None);
        assert_eq!(off(0, &[200, -300]), None);
        assert_eq!(off(HOUR, &[0, 0]), Some(-HOUR));
        assert_eq!(off(0, &[0, HOUR]), None);
        assert_eq!(off(0, &[HOUR, HOUR]), Some(HOUR));
        assert_eq!(off(0, &[HOUR]), None);
    }

    #[test]
    fn what_was_said_counts_when_its_machine_is_gone() {
        for (own, off) in [(HOUR, Some(-HOUR)), (0, None)] {
            let begun = Instant::now();
            let mut clocks = heard(begun, own, &[0, 0]);
            clocks.hear(others(2_000, &[0]).iter(), after(begun, 2_000, own));
            assert_eq!(clocks.is_off(), off);
            // Set right, it is off from what is gone alone.
            clocks.hear(others(3_000, &[0]).iter(), after(begun, 3_000, 0));
            assert_eq!(clocks.is_off(), None);
        }
    }

    #[test]
    fn of_two_that_differ_the_one_that_knew_a_third_claims_first() {
        let begun = Instant::now();
        let at = |seconds| begun + Duration::from_secs(seconds);
        let mut newcomer = heard(begun, HOUR, &[0]);
        assert!(newcomer.yields(at(1)) && newcomer.yields(at(5)));
        // Nobody claimed.
        assert!(!newcomer.yields(at(6)));
        assert!(newcomer.yields(at(60)));
        let mut other = heard(begun, 0, &[HOUR, 0]);
        other.hear(others(2_000, &[HOUR]).iter(), after(begun, 2_000, 0));
        assert!(!other.yields(at(2)));
        for same in [&[][..], &[300], &[0, 0]] {
            assert!(!heard(begun, 0, same).yields(at(2)));
        }
    }

    #[test]
    fn who_could_not_listen_does_not_take_what_is_old_for_wrong() {
        let begun = Instant::now();
        let mut clocks = heard(begun, 0, &[0, 0]);
        clocks.hear(others(1_500, &[0, 0]).iter(), after(begun, 7_000, 0));
        assert_eq!(clocks.is_off(), None);
    }

    #[test]
    fn a_clock_is_known_once_it_is_heard_saying_something_new() {
        let (begun, mut clocks) = (Instant::now(), Clocks::default());
        assert!(!clocks.are_unknown());
        for (said, at, is_unknown) in [(0, 500, true), (0, 900, true), (1_000, 1_000, false)] {
            clocks.hear(others(said, &[0]).iter(), after(begun, at, 0));
            assert_eq!(clocks.are_unknown(), is_unknown, "{at}");
        }
        clocks.hear(std::iter::empty(), after(begun, 2_000, 0));
        assert!(!clocks.are_unknown());
    }
}
