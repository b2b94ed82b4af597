//! Imports that a machine sends on to the one that writes.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use super::stand::{PATIENCE, Stand};
use crate::program::Answer;

/// Rows that are registered as one command.
const PART: usize = 2_000;

#[test]
fn an_import_is_sent_on_as_it_comes() {
    let stand = Stand::new(&[]);
    let (before, _) = stand.settle();
    let row = |nth: usize| {
        format!(
            "{{\"noun\": \"sector\", \"key\": \"s-{nth}\", \"code\": \"S_{nth}\", \"name\": {{\"vi\": \"Ngành {nth}\"}}}}\n"
        )
    };
    let rows = |numbers: std::ops::Range<usize>| numbers.map(row).collect::<String>();
    let (first, rest) = (rows(0..PART + 500), rows(PART + 500..PART + 600));
    let follower = stand.follower(0);
    let mut stream = TcpStream::connect(follower.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = format!(
        "POST /import HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {}\r\ncontent-type: application/x-ndjson\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        stand.secret,
        first.len() + rest.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(first.as_bytes()).unwrap();
    // The first part is registered while the rest is not yet sent.
    let begun = Instant::now();
    while stand.wait_for_writer().head(&stand.secret).is_none_or(|(seq, _)| seq <= before) {
        assert!(begun.elapsed() < PATIENCE, "nothing is registered before all of it is there");
        std::thread::sleep(Duration::from_millis(20));
    }
    stream.write_all(rest.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let answer = Answer::read(&bytes);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json()["account"]["registered"], PART + 600, "{}", answer.body);
    // Who sent it on shows it when it answers.
    let told: u64 = answer.header("hoptac-seq").parse().unwrap();
    assert!(follower.head(&stand.secret).unwrap().0 >= told);
    stand.settle();
}
