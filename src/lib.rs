//! Pitbox: workshop terminal and parts station.

pub mod domain;

pub mod label;

pub mod cli;
