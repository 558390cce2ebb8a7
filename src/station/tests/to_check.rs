//! What does not fit by the book, as a lead sees it and clears it.

use super::{Kiosk, counter};
use crate::domain::event::Event;
use crate::domain::shortage::shortages;
use crate::station::session::{AtJob, Task};
use crate::station::words::Language;

/// A kiosk that issued so many plugs, after so many clips: records of kiosks here are named by their numbers.
fn issued(count: &str, clips: usize) -> Kiosk {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4712");
    (0..clips).for_each(|_| kiosk.part("CLIP-1"));
    kiosk.part("PLUG-1");
    kiosk.line(count);
    // More than the job needs: why.
    kiosk.choice(1);
    kiosk.saved(&format!("Quantity is now {count} pc: PLUG-1"));
    kiosk
}

#[test]
fn two_kiosks_without_a_network_take_more_than_there_was_and_a_lead_counts_the_bin() {
    let (one, mut other) = (issued("15", 0), issued("16", 2));
    other.hear(&one);
    let raised = |event: &Event| matches!(event, Event::DiscrepancyRaised { .. });
    assert!(!other.last_events().iter().any(raised), "neither could know");
    other.station.session.task = Task::AtJob(AtJob::ToCheck);
    other.says("A-03-1");
    other.says("PLUG-1: 11 less than nothing by the book; count the bin");
    other.station.settings.language = Language::Chinese;
    other.says("账面为负，短缺 11");
    other.station.settings.language = Language::English;
    other.enter();
    assert!(matches!(other.task(), Task::Store(_)), "{:?}", other.task());
    other.says("A-03-1");
    assert_eq!(shortages(&other.station.book).len(), 1, "nothing is cleared by looking at it");
}
