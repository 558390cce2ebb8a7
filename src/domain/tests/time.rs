//! A person's time: no minute in two places, whatever came from where in which order, and right where every clock was.

use proptest::prelude::*;

use crate::domain::attendance::MarkKind;
use crate::domain::book::{Aggregate, Key, fold};
use crate::domain::entry::{Cause, Entry, Meta, Position, Recorded, Stamp};
use crate::domain::event::Event;
use crate::domain::ids::*;
use crate::domain::progress::Steps;
use crate::domain::shift::{Calendar, Frame};
use crate::domain::timeline::{Segment, What, flagged, timeline};
use crate::domain::work::{PauseReason, PersonDay};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Days from midnight to midnight, a shift from 8 to 17 and a break at noon.
pub(super) struct Plain;

impl Calendar for Plain {
    fn frame(&self, at_ms: i64) -> Frame {
        let start_ms = at_ms.div_euclid(DAY) * DAY;
        let at = |hour: i64| start_ms + hour * HOUR;
        Frame {
            start_ms,
            end_ms: start_ms + DAY,
            shift_start_ms: Some(at(8)),
            shift_end_ms: Some(at(17)),
            breaks: vec![(at(12), at(13))],
        }
    }
}

fn who() -> PersonId {
    PersonId::new("tom").expect("a person")
}

fn job(n: u8) -> JobNo {
    JobNo::new(&format!("47{n}")).expect("a job")
}

/// What a person does; the number tells jobs and records apart.
#[derive(Debug, Clone, Copy)]
enum Act {
    Start(u8),
    Pause(u8),
    Mark(MarkKind),
    Enter(i64),
    Rule(u8, i64),
    Confirm(u8),
}

impl Act {
    fn event(self, at_ms: i64) -> Event {
        let (person, op) = (who(), OpNo(1));
        match self {
            Act::Start(n) => Event::WorkStarted { person, job: job(n), op },
            Act::Pause(n) => Event::WorkPaused { person, job: job(n), op, reason: PauseReason::Other },
            Act::Mark(mark) => Event::TimeMarked { person, mark },
            Act::Enter(length) => Event::TimeEntered {
                person,
                job: Some(job(9)),
                op: Some(op),
                activity: None,
                from_ms: at_ms - length,
                to_ms: at_ms,
            },
            Act::Confirm(n) => Event::TimeConfirmed { person, punch: name(u64::from(n)) },
            Act::Rule(n, length) => {
                Event::TimeCorrected { person, punch: name(u64::from(n)), start_ms: None, end_ms: Some(at_ms + length) }
            }
        }
    }
}

fn name(n: u64) -> RecordName {
    super::script::name(n)
}

fn record(act: Act, device: u32, seq: u64, at_ms: i64, trusted: bool) -> Recorded {
    let stamp = Stamp {
        run: [1; 16],
        counter: seq,
        boot: [u8::try_from(device).expect("few devices"); 16],
        since_boot_ms: seq * 60_000,
        wall_ms: at_ms,
        trusted,
        seen_hub_seq: 0,
    };
    let meta = Meta { stamp, actor: None, command: "Test".into(), cause: Cause::Keys, approved_by: None };
    let entry = Entry { meta, events: vec![act.event(at_ms)] };
    Recorded { name: name(seq), position: Position { device, epoch: 1, seq }, entry }
}

fn day_of(records: &[Recorded]) -> PersonDay {
    let key = Key::PersonDay(who());
    match records.iter().fold(None, |before, record| fold(before, &key, record)) {
        Some(Aggregate::PersonDay(day)) => *day,
        _ => PersonDay::default(),
    }
}

fn line(segment: &Segment) -> u8 {
    match segment.what {
        What::Job(..) | What::Activity(_) => 0,
        What::Attendance => 1,
        What::Break => 2,
    }
}

fn act() -> impl Strategy<Value = Act> {
    let marks = vec![
        MarkKind::In,
        MarkKind::Out,
        MarkKind::BreakBegin,
        MarkKind::BreakEnd,
        MarkKind::Resume,
        MarkKind::ActivityEnd,
        MarkKind::Training,
        MarkKind::Meeting,
    ];
    prop_oneof![
        4 => (0..4_u8).prop_map(Act::Start),
        3 => (0..4_u8).prop_map(Act::Pause),
        4 => prop::sample::select(marks).prop_map(Act::Mark),
        1 => (1..HOUR).prop_map(Act::Enter),
        1 => (1..20_u8, -HOUR..HOUR).prop_map(|(n, length)| Act::Rule(n, length)),
    ]
}

proptest! {
    #[test]
    fn no_minute_is_in_two_places(
        acts in prop::collection::vec((act(), 1..4_u32, 0..3 * DAY, any::<bool>()), 0..24),
        order in any::<u64>(),
    ) {
        let mut records: Vec<Recorded> = (1..)
            .zip(&acts)
            .map(|(seq, (act, device, at, trusted))| record(*act, *device, seq, *at, *trusted))
            .collect();
        // Devices come in any order between each other; each in its own.
        let turn = u32::try_from(order % 4).expect("small");
        records.sort_by_key(|record| (record.position.device.wrapping_add(turn) % 4, record.position.seq));
        let now = 4 * DAY;
        let all = timeline(&day_of(&records), &Plain, now);
        for of_line in 0..3 {
            let mut own: Vec<&Segment> = all.iter().filter(|segment| line(segment) == of_line).collect();
            own.sort_by_key(|segment| segment.start_ms);
            for pair in own.windows(2) {
                let end = pair[0].end_ms;
                prop_assert!(end.is_some_and(|end| end <= pair[1].start_ms), "{:?} and {:?}", pair[0], pair[1]);
            }
            let sum: i64 = own.iter().map(|segment| segment.length_ms(now)).sum();
            let from = own.first().map_or(now, |first| first.start_ms);
            let to = own.last().map_or(now, |last| last.end_ms.unwrap_or(now));
            prop_assert!(sum <= to - from, "more time than has passed");
        }
        prop_assert!(all.iter().all(|one| one.end_ms.is_none_or(|end| end > one.start_ms)));
    }

    /// Another reckoning: minute by minute, of acts in their order by right clocks within one morning.
    #[test]
    fn minutes_are_those_that_an_independent_reckoning_finds(
        acts in prop::collection::vec((act(), 1..20_i64), 1..12),
    ) {
        let mut at = 8 * HOUR;
        let mut records = Vec::new();
        let acts: Vec<(Act, i64)> = acts.into_iter().filter(|(act, _)| !matches!(act, Act::Enter(_) | Act::Rule(..))).collect();
        // Whoever goes out without having come in is a story of its own.
        let mut present = false;
        for (seq, (act, wait)) in (1..).zip(&acts) {
            at += wait * MINUTE;
            match act {
                Act::Mark(MarkKind::In) => present = true,
                Act::Mark(MarkKind::Out) if !std::mem::take(&mut present) => continue,
                _ => {}
            }
            records.push(record(*act, 1, seq, at, true));
        }
        let now = at + MINUTE;
        let all = timeline(&day_of(&records), &Plain, now);
        let mut minute = 8 * HOUR;
        while minute < now {
            let middle = minute + MINUTE / 2;
            let (work, present) = reckon(&records, middle);
            let found = |of_line: u8| {
                let holds = |one: &&Segment| one.start_ms <= middle && one.end_ms.is_none_or(|end| middle < end);
                all.iter().filter(|one| line(one) == of_line).find(holds).map(|one| one.what.clone())
            };
            if !(12 * HOUR..13 * HOUR).contains(&middle) {
                prop_assert_eq!(found(0), work, "at minute {}", minute / MINUTE);
            }
            prop_assert_eq!(found(1).is_some(), present, "at minute {}", minute / MINUTE);
            minute += MINUTE;
        }
    }
}

/// What goes on at a moment, from the acts before it.
fn reckon(records: &[Recorded], moment: i64) -> (Option<What>, bool) {
    let (mut work, mut present) = (None, false);
    for record in records.iter().filter(|record| record.entry.meta.stamp.wall_ms <= moment) {
        match &record.entry.events[0] {
            Event::WorkStarted { job, op, .. } => work = Some(What::Job(job.clone(), *op)),
            Event::WorkPaused { job, op, .. } if work == Some(What::Job(job.clone(), *op)) => work = None,
            Event::TimeMarked { mark: MarkKind::In, .. } => present = true,
            Event::TimeMarked { mark: MarkKind::Out, .. } => (work, present) = (None, false),
            Event::TimeMarked { mark: MarkKind::BreakBegin, .. } => work = None,
            Event::TimeMarked { mark: MarkKind::ActivityEnd, .. } if matches!(work, Some(What::Activity(_))) => {
                work = None
            }
            Event::TimeMarked { mark, .. } if mark.is_activity() => work = Some(What::Activity(*mark)),
            _ => {}
        }
    }
    (work, present)
}

#[test]
fn a_break_of_the_shift_is_cut_out_and_the_first_act_within_ends_it() {
    let minutes = |records: &[Recorded]| -> Vec<(i64, i64)> {
        let all = timeline(&day_of(records), &Plain, 17 * HOUR);
        let work = all.iter().filter(|one| one.what.is_work());
        work.map(|one| (one.start_ms / MINUTE, one.end_ms.unwrap_or(0) / MINUTE)).collect()
    };
    let start = record(Act::Start(1), 1, 1, 9 * HOUR, true);
    let finish = record(Act::Pause(1), 1, 3, 16 * HOUR, true);
    assert_eq!(minutes(&[start.clone(), finish.clone()]), [(540, 720), (780, 960)]);
    let back = record(Act::Mark(MarkKind::Resume), 1, 2, 12 * HOUR + 20 * MINUTE, true);
    assert_eq!(minutes(&[start, back, finish]), [(540, 720), (740, 960)]);
}

#[test]
fn what_nobody_ended_ends_with_the_shift_and_is_flagged_until_somebody_rules() {
    let start = record(Act::Start(1), 1, 1, 15 * HOUR, true);
    let next = record(Act::Start(2), 1, 2, DAY + 8 * HOUR, true);
    let open = timeline(&day_of(std::slice::from_ref(&start)), &Plain, 16 * HOUR);
    assert!(open[0].end_ms.is_none() && !open[0].forgotten);
    let all = timeline(&day_of(&[start.clone(), next.clone()]), &Plain, DAY + 9 * HOUR);
    assert_eq!((all[0].end_ms, all[0].forgotten, all[0].is_doubtful()), (Some(17 * HOUR), true, true));
    let ruling = record(Act::Rule(1, -16 * HOUR + 30 * MINUTE), 1, 3, DAY + 9 * HOUR, true);
    let ruled = timeline(&day_of(&[start, next, ruling]), &Plain, DAY + 9 * HOUR);
    assert_eq!((ruled[0].end_ms, ruled[0].is_doubtful()), (Some(17 * HOUR + 30 * MINUTE), false));
}

/// The work that is flagged because its doer had not clocked in: begin and end in minutes.
fn unattended(records: &[Recorded], since_ms: Option<i64>) -> Vec<(i64, i64)> {
    let (day, now) = (day_of(records), 18 * HOUR);
    let all = flagged(&day, &Plain, since_ms, now);
    let flagged = all.iter().filter(|one| one.unattended);
    assert!(flagged.clone().all(Segment::is_doubtful), "a lead sees it");
    flagged.map(|one| (one.start_ms / MINUTE, one.end_ms.unwrap_or(0) / MINUTE)).collect()
}

#[test]
fn who_works_without_having_clocked_in_is_flagged_until_a_lead_has_looked() {
    let at = |act, seq, minute: i64| record(act, 1, seq, minute * MINUTE, true);
    let work = vec![at(Act::Start(1), 1, 480), at(Act::Pause(1), 2, 600)];
    let and = |more: Recorded| [work.clone(), vec![more]].concat();
    let shop = Some(7 * HOUR);
    assert_eq!(unattended(&work, shop), [(480, 600)]);
    assert_eq!(unattended(&work, None), [], "nobody clocks in here");
    assert_eq!(unattended(&work, Some(9 * HOUR)), [], "nobody did then");
    let came = |minute: i64| record(Act::Mark(MarkKind::In), 2, 3, minute * MINUTE, true);
    assert_eq!(unattended(&and(came(484)), shop), [], "a little late");
    assert_eq!(unattended(&and(came(490)), shop), [(480, 600)]);
    assert_eq!(unattended(&and(at(Act::Mark(MarkKind::Out), 3, 610)), shop), [], "there from the first act on");
    assert_eq!(unattended(&and(at(Act::Confirm(1), 3, 700)), shop), [], "a lead has confirmed it");
    let short = [at(Act::Start(1), 1, 480), at(Act::Start(2), 2, 483), at(Act::Pause(2), 3, 486)];
    assert_eq!(unattended(&short, shop), [(480, 483), (483, 486)], "short pieces add up");
    assert_eq!(unattended(&short[..2], shop), [(480, 483), (483, 720), (780, 0)], "and so does what goes on");
    let other_end = at(Act::Rule(1, -100 * MINUTE), 3, 720);
    assert_eq!(
        unattended(&and(other_end), shop),
        [(480, 620)],
        "the work was corrected, the attendance is still missing"
    );
    let went = record(Act::Mark(MarkKind::Out), 2, 4, 470 * MINUTE, true);
    assert_eq!(unattended(&[vec![came(420), went], work.clone()].concat(), shop), [(480, 600)], "after the going out");
    assert_eq!(unattended(&[at(Act::Enter(HOUR), 1, 600)], shop), [], "a lead allowed it with the PIN");
}

#[test]
fn a_kiosk_that_woke_in_1970_has_right_minutes_once_it_knows_the_time() {
    let mut start = record(Act::Start(1), 1, 1, 5 * MINUTE, false);
    start.entry.meta.stamp.since_boot_ms = 5 * 60_000;
    let mut finish = record(Act::Pause(1), 1, 2, 50 * MINUTE, false);
    finish.entry.meta.stamp.since_boot_ms = 50 * 60_000;
    let before = timeline(&day_of(&[start.clone(), finish.clone()]), &Plain, DAY);
    assert!(before[0].estimated);
    let mut learnt = record(Act::Start(1), 1, 3, 0, true);
    let (boot, wall_at_boot_ms) = ([1; 16], 9 * HOUR);
    learnt.entry.events = vec![Event::ClockLearnt { boot, wall_at_boot_ms, people: vec![who()], jobs: vec![] }];
    let after = timeline(&day_of(&[start, finish, learnt]), &Plain, DAY);
    let first = &after[0];
    assert_eq!((first.start_ms, first.end_ms), (9 * HOUR + 5 * MINUTE, Some(9 * HOUR + 50 * MINUTE)));
    assert!(!first.estimated);
}

#[test]
fn an_end_that_comes_late_ends_no_later_beginning() {
    // Another kiosk, offline since nine, paused at ten what had gone on since eight; meanwhile it was begun again here.
    let first = record(Act::Start(1), 1, 1, 8 * HOUR, true);
    let again = record(Act::Start(1), 1, 2, 11 * HOUR, true);
    let pause = record(Act::Pause(1), 2, 3, 10 * HOUR, true);
    let day = day_of(&[first.clone(), again, pause]);
    assert_eq!(day.running().map(|punch| punch.at_ms), Some(11 * HOUR), "the pause was before");
    // A kiosk that does not know the time ends what was begun last.
    let woke = record(Act::Pause(1), 2, 4, HOUR, false);
    assert!(day_of(&[first, woke]).running().is_none());
}

#[test]
fn steps_of_a_job_have_right_times_once_the_kiosk_knows_the_time() {
    let mut start = record(Act::Start(1), 1, 1, 5 * MINUTE, false);
    start.entry.meta.stamp.since_boot_ms = 5 * 60_000;
    let elsewhere = record(Act::Start(2), 2, 2, 7 * MINUTE, false);
    let mut learnt = record(Act::Start(1), 1, 3, 0, true);
    let (boot, wall_at_boot_ms) = ([1; 16], 9 * HOUR);
    learnt.entry.events = vec![Event::ClockLearnt { boot, wall_at_boot_ms, people: vec![who()], jobs: vec![job(1)] }];
    let mut steps = Steps::default();
    [start, elsewhere, learnt].iter().for_each(|record| steps.take(record));
    let told: Vec<(i64, bool)> = steps.steps().iter().map(|step| (step.said.at_ms, step.said.trusted)).collect();
    assert_eq!(told, [(9 * HOUR + 5 * MINUTE, true), (7 * MINUTE, false)]);
}
