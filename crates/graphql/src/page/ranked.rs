//! Lists that are worked out and no records themselves: pages by keyset cursors, as of any list.
//!
//! An entry stands where its [`Rank`] says: bytes that sort as the entries do, which the cursor
//! holds. So an entry that moved, came or went meanwhile does not shift the page after another.

use macros::object;
use std::borrow::Cow;

use async_graphql::Result;
use data_encoding::BASE64URL_NOPAD;

use super::{PageArguments, PageInfo, Window};
use crate::{
    error::bad_input,
    table::{ObjectType, Output, TypeName},
};
use domain::Decimal;
use messages::message;

/// Where an entry stands: bytes that sort as the entries do.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(Vec<u8>);

impl Rank {
    /// Orders by a number next, from the greatest if `descending`. What has none comes last.
    #[must_use]
    pub fn number(mut self, value: Option<Decimal>, descending: bool) -> Self {
        // With what breaks ties.
        self.0.reserve(33);
        self.0.push(u8::from(value.is_none()));
        let mut bytes = value.map_or(0, millionths).to_be_bytes();
        bytes[0] ^= 0x80;
        if descending {
            for byte in &mut bytes {
                *byte = !*byte;
            }
        }
        self.0.extend(bytes);
        self
    }

    /// Orders by a number next, from the least.
    #[must_use]
    pub fn ascending(mut self, value: u64) -> Self {
        self.0.extend(value.to_be_bytes());
        self
    }
}

/// A number in millionths, as exactly as rates are kept.
fn millionths(value: Decimal) -> i128 {
    let (mantissa, scale) = (value.mantissa(), value.scale());
    match scale.checked_sub(6) {
        Some(beyond) => mantissa / 10_i128.pow(beyond),
        None => mantissa * 10_i128.pow(6 - scale),
    }
}

/// A list of entries with their ranks, in whichever order, and what orders it.
pub struct Ranked<T> {
    /// What the ranks are made of, so that a cursor of another order is refused.
    pub order: Vec<u8>,
    /// The entries.
    pub entries: Vec<(Rank, T)>,
    /// Most entries of a page.
    pub most: usize,
}

/// A page of a list that is worked out.
pub struct RankedConnection<T> {
    edges: Vec<RankedEdge<T>>,
    previous: bool,
    next: bool,
    total: u64,
}

/// An entry of such a page.
pub struct RankedEdge<T> {
    cursor: String,
    node: T,
}

impl Rank {
    /// The rank that a cursor of an order holds.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where it is damaged or of another order.
    pub fn read(order: &[u8], cursor: Option<&str>) -> Result<Option<Self>> {
        cursor.map(|text| decode(order, text)).transpose()
    }

    /// The two numbers of a rank that was made of two, from the least.
    #[must_use]
    pub fn ascended(&self) -> (u64, u64) {
        let number = |bytes: &[u8]| {
            bytes.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte))
        };
        let (one, other) = self.0.split_at(self.0.len().min(8));
        (number(one), number(other))
    }
}

impl<T> Ranked<T> {
    /// As [`Ranked::page`], of entries of which objects are made once it is known that they are
    /// shown.
    ///
    /// # Errors
    /// As for [`Ranked::page`].
    pub fn page_by<N: ObjectType>(
        self,
        asked: &PageArguments,
        node: impl Fn(T) -> N,
    ) -> Result<RankedConnection<N>> {
        let window = Window::up_to(self.most, asked)?;
        let rank = |cursor: &Option<String>| {
            cursor.as_deref().map(|text| decode(&self.order, text)).transpose()
        };
        let (after, before) = (rank(&asked.after)?, rank(&asked.before)?);
        let total = self.entries.len() as u64;
        let mut page = self.entries;
        page.retain(|(rank, _)| {
            after.as_ref().is_none_or(|after| after < rank)
                && before.as_ref().is_none_or(|before| rank < before)
        });
        // Only those of the page, and one more, need be in order.
        let wanted = window.size + 1;
        if page.len() > wanted {
            let order = |one: &(Rank, T), other: &(Rank, T)| one.0.cmp(&other.0);
            if window.from_end {
                let nth = page.len() - wanted;
                page.select_nth_unstable_by(nth, order);
                page.drain(..nth);
            } else {
                page.select_nth_unstable_by(wanted - 1, order);
                page.truncate(wanted);
            }
        }
        page.sort_by(|(one, _), (other, _)| one.cmp(other));
        let (page, previous, next) = window.cut(page, asked);
        let edge =
            |(rank, shown)| RankedEdge { cursor: encode(&self.order, &rank), node: node(shown) };
        Ok(RankedConnection { edges: page.into_iter().map(edge).collect(), previous, next, total })
    }
}

impl<T: ObjectType> Ranked<T> {
    /// The page that is asked for, of a list with so many entries: only those after the cursor were
    /// worked out, as many as a page has and one more.
    ///
    /// # Errors
    /// As for [`Ranked::page`].
    pub fn page_of(self, asked: &PageArguments, total: u64) -> Result<RankedConnection<T>> {
        Ok(RankedConnection { total, ..self.page(asked)? })
    }

    /// The page that is asked for.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where `first` or `last` is out of bounds or both are given, or a cursor
    /// is damaged or of another order.
    pub fn page(self, asked: &PageArguments) -> Result<RankedConnection<T>> {
        self.page_by(asked, |node| node)
    }
}

fn encode(order: &[u8], rank: &Rank) -> String {
    let length = u8::try_from(order.len()).unwrap_or(u8::MAX);
    BASE64URL_NOPAD.encode(&[&[length], order, &rank.0].concat())
}

fn decode(order: &[u8], text: &str) -> Result<Rank> {
    let shown: String = text.chars().take(40).collect();
    let damaged =
        || bad_input(message!("`{shown}` is not a cursor of this list; use one from its edges"));
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| damaged())?;
    let (length, rest) = bytes.split_first().ok_or_else(damaged)?;
    let (found, rank) = rest.split_at_checked(usize::from(*length)).ok_or_else(damaged)?;
    if found.first() != order.first() {
        return Err(damaged());
    }
    if found != order {
        let message = message!(
            "the cursor `{shown}` comes from another order of this list; ask with the `orderBy` \
             that it came from"
        );
        return Err(bad_input(message));
    }
    Ok(Rank(rank.to_vec()))
}

impl<T: ObjectType> TypeName for RankedConnection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::name()).into()
    }
}

impl<T: ObjectType> TypeName for RankedEdge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::name()).into()
    }
}

/// A page of a list, with cursors for the adjacent pages.
#[object(generic)]
impl<T: ObjectType> RankedConnection<T>
where
    for<'held> &'held T: Output,
{
    /// The entries of the page.
    fn edges(&self) -> &[RankedEdge<T>] {
        &self.edges
    }

    /// The entries, for clients that need no cursors.
    fn nodes(&self) -> Vec<&T> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// The position of the page in the list.
    fn page_info(&self) -> PageInfo {
        let cursors = [self.edges.first(), self.edges.last()];
        PageInfo::new(self.previous, self.next, cursors.map(|it| it.map(|it| it.cursor.clone())))
    }

    /// The number of entries on all pages.
    fn total_count(&self) -> u64 {
        self.total
    }
}

/// An entry of a page.
#[object(generic)]
impl<T: ObjectType> RankedEdge<T>
where
    for<'held> &'held T: Output,
{
    /// The position of the entry in the list; pass it as `after` or `before`.
    fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The entry.
    fn node(&self) -> &T {
        &self.node
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_number() -> impl Strategy<Value = Option<Decimal>> {
        let places = prop_oneof![Just(1i64), Just(1_000), Just(1_000_000)];
        prop::option::of(
            (-5_000_000i64..5_000_000, places)
                .prop_filter_map("more than six places", |(number, by)| Decimal::ratio(number, by)),
        )
    }

    proptest! {
        #[test]
        fn ranks_sort_as_the_numbers_do(one in any_number(), other in any_number()) {
            let rank = |value, descending| Rank::default().number(value, descending);
            // What has no number comes last, whichever way.
            let ascending = (one.is_none(), one).cmp(&(other.is_none(), other));
            prop_assert_eq!(rank(one, false).cmp(&rank(other, false)), ascending);
            if let (Some(one), Some(other)) = (one, other) {
                prop_assert_eq!(rank(Some(one), true).cmp(&rank(Some(other), true)), other.cmp(&one));
            }
        }

        #[test]
        fn a_cursor_reads_back_in_its_own_order_only(value in any_number(), id in any::<u64>()) {
            let rank = Rank::default().number(value, true).ascending(id);
            let text = encode(b"ca", &rank);
            prop_assert_eq!(decode(b"ca", &text).unwrap(), rank);
            prop_assert!(decode(b"cb", &text).unwrap_err().message.contains("another order"));
            prop_assert!(decode(b"sa", &text).unwrap_err().message.contains("not a cursor"));
        }
    }
}
