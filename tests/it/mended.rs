//! A server whose view fails while it serves says that it is not ready, and builds another by itself.

use std::{
    fs::{self, File},
    io::{Read, Write},
    net::TcpStream,
    os::unix::fs::FileExt,
    time::{Duration, Instant},
};

use super::{
    image::files,
    program::{Answer, Place, Server},
};

/// All of it takes no longer, or it is not mended.
const LIMIT: Duration = Duration::from_secs(120);
const QUERY: &str = r#"{"query": "{ activities(first: 100) { totalCount nodes { id title } } }"}"#;

/// The answer to a request; `None` where the server closed meanwhile, as it does to open anew.
pub fn ask(server: &Server, method: &str, path: &str, body: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(server.address).ok()?;
    stream.set_read_timeout(Some(LIMIT)).ok()?;
    let size = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\nconnection: close\r\n\
         content-length: {size}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    (!bytes.is_empty()).then(|| Answer::read(&bytes))
}

#[test]
fn a_view_that_is_read_wrong_is_built_anew_without_a_restart() {
    let place = Place::new();
    // So many that they are in a run, of which little is read before it is asked for.
    assert_eq!(place.run(&["generate", "--activities", "800", "--out", "l.ndjson"]).code, Some(0));
    assert_eq!(place.run(&["transfer", "l.ndjson"]).code, Some(0));
    let server = place.serve(&["--log-filter", "off", "--no-seed"]);
    let expected = ask(&server, "POST", "/graphql", QUERY).unwrap().body;
    assert!(expected.contains("\"totalCount\":800"), "{expected}");
    assert_eq!(server.stop("TERM").code, Some(0));
    assert!(place.data().join("view.seal").exists());

    let server = place.serve(&["--log-filter", "off", "--no-seed", "--answers-mb", "0"]);
    for path in files(&place.data().join("view")) {
        let length = usize::try_from(fs::metadata(&path).unwrap().len()).unwrap();
        let file = File::options().write(true).open(&path).unwrap();
        file.write_all_at(&vec![0xA5; length], 0).unwrap();
    }
    let (begun, mut failed, mut not_ready) = (Instant::now(), false, false);
    loop {
        assert!(begun.elapsed() < LIMIT, "it is not mended");
        let answer = ask(&server, "POST", "/graphql", QUERY);
        if let Some(answer) = answer {
            if answer.body == expected {
                break;
            }
            // Never a wrong answer: either it is right, or it is an error.
            assert!(answer.json()["errors"].is_array(), "{}", answer.body);
            failed = true;
            let ready = ask(&server, "GET", "/health/ready", "");
            not_ready |= ready.is_some_and(|it| it.status == 503);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(failed && not_ready, "it never noticed: {failed} {not_ready}");
    let ready = ask(&server, "GET", "/health/ready", "").unwrap();
    assert_eq!(ready.status, 200, "{}", ready.body);
    assert_eq!(server.stop("TERM").code, Some(0));
    assert!(place.data().join("view.seal").exists(), "closed as a whole one again");
    let verified = place.run(&["verify"]);
    assert_eq!(verified.code, Some(0), "{}", verified.out);
}
