//! A bay: start, switch, pause, finish, check; parts fitted and taken from the open shelf.

use super::{Kiosk, Verb, bay, counter};
use crate::domain::book::Book;
use crate::domain::event::Event;
use crate::domain::job::{CheckLevel, JobState};
use crate::identify::card::PauseReason;
use crate::station::input::Input;
use crate::station::session::Task;
use crate::station::tests::workshop::job_no;

fn state(kiosk: &Kiosk, job: &str) -> JobState {
    kiosk.station.book().job(&job_no(job)).expect("a job").state
}

#[test]
fn a_job_scan_starts_and_a_second_one_opens() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.saved("Started: 4711 Major service");
    assert_eq!(state(&kiosk, "4711"), JobState::InProgress);
    kiosk.job("4711");
    kiosk.says("You are working on 4711 already");
    assert_eq!(kiosk.commands(), ["StartWork"]);
}

#[test]
fn without_a_badge_nothing_starts() {
    let mut kiosk = bay();
    kiosk.job("4711");
    kiosk.refuses("Scan your badge first");
    assert!(kiosk.records.is_empty() && kiosk.open_job().is_none());
}

#[test]
fn a_free_operation_is_taken() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4712");
    kiosk.saved("Started: 4712 Wheel bearing");
}

#[test]
fn work_of_others_asks_which_operation() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4713");
    assert_eq!(kiosk.question(), "Job 4713: which operation?");
    kiosk.choice(2);
    kiosk.saved("Started: 4713 Coolant pump");
    assert_eq!(kiosk.running("t-wang").as_deref(), Some("4713/2"));
}

#[test]
fn one_scan_switches() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.job("4712");
    kiosk.saved("Switched to 4712 Wheel bearing");
    assert_eq!(kiosk.running("t-wang").as_deref(), Some("4712/1"));
    assert!(matches!(kiosk.last_events()[0], Event::WorkPaused { .. }));
}

#[test]
fn start_at_what_runs_begins_it_anew() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.job("4711");
    kiosk.says("You are working on 4711 already");
    kiosk.card(Verb::Start);
    kiosk.saved("Started: 4711");
    assert!(matches!(kiosk.last_events()[..], [Event::WorkPaused { .. }, Event::WorkStarted { .. }]));
    assert_eq!(kiosk.running("t-wang").as_deref(), Some("4711/1"));
}

#[test]
fn a_badge_shows_what_runs() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.badge("t-li");
    assert_eq!((kiosk.person(), kiosk.open_job()), (Some("t-li"), None));
    kiosk.badge("t-wang");
    assert_eq!((kiosk.task(), kiosk.open_job()), (&Task::Job, Some("4711")));
}

#[test]
fn a_pause_has_a_reason() {
    let mut kiosk = bay().with("t-wang");
    kiosk.card(Verb::Pause);
    kiosk.refuses("Nothing of yours is running here");
    kiosk.job("4711");
    kiosk.card(Verb::Pause);
    kiosk.says("Pause: why?");
    kiosk.choice(2);
    kiosk.saved("Paused: 4711, waiting for approval");
    assert_eq!(kiosk.running("t-wang"), None);
    kiosk.job("4711");
    kiosk.reason(PauseReason::Break);
    kiosk.saved("Paused: 4711, break");
    kiosk.reason(PauseReason::Break);
    kiosk.says("The same again: ignored");
}

#[test]
fn finishing_asks_for_the_self_check() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.card(Verb::Done);
    assert_eq!(kiosk.question(), "Finish Major service: have you checked your own work?");
    kiosk.card(Verb::No);
    assert_eq!(kiosk.running("t-wang").as_deref(), Some("4711/1"), "it goes on running");
    kiosk.card(Verb::Finish);
    kiosk.card(Verb::Yes);
    kiosk.saved("Finished: 4711 Major service");
    kiosk.says("Job 4711 is ready.");
    kiosk.job("4711");
    kiosk.says("All operations of 4711 are done.");
}

#[test]
fn no_question_where_no_check_is_due() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4712");
    kiosk.card(Verb::Done);
    kiosk.saved("Finished: 4712 Wheel bearing");
}

#[test]
fn checks_are_done_by_others() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4714");
    kiosk.card(Verb::Done);
    kiosk.card(Verb::Yes);
    kiosk.says("Job 4714 goes to the check.");
    kiosk.job("4714");
    assert!(kiosk.question().is_empty(), "not by the doer");
    kiosk.says("All operations of 4714 are done.");
    kiosk.says("Somebody else has to make the mutual check of Brake pads, front.");
    kiosk.says("Brake pads, front | mutual check due");
    kiosk.badge("t-li");
    kiosk.job("4714");
    assert_eq!(kiosk.question(), "mutual check of Brake pads, front: is it good?");
    kiosk.card(Verb::Yes);
    kiosk.saved("mutual check done: 4714");
    kiosk.job("4714");
    assert!(kiosk.question().is_empty(), "a technician is no inspector");
    kiosk.badge("l-chen");
    kiosk.job("4714");
    assert_eq!(kiosk.question(), "final check of Brake pads, front: is it good?");
    kiosk.choice(1);
    kiosk.saved("final check done: 4714");
    assert_eq!(state(&kiosk, "4714"), JobState::Ready);
    let checked = kiosk.last_events().iter().any(|event| {
        matches!(event, Event::OperationChecked { level: CheckLevel::Final, by, .. } if by.as_str() == "l-chen")
    });
    assert!(checked);
}

#[test]
fn a_foreman_looks_without_starting() {
    let mut kiosk = bay().with("l-chen");
    kiosk.job("4712");
    assert_eq!((kiosk.task(), kiosk.open_job()), (&Task::Job, Some("4712")));
    assert!(kiosk.records.is_empty());
    kiosk.card(Verb::Start);
    kiosk.saved("Started: 4712");
}

#[test]
fn a_clerk_at_a_bay_only_reads() {
    let mut kiosk = bay().with("c-sun");
    kiosk.job("4711");
    kiosk.says("Major service");
    assert!(kiosk.records.is_empty());
    kiosk.card(Verb::Done);
    kiosk.refuses("Nothing of yours is running here");
}

#[test]
fn a_settled_job_starts_nothing() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4715");
    kiosk.says("Job 4715 is settled");
    assert!(kiosk.records.is_empty());
}

#[test]
fn at_a_counter_a_job_is_only_opened() {
    let mut kiosk = counter().with("t-wang");
    kiosk.job("4711");
    kiosk.card(Verb::Start);
    kiosk.refuses("The card START does nothing here");
    assert!(kiosk.records.is_empty());
}

#[test]
fn a_bay_takes_from_open_shelves_only() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4712");
    kiosk.part("PLUG-1");
    kiosk.refuses("PLUG-1 lies behind the counter");
    kiosk.says("Fetch it at the parts counter");
    kiosk.part("CLIP-1");
    kiosk.saved("Issued: 1 pc CLIP-1 to job 4712");
    assert_eq!(kiosk.unsigned("4712"), 0, "who takes it has it");
}

#[test]
fn parts_behind_the_counter_are_refused_before_anything_is_asked() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4712");
    kiosk.part("OF-1");
    kiosk.refuses("OF-1 lies behind the counter");
    kiosk.part("WIPER-1");
    kiosk.refuses("WIPER-1 lies behind the counter");
}

#[test]
fn what_came_to_the_job_is_confirmed_as_fitted() {
    let mut clerk = counter().with("c-sun");
    clerk.job("4712");
    clerk.part("PLUG-1");
    let issue = clerk.records.last().cloned().expect("a record");
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4712");
    kiosk.feed(Input::Pulled { records: vec![issue], cursor: 1_000, catalogue: (0, 0) });
    kiosk.part("PLUG-1");
    kiosk.saved("Fitted: 1 pc PLUG-1, job 4712");
    kiosk.card(Verb::Undo);
    kiosk.saved("Undone: Fitted: 1 pc PLUG-1");
}

#[test]
fn what_a_technician_takes_from_an_open_shelf_counts_as_fitted() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4712");
    kiosk.part("CLIP-1");
    kiosk.part("CLIP-1");
    kiosk.saved("Issued: 1 pc CLIP-1 to job 4712");
    assert!(kiosk.picture().contains("CLIP-1 | Clip | 2 / 3 pc"), "{}", kiosk.picture());
}

#[test]
fn undo_takes_a_start_back() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.card(Verb::Undo);
    kiosk.saved("Undone: Started: 4711 Major service");
    assert_eq!((kiosk.running("t-wang"), state(&kiosk, "4711")), (None, JobState::Released));
}
