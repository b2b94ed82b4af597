//! Messages: a template with what stands in it, from the words of `format!` and of
//! `#[error("…")]`.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{
    Attribute, Data, DeriveInput, Error, Fields, Ident, LitStr, Result, Token,
    parse::{Parse, ParseStream},
    spanned::Spanned,
};

/// A template, and the arguments that stand after it.
struct Call {
    template: LitStr,
    /// By name, where one is written.
    arguments: Vec<(Option<Ident>, TokenStream)>,
}

impl Parse for Call {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let template = input.parse()?;
        let mut arguments = Vec::new();
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let name = if input.peek(Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]) {
                let name: Ident = input.parse()?;
                input.parse::<Token![=]>()?;
                Some(name)
            } else {
                None
            };
            // Tokens, not an expression: `.field` is one in `#[error]`.
            let mut value = TokenStream::new();
            while !input.is_empty() && !input.peek(Token![,]) {
                value.extend([input.parse::<TokenTree>()?]);
            }
            arguments.push((name, value));
        }
        Ok(Self { template, arguments })
    }
}

/// A place of a template: the name that it has in the catalogue, and how the value is written.
struct Place {
    name: String,
    spec: String,
}

/// A template as the catalogue has it, and its places.
fn read(template: &LitStr) -> Result<(String, Vec<Place>)> {
    let text = template.value();
    let wrong = |what: &str| Err(Error::new(template.span(), what));
    let (mut normal, mut places, mut count) = (String::new(), Vec::new(), 0_usize);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '{' | '}' if rest.peek() == Some(&c) => {
                rest.next();
                normal.extend([c, c]);
            }
            '{' => {
                let inner: String = rest.by_ref().take_while(|c| *c != '}').collect();
                let (name, spec) = inner.split_once(':').unwrap_or((&inner, ""));
                let name = if name.is_empty() {
                    count += 1;
                    (count - 1).to_string()
                } else {
                    name.to_owned()
                };
                normal.extend(["{", &name, "}"]);
                places.push(Place { name, spec: spec.to_owned() });
            }
            '}' => return wrong("a brace stands alone; write `}}`"),
            c => normal.push(c),
        }
    }
    Ok((normal, places))
}

/// The message of a template. `of_field` makes a value of a name that no argument has.
fn message(call: &Call, of_field: impl Fn(&str) -> TokenStream) -> Result<TokenStream> {
    let (template, places) = read(&call.template)?;
    let span = call.template.span();
    let mut made = Vec::new();
    let mut used = vec![false; call.arguments.len()];
    for Place { name, spec } in places {
        let position = match name.parse::<usize>() {
            Ok(position) if position < call.arguments.len() => Some(position),
            _ => call
                .arguments
                .iter()
                .position(|(known, _)| known.as_ref().is_some_and(|it| *it == name)),
        };
        let value = match position {
            Some(position) => {
                used[position] = true;
                call.arguments[position].1.clone()
            }
            None => of_field(&name),
        };
        let value = if spec.is_empty() {
            quote!(&(#value))
        } else {
            let form = LitStr::new(&format!("{{:{spec}}}"), span);
            quote!(&::std::format!(#form, #value))
        };
        made.push(quote! {
            (#name, (&::messages::argument::Of(#value)).argument())
        });
    }
    if used.contains(&false) {
        return Err(Error::new(span, "an argument stands nowhere in the template"));
    }
    let arguments = if made.is_empty() {
        quote!(::std::vec::Vec::new())
    } else {
        quote!({
            #[allow(unused_imports)]
            use ::messages::argument::{Said as _, Shown as _};
            ::std::vec![#(#made),*]
        })
    };
    Ok(quote!(::messages::Message::new(#template, #arguments)))
}

/// What `message!` writes.
pub fn of_call(tokens: TokenStream) -> Result<TokenStream> {
    let call: Call = syn::parse2(tokens)?;
    let span = call.template.span();
    message(&call, |name| {
        let name = Ident::new(name, span);
        quote!(#name)
    })
}

/// What `derive(Say)` writes.
pub fn of_item(item: &DeriveInput) -> Result<TokenStream> {
    let (name, generics) = (&item.ident, &item.generics);
    let (for_all, of, bounds) = generics.split_for_impl();
    let arms = match &item.data {
        Data::Struct(data) => vec![arm(&quote!(Self), &data.fields, &item.attrs, item.span())?],
        Data::Enum(data) => data
            .variants
            .iter()
            .map(|variant| {
                let ident = &variant.ident;
                arm(&quote!(Self::#ident), &variant.fields, &variant.attrs, variant.span())
            })
            .collect::<Result<_>>()?,
        Data::Union(_) => return Err(Error::new(item.span(), "a union says nothing")),
    };
    Ok(quote! {
        impl #for_all ::messages::Say for #name #of #bounds {
            fn message(&self) -> ::messages::Message {
                match self { #(#arms)* }
            }
        }
    })
}

fn arm(
    path: &TokenStream,
    fields: &Fields,
    attributes: &[Attribute],
    span: Span,
) -> Result<TokenStream> {
    let Some(attribute) = attributes.iter().find(|it| it.path().is_ident("error")) else {
        return Err(Error::new(span, "what it says stands nowhere; write `#[error(\"…\")]`"));
    };
    let bound: Vec<_> = fields.iter().enumerate().map(|(place, it)| binding(it, place)).collect();
    let members = fields.members();
    let pattern = quote!(#path { #(#members: #bound),* });
    let tokens = &attribute.meta.require_list()?.tokens;
    if tokens.to_string() == "transparent" {
        let only = bound.first().ok_or_else(|| Error::new(span, "a field is transparent"))?;
        return Ok(quote! {
            #[allow(unused_imports)]
            #pattern => {
                use ::messages::argument::{Said as _, Shown as _};
                ::messages::Say::message(&(&::messages::argument::Of(#only)).argument())
            }
        });
    }
    let mut call: Call = syn::parse2(tokens.clone())?;
    for (_, value) in &mut call.arguments {
        *value = fields_bound(std::mem::take(value), true);
    }
    let template = call.template.span();
    let said = message(&call, |name| {
        let field = bound_name(name);
        // What is no field is a constant.
        let constant = || Ident::new(name, template);
        let name = if bound.contains(&field) { field } else { constant() };
        quote!(#name)
    })?;
    Ok(quote!(#[allow(unused_variables)] #pattern => #said,))
}

fn binding(field: &syn::Field, place: usize) -> Ident {
    field
        .ident
        .as_ref()
        .map_or_else(|| bound_name(&place.to_string()), |it| bound_name(&it.to_string()))
}

/// What a field is called in the arm.
fn bound_name(field: &str) -> Ident {
    format_ident!("field_{}", field)
}

/// An argument with what its fields are called: `.0.name()` is `field_0.name()`.
fn fields_bound(tokens: TokenStream, at_start: bool) -> TokenStream {
    let (mut bound, mut starts, mut rest) =
        (TokenStream::new(), at_start, tokens.into_iter().peekable());
    while let Some(token) = rest.next() {
        match token {
            TokenTree::Punct(dot) if dot.as_char() == '.' && starts => {
                let field = match rest.next() {
                    Some(field @ (TokenTree::Ident(_) | TokenTree::Literal(_))) => {
                        TokenTree::Ident(bound_name(&field.to_string()))
                    }
                    Some(other) => other,
                    None => TokenTree::Punct(dot),
                };
                bound.extend([field]);
                starts = false;
            }
            TokenTree::Group(group) => {
                let inner = fields_bound(group.stream(), true);
                let mut made = proc_macro2::Group::new(group.delimiter(), inner);
                made.set_span(group.span());
                bound.extend([TokenTree::Group(made)]);
                starts = false;
            }
            token => {
                starts = matches!(&token, TokenTree::Punct(_));
                bound.extend([token]);
            }
        }
    }
    bound
}
