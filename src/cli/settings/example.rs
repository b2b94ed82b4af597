//! All settings with their defaults, as a file to start from.

use super::{Form, SETTINGS, Setting};

const HEAD: &str = "\
# Settings of hoptac with their defaults. Copy to hoptac.toml and keep the lines to change.
#
# hoptac reads hoptac.toml in the current folder, or the file named by --config or HOPTAC_CONFIG.
# A flag (--listen) or an environment variable (HOPTAC_LISTEN) overrides the file; there, lists are
# separated by commas. Unknown keys are refused. `hoptac settings` prints this file.
";

/// The file.
pub fn example() -> String {
    let mut text = HEAD.to_owned();
    let mut heading = "";
    for setting in SETTINGS.iter() {
        if setting.heading != heading {
            heading = setting.heading;
            text.extend(["\n\n## ", heading, "\n"]);
        }
        text.push('\n');
        for line in setting.help {
            text.push_str(format!("#{line}").trim_end());
            text.push('\n');
        }
        text.extend([setting.key, " = ", &value(setting), "\n"]);
    }
    text
}

fn value(setting: &Setting) -> String {
    let quoted = |text: &str| format!("{text:?}");
    match setting.form {
        Form::Text(_) => quoted(&setting.default),
        Form::Number(_) | Form::Flag => setting.default.clone(),
        Form::List(_) => {
            let items = setting.default.split(',').filter(|item| !item.is_empty());
            format!("[{}]", items.map(quoted).collect::<Vec<_>>().join(", "))
        }
    }
}
