//! The schema as a table: each type once, with its fields, their descriptions and arguments, and a
//! plain function from an object and its arguments to a value.
//!
//! Types declare themselves by the attributes of `hoptac-macros`. From the table follow all forms
//! of the schema: `library` makes the one that async-graphql prints and introspects;
//! `limits::shape` is what costs are estimated from; `plan` compiles documents against it. Must not
//! know what any type means.

mod arguments;
mod input;
mod library;
mod output;
mod rows;

use std::sync::LazyLock;

pub use arguments::{Args, ArgumentRow, ArgumentRows, Parts};
pub use input::{Const, EnumType, Input, InputError, InputFields, read_enum};
pub use library::{ROOTS, dynamic};
pub use output::{AbstractType, Object, ObjectType, Output, Streamed, TypeName, Value, own};
pub use rows::{
    AbstractRow, EnumRow, FieldRow, InputRow, InterfaceRow, ObjectRow, ObjectRows, Resolve,
    ScalarRow, Size, Stream, Tables, TypeRow,
};

use super::{
    mutation::{self, Mutation},
    query::Query,
    subscription::Subscription,
};

/// The table of the schema that is served.
pub static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables::default();
    tables.object::<Query>();
    tables.object::<Mutation>();
    tables.object::<Subscription>();
    tables.describe_fields(ROOTS[1], mutation::described);
    tables.finish()
});
