//! Pitbox: workshop terminal and parts station.

pub mod clock;
pub mod service;
pub mod sounds;
mod whole_file;
pub mod zones;

pub mod domain;

pub mod identify;
pub mod label;
pub mod record;

pub mod config;
pub mod import;
pub mod plugged;
pub mod store;
pub mod sync;

pub mod station;

pub mod black_box;

#[cfg(feature = "kiosk")]
pub mod ui;

#[cfg(feature = "kiosk")]
pub mod kiosk;

#[cfg(feature = "hub")]
pub mod hub;

#[cfg(all(feature = "kiosk", feature = "hub"))]
pub mod sim;

pub mod cli;
