//! Object types: of the methods of an `impl` block, or of the fields of a struct.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Data, DeriveInput, Error, FnArg, GenericArgument, Generics, ImplItem, ImplItemFn, ItemImpl,
    Pat, PathArguments, Result, ReturnType, Type, spanned::Spanned,
};

use crate::attributes::{Options, camel, description, line, strip, strip_options};

/// The object type of a name, its description and the rows of its fields. Objects go out as what they
/// are, also where another object holds them.
fn object_type(
    ty: &Type,
    generics: &Generics,
    options: &Options,
    described: &str,
    rows: &[TokenStream],
) -> Result<TokenStream> {
    let (name, shareable) = (type_name(options, ty)?, options.shareable);
    let mut borrowed = generics.clone();
    borrowed.params.insert(0, syn::parse_quote!('borrowed));
    let (impls, _, bounds) = generics.split_for_impl();
    let (held, ..) = borrowed.split_for_impl();
    Ok(quote! {
        impl #impls crate::table::ObjectType for #ty #bounds {
            fn name() -> ::std::borrow::Cow<'static, str> {
                #name
            }

            fn describe(rows: &mut crate::table::ObjectRows<'_>) {
                rows.describe(#described, #shareable);
                #(#rows)*
            }
        }

        impl #impls crate::table::Output for #ty #bounds {
            fn type_ref(
                tables: &mut crate::table::Tables,
            ) -> ::async_graphql::dynamic::TypeRef {
                tables.object_ref::<Self>()
            }

            fn resolve<'a>(self) -> ::async_graphql::Result<crate::table::Value<'a>>
            where
                Self: 'a,
            {
                Ok(crate::table::Value::object(self))
            }
        }

        impl #held crate::table::Output for &'borrowed #ty #bounds {
            fn type_ref(
                tables: &mut crate::table::Tables,
            ) -> ::async_graphql::dynamic::TypeRef {
                tables.object_ref::<#ty>()
            }

            fn resolve<'a>(self) -> ::async_graphql::Result<crate::table::Value<'a>>
            where
                Self: 'a,
            {
                Ok(crate::table::Value::Ref(self))
            }
        }
    })
}

/// What an `impl` block declares.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An object type.
    Object,
    /// The root of subscriptions.
    Subscription,
}

/// The object type that the methods of a block make.
pub fn of_impl(options: TokenStream, mut block: ItemImpl, kind: Kind) -> Result<TokenStream> {
    let options = Options::called_with(options)?;
    let described = description(&block.attrs);
    let ty = block.self_ty.clone();
    let mut rows = Vec::new();
    for item in &mut block.items {
        if let ImplItem::Fn(method) = item {
            rows.push(row(method, kind)?);
        }
    }
    strip(&mut block.attrs);
    let made = object_type(&ty, &block.generics, &options, &described, &rows)?;
    Ok(quote!(#block #made))
}

/// The object type that the fields of a struct make.
pub fn of_struct(item: &DeriveInput) -> Result<TokenStream> {
    let Data::Struct(data) = &item.data else {
        return Err(Error::new(item.span(), "an object type is made of a struct"));
    };
    let options = Options::of(&item.attrs)?;
    let described = description(&item.attrs);
    let ident = &item.ident;
    let (_, arguments, _) = item.generics.split_for_impl();
    let ty: Type = syn::parse_quote!(#ident #arguments);
    let mut rows = Vec::new();
    for field in &data.fields {
        let member = field.ident.as_ref().ok_or_else(|| Error::new(field.span(), "name it"))?;
        let own = Options::of(&field.attrs)?;
        let name = own.name.unwrap_or_else(|| camel(&member.to_string()));
        let (described, inaccessible) = (description(&field.attrs), own.inaccessible);
        let of = &field.ty;
        rows.push(quote! {
            rows.add::<&#of>(#name, #described, #inaccessible, ::std::vec::Vec::new(),
                crate::table::Resolve::Plain(|object, _, _| {
                    let this: &Self = crate::table::own(object)?;
                    crate::table::Output::resolve(&this.#member)
                }));
        });
    }
    object_type(&ty, &item.generics, &options, &described, &rows)
}

fn type_name(options: &Options, ty: &Type) -> Result<TokenStream> {
    if options.generic {
        return Ok(quote!(<Self as crate::table::TypeName>::type_name()));
    }
    if let Some(name) = &options.name {
        return Ok(quote!(::std::borrow::Cow::Borrowed(#name)));
    }
    let Type::Path(path) = ty else { return Err(Error::new(ty.span(), "name a type")) };
    let last = path.path.segments.last().map(|it| it.ident.to_string());
    Ok(quote!(::std::borrow::Cow::Borrowed(#last)))
}

/// An argument of a method.
struct Argument {
    described: String,
    options: Options,
    name: String,
    ty: Type,
}

/// The row of a method, which is left as plain Rust.
fn row(method: &mut ImplItemFn, kind: Kind) -> Result<TokenStream> {
    let own = Options::of(&method.attrs)?;
    let described = description(&method.attrs);
    let ident = method.sig.ident.clone();
    let name = own.name.clone().unwrap_or_else(|| camel(&ident.to_string()));
    strip_options(&mut method.attrs);
    method.attrs.push(syn::parse_quote!(#[allow(
        clippy::too_many_arguments,
        clippy::unused_self,
        reason = "they are the field's"
    )]));
    // What the field is given, besides the object, in the order of the parameters.
    let (mut given, mut arguments) = (Vec::new(), Vec::new());
    for input in method.sig.inputs.iter_mut().skip(1) {
        let FnArg::Typed(argument) = input else { continue };
        if names(&argument.ty, "Context") {
            given.push(quote!(ctx));
            continue;
        }
        if names(&argument.ty, "Args") {
            given.push(quote!(args));
            continue;
        }
        let Pat::Ident(pattern) = &*argument.pat else {
            return Err(Error::new(argument.pat.span(), "an argument has a name"));
        };
        let options = Options::of(&argument.attrs)?;
        let name = options.name.clone().unwrap_or_else(|| camel(&pattern.ident.to_string()));
        let described = line(&argument.attrs);
        let ty = (*argument.ty).clone();
        let argument_row = Argument { described, options, name, ty };
        given.push(read(&argument_row));
        arguments.push(argument_row);
        strip(&mut argument.attrs);
    }
    let ReturnType::Type(_, returned) = &method.sig.output else {
        return Err(Error::new(method.sig.span(), "a field has a value"));
    };
    let declared = arguments.iter().map(declare);
    let call = quote!(this.#ident(#(#given),*));
    let this = quote!(let this: &Self = crate::table::own(object)?;);
    let inaccessible = own.inaccessible;
    let resolve = match (kind, method.sig.asyncness.is_some()) {
        (Kind::Subscription, _) => quote!(crate::table::Resolve::Stream(
            |object, args, ctx| { #this crate::table::Streamed::stream(#call?) }
        )),
        (Kind::Object, false) => quote!(crate::table::Resolve::Plain(
            |object, args, ctx| { #this crate::table::Output::resolve(#call) }
        )),
        (Kind::Object, true) => quote!(crate::table::Resolve::Waits(
            |object, args, ctx| ::std::boxed::Box::pin(async move {
                #this
                crate::table::Output::resolve(#call.await)
            })
        )),
    };
    let value = match kind {
        Kind::Object => quote!(#returned),
        Kind::Subscription => {
            let stream = inner(returned)?;
            quote!(<#stream as crate::table::Streamed>::Item)
        }
    };
    Ok(quote! {
        let arguments = {
            let mut arguments = crate::table::ArgumentRows::new(rows.tables());
            #(#declared)*
            arguments.finish()
        };
        #[allow(unused_variables, reason = "not every field takes arguments and the context")]
        rows.add::<#value>(#name, #described, #inaccessible, arguments, #resolve);
    })
}

/// What stands within `Result<…>`.
fn inner(ty: &Type) -> Result<&Type> {
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
        && let PathArguments::AngleBracketed(arguments) = &last.arguments
        && let Some(GenericArgument::Type(inner)) = arguments.args.first()
    {
        return Ok(inner);
    }
    Err(Error::new(ty.span(), "a subscription gives a `Result` of a stream"))
}

/// Whether a type, or what it refers to, has a name.
fn names(ty: &Type, name: &str) -> bool {
    match ty {
        Type::Reference(reference) => names(&reference.elem, name),
        Type::Path(path) => path.path.segments.last().is_some_and(|it| it.ident == name),
        _ => false,
    }
}

fn declare(argument: &Argument) -> TokenStream {
    let Argument { described, options, name, ty } = argument;
    if options.flatten {
        return quote!(arguments.flatten::<#ty>(););
    }
    if let Some(default) = &options.default {
        quote!(arguments.add_default::<#ty>(#name, #described, #default);)
    } else {
        quote!(arguments.add::<#ty>(#name, #described);)
    }
}

fn read(argument: &Argument) -> TokenStream {
    let Argument { options, name, ty, .. } = argument;
    match (options.flatten, &options.default) {
        (true, _) => quote!(<#ty as crate::table::InputFields>::read(&mut args.parts())?),
        (false, Some(default)) => quote!(args.read_or::<#ty>(#name, || #default)?),
        (false, None) => quote!(args.read::<#ty>(#name)?),
    }
}
