//! Old parts: what a job owes, what is kept, and where it goes.

use super::super::super::Station;
use super::super::super::input::World;
use super::super::super::record::Wish;
use super::{StoreAsked, StoreTask, ask, open};
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::entry::Cause;
use crate::domain::ids::{JobNo, PartNo, TagNo};
use crate::domain::old_part::{self, Fault, Owed};
use crate::domain::place::Place;
use crate::domain::reason::Reason;
use crate::station::pipeline::Then;
use crate::station::session::{Asked, Task, Why};

/// What a job owes.
pub(in crate::station) fn owed(station: &Station, job: &JobNo) -> Vec<Owed> {
    station.book.job_ref(job).map(old_part::owed).unwrap_or_default()
}

/// The OLD PART card or key: of the job on the screen, else the shelf.
pub(in crate::station) fn verb(station: &mut Station) {
    match station.session.job.clone() {
        Some(job) => {
            let asks = station.book.job_ref(&job).is_some_and(old_part::asks_customer);
            let nothing = owed(station, &job).is_empty();
            open(station, StoreTask::OldParts { job: job.clone() });
            if asks && nothing {
                ask(station, StoreAsked::Customer { job });
            }
        }
        None => open(station, StoreTask::Shelf),
    }
}

/// A part's label while a job's old parts are on the screen: the box of the new one names the old one.
pub(super) fn part(station: &mut Station, job: &JobNo, part: &PartNo) {
    if owed(station, job).iter().any(|owed| owed.part == *part) {
        return ask(station, StoreAsked::OldPart { job: job.clone(), part: part.clone() });
    }
    let words = station.words();
    station.tell_bad(words.no_old_part_owed(part, job), vec![words.nothing_changed()]);
}

pub(super) fn enter(station: &mut Station, job: JobNo) {
    let chosen = owed(station, &job).get(station.session.selected).map(|owed| owed.part.clone());
    match chosen {
        Some(part) => ask(station, StoreAsked::OldPart { job, part }),
        None if station.book.job_ref(&job).is_some_and(old_part::asks_customer) => {
            ask(station, StoreAsked::Customer { job });
        }
        None => {}
    }
}

/// A fault: it is here and is kept. The answer behind the faults: there is none, and why.
pub(super) fn answer(
    station: &mut Station,
    job: JobNo,
    part: PartNo,
    nth: usize,
    cause: &Cause,
    world: World<'_>,
) -> bool {
    if let Some(fault) = Fault::ALL.get(nth.wrapping_sub(1)) {
        station.submit(Command::KeepOldPart { job, part, fault: *fault }, Wish::new(cause), world);
        return true;
    }
    if nth != Fault::ALL.len() + 1 {
        return false;
    }
    let what = Why::NoOldPart { part: part.clone() };
    let command = Command::WaiveOldPart { job, part, reason: Reason::Other };
    station.ask(Asked::Why { what, reasons: Reason::NO_OLD_PART, command: Box::new(command), then: Then::Tell });
    true
}

pub(super) fn answer_customer(station: &mut Station, job: JobNo, nth: usize, cause: &Cause, world: World<'_>) -> bool {
    let (1 | 2) = nth else { return false };
    station.submit(Command::AnswerOldParts { job, wanted: nth == 1 }, Wish::new(cause), world);
    true
}

/// Enter on a kept old part.
pub(super) fn enter_shelf(station: &mut Station) {
    let chosen = station.book.old_parts().nth(station.session.selected).map(|kept| kept.tag.clone());
    if let Some(tag) = chosen {
        ask(station, StoreAsked::Kept { tag });
    }
}

/// The old part on the shelf whose tag this is.
pub(in crate::station) fn named(station: &Station, text: &str) -> Option<TagNo> {
    TagNo::new(text).ok().filter(|tag| station.book.old_part(tag).is_some())
}

/// The tag of a kept old part.
pub(in crate::station) fn scanned(station: &mut Station, tag: TagNo) {
    if station.session.person.is_none() {
        return super::super::people::badge_first(station);
    }
    let at = station.book.old_parts().position(|kept| kept.tag == tag);
    let Some(at) = at else {
        let words = station.words();
        return station.tell_bad(words.unknown_tag(&tag), vec![words.nothing_changed()]);
    };
    super::super::enter_task(station, Task::Store(StoreTask::Shelf));
    station.session.selected = at;
    ask(station, StoreAsked::Kept { tag });
}

pub(super) fn answer_kept(station: &mut Station, tag: TagNo, nth: usize, cause: &Cause, world: World<'_>) -> bool {
    let to = match nth {
        1 => Place::Claim,
        2 => Place::Scrap,
        3 => Place::CustomerOwned,
        _ => return false,
    };
    station.submit(Command::SendOldPart { tag, to }, Wish::new(cause), world);
    true
}
