//! How an attribute points at records: at [`one`], at one or none ([`maybe`]), at [`many`], or
//! through a [`part`] of the record, one that may be absent ([`maybe_part`]) or many ([`parts`]).
//!
//! Each has two functions: `relink` points by another kind of link, `see` shows the records at the
//! end, each with the relations by which they lead back. The macro [`noun`](super::declare) calls
//! them for the attributes that say so.

use super::{
    link::{Link, Linker},
    noun::{NounId, RecordId},
    path::FieldPath,
    relation::Relation,
};

/// Is shown where a record points at another, the relations that lead back, and the other.
pub type See<'a> = &'a mut dyn FnMut(&FieldPath<'_>, &[Relation], RecordId);

/// A part of a record that points at others, such as a participant.
pub trait LinkedPart<A: Link> {
    /// The part by another kind of link.
    type Over<B: Link>;

    /// Points the part, which stands at a place, by another kind of link.
    fn relink<B: Link>(self, at: &FieldPath<'_>, to: &mut impl Linker<A, B>) -> Self::Over<B>;
}

/// A part of a registered record.
pub trait SeenPart {
    /// The relations that lead back from what it points at, in the order of its attributes.
    type Relations: Copy;

    /// Shows what the part, which stands at a place, points at.
    fn see(&self, at: &FieldPath<'_>, relations: Self::Relations, see: See<'_>);
}

/// At one record.
pub mod one {
    use super::{FieldPath, Link, Linker, NounId, Relation, See};

    /// Points by another kind of link.
    pub fn relink<A: Link, B: Link, I: NounId>(
        from: A::To<I>,
        at: &FieldPath<'_>,
        to: &mut impl Linker<A, B>,
    ) -> B::To<I> {
        to.link(from, at)
    }

    /// Shows the record.
    pub fn see<I: NounId, const N: usize>(
        link: &I,
        at: &FieldPath<'_>,
        relations: [Relation; N],
        see: See<'_>,
    ) {
        see(at, &relations, link.record());
    }
}

/// At one record, or at none.
pub mod maybe {
    use super::{FieldPath, Link, Linker, NounId, Relation, See};

    /// Points by another kind of link.
    pub fn relink<A: Link, B: Link, I: NounId>(
        from: Option<A::To<I>>,
        at: &FieldPath<'_>,
        to: &mut impl Linker<A, B>,
    ) -> Option<B::To<I>> {
        from.map(|from| to.link(from, at))
    }

    /// Shows the record, where there is one.
    pub fn see<I: NounId, const N: usize>(
        link: &Option<I>,
        at: &FieldPath<'_>,
        relations: [Relation; N],
        see: See<'_>,
    ) {
        if let Some(link) = link {
            see(at, &relations, link.record());
        }
    }
}

/// At many records.
pub mod many {
    use super::{FieldPath, Link, Linker, NounId, Relation, See};

    /// Points by another kind of link.
    pub fn relink<A: Link, B: Link, I: NounId>(
        from: Vec<A::To<I>>,
        at: &FieldPath<'_>,
        to: &mut impl Linker<A, B>,
    ) -> Vec<B::To<I>> {
        let entries = from.into_iter().enumerate();
        entries.map(|(place, from)| to.link(from, &at.entry(place))).collect()
    }

    /// Shows the records.
    pub fn see<I: NounId, const N: usize>(
        links: &[I],
        at: &FieldPath<'_>,
        relations: [Relation; N],
        see: See<'_>,
    ) {
        for (place, link) in links.iter().enumerate() {
            see(&at.entry(place), &relations, link.record());
        }
    }
}

/// Through a part of the record.
pub mod part {
    use super::{FieldPath, Link, LinkedPart, Linker, See, SeenPart};

    /// Points by another kind of link.
    pub fn relink<A: Link, B: Link, P: LinkedPart<A>>(
        part: P,
        at: &FieldPath<'_>,
        to: &mut impl Linker<A, B>,
    ) -> P::Over<B> {
        part.relink(at, to)
    }

    /// Shows what the part points at.
    pub fn see<P: SeenPart>(part: &P, at: &FieldPath<'_>, relations: P::Relations, see: See<'_>) {
        part.see(at, relations, see);
    }
}

/// Through a part of the record that may be absent.
pub mod maybe_part {
    use super::{FieldPath, Link, LinkedPart, Linker, See, SeenPart};

    /// Points by another kind of link.
    pub fn relink<A: Link, B: Link, P: LinkedPart<A>>(
        part: Option<P>,
        at: &FieldPath<'_>,
        to: &mut impl Linker<A, B>,
    ) -> Option<P::Over<B>> {
        part.map(|part| part.relink(at, to))
    }

    /// Shows what the part points at.
    pub fn see<P: SeenPart>(
        part: &Option<P>,
        at: &FieldPath<'_>,
        relations: P::Relations,
        see: See<'_>,
    ) {
        if let Some(part) = part {
            part.see(at, relations, see);
        }
    }
}

/// Through many parts of the record.
pub mod parts {
    use super::{FieldPath, Link, LinkedPart, Linker, See, SeenPart};

    /// Points by another kind of link.
    pub fn relink<A: Link, B: Link, P: LinkedPart<A>>(
        parts: Vec<P>,
        at: &FieldPath<'_>,
        to: &mut impl Linker<A, B>,
    ) -> Vec<P::Over<B>> {
        let entries = parts.into_iter().enumerate();
        entries.map(|(place, part)| part.relink(&at.entry(place), to)).collect()
    }

    /// Shows what the parts point at.
    pub fn see<P: SeenPart>(
        parts: &[P],
        at: &FieldPath<'_>,
        relations: P::Relations,
        see: See<'_>,
    ) {
        for (place, part) in parts.iter().enumerate() {
            part.see(&at.entry(place), relations, see);
        }
    }
}
