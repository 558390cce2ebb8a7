//! Stations and a hub that speaks TLS: known by the fingerprint in the one-time code, and by nothing else.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use pitbox::domain::event::Event;
use pitbox::domain::ids::{JobNo, PersonId};
use pitbox::hub::store::HubStore;
use pitbox::sync::code;
use pitbox::sync::enrol::{enrol, new_key};
use pitbox::sync::plan::{LinkState, Why};

use crate::hub::TestHub;
use crate::rig::{Setup, tools};
use crate::station::Station;

/// Something to record.
fn fact() -> Event {
    Event::WorkFinished {
        person: PersonId::new("wang").expect("a person"),
        job: JobNo::new("4711").expect("a job"),
        op: pitbox::domain::ids::OpNo(1),
    }
}

#[test]
fn a_station_is_taken_in_and_sends_its_records() {
    let mut hub = TestHub::start_tls();
    assert!(hub.url().starts_with("https://"), "{}", hub.url());
    let identity = hub.enrol("one");
    assert_eq!(identity.hub_ca, hub.authority(), "it keeps whom it met");
    let mut station = Station::new(&hub.url(), identity);
    station.record(vec![fact()]);
    station.work_until("the hub has it", |station| station.plan.waiting() == 0);
    // The hub's certificate is another after each start, its authority the same.
    hub.stop();
    hub.start_again();
    station.record(vec![fact()]);
    station.work_until("the hub has it too", |station| station.plan.waiting() == 0);
    // The pull that ended with the hub is asked again by itself, and may come after the push.
    station.work_until("both are online again", |station| station.plan.link() == LinkState::Online);
    station.stop();
}

#[test]
fn another_hub_at_the_same_place_is_told_nothing() {
    let (hub, other) = (TestHub::start_tls(), TestHub::start_tls());
    let identity = hub.enrol("one");
    let mut station = Station::new(&other.url(), identity);
    station.record(vec![fact()]);
    station
        .work_until("it knows", |station| matches!(station.plan.link(), LinkState::Offline { why: Why::NoAnswer, .. }));
    assert_eq!(station.plan.waiting(), 1);
    station.stop();
    // Nor does it get a one-time code of the right hub.
    let refused = enrol(&other.url(), &hub.code(), "two", "bay", &new_key().expect("a key")).expect_err("refused");
    assert!(refused.words.contains("UnknownIssuer"), "{refused}");
}

#[test]
fn without_a_fingerprint_there_is_no_conversation() {
    let hub = TestHub::start_tls();
    let bare = code::read(&hub.code()).code;
    let refused = enrol(&hub.url(), &bare, "one", "bay", &new_key().expect("a key")).expect_err("refused");
    assert_eq!(refused.why, Why::Unauthorised);
    assert!(refused.words.contains("does not know the hub's fingerprint"), "{refused}");
    let mut plain = TcpStream::connect(hub.address).expect("a connection");
    plain.write_all(b"GET /v1/caps HTTP/1.1\r\nHost: hub\r\n\r\n").expect("sent");
    let mut answer = Vec::new();
    // Cut off, maybe with a TLS alert before.
    let _ = plain.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP/"), "{answer:?}");
}

#[test]
fn connections_that_stall_hold_nobody_up() {
    let hub = TestHub::start_tls();
    let stalled: Vec<TcpStream> = (0..32).map(|_| TcpStream::connect(hub.address).expect("a connection")).collect();
    let identity = hub.enrol("one");
    assert_eq!(identity.device, 1);
    drop(stalled);
}

#[test]
fn a_revoked_station_is_shut_out_and_the_others_are_not() {
    let hub = TestHub::start();
    let (stolen, other) = (hub.enrol("stolen"), hub.enrol("other"));
    let (mut stolen, mut other) = (Station::new(&hub.url(), stolen), Station::new(&hub.url(), other));
    stolen.record(vec![fact()]);
    stolen.work_until("the hub has it", |station| station.plan.waiting() == 0);
    assert!(hub.store().revoke(1, 5).expect("revoked"));
    stolen.record(vec![fact()]);
    let shut_out = |station: &Station| matches!(station.plan.link(), LinkState::Offline { why: Why::Unauthorised, .. });
    stolen.work_until("it is shut out", |station| shut_out(station));
    assert_eq!(stolen.plan.waiting(), 1);
    other.record(vec![fact()]);
    other.work_until("the hub has it", |station| station.plan.waiting() == 0);
    let listed = hub.store().devices().expect("the stations");
    let revoked: Vec<Option<i64>> = listed.iter().map(|one| one.revoked_ms).collect();
    assert_eq!(revoked, [Some(5), None]);
    stolen.stop();
    other.stop();
}

/// The programs as an administrator starts them: a hub that listens everywhere, tables over the network, a kiosk that joins.
#[test]
fn a_hub_that_listens_everywhere_speaks_tls() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("hub.toml");
    std::fs::write(&config, "listen = \"0.0.0.0:0\"\ndata = \"data\"\ndatabase = \"sqlite\"\nsite = \"SH01\"\n")
        .expect("hub.toml");
    let config = config.to_str().expect("a path");
    let made = tools::lines(&["enrol", "--new", "--json", "--config", config]);
    let code = tools::text(&made[0], "code");
    assert_eq!(code.len(), 26, "{code}");
    let mut hub = tools::pitbox();
    hub.args(["hub", "--config", config]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut hub = hub.spawn().expect("the hub starts");
    let mut line = String::new();
    BufReader::new(hub.stdout.take().expect("its output")).read_line(&mut line).expect("its first line");
    let port = line.trim().strip_prefix("listening https://0.0.0.0:").expect("it listens everywhere").to_owned();
    let url = format!("https://127.0.0.1:{port}");
    let token = folder.path().join("data/token");
    let tables = concat!(env!("CARGO_MANIFEST_DIR"), "/configs/demo/people.csv");
    let imported = tools::run(&["import", tables, "--hub", &url, "--token-file", token.to_str().expect("a path")]);
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let nobody = tools::lines(&["kiosks", "--json", "--config", config]);
    assert!(nobody.is_empty());
    let kiosk = Setup::counter().write(&folder.path().join("kiosk"), &url);
    let joined = tools::run(&["enrol", "--config", kiosk.to_str().expect("a path"), code]);
    assert!(joined.status.success(), "{}", String::from_utf8_lossy(&joined.stderr));
    let listed = tools::lines(&["kiosks", "--json", "--config", config]);
    assert_eq!((&listed[0]["name"], &listed[0]["revoked"]), (&"counter".into(), &serde_json::Value::Null));
    let renamed = tools::run(&["kiosks", "rename", "1", "parts counter", "--config", config]);
    assert!(renamed.status.success(), "{}", String::from_utf8_lossy(&renamed.stderr));
    assert_eq!(tools::lines(&["kiosks", "--json", "--config", config])[0]["name"], "parts counter");
    assert_eq!(tools::run(&["kiosks", "revoke", "7", "--config", config]).status.code(), Some(1));
    hub.kill().expect("it can be killed");
    hub.wait().expect("it ends");
}
