//! Interfaces and unions: enums whose variants hold one object each.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Result, spanned::Spanned};

use crate::attributes::{Options, description};

/// The interface or union of an enum's variants.
pub fn of_enum(item: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &item.data else {
        return Err(Error::new(item.span(), "an interface or union is made of an enum"));
    };
    let options = Options::of(&item.attrs)?;
    let described = description(&item.attrs);
    let ident = &item.ident;
    let name = options.name.clone().unwrap_or_else(|| ident.to_string());
    let (mut variants, mut types) = (Vec::new(), Vec::new());
    for variant in &data.variants {
        let Fields::Unnamed(fields) = &variant.fields else {
            return Err(Error::new(variant.span(), "a member holds its object"));
        };
        let field = fields.unnamed.first().filter(|_| fields.unnamed.len() == 1);
        let field = field.ok_or_else(|| Error::new(variant.span(), "a member holds one object"))?;
        variants.push(&variant.ident);
        types.push(&field.ty);
    }
    let fields = options.fields.iter().map(|(name, ty, described)| {
        quote!(crate::table::InterfaceRow::new(
            #name, <#ty as crate::table::Output>::type_ref(tables), #described
        ))
    });
    let output = |ty: TokenStream, value: TokenStream| {
        quote! {
            impl crate::table::Output for #ty {
                fn type_ref(
                    tables: &mut crate::table::Tables,
                ) -> ::async_graphql::dynamic::TypeRef {
                    tables.abstract_ref::<#ident>()
                }

                fn resolve<'a>(self) -> ::async_graphql::Result<crate::table::Value<'a>>
                where
                    Self: 'a,
                {
                    Ok(crate::table::AbstractType::#value(self))
                }
            }
        }
    };
    let outputs =
        [output(quote!(#ident), quote!(into_object)), output(quote!(&#ident), quote!(as_object))];
    Ok(quote! {
        #(#outputs)*

        impl crate::table::AbstractType for #ident {
            const NAME: &'static str = #name;

            fn describe(
                tables: &mut crate::table::Tables,
            ) -> crate::table::AbstractRow {
                crate::table::AbstractRow {
                    description: #described,
                    fields: ::std::vec![#(#fields),*],
                    members: ::std::vec![#(tables.object::<#types>()),*],
                }
            }

            fn into_object(self) -> crate::table::Value<'static> {
                match self {
                    #(Self::#variants(it) => crate::table::Value::object(it),)*
                }
            }

            fn as_object(&self) -> crate::table::Value<'_> {
                match self {
                    #(Self::#variants(it) => crate::table::Value::Ref(it),)*
                }
            }
        }

        #(
            impl From<#types> for #ident {
                fn from(it: #types) -> Self {
                    Self::#variants(it)
                }
            }
        )*
    })
}
