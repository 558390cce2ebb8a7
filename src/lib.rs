//! Pitbox: workshop terminal and parts station.

pub mod clock;

pub mod domain;
pub mod record;

pub mod config;

pub mod store;

pub mod cli;
