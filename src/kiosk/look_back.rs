//! Questions about what has left the memory are answered from the log, on a thread of their own.

use std::path::Path;

use super::Shell;
use super::event::Event;
use crate::domain::entry::Recorded;
use crate::domain::figures::Figures;
use crate::domain::history::History;
use crate::domain::idle::LastMoves;
use crate::domain::shift::{Calendar, Shift};
use crate::domain::trace::Trace;
use crate::record::{self, name_of};
use crate::station::look_back::{LookBack, LookedBack, TRACED};
use crate::station::{Roster, Zone};
use crate::store::{LogReader, StoreError};

/// Records that are read at once.
const PAGE: usize = 500;
const PAGE_BYTES: usize = 4 * 1024 * 1024;

impl Shell<'_> {
    /// Asks the log. The answer comes as an event.
    pub(super) fn look_back(&self, question: LookBack) {
        let (dir, queue) = (self.config.station.store.clone(), self.queue.clone());
        let asked = std::thread::Builder::new().name("look-back".into()).spawn(move || {
            let told = answer(&dir, question).unwrap_or_else(|error| LookedBack::Failed { why: error.to_string() });
            queue.put(Event::LookedBack(told));
        });
        if let Err(error) = asked {
            self.queue.offer(Event::LookedBack(LookedBack::Failed { why: error.to_string() }));
        }
    }
}

fn answer(dir: &Path, question: LookBack) -> Result<LookedBack, StoreError> {
    Ok(match question {
        LookBack::Vehicle { vin } => LookedBack::Vehicle { jobs: history(dir)?.of_vehicle(&vin), vin },
        LookBack::Closed { job } => LookedBack::Closed { jobs: history(dir)?.with_car_of(&job) },
        LookBack::Worked { person, since_ms } => {
            LookedBack::Worked { jobs: history(dir)?.worked_and_closed(&person, since_ms) }
        }
        LookBack::Figures { from_ms, to_ms } => {
            let zone = zone(dir)?;
            let frame = |shift: Option<&Shift>, at_ms| Roster { zone: &zone, shift }.frame(at_ms);
            LookedBack::Figures(Box::new(Figures::of(&history(dir)?, from_ms, to_ms, &frame)))
        }
        LookBack::LastMoves => {
            let mut last = LastMoves::default();
            each(dir, &mut |record| last.take(record))?;
            LookedBack::LastMoves(last)
        }
        LookBack::Trace { of } => {
            let mut trace = Trace::of(of.clone(), TRACED);
            if trace.looks_first() {
                each(dir, &mut |record| trace.look(record))?;
            }
            each(dir, &mut |record| trace.take(record))?;
            LookedBack::Trace { of, steps: trace.into_steps() }
        }
    })
}

/// The time zone of the site.
fn zone(dir: &Path) -> Result<Zone, StoreError> {
    let station = LogReader::open(dir)?.station()?;
    Ok(Zone::named(station.as_ref().map_or("UTC", |station| &station.time_zone)))
}

/// All jobs of the log.
fn history(dir: &Path) -> Result<History, StoreError> {
    let mut history = History::default();
    each(dir, &mut |record| history.take(record))?;
    Ok(history)
}

/// Every record of the log: the hub's order first, then what has not come back from there.
fn each(dir: &Path, visit: &mut dyn FnMut(&Recorded)) -> Result<(), StoreError> {
    let reader = LogReader::open(dir)?;
    let Some(station) = reader.station()? else { return Ok(()) };
    let progress = reader.progress()?;
    let mut take = |bytes: &[u8], position| {
        // What this version cannot read has no effect here.
        if let Ok(entry) = record::decode(bytes) {
            visit(&Recorded { name: name_of(bytes), position, entry });
        }
    };
    let mut number = 0;
    while number < progress.pulled {
        let page = reader.pulled_after(number, PAGE, PAGE_BYTES)?;
        let Some(last) = page.last() else { break };
        number = last.hub_seq;
        for known in page.iter().filter(|known| known.hub_seq <= progress.pulled) {
            take(known.bytes.as_deref().unwrap_or_default(), known.position);
        }
    }
    let mut at = progress.echoed;
    loop {
        let page = reader.own_after(at, PAGE, PAGE_BYTES)?;
        let Some(last) = page.last() else { return Ok(()) };
        at = last.at;
        page.iter().for_each(|own| take(&own.bytes, own.at.on(station.device)));
    }
}
