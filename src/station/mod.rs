//! The kiosk as a state machine: `step` is a function of (state, now, input, catalogue) and gives the effects that the
//! shell carries out. It reads no clock and touches no file, socket or device.
//!
//! Reading order: [`input`] and [`effect`] are everything that comes in and goes out, [`session`] is all state of the
//! screens, [`pipeline`] keeps one append in flight, `scan` says what a scan does in which screen, `flow` has one file per
//! task, [`view`] chooses the words.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a screen takes the keys, cards and events that concern it; `step`, `flow::part`, `flow::bin`, `flow::verb` and \
              `view::screen_of` name every case"
)]

pub mod effect;
pub mod equipment;
pub mod input;
pub mod key;
pub mod session;
pub mod status;
pub mod store_desk;
pub mod view;
pub mod words;

pub mod pipeline;

pub mod health;
pub mod labels;
pub mod meaning;
pub mod resolve;

pub mod checkpoint;
pub mod clocked;
pub mod codes;
pub mod consoles;
mod doubts;
pub mod flow;
pub mod form;
mod language;
pub mod look_back;
mod low;
mod no_show;
mod record;
mod rejoin;
mod scan;
pub mod tag_field;
mod tags;
mod time;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use pitbox_hw::reading::{Content, Reading};

use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::decide::Desk;
use crate::domain::entry::{Cause, Entry, Recorded};
use crate::domain::ids::{JobNo, PersonId, SiteId};
use crate::domain::job::{Job, JobLine};
use crate::domain::memory::MemoryBook;
use crate::domain::person::Person;
use crate::identify::badge::Badge;
use crate::sync::plan::Plan;

use consoles::ConsoleBoard;
use doubts::Doubt;
use effect::{Beep, Effect};
use equipment::Wanted;
use health::HealthBoard;
use input::{HubAnswer, Input, Now, StoreFailure, World};
use labels::LabelBoard;
use low::LowBoard;
use pipeline::Pipeline;
use session::{Asked, Session, Task};
use view::screen::{Notice, Sign, Tone};
use words::Language;

pub use time::{Roster, Zone};

/// What a station is told about itself at start.
#[derive(Debug, Clone)]
pub struct Settings {
    pub name: String,
    /// Counter or bay.
    pub desk: Desk,
    pub language: Language,
    /// False on a console without Chinese letters: everything is English there, and the first screen says why.
    pub shows_chinese: bool,
    /// Nobody touches it for this long: the person is logged off.
    pub idle: Duration,
    pub zone: Zone,
    /// 16 random bytes of this start of the program.
    pub run: [u8; 16],
    /// The kernel's boot id.
    pub boot: [u8; 16],
    /// The shop's code, for what leaves it; `None` while it is not enrolled.
    pub site: Option<SiteId>,
    /// The number that the hub gave this device; `None` while it is not enrolled.
    pub device: Option<u32>,
    /// Names of the printers, in the order of kiosk.toml.
    pub printers: Vec<String>,
    /// Names of the locks at this kiosk.
    pub locks: Vec<String>,
    /// Random bits for waiting times of the network.
    pub seed: u64,
}

/// The state of a kiosk.
pub struct Station {
    settings: Settings,
    book: MemoryBook,
    session: Session,
    pipeline: Pipeline,
    health: HealthBoard,
    labels: LabelBoard,
    /// The parts that have run low.
    low: LowBoard,
    /// Terminals elsewhere that show this screen.
    consoles: ConsoleBoard,
    /// Counted lines that are to be counted again.
    doubts: VecDeque<Doubt>,
    /// Codes that nobody knew since the kiosk was started, for the next clerk.
    unknown_codes: VecDeque<String>,
    plan: Plan,
    /// Records of this run.
    counter: u64,
    seen_hub_seq: u64,
    /// The disk has hardly any room left.
    room_is_short: bool,
    /// Since when the second copy of the records lacks something.
    copy_behind_ms: Option<i64>,
    /// The store refuses: nothing is accepted.
    stopped: Option<Stopped>,
    enrolling: bool,
    /// The shell was told to read scanners as they are.
    calibrates: bool,
    /// The badge with which the shell was told to compare what badge readers say.
    compares: Option<Badge>,
    /// The shell was told to listen for a device like that.
    looks_for: Option<Wanted>,
    /// Something may have been recorded while the clock was wrong.
    clock_waits: bool,
    /// When the clock on the screen changes.
    minute_at: Duration,
    /// When a job is no longer waited for.
    no_show_at: Option<Duration>,
    /// Not before this moment, in steady time.
    no_show_again: Duration,
    /// When the hub is to be asked again.
    hub_at: Option<Duration>,
    /// Acknowledged and stable, as the store was last told.
    watermarks: (u64, u64),
    /// Random bits for waiting times of the network.
    seed: u64,
    /// The selection is to be put on the first line that wants something.
    reselect: bool,
    /// Something that waited for a record went into a PIN.
    pin_ahead: bool,
    effects: Vec<Effect>,
}

/// The store does not take records.
#[derive(Debug, Clone)]
struct Stopped {
    failure: StoreFailure,
    /// When it is tried again, where that may help.
    retry_at: Option<Duration>,
}

/// When the station wants to be woken, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// Steady time.
    pub at: Duration,
    pub reason: &'static str,
}

/// How often a store that failed is tried again.
const STORE_RETRY: Duration = Duration::from_secs(5);
/// The command that sets earlier times of this boot right.
const LEARN_CLOCK: &str = "LearnClock";

/// What a station starts from: the store's contents.
pub struct Start {
    pub book: MemoryBook,
    pub labels: LabelBoard,
    pub plan: Plan,
    pub seen_hub_seq: u64,
}

impl Station {
    pub fn new(settings: Settings, start: Start, now: Now) -> Station {
        let session = Session { last_activity: now.steady, ..Session::default() };
        Station {
            watermarks: (start.plan.acked(), start.plan.stable()),
            seed: settings.seed,
            hub_at: None,
            settings,
            low: LowBoard::of(&start.book, low::today(now)),
            consoles: ConsoleBoard::default(),
            doubts: VecDeque::new(),
            no_show_at: None,
            no_show_again: Duration::ZERO,
            unknown_codes: VecDeque::new(),
            book: start.book,
            session,
            pipeline: Pipeline::default(),
            health: HealthBoard::default(),
            labels: start.labels,
            plan: start.plan,
            counter: 0,
            seen_hub_seq: start.seen_hub_seq,
            room_is_short: false,
            copy_behind_ms: None,
            stopped: None,
            enrolling: false,
            calibrates: false,
            clock_waits: true,
            compares: None,
            looks_for: None,
            minute_at: now.steady + Zone::until_next_minute(now.wall_ms),
            reselect: false,
            pin_ahead: false,
            effects: Vec::new(),
        }
    }

    /// Takes one input and gives what the shell is to do.
    pub fn step(&mut self, input: Input, world: World<'_>) -> Vec<Effect> {
        self.keep_low_of_today(world.now);
        self.take(input, world);
        while let Some((then, input)) = self.pipeline.release() {
            self.pin_ahead |= self.takes_pin();
            self.take(input, World { now: then, ..world });
        }
        let lost = self.pipeline.take_lost();
        if lost > 0 {
            // What was saved meanwhile has overwritten the first warning.
            let words = self.words();
            self.tell_bad(words.too_many_lost(lost), vec![words.do_again()]);
        }
        self.read_as_it_is();
        self.learn_clock(world);
        self.record_doubt(world);
        self.plan_no_show(world);
        self.record_no_show(world);
        consoles::record(self, world);
        self.talk_to_hub(world.now);
        self.minute_at = world.now.steady + Zone::until_next_minute(world.now.wall_ms);
        std::mem::take(&mut self.effects)
    }

    fn take(&mut self, input: Input, world: World<'_>) {
        match input {
            Input::Reading(Reading { content: Content::Tags(tags), .. })
                if tags.len() != 1 || !flow::what_is::waits(self) =>
            {
                scan::tags(self, &tags, world);
            }
            Input::Button { device, .. } if flow::equipment::tries_buttons(self) => {
                flow::equipment::button_works(self, device.as_str());
            }
            Input::Button { key, .. } => self.person_did(Input::Key(key), world),
            Input::Reading(_) | Input::Badge { .. } | Input::BadgeCompared { .. } | Input::Key(_) => {
                self.person_did(input, world);
            }
            Input::ConsoleOpened { console, by, drives } => consoles::opened(self, console, by, drives),
            Input::ConsoleClosed { console } => consoles::closed(self, console),
            Input::ConsoleKey(_) => self.person_did(input, world),
            Input::Redraw => {}
            Input::Appended { token, recorded, prints } => self.appended(token, recorded, &prints, world),
            Input::AppendFailed { token, failure } => self.append_failed(token, failure, world.now),
            Input::LabelQueued { request, reprint_of, outcome } => self.label_queued(request, reprint_of, outcome),
            Input::LabelState { print, state, why, printer } => self.label_state(print, state, why, printer),
            Input::Pulled { records, cursor, catalogue } => self.pulled(&records, cursor, catalogue, world.now),
            Input::Confirmed { records } => records.iter().for_each(|record| self.book.confirm(record)),
            Input::Rejoined(rejoined) => self.rejoined(rejoined),
            Input::CountedAnew(book) => self.counted_anew(*book),
            Input::Hub(answer) => self.heard(answer, world.now),
            Input::Device { device, role, health } => self.health.changed(device, role, health, world.now),
            Input::EnrolFailed { why } => self.enrol_failed(&why),
            Input::CalibrationSaved { device, outcome } => flow::calibrate::saved(self, &device, outcome),
            Input::BadgeReaderSaved { device, outcome } => flow::badge_reader::saved(self, &device, outcome),
            Input::PinChecked { token, outcome } => flow::approval::checked(self, token, outcome, world),
            Input::PinHashed { token, outcome } => flow::own_pin::hashed(self, token, outcome, world),
            Input::LookedBack(told) if flow::my_time::looked_back(self, &told) => {}
            Input::LookedBack(told) if flow::store_desk::looked_back(self, &told, world) => {}
            Input::LookedBack(told) => flow::at_job::looked_back(self, told),
            Input::StoreDamaged { what } => self.store_damaged(what),
            Input::RoomIsShort { short } => self.room_is_short = short,
            Input::SecondCopy { behind_since_ms } => self.copy_behind_ms = behind_since_ms,
            Input::DevicesListed(seen) => flow::equipment::listed(self, seen),
            Input::Plugged => flow::equipment::plugged(self),
            Input::Answered { answered, reading } => {
                self.session.last_activity = world.now.steady.max(self.session.last_activity);
                flow::equipment::answered(self, answered, &reading);
            }
            Input::DeviceSaved { wanted, outcome } => flow::equipment::saved(self, wanted, outcome),
            Input::Wake => {
                self.wake(world.now);
                flow::menu::due(self, world);
            }
        }
        self.settle_selection(world);
    }

    /// A scan, a badge or a key. While an append is in flight it waits its turn.
    fn person_did(&mut self, input: Input, world: World<'_>) {
        self.session.last_activity = world.now.steady.max(self.session.last_activity);
        if self.stopped.is_some() {
            self.effects.push(Effect::Beep(Beep::Bad));
            return;
        }
        if !self.pipeline.is_busy() && matches!(input, Input::Badge { .. } | Input::Reading(_)) {
            self.session.menu_digit = None;
            // What was scanned comes after the number, unless that was refused: then the refusal stands on the screen.
            if scan::enters_number(self, &input, world) && !self.pipeline.is_busy() {
                return;
            }
        }
        if self.pipeline.is_busy() {
            if !self.pipeline.hold(world.now, input) {
                let words = self.words();
                self.tell_bad(words.too_many_waiting(), vec![words.wait_for_saved()]);
            }
            return;
        }
        match input {
            Input::Key(key) => flow::key(self, key, world),
            Input::ConsoleKey(key) => consoles::key(self, key, world),
            Input::Badge { device, hashes } => scan::badge(self, &device, &hashes, world),
            Input::BadgeCompared { device, fits } => flow::badge_reader::held(self, device.as_str(), fits),
            Input::Reading(reading) => scan::reading(self, &reading, world),
            Input::Redraw
            | Input::Appended { .. }
            | Input::AppendFailed { .. }
            | Input::LabelQueued { .. }
            | Input::LabelState { .. }
            | Input::Pulled { .. }
            | Input::Confirmed { .. }
            | Input::Rejoined(_)
            | Input::CountedAnew(_)
            | Input::Hub(_)
            | Input::Device { .. }
            | Input::ConsoleOpened { .. }
            | Input::ConsoleClosed { .. }
            | Input::EnrolFailed { .. }
            | Input::CalibrationSaved { .. }
            | Input::BadgeReaderSaved { .. }
            | Input::PinChecked { .. }
            | Input::PinHashed { .. }
            | Input::LookedBack(_)
            | Input::StoreDamaged { .. }
            | Input::RoomIsShort { .. }
            | Input::SecondCopy { .. }
            | Input::Button { .. }
            | Input::DevicesListed(_)
            | Input::Plugged
            | Input::Answered { .. }
            | Input::DeviceSaved { .. }
            | Input::Wake => {}
        }
    }

    /// Tells the shell when a calibration, the set-up of a badge reader or the search for a device begins and when it is
    /// over, however it was left.
    fn read_as_it_is(&mut self) {
        let on = flow::calibrate::runs(self);
        if on != self.calibrates {
            self.calibrates = on;
            self.effects.push(Effect::Calibrate { on });
        }
        let with = flow::badge_reader::awaited(self).cloned();
        if with != self.compares {
            self.compares.clone_from(&with);
            self.effects.push(Effect::CompareBadges { with });
        }
        let wanted = flow::equipment::looks_for(self);
        if wanted != self.looks_for {
            self.looks_for = wanted;
            self.effects.push(Effect::LookFor { wanted });
        }
    }

    fn pulled(&mut self, records: &[Arc<Recorded>], cursor: u64, catalogue: (u64, u64), now: Now) {
        for record in records {
            self.book.confirm(record);
        }
        self.doubt_pulled(records, cursor);
        flow::news::pulled(self, records);
        self.ran_low_elsewhere(records, now.wall_ms);
        self.seen_hub_seq = cursor;
        self.plan.pulled(cursor, catalogue);
    }

    fn heard(&mut self, answer: HubAnswer, now: Now) {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        answer.tell(&mut self.plan, now.steady, self.seed);
    }

    /// Once the clock is right, times that this boot recorded before become right, too.
    fn learn_clock(&mut self, world: World<'_>) {
        if !world.now.trusted {
            self.clock_waits = true;
            return;
        }
        let Some(device) = self.settings.device else { return };
        if !self.clock_waits || self.pipeline.is_busy() || self.stopped.is_some() {
            return;
        }
        self.clock_waits = false;
        let boot = self.settings.boot;
        let waits = |person: &&Person| self.book.person_day(&person.id).waits_for_clock(device, boot);
        let people: Vec<PersonId> = self.book.people().filter(waits).map(|person| person.id.clone()).collect();
        let jobs = self.book.jobs().filter(|job| job.waits_for_clock(device, boot));
        let jobs: Vec<JobNo> = jobs.map(|job| job.no.clone()).collect();
        if !people.is_empty() || !jobs.is_empty() {
            let question = self.session.question.take();
            let wish = record::Wish { then: pipeline::Then::Quiet, ..record::Wish::new(&Cause::Keys) };
            self.submit(Command::LearnClock { people, jobs }, wish, world);
            self.session.question = question;
        }
    }

    /// The record that sets earlier times right is on its way, or waits for another one: those times go to nobody without it.
    fn clock_is_due(&self, now: Now) -> bool {
        now.trusted && self.pipeline.is_busy() && (self.clock_waits || self.pipeline.carries(LEARN_CLOCK))
    }

    fn talk_to_hub(&mut self, now: Now) {
        if self.settings.device.is_none() {
            return;
        }
        let (requests, deadline) =
            if self.clock_is_due(now) { self.plan.next_without_push(now.steady) } else { self.plan.next(now.steady) };
        self.effects.extend(requests.into_iter().map(Effect::Sync));
        self.hub_at = deadline.map(|deadline| deadline.at);
        let reached = (self.plan.acked(), self.plan.stable());
        if reached != self.watermarks {
            self.watermarks = reached;
            self.effects.push(Effect::SetWatermarks { acked: reached.0, stable: reached.1 });
        }
    }

    fn wake(&mut self, now: Now) {
        self.pipeline.woken(now);
        // Looked at each minute: what sets times right may not have been saved.
        self.clock_waits = true;
        if self.stopped.as_ref().and_then(|stopped| stopped.retry_at).is_some_and(|at| now.steady >= at) {
            self.stopped = None;
        }
        if self.idle_at().is_some_and(|at| now.steady >= at) {
            let words = self.words();
            let somebody = self.session.person.is_some();
            flow::log_off(self, words.idle_off());
            self.session.last_activity = now.steady;
            if !somebody {
                self.session.notice = None;
            }
        }
    }

    /// When the screen goes back to the welcome: whoever is on is logged off, unless lines wait for a signature.
    fn idle_at(&self) -> Option<Duration> {
        let signature = self.session.person.is_some() && !self.is_bay() && self.unsigned_here() > 0;
        if self.session.is_blank() || signature || self.pipeline.is_busy() {
            return None;
        }
        Some(self.session.last_activity + self.settings.idle)
    }

    /// The next moment at which something is to be done without an input.
    pub fn next_deadline(&self) -> Option<Deadline> {
        let idle = self.idle_at().map(|at| Deadline { at, reason: "log off who left" });
        let retry = self.stopped.as_ref().and_then(|s| s.retry_at);
        let retry = retry.map(|at| Deadline { at, reason: "try the store again" });
        let hub = self.hub_at.map(|at| Deadline { at, reason: "talk to the hub" });
        let slow = self.pipeline.slow_at().map(|at| Deadline { at, reason: "say that saving takes long" });
        let clock = Some(Deadline { at: self.minute_at, reason: "the clock on the screen" });
        let free = !self.pipeline.is_busy() && self.stopped.is_none();
        let no_show = self.no_show_at.filter(|_| free).map(|at| Deadline { at, reason: "a job that nobody came for" });
        let digit = flow::menu::due_at(self).map(|at| Deadline { at, reason: "a digit of the menu" });
        [idle, retry, hub, slow, clock, no_show, digit].into_iter().flatten().min_by_key(|deadline| deadline.at)
    }

    /// The screen as it is to be drawn now.
    pub fn screen(&self, world: World<'_>) -> view::screen::Screen {
        view::screen_of(self, world)
    }

    /// Whether a record is on its way to the disk.
    pub fn is_saving(&self) -> bool {
        self.pipeline.is_busy()
    }

    /// The entry in flight under this token.
    pub fn entry_in_flight(&self, token: u64) -> Option<&Entry> {
        self.pipeline.in_flight(token)
    }

    /// The book as shown: confirmed records and own ones.
    pub fn book(&self) -> &MemoryBook {
        &self.book
    }

    /// How far the exchange with the hub has come.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    fn is_bay(&self) -> bool {
        self.settings.desk == Desk::Bay
    }

    /// The person logged on.
    fn person(&self) -> Option<Person> {
        self.book.person(self.session.person.as_ref()?)
    }

    /// Unsigned lines at the job on the screen.
    fn unsigned_here(&self) -> usize {
        let job = self.session.job.as_ref().and_then(|no| self.book.job_ref(no));
        job.map_or(0, |job| Job::lines_in(job.unsigned()))
    }

    fn tell(&mut self, sign: Sign, tone: Tone, headline: String, details: Vec<String>) {
        self.session.notice = Some(Notice { sign, tone, headline, details });
    }

    fn tell_info(&mut self, headline: String, details: Vec<String>) {
        self.tell(Sign::Info, Tone::Plain, headline, details);
    }

    /// Asks. What was said before is out of the way.
    fn ask(&mut self, asked: Asked) {
        self.session.notice = None;
        self.session.question = Some(asked);
        self.effects.push(Effect::Beep(Beep::Attention));
    }

    /// Something did not happen. Said to the eye and the ear.
    fn tell_bad(&mut self, headline: String, details: Vec<String>) {
        self.tell(Sign::Wrong, Tone::Bad, headline, details);
        self.effects.push(Effect::Beep(Beep::Bad));
    }

    fn go(&mut self, task: Task) {
        let home = task == Task::Home;
        if !flow::held_bin::stays(&self.session, &task) {
            self.session.bin = None;
        }
        self.session.task = task;
        self.session.typed.clear();
        self.session.menu_digit = None;
        self.session.selected = 0;
        self.reselect = true;
        if home {
            self.ask_about_labels();
        }
    }

    /// On the screen of a job the selection stands on the first line that still wants something, so that Enter never
    /// issues a second one by mistake. Only after something was done.
    fn settle_selection(&mut self, world: World<'_>) {
        if !std::mem::take(&mut self.reselect) || self.session.task != Task::Job {
            return;
        }
        let bay = self.is_bay();
        let wants = |line: &JobLine| if bay { line.fitted < line.issued } else { line.open().is_positive() };
        let wants: Vec<bool> = flow::job::lines(self, world).iter().map(|(line, _)| wants(line)).collect();
        if !wants.get(self.session.selected).is_some_and(|wants| *wants)
            && let Some(open) = wants.iter().position(|wants| *wants)
        {
            self.session.selected = open;
        }
    }
}
