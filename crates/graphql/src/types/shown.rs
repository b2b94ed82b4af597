//! Which objects are told by nothing but a version of a record, and where it stands: those of
//! nouns, and the entries of their pages. What is below two that are told by the same is the same.

use std::{any::TypeId, collections::HashMap, sync::LazyLock};

use super::{
    Activity, Agreement, Claim, Directive, Document, Event, Field, Indicator, NounObject,
    Organization, Outcome, Province, Sector, Succession, each_noun,
};
use crate::{moment::Moment, page::Edge, table::Object};
use domain::Versioned;
use registry::EdgeEnd;

/// What tells an object.
pub struct Shown<'a> {
    /// The moment.
    pub moment: &'a Moment,
    /// The version.
    pub version: &'a Versioned,
    /// Where it stands in an order that is known; `None` where it stands in none.
    pub place: Option<EdgeEnd>,
}

/// How what tells an object is found; `None` where it is of another type.
pub type Show = for<'a> fn(&'a Object) -> Option<Shown<'a>>;

static SHOWN: LazyLock<HashMap<TypeId, Show>> = LazyLock::new(|| {
    let mut all: HashMap<TypeId, Show> = HashMap::new();
    macro_rules! add {
        ($($noun:ident),+) => {$(
            all.insert(TypeId::of::<$noun>(), node::<$noun>);
            all.insert(TypeId::of::<Edge<$noun>>(), edge::<$noun>);
        )+};
    }
    each_noun!(add);
    all
});

/// How what tells the objects of a type is found; `None` for those that are told by more.
pub fn find(rust: TypeId) -> Option<Show> {
    SHOWN.get(&rust).copied()
}

fn node<T: NounObject>(object: &Object) -> Option<Shown<'_>> {
    let (moment, version) = object.downcast_ref::<T>()?.shows();
    Some(Shown { moment, version, place: None })
}

fn edge<T: NounObject>(object: &Object) -> Option<Shown<'_>> {
    let edge = object.downcast_ref::<Edge<T>>()?;
    let (moment, version) = edge.held().shows();
    Some(Shown { moment, version, place: Some(edge.place()) })
}
