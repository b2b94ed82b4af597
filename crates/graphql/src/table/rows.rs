//! The rows of the table, and how types add theirs.

use std::{any::TypeId, borrow::Cow, collections::HashMap, fmt};

use async_graphql::{
    Result,
    dynamic::{FieldValue, TypeRef},
    indexmap::IndexMap,
};
use futures_util::{future::BoxFuture, stream::BoxStream};

use super::{
    AbstractType, Args, ArgumentRow, EnumType, InputFields, Object, ObjectType, Output, Value,
    arguments::ArgumentRows,
};
use crate::context::Context;

/// All types of a schema, by name, in the order in which they were first named.
#[derive(Default)]
pub struct Tables {
    types: IndexMap<String, TypeRow>,
    names: HashMap<TypeId, String>,
}

/// A type.
pub enum TypeRow {
    Object(ObjectRow),
    Abstract(AbstractRow),
    Enum(EnumRow),
    Scalar(ScalarRow),
    Input(InputRow),
    /// Its rows are being added.
    Begun,
}

/// An object type.
pub struct ObjectRow {
    pub name: String,
    pub description: String,
    pub fields: IndexMap<String, FieldRow>,
    /// The interfaces that it has.
    pub interfaces: Vec<String>,
    pub is_shareable: bool,
    /// What its objects are in the code.
    pub rust: TypeId,
    /// The object that a value of the library holds.
    pub held: for<'a> fn(&'a FieldValue<'_>) -> Option<&'a Object>,
}

/// A field of an object type.
pub struct FieldRow {
    pub name: String,
    pub description: String,
    pub ty: TypeRef,
    pub arguments: Vec<ArgumentRow>,
    pub is_inaccessible: bool,
    /// How many objects it leads to.
    pub size: Size,
    pub resolve: Resolve,
}

impl fmt::Debug for FieldRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.ty)
    }
}

/// How many objects a field leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Size {
    /// One, or none.
    One,
    /// A page, which `first` or `last` bounds; its entries stand in it, see [`Size::Entries`].
    Page,
    /// The entries of the page above.
    Entries,
    /// A list of no length that is known.
    List,
    /// A list that `first` or `last` bounds.
    Bounded,
    /// A list as long as the one that this argument gives.
    Given(&'static str),
}

/// The value of a field of an object.
#[derive(Clone, Copy)]
pub enum Resolve {
    /// Read or worked out where it stands.
    Plain(for<'a> fn(&'a Object, Args<'_>, &Context) -> Result<Value<'a>>),
    /// Waited for.
    Waits(for<'a> fn(&'a Object, Args<'a>, &'a Context) -> Waiting<'a>),
    /// Each of what happens.
    Stream(for<'a> fn(&'a Object, Args<'a>, &'a Context) -> Result<Stream>),
}

/// A value that is waited for.
pub type Waiting<'a> = BoxFuture<'a, Result<Value<'static>>>;
/// The values of a subscription.
pub type Stream = BoxStream<'static, Result<Value<'static>>>;

/// An interface, or without fields a union.
pub struct AbstractRow {
    pub description: &'static str,
    pub fields: Vec<InterfaceRow>,
    /// The names of the object types that belong to it.
    pub members: Vec<String>,
}

/// A field of an interface.
pub struct InterfaceRow {
    pub name: &'static str,
    pub ty: TypeRef,
    pub description: &'static str,
}

/// An enum.
pub struct EnumRow {
    pub description: Cow<'static, str>,
    /// Names and descriptions.
    pub values: Vec<(&'static str, Cow<'static, str>)>,
}

/// A scalar.
pub struct ScalarRow {
    pub description: String,
    pub specified_by: &'static str,
}

/// An input object.
pub struct InputRow {
    pub description: &'static str,
    pub fields: Vec<ArgumentRow>,
    /// Whether exactly one field is given.
    pub is_one_of: bool,
}

impl ObjectRow {
    /// The lists of a page are its entries.
    fn size_entries(&mut self) {
        if ["edges", "pageInfo"].iter().all(|it| self.fields.contains_key(*it)) {
            for field in self.fields.values_mut().filter(|it| is_list(&it.ty)) {
                field.size = Size::Entries;
            }
        }
    }
}

impl InterfaceRow {
    /// A field of an interface.
    pub const fn new(name: &'static str, ty: TypeRef, description: &'static str) -> Self {
        Self { name, ty, description }
    }
}

impl Tables {
    /// The name of an object type, whose rows are added where they are not there yet.
    pub fn object<T: ObjectType>(&mut self) -> String {
        let name = T::name().into_owned();
        if self.begin(&name) {
            let row = ObjectRow {
                name: name.clone(),
                description: String::new(),
                fields: IndexMap::new(),
                interfaces: Vec::new(),
                is_shareable: false,
                rust: TypeId::of::<T>(),
                held: |value| value.downcast_ref::<T>().map(|it| it as &Object),
            };
            let mut rows = ObjectRows { tables: self, row };
            T::describe(&mut rows);
            let mut row = rows.row;
            row.size_entries();
            self.names.insert(TypeId::of::<T>(), name.clone());
            self.types.insert(name.clone(), TypeRow::Object(row));
        }
        name
    }

    /// A value of an object type that is never null.
    pub fn object_ref<T: ObjectType>(&mut self) -> TypeRef {
        TypeRef::named_nn(self.object::<T>())
    }

    /// A value of an interface or union that is never null.
    pub fn abstract_ref<T: AbstractType>(&mut self) -> TypeRef {
        if self.begin(T::NAME) {
            let row = T::describe(self);
            self.types.insert(T::NAME.to_owned(), TypeRow::Abstract(row));
        }
        TypeRef::named_nn(T::NAME)
    }

    /// A value of an enum that is never null.
    pub fn enum_ref<T: EnumType>(&mut self) -> TypeRef {
        if self.begin(T::NAME) {
            let values = T::all().map(|it| (it.name(), it.meaning()));
            let row = EnumRow { description: T::description(), values: values.collect() };
            self.types.insert(T::NAME.to_owned(), TypeRow::Enum(row));
        }
        TypeRef::named_nn(T::NAME)
    }

    /// A value of an input object that is never null.
    pub fn input_ref<T: InputFields>(&mut self) -> TypeRef {
        if self.begin(T::NAME) {
            let mut rows = ArgumentRows::new(self);
            T::rows(&mut rows);
            let fields = rows.finish();
            let row = InputRow { description: T::DESCRIPTION, fields, is_one_of: T::IS_ONE_OF };
            self.types.insert(T::NAME.to_owned(), TypeRow::Input(row));
        }
        TypeRef::named_nn(T::NAME)
    }

    /// A value of a scalar that is never null.
    pub fn scalar_ref(
        &mut self,
        name: &'static str,
        description: String,
        specified_by: &'static str,
    ) -> TypeRef {
        if self.begin(name) {
            let row = ScalarRow { description, specified_by };
            self.types.insert(name.to_owned(), TypeRow::Scalar(row));
        }
        TypeRef::named_nn(name)
    }

    /// Whether a type is new, and its rows are to be added.
    fn begin(&mut self, name: &str) -> bool {
        let is_new = !self.types.contains_key(name);
        if is_new {
            self.types.insert(name.to_owned(), TypeRow::Begun);
        }
        is_new
    }

    /// Describes fields of an object type by their names.
    pub fn describe_fields(&mut self, name: &str, described: impl Fn(&str) -> Option<String>) {
        if let Some(TypeRow::Object(row)) = self.types.get_mut(name) {
            for field in row.fields.values_mut() {
                if let Some(description) = described(&field.name) {
                    field.description = description;
                }
            }
        }
    }

    /// The table, once all types are there: objects know their interfaces.
    #[must_use]
    pub fn finish(mut self) -> Self {
        let mut interfaces = Vec::new();
        for (name, row) in &self.types {
            if let TypeRow::Abstract(row) = row
                && !row.fields.is_empty()
            {
                interfaces.extend(row.members.iter().map(|it| (it.clone(), name.clone())));
            }
        }
        for (member, interface) in interfaces {
            if let Some(TypeRow::Object(row)) = self.types.get_mut(&member) {
                row.interfaces.push(interface);
            }
        }
        self
    }

    /// All types, by name.
    pub fn types(&self) -> impl Iterator<Item = (&str, &TypeRow)> {
        self.types.iter().map(|(name, row)| (name.as_str(), row))
    }

    /// A type.
    pub fn get(&self, name: &str) -> Option<&TypeRow> {
        self.types.get(name)
    }

    /// Whether a type is an interface or union.
    pub fn is_abstract(&self, name: &str) -> bool {
        matches!(self.get(name), Some(TypeRow::Abstract(_)))
    }

    /// An object type.
    pub fn find_object(&self, name: &str) -> Option<&ObjectRow> {
        match self.get(name) {
            Some(TypeRow::Object(row)) => Some(row),
            _ => None,
        }
    }

    /// The name of the type of an object.
    pub fn name_of(&self, object: &Object) -> &str {
        self.names.get(&object.type_id()).map_or("", String::as_str)
    }
}

/// An object type whose rows are being added.
pub struct ObjectRows<'a> {
    tables: &'a mut Tables,
    row: ObjectRow,
}

impl ObjectRows<'_> {
    /// The table.
    pub const fn tables(&mut self) -> &mut Tables {
        self.tables
    }

    /// What the type is; whether other subgraphs may declare it too.
    pub fn describe(&mut self, description: &str, is_shareable: bool) {
        description.clone_into(&mut self.row.description);
        self.row.is_shareable = is_shareable;
    }

    /// Adds a field.
    pub fn add<T: Output>(
        &mut self,
        name: &str,
        description: &str,
        is_inaccessible: bool,
        arguments: Vec<ArgumentRow>,
        resolve: Resolve,
    ) {
        let ty = T::type_ref(self.tables);
        let (name, description) = (name.to_owned(), description.to_owned());
        let size = Size::of(&ty, &arguments);
        let row = FieldRow {
            name: name.clone(),
            description,
            ty,
            arguments,
            is_inaccessible,
            size,
            resolve,
        };
        self.row.fields.insert(name, row);
    }
}

/// The same type where it may be null.
pub(super) fn nullable(ty: TypeRef) -> TypeRef {
    match ty {
        TypeRef::NonNull(inner) => *inner,
        other => other,
    }
}

/// A list of a type, which is never null.
pub(super) fn list(of: TypeRef) -> TypeRef {
    TypeRef::NonNull(Box::new(TypeRef::List(Box::new(of))))
}

/// Whether a type is a list.
fn is_list(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Named(_) => false,
        TypeRef::List(_) => true,
        TypeRef::NonNull(inner) => is_list(inner),
    }
}

impl Size {
    /// What the type and the arguments of a field say of it.
    fn of(ty: &TypeRef, arguments: &[ArgumentRow]) -> Self {
        let is_paged = arguments.iter().any(|it| matches!(it.name, "first" | "last"));
        let given = |it: &&ArgumentRow| is_list(&it.ty) && matches!(it.ty, TypeRef::NonNull(_));
        match (is_list(ty), is_paged) {
            (true, true) => Self::Bounded,
            (true, false) => {
                arguments.iter().find(given).map_or(Self::List, |it| Self::Given(it.name))
            }
            (false, _) if is_paged || ty.type_name().ends_with("Connection") => Self::Page,
            (false, _) => Self::One,
        }
    }
}

impl FieldRow {
    /// The name of the type within lists and the like.
    pub fn target(&self) -> &str {
        self.ty.type_name()
    }
}
