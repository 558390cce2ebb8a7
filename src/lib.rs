//! Pitbox: workshop terminal and parts station.

pub mod clock;

pub mod domain;

pub mod identify;
pub mod record;

pub mod station;
pub mod ui;

pub mod cli;
