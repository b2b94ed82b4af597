//! Machines of different releases: entries are written in the form that all of them read, and who is
//! given one that it cannot read keeps what it has.

use std::time::Instant;

use hoptac::journal::{self, Body, Group, Image, Journal, LEVEL, Options, codec};
use order::{Order, Proposal, etcd::Writer};
use serde_json::{Value, json};

use super::{
    done,
    joins::{entries, record},
    shared,
    stand::{Machine, PATIENCE, Stand},
};
use crate::campaign::stand::{is_ready, post};

/// All groups that a machine has.
fn groups(stand: &Stand, machine: &Machine) -> Vec<Group> {
    let admin = format!("authorization: Bearer {}\r\n", stand.secret);
    journal::read_passed(&entries(machine.address, "0", &admin).bytes).unwrap()
}

/// What the last entry says, and the form of the record that it wrote.
fn last(groups: &[Group]) -> (Body, u8) {
    let body = codec::decode_body(groups.last().unwrap().bodies.last().unwrap()).unwrap();
    let form = body.changes[0].bytes[0];
    (body, form)
}

/// Records outcomes until one is kept in a form of records.
fn record_until(stand: &Stand, numbers: &mut std::ops::RangeFrom<usize>, form: u8) {
    let begun = Instant::now();
    loop {
        let number = numbers.next().unwrap();
        record(stand, number..number + 1);
        if last(&groups(stand, stand.wait_for_writer())).1 == form {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "no record is kept in form {form}");
    }
}

/// Plans an activity with a description; returns what is wrong with it.
fn plan(stand: &Stand) -> Vec<Value> {
    let machine = stand.follower(0);
    let ask = "{ provinces(first: 1) { nodes { id } } sectors(first: 1) { nodes { id } } }";
    let ids = machine.ask(&stand.secret, ask).unwrap();
    let id = |of: &str| ids["data"][of]["nodes"][0]["id"].clone();
    let input = json!({
        "title": { "vi": "Hội chợ" }, "description": { "vi": "Hai ngày" }, "sector": id("sectors"),
        "participants": [{ "province": id("provinces"), "role": "PROVIDER" }],
    });
    let query = "mutation ($input: PlanActivityInput!) { planActivity(input: $input) {
        activity { id } errors { message } } }";
    let body = json!({ "query": query, "variables": { "input": input } });
    let answer = post(machine.address, Some(&stand.secret), &body).unwrap().body;
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let errors = answer["data"]["planActivity"]["errors"].as_array();
    errors.unwrap_or_else(|| panic!("{answer}")).clone()
}

#[test]
fn the_form_that_all_machines_read_is_written_until_it_is_raised() {
    let stand = Stand::new(&[]);
    let mut numbers = 0..;
    record_until(&stand, &mut numbers, 3);
    // As if it had been founded by the release before.
    let put = stand.etcd.lock().unwrap().ctl(&["put", "hoptac/test/codec", "4"], &[]);
    assert!(put.status.success());
    record_until(&stand, &mut numbers, 2);
    let refused = plan(&stand);
    let told = refused[0]["message"].as_str().unwrap();
    assert!(told.contains("`description`") && told.contains("hoptac cluster upgrade"), "{told}");

    let place = &stand.machines[0].place;
    let upgraded = done(place, &["cluster", "upgrade", "--order", &stand.order]);
    assert!(upgraded.out.contains("in form 5") && upgraded.out.contains("form 4 before"));
    record_until(&stand, &mut numbers, 3);
    assert_eq!(plan(&stand), Vec::<Value>::new());
    stand.settle();
    stand.verify();
}

#[test]
fn who_cannot_read_an_entry_leaves_the_ready_and_keeps_what_it_has() {
    let stand = Stand::new(&[]);
    record(&stand, 0..3);
    let (head, hash) = stand.settle();
    let groups = groups(&stand, stand.wait_for_writer());
    let (body, _) = last(&groups);
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, _) = Journal::open(folder.path(), Options::default(), &mut |_| {}).unwrap();
    journal.take(&groups).unwrap();
    // A newer release takes the role, and writes a record of a form that nobody here knows.
    let record = Image::stored(body.changes[0].id, vec![200]);
    let newer = journal.prepare(&[Body { changes: vec![record], ..body }], LEVEL).unwrap();
    let mut order = shared(&stand.etcd.lock().unwrap());
    let lease = order.lease(60).unwrap();
    let (_, claim) = order.writer().unwrap().unwrap();
    let me = Writer { node: "newer".to_owned(), url: "http://127.0.0.1:9".to_owned() };
    order.claim(&me, &lease, Some(claim)).unwrap();
    order.append(&Proposal::of(newer).unwrap()).unwrap();

    let begun = Instant::now();
    for machine in &stand.machines {
        while is_ready(machine.address) != Some(false) {
            assert!(begun.elapsed() < PATIENCE, "{} is ready", machine.name);
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert_eq!(machine.head(&stand.secret), Some((head, hash.clone())), "{}", machine.name);
    }
    // What it has is sound, and still there when it is started again.
    stand.verify();
}
