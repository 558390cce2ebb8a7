//! What a person has said yes to.

use super::reason::Reason;

/// What a person has already said yes to when a command is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreed {
    /// More than the job requires, and why.
    pub over_required: Option<Reason>,
    /// Extra work that the customer has not approved.
    pub unapproved: bool,
    /// More than was ordered came, or something that was not.
    pub over_ordered: bool,
    /// What was bought for another job goes to this one.
    pub held: bool,
    /// A lot past its date.
    pub expired: bool,
    /// A serial number that the book has somewhere else.
    pub serial_twice: bool,
    /// A piece without a number, though all that the book has there have one.
    pub no_serial: bool,
}
