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
            question: $crate::figures::FigureQuery,
            counted: domain::tally::Counted,
            $($field: $type,)+
        }

        impl $name {
            #[allow(clippy::too_many_arguments, reason = "a group has these parts")]
            pub fn new(
                question: &$crate::figures::FigureQuery,
                counted: domain::tally::Counted,
                $($field: $type,)+
            ) -> Self {
                Self { question: question.clone(), counted, $($field,)+ }
            }
        }

        $(#[$doc])*
        #[macros::object]
        impl $name {
            $(
                $(#[$field_doc])*
                fn $field(&self) -> &$type {
                    &self.$field
                }
            )+

            /// The records counted.
                fn contributors(
                &self,
                #[graphql(flatten)]
                list: $crate::page::ListArguments,
            ) -> Option<async_graphql::Result<
                $crate::page::Connection<$crate::types::$noun>,
            >> {
                let source = self.question.records(self.counted.clone());
                Some($crate::page::Listing::unfiltered(&self.question.moment, source).page(&list))
            }
        }
    )+};
}

pub(super) use groups;
