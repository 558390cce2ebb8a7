//! Stations and a hub over real sockets: what is recorded anywhere is everywhere once, whatever happens on the way.

use std::time::Duration;

use ed25519_dalek::Signer;
use pitbox::clock;
use pitbox::domain::event::Event;
use pitbox::domain::ids::SiteId;
use pitbox::domain::place::Place;
use pitbox::hub::store::HubStore;
use pitbox::hub::{HubError, Settings};
use pitbox::record::chain::genesis;
use pitbox::record::signing;
use pitbox::sync::enrol::{Identity, enrol, new_key};
use pitbox::sync::plan::{LinkState, Why};
use pitbox::sync::wire::{Batch, PROTOCOL, PROTOCOL_HEADER, compress, hex};

use crate::hub::TestHub;
use crate::proxy::Proxy;
use crate::station::{Station, bin, moved};

fn all_there(station: &Station, hub: &TestHub) -> bool {
    station.plan.waiting() == 0 && station.plan.cursor() == hub.store().head().expect("a head")
}

#[test]
fn two_stations_and_the_hub_come_to_the_same_book() {
    let mut hub = TestHub::start();
    let mut one = Station::new(&hub.url(), hub.enrol("one"));
    let mut two = Station::new(&hub.url(), hub.enrol("two"));
    one.record(vec![moved("FILTER", Place::Supplier, bin("A-01"), 5)]);
    one.work_until("the hub has it", |station| all_there(station, &hub));
    two.work_until("the other has it", |station| all_there(station, &hub));
    assert_eq!(one.shown(), two.shown());

    // Both work on while the hub is away, and take more than there is.
    hub.stop();
    for _ in 0..300 {
        one.record(vec![moved("FILTER", bin("A-01"), Place::Scrap, 1)]);
        two.record(vec![moved("FILTER", bin("A-01"), Place::WorkshopUse, 1)]);
    }
    one.work_until("it knows", |station| matches!(station.plan.link(), LinkState::Offline { why: Why::NoAnswer, .. }));
    assert_eq!(one.plan.waiting(), 300);

    hub.start_again();
    one.work_until("all is sent", |station| station.plan.waiting() == 0);
    two.work_until("all is sent", |station| station.plan.waiting() == 0);
    one.work_until("all is back", |station| all_there(station, &hub));
    two.work_until("all is back", |station| all_there(station, &hub));
    assert_eq!(one.plan.link(), LinkState::Online);
    assert_eq!(one.shown(), two.shown());
    assert_eq!(one.shown(), hub.store().book().expect("the hub's book"));
    assert_eq!(one.pulled, two.pulled, "in the same order");
    assert_eq!(one.pulled.len(), 601);
    one.stop();
    two.stop();
}

#[test]
fn what_the_hub_cannot_read_reaches_the_other_station_as_it_is() {
    let hub = TestHub::start();
    let mut one = Station::new(&hub.url(), hub.enrol("one"));
    let mut two = Station::new(&hub.url(), hub.enrol("two"));
    one.record(vec![Event::Unknown { kind: 40_000 }]);
    one.record_bytes(b"of a later envelope");
    one.record(vec![moved("FILTER", Place::Supplier, bin("A-01"), 1)]);
    one.work_until("all is sent", |station| station.plan.waiting() == 0);
    two.work_until("all is there", |station| station.pulled.len() == 3);
    assert_eq!(two.shown(), hub.store().book().expect("the hub's book"));
    one.stop();
    two.stop();
}

#[test]
fn answers_that_are_lost_on_the_way_do_no_harm() {
    let hub = TestHub::start();
    let proxy = Proxy::before(hub.address);
    let mut station = Station::new(&proxy.url, hub.enrol("one"));
    proxy.let_through();
    station.work_until("they have met", |station| station.plan.link() == LinkState::Online);
    proxy.swallow();
    station.record(vec![moved("FILTER", Place::Supplier, bin("A-01"), 5)]);
    // The hub has the record and the station does not know.
    station.work_until("answers are lost", |_| proxy.swallowed() >= 4);
    assert_eq!(station.plan.waiting(), 1);
    assert_eq!(hub.store().head().expect("a head"), 1);
    proxy.let_through();
    station.record(vec![moved("FILTER", bin("A-01"), Place::Scrap, 1)]);
    station.work_until("all is sent and back", |station| all_there(station, &hub));
    assert_eq!(station.pulled.len(), 2);
    assert_eq!(station.shown(), hub.store().book().expect("the hub's book"));
    station.stop();
}

#[test]
fn news_come_at_once_and_stopping_does_not_wait_for_them() {
    let mut hub = TestHub::start();
    let mut one = Station::new(&hub.url(), hub.enrol("one"));
    let mut two = Station::new(&hub.url(), hub.enrol("two"));
    two.work_until("it waits for news", |station| station.plan.link() == LinkState::Online);
    let before = clock::now().steady;
    one.record(vec![moved("FILTER", Place::Supplier, bin("A-01"), 1)]);
    one.work_until("it is sent", |station| station.plan.waiting() == 0);
    two.work_until("it is there", |station| station.pulled.len() == 1);
    // Both wait for news again: the client of one is stopped, the other's long poll is ended by the hub.
    one.work_until("it is back", |station| station.pulled.len() == 1);
    two.ask();
    one.ask();
    two.stop();
    hub.stop();
    one.stop();
    assert!(clock::now().steady - before < Duration::from_secs(15), "somebody waited for a long poll to end");
}

#[test]
fn a_lost_answer_to_an_enrolment_can_be_asked_for_again() {
    let hub = TestHub::start();
    let (code, key) = (hub.code(), new_key().expect("a key"));
    let first = enrol(&hub.url(), &code, "one", "counter", &key).expect("enrolled");
    let again = enrol(&hub.url(), &code, "one", "counter", &key).expect("the answer again");
    assert_eq!((first.device, first.epoch, first.timezone.as_str()), (again.device, again.epoch, "Asia/Shanghai"));
    let other = enrol(&hub.url(), &code, "two", "counter", &new_key().expect("a key"));
    assert_eq!(other.expect_err("used up").why, Why::Unauthorised);
}

#[test]
fn codes_cannot_be_guessed() {
    let hub = TestHub::start();
    let key = new_key().expect("a key");
    let guess = |code: &str| enrol(&hub.url(), code, "one", "bay", &key).expect_err("a wrong code");
    for _ in 0..10 {
        assert_eq!(guess("0000000000").why, Why::Unauthorised);
    }
    let tired = guess("0000000000");
    assert_eq!(tired.why, Why::Busy);
    assert!(tired.retry_after.is_some_and(|wait| wait <= Duration::from_secs(60)));
    // Whoever calls from another address is listened to.
    let asked = |from: [u8; 4]| {
        let url = format!("{}/v1/enrol", hub.url());
        let client = reqwest::Client::builder().no_proxy().local_address(Some(from.into())).build().expect("a client");
        ask(|_| client.post(url).header(PROTOCOL_HEADER, PROTOCOL).body("{}"))
    };
    assert_eq!((asked([127, 0, 0, 1]).0, asked([127, 0, 0, 2]).0), (429, 400));
}

/// A batch of records that nobody can read, signed as it should be.
fn batch(identity: &Identity, records: &[&[u8]]) -> Batch {
    let mut batch = Batch {
        site: identity.site.clone(),
        device: identity.device,
        epoch: identity.epoch,
        first_seq: 1,
        previous: genesis(&identity.site, identity.device, identity.epoch),
        records: records.iter().map(|record| record.to_vec()).collect(),
        signature: [0; 64],
        head_seq: 1,
        boot: [0; 16],
        since_boot_ms: 0,
    };
    sign(identity, &mut batch);
    batch
}

fn sign(identity: &Identity, batch: &mut Batch) {
    let last = batch.links().last().copied().expect("a record");
    let signed = signing::push_batch(&batch.site, batch.device, batch.epoch, batch.last_seq(), &last);
    batch.signature = identity.key.sign(&signed).to_bytes();
}

/// Status and body of one request.
fn ask(build: impl FnOnce(&reqwest::Client) -> reqwest::RequestBuilder) -> (u16, String) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let response = build(&client).send().await.expect("an answer");
        (response.status().as_u16(), response.text().await.expect("a body"))
    })
}

fn push(hub: &TestHub, body: Vec<u8>) -> (u16, String) {
    let url = format!("{}/v1/push", hub.url());
    ask(|client| client.post(url).header(PROTOCOL_HEADER, PROTOCOL).body(body))
}

#[test]
fn the_same_batch_twice_has_one_effect() {
    let hub = TestHub::start();
    let identity = hub.enrol("one");
    let body = batch(&identity, &[b"one", b"two"]).encode();
    let (first, again) = (push(&hub, body.clone()), push(&hub, body));
    assert_eq!((first.0, again.0), (200, 200));
    assert!(again.1.contains("\"acked_seq\":2"), "{}", again.1);
    assert_eq!(hub.store().head().expect("a head"), 2);
}

#[test]
fn what_does_not_belong_is_turned_away_in_words() {
    let hub = TestHub::start();
    let (identity, other) = (hub.enrol("one"), hub.enrol("two"));
    let good = batch(&identity, &[b"one"]);
    let gap = {
        let mut gap = Batch { first_seq: 3, ..good.clone() };
        sign(&identity, &mut gap);
        gap
    };
    let foreign = Batch { site: SiteId::new("BJ01").expect("a site"), ..good.clone() };
    let forged = batch(&Identity { key: other.key.clone(), ..identity.clone() }, &[b"one"]);
    let tampered = Batch { records: vec![b"two".to_vec()], ..good.clone() };
    let of_the_hub = batch(&Identity { device: 0, ..identity.clone() }, &[b"one"]);
    let check = |body: Vec<u8>, status: u16, words: &str| {
        let (answered, text) = push(&hub, body);
        assert_eq!(answered, status, "{text}");
        assert!(text.contains(words), "{text:?} does not say {words:?}");
    };
    check(gap.encode(), 409, "\"mismatch\":\"gap\",\"expected\":{\"seq\":0");
    check(foreign.encode(), 403, "this hub keeps site SH01");
    check(forged.encode(), 401, "signature");
    check(tampered.encode(), 401, "signature");
    check(of_the_hub.encode(), 401, "not enrolled");
    check(b"garbage".to_vec(), 400, "cannot be read");
    check(Vec::new(), 400, "cannot be read");
    check(compress(&vec![0; 100 << 20]), 413, "more than");
    check(vec![0; 2 << 20], 413, "");
    assert_eq!(hub.store().head().expect("a head"), 0);
    check(good.encode(), 200, "\"acked_seq\":1");
    let fork = batch(&identity, &[b"another"]);
    check(fork.encode(), 409, "\"mismatch\":\"fork\"");
}

#[test]
fn what_was_refused_stands_in_the_hubs_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut hub = crate::rig::hub::Hub::start(folder.path());
    let url = format!("{}/v1/push", hub.url());
    let (status, _) = ask(|client| client.post(url).header(PROTOCOL_HEADER, PROTOCOL).body("garbage"));
    assert_eq!(status, 400);
    hub.stop();
    let log = std::fs::read_to_string(folder.path().join("hub.log")).expect("a log");
    let line = log.lines().find(|line| line.contains("a request was refused")).expect("a line");
    assert!(["/v1/push", "400", "cannot be read"].iter().all(|part| line.contains(part)), "{line}");
}

#[test]
fn another_protocol_is_told_who_has_to_update() {
    let hub = TestHub::start();
    let url = format!("{}/v1/push", hub.url());
    let check = |protocol: Option<&str>, words: &str| {
        let (status, text) = ask(|client| {
            let request = client.post(&url).body("x");
            protocol
                .map_or(request.try_clone().expect("a request"), |protocol| request.header(PROTOCOL_HEADER, protocol))
        });
        assert_eq!(status, 426);
        assert!(text.contains(words), "{text}");
    };
    check(Some("2"), "update the hub");
    check(Some("0"), "update the station");
    check(None, "pitbox-protocol: 1");
    let (status, caps) = ask(|client| client.get(format!("{}/v1/caps", hub.url())));
    assert_eq!(status, 200, "{caps}");
    assert!(caps.contains("\"protocols\":[1]"), "{caps}");
}

#[test]
fn a_pull_must_be_signed_for_exactly_this_question() {
    let hub = TestHub::start();
    let identity = hub.enrol("one");
    let target = |question: &str| format!("/v1/pull?site=SH01&device={}&{question}", identity.device);
    let signature = |question: &str| {
        let signed = signing::request(&identity.site, identity.device, &format!("GET {}", target(question)), &[]);
        hex(&identity.key.sign(&signed).to_bytes())
    };
    let pull = |question: &str, signature: String| {
        let url = format!("{}{}", hub.url(), target(question));
        ask(|client| client.get(url).header(PROTOCOL_HEADER, PROTOCOL).header("pitbox-signature", signature))
    };
    assert_eq!(pull("after=0", signature("after=0")).0, 200);
    assert_eq!(pull("after=0", signature("after=1")).0, 401);
    assert_eq!(pull("after=0", "zz".into()).0, 401);
    let signed = |question: &str| pull(question, signature(question));
    assert_eq!(signed("after=7").0, 409, "ahead of the hub");
    let (status, words) = signed(&format!("after=0&acked={}.1", identity.epoch));
    assert_eq!(status, 409, "the hub holds nothing of this station: {words}");
    assert!(words.contains("was the hub restored?"), "{words}");
    assert_eq!(signed(&format!("after=0&acked={}.0", identity.epoch)).0, 200);
    assert_eq!(signed(&format!("after=0&acked={}.1", identity.epoch + 1)).0, 200, "of another epoch");
    assert_eq!(signed("after=0&acked=x").0, 400);
}

#[test]
fn the_hub_does_not_listen_to_the_network_without_encryption() {
    let hub = TestHub::start();
    let open = Settings { listen: "0.0.0.0:0".parse().expect("an address"), ..hub.settings() };
    let refused = pitbox::hub::serve(&open, |_| panic!("it listens"), std::future::pending()).expect_err("refused");
    assert!(matches!(refused, HubError::NotLoopback(_)) && refused.is_configuration());
    assert!(refused.to_string().contains("tls = false"), "{refused}");
}
