//! The layers in which a setting's value is looked for: flags, environment, file, default.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
};

use super::{Origin, Setting, SettingError, find};
use crate::cli::file::File;

/// The file that is read where none is named.
const FILE: &str = "hoptac.toml";

/// Values given by flags, by key. `config` is among them, though it is no key of the file.
pub type Flags = BTreeMap<&'static str, String>;

/// Where values are looked for, and what was wrong with those found so far.
pub struct Layers<'a> {
    pub flags: &'a Flags,
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
    pub file: Option<File>,
    pub errors: Vec<SettingError>,
}

impl Layers<'_> {
    /// The file that is named, or the one in the current folder where there is one.
    pub fn find_file(&self) -> Result<Option<File>, Vec<SettingError>> {
        let named = self.flags.get("config").map(PathBuf::from);
        let variable = || (self.environment)("HOPTAC_CONFIG").filter(|path| !path.is_empty());
        let Some(path) = named.or_else(|| variable().map(PathBuf::from)) else {
            let present = Path::new(FILE).is_file();
            return if present { File::read(Path::new(FILE)).map(Some) } else { Ok(None) };
        };
        File::read(&path).map(Some)
    }

    /// The value of a setting, as the first layer that has it gives it. An empty variable counts
    /// as none, as tools that always pass all variables expect.
    fn find(&self, key: &'static str) -> (String, Origin) {
        if let Some(value) = self.flags.get(key) {
            return (value.clone(), Origin::Flag(key));
        }
        let setting = find(key);
        let name = setting.map(Setting::variable).unwrap_or_default();
        if let Some(value) = (self.environment)(&name).filter(|value| !value.is_empty()) {
            return (value.to_string_lossy().into_owned(), Origin::Variable(name));
        }
        let default = setting.map_or("", |it| it.default);
        let from_file = self.file.as_ref().and_then(|file| file.get(key));
        from_file.unwrap_or_else(|| (default.to_owned(), Origin::Default))
    }

    /// The value of a setting, read; `None` where it is wrong, which is noted.
    pub fn value<T>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let (value, origin) = self.find(key);
        match parse(&value) {
            Ok(parsed) => Some(parsed),
            Err(reason) => {
                let key = key.to_owned();
                self.errors.push(SettingError::Value { key, value, origin, reason });
                None
            }
        }
    }
}
