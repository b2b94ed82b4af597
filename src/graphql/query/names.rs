//! What names a record in a lookup.

use async_graphql::{ID, InputObject, OneofObject};

use crate::graphql::{enums::CodeScheme, scalars::Date};

/// Names a province.
#[derive(Debug, OneofObject)]
pub enum ProvinceBy {
    /// By id.
    Id(ID),
    /// By external key, such as `dak-lak`.
    Key(String),
    /// By a code that named it on a day.
    Code(CodeInput),
}

/// A code, and the day on which it is read.
#[derive(Debug, InputObject)]
pub struct CodeInput {
    /// The system of codes.
    pub scheme: CodeScheme,
    /// The code, such as `52`.
    pub value: String,
    /// The day on which it is read; absent: the day of the request (in Viet Nam). Codes change
    /// meaning: GSO 52 was Bình Định until 2025-06-30 and is Gia Lai since 2025-07-01.
    pub on: Option<Date>,
}

/// Names an agreement or a sector.
#[derive(Debug, OneofObject)]
pub enum CodedBy {
    /// By id.
    Id(ID),
    /// By external key.
    Key(String),
    /// By code, such as `tt-2022` or `TOURISM`.
    Code(String),
}

/// Names a document.
#[derive(Debug, OneofObject)]
pub enum DocumentBy {
    /// By id.
    Id(ID),
    /// By external key.
    Key(String),
    /// By address.
    Url(String),
}

/// Names a record.
#[derive(Debug, OneofObject)]
pub enum RecordBy {
    /// By id.
    Id(ID),
    /// By external key.
    Key(String),
}
