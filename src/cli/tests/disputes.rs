//! `pitbox disputes`: what waits for a person, and what does not.

use serde_json::{Value, json};

use super::{Shift, args, entry, job, moved, opened};
use crate::cli::disputes;
use crate::cli::source::{Reached, SourceRecord};
use crate::domain::entry::Position;
use crate::domain::event::Event;
use crate::domain::job::JobState;

fn record(seq: u64, bytes: Vec<u8>) -> SourceRecord {
    let position = Position { device: 2, epoch: 1, seq };
    SourceRecord { position, hub_seq: Some(seq), bytes, link: None, reached: Reached::Hub }
}

fn lines(all: Vec<Vec<u8>>) -> Vec<Value> {
    let mut source = Shift((1..).zip(all).map(|(seq, bytes)| record(seq, bytes)).collect());
    let (mut out, mut table) = (Vec::new(), Vec::new());
    disputes::write(&args("--json"), &mut source, &mut out).expect("written");
    disputes::write(&args(""), &mut source, &mut table).expect("written");
    let text = String::from_utf8(out).expect("text");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let rows = String::from_utf8(table).expect("text").lines().count();
    assert_eq!(rows, lines.len() + 1, "as many in the table, below its heading");
    lines
}

fn stock(qty: i64) -> Vec<u8> {
    entry("AddOpeningStock", 1, vec![moved("adjust", "bin:A-03-2", qty, None)])
}

#[test]
fn what_does_not_fit_is_listed_until_it_does() {
    let taken = |minutes| entry("IssuePart", minutes, vec![moved("bin:A-03-2", "workshop-use", 1_000, None)]);
    let said = |from, to| vec![Event::JobStateChanged { job: job(), from, to }];
    let twice = entry("MoveJob", 7, said(JobState::Check, JobState::Ready));
    let open = vec![
        entry("OpenJob", 0, opened()),
        stock(1_000),
        taken(2),
        taken(3),
        twice.clone(),
        b"of a later version".to_vec(),
    ];
    let found = lines(open.clone());
    let record = crate::record::name_of(&twice).to_string();
    let unreadable = crate::record::name_of(b"of a later version").to_string();
    let expected = [
        json!({"kind": "job-state", "job": "4711", "record": record, "from": "check", "to": "ready", "found": "released"}),
        json!({"kind": "shortage", "part": "04E115561H", "place": "bin:A-03-2", "short": 1_000}),
        json!({"kind": "unreadable", "record": unreadable, "device": 2, "epoch": 1, "seq": 6}),
    ];
    assert_eq!(found, expected);
    let explained = entry("Receive", 9, vec![moved("supplier", "bin:A-03-2", 5_000, None)]);
    let found = lines(open.into_iter().chain([explained]).collect());
    assert!(found.iter().all(|line| line["kind"] != "shortage"), "{found:?}");
}
