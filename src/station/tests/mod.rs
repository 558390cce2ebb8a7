//! Stories of the kiosk without a terminal, a disk or a clock: what a person does, what the screen says, what is recorded.

pub(crate) mod approvals;
mod badge_reader;
mod badges;
mod bay;
mod calibrate;
mod codes;
mod comings;
mod consoles;
mod count;
mod count_plan;
mod counts;
mod course;
mod delivery;
mod equipment;
mod idle;
pub(crate) mod invariants;
mod issue;
mod keyboard;
mod labels;
mod pains;
mod people;
mod picture;
mod sales;
mod screens;
mod sheets;
mod shipments;
mod store;
mod store_tasks;
mod supply;
mod tags;
mod teach;
mod time;
mod to_check;
mod vehicles;
mod workshop;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use pitbox_hw::reading::{Content, DeviceId, Reading, Role, Unreadable};

use super::effect::{Beep, Effect};
use super::input::{Input, Now, PrintState, StoreFailure, World};
use super::key::Key;
use super::labels::LabelBoard;
use super::look_back::{LookBack, LookedBack};
use super::session::Task;
use super::view::screen::{Screen, Sign};
use super::words::Language;
use super::{Roster, Settings, Start, Station, Zone, codes as own_codes};
use crate::domain::book::Book;
use crate::domain::decide::Desk;
use crate::domain::entry::{Entry, Recorded};
use crate::domain::event::Event;
use crate::domain::figures::Figures;
use crate::domain::history::History;
use crate::domain::ids::{BinId, SiteId};
use crate::domain::place::Place;
use crate::domain::print::PrintRequest;
use crate::domain::qty::Qty;
use crate::domain::shift::{Calendar, Shift};
use crate::identify::badge::Badge;
use crate::identify::card::{Card, CardQty, Choice, Digit, PauseReason, Verb};
use crate::sync::plan::{Known, Plan};
use workshop::{bin_id, job_no, part_no, person_id};

/// How the disk answers.
#[derive(Debug, Clone, PartialEq)]
enum Disk {
    Good,
    /// Answers when [`Kiosk::write`] is called.
    Slow,
    Bad(StoreFailure),
}

/// A kiosk with a fake shell: appends land in `records`, the clock is moved by hand.
pub(crate) struct Kiosk {
    station: Station,
    now: Now,
    disk: Disk,
    /// Appends that are not answered yet.
    unwritten: VecDeque<(u64, Entry)>,
    /// What is on disk.
    records: Vec<Arc<Recorded>>,
    effects: Vec<Effect>,
    /// Labels that came with records.
    printed: Vec<PrintRequest>,
    /// How many came with the last one.
    prints: usize,
    /// Labels that were asked for by hand.
    labels: Vec<PrintRequest>,
    /// Scanners are read as they are.
    calibrates: bool,
    /// The badge with which badge readers are compared.
    compares: Option<Badge>,
    scans: usize,
    keys: usize,
    /// Takes the steps in the station's place, to listen.
    pub(crate) listener: Option<Listener>,
}

/// Does a step of a station.
pub(crate) type Listener = Box<dyn Fn(&mut Station, Input, World<'_>) -> Vec<Effect>>;

/// 2026-11-24 14:02 in Shanghai.
const TWO_O_CLOCK_MS: i64 = 1_795_500_120_000;

fn settings(desk: Desk) -> Settings {
    Settings {
        name: if desk == Desk::Bay { "Bay 5" } else { "Counter" }.to_owned(),
        desk,
        language: Language::English,
        shows_chinese: true,
        idle: Duration::from_secs(300),
        zone: Zone::named("Asia/Shanghai"),
        run: [7; 16],
        boot: [8; 16],
        site: SiteId::new("SH01").ok(),
        device: Some(1),
        printers: vec!["labels".into(), "spare".into()],
        locks: vec!["brakes".into()],
        seed: 1,
    }
}

pub(crate) fn counter() -> Kiosk {
    Kiosk::new(settings(Desk::Counter))
}

pub(crate) fn bay() -> Kiosk {
    Kiosk::new(settings(Desk::Bay))
}

impl Kiosk {
    fn new(settings: Settings) -> Kiosk {
        let now =
            Now { steady: Duration::from_secs(100), since_boot_ms: 100_000, wall_ms: TWO_O_CLOCK_MS, trusted: true };
        let plan = Plan::new(Known { catalogue: (1, 1), ..Known::default() });
        let start = Start { book: workshop::book(), labels: LabelBoard::default(), plan, seen_hub_seq: 0 };
        Kiosk {
            station: Station::new(settings, start, now),
            now,
            disk: Disk::Good,
            unwritten: VecDeque::new(),
            records: Vec::new(),
            effects: Vec::new(),
            printed: Vec::new(),
            prints: 0,
            labels: Vec::new(),
            calibrates: false,
            compares: None,
            scans: 0,
            keys: 0,
            listener: None,
        }
    }

    /// One step of the station.
    fn step(&mut self, input: Input) -> Vec<Effect> {
        let world = self.world();
        match &self.listener {
            Some(listener) => listener(&mut self.station, input, world),
            None => self.station.step(input, world),
        }
    }

    /// The station itself, before it hears anything.
    pub(crate) fn station_mut(&mut self) -> &mut Station {
        &mut self.station
    }

    /// The same kiosk with somebody logged on.
    pub(crate) fn with(mut self, person: &str) -> Kiosk {
        self.badge(person);
        (self.scans, self.keys) = (0, 0);
        self
    }

    /// The same kiosk in Chinese.
    pub(crate) fn chinese(mut self) -> Kiosk {
        self.station.settings.language = Language::Chinese;
        self.station.session.notice = None;
        self
    }

    /// The same kiosk on a console without Chinese letters.
    fn plain(mut self) -> Kiosk {
        self.station.settings.shows_chinese = false;
        self
    }

    fn world(&self) -> World<'static> {
        World { now: self.now, catalogue: workshop::catalogue() }
    }

    pub(crate) fn wait(&mut self, time: Duration) {
        self.now.steady += time;
        let ms = u64::try_from(time.as_millis()).expect("a short time");
        self.now.since_boot_ms += ms;
        self.now.wall_ms += i64::try_from(ms).expect("a short time");
    }

    /// Feeds one input, without letting time pass, and does what the station asks.
    fn feed(&mut self, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            for effect in self.step(input) {
                match &effect {
                    Effect::Append { token, entry, prints } => {
                        self.printed.extend(prints.iter().cloned());
                        self.prints = prints.len();
                        self.unwritten.push_back((*token, entry.clone()));
                        inputs.extend(self.answer());
                    }
                    Effect::QueueLabel { request, reprint_of, printer } => {
                        self.labels.push(request.clone());
                        let print = i64::try_from(self.labels.len()).expect("few labels");
                        let (request, reprint_of) = (request.clone(), *reprint_of);
                        inputs.push_back(Input::LabelQueued { request, reprint_of, outcome: Ok(print) });
                        let (state, printer) = (PrintState::Queued, printer.clone());
                        inputs.push_back(Input::LabelState { print, state, why: None, printer });
                    }
                    Effect::MoveLabel { print, printer } => {
                        let (state, printer) = (PrintState::Queued, Some(printer.clone()));
                        inputs.push_back(Input::LabelState { print: *print, state, why: None, printer });
                    }
                    Effect::SetLabelState { print, state } => {
                        inputs.push_back(Input::LabelState { print: *print, state: *state, why: None, printer: None });
                    }
                    Effect::Beep(_) | Effect::Sync(_) | Effect::SetWatermarks { .. } | Effect::Enrol { .. } => {}
                    Effect::CompareBadges { with } => self.compares.clone_from(with),
                    Effect::SaveBadgeReader { device, .. } => {
                        let outcome = self.saves();
                        inputs.push_back(Input::BadgeReaderSaved { device: device.clone(), outcome });
                    }
                    Effect::LookBack(question) => inputs.push_back(Input::LookedBack(self.look_back(question))),
                    Effect::ListDevices
                    | Effect::LookFor { .. }
                    | Effect::UseDevice { .. }
                    | Effect::OpenLock { .. } => {}
                    Effect::Calibrate { on } => self.calibrates = *on,
                    // A hash that a test can read.
                    Effect::VerifyPin { token, pin, hash, .. } => {
                        inputs.push_back(Input::PinChecked { token: *token, outcome: Ok(pin.digits() == hash) });
                    }
                    Effect::HashPin { token, pin, .. } => {
                        let outcome = Ok(pin.digits().to_owned());
                        inputs.push_back(Input::PinHashed { token: *token, outcome });
                    }
                    Effect::SaveCalibration { device, .. } => {
                        let outcome = self.saves();
                        inputs.push_back(Input::CalibrationSaved { device: device.clone(), outcome });
                    }
                }
                self.effects.push(effect);
            }
        }
    }

    /// What becomes of something that is kept beside the records.
    fn saves(&self) -> Result<(), StoreFailure> {
        match &self.disk {
            Disk::Bad(failure) => Err(failure.clone()),
            Disk::Good | Disk::Slow => Ok(()),
        }
    }

    /// What another kiosk recorded comes here through the hub.
    pub(crate) fn hear(&mut self, other: &Kiosk) {
        let foreign = |record: &Arc<Recorded>| {
            let mut record = (**record).clone();
            record.position.device = 2;
            Arc::new(record)
        };
        let records = other.records.iter().map(foreign).collect();
        self.feed(Input::Pulled { records, cursor: 1_000, catalogue: (0, 0) });
        if self.records.is_empty() {
            // Its own records have other names.
            self.records.clone_from(&other.records);
        }
    }

    /// What the log of this kiosk says.
    fn look_back(&self, question: &LookBack) -> LookedBack {
        let mut history = History::default();
        self.records.iter().for_each(|record| history.take(record));
        let mut whole = History::default();
        workshop::beginning().iter().chain(&self.records).for_each(|record| whole.take(record));
        match question.clone() {
            LookBack::Vehicle { vin } => LookedBack::Vehicle { jobs: history.of_vehicle(&vin), vin },
            LookBack::Closed { job } => LookedBack::Closed { jobs: whole.with_car_of(&job) },
            LookBack::Worked { person, since_ms } => {
                LookedBack::Worked { jobs: whole.worked_and_closed(&person, since_ms) }
            }
            LookBack::LastMoves => {
                let mut last = crate::domain::idle::LastMoves::default();
                self.records.iter().for_each(|record| last.take(record));
                LookedBack::LastMoves(last)
            }
            LookBack::Trace { of } => {
                let mut trace = crate::domain::trace::Trace::of(of.clone(), 500);
                let log = workshop::beginning().into_iter().chain(self.records.iter().cloned());
                log.clone().for_each(|record| trace.look(&record));
                log.for_each(|record| trace.take(&record));
                LookedBack::Trace { of, steps: trace.into_steps() }
            }
            LookBack::Figures { from_ms, to_ms } => {
                let zone = &self.station.settings.zone;
                let frame = |shift: Option<&Shift>, at_ms| Roster { zone, shift }.frame(at_ms);
                LookedBack::Figures(Box::new(Figures::of(&whole, from_ms, to_ms, &frame)))
            }
        }
    }

    fn answer(&mut self) -> Option<Input> {
        match self.disk.clone() {
            Disk::Slow => None,
            Disk::Good => Some(self.appended()),
            Disk::Bad(failure) => {
                let (token, _) = self.unwritten.pop_front().expect("an append");
                Some(Input::AppendFailed { token, failure })
            }
        }
    }

    fn appended(&mut self) -> Input {
        let (token, entry) = self.unwritten.pop_front().expect("an append in flight");
        let seq = u64::try_from(self.records.len() + 1).expect("few records");
        let recorded = workshop::recorded(entry, 1, seq);
        self.records.push(Arc::clone(&recorded));
        let prints = (1000..).take(std::mem::take(&mut self.prints)).collect();
        Input::Appended { token, recorded, prints }
    }

    /// The slow disk has written the append in flight.
    fn write(&mut self) {
        let input = self.appended();
        self.feed(input);
    }

    /// The slow disk has failed to write the append in flight.
    fn fail(&mut self, failure: StoreFailure) {
        let (token, _) = self.unwritten.pop_front().expect("an append in flight");
        self.feed(Input::AppendFailed { token, failure });
    }

    fn reading(text: &[u8]) -> Input {
        let content = Content::Scan { bytes: text.to_vec(), aim: None };
        Input::Reading(Reading { device: DeviceId::new("scanner"), role: Role::Scanner, content })
    }

    /// A scan of this text, two seconds after what was before.
    fn scan(&mut self, text: &str) {
        self.wait(Duration::from_secs(2));
        self.scans += 1;
        self.feed(Kiosk::reading(text.as_bytes()));
    }

    /// The same text again within 300 ms.
    fn stutter(&mut self, text: &str) {
        self.wait(Duration::from_millis(120));
        self.feed(Kiosk::reading(text.as_bytes()));
    }

    fn unreadable(&mut self, why: Unreadable) {
        let content = Content::Unreadable(why);
        self.feed(Input::Reading(Reading { device: DeviceId::new("scanner"), role: Role::Scanner, content }));
    }

    pub(crate) fn part(&mut self, number: &str) {
        self.scan(&own_codes::part_code(&part_no(number)));
    }

    fn bin(&mut self, bin: &str) {
        self.scan(&own_codes::bin_code(&bin_id(bin)));
    }

    pub(crate) fn job(&mut self, job: &str) {
        self.scan(&own_codes::job_code(&job_no(job)));
    }

    pub(crate) fn card(&mut self, verb: Verb) {
        self.scan(&own_codes::card_code(Card::Verb(verb)));
    }

    pub(crate) fn reason(&mut self, reason: PauseReason) {
        self.scan(&own_codes::card_code(Card::Pause(reason)));
    }

    fn quantity_card(&mut self, thousandths: i64) {
        let qty = CardQty::new(Qty(thousandths)).expect("a quantity of a card");
        self.scan(&own_codes::card_code(Card::Quantity(qty)));
    }

    pub(crate) fn choice(&mut self, nth: u8) {
        self.scan(&own_codes::card_code(Card::Choice(Choice::new(nth).expect("1 to 9"))));
    }

    fn digit(&mut self, digit: u8) {
        self.scan(&own_codes::card_code(Card::Digit(Digit::new(digit).expect("0 to 9"))));
    }

    /// A badge at the reader.
    pub(crate) fn badge(&mut self, person: &str) {
        self.wait(Duration::from_secs(2));
        self.scans += 1;
        self.feed(Input::Badge { device: DeviceId::new("badge"), hashes: vec![workshop::badge_of(person)] });
    }

    pub(crate) fn key(&mut self, key: Key) {
        self.wait(Duration::from_millis(400));
        self.keys += 1;
        self.feed(Input::Key(key));
    }

    pub(crate) fn f(&mut self, n: u8) {
        self.key(Key::Function(n));
    }

    pub(crate) fn enter(&mut self) {
        self.key(Key::Enter);
    }

    /// Types a text, key by key.
    fn typed(&mut self, text: &str) {
        text.chars().for_each(|letter| self.key(Key::Char(letter)));
    }

    /// Types a text and presses Enter.
    pub(crate) fn line(&mut self, text: &str) {
        self.typed(text);
        self.enter();
    }

    /// Lets time pass until a deadline is due, as the shell would.
    fn sleep(&mut self, time: Duration) {
        let end = self.now.steady + time;
        while let Some(deadline) = self.station.next_deadline().filter(|deadline| deadline.at <= end) {
            self.wait(deadline.at.saturating_sub(self.now.steady));
            self.feed(Input::Wake);
        }
        self.wait(end.saturating_sub(self.now.steady));
    }

    pub(crate) fn screen(&self) -> Screen {
        self.station.screen(self.world())
    }

    /// The screen as text.
    fn picture(&self) -> String {
        picture::of(&self.screen())
    }

    /// Headline and details of the notice.
    fn notice(&self) -> String {
        let notice = self.screen().notice;
        notice.map(|notice| format!("{}\n{}", notice.headline, notice.details.join("\n"))).unwrap_or_default()
    }

    fn sign(&self) -> Option<Sign> {
        self.screen().notice.map(|notice| notice.sign)
    }

    fn question(&self) -> String {
        self.screen().question.map(|question| question.headline).unwrap_or_default()
    }

    fn task(&self) -> &Task {
        &self.station.session.task
    }

    fn person(&self) -> Option<&str> {
        self.station.session.person.as_ref().map(|person| person.as_str())
    }

    fn open_job(&self) -> Option<&str> {
        self.station.session.job.as_ref().map(|job| job.as_str())
    }

    fn commands(&self) -> Vec<&str> {
        self.records.iter().map(|record| record.entry.meta.command.as_str()).collect()
    }

    fn last_beep(&self) -> Option<Beep> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Beep(beep) => Some(*beep),
            _ => None,
        })
    }

    /// Thousandths of a part issued to the line of a job.
    fn issued(&self, job: &str, part: &str) -> i64 {
        let job = self.station.book().job(&job_no(job)).expect("a job");
        let of_part = job.issues.iter().filter(|issue| issue.stock.part == part_no(part));
        of_part.fold(Qty::ZERO, |sum, issue| sum.plus(issue.remaining())).0
    }

    fn unsigned(&self, job: &str) -> usize {
        self.station.book().job(&job_no(job)).expect("a job").unsigned().count()
    }

    /// Thousandths of a part in a bin.
    fn in_bin(&self, part: &str, bin: &str) -> i64 {
        let here: Option<Place> = BinId::new(bin).ok().map(Place::Bin);
        let all = self.station.book().balances_of(&part_no(part)).into_iter();
        all.filter(|(key, _)| Some(&key.place) == here.as_ref()).fold(Qty::ZERO, |sum, (_, b)| sum.plus(b.qty)).0
    }

    /// What the person works on, as `job/operation`.
    fn running(&self, person: &str) -> Option<String> {
        let day = self.station.book().person_day(&person_id(person));
        day.running().map(|punch| format!("{}/{}", punch.job, punch.op))
    }

    fn label_state(&mut self, print: i64, state: PrintState, why: Option<&str>) {
        self.feed(Input::LabelState { print, state, why: why.map(str::to_owned), printer: None });
    }

    /// The events of the last record.
    pub(crate) fn last_events(&self) -> &[Event] {
        self.records.last().map(|record| record.entry.events.as_slice()).unwrap_or_default()
    }

    #[track_caller]
    fn says(&self, text: &str) {
        let picture = self.picture();
        assert!(picture.contains(text), "the screen does not say {text:?}:\n{picture}");
    }

    #[track_caller]
    fn saved(&self, text: &str) {
        assert_eq!(self.sign(), Some(Sign::Saved), "not saved:\n{}", self.picture());
        assert!(self.notice().contains(text), "the notice does not say {text:?}:\n{}", self.picture());
    }

    #[track_caller]
    fn refuses(&self, text: &str) {
        assert_eq!(self.sign(), Some(Sign::Wrong), "no refusal:\n{}", self.picture());
        assert_eq!(self.last_beep(), Some(Beep::Bad), "a refusal is heard");
        assert!(self.notice().contains(text), "the notice does not say {text:?}:\n{}", self.picture());
    }
}
