//! Hosts on a network of their own, of which any can be cut off from any other, in one direction or
//! both: network namespaces on one bridge, which the machine of the tests reaches, too.
//!
//! A cut gives a host a wrong hardware address for another one: what it sends is lost in silence, as
//! on a cable that is cut. Nothing more is needed than iproute2, and the right to use it.

use std::{
    net::Ipv4Addr,
    process::Command,
    sync::atomic::{AtomicU16, Ordering},
};

/// The hosts, gone with this.
pub struct Network {
    /// What the names begin with, its own, so that networks beside each other do not meet.
    tag: String,
    /// The first three numbers of all addresses.
    block: [u8; 3],
    hosts: u8,
}

/// The address that nobody has.
const NOBODY: &str = "02:00:00:00:00:ff";
/// Blocks of 256 addresses that no network uses (RFC 2544: 198.18.0.0/15).
const BLOCKS: u16 = 512;
/// Networks that were made by this process.
static MADE: AtomicU16 = AtomicU16::new(0);

impl Network {
    /// So many hosts; `None` where this machine does not allow it.
    pub fn new(hosts: u8) -> Option<Self> {
        let (own, nth) = (std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let [low, high, ..] = own.to_le_bytes();
        let first = u16::from_le_bytes([low, high]).wrapping_add(nth);
        let block =
            (0..BLOCKS).map(|next| block(first.wrapping_add(next))).find(|it| is_free(*it))?;
        let network = Self { tag: format!("ht{own}n{nth}"), block, hosts };
        network.build().then_some(network)
    }

    fn build(&self) -> bool {
        let (Self { tag, hosts, .. }, [a, b, c]) = (self, self.block);
        let switch = format!("{tag}s");
        let mut made = ip(&format!("netns add {switch}"))
            && ip(&format!("-n {switch} link add bridge type bridge"))
            && ip(&format!("-n {switch} link set bridge up"))
            && ip(&format!("link add {tag} type veth peer name outside netns {switch}"))
            && ip(&format!("-n {switch} link set outside master bridge up"))
            && ip(&format!("addr add {a}.{b}.{c}.254/24 dev {tag}"))
            && ip(&format!("link set {tag} up"));
        for host in 0..*hosts {
            let (name, address, hardware) = (self.name(host), self.address(host), hardware(host));
            made = made
                && ip(&format!("netns add {name}"))
                && ip(&format!("-n {name} link set lo up"))
                && ip(&format!(
                    "link add p{host} netns {switch} type veth peer name eth0 netns {name}"
                ))
                && ip(&format!("-n {switch} link set p{host} master bridge up"))
                && ip(&format!("-n {name} link set eth0 address {hardware} up"))
                && ip(&format!("-n {name} addr add {address}/24 dev eth0"));
        }
        made && (0..*hosts).all(|from| (0..*hosts).all(|to| self.point(from, to, &hardware(to))))
    }

    fn name(&self, host: u8) -> String {
        format!("{}h{host}", self.tag)
    }

    /// The address of a host.
    pub fn address(&self, host: u8) -> Ipv4Addr {
        let [a, b, c] = self.block;
        Ipv4Addr::new(a, b, c, host + 1)
    }

    /// What a program is run by, so that it runs on a host.
    pub fn within(&self, host: u8) -> Vec<String> {
        ["ip", "netns", "exec", &self.name(host)].map(str::to_owned).to_vec()
    }

    /// Nothing that one host sends reaches the other any more.
    pub fn cut(&self, from: u8, to: u8) {
        assert!(self.point(from, to, NOBODY));
    }

    /// Neither of two hosts reaches the other.
    pub fn part(&self, one: u8, other: u8) {
        self.cut(one, other);
        self.cut(other, one);
    }

    /// All reach all again.
    pub fn heal(&self) {
        for from in 0..self.hosts {
            for to in 0..self.hosts {
                assert!(self.point(from, to, &hardware(to)));
            }
        }
    }

    fn point(&self, from: u8, to: u8, hardware: &str) -> bool {
        let (name, address) = (self.name(from), self.address(to));
        from == to
            || ip(&format!(
                "-n {name} neigh replace {address} lladdr {hardware} dev eth0 nud permanent"
            ))
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        for host in 0..self.hosts {
            ip(&format!("netns del {}", self.name(host)));
        }
        ip(&format!("netns del {}s", self.tag));
        // Its other end is gone, unless it was never made.
        ip(&format!("link del {}", self.tag));
    }
}

/// One of the blocks.
fn block(number: u16) -> [u8; 3] {
    let [low, high] = (number % BLOCKS).to_le_bytes();
    [198, 18 + high, low]
}

/// Whether no network beside this one has a block.
fn is_free([a, b, c]: [u8; 3]) -> bool {
    let shown =
        Command::new("ip").args(["addr", "show", "to", &format!("{a}.{b}.{c}.0/24")]).output();
    shown.is_ok_and(|it| it.status.success() && it.stdout.is_empty())
}

fn hardware(host: u8) -> String {
    format!("02:00:00:00:00:{host:02x}")
}

/// Runs `ip`; `false` where it is refused, or not there.
fn ip(arguments: &str) -> bool {
    let ran = Command::new("ip").args(arguments.split(' ')).output();
    ran.is_ok_and(|output| output.status.success())
}
