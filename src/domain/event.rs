//! Facts, in the past tense. Numbers and field keys of the stored form are in `record::events`.

use super::attendance::MarkKind;
use super::count::CountEvent;
use super::fault::{DeliveryFault, Outcome};
use super::ids::{
    BadgeHash, BayId, CabinetId, JobNo, LineNo, LotNo, NoteNo, OpNo, OrderNo, PartNo, PersonId, RecordName, RfTag,
    SaleNo, ShipmentNo, SiteId, TagNo, ToteId,
};
use super::job::{CheckLevel, Checks, Customer, Hours, JobState, Payer, Share, Vehicle};
use super::job_event::JobEvent;
use super::level::Level;
use super::lot::Day;
use super::old_part::OldPart;
use super::person::{BadBadge, Bilingual, Profile, Role};
use super::place::Place;
use super::qty::{Money, Qty, Unit};
use super::reason::Reason;
use super::shift::Shift;
use super::shipment::Papers;
use super::stock::Stock;
use super::work::PauseReason;

/// One move within a record: the record's name and the move's place among its events, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MoveRef {
    pub record: RecordName,
    pub index: u16,
}

/// Stock went from one place to another. Positive, always two places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockMoved {
    pub stock: Stock,
    pub unit: Unit,
    pub qty: Qty,
    pub from: Place,
    pub to: Place,
    /// The job's line that the move belongs to.
    pub line: Option<LineNo>,
    pub payer: Option<Payer>,
    /// Who handed it out.
    pub issuer: Option<PersonId>,
    /// Who took it, when both are the same act; at a counter the receiver signs with `ReceiptSigned`.
    pub receiver: Option<PersonId>,
    /// Delivery note or order of a receipt.
    pub note: Option<NoteNo>,
    /// Cost and price of one unit, as the catalogue had them.
    pub cost: Option<Money>,
    pub price: Option<Money>,
    /// The move that this one takes back, wholly or in part.
    pub reverses: Option<MoveRef>,
}

impl StockMoved {
    /// A move of which nothing else is known.
    pub fn plain(stock: Stock, unit: Unit, qty: Qty, from: Place, to: Place) -> StockMoved {
        let (line, payer, issuer, receiver) = (None, None, None, None);
        let (note, cost, price, reverses) = (None, None, None, None);
        StockMoved { stock, unit, qty, from, to, line, payer, issuer, receiver, note, cost, price, reverses }
    }

    /// The same move the other way round.
    #[must_use]
    pub fn turned_back(&self, reverses: MoveRef, qty: Qty) -> StockMoved {
        StockMoved { from: self.to.clone(), to: self.from.clone(), qty, reverses: Some(reverses), ..self.clone() }
    }
}

/// A job as it came from the front office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobOpened {
    pub job: JobNo,
    pub state: JobState,
    pub vehicle: Vehicle,
    pub adviser: Option<PersonId>,
    pub customer: Customer,
    /// What the customer said, in the customer's words.
    pub words: String,
    pub payer: Payer,
    /// The customer waits in the shop.
    pub waits: bool,
    /// Milliseconds since 1970-01-01 UTC.
    pub promised_ms: Option<i64>,
    pub bay: Option<BayId>,
    /// The job that this one is a comeback of.
    pub comeback_of: Option<JobNo>,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    PersonAdded {
        person: PersonId,
        name: Bilingual,
        role: Role,
    },
    BadgeAssigned {
        badge: BadgeHash,
        person: PersonId,
        /// It is no longer good from here on, in milliseconds since 1970-01-01 UTC.
        until_ms: Option<i64>,
        /// The same badge as another reader says it: the first of its forms. One badge is one row for people.
        form_of: Option<BadgeHash>,
    },
    /// The badge was lost or taken back: it is nobody's any more.
    BadgeRevoked {
        badge: BadgeHash,
        person: PersonId,
    },
    /// Somebody held a badge that is not good to a reader.
    BadgeRefused {
        badge: BadgeHash,
        person: PersonId,
        why: BadBadge,
    },
    /// What else the office says of a person; takes the place of what it said before.
    ProfileSet {
        person: PersonId,
        profile: Profile,
    },
    PinSet {
        person: PersonId,
        /// See [`super::person::Person::pin`].
        hash: String,
    },
    /// Somebody typed a wrong PIN for this person.
    PinRejected {
        person: PersonId,
        /// The how many-th since the last right one at this kiosk.
        tries: u32,
    },
    JobOpened(Box<JobOpened>),
    OperationAdded {
        job: JobNo,
        op: OpNo,
        title: Bilingual,
        hours: Hours,
        checks: Checks,
        shares: Vec<Share>,
    },
    LineAdded {
        job: JobNo,
        line: LineNo,
        op: Option<OpNo>,
        part: PartNo,
        unit: Unit,
        qty: Qty,
        payer: Payer,
        /// False for extra work that the customer has not agreed to yet.
        approved: bool,
    },
    JobStateChanged {
        job: JobNo,
        from: JobState,
        to: JobState,
    },
    StockMoved(Box<StockMoved>),
    /// The receiver's badge under everything handed out so far.
    ReceiptSigned {
        job: JobNo,
        receiver: PersonId,
        moves: Vec<MoveRef>,
    },
    /// The signature was taken back.
    ReceiptWithdrawn {
        job: JobNo,
        moves: Vec<MoveRef>,
    },
    /// A technician confirmed that a part went into the car. Negative when taken back.
    PartFitted {
        job: JobNo,
        line: LineNo,
        qty: Qty,
        by: PersonId,
    },
    /// The book says that less than nothing lies in a bin, or now more or less so than before. `short` is the missing
    /// quantity, positive.
    DiscrepancyRaised {
        part: PartNo,
        place: Place,
        short: Qty,
    },
    /// Why the moves of this entry were made.
    MovesExplained {
        reason: Reason,
    },
    /// The moves of this entry happened then, and were entered later: milliseconds since 1970-01-01 UTC.
    TimeStated {
        at_ms: i64,
    },
    /// The last day on which a lot is good, as its label says.
    LotExpires {
        part: PartNo,
        lot: LotNo,
        expires: Day,
    },
    /// A line stands ready in a tote, with this much more. Negative when it left the tote.
    LineStaged {
        job: JobNo,
        line: LineNo,
        tote: ToteId,
        qty: Qty,
    },
    /// The cashier's slip. `None` takes it back.
    SalePaid {
        sale: SaleNo,
        slip: Option<NoteNo>,
    },
    SaleCollected {
        sale: SaleNo,
        /// False takes it back.
        collected: bool,
    },
    /// An old part is on the shelf, with its tag.
    OldPartKept(Box<OldPart>),
    OldPartGone {
        tag: TagNo,
        /// It was never kept.
        undone: bool,
    },
    /// A warranty line need not give its old part, and why. Negative takes it back.
    OldPartWaived {
        job: JobNo,
        part: PartNo,
        unit: Unit,
        qty: Qty,
        reason: Reason,
    },
    /// Whether the customer wants the old parts of what the customer pays. `None` takes the answer back.
    OldPartsAnswered {
        job: JobNo,
        wanted: Option<bool>,
    },
    /// A job that nobody comes for no longer allocates parts, or does again.
    AllocationReleased {
        job: JobNo,
        released: bool,
    },
    ShipmentSent {
        shipment: ShipmentNo,
        to: SiteId,
    },
    /// What another site has sent, by the papers that came with it. Moves nothing.
    ShipmentAnnounced(Box<Papers>),
    /// Less of it came than was sent, or more when negative.
    ShipmentDiffered {
        shipment: ShipmentNo,
        stock: Stock,
        unit: Unit,
        qty: Qty,
        reason: Reason,
    },
    /// Everything is received, or it is said why not; or it is not waited for any more.
    ShipmentClosed {
        shipment: ShipmentNo,
    },
    /// A late receipt or return explained it.
    DiscrepancyClosed {
        part: PartNo,
        place: Place,
    },
    WorkStarted {
        person: PersonId,
        job: JobNo,
        op: OpNo,
    },
    WorkPaused {
        person: PersonId,
        job: JobNo,
        op: OpNo,
        reason: PauseReason,
    },
    WorkFinished {
        person: PersonId,
        job: JobNo,
        op: OpNo,
    },
    /// A punch was a mistake; `punch` is the record that made it.
    PunchVoided {
        person: PersonId,
        job: JobNo,
        op: OpNo,
        punch: RecordName,
    },
    /// Attendance, a break, or work without a job.
    TimeMarked {
        person: PersonId,
        mark: MarkKind,
    },
    /// Time that was entered afterwards: on a job, without one, or attendance when neither is named.
    TimeEntered {
        person: PersonId,
        job: Option<JobNo>,
        op: Option<OpNo>,
        activity: Option<MarkKind>,
        /// Milliseconds since 1970-01-01 UTC.
        from_ms: i64,
        to_ms: i64,
    },
    /// The time that this record began was from `start_ms` to `end_ms`; what is not named stays.
    TimeCorrected {
        person: PersonId,
        punch: RecordName,
        start_ms: Option<i64>,
        end_ms: Option<i64>,
    },
    /// The time that this record began is right as it stands.
    TimeConfirmed {
        person: PersonId,
        punch: RecordName,
    },
    ShiftSet {
        shift: Shift,
    },
    /// The station knows now when this boot began: what these people did there since has a right time.
    ClockLearnt {
        boot: [u8; 16],
        wall_at_boot_ms: i64,
        people: Vec<PersonId>,
        /// What was done at these jobs, too.
        jobs: Vec<JobNo>,
    },
    OperationChecked {
        job: JobNo,
        op: OpNo,
        level: CheckLevel,
        by: PersonId,
    },
    CheckWithdrawn {
        job: JobNo,
        op: OpNo,
        level: CheckLevel,
    },
    /// Something else that happened to a job.
    Job(Box<JobEvent>),
    /// Something that happened to a count.
    Count(Box<CountEvent>),
    /// What a person may do, and until when.
    CertificateHeld {
        person: PersonId,
        skill: String,
        /// Milliseconds since 1970-01-01 UTC.
        until_ms: Option<i64>,
    },
    /// From now on a scan of this text means this part.
    CodeTaught {
        /// The text of the scan as it is, or the trade item number of 14 digits that it carries.
        code: String,
        part: PartNo,
        unit: Unit,
        /// What one scan stands for.
        qty: Qty,
    },
    /// That was taken back; what was taught before holds again.
    CodeForgotten {
        code: String,
        part: PartNo,
        /// The record that taught it.
        taught: RecordName,
    },
    /// Somebody had a locked cabinet opened.
    CabinetOpened {
        cabinet: CabinetId,
        by: PersonId,
    },
    /// Somebody began to see this kiosk's screen on another terminal, or to drive it from there; or has left it.
    ConsoleUsed {
        /// The account on the kiosk's computer.
        by: String,
        drives: bool,
        began: bool,
    },
    /// Records of this station could not be read from its card any more, and the hub had not confirmed them.
    RecordsLost {
        epoch: u32,
        first: u64,
        last: u64,
    },
    /// How much of a part the shop wants to have.
    LevelSet(Box<Level>),
    /// The position of a part came down to its reorder point, or what is available below its safety stock.
    AlertRaised {
        part: PartNo,
        position: Qty,
        available: Qty,
    },
    /// There is enough again.
    AlertClosed {
        part: PartNo,
    },
    /// Somebody took note of the alert, for good or until then.
    AlertSeen {
        part: PartNo,
        by: PersonId,
        until_ms: Option<i64>,
    },
    OrderOpened {
        order: OrderNo,
        supplier: String,
    },
    OrderLineAdded {
        order: OrderNo,
        line: LineNo,
        part: PartNo,
        unit: Unit,
        qty: Qty,
        expected_ms: Option<i64>,
        /// The job that it was bought for.
        job: Option<JobNo>,
    },
    /// The supplier has the order.
    OrderSent {
        order: OrderNo,
    },
    /// Nothing more is expected of it.
    OrderClosed {
        order: OrderNo,
    },
    /// When the rest of a line is to come, as the supplier says now.
    OrderExpected {
        order: OrderNo,
        line: LineNo,
        expected_ms: Option<i64>,
    },
    /// Some of a line came. Negative when taken back.
    OrderReceived {
        order: OrderNo,
        line: LineNo,
        qty: Qty,
    },
    /// The job got some of what was bought for it. Negative when taken back.
    SpecialTaken {
        order: OrderNo,
        line: LineNo,
        qty: Qty,
    },
    /// A delivery was short, damaged or wrong.
    DeliveryFaultFound(Box<DeliveryFault>),
    FaultSettled {
        /// The record that found it.
        fault: RecordName,
        outcome: Outcome,
    },
    /// These RFID tags came in on pieces of this part; with `gone` they did not after all.
    TagsTaken {
        part: PartNo,
        tags: Vec<RfTag>,
        gone: bool,
    },
    /// Everything before this moment is closed.
    PeriodClosed {
        until_ms: i64,
    },
    /// The record was taken back as a whole by the other events of this entry.
    RecordReversed {
        record: RecordName,
    },
    /// A kind, or a value within it, that this version does not know: kept and forwarded, without effect here.
    Unknown {
        kind: u32,
    },
}
