//! Why somebody did what the list did not foresee: one coded list, offered in groups. No reason is free text, so that it can
//! be chosen with gloves on and counted afterwards.

/// A coded reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Broken while it was fitted.
    DamagedInWork,
    Lost,
    /// The job needs more than its list says.
    ListTooLow,
    /// Fitted to find the fault.
    Trial,
    WrongPart,
    WrongJob,
    WrongQuantity,
    NotNeeded,
    DamagedInStore,
    Expired,
    /// Nobody will need it any more.
    Obsolete,
    /// Called back by the maker.
    Recall,
    /// Somebody has to look at it first.
    Suspect,
    /// Less came than was sent.
    Short,
    DamagedOnTheWay,
    KeptByCustomer,
    /// Whoever pays does not want it back.
    NotWantedBack,
    /// Nothing is left of it after the repair.
    Destroyed,
    /// The customer did not come.
    NoShow,
    Other,
}

impl Reason {
    pub const ALL: [Reason; 20] = [
        Reason::DamagedInWork,
        Reason::Lost,
        Reason::ListTooLow,
        Reason::Trial,
        Reason::WrongPart,
        Reason::WrongJob,
        Reason::WrongQuantity,
        Reason::NotNeeded,
        Reason::DamagedInStore,
        Reason::Expired,
        Reason::Obsolete,
        Reason::Recall,
        Reason::Suspect,
        Reason::Short,
        Reason::DamagedOnTheWay,
        Reason::KeptByCustomer,
        Reason::NotWantedBack,
        Reason::Destroyed,
        Reason::NoShow,
        Reason::Other,
    ];

    /// Why more than required goes out.
    pub const OVER_REQUIRED: &'static [Reason] =
        &[Reason::DamagedInWork, Reason::Lost, Reason::ListTooLow, Reason::Trial, Reason::Other];

    /// Why a line is taken back.
    pub const REVERSE: &'static [Reason] =
        &[Reason::WrongPart, Reason::WrongQuantity, Reason::NotNeeded, Reason::WrongJob, Reason::Other];
    /// Why something is scrapped.
    pub const SCRAP: &'static [Reason] =
        &[Reason::DamagedInStore, Reason::DamagedInWork, Reason::Expired, Reason::Obsolete, Reason::Other];
    /// Why something is held back.
    pub const QUARANTINE: &'static [Reason] =
        &[Reason::Suspect, Reason::Recall, Reason::Expired, Reason::DamagedInStore, Reason::Other];
    /// Why there is no old part.
    pub const NO_OLD_PART: &'static [Reason] =
        &[Reason::NotWantedBack, Reason::KeptByCustomer, Reason::Destroyed, Reason::Lost, Reason::Other];
    /// Why less or more lies there than the book says.
    pub const COUNT: &'static [Reason] =
        &[Reason::WrongQuantity, Reason::WrongPart, Reason::Lost, Reason::DamagedInStore, Reason::Other];
    /// Why not all of a shipment came.
    pub const SHIPMENT: &'static [Reason] =
        &[Reason::Short, Reason::DamagedOnTheWay, Reason::WrongPart, Reason::WrongQuantity, Reason::Other];
    /// Why more of it came.
    pub const SHIPMENT_MORE: &'static [Reason] = &[Reason::WrongQuantity, Reason::WrongPart, Reason::Other];

    /// Spelling in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Reason::DamagedInWork => "damaged-in-work",
            Reason::Lost => "lost",
            Reason::ListTooLow => "list-too-low",
            Reason::Trial => "trial",
            Reason::WrongPart => "wrong-part",
            Reason::WrongJob => "wrong-job",
            Reason::WrongQuantity => "wrong-quantity",
            Reason::NotNeeded => "not-needed",
            Reason::DamagedInStore => "damaged-in-store",
            Reason::Expired => "expired",
            Reason::Obsolete => "obsolete",
            Reason::Recall => "recall",
            Reason::Suspect => "suspect",
            Reason::Short => "short",
            Reason::DamagedOnTheWay => "damaged-on-the-way",
            Reason::KeptByCustomer => "kept-by-customer",
            Reason::NotWantedBack => "not-wanted-back",
            Reason::Destroyed => "destroyed",
            Reason::NoShow => "no-show",
            Reason::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }
}
