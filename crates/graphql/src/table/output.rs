//! What values go out as.

use std::{any::Any, borrow::Cow};

use async_graphql::{Error, ID, Result, dynamic::TypeRef};
use futures_util::stream::{BoxStream, StreamExt};

use super::{
    AbstractRow, Const, ObjectRows, Tables,
    rows::{Stream, list, nullable},
};
use crate::error::masked;

/// An object, whatever its type.
pub type Object = dyn Any + Send + Sync;

/// The value of a field.
pub enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Natural(u64),
    Float(f64),
    Text(Cow<'a, str>),
    /// A value of an enum.
    Name(&'static str),
    /// Anything, of a scalar that may be.
    Any(Const),
    List(Vec<Value<'a>>),
    /// An object that another one holds.
    Ref(&'a Object),
    /// An object of its own.
    Object(Box<Object>),
    /// What failed, of a list whose other items stand.
    Failed(Error),
}

impl Value<'_> {
    /// An object of its own.
    pub fn object<T: ObjectType>(it: T) -> Value<'static> {
        Value::Object(Box::new(it))
    }
}

/// What the value of a field goes out as.
pub trait Output {
    /// Its type in the schema, whose rows are added.
    fn type_ref(tables: &mut Tables) -> TypeRef;

    /// The value.
    ///
    /// # Errors
    /// Those of the field.
    fn resolve<'a>(self) -> Result<Value<'a>>
    where
        Self: 'a;
}

/// An object type: what describes itself by its fields.
pub trait ObjectType: Any + Send + Sync + Sized {
    /// Its name.
    fn name() -> Cow<'static, str>;

    /// Adds its rows.
    fn describe(rows: &mut ObjectRows<'_>);
}

/// A type whose name hangs on what it is made of.
pub trait TypeName {
    /// The name.
    fn type_name() -> Cow<'static, str>;
}

/// An interface or union.
pub trait AbstractType: Sized {
    /// Its name.
    const NAME: &'static str;

    /// Its row; those of its members are added.
    fn describe(tables: &mut Tables) -> AbstractRow;

    /// The object that it is.
    fn into_object(self) -> Value<'static>;

    /// The object that it is, where another holds it.
    fn as_object(&self) -> Value<'_>;
}

/// What a subscription gives.
pub trait Streamed {
    /// What each is.
    type Item: Output;

    /// The values.
    ///
    /// # Errors
    /// None; it has the form that rows take.
    fn stream(self) -> Result<Stream>;
}

impl<T: Output + 'static> Streamed for BoxStream<'static, Result<T>> {
    type Item = T;

    fn stream(self) -> Result<Stream> {
        Ok(self.map(|item| item.and_then(Output::resolve)).boxed())
    }
}

/// The object of a type that a row of it was given.
///
/// # Errors
/// Where it is of another, which is a fault of ours.
pub fn own<T: ObjectType>(object: &Object) -> Result<&T> {
    object.downcast_ref().ok_or_else(|| {
        tracing::error!(expected = %T::name(), "A field was given an object of another type");
        masked()
    })
}

impl<T: Output> Output for Option<T> {
    fn type_ref(tables: &mut Tables) -> TypeRef {
        nullable(T::type_ref(tables))
    }

    fn resolve<'a>(self) -> Result<Value<'a>>
    where
        Self: 'a,
    {
        self.map_or(Ok(Value::Null), T::resolve)
    }
}

impl<'b, T> Output for &'b Option<T>
where
    &'b T: Output,
{
    fn type_ref(tables: &mut Tables) -> TypeRef {
        <Option<&'b T>>::type_ref(tables)
    }

    fn resolve<'a>(self) -> Result<Value<'a>>
    where
        Self: 'a,
    {
        self.as_ref().resolve()
    }
}

impl<T: Output> Output for Result<T, Error> {
    fn type_ref(tables: &mut Tables) -> TypeRef {
        T::type_ref(tables)
    }

    fn resolve<'a>(self) -> Result<Value<'a>>
    where
        Self: 'a,
    {
        self?.resolve()
    }
}

impl<T: Output> Output for Vec<T> {
    fn type_ref(tables: &mut Tables) -> TypeRef {
        list(T::type_ref(tables))
    }

    fn resolve<'a>(self) -> Result<Value<'a>>
    where
        Self: 'a,
    {
        let items = self.into_iter().map(T::resolve);
        Ok(Value::List(items.map(|item| item.unwrap_or_else(Value::Failed)).collect()))
    }
}

impl<'b, T> Output for &'b [T]
where
    &'b T: Output,
{
    fn type_ref(tables: &mut Tables) -> TypeRef {
        list(<&'b T>::type_ref(tables))
    }

    fn resolve<'a>(self) -> Result<Value<'a>>
    where
        Self: 'a,
    {
        self.iter().map(Output::resolve).collect::<Result<_>>().map(Value::List)
    }
}

impl<'b, T> Output for &'b Vec<T>
where
    &'b T: Output,
{
    fn type_ref(tables: &mut Tables) -> TypeRef {
        list(<&'b T>::type_ref(tables))
    }

    fn resolve<'a>(self) -> Result<Value<'a>>
    where
        Self: 'a,
    {
        self.as_slice().resolve()
    }
}

/// Declares what leaves go out as: by type, its name in the schema, and the value.
macro_rules! leaves {
    ($($type:ty as $name:expr => |$it:ident| $value:expr;)+) => {$(
        impl Output for $type {
            fn type_ref(_: &mut Tables) -> TypeRef {
                TypeRef::named_nn($name)
            }

            fn resolve<'a>(self) -> Result<Value<'a>>
            where
                Self: 'a,
            {
                let $it = self;
                Ok($value)
            }
        }
    )+};
}

leaves! {
    bool as TypeRef::BOOLEAN => |it| Value::Bool(it);
    &bool as TypeRef::BOOLEAN => |it| Value::Bool(*it);
    u32 as TypeRef::INT => |it| Value::Natural(it.into());
    &u32 as TypeRef::INT => |it| Value::Natural((*it).into());
    u64 as TypeRef::INT => |it| Value::Natural(it);
    &u64 as TypeRef::INT => |it| Value::Natural(*it);
    usize as TypeRef::INT => |it| Value::Natural(it as u64);
    i32 as TypeRef::INT => |it| Value::Int(it.into());
    &i32 as TypeRef::INT => |it| Value::Int((*it).into());
    i16 as TypeRef::INT => |it| Value::Int(it.into());
    &i16 as TypeRef::INT => |it| Value::Int((*it).into());
    u16 as TypeRef::INT => |it| Value::Natural(it.into());
    &u16 as TypeRef::INT => |it| Value::Natural((*it).into());
    i64 as TypeRef::INT => |it| Value::Int(it);
    &i64 as TypeRef::INT => |it| Value::Int(*it);
    f64 as TypeRef::FLOAT => |it| Value::Float(it);
    &f64 as TypeRef::FLOAT => |it| Value::Float(*it);
    String as TypeRef::STRING => |it| Value::Text(it.into());
    ID as TypeRef::ID => |it| Value::Text(it.0.into());
}

impl<'b> Output for &'b str {
    fn type_ref(_: &mut Tables) -> TypeRef {
        TypeRef::named_nn(TypeRef::STRING)
    }

    fn resolve<'a>(self) -> Result<Value<'a>>
    where
        'b: 'a,
    {
        Ok(Value::Text(Cow::Borrowed(self)))
    }
}

impl<'b> Output for &'b String {
    fn type_ref(tables: &mut Tables) -> TypeRef {
        <&'b str>::type_ref(tables)
    }

    fn resolve<'a>(self) -> Result<Value<'a>>
    where
        'b: 'a,
    {
        self.as_str().resolve()
    }
}

impl<'b> Output for &'b ID {
    fn type_ref(_: &mut Tables) -> TypeRef {
        TypeRef::named_nn(TypeRef::ID)
    }

    fn resolve<'a>(self) -> Result<Value<'a>>
    where
        'b: 'a,
    {
        Ok(Value::Text(Cow::Borrowed(&self.0)))
    }
}
