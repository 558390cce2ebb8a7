//! `pitbox disputes`: what waits for a person, and what does not.

use serde_json::{Value, json};

use super::{Shift, args, entry, job, moved, opened};
use crate::cli::disputes;
use crate::cli::source::{Reached, SourceRecord};
use crate::domain::entry::Position;
use crate::domain::event::Event;
use crate::domain::job::JobState;
use crate::domain::job_event::{Happened, JobEvent};

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

#[test]
fn a_clock_that_ran_backwards_is_listed_until_a_lead_has_looked_at_it() {
    let told = |what| Event::Job(Box::new(JobEvent { job: job(), what }));
    let came = |minutes, odometer, lower_than| {
        let (fuel, damage, words) = (None, Vec::new(), String::new());
        let what = Happened::CarArrived { odometer: Some(odometer), fuel, damage, words, lower_than };
        entry("CheckIn", minutes, vec![told(what)])
    };
    let lower = came(2, 4_821, Some(48_210));
    let record = crate::record::name_of(&lower);
    let mut all = vec![entry("OpenJob", 0, opened()), came(1, 48_210, None), lower];
    let expected = json!({
        "kind": "odometer", "job": "4711", "record": record.to_string(), "odometer": 4_821, "lower_than": 48_210
    });
    assert_eq!(lines(all.clone()), [expected]);
    all.push(entry("ClearDispute", 3, vec![told(Happened::DisputeCleared { record, note: "new clock".into() })]));
    assert_eq!(lines(all), [] as [Value; 0]);
}

#[test]
fn what_comes_after_the_job_was_settled_is_listed_with_its_record() {
    let said = |minutes, from, to| entry("MoveJob", minutes, vec![Event::JobStateChanged { job: job(), from, to }]);
    let issued = |minutes| entry("IssuePart", minutes, vec![moved("bin:A-03-2", "job:4711", 1_000, None)]);
    let work = Event::WorkStarted { person: super::person(), job: job(), op: crate::domain::ids::OpNo(1) };
    let (part, labour) = (issued(20), entry("StartWork", 21, vec![work]));
    let mut told = vec![
        entry("OpenJob", 0, opened()),
        stock(5_000),
        said(2, JobState::Released, JobState::InProgress),
        issued(3),
        said(4, JobState::InProgress, JobState::Check),
        said(5, JobState::Check, JobState::Ready),
        said(6, JobState::Ready, JobState::Settled),
    ];
    assert_eq!(lines(told.clone()), [] as [Value; 0], "what came before is on the invoice");
    told.extend([part.clone(), labour.clone()]);
    let late = |bytes: &[u8]| {
        let record = crate::record::name_of(bytes).to_string();
        json!({"kind": "late-posting", "job": "4711", "record": record})
    };
    assert_eq!(lines(told), [late(&part), late(&labour)]);
}

#[test]
fn one_piece_that_was_taken_twice_is_listed_until_one_of_both_is_taken_back() {
    let piece = |command, minutes, from, to| {
        let mut event = moved(from, to, 1_000, None);
        let Event::StockMoved(moved) = &mut event else { panic!("a move") };
        moved.stock.serial = Some(crate::domain::ids::SerialNo::new("T-77").expect("a serial number"));
        entry(command, minutes, vec![event])
    };
    let mut told = vec![piece("Receive", 1, "supplier", "bin:A-03-2"), piece("IssuePart", 2, "bin:A-03-2", "job:4711")];
    assert_eq!(lines(told.clone()), [] as [Value; 0]);
    // Another kiosk, without a network.
    told.push(piece("IssuePart", 3, "bin:A-03-2", "workshop-use"));
    let expected = json!({
        "kind": "piece-twice", "part": "04E115561H", "serial": "T-77", "place": "bin:A-03-2", "short": 1_000
    });
    assert_eq!(lines(told.clone()), [expected]);
    told.push(piece("Undo", 4, "workshop-use", "bin:A-03-2"));
    assert_eq!(lines(told), [] as [Value; 0]);
}
