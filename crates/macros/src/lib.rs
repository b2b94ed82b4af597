//! The attributes by which a Rust type declares its GraphQL type, and the macros that make messages.
//!
//! Each turns a declaration into rows of the schema's table (`crate::table`): names in the
//! schema's case, doc comments as descriptions, and a plain function from an object and its
//! arguments to a value. Nothing else is generated: no state machine, no copy of the executor.
//! Knows nothing of the nouns.
//!
//! | attribute | on | declares |
//! |---|---|---|
//! | `#[object]` | an `impl` block | an object type; each method is a field |
//! | `#[subscription]` | an `impl` block | the root of subscriptions; each method gives a stream |
//! | `#[derive(Object)]` | a struct | an object type; each field is a field |
//! | `#[derive(Abstract)]` | an enum of objects | an interface, or without fields a union |
//! | `#[derive(Input)]` | a struct, or an enum of inputs | an input object, or a `@oneOf` one |
//! | `#[derive(Enum)]` | an enum of names | an enum |
//!
//! `message!` makes a message (`messages::Message`) of the words of `format!`, and `#[derive(Say)]` of
//! those of an error's `#[error("…")]`.
//!
//! Options stand in `#[graphql(…)]`: `name = "…"` anywhere; `default` on an argument or input
//! field; `flatten` on an argument or input field whose parts stand beside the others; `generic`,
//! `shareable` and `inaccessible` as the schema's directives have it.

mod abstracts;
mod attributes;
mod enums;
mod inputs;
mod messages;
mod objects;

use proc_macro::TokenStream;
use syn::{DeriveInput, ItemImpl, parse_macro_input};

/// Declares the object type whose fields are the methods of an `impl` block.
#[proc_macro_attribute]
pub fn object(options: TokenStream, item: TokenStream) -> TokenStream {
    let block = parse_macro_input!(item as ItemImpl);
    finish(objects::of_impl(options.into(), block, objects::Kind::Object))
}

/// Declares the root of subscriptions, whose fields are the methods of an `impl` block.
#[proc_macro_attribute]
pub fn subscription(options: TokenStream, item: TokenStream) -> TokenStream {
    let block = parse_macro_input!(item as ItemImpl);
    finish(objects::of_impl(options.into(), block, objects::Kind::Subscription))
}

/// Declares the object type whose fields are those of a struct.
#[proc_macro_derive(Object, attributes(graphql))]
pub fn derive_object(item: TokenStream) -> TokenStream {
    finish(objects::of_struct(&parse_macro_input!(item as DeriveInput)))
}

/// Declares the interface or union whose members are the variants of an enum.
#[proc_macro_derive(Abstract, attributes(graphql))]
pub fn derive_abstract(item: TokenStream) -> TokenStream {
    finish(abstracts::of_enum(&parse_macro_input!(item as DeriveInput)))
}

/// Declares the input object whose fields are those of a struct, or one of which each is a variant.
#[proc_macro_derive(Input, attributes(graphql))]
pub fn derive_input(item: TokenStream) -> TokenStream {
    finish(inputs::of_item(&parse_macro_input!(item as DeriveInput)))
}

/// Declares the enum whose values are the variants of an enum.
#[proc_macro_derive(Enum, attributes(graphql))]
pub fn derive_enum(item: TokenStream) -> TokenStream {
    finish(enums::of_enum(&parse_macro_input!(item as DeriveInput)))
}

/// Makes a message: the template, in English, and what stands in it, as for `format!`. Its names are
/// those of the catalogue; places without one are counted from 0.
#[proc_macro]
pub fn message(tokens: TokenStream) -> TokenStream {
    finish(messages::of_call(tokens.into()))
}

/// Makes an error say its `#[error("…")]` in each language.
#[proc_macro_derive(Say, attributes(error))]
pub fn derive_say(item: TokenStream) -> TokenStream {
    finish(messages::of_item(&parse_macro_input!(item as DeriveInput)))
}

fn finish(made: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    made.unwrap_or_else(syn::Error::into_compile_error).into()
}
