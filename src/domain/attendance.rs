//! Attendance, breaks and time that belongs to no job: what a person marks, and what a lead says of it afterwards.

use super::entry::Recorded;
use super::event::Event;
use super::ids::{JobNo, OpNo, PersonId, RecordName};
use super::work::{PersonDay, insert_at};

/// What a person marks. The last five are work that belongs to no job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkKind {
    In,
    Out,
    BreakBegin,
    BreakEnd,
    /// Back at work within a break of the shift: it ends here.
    Resume,
    /// The work without a job ends, and nothing else begins.
    ActivityEnd,
    Training,
    Cleaning,
    WaitingForWork,
    Meeting,
    OtherActivity,
}

impl MarkKind {
    /// Work without a job that can be chosen.
    pub const ACTIVITIES: [MarkKind; 5] =
        [MarkKind::Training, MarkKind::Cleaning, MarkKind::WaitingForWork, MarkKind::Meeting, MarkKind::OtherActivity];

    /// Spelling in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            MarkKind::In => "in",
            MarkKind::Out => "out",
            MarkKind::BreakBegin => "break-begin",
            MarkKind::BreakEnd => "break-end",
            MarkKind::Resume => "resume",
            MarkKind::ActivityEnd => "activity-end",
            MarkKind::Training => "training",
            MarkKind::Cleaning => "cleaning",
            MarkKind::WaitingForWork => "waiting-for-work",
            MarkKind::Meeting => "meeting",
            MarkKind::OtherActivity => "other",
        }
    }

    /// Work without a job.
    pub fn is_activity(self) -> bool {
        MarkKind::ACTIVITIES.contains(&self)
    }
}

/// When and where a punch or a mark was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    pub record: RecordName,
    /// Milliseconds since 1970-01-01 UTC, as the station's wall clock had it, or as it was found out since.
    pub at_ms: i64,
    /// Whether that is known to be right.
    pub trusted: bool,
    /// The device that recorded it, and the place in its chain.
    pub device: u32,
    pub seq: u64,
    pub boot: [u8; 16],
    pub since_boot_ms: u64,
}

impl Made {
    pub(super) fn by(record: &Recorded) -> Made {
        let stamp = &record.entry.meta.stamp;
        let position = record.position;
        Made {
            record: record.name,
            at_ms: stamp.wall_ms,
            trusted: stamp.trusted,
            device: position.device,
            seq: u64::from(position.epoch) << 40 | position.seq,
            boot: stamp.boot,
            since_boot_ms: stamp.since_boot_ms,
        }
    }

    /// Whether it certainly, or by its time, comes before the other.
    pub(super) fn precedes(&self, other: &Made) -> bool {
        if self.device == other.device { self.seq <= other.seq } else { self.at_ms <= other.at_ms }
    }

    /// The right time, once the clock of that boot is known.
    fn redate(&mut self, device: u32, boot: [u8; 16], wall_at_boot_ms: i64) -> bool {
        let concerned = !self.trusted && self.device == device && self.boot == boot;
        if concerned {
            self.at_ms = wall_at_boot_ms.saturating_add(i64::try_from(self.since_boot_ms).unwrap_or(i64::MAX));
            self.trusted = true;
        }
        concerned
    }
}

/// One mark of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub kind: MarkKind,
    pub made: Made,
}

/// What a stretch of time that was entered afterwards was: work on a job, work without one, or attendance when neither is
/// named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    pub record: RecordName,
    pub job: Option<JobNo>,
    pub op: Option<OpNo>,
    pub activity: Option<MarkKind>,
    pub from_ms: i64,
    pub to_ms: i64,
}

/// What a lead said of the time that a punch or a mark began. The original stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    /// The record that began it.
    pub of: RecordName,
    pub start_ms: Option<i64>,
    pub end_ms: Option<i64>,
}

impl PersonDay {
    /// Folds what is not work on a job.
    pub(super) fn fold_marks(&mut self, key: &PersonId, record: &Recorded) {
        for event in &record.entry.events {
            match event {
                Event::TimeMarked { person, mark } if person == key => {
                    self.insert_mark(Mark { kind: *mark, made: Made::by(record) });
                }
                Event::TimeEntered { person, job, op, activity, from_ms, to_ms } if person == key => {
                    let (job, op, activity) = (job.clone(), *op, *activity);
                    self.entered.push(Entered {
                        record: record.name,
                        job,
                        op,
                        activity,
                        from_ms: *from_ms,
                        to_ms: *to_ms,
                    });
                }
                Event::TimeCorrected { person, punch, start_ms, end_ms } if person == key => {
                    self.rulings.push(Ruling { of: *punch, start_ms: *start_ms, end_ms: *end_ms });
                }
                Event::TimeConfirmed { person, punch } if person == key => {
                    self.rulings.push(Ruling { of: *punch, start_ms: None, end_ms: None });
                }
                Event::ClockLearnt { boot, wall_at_boot_ms, people } if people.contains(key) => {
                    self.redate(record.position.device, *boot, *wall_at_boot_ms);
                }
                _ => {}
            }
        }
    }

    fn insert_mark(&mut self, mark: Mark) {
        let at = insert_at(&self.marks, |known| known.made.precedes(&mark.made));
        self.marks.insert(at, mark);
    }

    /// Times of a boot whose clock was wrong become right, and take the places that belong to them.
    fn redate(&mut self, device: u32, boot: [u8; 16], wall_at_boot_ms: i64) {
        for punch in std::mem::take(&mut self.punches) {
            let mut punch = punch;
            punch.made.redate(device, boot, wall_at_boot_ms);
            self.insert_punch(punch);
        }
        for mark in std::mem::take(&mut self.marks) {
            let mut mark = mark;
            mark.made.redate(device, boot, wall_at_boot_ms);
            self.insert_mark(mark);
        }
    }

    /// Whether something was made at this device and boot by a clock that was not known to be right.
    pub fn waits_for_clock(&self, device: u32, boot: [u8; 16]) -> bool {
        let marks = self.marks.iter().map(|mark| &mark.made);
        let mut all = self.punches.iter().map(|punch| &punch.made).chain(marks);
        all.any(|made| !made.trusted && made.device == device && made.boot == boot)
    }

    /// The last mark of attendance: in, out or a break.
    pub fn attendance(&self) -> Option<&Mark> {
        let of_attendance =
            |kind| matches!(kind, MarkKind::In | MarkKind::Out | MarkKind::BreakBegin | MarkKind::BreakEnd);
        self.marks.iter().rfind(|mark| of_attendance(mark.kind))
    }

    /// The person is in, be it on a break.
    pub fn is_in(&self) -> bool {
        self.attendance().is_some_and(|mark| mark.kind != MarkKind::Out)
    }

    pub fn is_on_break(&self) -> bool {
        self.attendance().is_some_and(|mark| mark.kind == MarkKind::BreakBegin)
    }

    /// The work without a job that goes on, as far as marks say.
    pub fn activity(&self) -> Option<&Mark> {
        let last = self.marks.iter().rfind(|mark| !matches!(mark.kind, MarkKind::In | MarkKind::Resume))?;
        let job_since = self.punches.iter().any(|punch| !punch.made.precedes(&last.made));
        (last.kind.is_activity() && !job_since).then_some(last)
    }

    /// Nothing is known of the person's time.
    pub fn is_empty(&self) -> bool {
        self.punches.is_empty() && self.marks.is_empty() && self.entered.is_empty() && self.rulings.is_empty()
    }
}
