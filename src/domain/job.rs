//! Jobs (repair orders): the car, the operations, the required parts, and what was issued.

use super::attendance::{Made, RightClock};
use super::course::Course;
use super::entry::Recorded;
use super::event::{Event, JobOpened, MoveRef, StockMoved};
use super::ids::{BayId, JobNo, LineNo, OpNo, PartNo, PersonId};
use super::job_event::{Happened, JobEvent};
use super::no_show;
use super::old_part::OldPartsOfJob;
use super::operation::Operation;
use super::place::Place;
use super::qty::{Money, Qty, Unit};
use super::stock::Stock;

/// Who pays for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Payer {
    Customer,
    Warranty,
    Internal,
    Insurance,
}

impl Payer {
    pub const ALL: [Payer; 4] = [Payer::Customer, Payer::Warranty, Payer::Internal, Payer::Insurance];

    /// Spelling in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Payer::Customer => "customer",
            Payer::Warranty => "warranty",
            Payer::Internal => "internal",
            Payer::Insurance => "insurance",
        }
    }

    pub fn from_code(code: &str) -> Option<Payer> {
        Payer::ALL.into_iter().find(|payer| payer.code() == code)
    }
}

/// Where a job stands. Waiting is no state of a job: it belongs to an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JobState {
    Planned,
    Released,
    InProgress,
    Check,
    Rework,
    Wash,
    Ready,
    Settled,
    Delivered,
    Cancelled,
}

impl JobState {
    pub const ALL: [JobState; 10] = [
        JobState::Planned,
        JobState::Released,
        JobState::InProgress,
        JobState::Check,
        JobState::Rework,
        JobState::Wash,
        JobState::Ready,
        JobState::Settled,
        JobState::Delivered,
        JobState::Cancelled,
    ];

    /// Spelling in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            JobState::Planned => "planned",
            JobState::Released => "released",
            JobState::InProgress => "in-progress",
            JobState::Check => "check",
            JobState::Rework => "rework",
            JobState::Wash => "wash",
            JobState::Ready => "ready",
            JobState::Settled => "settled",
            JobState::Delivered => "delivered",
            JobState::Cancelled => "cancelled",
        }
    }

    pub fn from_code(code: &str) -> Option<JobState> {
        JobState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The car has left, or never came: the job leaves a kiosk's memory.
    pub fn is_closed(self) -> bool {
        matches!(self, JobState::Delivered | JobState::Cancelled)
    }

    /// Settled and later: the lines are with the cashier, nothing is issued or worked any more.
    pub fn is_settled(self) -> bool {
        matches!(self, JobState::Settled) || self.is_closed()
    }
}

/// One of the three checks of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CheckLevel {
    /// By the doer.
    Own,
    /// By another technician or the group leader.
    Mutual,
    /// By somebody with the inspector's right who is not the doer.
    Final,
}

impl CheckLevel {
    pub const ALL: [CheckLevel; 3] = [CheckLevel::Own, CheckLevel::Mutual, CheckLevel::Final];

    /// Spelling in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            CheckLevel::Own => "self",
            CheckLevel::Mutual => "mutual",
            CheckLevel::Final => "final",
        }
    }
}

/// Which checks an operation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checks {
    pub own: bool,
    pub mutual: bool,
    pub last: bool,
}

impl Checks {
    pub fn needs(self, level: CheckLevel) -> bool {
        match level {
            CheckLevel::Own => self.own,
            CheckLevel::Mutual => self.mutual,
            CheckLevel::Final => self.last,
        }
    }
}

/// Flat-rate time in thousandths of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Hours(pub i64);

/// A technician's part in an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub person: PersonId,
    /// Lead technician; the others help.
    pub lead: bool,
    /// Per cent of the flat-rate hours.
    pub percent: u8,
}

/// The car.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vehicle {
    pub vin: String,
    pub plate: String,
    pub model: String,
    /// Kilometres at arrival and at delivery.
    pub odometer_in: Option<u32>,
    pub odometer_out: Option<u32>,
}

impl Vehicle {
    /// The highest reading that is known.
    pub fn odometer(&self) -> Option<u32> {
        self.odometer_in.max(self.odometer_out)
    }
}

/// The customer. Masked on every screen of a kiosk but for those who speak with customers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Customer {
    pub name: String,
    pub phone: String,
}

impl Customer {
    /// As those see the customer who need not know the name: its first character. No number at all.
    #[must_use]
    pub fn masked(&self) -> Customer {
        let first = self.name.chars().next();
        Customer { name: first.map_or_else(String::new, |first| format!("{first}**")), phone: String::new() }
    }
}

/// A required part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobLine {
    pub no: LineNo,
    pub op: Option<OpNo>,
    pub part: PartNo,
    pub unit: Unit,
    pub qty: Qty,
    pub payer: Payer,
    pub approved: bool,
    pub issued: Qty,
    pub fitted: Qty,
    /// What stands ready in totes.
    pub staged: Qty,
}

impl JobLine {
    /// What is still to be issued; never negative.
    pub fn open(&self) -> Qty {
        self.qty.minus(self.issued).max(Qty::ZERO)
    }

    /// What is still to be fetched: neither issued nor ready in a tote.
    pub fn to_pick(&self) -> Qty {
        self.open().minus(self.staged.max(Qty::ZERO)).max(Qty::ZERO)
    }
}

/// What came back of an issue, by one move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    pub at: MoveRef,
    pub qty: Qty,
}

/// A move to this job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    pub at: MoveRef,
    /// Counts the moves to the job: the newest has the highest.
    pub ordinal: u32,
    pub line: Option<LineNo>,
    pub stock: Stock,
    pub from: Place,
    pub unit: Unit,
    pub payer: Option<Payer>,
    pub cost: Option<Money>,
    pub price: Option<Money>,
    pub qty: Qty,
    /// What came back of `qty`.
    pub returns: Vec<Return>,
    pub issuer: Option<PersonId>,
    /// `None` until somebody signs.
    pub receiver: Option<PersonId>,
}

impl Issue {
    /// What of it came back.
    pub fn returned(&self) -> Qty {
        self.returns.iter().fold(Qty::ZERO, |sum, back| sum.plus(back.qty))
    }

    /// What of it is still at the job.
    pub fn remaining(&self) -> Qty {
        self.qty.minus(self.returned())
    }
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub no: JobNo,
    pub state: JobState,
    pub vehicle: Vehicle,
    pub adviser: Option<PersonId>,
    pub customer: Customer,
    pub words: String,
    pub payer: Payer,
    pub waits: bool,
    pub promised_ms: Option<i64>,
    pub bay: Option<BayId>,
    pub comeback_of: Option<JobNo>,
    pub operations: Vec<Operation>,
    pub lines: Vec<JobLine>,
    /// Moves to the job of which something is still there, oldest first.
    pub issues: Vec<Issue>,
    /// Moves to the job that were wholly returned: undoing the return puts them back as they were.
    pub returned: Vec<Issue>,
    pub course: Course,
    pub old_parts: OldPartsOfJob,
    /// Nobody came: the job allocates nothing until somebody does.
    pub released: bool,
    /// When it last took parts to hold: by a line of its list, into a tote, or again after nobody had come.
    pub held: Option<Made>,
}

impl Job {
    fn open(opened: &JobOpened, record: &Recorded) -> Job {
        let JobOpened { job, state, vehicle, adviser, customer, words, payer, waits, promised_ms, bay, comeback_of } =
            opened.clone();
        Job {
            no: job,
            state,
            vehicle,
            adviser,
            customer,
            words,
            payer,
            waits,
            promised_ms,
            bay,
            comeback_of,
            operations: Vec::new(),
            lines: Vec::new(),
            issues: Vec::new(),
            returned: Vec::new(),
            course: Course { opened: Some(Made::by(record)), ..Course::default() },
            old_parts: OldPartsOfJob::default(),
            released: false,
            held: None,
        }
    }

    pub fn line(&self, no: LineNo) -> Option<&JobLine> {
        self.lines.iter().find(|line| line.no == no)
    }

    pub fn operation(&self, no: OpNo) -> Option<&Operation> {
        self.operations.iter().find(|op| op.no == no)
    }

    /// Everybody who worked on it, each once.
    pub fn workers(&self) -> Vec<PersonId> {
        let people = self.operations.iter().flat_map(|op| op.punches.iter().map(|punch| punch.person.clone()));
        people.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }

    /// Issues that nobody has signed for.
    pub fn unsigned(&self) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(|issue| issue.receiver.is_none() && issue.remaining().is_positive())
    }

    /// How many lines people see in these issues: moves that add to one line, or to one part off the list, are one.
    pub fn lines_in<'a>(issues: impl Iterator<Item = &'a Issue>) -> usize {
        issues.map(|issue| (issue.line, &issue.stock.part)).collect::<std::collections::BTreeSet<_>>().len()
    }

    /// The line that a scan of this part belongs to: the first that still wants some, else the first of that part.
    pub fn line_for(&self, part: &PartNo) -> Option<&JobLine> {
        let mut of_part = self.lines.iter().filter(|line| line.part == *part);
        of_part.clone().find(|line| line.open().is_positive()).or_else(|| of_part.next())
    }

    /// What the move `at` brought back from this job, less what of that went to the job again.
    pub fn came_back_by(&self, at: MoveRef) -> Qty {
        let returns = self.issues.iter().chain(&self.returned).flat_map(|issue| &issue.returns);
        returns.filter(|back| back.at == at).fold(Qty::ZERO, |sum, back| sum.plus(back.qty))
    }

    pub(in crate::domain) fn fold(slot: &mut Option<Job>, key: &JobNo, record: &Recorded) {
        for (index, event) in record.entry.events.iter().enumerate() {
            if let Event::JobOpened(opened) = event
                && opened.job == *key
                && slot.is_none()
            {
                *slot = Some(Job::open(opened, record));
            }
            let Some(job) = slot else { continue };
            let at = MoveRef { record: record.name, index: u16::try_from(index).unwrap_or(u16::MAX) };
            job.fold_event(event, at, record);
        }
        if let Some(job) = slot {
            job.fold_work_done();
        }
    }

    fn fold_event(&mut self, event: &Event, at: MoveRef, record: &Recorded) {
        match event {
            Event::StockMoved(moved) => self.fold_move(moved, at, record),
            Event::OperationAdded { job, op, title, hours, checks, shares } if *job == self.no => {
                let mut added = Operation::new(*op, title.clone(), *hours, *checks, shares.clone());
                if let Some(at) = self.operations.iter().position(|known| known.no == *op) {
                    added = added.renamed(self.operations.remove(at));
                }
                self.operations.push(added);
                self.operations.sort_by_key(|op| op.no);
            }
            Event::LineAdded { job, line, op, part, unit, qty, payer, approved } if *job == self.no => {
                let before = self.line(*line).map(|known| (known.issued, known.fitted, known.staged));
                if self.line(*line).is_none_or(|known| known.qty < *qty) {
                    self.hold(record);
                }
                let (part, (issued, fitted, staged)) = (part.clone(), before.unwrap_or_default());
                let (no, op, unit, qty, payer, approved) = (*line, *op, *unit, *qty, *payer, *approved);
                self.lines.retain(|known| known.no != no);
                self.lines.push(JobLine { no, op, part, unit, qty, payer, approved, issued, fitted, staged });
                self.lines.sort_by_key(|line| line.no);
            }
            Event::JobStateChanged { job, from, to } if *job == self.no => self.fold_state(*from, *to, record),
            Event::Job(told) if told.job == self.no => self.fold_told(told, event, record),
            Event::AllocationReleased { job, released } if *job == self.no => {
                if *released && no_show::is_stale(self, record) {
                    return;
                }
                self.released = *released;
                if !released {
                    self.hold(record);
                }
            }
            Event::ClockLearnt { jobs, .. } if jobs.contains(&self.no) => {
                RightClock::learnt(record, event).iter().for_each(|right| self.redate(right));
            }
            Event::LineStaged { job, line, qty, .. } if *job == self.no => {
                let lines = self.lines.iter_mut().filter(|known| known.no == *line);
                lines.for_each(|line| line.staged = line.staged.plus(*qty));
                if qty.is_positive() {
                    // Also by a station that had not heard that nobody came.
                    self.released &= record.entry.meta.command != no_show::PICKED;
                    self.hold(record);
                }
            }
            Event::ReceiptSigned { job, receiver, moves } if *job == self.no => self.sign(moves, Some(receiver)),
            Event::ReceiptWithdrawn { job, moves } if *job == self.no => self.sign(moves, None),
            Event::PartFitted { job, line, qty, .. } if *job == self.no => {
                if let Some(line) = self.lines.iter_mut().find(|known| known.no == *line) {
                    line.fitted = line.fitted.plus(*qty);
                }
            }
            _ => self.fold_operations(event, record),
        }
    }

    /// It takes parts to hold. Of what two stations did the later counts, whichever is heard of last.
    fn hold(&mut self, record: &Recorded) {
        let made = Made::by(record);
        if self.held.is_none_or(|held| held.precedes(&made)) {
            self.held = Some(made);
        }
    }

    /// Times of a boot whose clock was wrong become right.
    fn redate(&mut self, right: &RightClock) {
        self.held.iter_mut().for_each(|held| held.redate(right));
        self.operations.iter_mut().for_each(|op| op.redate(right));
        self.course.all_made().for_each(|made| made.redate(right));
    }

    /// Whether something was done here at this device and boot by a clock that was not known to be right.
    pub fn waits_for_clock(&self, device: u32, boot: [u8; 16]) -> bool {
        let mut punches = self.operations.iter().flat_map(|op| &op.punches);
        let mut said = self.course.arrivals.iter().map(|arrival| &arrival.said);
        let opened = self.course.opened.is_some_and(|made| made.waits_for(device, boot));
        let held = self.held.is_some_and(|made| made.waits_for(device, boot));
        let moved = self.course.bay_moves.iter().any(|moved| moved.said.waits_for(device, boot));
        let asked = self.course.requests.iter().any(|asked| asked.said.waits_for(device, boot));
        let answers = self.course.requests.iter().flat_map(|asked| &asked.answers);
        opened
            || held
            || moved
            || asked
            || answers.into_iter().any(|answer| answer.said.waits_for(device, boot))
            || punches.any(|punch| punch.waits_for(device, boot))
            || said.any(|said| said.waits_for(device, boot))
    }

    fn fold_operations(&mut self, event: &Event, record: &Recorded) {
        self.old_parts.fold(event, &self.no);
        if let Event::WorkStarted { job, .. } | Event::WorkFinished { job, .. } = event
            && *job == self.no
        {
            self.note_late(record);
        }
        for op in &mut self.operations {
            op.fold(&self.no, event, record);
        }
    }

    fn fold_told(&mut self, told: &JobEvent, event: &Event, record: &Recorded) {
        self.course.fold(&told.what, record);
        match &told.what {
            Happened::Planned { bay, promised_ms } => {
                self.bay = bay.clone().or(self.bay.take());
                self.promised_ms = promised_ms.or(self.promised_ms);
            }
            Happened::CarArrived { odometer, .. } => {
                self.vehicle.odometer_in = odometer.or(self.vehicle.odometer_in);
            }
            Happened::CarHandedOver { odometer, .. } => {
                self.vehicle.odometer_out = odometer.or(self.vehicle.odometer_out);
            }
            _ => {}
        }
        self.fold_operations(event, record);
        self.approve_lines();
    }

    /// The parts of extra work are approved with it.
    fn approve_lines(&mut self) {
        for op in self.operations.iter().filter(|op| op.extra.is_some()) {
            let lines = self.lines.iter_mut().filter(|line| line.op == Some(op.no));
            lines.for_each(|line| line.approved = op.is_agreed());
        }
    }

    fn fold_move(&mut self, moved: &StockMoved, at: MoveRef, record: &Recorded) {
        let here = Place::Job(self.no.clone());
        let change = match (moved.from == here, moved.to == here) {
            (false, true) => moved.qty,
            (true, false) => Qty::ZERO.minus(moved.qty),
            _ => return,
        };
        if let Some(no) = moved.line
            && let Some(line) = self.lines.iter_mut().find(|line| line.no == no)
        {
            line.issued = line.issued.plus(change);
        }
        self.note_late(record);
        let goes_out = [no_show::ISSUED, no_show::TOTE_ISSUED].contains(&record.entry.meta.command.as_str());
        if self.released && change.is_positive() && goes_out {
            // By a station that had not heard that nobody came.
            self.released = false;
            self.hold(record);
        }
        if moved.from == Place::OldPart || moved.to == Place::OldPart {
            // It came off the car, and back onto it when that is undone: never an issue.
            return;
        }
        if change.is_positive() {
            if moved.reverses.is_some_and(|of| self.bring_again(of, moved.qty)) {
                return;
            }
            self.issues.push(Issue {
                at,
                ordinal: self.next_ordinal(),
                line: moved.line,
                stock: moved.stock.clone(),
                from: moved.from.clone(),
                unit: moved.unit,
                payer: moved.payer,
                cost: moved.cost,
                price: moved.price,
                qty: moved.qty,
                returns: Vec::new(),
                issuer: moved.issuer.clone(),
                receiver: moved.receiver.clone(),
            });
        } else if let Some(reversed) = moved.reverses {
            let undone = record.entry.events.contains(&Event::RecordReversed { record: reversed.record });
            self.take_back(reversed, Return { at, qty: moved.qty }, undone);
        }
    }

    fn next_ordinal(&self) -> u32 {
        let highest = self.issues.iter().chain(&self.returned).map(|issue| issue.ordinal).max();
        highest.map_or(1, |highest| highest.saturating_add(1))
    }

    /// Something of an issue leaves the job; an issue that is undone never was.
    fn take_back(&mut self, of: MoveRef, back: Return, undone: bool) {
        let Some(at) = self.issues.iter().position(|issue| issue.at == of) else { return };
        self.issues[at].returns.push(back);
        if !self.issues[at].remaining().is_positive() {
            let gone = self.issues.remove(at);
            if !undone {
                self.returned.push(gone);
            }
        }
    }

    /// A return, or a part of it, is undone: its issue is as before. False when no such return is known.
    fn bring_again(&mut self, of: MoveRef, qty: Qty) -> bool {
        let is_it = |issue: &Issue| issue.returns.iter().any(|back| back.at == of);
        if let Some(at) = self.returned.iter().position(is_it) {
            let issue = self.returned.remove(at);
            let at = self.issues.partition_point(|known| known.ordinal < issue.ordinal);
            self.issues.insert(at, issue);
        }
        let Some(issue) = self.issues.iter_mut().find(|issue| is_it(issue)) else { return false };
        for back in issue.returns.iter_mut().filter(|back| back.at == of) {
            back.qty = back.qty.minus(qty);
        }
        issue.returns.retain(|back| back.qty.is_positive());
        true
    }

    fn sign(&mut self, moves: &[MoveRef], receiver: Option<&PersonId>) {
        for issue in self.issues.iter_mut().filter(|issue| moves.contains(&issue.at)) {
            issue.receiver = receiver.cloned();
        }
    }
}
