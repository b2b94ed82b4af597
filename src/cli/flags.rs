//! The flags of the settings, made from their declarations. Values stay texts here.

use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches, ValueHint};

use super::settings::{Flags, Form, SETTINGS, Setting};

/// The flags that every command takes.
pub type BaseArgs = SettingArgs<SHARED>;
/// The flags of a command that speaks to the others of a cluster.
pub type ClusterArgs = SettingArgs<CLUSTER>;
/// All flags, of the server.
pub type AllArgs = SettingArgs<ALL>;

const SHARED: u8 = 0;
const CLUSTER: u8 = 1;
const ALL: u8 = 2;

/// The flags of settings as they were given: of those that every command takes, with those of a
/// cluster, or of all.
#[derive(Debug, Clone, Default)]
pub struct SettingArgs<const TAKEN: u8>(Flags);

impl<const TAKEN: u8> SettingArgs<TAKEN> {
    /// The values given, by key.
    pub fn flags(&self) -> Flags {
        self.0.clone()
    }

    fn taken() -> impl Iterator<Item = &'static Setting> {
        let is_taken = |setting: &&Setting| match TAKEN {
            SHARED => setting.shared,
            CLUSTER => setting.shared || setting.heading == "Cluster",
            _ => true,
        };
        SETTINGS.iter().filter(is_taken)
    }
}

impl<const TAKEN: u8> Args for SettingArgs<TAKEN> {
    fn augment_args(command: Command) -> Command {
        let config = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_hint(ValueHint::FilePath)
            .help("File with settings [env: HOPTAC_CONFIG] [default: hoptac.toml, if it exists]")
            .help_heading((TAKEN == ALL).then_some("Registry"));
        Self::taken()
            .map(|setting| flag(setting, TAKEN == ALL))
            .fold(command.arg(config), Command::arg)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn flag(setting: &'static Setting, under_heading: bool) -> Arg {
    let (variable, default) = (setting.variable(), setting.default_told());
    let help = format!("{} [env: {variable}] [default: {default}]", setting.summary());
    let hint = match setting.form.placeholder() {
        "FOLDER" => ValueHint::DirPath,
        "FILE" => ValueHint::FilePath,
        _ => ValueHint::Other,
    };
    let flag = Arg::new(setting.key)
        .long(setting.key)
        .value_name(setting.form.placeholder())
        .value_hint(hint)
        .help(help)
        .help_heading(under_heading.then_some(setting.heading));
    match setting.form {
        Form::Flag => flag.num_args(0..=1).require_equals(true).default_missing_value("true"),
        // A negative number is refused for what it is, not as an unknown flag.
        _ => flag.allow_negative_numbers(true),
    }
}

impl<const TAKEN: u8> FromArgMatches for SettingArgs<TAKEN> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut flags = Self::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        for key in Self::taken().map(|setting| setting.key).chain(["config"]) {
            if let Some(value) = matches.get_one::<String>(key) {
                self.0.insert(key, value.clone());
            }
        }
        Ok(())
    }
}
