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

    /// Whether this can be the end of what the other began although its time may lie before: where a clock is not known
    /// to be right, or both differ by no more than right clocks do.
    pub(super) fn may_end(&self, begun: &Made) -> bool {
        let doubtful = !self.trusted || !begun.trusted;
        doubtful || begun.at_ms.saturating_sub(self.at_ms) < CLOCKS_DIFFER_MS
    }

    /// The right time, once the clock of that boot is known.
    pub(super) fn redate(&mut self, right: &RightClock) {
        if self.waits_for(right.device, right.boot) {
            let up = i64::try_from(self.since_boot_ms).unwrap_or(i64::MAX);
            self.at_ms = right.wall_at_boot_ms.saturating_add(up);
            self.trusted = true;
        }
    }

    /// Made at this device and boot by a clock that was not known to be right.
    pub fn waits_for(&self, device: u32, boot: [u8; 16]) -> bool {
        !self.trusted && self.device == device && self.boot == boot
    }

    /// Not so long ago that nobody is still at what this began. A clock that wakes in 1970 doubts nothing.
    pub fn is_of_this_shift(&self, now_ms: i64) -> bool {
        now_ms.saturating_sub(self.at_ms) < LONGEST_SHIFT_MS
    }
}

/// Clocks that are called right differ by less.
const CLOCKS_DIFFER_MS: i64 = 10_000;

/// Longer than any shift: whoever began so long ago has forgotten to end it.
const LONGEST_SHIFT_MS: i64 = 14 * 3_600_000;

/// When a boot of a device began, as it was found out later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RightClock {
    pub device: u32,
    pub boot: [u8; 16],
    /// Milliseconds since 1970-01-01 UTC.
    pub wall_at_boot_ms: i64,
}

impl RightClock {
    /// What a record says of its own boot.
    pub(super) fn learnt(record: &Recorded, event: &Event) -> Option<RightClock> {
        let Event::ClockLearnt { boot, wall_at_boot_ms, .. } = event else { return None };
        Some(RightClock { device: record.position.device, boot: *boot, wall_at_boot_ms: *wall_at_boot_ms })
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
                Event::ClockLearnt { people, .. } if people.contains(key) => {
                    RightClock::learnt(record, event).iter().for_each(|right| self.redate(right));
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
    fn redate(&mut self, right: &RightClock) {
        for mut punch in std::mem::take(&mut self.punches) {
            punch.made.redate(right);
            self.insert_punch(punch);
        }
        for mut mark in std::mem::take(&mut self.marks) {
            mark.made.redate(right);
            self.insert_mark(mark);
        }
    }

    /// Where and when all of it was made.
    fn made(&self) -> impl Iterator<Item = &Made> {
        self.punches.iter().map(|punch| &punch.made).chain(self.marks.iter().map(|mark| &mark.made))
    }

    /// The latest moment that is known to be right.
    pub(super) fn latest_known_ms(&self) -> Option<i64> {
        self.made().filter(|made| made.trusted).map(|made| made.at_ms).max()
    }

    /// Whether something was made at this device and boot by a clock that was not known to be right.
    pub fn waits_for_clock(&self, device: u32, boot: [u8; 16]) -> bool {
        self.made().any(|made| made.waits_for(device, boot))
    }

    /// The jobs on which the person worked at this device and boot by a clock that was not known to be right.
    pub fn jobs_waiting_for_clock(&self, device: u32, boot: [u8; 16]) -> impl Iterator<Item = &JobNo> {
        self.punches.iter().filter(move |punch| punch.made.waits_for(device, boot)).map(|punch| &punch.job)
    }

    /// When the person first clocked in, by a clock that was right.
    pub fn first_in_ms(&self) -> Option<i64> {
        let came = self.marks.iter().filter(|mark| mark.kind == MarkKind::In && mark.made.trusted);
        came.map(|mark| mark.made.at_ms).min()
    }

    /// The last mark of attendance: in, out or a break.
    pub fn attendance(&self) -> Option<&Mark> {
        let of_attendance =
            |kind| matches!(kind, MarkKind::In | MarkKind::Out | MarkKind::BreakBegin | MarkKind::BreakEnd);
        self.marks.iter().rfind(|mark| of_attendance(mark.kind))
    }

    /// The same, unless it is of a shift that is over.
    fn attendance_now(&self, now_ms: i64) -> Option<&Mark> {
        self.attendance().filter(|last| last.made.is_of_this_shift(now_ms))
    }

    /// The person is in, be it on a break. Who forgot to go out yesterday is not in today.
    pub fn is_in(&self, now_ms: i64) -> bool {
        self.attendance_now(now_ms).is_some_and(|mark| mark.kind != MarkKind::Out)
    }

    pub fn is_on_break(&self, now_ms: i64) -> bool {
        self.attendance_now(now_ms).is_some_and(|mark| mark.kind == MarkKind::BreakBegin)
    }

    /// The person went out in this shift, and has done nothing since.
    pub fn is_out(&self, now_ms: i64) -> bool {
        let out = self.attendance_now(now_ms).filter(|last| last.kind == MarkKind::Out);
        out.is_some_and(|out| self.made().all(|made| made.precedes(&out.made)))
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
