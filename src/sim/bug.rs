//! Planted bugs: each must be found by its checker, or the checker proves nothing.

/// One way to be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Bug {
    None,
    /// A power cut takes a record that was ticked.
    ForgetsTicks,
    /// The hub says that it holds what it never wrote.
    AnswersBeforeCommit,
    /// A record in the hub's order is applied twice.
    CountsTwice,
    /// A record is ticked and not applied.
    ForgetsToApply,
    /// A page is passed over.
    SkipsPages,
    /// The hub calls everything backed up.
    CallsAllStable,
    /// A station never speaks with the hub.
    StaysSilent,
    /// A station's book has a part from nowhere.
    FindsParts,
    /// A record is committed twice.
    RecordsTwice,
    /// The hub keeps another link than the one that was sent.
    BreaksAChain,
    /// A stretch of time is counted twice.
    CountsMinutesTwice,
    /// A record waits for an answer of the hub.
    AsksTheHubFirst,
    /// What a full disk did not take is ticked.
    TicksWhenFull,
    /// The hub does not look at signatures.
    LetsAnybodyIn,
    /// What was altered is not looked at.
    AuditLooksAway,
    /// Own records that are in a snapshot are applied on top of it.
    CountsSnapshotsTwice,
}

impl Bug {
    pub const ALL: [Bug; 16] = [
        Bug::ForgetsTicks,
        Bug::AnswersBeforeCommit,
        Bug::CountsTwice,
        Bug::ForgetsToApply,
        Bug::SkipsPages,
        Bug::CallsAllStable,
        Bug::StaysSilent,
        Bug::FindsParts,
        Bug::RecordsTwice,
        Bug::BreaksAChain,
        Bug::CountsMinutesTwice,
        Bug::AsksTheHubFirst,
        Bug::TicksWhenFull,
        Bug::LetsAnybodyIn,
        Bug::AuditLooksAway,
        Bug::CountsSnapshotsTwice,
    ];
}
