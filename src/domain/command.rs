//! Requests to change the workshop, in the imperative. Each is accepted as one entry or refused as a whole.

pub use super::agreed::Agreed;
use super::attendance::MarkKind;
use super::count_act::CountAct;
use super::event::{JobOpened, MoveRef};
use super::ids::{
    BadgeHash, BinId, CabinetId, CountNo, JobNo, LineNo, LotNo, NoteNo, OpNo, OrderNo, PartNo, PersonId, RecordName,
    SaleNo, SerialNo, ShipmentNo, SiteId, TagNo, ToteId,
};
use super::inspection::Inspected;
use super::job::{CheckLevel, Checks, Hours, Payer, Share};
use super::job_act::JobAct;
use super::job_event::OpClass;
use super::lot::Day;
use super::no_show;
use super::old_part::Fault;
use super::person::{Bilingual, Profile, Role};
use super::place::Place;
use super::qty::Qty;
use super::reason::Reason;
use super::rf_tag::TagGroup;
use super::shift::Shift;
use super::shipment::Papers;
use super::stock::{Condition, Stock};
pub use super::supply_act::{NewOrderLine, Supply};
use super::work::PauseReason;

/// Which piece of a part is meant, as far as the scan or the person said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub part: PartNo,
    pub lot: Option<LotNo>,
    pub serial: Option<SerialNo>,
    /// The last day on which it is good, as its label says.
    pub expires: Option<Day>,
}

impl Item {
    pub fn of(part: PartNo) -> Item {
        Item { part, lot: None, serial: None, expires: None }
    }
}

/// A wish that the domain decides on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Take a part out of a bin for a job.
    IssuePart {
        job: JobNo,
        item: Item,
        /// The bin that was scanned; without one the book chooses.
        from: Option<BinId>,
        qty: Qty,
        /// Asked for when the part is not on the job's list.
        payer: Option<Payer>,
        /// What the person has said yes to.
        agreed: Agreed,
    },
    /// Bring a part back from a job into a bin.
    ReturnPart {
        job: JobNo,
        item: Item,
        to: BinId,
        qty: Qty,
    },
    /// Bring a part back that was opened or fitted: somebody has to look at it first.
    ReturnToInspection {
        job: JobNo,
        item: Item,
        qty: Qty,
    },
    /// Somebody has looked at what waits in quarantine.
    Inspect {
        stock: Stock,
        qty: Qty,
        to: Inspected,
        reason: Option<Reason>,
    },
    /// Nobody came for a job that holds parts: the station sees it by the calendar.
    ReleaseNoShow {
        job: JobNo,
    },
    /// Set the quantity of the line that an earlier record of this station began. `stands_at` is what the line has come
    /// to since, as the screen shows it, by the records that are named in `grown`.
    SetQuantity {
        record: RecordName,
        grown: Vec<RecordName>,
        stands_at: Qty,
        qty: Qty,
        agreed: Agreed,
    },
    /// The receiver's badge under all unsigned issues of a job.
    SignReceipt {
        job: JobNo,
        receiver: PersonId,
    },
    /// A delivery comes in.
    ReceivePart {
        item: Item,
        qty: Qty,
        note: Option<NoteNo>,
        to: BinId,
        /// The order that it comes of.
        order: Option<OrderNo>,
        agreed: Agreed,
    },
    /// What the RFID tags of a delivery say: one act for all of it.
    ReceiveTags {
        groups: Vec<TagGroup>,
        note: Option<NoteNo>,
        to: BinId,
        order: Option<OrderNo>,
        agreed: Agreed,
    },
    /// From one bin to another.
    MovePart {
        item: Item,
        from: BinId,
        to: BinId,
        qty: Qty,
    },
    /// A technician fitted a part of the job's list.
    FitPart {
        job: JobNo,
        line: LineNo,
        qty: Qty,
    },
    /// Take a record back.
    Reverse {
        record: RecordName,
    },
    /// Start an operation, or switch to it.
    StartWork {
        job: JobNo,
        op: OpNo,
        /// Also when this station has it running: the person was at something else where it did not hear of it.
        anew: bool,
    },
    PauseWork {
        reason: PauseReason,
    },
    /// Finish an operation; `own_check` says that the doer has checked it.
    FinishWork {
        job: JobNo,
        op: OpNo,
        own_check: bool,
    },
    /// Mutual or final check by the person logged on.
    CheckOperation {
        job: JobNo,
        op: OpNo,
        level: CheckLevel,
    },
    /// A scan of this text, which nobody knows, is to mean this part from now on.
    TeachCode {
        code: String,
        part: PartNo,
        /// What one scan stands for: ten for a box of ten.
        qty: Qty,
    },
    /// Anything else at one job.
    Job {
        job: JobNo,
        act: JobAct,
    },
    /// Somebody began to look at this kiosk's screen, or to drive it, from another terminal; or has left it.
    UseConsole {
        by: String,
        drives: bool,
        began: bool,
    },
    /// Own records that can be read nowhere here any more: numbers of one epoch.
    ReportLost {
        epoch: u32,
        first: u64,
        last: u64,
    },
    /// What people saw in the bins, and what becomes of it.
    Count {
        count: CountNo,
        act: CountAct,
    },
    /// Let the lock of a cabinet open for a moment.
    OpenCabinet {
        cabinet: CabinetId,
    },

    /// The office says what somebody may do, and until when.
    HoldCertificate {
        person: PersonId,
        skill: String,
        until_ms: Option<i64>,
    },
    /// What the shop wants to have, buys, and complains of.
    Supply(Box<Supply>),
    /// Pick a part of a job's list into a tote, before the car is there.
    StagePart {
        job: JobNo,
        item: Item,
        from: Option<BinId>,
        qty: Qty,
        tote: ToteId,
        agreed: Agreed,
    },
    /// All that stands in a tote goes to its job.
    IssueTote {
        tote: ToteId,
    },
    /// All that stands in a tote goes back to its bins, or to the bin that is named.
    ReleaseTote {
        tote: ToteId,
        to: Option<BinId>,
        reason: Reason,
    },
    /// A job for which nobody came allocates nothing any more, or does again.
    ReleaseAllocation {
        job: JobNo,
        released: bool,
    },
    SellPart {
        sale: SaleNo,
        item: Item,
        from: Option<BinId>,
        qty: Qty,
        agreed: Agreed,
    },
    /// One line of a sale goes back.
    TakeBackSold {
        sale: SaleNo,
        at: MoveRef,
        reason: Reason,
    },
    /// The cashier's slip.
    PaySale {
        sale: SaleNo,
        slip: NoteNo,
    },
    CollectSale {
        sale: SaleNo,
    },
    /// Between places of the store: bins, quarantine, scrap, the workshop's own use, people, other shops.
    TransferPart {
        item: Item,
        from: Place,
        to: Place,
        qty: Qty,
        reason: Option<Reason>,
    },
    /// It is the same piece in another condition.
    ChangeCondition {
        item: Item,
        bin: BinId,
        from: Condition,
        to: Condition,
        qty: Qty,
    },
    /// Take a kit, a set or a pair apart, or put it together again.
    ChangeKit {
        kit: PartNo,
        bin: BinId,
        qty: Qty,
        whole: bool,
    },
    /// One issue goes back to where it came from, or to the bin that is named.
    ReverseLine {
        job: JobNo,
        at: MoveRef,
        to: Option<BinId>,
        reason: Reason,
    },
    /// One issue was meant for another job.
    RepostLine {
        job: JobNo,
        at: MoveRef,
        to_job: JobNo,
    },
    /// The old part of a warranty line is here.
    KeepOldPart {
        job: JobNo,
        part: PartNo,
        fault: Fault,
    },
    /// There is no old part to a warranty line, and why.
    WaiveOldPart {
        job: JobNo,
        part: PartNo,
        reason: Reason,
    },
    /// A kept old part goes to the maker (`claim`), to scrap or to the customer.
    SendOldPart {
        tag: TagNo,
        to: Place,
    },
    /// Whether the customer wants the old parts of what the customer pays.
    AnswerOldParts {
        job: JobNo,
        wanted: bool,
    },
    /// A part that the customer brought goes into the car.
    FitCustomersPart {
        job: JobNo,
        item: Item,
        qty: Qty,
    },
    /// Into a shipment to another site.
    ShipPart {
        shipment: ShipmentNo,
        to: SiteId,
        item: Item,
        from: Option<BinId>,
        qty: Qty,
    },
    /// What another site has sent, by a sheet of the papers.
    AnnounceShipment(Box<Papers>),
    /// Out of a shipment into a bin.
    ReceiveShipped {
        shipment: ShipmentNo,
        item: Item,
        qty: Qty,
        to: BinId,
    },
    /// Why not all of it came.
    ExplainShipment {
        shipment: ShipmentNo,
        part: PartNo,
        reason: Reason,
    },
    CloseShipment {
        shipment: ShipmentNo,
    },
    /// Nothing of it is waited for here any more: it has arrived at the other site, or will never come.
    EndShipment {
        shipment: ShipmentNo,
    },

    AddPerson {
        person: PersonId,
        name: Bilingual,
        role: Role,
        /// Each badge in all forms in which readers say it, the strongest first.
        badges: Vec<Vec<BadgeHash>>,
        profile: Profile,
        /// The badges are good until then, in milliseconds since 1970-01-01 UTC.
        until_ms: Option<i64>,
    },
    /// Give a person a PIN: one's own with the old one, another's by an administrator.
    SetPin {
        person: PersonId,
        /// See [`super::person::Person::pin`].
        hash: String,
    },
    /// Attendance, a break, or work without a job, by the person logged on.
    MarkTime {
        mark: MarkKind,
        /// The person said so although this station has it otherwise.
        anyway: bool,
    },
    /// Time that was not recorded when it was: of the person logged on, or of somebody whose time a lead corrects.
    EnterTime {
        of: Option<PersonId>,
        job: Option<JobNo>,
        op: Option<OpNo>,
        activity: Option<MarkKind>,
        from_ms: i64,
        to_ms: i64,
    },
    /// The time that a record began was another.
    CorrectTime {
        person: PersonId,
        punch: RecordName,
        start_ms: Option<i64>,
        end_ms: Option<i64>,
    },
    /// The time that a record began is right.
    ConfirmTime {
        person: PersonId,
        punch: RecordName,
    },
    SetShift {
        shift: Shift,
    },
    /// The clock is right now; these people did something here before it was, at these jobs among others.
    LearnClock {
        people: Vec<PersonId>,
        jobs: Vec<JobNo>,
    },
    /// A wrong PIN was typed for this person.
    RejectPin {
        person: PersonId,
    },
    /// A badge of the person, or all of them, is lost or taken back.
    RevokeBadges {
        person: PersonId,
        badge: Option<BadgeHash>,
    },
    /// One more badge for a person.
    AssignBadge {
        person: PersonId,
        /// All forms in which readers say it, the strongest first.
        forms: Vec<BadgeHash>,
    },
    /// A badge that is not good was held to a reader.
    RefuseBadge {
        badge: BadgeHash,
    },
    OpenJob {
        opened: Box<JobOpened>,
        operations: Vec<NewOperation>,
        lines: Vec<NewLine>,
    },
    /// Stock that was there before Pitbox was.
    AddOpeningStock {
        item: Item,
        bin: BinId,
        qty: Qty,
        condition: Condition,
    },
}

impl Command {
    /// The name that a record keeps.
    pub fn name(&self) -> &'static str {
        match self {
            Command::IssuePart { .. } => no_show::ISSUED,
            Command::ReturnPart { .. } => "ReturnPart",
            Command::ReturnToInspection { .. } => "ReturnToInspection",
            Command::Inspect { .. } => "Inspect",
            Command::ReleaseNoShow { .. } => no_show::COMMAND,
            Command::SetQuantity { .. } => "SetQuantity",
            Command::SignReceipt { .. } => "SignReceipt",
            Command::ReceivePart { .. } => "ReceivePart",
            Command::ReceiveTags { .. } => "ReceiveTags",
            Command::MovePart { .. } => "MovePart",
            Command::FitPart { .. } => "FitPart",
            Command::Reverse { .. } => "Reverse",
            Command::StartWork { .. } => "StartWork",
            Command::PauseWork { .. } => "PauseWork",
            Command::FinishWork { .. } => "FinishWork",
            Command::CheckOperation { .. } => "CheckOperation",
            Command::TeachCode { .. } => "TeachCode",
            Command::Job { act, .. } => act.name(),
            Command::Count { act, .. } => act.name(),
            Command::HoldCertificate { .. } => "HoldCertificate",
            Command::UseConsole { .. } => "UseConsole",
            Command::ReportLost { .. } => "ReportLost",
            Command::OpenCabinet { .. } => "OpenCabinet",
            Command::Supply(supply) => supply.name(),
            Command::StagePart { .. } => no_show::PICKED,
            Command::IssueTote { .. } => no_show::TOTE_ISSUED,
            Command::ReleaseTote { .. } => "ReleaseTote",
            Command::ReleaseAllocation { .. } => "ReleaseAllocation",
            Command::SellPart { .. } => "SellPart",
            Command::TakeBackSold { .. } => "TakeBackSold",
            Command::PaySale { .. } => "PaySale",
            Command::CollectSale { .. } => "CollectSale",
            Command::TransferPart { .. } => "TransferPart",
            Command::ChangeCondition { .. } => "ChangeCondition",
            Command::ChangeKit { .. } => "ChangeKit",
            Command::ReverseLine { .. } => "ReverseLine",
            Command::RepostLine { .. } => "RepostLine",
            Command::KeepOldPart { .. } => "KeepOldPart",
            Command::WaiveOldPart { .. } => "WaiveOldPart",
            Command::SendOldPart { .. } => "SendOldPart",
            Command::AnswerOldParts { .. } => "AnswerOldParts",
            Command::FitCustomersPart { .. } => "FitCustomersPart",
            Command::ShipPart { .. } => "ShipPart",
            Command::ReceiveShipped { .. } => "ReceiveShipped",
            Command::ExplainShipment { .. } => "ExplainShipment",
            Command::CloseShipment { .. } => "CloseShipment",
            Command::AnnounceShipment(_) => "AnnounceShipment",
            Command::EndShipment { .. } => "EndShipment",
            Command::AddPerson { .. } => "AddPerson",
            Command::SetPin { .. } => "SetPin",
            Command::RejectPin { .. } => "RejectPin",
            Command::MarkTime { .. } => "MarkTime",
            Command::EnterTime { .. } => "EnterTime",
            Command::CorrectTime { .. } => "CorrectTime",
            Command::ConfirmTime { .. } => "ConfirmTime",
            Command::SetShift { .. } => "SetShift",
            Command::LearnClock { .. } => "LearnClock",
            Command::RevokeBadges { .. } => "RevokeBadges",
            Command::AssignBadge { .. } => "AssignBadge",
            Command::RefuseBadge { .. } => "RefuseBadge",
            Command::OpenJob { .. } => "OpenJob",
            Command::AddOpeningStock { .. } => "AddOpeningStock",
        }
    }

    /// What the person has said yes to, for the commands that ask.
    pub fn agreed_mut(&mut self) -> Option<&mut Agreed> {
        match self {
            Command::IssuePart { agreed, .. }
            | Command::SetQuantity { agreed, .. }
            | Command::ReceivePart { agreed, .. }
            | Command::ReceiveTags { agreed, .. }
            | Command::StagePart { agreed, .. }
            | Command::SellPart { agreed, .. } => Some(agreed),
            _ => None,
        }
    }

    /// Which piece a command that takes something out of a place means, and how much of it.
    pub fn taken_mut(&mut self) -> Option<(&mut Item, &mut Qty)> {
        match self {
            Command::IssuePart { item, qty, .. }
            | Command::StagePart { item, qty, .. }
            | Command::SellPart { item, qty, .. }
            | Command::ShipPart { item, qty, .. }
            | Command::TransferPart { item, qty, .. }
            | Command::MovePart { item, qty, .. } => Some((item, qty)),
            _ => None,
        }
    }

    /// The reason of a command that has one, to be filled in by the person's answer.
    pub fn reason_mut(&mut self) -> Option<&mut Reason> {
        match self {
            Command::TransferPart { reason, .. } | Command::Inspect { reason, .. } => {
                Some(reason.get_or_insert(Reason::Other))
            }
            Command::ReverseLine { reason, .. }
            | Command::WaiveOldPart { reason, .. }
            | Command::TakeBackSold { reason, .. }
            | Command::ExplainShipment { reason, .. }
            | Command::ReleaseTote { reason, .. } => Some(reason),
            Command::Count { act: CountAct::Explain { reason, .. }, .. } => Some(reason),
            _ => None,
        }
    }
}

/// An operation of a job to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOperation {
    pub op: OpNo,
    pub title: Bilingual,
    pub hours: Hours,
    pub checks: Checks,
    pub shares: Vec<Share>,
    pub class: OpClass,
}

/// A required part of a job to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    pub line: LineNo,
    pub op: Option<OpNo>,
    pub part: PartNo,
    pub qty: Qty,
    pub payer: Payer,
    pub approved: bool,
}
