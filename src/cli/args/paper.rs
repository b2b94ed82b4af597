//! The options of `hoptac report`.

#![allow(clippy::doc_markdown, reason = "these comments are printed as they stand")]

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::domain::Lang;

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The agreement's code
    #[arg(value_name = "CODE")]
    pub code: String,

    /// The day for which it is made [default: today]
    #[arg(long, value_name = "DAY")]
    pub on: Option<String>,

    /// The file
    #[arg(long, value_name = "FILE.html")]
    pub out: PathBuf,

    /// The language
    #[arg(long, value_enum, default_value = "vi")]
    pub lang: PaperLang,

    /// Ask the server at this address, instead of reading the data folder
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
}

/// The languages of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PaperLang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl PaperLang {
    /// Its code, as `lang` of HTML takes it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

impl From<PaperLang> for Lang {
    fn from(lang: PaperLang) -> Self {
        match lang {
            PaperLang::Vi => Self::Vi,
            PaperLang::En => Self::En,
        }
    }
}
