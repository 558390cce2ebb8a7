//! From what a thread said to what the station hears.

use std::collections::BTreeSet;
use std::sync::Arc;

use pitbox_hw::driver::DeviceEvent;
use pitbox_hw::reading::{Reading, Role};

use super::console::status::LookedOver;
use super::devices::Devices;
use super::event::{CatalogueTaken, CatalogueTrouble, Event};
use super::journal::Behind;
use super::{End, Shell, hub};
use crate::clock;
use crate::domain::entry::Recorded;
use crate::identify::badge;
use crate::record::badge::{SiteKey, badge_hashes};
use crate::station::input::{HubAnswer, Input, StoreFailure};
use crate::store::StoreError;
use crate::store::log::PulledPage;
use crate::store::outbox::NewPrint;
use crate::store::progress::Mark;
use crate::store::writer::{Done, Failed, Request};
use crate::sync::client::SyncEvent;
use crate::sync::plan::{What, Why};
use crate::sync::wire::{Disposition, Ruling};

impl Shell<'_> {
    /// One event. Gives a reason to end, if it is one.
    pub(super) fn turn(&mut self, event: Event, devices: &mut Devices) -> Option<End> {
        let asks = matches!(event, Event::Key(_) | Event::Device(DeviceEvent::Reading(_)));
        if asks && !self.station.is_saving() {
            // The writer wakes up while it is decided what it will get.
            self.writer.announce();
        }
        match event {
            Event::Key(key) => self.step(Input::Key(key), devices),
            Event::Device(event) => self.device(event, devices),
            Event::Store(Done::IdentitySaved) => {
                hub::forget_signing_key(&self.config.station.store);
                return Some(End::Enrolled);
            }
            Event::Store(done) => self.store(done, devices),
            Event::Sync { client, event } if client == self.client_number => self.hub(event, devices),
            Event::Sync { .. } => {}
            Event::Catalogue(taken) => self.catalogue_taken(taken, devices),
            Event::Enrolled(Ok(identity)) => {
                if self.writer.request(Request::SaveIdentity(identity)).is_err() {
                    self.step(Input::EnrolFailed { why: "the store does not answer".to_owned() }, devices);
                }
            }
            Event::Enrolled(Err(why)) => self.step(Input::EnrolFailed { why }, devices),
            Event::Calibrated { device, calibration, outcome } => {
                self.calibrated(device, calibration, outcome, devices);
            }
            Event::BadgeReaderKept { device, transform, outcome } => {
                self.badge_reader_kept(device, transform, outcome, devices);
            }
            Event::Pin(input) => self.step(input, devices),
            Event::LookedBack(told) => self.step(Input::LookedBack(told), devices),
            Event::LookedOver(found) => {
                self.looked_over = Some(found.clone());
                if let LookedOver::Damaged(what) = found {
                    tracing::error!(what, "the log is damaged");
                    self.step(Input::StoreDamaged { what }, devices);
                }
            }
            Event::Journal(behind) => self.second_copy(behind, devices),
            Event::Plugged(None) => self.step(Input::Plugged, devices),
            Event::Plugged(Some(seen)) => self.step(Input::DevicesListed(seen), devices),
            Event::Overheard(reading) => self.overheard(&reading, devices),
            Event::DeviceWritten { wanted, outcome } => self.device_written(wanted, outcome, devices),
            Event::Console(event) => self.console(event, devices),
            Event::Redraw | Event::Stop | Event::Broken => {}
        }
        None
    }

    fn device(&mut self, event: DeviceEvent, devices: &mut Devices) {
        match event {
            DeviceEvent::Reading(reading) => {
                let input = self.of_reading(reading);
                self.step(input, devices);
            }
            DeviceEvent::Health { device, role, health } => {
                self.healths.retain(|known| !matches!(known, Input::Device { device: other, .. } if *other == device));
                self.desk.health(device.as_str(), &health);
                let input = Input::Device { device, role, health };
                self.healths.push(input.clone());
                self.step(input, devices);
                if role == Role::Printer {
                    self.print_next(devices);
                }
            }
            DeviceEvent::Pressed { device } => {
                if let Some(key) = devices.key(&device) {
                    self.step(Input::Button { device, key }, devices);
                }
            }
            DeviceEvent::Print { job, outcome, .. } => {
                let id = i64::try_from(job).unwrap_or(0);
                if let Some(step) = self.desk.outcome(id, outcome, clock::wall_ms()) {
                    self.print_step(step, devices);
                }
            }
        }
    }

    /// A badge leaves the shell as its hash only; a scan of a calibrated scanner as it is meant, everything else as it was
    /// read.
    fn of_reading(&self, reading: Reading) -> Input {
        if reading.role != Role::Badge {
            let raw = self.calibrating;
            return Input::Reading(if raw { reading } else { self.calibrations.put_right(reading) });
        }
        if let (Some(with), Some(text)) = (&self.compared, badge::heard(&reading.content)) {
            return Input::BadgeCompared { device: reading.device, fits: badge::fits(with, &text) };
        }
        let Some(identity) = &self.identity else { return Input::Reading(reading) };
        let (key, device) = (SiteKey(identity.site_key.0), reading.device.clone());
        match self.badge_readers.badge_of(reading) {
            Ok(badge) => Input::Badge { device, hashes: badge_hashes(&key, &badge.known_as()) },
            Err(reading) => Input::Reading(reading),
        }
    }

    fn store(&mut self, done: Done, devices: &mut Devices) {
        match done {
            Done::Appended { token, appended } => self.appended(token, &appended, devices),
            Done::AppendFailed { token, error } => {
                tracing::error!(%error, "a record was not saved");
                self.step(Input::AppendFailed { token, failure: failure(&error) }, devices);
            }
            Done::PulledStored(page) => {
                let records = self.stored(page);
                let (cursor, catalogue) = (self.cursor, self.offered);
                self.step(Input::Pulled { records, cursor, catalogue }, devices);
            }
            Done::HeldStored(page) => {
                let records = self.stored(page);
                self.step(Input::Confirmed { records }, devices);
            }
            Done::WatermarksSet(progress) => self.progress = progress,
            Done::CountedAnew(loaded) | Done::RepeatedSet(Some(loaded)) => self.counted_anew(*loaded, devices),
            Done::Rejoined(rejoined) => self.rejoined(*rejoined, devices),
            Done::PrintQueued { token, id } => {
                if let Some(asked) = self.asked_labels.remove(&token) {
                    self.label_queued(id, asked, devices);
                }
            }
            Done::PrintStateSet { id, state } => {
                self.tell_label(id, &state, devices);
                if let Some(step) = self.desk.marked(id, &state, clock::wall_ms()) {
                    self.print_step(step, devices);
                }
                self.print_next(devices);
            }
            Done::Answered => self.watchdog.store_answered(clock::now().steady),
            Done::CacheSaved { .. } | Done::IdentitySaved | Done::HistoryStored | Done::RepeatedSet(None) => {}
            Done::Failed { what, error } => self.store_failed(what, &error, devices),
        }
    }

    /// A label is in the outbox, and the one that it repeats is closed there.
    fn label_queued(&mut self, id: i64, asked: NewPrint, devices: &mut Devices) {
        self.desk.add(id, asked.request.clone(), asked.printer.clone());
        let NewPrint { request, reprint_of, .. } = asked;
        self.step(Input::LabelQueued { request, reprint_of, outcome: Ok(id) }, devices);
        self.print_next(devices);
    }

    fn store_failed(&mut self, what: Failed, error: &StoreError, devices: &mut Devices) {
        tracing::error!(?what, %error, "the store did not take it");
        match what {
            Failed::QueuePrint { token } => self.label_not_queued(token, failure(error), devices),
            Failed::SetPrintState { id } => self.desk.not_marked(id),
            // The hub names own records that are not here, or counts otherwise: that is settled by meeting.
            Failed::StorePulled if matches!(error, StoreError::Disorder { .. }) => {
                self.step(Input::Hub(HubAnswer::Estranged { what: What::Pull }), devices);
            }
            Failed::StorePulled => {
                let failed = HubAnswer::Failed { what: What::Pull, why: Why::Other, retry_after: None };
                self.step(Input::Hub(failed), devices);
            }
            Failed::SaveIdentity => self.step(Input::EnrolFailed { why: error.to_string() }, devices),
            Failed::Rejoin => {
                let failed = HubAnswer::Failed { what: What::Meet, why: Why::Other, retry_after: None };
                self.step(Input::Hub(failed), devices);
            }
            Failed::StoreHeld
            | Failed::StoreHistory
            | Failed::SetRepeated
            | Failed::CountAnew
            | Failed::SetWatermarks
            | Failed::SaveCache => {}
        }
    }

    /// The record is on disk. It was encoded from the entry that the station still holds; what the disk has is what
    /// counts, so it is named by its bytes.
    fn appended(&mut self, token: u64, appended: &crate::store::log::Appended, devices: &mut Devices) {
        let Some(entry) = self.station.entry_in_flight(token) else { return };
        let recorded = Recorded { name: appended.name, position: appended.position, entry: entry.clone() };
        self.right_time.saw_records([&recorded], clock::now().clocks());
        // The station may begin the next record within this step: its labels come after these.
        for (id, label) in appended.prints.iter().zip(std::mem::take(&mut self.recorded_labels)) {
            self.desk.add(*id, label, None);
        }
        let input = Input::Appended { token, recorded: Arc::new(recorded), prints: appended.prints.clone() };
        self.step(input, devices);
        self.copy_again(devices);
        self.print_next(devices);
        if appended.room_is_short != self.room_is_short {
            self.room_is_short = appended.room_is_short;
            self.step(Input::RoomIsShort { short: self.room_is_short }, devices);
        }
    }

    /// There is something new for the second copy. A medium that hangs says nothing: so it is looked at here.
    fn copy_again(&mut self, devices: &mut Devices) {
        let Some(journal) = &self.journal else { return };
        journal.wake();
        let hangs = journal.hangs_since(clock::now().steady, clock::wall_ms());
        if let (Some(since_ms), None) = (hangs, &self.journal_behind) {
            let why = "the medium does not come back from a write".to_owned();
            self.second_copy(Some(Behind { since_ms, why }), devices);
        }
    }

    fn second_copy(&mut self, behind: Option<Behind>, devices: &mut Devices) {
        let behind_since_ms = behind.as_ref().map(|behind| behind.since_ms);
        self.journal_behind = behind;
        self.step(Input::SecondCopy { behind_since_ms }, devices);
    }

    /// What of the hub's order is on disk now, to be applied.
    fn stored(&mut self, page: PulledPage) -> Vec<Arc<Recorded>> {
        self.progress = page.progress;
        self.cursor = page.cursor;
        self.pace.came_back(self.cursor > self.progress.pulled, clock::now().steady);
        self.behind += page.records.len() as u64;
        let records = hub::readable(page.records);
        self.right_time.saw_records(records.iter().map(Arc::as_ref), clock::now().clocks());
        records
    }

    fn hub(&mut self, event: SyncEvent, devices: &mut Devices) {
        let answer = match event {
            SyncEvent::Met(meeting) => {
                self.compare_clocks(What::Meet, meeting.hub_time_ms);
                return self.met(*meeting, devices);
            }
            SyncEvent::OrderRefused { words } => {
                tracing::warn!(words, "the hub counts anew");
                HubAnswer::Estranged { what: What::Pull }
            }
            SyncEvent::Pushed { hub_gen, .. } if self.is_another_hub(hub_gen) => {
                HubAnswer::Estranged { what: What::Push }
            }
            SyncEvent::Pulled(page) if self.is_another_hub(page.hub_gen) => HubAnswer::Estranged { what: What::Pull },
            SyncEvent::Pushed { acked_seq, stable_seq, hub_time_ms, rulings, .. } => {
                self.compare_clocks(What::Push, hub_time_ms);
                self.repeated(&rulings);
                HubAnswer::Pushed { acked: acked_seq, stable: stable_seq }
            }
            SyncEvent::PushRefused { expected_seq, same_chain, words } => {
                tracing::warn!(words, expected_seq, same_chain, "the hub did not take the batch");
                HubAnswer::PushRefused { expected: expected_seq, same_chain }
            }
            SyncEvent::Pulled(page) => return self.page(page, devices),
            SyncEvent::History(page) => return self.history(page),
            SyncEvent::CataloguePage { since, page } => {
                if self.keeper.page(since, page) {
                    return;
                }
                HubAnswer::Failed { what: What::Catalogue, why: Why::Other, retry_after: None }
            }
            SyncEvent::Failed { what, failure } => {
                tracing::info!(?what, words = failure.words, "the hub was not reached");
                HubAnswer::Failed { what, why: failure.why, retry_after: failure.retry_after }
            }
        };
        self.step(Input::Hub(answer), devices);
    }

    /// The hub holds some of the records under other positions, from before this card or this epoch: they count there.
    fn repeated(&self, rulings: &[Ruling]) {
        let Some(epoch) = self.identity.as_ref().map(|identity| identity.station.epoch) else { return };
        let is_repeat = |ruling: &&Ruling| ruling.disposition == Disposition::Duplicate;
        let repeat = |ruling: &Ruling| (Mark { epoch, seq: ruling.seq }, ruling.hub_seq);
        let repeats: Vec<(Mark, u64)> = rulings.iter().filter(is_repeat).map(repeat).collect();
        if repeats.is_empty() {
            return;
        }
        // What comes later takes the place of the own one; what had come before this one was recorded did not.
        let here = |(_, hub_seq): &&(Mark, u64)| *hub_seq <= self.cursor;
        let here: BTreeSet<Mark> = repeats.iter().filter(here).map(|(at, _)| *at).collect();
        let reload = self.station.book().waiting().iter().any(|own| here.contains(&Mark::of(own.position)));
        if self.writer.request(Request::SetRepeated { repeats, reload }).is_err() {
            tracing::warn!("the store is busy: records that the hub holds twice were not noted");
        }
    }

    /// The hub was restored from a backup while this kiosk ran.
    fn is_another_hub(&self, hub_gen: u32) -> bool {
        self.progress.hub_gen != 0 && self.progress.hub_gen != hub_gen
    }

    fn page(&mut self, page: crate::sync::wire::Page, devices: &mut Devices) {
        self.offered = page.catalogue;
        self.compare_clocks(What::Pull, page.hub_time_ms);
        if page.records.is_empty() {
            if let Some(bins) = page.bins {
                self.compare_bins(page.after, bins);
            }
            let (cursor, catalogue) = (self.cursor, self.offered);
            return self.step(Input::Pulled { records: Vec::new(), cursor, catalogue }, devices);
        }
        if self.writer.request(Request::StorePulled { records: hub::numbered(page) }).is_err() {
            let failed = HubAnswer::Failed { what: What::Pull, why: Why::Busy, retry_after: None };
            self.step(Input::Hub(failed), devices);
        }
    }

    /// Records from before the log's start. Whatever is in the way, they are asked for again.
    fn history(&self, page: crate::sync::wire::Page) {
        if !self.is_another_hub(page.hub_gen)
            && self.writer.request(Request::StoreHistory { records: hub::numbered(page) }).is_err()
        {
            tracing::info!("the store is busy: a page of the history was not kept");
        }
    }

    /// The hub told its time in the answer to what it was asked last.
    fn compare_clocks(&mut self, what: What, hub_time_ms: i64) {
        if let Some(asked) = self.asked.get(&what) {
            self.right_time.heard(hub_time_ms, *asked, clock::now().clocks());
        }
    }

    fn catalogue_taken(&mut self, taken: Result<CatalogueTaken, CatalogueTrouble>, devices: &mut Devices) {
        let answer = match taken {
            Ok(taken) => {
                if let Some(db) = &mut self.catalogue
                    && let Err(error) = db.refresh()
                {
                    tracing::error!(%error, "the new catalogue cannot be opened");
                }
                HubAnswer::CatalogueTaken { origin: taken.origin, next: taken.next, more: taken.more }
            }
            Err(CatalogueTrouble::OtherOrigin(origin)) => HubAnswer::CatalogueVoid { origin },
            Err(CatalogueTrouble::Failed(why)) => {
                tracing::warn!(why, "a page of the catalogue was not taken in");
                HubAnswer::Failed { what: What::Catalogue, why: Why::Other, retry_after: None }
            }
        };
        self.step(Input::Hub(answer), devices);
    }
}

/// The store's error as the station says it.
fn failure(error: &StoreError) -> StoreFailure {
    if error.passes_by_itself() {
        return StoreFailure::DiskFull;
    }
    if let StoreError::Io { what } = error {
        return StoreFailure::Disk(what.clone());
    }
    if let StoreError::Corrupt { what } = error {
        return StoreFailure::Damaged(what.clone());
    }
    StoreFailure::Failed(error.to_string())
}
