//! The rules of the workshop, pure: no clock, no file, no network, no random numbers.

pub mod ids;
pub mod qty;

pub mod catalogue;
