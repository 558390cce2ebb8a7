//! `kill -9` in the middle of a stream of scans, many times: every tick ever shown is in the log once, and at the hub once.

use std::collections::BTreeMap;
use std::time::Duration;

use pitbox::record::chain;
use pitbox::store::LogReader;
use pitbox::store::progress::Mark;

use super::all_at_hub;
use super::people::SUN;
use crate::rig::{Bay, Setup, Site, tools, until};

const ROUNDS: usize = 10;
/// Scans that are sent before each kill.
const STREAM: usize = 25;

/// Numbers that look random and follow from a seed (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit
    }
}

#[test]
fn every_tick_survives_kill_9_and_counts_once() {
    let seed = std::env::var("PITBOX_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| u64::try_from(pitbox::clock::wall_ms()).unwrap_or(0));
    eprintln!("PITBOX_TEST_SEED={seed}");
    let mut random = Random(seed);
    let mut site = Site::sample();
    let mut bay = site.kiosk(Setup::counter());
    let parts = pieces(&bay);
    let receive = bay.code("card", "receive");
    let mut shown: Vec<String> = Vec::new();
    for round in 0..ROUNDS {
        // The hub is there in some rounds only, so that the kill also meets pushes and pulls.
        if round % 3 == 1 {
            site.hub.stop();
        }
        bay.badge(SUN);
        bay.terminal.sees("Hello, Sun Min");
        bay.scan_sees(&receive, "each part; DONE ends");
        let scans: Vec<u8> =
            parts[round * STREAM..][..STREAM].iter().flat_map(|(_, code)| format!("{code}\r").into_bytes()).collect();
        bay.scan_bytes(&scans);
        let ticks = usize::try_from(random.below(8)).expect("a small number");
        bay.terminal.answers("some ticks", |_, all| all.len() >= ticks);
        bay.terminal.goes_on_for(Duration::from_micros(random.below(20_000)));
        shown.extend(bay.kill().into_iter().filter(|tick| tick.starts_with("Received")));
        if round % 3 == 1 {
            site.hub.start_again();
        }
        bay.start_again(|_| {});
        check(&bay, &shown);
    }
    assert!(!shown.is_empty(), "no round came to a tick");
    all_at_hub(&site, &bay);
    assert!(bay.stop().success());
}

/// Parts that are counted by the piece, and what a scanner sends for them.
fn pieces(bay: &Bay) -> Vec<(String, String)> {
    let codes = tools::of(&["label", "codes"], &bay.config);
    let parts = codes.iter().filter(|code| tools::text(code, "kind") == "part");
    let all: Vec<(String, String)> =
        parts.map(|code| (tools::text(code, "key").to_owned(), tools::text(code, "text").to_owned())).collect();
    assert!(all.len() >= ROUNDS * STREAM, "{} parts", all.len());
    all
}

/// Every tick is in the log once, nothing is there twice, and the chain is whole.
fn check(bay: &Bay, shown: &[String]) {
    let log = bay.own_log();
    let mut received: BTreeMap<String, usize> = BTreeMap::new();
    let events = log.iter().flat_map(|line| line["events"].as_array().into_iter().flatten());
    for moved in events.filter(|event| tools::text(event, "type") == "StockMoved") {
        *received.entry(tools::text(moved, "part").to_owned()).or_default() += 1;
    }
    for tick in shown {
        let part = received.keys().find(|part| tick.contains(&format!(" {part} into ")));
        assert!(part.is_some(), "shown as saved and not in the log: {tick}");
    }
    let twice: Vec<_> = received.iter().filter(|(_, count)| **count != 1).collect();
    assert!(twice.is_empty(), "each was scanned once: {twice:?}");
    chain_holds(bay, log.len());
}

/// The links in the store are those that follow from the bytes.
fn chain_holds(bay: &Bay, records: usize) {
    let reader = LogReader::open(&bay.config.with_file_name("store")).expect("the store");
    let station = reader.station().expect("the store").expect("an enrolled kiosk");
    let mut link = chain::genesis(&station.site, station.device, station.epoch);
    let mut at = Mark { epoch: station.epoch, seq: 0 };
    let mut count = 0;
    loop {
        let page = reader.own_after(at, 500, 1 << 20).expect("records");
        let Some(last) = page.last() else { break };
        at = last.at;
        for record in &page {
            link = chain::next(&link, record.at.on(station.device), &record.bytes);
            assert_eq!(record.link, link, "the chain at {:?}", record.at);
            count += 1;
        }
    }
    assert_eq!(count, records);
}

#[test]
fn a_kiosk_that_is_killed_while_it_loads_comes_to_the_same() {
    let mut random = Random(u64::try_from(pitbox::clock::wall_ms()).unwrap_or(0));
    eprintln!("seed {}", random.0);
    let site = Site::sample();
    let whole = site.kiosk(Setup::counter());
    let setup = Setup { name: "fresh", ..Setup::counter() };
    site.enrol(&setup);
    let mut fresh = site.kiosk(setup);
    for _ in 0..6 {
        fresh.terminal.goes_on_for(Duration::from_micros(random.below(300_000)));
        fresh.kill();
        fresh.start_again(|_| {});
    }
    let codes = tools::of(&["label", "codes"], &whole.config);
    until("the same codes", || (tools::of(&["label", "codes"], &fresh.config) == codes).then_some(()));
    until("the same stock", || (fresh.stock() == whole.stock()).then_some(()));
    assert!(fresh.stop().success());
}

#[test]
fn a_hub_that_is_killed_loses_nothing_that_it_took() {
    let mut site = Site::sample();
    let mut bay = site.kiosk(Setup::counter());
    let parts = pieces(&bay);
    bay.badge(SUN);
    bay.terminal.sees("Hello, Sun Min");
    bay.scan_code("card", "receive", "each part; DONE ends");
    for (at, (part, code)) in parts.iter().take(12).enumerate() {
        bay.scan_sees(code, &format!(" {part} into GOODS-IN"));
        if at % 4 == 3 {
            site.hub.kill();
            site.hub.start_again();
        }
    }
    until("all is sent", || (!bay.terminal.text().contains("waiting to send")).then_some(()));
    all_at_hub(&site, &bay);
    assert_eq!(bay.own_log().len(), 12);
}
