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
}

impl Bug {
    pub const ALL: [Bug; 7] = [
        Bug::ForgetsTicks,
        Bug::AnswersBeforeCommit,
        Bug::CountsTwice,
        Bug::ForgetsToApply,
        Bug::SkipsPages,
        Bug::CallsAllStable,
        Bug::StaysSilent,
    ];
}
