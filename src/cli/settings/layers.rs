//! The layers in which a setting's value is looked for: flags, environment, file, default.

use std::{collections::BTreeMap, ffi::OsString, path::PathBuf};

use super::{
    error::{Origin, SettingError},
    file::File,
    notation::Notation,
    setting::Setting,
};

/// The file that is read where none is named.
const FILE: &str = "hoptac.toml";
/// The variable that names the file.
pub const VARIABLE: &str = "HOPTAC_CONFIG";

/// Values given by flags, by key. `config` is among them, though it is no key of the file.
pub type Flags = BTreeMap<&'static str, String>;

/// Where values are looked for, and what was wrong with those found so far.
pub struct Layers<'a> {
    settings: &'a [Setting],
    flags: &'a Flags,
    environment: &'a dyn Fn(&str) -> Option<OsString>,
    file: Option<File>,
    pub errors: Vec<SettingError>,
}

impl<'a> Layers<'a> {
    /// The layers of these settings. The file is the one that is named, or the one in the current
    /// folder where there is one.
    ///
    /// # Errors
    /// All that is wrong with the form of the file.
    pub fn open(
        settings: &'a [Setting],
        flags: &'a Flags,
        environment: &'a dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, Vec<SettingError>> {
        let named = flags.get("config").map(PathBuf::from);
        let variable = || environment(VARIABLE).filter(|path| !path.is_empty());
        let present = || Some(PathBuf::from(FILE)).filter(|path| path.is_file());
        let path = named.or_else(|| variable().map(PathBuf::from)).or_else(present);
        let file = path.map(|path| File::read(&path, settings)).transpose()?;
        Ok(Self { settings, flags, environment, file, errors: Vec::new() })
    }

    /// The value of a setting, as the first layer that has it gives it. An empty variable counts
    /// as none, as tools that always pass all variables expect.
    fn find(&self, key: &'static str) -> (String, Origin) {
        if let Some(value) = self.flags.get(key) {
            return (value.clone(), Origin::Flag(key));
        }
        let setting = self.settings.iter().find(|setting| setting.key == key);
        let name = setting.map(Setting::variable).unwrap_or_default();
        if let Some(value) = (self.environment)(&name).filter(|value| !value.is_empty()) {
            return (value.to_string_lossy().into_owned(), Origin::Variable(name));
        }
        let from_file = self.file.as_ref().and_then(|file| file.get(key));
        from_file.unwrap_or_else(|| {
            (setting.map(|it| it.default.clone()).unwrap_or_default(), Origin::Default)
        })
    }

    /// The value of a setting, read; `None` where it is wrong, which is noted.
    pub fn value<T: 'static>(&mut self, key: &'static str, notation: &Notation<T>) -> Option<T> {
        let (value, origin) = self.find(key);
        match notation.read(&value) {
            Ok(parsed) => Some(parsed),
            Err(reason) => {
                let key = key.to_owned();
                self.errors.push(SettingError::Value { key, value, origin, reason });
                None
            }
        }
    }
}
