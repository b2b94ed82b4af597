//! One object type per noun: thin, showing a version of a record at a moment.

use macros::Abstract;
mod activity;
mod agreement;
mod claim;
mod directive;
mod document;
mod event;
mod field;
mod indicator;
mod organization;
mod outcome;
mod province;
mod sector;
pub mod shared;
pub mod shown;
mod succession;

use std::sync::Arc;

use async_graphql::{ID, Result};

pub use activity::Activity;
pub use agreement::Agreement;
pub use claim::Claim;
pub use directive::Directive;
pub use document::Document;
pub use event::Event;
pub use field::Field;
pub use indicator::Indicator;
pub use organization::Organization;
pub use outcome::Outcome;
pub use province::Province;
pub use sector::Sector;
pub use succession::Succession;

use super::{moment::Moment, page::Filter, table::Input};
use domain::{Noun, RecordId, Versioned};

/// Hands all nouns to a macro.
macro_rules! each_noun {
    ($then:ident) => {
        $then!(
            Province,
            Succession,
            Organization,
            Agreement,
            Sector,
            Field,
            Activity,
            Event,
            Indicator,
            Outcome,
            Claim,
            Directive,
            Document
        )
    };
}

/// An object that shows a record of one noun.
pub trait NounObject: Sized + Send + Sync + 'static {
    /// The noun.
    const NOUN: Noun;

    /// What narrows its lists.
    type Filter: RecordFilter;

    /// The object that shows a version at a moment; `None` where it is of another noun.
    fn locate(moment: &Moment, version: Arc<Versioned>) -> Option<Self>;

    /// The record that it shows.
    fn record_id(&self) -> RecordId;

    /// The moment and the version by which it is all told.
    fn shows(&self) -> (&Moment, &Versioned);
}

/// An object that lists are made of: of one noun, or of several.
pub trait ListItem: Sized + Send + Sync + 'static {
    /// What the types of its pages are named after.
    const NAME: &'static str;

    /// The nouns that it shows.
    const NOUNS: &'static [Noun];

    /// Whether it shows a noun.
    fn takes(noun: Noun) -> bool {
        Self::NOUNS.contains(&noun)
    }

    /// The object that shows a version at a moment; `None` where it is of another noun.
    fn shown(moment: &Moment, version: Arc<Versioned>) -> Option<Self>;
}

impl<T: NounObject> ListItem for T {
    const NAME: &'static str = T::NOUN.name();
    const NOUNS: &'static [Noun] = &[T::NOUN];

    fn shown(moment: &Moment, version: Arc<Versioned>) -> Option<Self> {
        Self::locate(moment, version)
    }
}

impl ListItem for Node {
    const NAME: &'static str = "Node";
    const NOUNS: &'static [Noun] = &Noun::ALL;

    fn shown(moment: &Moment, version: Arc<Versioned>) -> Option<Self> {
        Self::locate(moment, version)
    }
}

/// A record with an id.
#[derive(Abstract)]
#[graphql(field(name = "id", ty = "ID", desc = "The id: opaque; it never changes."))]
pub enum Node {
    Province(Province),
    Succession(Succession),
    Organization(Organization),
    Agreement(Agreement),
    Sector(Sector),
    Field(Field),
    Activity(Activity),
    Event(Event),
    Indicator(Indicator),
    Outcome(Outcome),
    Claim(Claim),
    Directive(Directive),
    Document(Document),
}

impl Node {
    /// The node that shows a version at a moment.
    pub fn locate(moment: &Moment, version: Arc<Versioned>) -> Option<Self> {
        macro_rules! of {
            ($($noun:ident),+) => {
                match version.id.noun { $(Noun::$noun => $noun::locate(moment, version)?.into(),)+ }
            };
        }
        Some(each_noun!(of))
    }
}

/// What narrows a noun's lists.
pub trait RecordFilter: Input {
    /// The test that a record must pass, with names looked up and ids read.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where an id is none, or of another noun.
    fn compile(self, moment: &Moment) -> Result<Filter>;
}

/// Declares the object type of a noun: what all nouns have, its texts, the pages that lead from
/// it, and what else it adds.
macro_rules! noun {
    (
        $(#[$doc:meta])*
        $noun:ident, filter $filter:ident
        texts { $($(#[$text_doc:meta])* $text:ident;)* }
        optional texts { $($(#[$optional_doc:meta])* $optional:ident;)* }
        pages { $($(#[$page_doc:meta])* $page:ident: $target:ident = $relation:ident;)* }
        $($body:tt)*
    ) => {
        #[derive(Clone)]
        pub struct $noun {
            moment: $crate::moment::Moment,
            version: std::sync::Arc<domain::Versioned>,
        }

        impl $noun {
            fn it(&self) -> &domain::$noun {
                <domain::$noun as domain::Entity>::of(&self.version.record)
                    .expect("made of a record of its own noun")
            }
        }

        impl $crate::types::NounObject for $noun {
            const NOUN: domain::Noun = domain::Noun::$noun;

            type Filter = $filter;

            fn locate(
                moment: &$crate::moment::Moment,
                version: std::sync::Arc<domain::Versioned>,
            ) -> Option<Self> {
                let own = version.id.noun == Self::NOUN;
                own.then(|| Self { moment: moment.clone(), version })
            }

            fn record_id(&self) -> domain::RecordId {
                self.version.id
            }

            fn shows(&self) -> (&$crate::moment::Moment, &domain::Versioned) {
                (&self.moment, &self.version)
            }
        }

        $(#[$doc])*
        #[macros::object]
        impl $noun {
            /// The id: opaque; it never changes.
            pub fn id(&self) -> async_graphql::ID {
                $crate::id::encode(self.version.id)
            }

            /// The external key from the file that registered it; unique within the noun.
            fn key(&self) -> Option<&str> {
                self.version.record.key()
            }

            /// The number of its version: 1 when registered, one more with each change.
            fn version(&self) -> u32 {
                self.version.version
            }

            /// When it was registered.
            fn created_at(&self) -> $crate::scalars::DateTime {
                self.version.created_at.into()
            }

            /// When this version was written.
            fn updated_at(&self) -> $crate::scalars::DateTime {
                self.version.updated_at.into()
            }

            /// The documents that print what is recorded here, with the words that prove it.
            fn sources(&self) -> Vec<$crate::types::shared::Source> {
                $crate::types::shared::Source::all(
                    &self.moment,
                    self.version.record.sources(),
                )
            }

            /// Its versions, oldest first: who wrote each, when, and what it changed. Versions that
            /// the caller may not see are omitted.
            fn history(
                &self,
                #[graphql(flatten)]
                page: $crate::page::PageArguments,
            ) -> Option<async_graphql::Result<$crate::history::RevisionConnection>> {
                Some($crate::history::page(&self.moment, self.version.id, &page))
            }

            /// What is uncertain about it, in the words of the person who recorded it.
            fn note(&self) -> Option<&str> {
                self.version.record.note()
            }

            /// The mutations that the caller's role and the record's status allow, on it and under
            /// it, at the moment that is read. Empty for callers who can only read.
            fn viewer_can(
                &self,
            ) -> async_graphql::Result<Vec<$crate::viewer::Action>> {
                $crate::viewer::Action::on(&self.moment, &self.version)
            }

            $(
                $(#[$text_doc])*
                fn $text(
                    &self,
                    ctx: &$crate::context::Context,
                    /// The language; that of the request by default.
                    lang: Option<$crate::enums::Lang>,
                ) -> &str {
                    self.it().$text.get(ctx.lang(lang))
                }
            )*

            $(
                $(#[$optional_doc])*
                fn $optional(
                    &self,
                    ctx: &$crate::context::Context,
                    /// The language; that of the request by default.
                    lang: Option<$crate::enums::Lang>,
                ) -> Option<&str> {
                    let lang = ctx.lang(lang);
                    self.it().$optional.as_ref().map(|text| text.get(lang))
                }
            )*

            $(
                $(#[$page_doc])*
                fn $page(
                    &self,
                    #[graphql(flatten)]
                    list: $crate::page::ListArguments,
                    /// Only entries that match.
                    filter: Option<<$target as $crate::types::NounObject>::Filter>,
                ) -> Option<async_graphql::Result<$crate::page::Connection<$target>>> {
                    let listing = $crate::page::Listing::of(
                        &self.moment,
                        domain::edge::Relation::$relation,
                        Some(self.version.id),
                        filter,
                    );
                    Some(listing.and_then(|listing| listing.page(&list)))
                }
            )*

            $($body)*
        }
    };
}

use each_noun;
pub(crate) use noun;
