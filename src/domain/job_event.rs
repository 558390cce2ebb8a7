//! What happens to a job besides parts and punches: arrival, bay, requests, extra work, hand-overs, measurements, rework.
//! Numbers and field keys of the stored form are in `record::job_events`.

use super::ids::{BayId, JobNo, OpNo, PartNo, PersonId, RecordName};
use super::job::{CheckLevel, Payer, Share};
use super::person::Bilingual;
use super::qty::Qty;

/// One fact about one job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobEvent {
    pub job: JobNo,
    pub what: Happened,
}

/// What happened to the job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// The car is in the yard, as somebody saw it. A second one corrects the first.
    CarArrived {
        /// Kilometres.
        odometer: Option<u32>,
        /// Eighths of a tank.
        fuel: Option<u8>,
        damage: Vec<Damage>,
        /// The customer's own words.
        words: String,
        /// The reading known before, where this one is lower and somebody said that it is right all the same.
        lower_than: Option<u32>,
    },
    /// The service adviser knows that the car is there.
    ArrivalSeen,
    CarOnBay {
        bay: BayId,
    },
    CarOffBay,
    /// The customer has the car again.
    CarHandedOver {
        odometer: Option<u32>,
        /// As in an arrival.
        lower_than: Option<u32>,
    },
    /// The operation is extra work that the customer has not agreed to.
    ExtraWorkFound {
        op: OpNo,
        payer: Payer,
    },
    /// The customer's answer, and who took it how.
    ExtraWorkAnswered {
        op: OpNo,
        agreed: bool,
        how: AnswerBy,
        /// Who spoke for the customer.
        who: String,
    },
    SharesSet {
        op: OpNo,
        shares: Vec<Share>,
    },
    /// Somebody else goes on with it.
    HandedOver {
        op: OpNo,
        from: PersonId,
        to: PersonId,
        note: String,
    },
    /// The bay wants a part from the counter.
    PartRequested {
        op: Option<OpNo>,
        part: Option<PartNo>,
        /// What it is, when its number is not known.
        text: String,
        qty: Qty,
    },
    /// What the counter says to the request that this record made.
    RequestAnswered {
        request: RecordName,
        answer: RequestState,
        note: String,
    },
    /// A value of the check list, with the limits that held then. Thousandths.
    Measured {
        op: OpNo,
        item: u16,
        title: Bilingual,
        value: i64,
        unit: String,
        low: Option<i64>,
        high: Option<i64>,
    },
    /// A check found that it is not good: the operation is to be done again.
    ReworkFound {
        op: OpNo,
        level: CheckLevel,
        note: String,
    },
    /// The job that this one is a comeback of, and who did it: they get no hours for this one.
    ComebackKnown {
        of: JobNo,
        technicians: Vec<PersonId>,
    },
    /// What kind of operation it is.
    OperationClassed {
        op: OpNo,
        class: OpClass,
    },
    /// Somebody has looked at what stations did against each other.
    DisputeCleared {
        /// The record that did not fit.
        record: RecordName,
        note: String,
    },
    /// The lead's plan.
    Planned {
        bay: Option<BayId>,
        promised_ms: Option<i64>,
    },
    /// What this record said of the job is taken back.
    Withdrawn {
        record: RecordName,
    },
}

impl Happened {
    /// The operation that it is about, when it is about one.
    pub fn op(&self) -> Option<OpNo> {
        match self {
            Happened::ExtraWorkFound { op, .. }
            | Happened::ExtraWorkAnswered { op, .. }
            | Happened::SharesSet { op, .. }
            | Happened::HandedOver { op, .. }
            | Happened::Measured { op, .. }
            | Happened::ReworkFound { op, .. }
            | Happened::OperationClassed { op, .. } => Some(*op),
            Happened::PartRequested { op, .. } => *op,
            Happened::CarArrived { .. }
            | Happened::ArrivalSeen
            | Happened::CarOnBay { .. }
            | Happened::CarOffBay
            | Happened::CarHandedOver { .. }
            | Happened::RequestAnswered { .. }
            | Happened::ComebackKnown { .. }
            | Happened::DisputeCleared { .. }
            | Happened::Planned { .. }
            | Happened::Withdrawn { .. } => None,
        }
    }

    /// The name that files and JSON have for it.
    pub fn name(&self) -> &'static str {
        match self {
            Happened::CarArrived { .. } => "CarArrived",
            Happened::ArrivalSeen => "ArrivalSeen",
            Happened::CarOnBay { .. } => "CarOnBay",
            Happened::CarOffBay => "CarOffBay",
            Happened::CarHandedOver { .. } => "CarHandedOver",
            Happened::ExtraWorkFound { .. } => "ExtraWorkFound",
            Happened::ExtraWorkAnswered { .. } => "ExtraWorkAnswered",
            Happened::SharesSet { .. } => "SharesSet",
            Happened::HandedOver { .. } => "HandedOver",
            Happened::PartRequested { .. } => "PartRequested",
            Happened::RequestAnswered { .. } => "RequestAnswered",
            Happened::Measured { .. } => "Measured",
            Happened::ReworkFound { .. } => "ReworkFound",
            Happened::ComebackKnown { .. } => "ComebackKnown",
            Happened::OperationClassed { .. } => "OperationClassed",
            Happened::DisputeCleared { .. } => "DisputeCleared",
            Happened::Planned { .. } => "Planned",
            Happened::Withdrawn { .. } => "Withdrawn",
        }
    }
}

macro_rules! coded {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
        }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// Spelling in files and JSON.
            pub fn code(self) -> &'static str {
                match self {
                    $($name::$variant => $code,)*
                }
            }

            pub fn from_code(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    )*};
}

coded! {
    /// How the customer's answer came.
    AnswerBy { Phone = "phone", Signature = "signature", Message = "message" }

    /// How far the counter is with a request.
    RequestState {
        /// Nobody has taken it up.
        Open = "open",
        InWork = "in-work",
        Ordered = "ordered",
        /// It lies at the counter.
        Ready = "ready",
        /// It cannot be had.
        Refused = "refused",
    }

    /// Kinds of work on which lives depend: they always need the final check.
    Category { Brakes = "brakes", Steering = "steering", Wheels = "wheels", Airbags = "airbags" }

    /// Where on the car.
    BodyPlace {
        Front = "front",
        Rear = "rear",
        Left = "left",
        Right = "right",
        Roof = "roof",
        Glass = "glass",
        Wheels = "wheels",
        Interior = "interior",
    }

    /// What is damaged there.
    DamageKind { Scratch = "scratch", Dent = "dent", Crack = "crack", Missing = "missing", Dirt = "dirt" }
}

impl RequestState {
    /// Somebody still has to do something.
    pub fn is_open(self) -> bool {
        matches!(self, RequestState::Open | RequestState::InWork | RequestState::Ordered)
    }
}

/// One mark on the sheet of the arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Damage {
    pub place: BodyPlace,
    pub kind: DamageKind,
}

/// What kind of operation it is: for the shop's own texts, for checks and for dispatch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpClass {
    /// The shop's code of the operation, empty when it has none.
    pub code: String,
    pub category: Option<Category>,
    /// The certificate that it asks for, empty when none.
    pub skill: String,
}

impl OpClass {
    /// True when nothing is said.
    pub fn is_plain(&self) -> bool {
        *self == OpClass::default()
    }
}
