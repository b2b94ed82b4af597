//! The declaration of a noun: its attributes, and what it says of its records besides.
//!
//! [`noun`] declares the attributes once. How a record points at others follows: the form by key
//! and by id, what it names and where, and the edges that lead back to it.

use jiff::civil::Date;

use super::{term::Term, texts::Texts};

/// What a noun says of its records, besides their attributes.
pub trait Described {
    /// The day by which records of the noun are ordered: the earliest on which the thing began,
    /// was signed, stated, issued or published. `None` sorts last.
    fn day(&self) -> Option<Date>;

    /// Takes the texts that a search looks through, besides key and note.
    fn texts<'a>(&'a self, texts: &mut Texts<'a>);

    /// The terms that name it besides its key, each with the attribute that holds it.
    fn terms(&self) -> Vec<(&'static str, Term)> {
        Vec::new()
    }

    /// Whether it is for everybody, as far as it tells itself.
    fn is_published(&self) -> bool {
        true
    }
}

/// Declares a noun: its own attributes, in the order in which they are stored. All nouns have
/// `key` before them, and `sources` and `note` after them.
///
/// An attribute that points at records says how (see [`pointing`](super::pointing)), and by which
/// relations they lead back: `pub lead: Option<L::To<OrganizationId>> => maybe(OrganizationFields)`.
/// Through a part, there is a relation for each attribute of the part that points.
macro_rules! noun {
    (
        $(#[$meta:meta])*
        pub struct $noun:ident<L: Link = ById> {
            $(
                $(#[$attribute_meta:meta])*
                pub $attribute:ident: $type:ty $(=> $how:ident($($relation:ident),+))?,
            )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
        pub struct $noun<L: super::link::Link = super::link::ById> {
            /// The external key.
            #[serde(default)]
            pub key: Option<String>,
            $($(#[$attribute_meta])* pub $attribute: $type,)+
            /// The documents that print or prove it.
            #[serde(default)]
            pub sources: Vec<super::source::Source<L>>,
            /// What is uncertain, in the words of the person who recorded it.
            #[serde(default)]
            pub note: Option<String>,
        }

        impl<A: super::link::Link> $noun<A> {
            /// Points it by another kind of link.
            pub fn relink<B: super::link::Link>(
                self,
                to: &mut impl super::link::Linker<A, B>,
            ) -> $noun<B> {
                use super::{path::FieldPath, pointing::parts};
                $noun {
                    key: self.key,
                    $($attribute: noun!(@relink self.$attribute, $attribute, to $(, $how)?),)+
                    sources: parts::relink(self.sources, &FieldPath::of("sources"), to),
                    note: self.note,
                }
            }
        }

        impl $noun {
            /// The names of its own attributes, as the code has them.
            pub const ATTRIBUTES: &'static [&'static str] = &[$(stringify!($attribute)),+];

            /// The relations by which its records are found, besides those that all have.
            pub const RELATIONS: &'static [super::relation::Relation] =
                &[$($($(super::relation::Relation::$relation,)+)?)+];

            /// Shows every record that it points at.
            pub(super) fn see_links(&self, see: super::pointing::See<'_>) {
                use super::{path::FieldPath, pointing::parts, relation::Relation};
                $($(
                    super::pointing::$how::see(
                        &self.$attribute,
                        &FieldPath::of(stringify!($attribute)),
                        [$(Relation::$relation),+],
                        see,
                    );
                )?)+
                let at = FieldPath::of("sources");
                parts::see(&self.sources, &at, [Relation::DocumentCitations], see);
            }
        }
    };
    (@relink $value:expr, $attribute:ident, $to:ident) => {
        $value
    };
    (@relink $value:expr, $attribute:ident, $to:ident, $how:ident) => {
        super::pointing::$how::relink($value, &FieldPath::of(stringify!($attribute)), $to)
    };
}

pub(super) use noun;
