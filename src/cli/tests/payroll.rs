//! `pitbox export time` and `pitbox time`: work of somebody who has not clocked in, for payroll and for a lead.

use super::{Shift, args, entry, job, opened, person};
use crate::cli::export::time as export;
use crate::cli::source::{Reached, SourceRecord};
use crate::cli::time;
use crate::domain::attendance::MarkKind;
use crate::domain::entry::Position;
use crate::domain::event::Event;
use crate::domain::ids::{OpNo, PersonId};
use crate::domain::work::PauseReason;

/// Somebody else clocks in before, or nobody does; Wang works for 21 minutes from 13:43 on.
fn shop(clocks_in: bool) -> Shift {
    let li = PersonId::new("t-li").expect("a person");
    let work = |seq, minutes, event| (seq, entry("Work", minutes, vec![event]));
    let mut records = vec![(1, entry("OpenJob", 0, opened()))];
    records.extend(clocks_in.then(|| work(2, 1, Event::TimeMarked { person: li, mark: MarkKind::In })));
    records.push(work(3, 10, Event::WorkStarted { person: person(), job: job(), op: OpNo(1) }));
    let reason = PauseReason::Other;
    records.push(work(4, 31, Event::WorkPaused { person: person(), job: job(), op: OpNo(1), reason }));
    let record = |(seq, bytes)| {
        let position = Position { device: 2, epoch: 1, seq };
        SourceRecord { position, hub_seq: Some(seq), bytes, link: None, reached: Reached::Hub }
    };
    Shift(records.into_iter().map(record).collect())
}

fn exported(line: &str, clocks_in: bool) -> String {
    let args = args(&format!("--from 2026-09-21 --to 2026-09-21 --person t-wang{line}"));
    let mut out = Vec::new();
    export::write(&args, &mut shop(clocks_in), &mut out).expect("written");
    String::from_utf8(out).expect("text").lines().nth(1).unwrap_or_default().to_owned()
}

#[test]
fn work_without_having_clocked_in_is_flagged_where_people_clock_in() {
    assert_eq!(exported("", true), "t-wang,2026-09-21,0,0,21,0,0,1");
    assert_eq!(exported("", false), "t-wang,2026-09-21,0,0,21,0,0,0");
    let detail = |flag: &str| {
        let times = "2026-09-21T13:43:20.000Z,2026-09-21T14:04:20.000Z,21";
        format!("t-wang,2026-09-21,work,4711,1,,{times},no,no,no,no,{flag}")
    };
    assert_eq!(exported(" --detail", true), detail("yes"));
    assert_eq!(exported(" --detail", false), detail("no"));
    let mut table = Vec::new();
    time::write(&args(""), &mut shop(true), &mut table).expect("written");
    assert!(String::from_utf8(table).expect("text").contains("not clocked in, check"));
}
