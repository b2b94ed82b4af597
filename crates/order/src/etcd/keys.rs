//! The keys of one cluster, all below `hoptac/<name>/`.

/// Builds keys.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    prefix: String,
}

impl Keys {
    pub(super) fn of(cluster: &str) -> Self {
        Self { prefix: format!("hoptac/{cluster}/") }
    }

    fn key(&self, name: &str) -> Vec<u8> {
        format!("{}{name}", self.prefix).into_bytes()
    }

    /// What tells the cluster from others.
    pub(super) fn meta(&self) -> Vec<u8> {
        self.key("meta")
    }

    /// Where the order stands.
    pub(super) fn head(&self) -> Vec<u8> {
        self.key("head")
    }

    /// Who writes.
    pub(super) fn writer(&self) -> Vec<u8> {
        self.key("writer")
    }

    /// The group that begins with an entry.
    pub(super) fn group(&self, first: u64) -> Vec<u8> {
        self.key(&format!("g/{first:016x}"))
    }

    /// Behind all groups.
    pub(super) fn groups_end(&self) -> Vec<u8> {
        self.key("g0")
    }

    /// With which entry the group under a key begins.
    pub(super) fn first(&self, key: &[u8]) -> Option<u64> {
        let digits = key.strip_prefix(self.key("g/").as_slice())?;
        let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.len() == 16)?;
        u64::from_str_radix(digits, 16).ok()
    }

    /// A piece of a group.
    pub(super) fn part(&self, nonce: [u8; 16], nth: u32) -> Vec<u8> {
        self.key(&format!("p/{:032x}/{nth:08x}", u128::from_be_bytes(nonce)))
    }

    /// How far a machine's journal is safe.
    pub(super) fn durable(&self, node: &str) -> Vec<u8> {
        self.key(&format!("r/{node}"))
    }

    /// Before and behind how far each machine's journal is safe.
    pub(super) fn durables(&self) -> (Vec<u8>, Vec<u8>) {
        (self.key("r/"), self.key("r0"))
    }

    /// That nothing is kept for a machine any more.
    pub(super) fn dropped(&self, node: &str) -> Vec<u8> {
        self.key(&format!("d/{node}"))
    }

    /// Before and behind which machines nothing is kept for.
    pub(super) fn all_dropped(&self) -> (Vec<u8>, Vec<u8>) {
        (self.key("d/"), self.key("d0"))
    }

    /// A token.
    pub(super) fn token(&self, id: &str) -> Vec<u8> {
        self.key(&format!("t/{id}"))
    }

    /// Before and behind all tokens.
    pub(super) fn tokens(&self) -> (Vec<u8>, Vec<u8>) {
        (self.key("t/"), self.key("t0"))
    }

    /// By what machines know each other.
    pub(super) fn peer(&self) -> Vec<u8> {
        self.key("peer")
    }

    /// Up to which form entries are written.
    pub(super) fn codec(&self) -> Vec<u8> {
        self.key("codec")
    }

    /// Before and behind all groups and their pieces.
    pub(super) fn kept(&self) -> [(Vec<u8>, Vec<u8>); 2] {
        [(self.key("g/"), self.groups_end()), (self.key("p/"), self.key("p0"))]
    }

    /// What is named below one of these beginnings.
    pub(super) fn name_below(beginning: &[u8], key: &[u8]) -> Option<String> {
        String::from_utf8(key.strip_prefix(beginning)?.to_vec()).ok()
    }

    /// What a machine says of itself.
    pub(super) fn node(&self, name: &str) -> Vec<u8> {
        self.key(&format!("n/{name}"))
    }

    /// Before and behind what machines say of themselves.
    pub(super) fn nodes(&self) -> (Vec<u8>, Vec<u8>) {
        (self.key("n/"), self.key("n0"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_lie_in_their_order() {
        let keys = Keys::of("it");
        let firsts = [1, 15, 16, 255, 256, u64::MAX];
        let made: Vec<_> = firsts.iter().map(|&first| keys.group(first)).collect();
        assert!(made.is_sorted());
        assert!(made.iter().all(|key| *key < keys.groups_end()));
        assert_eq!(made.iter().filter_map(|key| keys.first(key)).collect::<Vec<_>>(), firsts);
        assert_eq!(keys.first(&Keys::of("other").group(1)), None);
        assert_eq!(keys.first(b"hoptac/it/g/1"), None);
    }
}
