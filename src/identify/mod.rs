//! What a reading denotes: part, bin, job, person, vehicle, command card, tag, or nothing known. Pure.

pub mod badge;
pub mod card;
pub mod epc;
pub mod own;
pub mod vin;
