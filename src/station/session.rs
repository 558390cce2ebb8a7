//! All state of the screens: who is on, what is being done, what is being typed. Nothing of it is kept elsewhere.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::domain::attendance::MarkKind;
use crate::domain::catalogue::CodeHit;
use crate::domain::command::{Command, Item};
use crate::domain::entry::Cause;
use crate::domain::figures::Figures;
use crate::domain::ids::{
    BadgeHash, BinId, JobNo, LotNo, NoteNo, OpNo, OrderNo, PartNo, PersonId, RecordName, SerialNo,
};
use crate::domain::job::{CheckLevel, Job};
use crate::domain::lot::Day;
use crate::domain::person::Bilingual;
use crate::domain::pin::Pin;
use crate::domain::place::Place;
use crate::domain::qty::{Qty, Unit};
use crate::domain::reason::Reason;
use crate::domain::rights::Right;
use crate::domain::stock::Stock;
use crate::identify::Remark;
use crate::identify::badge::{Badge, Transform};
use crate::identify::calibration::{Advice, Learner};
use crate::identify::facts::Facts;
use crate::identify::vin::{BadVin, Vin};
use crate::station::effect::Beep;
use crate::station::equipment::Equipment;
use crate::station::flow::store::{StoreAsked, StoreTask};
use crate::station::form::Form;
use crate::station::meaning::Meaning;
use crate::station::pipeline::Then;
use crate::station::store_desk::{StoreConfirm, StoreDesk, StoreQuestion};
use crate::station::tag_field::TagField;
use crate::station::view::screen::Notice;
use crate::station::words::Language;

/// Most lines of one session that are kept for undo and for the screen.
pub const MAX_ACTS: usize = 200;

/// The state of the screens.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Session {
    pub person: Option<PersonId>,
    /// The language of the screen while this person is on; `None`: the kiosk's.
    pub language: Option<Language>,
    pub task: Task,
    /// The job that scans act on.
    pub job: Option<JobNo>,
    /// The bin that the next part is taken from.
    pub bin: Option<BinId>,
    /// What was typed and not entered yet.
    pub typed: String,
    /// The digit that opened this screen from the menu: a vehicle's number that is being typed may begin with it.
    pub menu_digit: Option<char>,
    /// What the scanner read in the first set-up.
    pub test_scan: Option<String>,
    /// What the help is about: the screen on which it was asked for.
    pub help: Option<Box<Task>>,
    /// Selected row of the list on the screen.
    pub selected: usize,
    /// What is booked now happened then: milliseconds since 1970-01-01 UTC.
    pub late_ms: Option<i64>,
    pub notice: Option<Notice>,
    pub question: Option<Asked>,
    /// A code that nobody knew, just now, while something else was on the screen: it can be taught from here.
    pub unknown: Option<UnknownCode>,
    /// What this session recorded, oldest first: for undo and for setting a quantity.
    pub acts: Vec<Act>,
    /// Steady time of the last scan or key.
    pub last_activity: Duration,
    /// The last read of each scanner, by its name, against stutter.
    pub last_read: BTreeMap<String, LastRead>,
    /// The RFID tags that were seen since this person came.
    pub field: TagField,
    /// The last badge that was not good, and when, in steady time.
    pub bad_badge: Option<(BadgeHash, Duration)>,
    /// Jobs of this person's time that have left the memory, once the log has said which.
    pub worked: Vec<Job>,
    /// The signal that was tried last on lamp and buzzer.
    pub signal: Beep,
}

/// The last scan of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastRead {
    pub bytes: Vec<u8>,
    /// Steady time.
    pub at: Duration,
}

/// What the screen is for.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Task {
    /// Nobody is on, or somebody has not chosen yet.
    #[default]
    Home,
    Jobs,
    /// The job in `Session::job`.
    Job,
    Return {
        item: Option<ReturnItem>,
    },
    Receive {
        note: Option<NoteNo>,
        /// The order that it comes of.
        order: Option<OrderNo>,
        began: usize,
    },
    /// Alerts, orders, claims.
    Desk(StoreDesk),
    PutAway {
        item: Option<MoveItem>,
    },
    /// Search; what is chosen goes to the task `then`.
    LookUp {
        query: String,
        then: Box<Task>,
    },
    Part {
        part: PartNo,
    },
    Bin {
        bin: BinId,
    },
    Label,
    Queue,
    Pause,
    /// A code that nobody knows; from here it can be taught. `then` is what was on the screen before.
    Unknown {
        code: UnknownCode,
        /// What one scan of it is to stand for.
        qty: Qty,
        then: Box<Task>,
    },
    /// "What is this code?": the next reading is only shown.
    WhatIs {
        read: Option<Box<Shown>>,
    },
    /// What a scanner sends for each character is learnt from the printed sheet.
    Calibrate(Box<Calibrating>),
    /// How a badge reader says badges is found out from two of them.
    BadgeReader(Box<BadgeReader>),
    /// What concerns the person logged on: attendance, time, the PIN.
    Me,
    /// Work without a job, to choose from.
    Activity,
    /// The person's own time: `days` days that end so many days ago.
    MyTime {
        days: u16,
        back: u16,
    },
    /// Times of everybody that a lead should look at.
    TimeToCheck,
    NewPin(Box<NewPin>),
    /// Devices, setting one up, and locks.
    Equipment(Box<Equipment>),
    /// What the store does besides issuing and receiving.
    Store(StoreTask),
    Help,
    /// Something else at a job, or a list of the workshop.
    AtJob(AtJob),
}

/// Screens at a job besides its parts, and the workshop's lists.
#[derive(Debug, Clone, PartialEq)]
pub enum AtJob {
    /// What can be done.
    Acts,
    Operations,
    Operation(OpNo),
    Form(Box<Form>),
    /// Which list.
    Workshop,
    Requests,
    Arrivals,
    ToCheck,
    /// Operations that nobody has.
    Dispatch,
    /// Extra work that the customer has not answered.
    Extras,
    People,
    /// One of them, with everything.
    Person(PersonId),
    /// Earlier jobs of the car; none while the log is asked.
    History {
        vin: String,
        jobs: Option<Vec<Job>>,
    },
    Figures(Option<Box<Figures>>),
    /// Everybody, with how many badges each has.
    Badges,
    BadgesOf(PersonId),
}

/// How far the calibration of a scanner has come.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calibrating {
    /// The scanner that is being calibrated: the one that was used last.
    pub device: Option<String>,
    pub learner: Learner,
    /// Line symbols that are still to be scanned, from 1; empty before the first.
    pub left: Vec<usize>,
    pub outcome: Option<Calibrated>,
}

/// What was learnt of a scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calibrated {
    pub advice: Vec<Advice>,
    /// Scans come right as they are: nothing is kept.
    pub plain: bool,
    /// It is on disk.
    pub saved: bool,
}

impl Calibrating {
    /// Everything was learnt and is on disk.
    pub fn is_done(&self) -> bool {
        self.outcome.as_ref().is_some_and(|outcome| outcome.saved)
    }

    /// The line symbols that are left: `2, 5`.
    pub fn lines_left(&self) -> String {
        let numbers: Vec<String> = self.left.iter().map(usize::to_string).collect();
        numbers.join(", ")
    }
}

/// How far the set-up of a badge reader has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BadgeReader {
    /// The reader: the one to which a badge was held last.
    pub device: Option<String>,
    /// The number that was typed, until its badge is read.
    pub printed: Option<(String, Badge)>,
    pub seen: Vec<SeenBadge>,
    pub found: Option<FoundReader>,
}

/// A badge that was held to the reader, and the ways in which the reader may have said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenBadge {
    pub badge: Badge,
    pub fits: Vec<Transform>,
}

/// What was found out of a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundReader {
    pub transform: Transform,
    /// It is on disk.
    pub saved: bool,
}

impl BadgeReader {
    /// It was found and is on disk.
    pub fn is_done(&self) -> bool {
        self.found.is_some_and(|found| found.saved)
    }
}

/// A part about to be returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnItem {
    pub item: Item,
    pub job: JobNo,
    pub qty: Qty,
}

/// A part about to be put away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveItem {
    pub item: Item,
    pub from: BinId,
    pub qty: Qty,
}

/// A code that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    pub device: String,
    /// Control characters made visible.
    pub raw: String,
    pub symbology: String,
    pub why: Option<Remark>,
    /// The code under which it can be taught, if it can.
    pub teach: Option<String>,
}

/// A reading that is only shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub device: String,
    pub facts: Facts,
    /// What it would mean in any other screen; nothing for a badge at a badge reader.
    pub meaning: Option<Meaning>,
}

/// Something that must be answered first.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// A badge of somebody who has the right.
    Approval {
        right: Right,
        wanted: Box<Wanted>,
    },
    /// The PIN of this person.
    Pin {
        approver: PersonId,
        right: Right,
        wanted: Box<Wanted>,
        pin: Pin,
    },
    /// Yes tries the command again as it stands here.
    Confirm {
        kind: Confirm,
        yes: Box<Command>,
        then: Then,
    },
    /// Why more than required goes out.
    OverRequired {
        part: PartNo,
        required: Qty,
        issued: Qty,
        unit: Unit,
        more: Qty,
        command: Box<Command>,
        then: Then,
    },
    /// Not on the job's list. The right part may be scanned instead.
    WhoPays {
        part: PartNo,
        command: Box<Command>,
    },
    FromWhichBin {
        part: PartNo,
        command: Box<Command>,
    },
    /// Which of these is in the hand; the last answer: one without a number. The label of one may be scanned instead.
    WhichSerial {
        part: PartNo,
        place: Place,
        pieces: Vec<Stock>,
        command: Box<Command>,
        then: Then,
    },
    WhichPart {
        hits: Vec<CodeHit>,
        then: PartScan,
    },
    WhichJob {
        part: PartNo,
        jobs: Vec<JobNo>,
        item: ReturnItem,
    },
    WhichOperation {
        job: JobNo,
        ops: Vec<OpNo>,
    },
    /// Yes finishes with the self-check, no leaves it running.
    OwnCheck {
        job: JobNo,
        op: OpNo,
    },
    Check {
        job: JobNo,
        op: OpNo,
        level: CheckLevel,
    },
    /// Yes teaches the code; a quantity card changes the quantity.
    Teach {
        code: String,
        part: PartNo,
        qty: Qty,
    },
    /// No VIN, but this one would be: yes takes it.
    VehicleMeant {
        meant: Vin,
        why: BadVin,
    },
    /// Of the store desk.
    Desk(StoreQuestion),
    Store(StoreAsked),
    /// Why something is done that no list foresaw.
    Why {
        what: Why,
        reasons: &'static [Reason],
        command: Box<Command>,
        then: Then,
    },
    /// Yes: it came out; no: print it again.
    CameOut {
        print: i64,
        what: String,
    },
}

/// A command that waits for somebody's approval, as it was wished for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub command: Command,
    pub cause: Cause,
    pub then: Then,
    /// Who wishes it, when it is not the person logged on.
    pub actor: Option<PersonId>,
}

/// How far a new PIN has been typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPin {
    /// Whose it will be.
    pub person: PersonId,
    /// Typed once, and to be typed again.
    pub first: Option<Pin>,
    pub pin: Pin,
}

/// What is to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirm {
    NotApproved {
        part: PartNo,
    },
    /// A value outside its limits, in words.
    Outside {
        title: Bilingual,
        value: i64,
        unit: String,
        low: Option<i64>,
        high: Option<i64>,
    },
    /// Of deliveries and special orders.
    Desk(StoreConfirm),
    /// So it stands already, as far as this kiosk knows.
    AlreadyMarked(MarkKind),
    /// The book has this serial number out of the store.
    SerialTwice {
        serial: SerialNo,
        place: Place,
    },
    LotExpired {
        part: PartNo,
        lot: LotNo,
        expires: Day,
    },
}

/// What a reason is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    Moved { part: PartNo, to: Place },
    Differs { part: PartNo, missing: Qty, unit: Unit },
    Reversed { part: PartNo },
    Counted { part: PartNo },
    NoOldPart { part: PartNo },
}

/// What a part's barcode said besides the part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartScan {
    pub qty: Option<Qty>,
    /// The order that the label names.
    pub order: Option<NoteNo>,
    pub lot: Option<LotNo>,
    pub serial: Option<SerialNo>,
    pub expires: Option<Day>,
}

/// One record of this session.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    pub record: RecordName,
    /// What the screen said of it.
    pub headline: String,
    /// The line that it began, for setting its quantity and for the lists.
    pub line: Option<ActLine>,
    /// Lines that came with one act and whose quantity no number can mean: for the lists.
    pub also: Vec<ActLine>,
    /// It changed the quantity of the line that this record began, which stood at this before.
    pub set: Option<(RecordName, Qty)>,
}

/// A line that an act began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActLine {
    pub stock: Stock,
    pub from: Place,
    pub to: Place,
    /// As the catalogue had it then: a list of many lines is drawn with every scan and must not look each of them up.
    pub name: Bilingual,
    pub unit: Unit,
    /// What the line stands at now.
    pub qty: Qty,
}

impl Session {
    /// The line of this delivery that came last, and the record that began it, whatever was noted of it since.
    pub fn came_last(&self) -> Option<(RecordName, &ActLine)> {
        let Task::Receive { began, .. } = self.task else { return None };
        let came = |act: &&Act| act.line.as_ref().is_some_and(|line| line.from == Place::Supplier);
        let act = self.acts.get(began..)?.iter().rev().find(came)?;
        Some((act.record, act.line.as_ref()?))
    }

    /// What changed the quantity of the line that this record began, in order.
    pub fn grown(&self, begun_by: RecordName) -> Vec<RecordName> {
        let of_line = |act: &&Act| act.set.is_some_and(|(line, _)| line == begun_by);
        self.acts.iter().filter(of_line).map(|act| act.record).collect()
    }

    /// The line that a new quantity sets, and the record that began it: the last one, if it belongs to what is on the
    /// screen. An act that only changed the quantity of a line does not end it; anything else does.
    pub fn last_line(&self) -> Option<(RecordName, &ActLine)> {
        let first = if let Task::Receive { began, .. } = self.task { began } else { 0 };
        let acts = self.acts.get(first..).unwrap_or_default();
        let act = acts.iter().rev().find(|act| act.set.is_none())?;
        let line = act.line.as_ref()?;
        let here = match &self.task {
            Task::Job => matches!((&line.to, &self.job), (Place::Job(to), Some(job)) if to == job),
            Task::Receive { .. } => line.from == Place::Supplier,
            Task::Store(StoreTask::Pick { tote, .. }) => line.to == Place::Stage(tote.clone()),
            Task::Store(StoreTask::Ship { shipment, .. }) => line.to == Place::Transit(shipment.clone()),
            Task::Store(StoreTask::Arrive { shipment }) => line.from == Place::Transit(shipment.clone()),
            Task::Store(StoreTask::Sale { sale }) => line.to == Place::Sale(sale.clone()),
            Task::PutAway { .. } => matches!((&line.from, &line.to), (Place::Bin(_), Place::Bin(_))),
            Task::Home
            | Task::Jobs
            | Task::Return { .. }
            | Task::LookUp { .. }
            | Task::Part { .. }
            | Task::Bin { .. }
            | Task::Label
            | Task::Queue
            | Task::Pause
            | Task::Unknown { .. }
            | Task::WhatIs { .. }
            | Task::Calibrate(_)
            | Task::BadgeReader(_)
            | Task::Me
            | Task::Activity
            | Task::MyTime { .. }
            | Task::TimeToCheck
            | Task::NewPin(_)
            | Task::AtJob(_)
            | Task::Equipment(_)
            | Task::Desk(_)
            | Task::Store(_)
            | Task::Help => false,
        };
        here.then_some((act.record, line))
    }

    /// Keeps an act. The oldest one leaves when there are too many.
    pub fn keep(&mut self, act: Act) {
        self.acts.push(act);
        if self.acts.len() > MAX_ACTS {
            self.acts.remove(0);
            if let Task::Receive { began, .. } = &mut self.task {
                *began = began.saturating_sub(1);
            }
        }
    }

    /// Takes the last act out, to take it back.
    pub fn take_last(&mut self) -> Option<Act> {
        let act = self.acts.pop();
        let left = self.acts.len();
        if let Task::Receive { began, .. } = &mut self.task {
            *began = left.min(*began);
        }
        act
    }

    /// Nothing on it but the welcome.
    pub fn is_blank(&self) -> bool {
        self.person.is_none() && self.task == Task::Home && self.notice.is_none() && self.typed.is_empty()
    }
}
