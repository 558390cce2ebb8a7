//! Pitbox: workshop terminal and parts station.

pub mod domain;
pub mod import;
pub mod store;
