//! The clocks of the other machines: whoever is off their median does not write, since entries bear
//! the writer's time.

use std::collections::HashMap;

use order::etcd::Node;

/// How far a clock may be off, in milliseconds.
const OFF: i64 = 1_000;

/// What the others' clocks said when they were last heard of.
#[derive(Debug, Default)]
pub(super) struct Clocks {
    /// What one said, and how far it was ahead then; `None` where it was not heard saying it.
    heard: HashMap<String, (i64, Option<i64>)>,
}

impl Clocks {
    /// Notes what the others say at a moment, in milliseconds.
    pub fn hear<'a>(&mut self, others: impl Iterator<Item = &'a Node>, now: i64) {
        let mut heard = HashMap::new();
        for Node { node, clock, .. } in others {
            let offset = match self.heard.get(node) {
                Some((before, offset)) if before == clock => *offset,
                Some(_) => Some(clock - now),
                // It may have been said long ago.
                None => None,
            };
            heard.insert(node.clone(), (*clock, offset));
        }
        self.heard = heard;
    }

    /// How far this machine's clock is behind the others', in milliseconds, where that is too far.
    /// Of two machines nobody can tell which is right.
    pub fn is_off(&self) -> Option<i64> {
        let known = self.heard.values().filter_map(|(_, offset)| *offset);
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

    /// What a machine hears of others with these clocks, twice.
    fn off(own: i64, others: &[i64]) -> Option<i64> {
        let mut clocks = Clocks::default();
        for time in [0, 1_000] {
            let say = |(nth, ahead): (usize, &i64)| Node {
                node: nth.to_string(),
                url: String::new(),
                seq: 0,
                level: 0,
                clock: time + ahead,
            };
            let others: Vec<Node> = others.iter().enumerate().map(say).collect();
            clocks.hear(others.iter(), time + own);
        }
        clocks.is_off()
    }

    #[test]
    fn whoever_is_off_the_most_does_not_write() {
        const HOUR: i64 = 3_600_000;
        assert_eq!(off(0, &[]), None);
        assert_eq!(off(0, &[200, -300]), None);
        assert_eq!(off(HOUR, &[0, 0]), Some(-HOUR));
        assert_eq!(off(0, &[0, HOUR]), None);
        assert_eq!(off(0, &[HOUR, HOUR]), Some(HOUR));
        assert_eq!(off(0, &[HOUR]), None);
    }
}
