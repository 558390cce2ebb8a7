//! What a reading denotes: part, bin, job, person, vehicle, command card, tag, or nothing known. Pure.

pub mod aim;
pub mod card;
pub mod gs1;
pub mod mh10;
pub mod own;
pub mod vin;
