//! What shells and `man` are told: every command, in a form that they take.

use std::{
    collections::BTreeSet,
    io::Write,
    process::{Command, Output, Stdio},
};

use crate::program::Place;

/// The commands, as `--help` lists them; below a command, those below it.
fn commands(place: &Place, above: &[&str]) -> BTreeSet<String> {
    let help = place.run(&[above, &["--help"]].concat()).out;
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let (list, _) = list.split_once("\n\n").unwrap();
    let names = list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !["", "help"].contains(name)).map(str::to_owned).collect()
}

/// What a tool of the system makes of a text; `None` where there is no such tool.
fn piped(tool: &str, arguments: &[&str], text: &str) -> Option<Output> {
    let mut command = Command::new(tool);
    command.args(arguments).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().ok()?;
    let (mut pipe, text) = (child.stdin.take().unwrap(), text.to_owned());
    let writer = std::thread::spawn(move || pipe.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    Some(output)
}

#[test]
fn each_shell_is_told_every_command() {
    let place = Place::new();
    let mut names = commands(&place, &[]);
    names.extend(commands(&place, &["token"]));
    assert!(names.len() > 15 && names.contains("serve") && names.contains("revoke"), "{names:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ended = place.run(&["completions", shell]);
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{shell}");
        for name in &names {
            assert!(ended.out.contains(name), "{name} is not told to {shell}");
        }
        assert!(ended.out.contains("metrics-listen"), "{shell}");
        // PowerShell and Elvish check nothing without running it.
        let check =
            ["bash", "zsh", "fish"].contains(&shell).then(|| piped(shell, &["-n"], &ended.out));
        if let Some(Some(checked)) = check {
            let told = String::from_utf8_lossy(&checked.stderr);
            assert!(checked.status.success() && told.is_empty(), "{shell}: {told}");
        } else {
            assert_ne!(shell, "bash", "bash is needed to run the tests");
        }
    }
}

/// Completes a line in bash, as its user would by the tab key.
#[test]
fn bash_completes_commands_and_their_options() {
    let place = Place::new();
    let script = place.run(&["completions", "bash"]).out;
    let completed = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        let last = words.len() - 1;
        let (word, before) = (&words[last], &words[last - 1]);
        let line = format!(
            "{script}\nCOMP_WORDS=({}); COMP_CWORD={last}\n\
             _hoptac hoptac {word} {before}\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"",
            words.join(" ")
        );
        let output = piped("bash", &["-eu", "+u"], &line).unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        told.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(completed(&["hoptac", "ver"]), ["verify"]);
    assert_eq!(completed(&["hoptac", "serve", "--metrics"]), ["--metrics-listen"]);
    assert_eq!(completed(&["hoptac", "token", "rev"]), ["revoke"]);
}

#[test]
fn the_pages_of_the_manual_name_every_command_and_read_well() {
    let place = Place::new();
    let page = place.run(&["manual"]);
    assert_eq!((page.code, page.err.as_str()), (Some(0), ""));
    let written = place.run(&["manual", "--out", "man"]);
    assert_eq!(written.code, Some(0), "{}", written.err);
    let read = |name: &str| std::fs::read_to_string(place.path().join("man").join(name)).unwrap();
    assert_eq!(read("hoptac.1"), page.out);
    let above = ["hoptac cluster", "hoptac token"];
    let mut expected = BTreeSet::from(["hoptac.1".to_owned()]);
    let within = |above: &[&str], prefix: &str| -> Vec<(String, String)> {
        let names = commands(&place, above).into_iter();
        names.map(|name| (format!("{prefix} {name}"), format!("{prefix} {name}.1"))).collect()
    };
    let all = [
        within(&[], "hoptac"),
        within(&["cluster"], "hoptac cluster"),
        within(&["token"], "hoptac token"),
    ];
    for (command, file) in all.concat() {
        let told = format!("\\fB{}\\fR", command.replace('-', "\\-"));
        assert!(page.out.contains(&told) || above.contains(&command.as_str()), "{command}");
        expected.insert(file.replace(' ', "-"));
    }
    let files = std::fs::read_dir(place.path().join("man")).unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<String> = files.collect();
    assert_eq!(files, expected);
    assert!(read("hoptac-serve.1").contains("HOPTAC_METRICS_LISTEN"));
    for name in &files {
        let text = read(name);
        assert!(text.starts_with(".ie") || text.contains(".TH "), "{name}");
        // -ww: every warning that groff has.
        let Some(drawn) = piped("groff", &["-man", "-Tutf8", "-ww", "-k", "-P-bcu"], &text) else {
            continue;
        };
        let told = String::from_utf8_lossy(&drawn.stderr);
        assert!(drawn.status.success() && told.is_empty(), "{name}: {told}");
        let drawn = String::from_utf8(drawn.stdout).unwrap();
        for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SEE ALSO"] {
            assert!(drawn.contains(heading), "{name}: {heading}");
        }
    }
}
