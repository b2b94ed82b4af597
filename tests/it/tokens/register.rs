//! The commands: what they write, print and refuse.

use super::*;

#[test]
fn a_token_is_listed_without_its_secret_and_kept_as_a_hash_for_its_owner_alone() {
    let place = empty();
    let secret = reader(&place, "Sở Y tế");
    let table = place.run(&["token", "list"]);
    let rows: Vec<_> = table.out.lines().collect();
    assert_eq!(rows.len(), 2, "{}", table.out);
    assert!(rows[0].starts_with("ID ") && rows[0].ends_with("STATE"), "{}", table.out);
    assert!(rows[1].contains("  Sở Y tế  READER  everything  2"), "{}", table.out);
    assert!(rows[1].ends_with("  never    never      VALID"), "{}", table.out);

    let file = std::fs::read_to_string(place.data().join("tokens.toml")).unwrap();
    let json = place.run(&["token", "list", "--json"]).out;
    for text in [&table.out, &file, &json] {
        assert!(!text.contains(&secret), "{text}");
        assert!(!text.contains(&secret[7..]), "{text}");
    }
    assert_eq!(mode(&place, "tokens.toml"), 0o600);
    assert!(listed(&place)[0]["id"].as_str().unwrap().starts_with("tok_"));
}

#[test]
fn a_scope_is_found_by_key_code_or_id_and_a_wrong_one_is_refused() {
    let place = empty();
    place.run(&["seed"]);
    let recorder = ["--name", "a", "--role", "recorder"];
    for (option, named, noun) in [
        ("--province", "gia-lai", "province"),
        ("--organization", "soyte-hcmc", "organization"),
        ("--agreement", "tt-2022", "agreement"),
    ] {
        create(&place, &[&recorder[..], &[option, named]].concat());
        let scope = &listed(&place).pop().unwrap()["scope"];
        assert_eq!((&scope["noun"], &scope["named"]), (&json!(noun), &json!(named)));

        let wrong = [&["token", "create"], &recorder[..], &[option, "nowhere"]].concat();
        refused(&place.run(&wrong), &format!("error: no {noun} has the "));
    }
    let server = place.serve(&[]);
    let query = r#"{ organization(by: { key: "soyte-hcmc" }) { id } }"#;
    let id = server.query(query)["data"]["organization"]["id"].as_str().unwrap().to_owned();
    create(&place, &[&recorder[..], &["--organization", &id]].concat());
    let all = listed(&place);
    let number = |named: &str| {
        let found = all.iter().find(|token| token["scope"]["named"] == named).unwrap();
        found["scope"]["number"].clone()
    };
    assert_eq!(number(&id), number("soyte-hcmc"));
    // An id of another noun means nothing here.
    let wrong = [&["token", "create"], &recorder[..], &["--province", &id]].concat();
    refused(&place.run(&wrong), "no province has the key or id");
}

#[test]
fn a_role_takes_the_scopes_that_fit_it() {
    let place = empty();
    place.run(&["seed"]);
    let create =
        |arguments: &[&str]| place.run(&[&["token", "create", "--name", "a"], arguments].concat());
    for role in ["RECORDER", "APPROVER", "COORDINATOR"] {
        refused(&create(&["--role", role]), "--everywhere");
        assert_eq!(create(&["--role", role, "--everywhere"]).code, Some(0));
    }
    refused(&create(&["--role", "ADMIN", "--province", "gia-lai"]), "has the scope of all records");
    refused(&create(&["--role", "SYSTEM"]), "possible values: READER, RECORDER");
    let both = ["--role", "READER", "--everywhere", "--province", "gia-lai"];
    refused(&create(&both), "cannot be used with");
    assert_eq!(create(&["--role", "ADMIN"]).code, Some(0));
    assert_eq!(listed(&place).len(), 4);
}

#[test]
fn names_and_expiries_are_checked() {
    let place = empty();
    let create = |name: &str, expires: &str| {
        let role = ["token", "create", "--role", "READER", "--name"];
        place.run(&[&role[..], &[name, "--expires", expires]].concat())
    };
    refused(&create(" ", "90d"), "the name `` is empty");
    refused(&create("a", "soon"), "--expires `soon`: write a day");
    refused(&create("a", "2020-01-01"), "is in the past");
    assert_eq!(create("a", "90d").code, Some(0));
    let ended = create("b", "2999-01-01");
    assert!(ended.err.contains("until 2998-12-31T17:00:00Z"), "{}", ended.err);
}

#[test]
fn revoking_is_told_and_does_no_harm_twice() {
    let place = Place::new();
    refused(&place.run(&["token", "revoke", "a"]), "there is no data folder ./data");
    refused(&place.run(&["token", "list"]), "there is no data folder ./data");
    std::fs::create_dir_all(place.data().join("journal")).unwrap();
    reader(&place, "a");
    let first = place.run(&["token", "revoke", "a"]);
    assert!(first.out.starts_with("revoked tok_"), "{}{}", first.out, first.err);
    let second = place.run(&["token", "revoke", "a"]);
    assert_eq!(second.code, Some(0));
    assert!(second.out.contains("was already revoked"), "{}", second.out);
    assert_eq!(listed(&place)[0]["state"], "REVOKED");
    refused(&place.run(&["token", "revoke", "b"]), "no token has the id or the name `b`");
}

#[test]
fn programs_that_make_tokens_at_the_same_time_lose_none() {
    let place = empty();
    let mut secrets = std::thread::scope(|scope| {
        let making: Vec<_> = (0..8)
            .map(|nth| {
                let place = &place;
                scope.spawn(move || reader(place, &nth.to_string()))
            })
            .collect();
        making.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    secrets.sort();
    secrets.dedup();
    assert_eq!((secrets.len(), listed(&place).len()), (8, 8));
    let server = place.serve(&["--no-seed"]);
    for secret in secrets {
        assert_eq!(ask(&server, &secret).status, 200);
    }
}

#[test]
fn a_token_is_made_for_a_registry_alone() {
    let place = Place::new();
    let create = ["token", "create", "--name", "a", "--role", "READER"];
    let lost = place.run(&create);
    assert_eq!((lost.code, lost.out.as_str()), (Some(2), ""), "{}", lost.err);
    assert!(lost.err.contains("there is no registry in ./data"), "{}", lost.err);
    assert!(!place.data().exists(), "nothing is made");
    place.serve(&["--no-seed", "--log-filter", "off"]).stop("TERM");
    assert_eq!(place.run(&create).code, Some(0));
}

#[test]
fn tokens_stay_whose_they_were_and_are_not_read_when_they_are_damaged() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};

    let place = Place::new();
    place.serve(&["--no-seed", "--log-filter", "off"]).stop("TERM");
    let (data, tokens) = (place.data(), place.data().join("tokens.toml"));
    let create = ["token", "create", "--name", "a", "--role", "READER"];
    // Only root can give files away.
    if std::fs::metadata("/proc/self").unwrap().uid() == 0 {
        for path in [&data, &tokens, &data.join("tokens.lock")] {
            chown(path, Some(12_345), Some(12_346)).unwrap();
        }
        assert_eq!(place.run(&create).code, Some(0));
        for name in ["tokens.toml", "tokens.lock"] {
            let found = std::fs::metadata(data.join(name)).unwrap();
            assert_eq!((found.uid(), found.gid()), (12_345, 12_346), "{name}");
            assert_eq!(found.permissions().mode() & 0o777, 0o600, "{name}");
        }
        let refused = place.run(&["rebuild"]);
        assert_eq!(refused.code, Some(2));
        assert!(refused.err.contains("setpriv --reuid=12345"), "{}", refused.err);
        for path in [&data, &tokens, &data.join("tokens.lock")] {
            chown(path, Some(0), Some(0)).unwrap();
        }
    }
    let bytes = std::fs::read(&tokens).unwrap();
    let name = bytes.windows(11).position(|it| it == b"first start").unwrap();
    crate::image::flip(&tokens, name, 1);
    let listed = place.run(&["token", "list"]);
    assert_eq!(listed.code, Some(2), "{}", listed.out);
    assert!(listed.err.contains("it is not what was written"), "{}", listed.err);
    std::fs::write(&tokens, bytes).unwrap();
    assert_eq!(place.run(&["token", "list"]).code, Some(0));
}
