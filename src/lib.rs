//! Pitbox: workshop terminal and parts station.

pub mod cli;
pub mod domain;
pub mod identify;
