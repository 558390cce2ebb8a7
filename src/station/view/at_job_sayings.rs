//! What happened to a job, in words.

use super::super::Station;
use super::jobs::name_of;
use super::questions::operation_title;
use crate::domain::event::Event;
use crate::domain::job_event::{Happened, JobEvent};

pub(super) fn headline(station: &Station, told: &JobEvent, all: &[Event]) -> Option<String> {
    let words = station.words();
    let job = &told.job;
    let title = |op| operation_title(station, job, op);
    let said = match &told.what {
        Happened::CarArrived { .. } => words.told_arrived(job),
        Happened::ArrivalSeen => words.told_seen(job),
        Happened::CarOnBay { bay } => words.told_on_bay(job, bay),
        Happened::CarOffBay if all.iter().any(|event| matches!(event, Event::JobStateChanged { .. })) => return None,
        Happened::CarOffBay => words.told_off_bay(job),
        Happened::CarHandedOver { .. } => words.told_delivered(job),
        Happened::ExtraWorkFound { op, .. } => words.told_extra(job, title(*op)),
        Happened::ExtraWorkAnswered { op, agreed: true, .. } => words.told_agreed(job, title(*op)),
        Happened::ExtraWorkAnswered { op, agreed: false, .. } => words.told_declined(job, title(*op)),
        Happened::SharesSet { .. } if all.iter().any(is_hand_over) => return None,
        Happened::SharesSet { op, .. } => words.told_shares(job, title(*op)),
        Happened::HandedOver { op, to, .. } => words.told_handed_over(job, title(*op), name_of(station, to)),
        Happened::PartRequested { part, text, .. } => {
            let what = part.as_ref().map_or(text.as_str(), |part| part.as_str());
            words.told_requested(job, what)
        }
        Happened::RequestAnswered { answer, .. } => words.told_request_answered(job, words.request_state(*answer)),
        Happened::Measured { title, value, unit, .. } => {
            words.told_measured(job, words.pick(title), words.measure(*value, unit))
        }
        Happened::ReworkFound { op, .. } => words.told_rework(job, title(*op)),
        Happened::ComebackKnown { of, .. } => words.told_comeback(job, of),
        Happened::DisputeCleared { .. } => words.told_cleared(job),
        Happened::Planned { .. } => words.told_planned(job),
        Happened::OperationClassed { .. } | Happened::Withdrawn { .. } => return None,
    };
    Some(said)
}

fn is_hand_over(event: &Event) -> bool {
    matches!(event, Event::Job(told) if matches!(told.what, Happened::HandedOver { .. }))
}

pub(super) fn details(station: &Station, told: &JobEvent) -> Vec<String> {
    let words = station.words();
    match &told.what {
        Happened::CarArrived { .. } => {
            let adviser = station.book.job_ref(&told.job).and_then(|job| job.adviser.clone());
            // Who is the adviser knows already.
            let adviser = adviser.filter(|id| station.session.person.as_ref() != Some(id));
            adviser.map(|id| words.told_adviser(name_of(station, &id))).into_iter().collect()
        }
        Happened::PartRequested { .. } => vec![words.told_counter()],
        Happened::Measured { value, low, high, .. } => {
            let bad = low.is_some_and(|low| *value < low) || high.is_some_and(|high| *value > high);
            bad.then(|| words.outside_what_to_do()).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
