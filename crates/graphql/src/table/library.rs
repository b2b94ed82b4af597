//! The table as async-graphql has it: what prints and introspects the schema, and
//! executes what plans do not.

use std::sync::Arc;

use async_graphql::{
    Name, Result,
    dynamic::{
        Enum, EnumItem, Field, FieldFuture, FieldValue, InputObject, InputValue, Interface,
        InterfaceField, Object as DynamicObject, ResolverContext, Scalar, Schema, SchemaBuilder,
        SchemaError, Subscription, SubscriptionField, SubscriptionFieldFuture, TypeRef, Union,
    },
};

use futures_util::stream;

use super::{
    AbstractRow, Args, ArgumentRow, Const, EnumRow, FieldRow, InputRow, ObjectRow, Resolve,
    ScalarRow, Tables, TypeRow, Value,
};
use crate::{context::Context, error::masked};

/// The roots of the schema.
pub const ROOTS: [&str; 3] = ["Query", "Mutation", "Subscription"];

/// A schema of all types, with the keys by which a gateway names those that it may.
///
/// # Errors
/// Where the table names a type that is none.
pub fn dynamic(
    tables: &'static Tables,
    keys: impl Fn(&str) -> &'static [&'static str],
    with: impl FnOnce(SchemaBuilder) -> SchemaBuilder,
) -> std::result::Result<Schema, SchemaError> {
    let [query, mutation, subscription] = ROOTS;
    let mut builder = Schema::build(query, Some(mutation), Some(subscription));
    for (name, row) in tables.types() {
        builder = match row {
            TypeRow::Object(row) if name == subscription => builder.register(root(row)),
            TypeRow::Object(row) => builder.register(object(tables, row, keys(name))),
            TypeRow::Abstract(row) if row.fields.is_empty() => builder.register(union(name, row)),
            TypeRow::Abstract(row) => builder.register(interface(name, row)),
            TypeRow::Enum(row) => builder.register(enumeration(name, row)),
            TypeRow::Scalar(row) => builder.register(scalar(name, row)),
            TypeRow::Input(row) => builder.register(input(name, row)),
            TypeRow::Begun => builder,
        };
    }
    with(builder).finish()
}

fn object(tables: &'static Tables, row: &'static ObjectRow, keys: &[&str]) -> DynamicObject {
    let mut made = DynamicObject::new(&row.name).description(&row.description);
    for interface in &row.interfaces {
        made = made.implement(interface);
    }
    for key in keys {
        made = made.key(*key);
    }
    if row.is_shareable {
        made = made.shareable();
    }
    for field in row.fields.values() {
        let mut added =
            Field::new(&field.name, field.ty.clone(), move |ctx| resolve(tables, row, field, ctx));
        added = added.description(&field.description);
        for argument in &field.arguments {
            added = added.argument(value(argument));
        }
        made = made.field(if field.is_inaccessible { added.inaccessible() } else { added });
    }
    made
}

fn resolve<'a>(
    tables: &'static Tables,
    row: &'static ObjectRow,
    field: &'static FieldRow,
    ctx: ResolverContext<'a>,
) -> FieldFuture<'a> {
    FieldFuture::new(async move {
        let context = ctx.data::<Arc<Context>>()?;
        let given = given(&ctx);
        let args = Args::new(&field.name, &given);
        let object = (row.held)(ctx.parent_value).ok_or_else(masked)?;
        let value = match field.resolve {
            Resolve::Plain(resolve) => resolve(object, args, context),
            Resolve::Waits(resolve) => resolve(object, args, context).await,
            Resolve::Stream(_) => Err(masked()),
        };
        match value {
            Ok(Value::Null) => Ok(None),
            Ok(value) if tables.is_abstract(field.target()) => Ok(Some(typed(tables, value))),
            Ok(value) => Ok(Some(untyped(value))),
            // The library has no path for it, and would take all of the answer away.
            Err(error) if !matches!(field.ty, TypeRef::NonNull(_)) => {
                let error = error.into_server_error(ctx.ctx.item.pos);
                ctx.ctx.add_error(ctx.ctx.set_error_path(error));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    })
}

/// The arguments that are given, with their variables filled in and their defaults.
fn given(ctx: &ResolverContext<'_>) -> Vec<(Name, Const)> {
    let values = ctx.args.as_index_map().iter();
    values.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// A value as the library has it, where its type is known by its place.
fn untyped(value: Value<'_>) -> FieldValue<'_> {
    match value {
        // The library has no way to fail one item.
        Value::Null | Value::Failed(_) => FieldValue::NULL,
        Value::Bool(it) => FieldValue::value(it),
        Value::Int(it) => FieldValue::value(it),
        Value::Natural(it) => FieldValue::value(it),
        Value::Float(it) => FieldValue::value(it),
        Value::Text(it) => FieldValue::value(it.into_owned()),
        Value::Name(it) => FieldValue::value(Const::Enum(Name::new(it))),
        Value::Any(it) => FieldValue::value(it),
        Value::List(items) => FieldValue::list(items.into_iter().map(untyped)),
        Value::Ref(it) => FieldValue::borrowed_any(it),
        Value::Object(it) => FieldValue::boxed_any(it),
    }
}

/// A value as the library has it, where it may be of several types.
fn typed<'a>(tables: &Tables, value: Value<'a>) -> FieldValue<'a> {
    let name = match &value {
        Value::Ref(it) => tables.name_of(*it).to_owned(),
        Value::Object(it) => tables.name_of(&**it).to_owned(),
        Value::List(_) => {
            let Value::List(items) = value else { return FieldValue::NULL };
            return FieldValue::list(items.into_iter().map(|item| typed(tables, item)));
        }
        _ => return untyped(value),
    };
    untyped(value).with_type(name)
}

/// The root of subscriptions.
fn root(row: &'static ObjectRow) -> Subscription {
    let mut made = Subscription::new(&row.name).description(&row.description);
    for field in row.fields.values() {
        let mut added = SubscriptionField::new(&field.name, field.ty.clone(), |ctx| {
            // Subscriptions are followed by plans.
            drop(ctx);
            SubscriptionFieldFuture::new(async { Ok(stream::empty::<Result<FieldValue<'_>>>()) })
        });
        added = added.description(&field.description);
        for argument in &field.arguments {
            added = added.argument(value(argument));
        }
        made = made.field(added);
    }
    made
}

fn value(row: &ArgumentRow) -> InputValue {
    let made = InputValue::new(row.name, row.ty.clone()).description(row.description);
    match &row.default {
        Some(default) => made.default_value(default.clone()),
        None => made,
    }
}

fn interface(name: &str, row: &AbstractRow) -> Interface {
    row.fields.iter().fold(Interface::new(name).description(row.description), |made, field| {
        let added = InterfaceField::new(field.name, field.ty.clone());
        made.field(added.description(field.description))
    })
}

fn union(name: &str, row: &AbstractRow) -> Union {
    let made = Union::new(name).description(row.description);
    row.members.iter().fold(made, Union::possible_type)
}

fn enumeration(name: &str, row: &EnumRow) -> Enum {
    row.values.iter().fold(Enum::new(name).description(&*row.description), |made, (name, what)| {
        made.item(EnumItem::new(*name).description(&**what))
    })
}

fn scalar(name: &str, row: &ScalarRow) -> Scalar {
    Scalar::new(name).description(&row.description).specified_by_url(row.specified_by)
}

fn input(name: &str, row: &InputRow) -> InputObject {
    let made = InputObject::new(name).description(row.description);
    let made = row.fields.iter().fold(made, |made, field| made.field(value(field)));
    if row.is_one_of { made.oneof() } else { made }
}
