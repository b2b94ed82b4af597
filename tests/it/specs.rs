//! Rules of the API, each a script in `tests/specs` that says it in its first line, with the
//! answer on the real seeds beside it.

use std::{fs, path::PathBuf};

use crate::{search, world::World};

fn scripts(folder: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut scripts: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "graphql"))
        .collect();
    scripts.sort();
    assert!(!scripts.is_empty());
    scripts
}

#[tokio::test]
async fn each_script_answers_as_its_snapshot_says() {
    let world = World::seeded().await.searching();
    search::ready(&world).await;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../specs");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for script in scripts("tests/specs") {
        let text = fs::read_to_string(&script).unwrap();
        let rule = text.lines().next().unwrap_or_default();
        assert!(rule.starts_with("# "), "{} does not start with its rule", script.display());
        let answer = world.answer(&text).await;
        let name = script.file_stem().unwrap().to_string_lossy().into_owned();
        settings.set_description(rule.trim_start_matches("# "));
        settings.bind(|| {
            insta::assert_snapshot!(name, serde_json::to_string_pretty(&answer).unwrap());
        });
    }
}

#[tokio::test]
async fn the_consoles_examples_run_without_errors() {
    let world = World::seeded().await;
    for script in scripts("web/examples") {
        world.data(&fs::read_to_string(script).unwrap()).await;
    }
}
