//! Figures told apart by a key, each with the records behind it.

/// Declares the object type of a group: what tells it apart, how much it is, and the records.
macro_rules! groups {
    ($(
        $(#[$doc:meta])*
        $name:ident of $noun:ident {
            $($(#[$field_doc:meta])* $field:ident: $type:ty,)+
        }
    )+) => {$(
        $(#[$doc])*
        pub struct $name {
            question: $crate::figures::Question,
            counted: domain::tally::Counted,
            $($field: $type,)+
        }

        impl $name {
            #[allow(clippy::too_many_arguments, reason = "a group has these parts")]
            pub fn new(
                question: &$crate::figures::Question,
                counted: domain::tally::Counted,
                $($field: $type,)+
            ) -> Self {
                Self { question: question.clone(), counted, $($field,)+ }
            }
        }

        $(#[$doc])*
        #[async_graphql::Object(crate = "crate::resolving")]
        impl $name {
            $(
                $(#[$field_doc])*
                fn $field(&self) -> &$type {
                    &self.$field
                }
            )+

            /// The records counted.
            #[allow(clippy::too_many_arguments, reason = "a page has these arguments")]
            fn contributors(
                &self,
                #[graphql(desc = "At most this many, from the start: 0 to 100; 20 where neither \
                                  `first` nor `last` is given.")]
                first: Option<i32>,
                #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
                #[graphql(desc = "At most this many, from the end: 0 to 100.")] last: Option<i32>,
                #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
                #[graphql(desc = "The order; `DATE_ASC` where absent.")]
                order_by: Option<$crate::page::Order>,
            ) -> Option<async_graphql::Result<
                $crate::page::Connection<$crate::types::$noun>,
            >> {
                let asked = $crate::page::Asked {
                    first, after, last, before, order: order_by,
                };
                let source = self.question.records(self.counted.clone());
                Some($crate::page::Listing::unfiltered(&self.question.moment, source).page(&asked))
            }
        }
    )+};
}

pub(super) use groups;
