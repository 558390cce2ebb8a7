//! Who works on what, and since when: punches and the spans that follow from them.

use super::attendance::{Entered, Made, Mark, Ruling};
use super::entry::Recorded;
use super::event::Event;
use super::ids::{JobNo, OpNo, PersonId, RecordName};

/// Why work on an operation stopped for now. The first eight make the operation *wait*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PauseReason {
    Parts,
    CustomerApproval,
    BayOrLift,
    Tool,
    Insurer,
    TechnicalHotline,
    WarrantyApproval,
    Sublet,
    Break,
    /// Another operation was started; nothing waits.
    Switch,
    Other,
}

impl PauseReason {
    /// What a person can choose; `Switch` follows from starting something else.
    pub const CHOICES: [PauseReason; 10] = [
        PauseReason::Parts,
        PauseReason::CustomerApproval,
        PauseReason::BayOrLift,
        PauseReason::Tool,
        PauseReason::Insurer,
        PauseReason::TechnicalHotline,
        PauseReason::WarrantyApproval,
        PauseReason::Sublet,
        PauseReason::Break,
        PauseReason::Other,
    ];

    /// Spelling in JSON.
    pub fn code(self) -> &'static str {
        match self {
            PauseReason::Parts => "parts",
            PauseReason::CustomerApproval => "customer-approval",
            PauseReason::BayOrLift => "bay-or-lift",
            PauseReason::Tool => "tool",
            PauseReason::Insurer => "insurer",
            PauseReason::TechnicalHotline => "technical-hotline",
            PauseReason::WarrantyApproval => "warranty-approval",
            PauseReason::Sublet => "sublet",
            PauseReason::Break => "break",
            PauseReason::Switch => "switch",
            PauseReason::Other => "other",
        }
    }

    /// True when the operation waits for something, not the person.
    pub fn is_waiting(self) -> bool {
        !matches!(self, PauseReason::Break | PauseReason::Switch | PauseReason::Other)
    }
}

/// What a punch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PunchKind {
    Start,
    Pause(PauseReason),
    Finish,
}

/// One punch of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Punch {
    pub record: RecordName,
    pub job: JobNo,
    pub op: OpNo,
    pub kind: PunchKind,
    /// Milliseconds since 1970-01-01 UTC, as the station's wall clock had it.
    pub at_ms: i64,
    /// Punches of one device stay in the order in which they were made.
    pub made: Made,
}

/// Where a punch belongs among those known: behind all of which `precedes` is certain, else by its time.
pub(super) fn insert_at<T>(known: &[T], precedes: impl Fn(&T) -> bool) -> usize {
    known.iter().rposition(precedes).map_or(0, |last| last + 1)
}

/// A stretch of work. Spans of one person never overlap: each punch closes what ran before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub job: JobNo,
    pub op: OpNo,
    pub start_ms: i64,
    /// `None` while it runs.
    pub end_ms: Option<i64>,
    /// A bound of the span comes from a clock that was not known to be right.
    pub estimated: bool,
}

/// The punches of one person in the period. In order of time, but those of one device in the order in which they were
/// made, and an end behind the start that it ends: a kiosk that wakes in 1970 still ends what was begun.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonDay {
    pub punches: Vec<Punch>,
    /// Attendance, breaks, and work without a job.
    pub marks: Vec<Mark>,
    /// Entered afterwards.
    pub entered: Vec<Entered>,
    /// What leads said of single stretches, oldest first.
    pub rulings: Vec<Ruling>,
}

impl PersonDay {
    pub(super) fn fold(&mut self, key: &PersonId, record: &Recorded) {
        self.fold_marks(key, record);
        for event in &record.entry.events {
            match event {
                Event::WorkStarted { person, job, op } if person == key => {
                    self.punch(record, job, *op, PunchKind::Start);
                }
                Event::WorkPaused { person, job, op, reason } if person == key => {
                    self.punch(record, job, *op, PunchKind::Pause(*reason));
                }
                Event::WorkFinished { person, job, op } if person == key => {
                    self.punch(record, job, *op, PunchKind::Finish);
                }
                Event::PunchVoided { person, punch, .. } if person == key => {
                    self.punches.retain(|known| known.record != *punch);
                }
                _ => {}
            }
        }
    }

    fn punch(&mut self, record: &Recorded, job: &JobNo, op: OpNo, kind: PunchKind) {
        let made = Made::by(record);
        let punch = Punch { record: record.name, job: job.clone(), op, kind, at_ms: made.at_ms, made };
        self.insert_punch(punch);
    }

    pub(super) fn insert_punch(&mut self, mut punch: Punch) {
        punch.at_ms = punch.made.at_ms;
        let at = insert_at(&self.punches, |known| {
            let is_end = punch.kind != PunchKind::Start && known.kind == PunchKind::Start;
            let ends_it = is_end && known.job == punch.job && known.op == punch.op && punch.made.may_end(&known.made);
            known.made.device == punch.made.device || ends_it || known.at_ms <= punch.at_ms
        });
        self.punches.insert(at, punch);
    }

    /// What the person works on now, and since when.
    pub fn running(&self) -> Option<&Punch> {
        self.punches.last().filter(|punch| punch.kind == PunchKind::Start)
    }

    /// The spans of work that follow from the punches.
    pub fn spans(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for (punch, at_ms) in self.punches.iter().zip(self.times()) {
            let estimated = !punch.made.trusted || at_ms != punch.at_ms;
            if let Some(open) = spans.last_mut().filter(|span| span.end_ms.is_none()) {
                open.end_ms = Some(at_ms);
                open.estimated |= estimated;
            }
            if punch.kind == PunchKind::Start {
                let (job, op) = (punch.job.clone(), punch.op);
                spans.push(Span { job, op, start_ms: at_ms, end_ms: None, estimated });
            }
        }
        spans
    }

    /// Times of the punches that never go back: one from a wrong clock gives way to the trusted one after it, and
    /// then each is at least the one before.
    fn times(&self) -> Vec<i64> {
        let mut times: Vec<i64> = self.punches.iter().map(|punch| punch.at_ms).collect();
        let mut latest = i64::MAX;
        for (time, punch) in times.iter_mut().zip(&self.punches).rev() {
            if punch.made.trusted {
                latest = *time;
            }
            *time = (*time).min(latest);
        }
        let mut earliest = i64::MIN;
        for time in &mut times {
            earliest = earliest.max(*time);
            *time = earliest;
        }
        times
    }
}
