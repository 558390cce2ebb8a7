//! Pitbox: workshop terminal and parts station.

pub mod clock;

pub mod domain;

pub mod identify;
pub mod import;
pub mod record;
pub mod store;

pub mod sync;

#[cfg(feature = "hub")]
pub mod hub;
