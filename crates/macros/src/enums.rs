//! Enums: names that stand for the variants of an enum.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Result, spanned::Spanned};

use crate::attributes::{Options, description, screaming};

/// The enum of an enum's variants.
pub fn of_enum(item: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &item.data else {
        return Err(Error::new(item.span(), "an enum is made of an enum"));
    };
    let options = Options::of(&item.attrs)?;
    let described = description(&item.attrs);
    let ident = &item.ident;
    let name = options.name.unwrap_or_else(|| ident.to_string());
    let (mut variants, mut names, mut docs) = (Vec::new(), Vec::new(), Vec::new());
    for variant in &data.variants {
        let own = Options::of(&variant.attrs)?;
        variants.push(&variant.ident);
        names.push(own.name.unwrap_or_else(|| screaming(&variant.ident.to_string())));
        docs.push(description(&variant.attrs));
    }
    let output = |ty: TokenStream, it: TokenStream| {
        quote! {
            impl crate::table::Output for #ty {
                fn type_ref(
                    tables: &mut crate::table::Tables,
                ) -> ::async_graphql::dynamic::TypeRef {
                    tables.enum_ref::<#ident>()
                }

                fn resolve<'a>(self) -> ::async_graphql::Result<crate::table::Value<'a>>
                where
                    Self: 'a,
                {
                    let it: &#ident = #it;
                    let name = crate::table::EnumType::name(it);
                    Ok(crate::table::Value::Name(name))
                }
            }
        }
    };
    let outputs = [output(quote!(#ident), quote!(&self)), output(quote!(&#ident), quote!(self))];
    Ok(quote! {
        #(#outputs)*

        impl crate::table::Input for #ident {
            fn type_ref(
                tables: &mut crate::table::Tables,
            ) -> ::async_graphql::dynamic::TypeRef {
                tables.enum_ref::<Self>()
            }

            fn read(
                value: Option<&crate::table::Const>,
            ) -> ::std::result::Result<Self, crate::table::InputError> {
                crate::table::read_enum(value)
            }

            fn to_value(&self) -> crate::table::Const {
                let name = crate::table::EnumType::name(self);
                crate::table::Const::Enum(::async_graphql::Name::new(name))
            }
        }

        impl crate::table::EnumType for #ident {
            const NAME: &'static str = #name;

            fn description() -> ::std::borrow::Cow<'static, str> {
                #described.into()
            }

            fn all() -> impl Iterator<Item = Self> {
                [#(Self::#variants),*].into_iter()
            }

            fn name(&self) -> &'static str {
                match self { #(Self::#variants => #names),* }
            }

            fn meaning(&self) -> ::std::borrow::Cow<'static, str> {
                match self { #(Self::#variants => #docs),* }.into()
            }
        }
    })
}
