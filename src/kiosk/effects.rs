//! Carries out what the station asks for.

use std::io;

use super::badge_readers::BADGE_READERS;
use super::calibrations::CALIBRATION;
use super::devices::Devices;
use super::event::Event;
use super::printing::{self, Step};
use super::{Shell, hub, kept};
use crate::clock;
use crate::domain::print::PrintRequest;
use crate::identify::badge::Transform;
use crate::identify::calibration::Calibration;
use crate::record;
use crate::station::effect::Effect;
use crate::station::input::{HubAnswer, Input, PrintState as Shown, StoreFailure};
use crate::store::outbox::{NewPrint, PrintChange, PrintState};
use crate::store::progress::{Mark, Watermarks};
use crate::store::writer::Request;
use crate::sync::plan::{SyncRequest, What, Why};

impl Shell<'_> {
    pub(super) fn carry_out(&mut self, effect: Effect, devices: &mut Devices) {
        match effect {
            Effect::Append { token, entry, prints } => {
                let bytes = record::encode(&entry);
                let prints: Vec<_> = prints.into_iter().map(|request| new_print(request, None)).collect();
                self.recorded_labels = prints.iter().map(|print| print.request.clone()).collect();
                if self.writer.request(Request::Append { token, bytes, prints }).is_err() {
                    let failure = StoreFailure::Failed("the writer does not answer".to_owned());
                    self.step(Input::AppendFailed { token, failure }, devices);
                }
            }
            Effect::QueueLabel { request, reprint_of, printer } => {
                self.queue_label(NewPrint { printer, ..new_print(request, reprint_of) }, devices);
            }
            Effect::MoveLabel { print, printer } => self.move_label(print, &printer, devices),
            Effect::SetLabelState { print, state } => self.set_label_state(print, state, devices),
            Effect::Beep(beep) => devices.beep(beep),
            // The frame with the tick comes first; the hub has time.
            Effect::Sync(request) => self.for_hub.push(request),
            Effect::SetWatermarks { acked, stable } => self.set_watermarks(acked, stable),
            Effect::LookBack(question) => self.look_back(question),
            Effect::Enrol { code } => self.enrol(code),
            Effect::VerifyPin { token, person, pin, hash } => self.verify_pin(token, person, pin, hash, devices),
            Effect::HashPin { token, person, pin } => self.hash_pin(token, person, pin, devices),
            Effect::Calibrate { on } => {
                self.calibrating = on;
                self.read_keyboards(devices);
            }
            Effect::SaveCalibration { device, text } => self.save_calibration(device, text),
            Effect::CompareBadges { with } => self.compared = with,
            Effect::SaveBadgeReader { device, transform } => self.save_badge_reader(device, transform),
            Effect::ListDevices => self.list_devices(),
            Effect::LookFor { wanted } => self.look_for(wanted, devices),
            Effect::UseDevice { place, wanted } => self.use_device(place, wanted),
            Effect::OpenLock { device } => devices.open_lock(&device),
        }
    }

    fn queue_label(&mut self, print: NewPrint, devices: &mut Devices) {
        self.next_token += 1;
        let token = self.next_token;
        self.asked_labels.insert(token, print.clone());
        if self.writer.request(Request::QueuePrint { token, print }).is_err() {
            self.label_not_queued(token, StoreFailure::Failed("the writer does not answer".to_owned()), devices);
        }
    }

    pub(super) fn label_not_queued(&mut self, token: u64, failure: StoreFailure, devices: &mut Devices) {
        if let Some(asked) = self.asked_labels.remove(&token) {
            let NewPrint { request, reprint_of, .. } = asked;
            self.step(Input::LabelQueued { request, reprint_of, outcome: Err(failure) }, devices);
        }
    }

    /// What a person said of a label.
    fn set_label_state(&mut self, print: i64, state: Shown, devices: &mut Devices) {
        let at_ms = clock::wall_ms();
        match state {
            Shown::Confirmed => {
                let state = PrintState::Confirmed;
                self.mark(PrintChange { id: print, state, printer: None, bytes: None, at_ms });
            }
            Shown::Cancelled => match self.desk.cancel(print) {
                Some(step) => self.print_step(step, devices),
                None => self.mark(printing::cancelled(print, at_ms)),
            },
            Shown::Queued | Shown::Sent | Shown::Handed | Shown::Failed | Shown::Unknown => {}
        }
    }

    fn move_label(&mut self, print: i64, printer: &str, devices: &mut Devices) {
        if let Some(step) = self.desk.move_to(print, printer, clock::wall_ms()) {
            self.print_step(step, devices);
        }
    }

    pub(super) fn mark(&mut self, change: PrintChange) {
        let id = change.id;
        if self.writer.request(Request::SetPrintState(change)).is_err() {
            self.desk.not_marked(id);
        }
    }

    /// Begins with the labels whose printers are free.
    pub(super) fn print_next(&mut self, devices: &mut Devices) {
        while let Some(step) = self.desk.next(clock::wall_ms()) {
            self.print_step(step, devices);
        }
    }

    pub(super) fn print_step(&mut self, step: Step, devices: &mut Devices) {
        match step {
            Step::Mark(change) => self.mark(change),
            Step::Tell { id } => self.tell_label(id, &PrintState::Queued, devices),
            Step::Print { id, printer, bytes } => {
                let job = u64::try_from(id).unwrap_or(0);
                let taken = devices.printer(&printer).is_some_and(|printer| printer.driver.print(job, bytes).is_ok());
                if !taken {
                    let why = pitbox_hw::health::Trouble::DoesNotAnswer;
                    let failed = pitbox_hw::driver::PrintOutcome::Failed { why, nothing_sent: true };
                    if let Some(step) = self.desk.outcome(id, failed, clock::wall_ms()) {
                        self.print_step(step, devices);
                    }
                }
            }
            Step::Abandon { id, printer } => {
                if let Some(printer) = devices.printer(&printer) {
                    printer.driver.abandon(u64::try_from(id).unwrap_or(0));
                }
            }
        }
    }

    /// Says how a label stands.
    pub(super) fn tell_label(&mut self, id: i64, state: &PrintState, devices: &mut Devices) {
        let (state, why) = printing::shown(state);
        let about = self.desk.about(id);
        let (why, printer) = (why.or(about.why), about.printer);
        self.step(Input::LabelState { print: id, state, why, printer }, devices);
    }

    /// Hands what the station asked of the hub to the client.
    pub(super) fn ask_hub_now(&mut self, devices: &mut Devices) {
        for request in std::mem::take(&mut self.for_hub) {
            self.ask_hub(request, devices);
        }
    }

    fn ask_hub(&mut self, request: SyncRequest, devices: &mut Devices) {
        let what = match request {
            SyncRequest::Meet => What::Meet,
            SyncRequest::Push { .. } => What::Push,
            SyncRequest::Pull { .. } => What::Pull,
            SyncRequest::Catalogue { .. } => What::Catalogue,
            SyncRequest::Stop => return,
        };
        self.asked.insert(what, clock::now().clocks());
        let taken = self.client.as_ref().is_some_and(|client| client.ask(request));
        if !taken {
            let failed = HubAnswer::Failed { what, why: Why::Other, retry_after: None };
            self.step(Input::Hub(failed), devices);
        }
    }

    fn set_watermarks(&mut self, acked: u64, stable: u64) {
        let Some(identity) = &self.identity else { return };
        let mark = |seq| Some(Mark { epoch: identity.station.epoch, seq });
        self.watermarks = Some(Watermarks { acked: mark(acked), stable: mark(stable), ..Watermarks::default() });
    }

    /// Writes down how far the hub has got, when there is time: not with every scan, because what a power cut takes of
    /// it the hub says again.
    pub(super) fn write_watermarks(&mut self) {
        if let Some(change) = self.watermarks.take()
            && self.writer.request(Request::SetWatermarks(change)).is_err()
        {
            tracing::warn!("the watermarks were not written; the hub says them again");
        }
    }

    /// Scanners that type are read as it is wanted now.
    fn read_keyboards(&self, devices: &Devices) {
        devices.name_keys(|name| self.calibrating || self.calibrations.has(name), &self.queue);
    }

    fn save_calibration(&self, device: String, text: Option<String>) {
        let calibration = text.as_deref().and_then(|text| Calibration::from_text(text).ok());
        let name = device.clone();
        self.keep(CALIBRATION, name, text, move |outcome| Event::Calibrated { device, calibration, outcome });
    }

    fn save_badge_reader(&self, device: String, transform: Transform) {
        let (name, text) = (device.clone(), transform.key().to_owned());
        let kept = move |outcome| Event::BadgeReaderKept { device, transform, outcome };
        self.keep(BADGE_READERS, name, Some(text), kept);
    }

    /// Keeps what was found out of a device. On a thread of its own: the disk may take its time.
    fn keep(
        &self,
        folder: &str,
        device: String,
        text: Option<String>,
        event: impl FnOnce(Result<(), StoreFailure>) -> Event + Clone + Send + 'static,
    ) {
        let folder = self.config.station.store.join(folder);
        let (queue, kept) = (self.queue.clone(), event.clone());
        let asked = std::thread::Builder::new().name("device-setup".into()).spawn(move || {
            let saved = kept::save(&folder, &device, text.as_deref());
            let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded];
            let outcome = saved.map_err(|error| match full.contains(&error.kind()) {
                true => StoreFailure::DiskFull,
                false => StoreFailure::Disk(error.to_string()),
            });
            queue.put(kept(outcome));
        });
        if let Err(error) = asked {
            self.queue.offer(event(Err(StoreFailure::Failed(error.to_string()))));
        }
    }

    /// How a badge reader says badges is on disk: from now on it is heard so.
    pub(super) fn badge_reader_kept(
        &mut self,
        device: String,
        transform: Transform,
        outcome: Result<(), StoreFailure>,
        devices: &mut Devices,
    ) {
        if outcome.is_ok() {
            self.badge_readers.set(&device, transform);
        }
        self.step(Input::BadgeReaderSaved { device, outcome }, devices);
    }

    /// What was learnt is on disk: from now on scans are put right with it.
    pub(super) fn calibrated(
        &mut self,
        device: String,
        calibration: Option<Calibration>,
        outcome: Result<(), StoreFailure>,
        devices: &mut Devices,
    ) {
        if outcome.is_ok() {
            self.calibrations.set(&device, calibration);
            self.read_keyboards(devices);
        }
        self.step(Input::CalibrationSaved { device, outcome }, devices);
    }

    /// On a thread of its own: the hub may take its time.
    fn enrol(&self, code: String) {
        let (config, queue) = (self.config.clone(), self.queue.clone());
        let asked = std::thread::Builder::new().name("enrol".into()).spawn(move || {
            let outcome = hub::enrol(&config, &code).map(Box::new);
            queue.put(Event::Enrolled(outcome));
        });
        if let Err(error) = asked {
            self.queue.offer(Event::Enrolled(Err(error.to_string())));
        }
    }
}

fn new_print(request: PrintRequest, reprint_of: Option<i64>) -> NewPrint {
    NewPrint { request, printer: None, reprint_of, at_ms: clock::wall_ms() }
}
