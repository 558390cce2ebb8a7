//! All state of the screens: who is on, what is being done, what is being typed. Nothing of it is kept elsewhere.

use std::time::Duration;

use crate::domain::catalogue::CodeHit;
use crate::domain::command::{Command, Item};
use crate::domain::ids::{BinId, JobNo, NoteNo, OpNo, PartNo, PersonId, RecordName};
use crate::domain::job::CheckLevel;
use crate::domain::person::Bilingual;
use crate::domain::qty::{Qty, Unit};
use crate::station::pipeline::Then;
use crate::station::view::screen::Notice;

/// Most lines of one session that are kept for undo and for the screen.
pub const MAX_ACTS: usize = 200;

/// The state of the screens.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Session {
    pub person: Option<PersonId>,
    pub task: Task,
    /// The job that scans act on.
    pub job: Option<JobNo>,
    /// The bin that the next part is taken from.
    pub bin: Option<BinId>,
    /// What was typed and not entered yet.
    pub typed: String,
    /// Selected row of the list on the screen.
    pub selected: usize,
    pub notice: Option<Notice>,
    pub question: Option<Asked>,
    /// What this session recorded, oldest first: for undo and for setting a quantity.
    pub acts: Vec<Act>,
    /// Steady time of the last scan or key.
    pub last_activity: Duration,
    /// The last identical read of each scanner, against stutter.
    pub last_read: Option<LastRead>,
}

/// The last scan of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastRead {
    pub device: String,
    pub bytes: Vec<u8>,
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
        began: usize,
    },
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
    Unknown(UnknownCode),
    Help,
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
    pub why: String,
}

/// Something that must be answered first.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// Yes tries the command again as it stands here.
    Confirm {
        kind: Confirm,
        yes: Box<Command>,
        then: Then,
    },
    WhoPays {
        part: PartNo,
        command: Box<Command>,
    },
    FromWhichBin {
        part: PartNo,
        command: Box<Command>,
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
    /// Yes: it came out; no: print it again.
    CameOut {
        print: i64,
        what: String,
    },
}

/// What is to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirm {
    OverRequired { part: PartNo, required: Qty, issued: Qty, unit: Unit, more: Qty },
    NotApproved { part: PartNo },
}

/// What a part's barcode said besides the part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartScan {
    pub qty: Option<Qty>,
    pub lot: Option<crate::domain::ids::LotNo>,
    pub serial: Option<crate::domain::ids::SerialNo>,
}

/// One record of this session.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    pub record: RecordName,
    /// What the screen said of it.
    pub headline: String,
    /// The line that it began, for setting its quantity and for the lists.
    pub line: Option<ActLine>,
    /// It set the quantity of the line that this record began, which stood at this before.
    pub set: Option<(RecordName, Qty)>,
}

/// A line that an act began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActLine {
    pub part: PartNo,
    /// As the catalogue had it then: a list of many lines is drawn with every scan and must not look each of them up.
    pub name: Bilingual,
    pub unit: Unit,
    /// What the line stands at now.
    pub qty: Qty,
    pub place: String,
    /// The record whose quantity a new quantity sets: this one, or the first of the same line.
    pub begun_by: RecordName,
}
