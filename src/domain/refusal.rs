//! Every reason why the answer is no. The words for a person are chosen in `station::words`.

use super::attendance::MarkKind;
use super::blockers::Blocker;
use super::ids::{
    BinId, CountNo, JobNo, LineNo, LotNo, OpNo, OrderNo, PartNo, PersonId, RecordName, SaleNo, SerialNo, ShipmentNo,
    TagNo, ToteId,
};
use super::job::{CheckLevel, JobState};
use super::lot::Day;
use super::person::{Bilingual, Role};
use super::place::Place;
use super::qty::{Qty, Unit};
use super::rights::Right;
use super::stock::Stock;
use super::taught::NotTeachable;

/// Why a command was not accepted. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    UnknownPart(PartNo),
    UnknownJob(JobNo),
    UnknownBin(BinId),
    UnknownPerson(PersonId),
    UnknownOperation(JobNo, OpNo),
    UnknownLine(JobNo, LineNo),
    /// Nobody is logged on, and this needs somebody.
    NobodyLoggedOn,
    /// The role of the person may not do this.
    NotAllowed {
        role: Role,
    },
    /// Asks: badge and PIN of somebody who has the right, or of this person and nobody else.
    NeedsApproval {
        right: Right,
        by: Option<PersonId>,
    },
    /// Asks: that is how it stands already, as far as this station knows.
    AlreadyMarked(MarkKind),
    /// Ends before it begins, lies in the future, or is longer than a day.
    ImpossibleTime,
    /// Something else is recorded of that time.
    TimeTaken,
    /// No time of this person begins with that record.
    UnknownTime,
    /// The clock is not known to be right.
    NoClock,
    /// The badge is somebody's already.
    BadgeTaken(PersonId),
    /// The person carries no badge that could be lost.
    NoBadge(PersonId),
    JobIsSettled {
        job: JobNo,
        state: JobState,
    },
    /// Zero, negative, or larger than any delivery.
    ImpossibleQuantity(Qty),
    /// Half a piece.
    FractionOf(Unit),
    /// A serial number is one piece.
    SerialIsOnePiece,
    /// The serial lies somewhere else.
    SerialElsewhere {
        serial: SerialNo,
        place: Place,
    },
    /// Asks: the book has the serial somewhere out of the store. What is in somebody's hand is there all the same.
    SerialTwice {
        serial: SerialNo,
        place: Place,
    },
    /// Asks: all that lie there have serial numbers, and none was read.
    WhichSerial {
        part: PartNo,
        place: Place,
        pieces: Vec<Stock>,
    },
    /// Asks: the lot is past its date.
    LotExpired {
        part: PartNo,
        lot: LotNo,
        expires: Day,
    },
    /// Asks: the part is not on the job's list; who pays?
    WhoPays {
        part: PartNo,
    },
    /// Asks: more than the job requires.
    OverRequired {
        part: PartNo,
        required: Qty,
        issued: Qty,
        unit: Unit,
    },
    /// Asks: the customer has not approved this line.
    NotApproved {
        part: PartNo,
        line: LineNo,
    },
    /// A bay issues only from open shelves.
    BehindTheCounter {
        part: PartNo,
    },
    /// No bin has it, and none is its home: say where it was taken.
    FromWhichBin {
        part: PartNo,
    },
    /// Less than that came to the job.
    NotAtJob {
        part: PartNo,
        job: JobNo,
        there: Qty,
        unit: Unit,
    },
    NothingToSign(JobNo),
    NothingToUndo,
    AlreadyReversed(RecordName),
    /// A later record builds on it, for example a receiver's signature: take that back first.
    BuiltUpon(RecordName),
    /// Already working on this.
    AlreadyRunning {
        job: JobNo,
        op: OpNo,
    },
    /// The same punch a moment ago.
    TooSoon,
    NotRunning,
    OperationDone {
        job: JobNo,
        op: OpNo,
    },
    /// The own check is for the doer; every other one must be done by somebody else.
    CheckByDoer(CheckLevel),
    /// The operation does not ask for this check, or it is done.
    CheckNotNeeded(CheckLevel),
    /// Checks come after the work.
    NotFinished {
        job: JobNo,
        op: OpNo,
    },
    SameBin(BinId),
    /// This text can never be taught to mean a part.
    NotTeachable(NotTeachable),
    /// The code means that already.
    AlreadyTaught {
        part: PartNo,
    },
    /// It is so already, or there is nothing to do it to.
    NothingToDo,
    /// A text is wanted.
    NothingSaid,
    /// A number that cannot be.
    ImpossibleValue(i64),
    /// Shares that do not add up, or somebody twice.
    BadShares,
    /// Extra work that the customer has not agreed to.
    ExtraNotAgreed {
        job: JobNo,
        op: OpNo,
    },
    /// A job does not go from here to there.
    NoWay {
        job: JobNo,
        from: JobState,
        to: JobState,
    },
    /// The car cannot go yet.
    Blocked {
        job: JobNo,
        blockers: Vec<Blocker>,
    },
    /// Asks: the value is outside the limits.
    OutsideLimits {
        title: Bilingual,
        value: i64,
        unit: String,
        low: Option<i64>,
        high: Option<i64>,
    },
    /// The check list has an item without a value.
    NotMeasured {
        op: OpNo,
        title: Bilingual,
    },
    /// A value of the check list is outside its limits: it is to be mended and measured again.
    BadValue {
        op: OpNo,
        title: Bilingual,
    },
    UnknownOrder(OrderNo),
    /// Nothing is expected of it any more.
    OrderIsClosed(OrderNo),
    /// Levels must rise: safety stock, reorder point, maximum; and a pack is more than nothing.
    LevelsDoNotRise {
        part: PartNo,
    },
    /// There is no alert to take note of.
    NoAlert {
        part: PartNo,
    },
    /// An order without lines cannot be sent.
    NothingOrdered(OrderNo),
    /// Asks: more came than was ordered.
    OverOrdered {
        part: PartNo,
        order: OrderNo,
        open: Qty,
        unit: Unit,
    },
    /// Asks: the order has no such part.
    NotOnOrder {
        part: PartNo,
        order: OrderNo,
    },
    /// The claim was settled, or was never made.
    NoClaim,
    /// Asks: it was bought for another job; who has the right to may give it to this one.
    HeldForJob {
        part: PartNo,
        job: JobNo,
        free: Qty,
        unit: Unit,
    },
    /// The month is closed already.
    PeriodIsClosed,
    /// A stated time that is still to come.
    NotYet {
        at_ms: i64,
    },
    /// Only what is on the job's list is picked before the car is there.
    NotOnList {
        part: PartNo,
        job: JobNo,
    },
    /// No more of it is wanted: it is issued, or stands ready in a tote.
    PickedAlready {
        part: PartNo,
        open: Qty,
        unit: Unit,
    },
    /// A tote is for one job.
    ToteTaken {
        tote: ToteId,
        job: JobNo,
    },
    ToteEmpty(ToteId),
    UnknownSale(SaleNo),
    SaleIsPaid(SaleNo),
    SaleIsCollected(SaleNo),
    /// The slip paid that sale.
    SlipIsUsed(SaleNo),
    SaleNotPaid(SaleNo),
    SamePlace(Place),
    /// Parts do not go there, or come from there, by hand.
    NoSuchWay(Place),
    /// Asks: why it is scrapped or held back.
    WhyMoved {
        part: PartNo,
        to: Place,
    },
    NotThere {
        part: PartNo,
        place: Place,
        there: Qty,
        unit: Unit,
    },
    NotAKit(PartNo),
    /// No whole kit is left; what is missing of the next one.
    KitIncomplete {
        part: PartNo,
        missing: Vec<(PartNo, Qty)>,
    },
    NoOldPartOwed {
        part: PartNo,
        job: JobNo,
    },
    UnknownTag(TagNo),
    /// An old part is scrapped after that moment only.
    HeldUntil {
        tag: TagNo,
        until_ms: i64,
    },
    UnknownShipment(ShipmentNo),
    /// These papers were scanned, and what came was received.
    ShipmentReceived(ShipmentNo),
    /// Asks: why not all of it came.
    ShipmentDiffers {
        part: PartNo,
        missing: Qty,
        unit: Unit,
    },
    /// It is over, or was never begun.
    UnknownCount(CountNo),
    /// The count is of other bins or parts.
    NotInCount {
        count: CountNo,
        part: PartNo,
        bin: BinId,
    },
    /// Lines have to be counted by somebody else, or nobody has said why they differ.
    CountNotReady {
        count: CountNo,
        recount: usize,
        unexplained: usize,
    },
    /// Only the kiosk that opened a count posts it.
    CountElsewhere {
        count: CountNo,
        device: u32,
    },
    /// Already there under this name.
    Exists(String),
}

impl Refusal {
    /// True when a person's yes, or a choice, turns the refusal into an entry.
    pub fn is_question(&self) -> bool {
        matches!(
            self,
            Refusal::NeedsApproval { .. }
                | Refusal::WhoPays { .. }
                | Refusal::OverRequired { .. }
                | Refusal::NotApproved { .. }
                | Refusal::FromWhichBin { .. }
                | Refusal::OutsideLimits { .. }
                | Refusal::OverOrdered { .. }
                | Refusal::NotOnOrder { .. }
                | Refusal::HeldForJob { .. }
                | Refusal::AlreadyMarked(_)
                | Refusal::SerialTwice { .. }
                | Refusal::WhichSerial { .. }
                | Refusal::LotExpired { .. }
                | Refusal::WhyMoved { .. }
                | Refusal::ShipmentDiffers { .. }
        )
    }
}
