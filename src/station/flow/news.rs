//! What other kiosks tell and somebody here should hear: a car has come, the bay wants a part, a part is ready, extra work
//! was found, the customer has answered.

use std::sync::Arc;

use super::super::Station;
use super::super::effect::{Beep, Effect};
use crate::domain::book::Book;
use crate::domain::count::Counted;
use crate::domain::entry::{Entry, Recorded};
use crate::domain::event::Event;
use crate::domain::job_event::{Happened, JobEvent, RequestState};
use crate::domain::no_show;
use crate::station::view::screen::{Sign, Tone};

/// Records that came from the hub. The last news is said, if nothing else stands there; the header goes on counting.
pub(in crate::station) fn pulled(station: &mut Station, records: &[Arc<Recorded>]) {
    let own = station.settings.device;
    let others = records.iter().rev().filter(|record| Some(record.position.device) != own);
    let mut told = others.flat_map(|record| record.entry.events.iter().rev()).filter_map(|event| match event {
        Event::Job(told) => said(station, told),
        _ => None,
    });
    let Some(headline) = told.next() else { return };
    station.effects.push(Effect::Beep(Beep::Attention));
    if may_say(station) {
        station.tell(Sign::Waiting, Tone::Attention, headline, vec![]);
    }
}

/// What concerns this kiosk, in words.
fn said(station: &Station, told: &JobEvent) -> Option<String> {
    let words = station.words();
    let job = station.book.job(&told.job)?;
    match &told.what {
        Happened::CarArrived { .. } if job.course.arrival_unseen() => {
            let adviser = job.adviser.as_ref().map(|id| super::form::name(station, id)).unwrap_or_default();
            Some(words.news_arrived(&job.vehicle.plate, &job.no, adviser))
        }
        Happened::PartRequested { part, text, .. } if !station.is_bay() => {
            let what = part.as_ref().map_or(text.as_str(), |part| part.as_str());
            Some(words.news_request(&job.no, what))
        }
        Happened::RequestAnswered { request, answer: RequestState::Ready, .. } if station.is_bay() => {
            let asked = job.course.requests.iter().find(|asked| asked.said.record == *request)?;
            Some(words.news_ready(&job.no, asked.wanted()))
        }
        Happened::ExtraWorkFound { op, .. } if !station.is_bay() => {
            let op = job.operation(*op).filter(|op| !op.is_agreed())?;
            Some(words.news_extra(&job.no, words.pick(&op.title)))
        }
        Happened::ExtraWorkAnswered { op, agreed, .. } if station.is_bay() => {
            let title = words.pick(&job.operation(*op)?.title);
            Some(if *agreed { words.news_agreed(&job.no, title) } else { words.news_declined(&job.no, title) })
        }
        _ => None,
    }
}

/// What the station recorded by itself: a line that is to be counted again is said, if nothing else stands there.
pub(in crate::station) fn recorded(station: &mut Station, entry: &Entry) {
    let doubted = entry.events.iter().find_map(|event| match event {
        Event::Count(told) => match &told.what {
            Counted::Doubted { bin, stock, .. } => Some((stock.part.clone(), bin.clone())),
            _ => None,
        },
        _ => None,
    });
    let released = entry.events.iter().find_map(|event| match event {
        Event::AllocationReleased { job, released: true } if entry.meta.command == no_show::COMMAND => Some(job),
        _ => None,
    });
    if let Some(job) = released {
        let words = station.words();
        let staged = station.book.totes().any(|tote| tote.job.as_ref() == Some(job));
        let help = if staged { words.no_show_tote() } else { words.no_show_free() };
        return note(station, words.no_show_released(job), help);
    }
    let Some((part, bin)) = doubted else { return };
    let words = station.words();
    note(station, words.count_doubted(part, bin), words.count_doubted_help());
}

fn note(station: &mut Station, headline: String, help: String) {
    station.effects.push(Effect::Beep(Beep::Attention));
    if may_say(station) {
        station.tell(Sign::Waiting, Tone::Attention, headline, vec![help]);
    }
}

/// Nothing stands there but a greeting.
fn may_say(station: &Station) -> bool {
    let said = station.session.notice.as_ref().is_some_and(|notice| notice.sign != Sign::Info);
    !said && station.session.question.is_none()
}
