//! Files in and out: seeds, hoptac's own lines, tables. Reads them into commands; what is right
//! is for the rules to say.

mod amend;
pub mod export;
pub mod import;
pub mod line;
pub mod mapping;
pub mod seeds;
pub mod synthetic;
mod text;
pub mod workbook;
