//! Input objects: of the fields of a struct, or one of the variants of an enum.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Data, DataEnum, DataStruct, DeriveInput, Error, Fields, Ident, Result, spanned::Spanned,
};

use crate::attributes::{Options, camel, description};

/// The input object of a name and description: the rows of its fields, and how they are read.
fn input(
    ident: &Ident,
    (name, described): (&str, &str),
    is_one_of: bool,
    declared: &[TokenStream],
    read: &TokenStream,
) -> TokenStream {
    quote! {
        impl crate::table::Input for #ident {
            fn type_ref(
                tables: &mut crate::table::Tables,
            ) -> ::async_graphql::dynamic::TypeRef {
                tables.input_ref::<Self>()
            }

            fn read(
                value: Option<&crate::table::Const>,
            ) -> ::std::result::Result<Self, crate::table::InputError> {
                let mut parts = crate::table::Parts::of(value)?;
                <Self as crate::table::InputFields>::read(&mut parts)
            }
        }

        impl crate::table::InputFields for #ident {
            const NAME: &'static str = #name;
            const DESCRIPTION: &'static str = #described;
            const IS_ONE_OF: bool = #is_one_of;

            fn rows(rows: &mut crate::table::ArgumentRows<'_>) {
                #(#declared)*
            }

            fn read(
                parts: &mut crate::table::Parts<'_>,
            ) -> ::std::result::Result<Self, crate::table::InputError> {
                #read
            }
        }
    }
}

/// The input object of an item.
pub fn of_item(item: &DeriveInput) -> Result<TokenStream> {
    match &item.data {
        Data::Struct(data) => of_struct(item, data),
        Data::Enum(data) => of_enum(item, data),
        Data::Union(_) => Err(Error::new(item.span(), "an input is a struct or an enum")),
    }
}

fn of_struct(item: &DeriveInput, data: &DataStruct) -> Result<TokenStream> {
    let options = Options::of(&item.attrs)?;
    let described = description(&item.attrs);
    let ident = &item.ident;
    let name = options.name.unwrap_or_else(|| ident.to_string());
    let (mut declared, mut read) = (Vec::new(), Vec::new());
    for field in &data.fields {
        let member = field.ident.as_ref().ok_or_else(|| Error::new(field.span(), "name it"))?;
        let own = Options::of(&field.attrs)?;
        let name = own.name.unwrap_or_else(|| camel(&member.to_string()));
        let described = description(&field.attrs);
        let ty = &field.ty;
        if own.flatten {
            declared.push(quote!(rows.flatten::<#ty>();));
            read.push(quote!(#member: <#ty as crate::table::InputFields>::read(parts)?));
            continue;
        }
        if let Some(default) = own.default {
            declared.push(quote!(rows.add_default::<#ty>(#name, #described, #default);));
            read.push(quote!(#member: parts.read_or::<#ty>(#name, || #default)?));
        } else {
            declared.push(quote!(rows.add::<#ty>(#name, #described);));
            read.push(quote!(#member: parts.read::<#ty>(#name)?));
        }
    }
    let read = quote!(Ok(Self { #(#read),* }));
    Ok(input(ident, (&name, &described), false, &declared, &read))
}

fn of_enum(item: &DeriveInput, data: &DataEnum) -> Result<TokenStream> {
    let options = Options::of(&item.attrs)?;
    let described = description(&item.attrs);
    let ident = &item.ident;
    let name = options.name.unwrap_or_else(|| ident.to_string());
    let (mut declared, mut read) = (Vec::new(), Vec::new());
    for variant in &data.variants {
        let Fields::Unnamed(fields) = &variant.fields else {
            return Err(Error::new(variant.span(), "a choice holds its value"));
        };
        let field = fields.unnamed.first().filter(|_| fields.unnamed.len() == 1);
        let field = field.ok_or_else(|| Error::new(variant.span(), "a choice holds one value"))?;
        let own = Options::of(&variant.attrs)?;
        let written = variant.ident.to_string();
        let (first, rest) = written.split_at(1);
        let name = own.name.unwrap_or_else(|| format!("{}{rest}", first.to_lowercase()));
        let (described, ty, choice) = (description(&variant.attrs), &field.ty, &variant.ident);
        declared.push(quote!(rows.add::<Option<#ty>>(#name, #described);));
        read.push(quote! {
            if let Some(it) = parts.read::<Option<#ty>>(#name)? {
                return Ok(Self::#choice(it));
            }
        });
    }
    let read = quote! {
        #(#read)*
        Err(crate::table::InputError::new(::messages::message!("name one of its fields")))
    };
    Ok(input(ident, (&name, &described), true, &declared, &read))
}
