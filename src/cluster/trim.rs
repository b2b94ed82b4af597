//! What the order gives up: what all journals have, and, once space is short, also what machines lack
//! that are not there.

use order::etcd::Node;

/// Entries that are kept in the order although all journals have them.
const WINDOW: u64 = 10_000;

/// What is to be given up.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// Groups that end before this entry.
    pub below: u64,
    /// The machines that nothing is kept for any more, and how far their journals are safe.
    pub dropped: Vec<(String, u64)>,
}

/// Plans by how far each machine's journal is safe, and who is there. Where space is short, nothing is
/// kept for whoever may still read it, nor for those who are not there and lack more than the others:
/// they take it over from another machine when they come back.
pub(super) fn plan(durables: Vec<(String, u64)>, here: &[Node], is_short: bool) -> Plan {
    let is_here = |name: &str| here.iter().any(|node| node.node == name);
    let least = |all: &[(String, u64)]| all.iter().map(|(_, seq)| *seq).min();
    let (there, silent): (Vec<_>, Vec<_>) =
        durables.into_iter().partition(|(name, _)| is_here(name));
    let of_those = least(&there).or_else(|| least(&silent)).unwrap_or(0);
    if is_short {
        let dropped = silent.into_iter().filter(|(_, seq)| *seq < of_those).collect();
        return Plan { below: of_those, dropped };
    }
    let all = least(&silent).unwrap_or(of_those).min(of_those);
    Plan { below: all.saturating_sub(WINDOW), dropped: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(durables: &[(&str, u64)], here: &[&str], is_short: bool) -> (u64, Vec<String>) {
        let durables = durables.iter().map(|(name, seq)| ((*name).to_owned(), *seq)).collect();
        let here: Vec<_> = here
            .iter()
            .map(|name| Node {
                node: (*name).to_owned(),
                url: String::new(),
                seq: 0,
                level: 0,
                clock: 0,
            })
            .collect();
        let Plan { below, dropped } = plan(durables, &here, is_short);
        (below, dropped.into_iter().map(|(name, _)| name).collect())
    }

    #[test]
    fn all_that_a_machine_lacks_is_kept_until_space_is_short() {
        let all = [("one", 50_000), ("two", 49_000), ("three", 20_000)];
        let names = |names: &[&str]| names.iter().map(|&it| it.to_owned()).collect::<Vec<_>>();
        assert_eq!(planned(&all, &["one", "two", "three"], false), (10_000, names(&[])));
        assert_eq!(planned(&all, &["one", "two"], false), (10_000, names(&[])));
        assert_eq!(planned(&all, &["one", "two"], true), (49_000, names(&["three"])));
        // Who is there is waited for, however far it is behind.
        assert_eq!(planned(&all, &["one", "two", "three"], true), (20_000, names(&[])));
        // Who lacks nothing that the others have not costs nothing.
        assert_eq!(planned(&all, &["one", "three"], true), (20_000, names(&[])));
        // Where nobody says that it is there, since that takes space, too, all are waited for.
        assert_eq!(planned(&all, &[], true), (20_000, names(&[])));
        assert_eq!(planned(&[("one", 900)], &["one"], false), (0, names(&[])));
    }
}
