//! What stands in attributes: descriptions, options; and names in the schema's case.

use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta, Result, Token, parse::Parser, parse_quote};

/// The options of a declaration.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word that stands there or not")]
pub struct Options {
    /// The name in the schema, where it does not follow from that in the code.
    pub name: Option<String>,
    /// What stands where nothing is given.
    pub default: Option<Expr>,
    /// Whether its parts stand beside the others.
    pub flatten: bool,
    /// Whether the name of the type is worked out by its `TypeName`.
    pub generic: bool,
    /// Whether other subgraphs may declare it too.
    pub shareable: bool,
    /// Whether it is kept from a gateway's clients.
    pub inaccessible: bool,
    /// The fields that an interface has: name, type and description.
    pub fields: Vec<(String, syn::Type, String)>,
}

impl Options {
    /// Those that an item's attributes name.
    pub fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut options = Self::default();
        for attribute in attributes.iter().filter(|it| it.path().is_ident("graphql")) {
            attribute.parse_nested_meta(|meta| options.read(&meta))?;
        }
        Ok(options)
    }

    /// Those that an attribute is called with.
    pub fn called_with(tokens: proc_macro2::TokenStream) -> Result<Self> {
        let mut options = Self::default();
        syn::meta::parser(|meta| options.read(&meta)).parse2(tokens)?;
        Ok(options)
    }

    fn read(&mut self, meta: &syn::meta::ParseNestedMeta<'_>) -> Result<()> {
        let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match word.as_str() {
            "name" => self.name = Some(meta.value()?.parse::<LitStr>()?.value()),
            "default" if meta.input.peek(Token![=]) => self.default = Some(meta.value()?.parse()?),
            "default" => self.default = Some(parse_quote!(::std::default::Default::default())),
            "flatten" => self.flatten = true,
            "generic" => self.generic = true,
            "shareable" => self.shareable = true,
            "inaccessible" => self.inaccessible = true,
            "field" => self.read_field(meta)?,
            _ => return Err(meta.error("no such option")),
        }
        Ok(())
    }

    fn read_field(&mut self, meta: &syn::meta::ParseNestedMeta<'_>) -> Result<()> {
        let (mut name, mut ty, mut description) = (None, None, None);
        meta.parse_nested_meta(|part| {
            let text: LitStr = part.value()?.parse()?;
            if part.path.is_ident("name") {
                name = Some(text.value());
            } else if part.path.is_ident("ty") {
                ty = Some(text.parse()?);
            } else if part.path.is_ident("desc") {
                description = Some(text.value());
            } else {
                return Err(part.error("no such option of a field"));
            }
            Ok(())
        })?;
        match (name, ty, description) {
            (Some(name), Some(ty), Some(description)) => {
                self.fields.push((name, ty, description));
                Ok(())
            }
            _ => Err(meta.error("a field has `name`, `ty` and `desc`")),
        }
    }
}

/// The description that doc comments make, with its paragraphs and lists as they stand.
pub fn description(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(doc) if doc.path.is_ident("doc") => match &doc.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<_> = lines.map(|line| line.trim().to_owned()).collect();
    lines.join("\n").trim().to_owned()
}

/// The description of an argument, on one line.
pub fn line(attributes: &[Attribute]) -> String {
    description(attributes).replace('\n', " ")
}

/// Takes away what only the macros read.
pub fn strip(attributes: &mut Vec<Attribute>) {
    attributes.retain(|it| !it.path().is_ident("graphql") && !it.path().is_ident("doc"));
}

/// Takes the options away and leaves the descriptions.
pub fn strip_options(attributes: &mut Vec<Attribute>) {
    attributes.retain(|it| !it.path().is_ident("graphql"));
}

/// `startedOn` for `started_on`.
pub fn camel(name: &str) -> String {
    let mut words = name.trim_start_matches("r#").split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(word.len().min(1));
        camel.push_str(&first.to_uppercase());
        camel.push_str(rest);
    }
    camel
}

/// `MUTUAL_PAIRS` for `MutualPairs`.
pub fn screaming(name: &str) -> String {
    let mut screaming = String::new();
    let mut rest = name.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(c) = rest.next() {
        let begins = before.is_some_and(|before| {
            before.is_lowercase() || rest.peek().is_some_and(|after| after.is_lowercase())
        });
        if c.is_uppercase() && begins {
            screaming.push('_');
        }
        screaming.extend(c.to_uppercase());
        before = Some(c);
    }
    screaming
}
