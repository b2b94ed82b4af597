//! Several ordered lists of places as one, each place once.

use crate::{EdgeEnd, StoreError};

/// Places in order.
pub(super) type Places<'a> = Box<dyn Iterator<Item = Result<EdgeEnd, StoreError>> + 'a>;

/// Merges lists that are all in ascending order, or all in descending order.
pub(super) struct Merge<'a> {
    lists: Vec<std::iter::Peekable<Places<'a>>>,
    descending: bool,
}

impl<'a> Merge<'a> {
    pub(super) fn of(lists: Vec<Places<'a>>, descending: bool) -> Places<'a> {
        let mut lists = lists;
        if lists.len() == 1
            && let Some(only) = lists.pop()
        {
            return only;
        }
        let lists = lists.into_iter().map(Iterator::peekable).collect();
        Box::new(Self { lists, descending })
    }
}

/// What places are ordered by: no day comes last.
fn rank(place: EdgeEnd) -> impl Ord {
    (place.day.is_none(), place.day, place.to)
}

impl Iterator for Merge<'_> {
    type Item = Result<EdgeEnd, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut next: Option<EdgeEnd> = None;
        for list in &mut self.lists {
            match list.peek() {
                None => {}
                Some(Ok(place)) => {
                    let comes_first = |known: EdgeEnd| {
                        (rank(*place) < rank(known)) != self.descending && *place != known
                    };
                    if next.is_none_or(comes_first) {
                        next = Some(*place);
                    }
                }
                Some(Err(_)) => return list.next(),
            }
        }
        for list in &mut self.lists {
            list.next_if(
                |place| matches!((place, next), (Ok(place), Some(next)) if *place == next),
            );
        }
        next.map(Ok)
    }
}
