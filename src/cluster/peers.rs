//! What the order keeps no more, from the journals of other machines.
//!
//! Owns whom to ask, and which of what they give to take. How they are asked is told by who starts
//! the machine. Whoever takes the groups checks that they follow what is there, by their hashes.

use order::{
    Order, OrderError,
    etcd::{Node, Shared},
};

use super::tokens::peer_secret;
use crate::{
    journal::{self, Group},
    tokens::Secret,
};

/// Gets groups that follow an entry from the machine at an address, as the bytes that
/// [`journal::read_passed`] reads.
pub type Fetch = Box<dyn FnMut(&str, &Secret, u64) -> Result<Vec<u8>, String> + Send>;

/// The groups that follow an entry, of those before the first that the order keeps; from whichever
/// machine gives them.
///
/// # Errors
/// [`OrderError::Trimmed`] where no machine that is there has them, [`OrderError::Down`] where none
/// gives them.
pub fn missing(
    shared: &mut Shared,
    fetch: &mut Fetch,
    after: u64,
    floor: u64,
) -> Result<Vec<Group>, OrderError> {
    let mut nodes = shared.nodes()?;
    nodes.retain(|node| node.seq > after);
    // The one that writes has other work.
    let writer = shared.writer()?.map(|(writer, _)| writer.node);
    nodes.sort_by_key(|node| Some(&node.node) == writer.as_ref());
    let Some(secret) = peer_secret(shared, None)? else {
        let what = "it is no secret that machines know each other by".to_owned();
        return Err(OrderError::Damaged { key: "peer".to_owned(), what });
    };
    let mut refused = Err(OrderError::Trimmed { floor });
    for Node { node, url, .. } in nodes {
        let given = fetch(&url, &secret, after)
            .and_then(|bytes| journal::read_passed(&bytes).map_err(|error| error.to_string()));
        match given {
            Ok(mut groups) => {
                groups.retain(|group| group.first < floor);
                if !groups.is_empty() {
                    tracing::debug!(node, after, groups = groups.len(), "took over groups");
                    return Ok(groups);
                }
            }
            Err(error) => {
                let why = format!("{node} does not give what follows entry {after}: {error}");
                refused = Err(OrderError::Down(why));
            }
        }
    }
    refused
}

/// The group that follows an entry, from the order, or else from another machine.
///
/// # Errors
/// As for [`missing`].
pub fn next(
    shared: &mut Shared,
    fetch: &mut Fetch,
    after: u64,
) -> Result<Option<Group>, OrderError> {
    let groups = match shared.read(after, 1) {
        Err(OrderError::Trimmed { floor }) => missing(shared, fetch, after, floor)?,
        read => read?,
    };
    Ok(groups.into_iter().next())
}
