//! The people of the sample workshop, by the numbers on their badges.

/// Sun Min, parts clerk.
pub(super) const SUN: u32 = 7_432_190;
/// Wang Lei, technician.
pub(super) const WANG: u32 = 7_432_158;
