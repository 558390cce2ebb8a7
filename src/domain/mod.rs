//! The rules of the workshop, pure: no clock, no file, no network, no random numbers.
//!
//! [`decide::decide`] turns a command into an entry of facts or says why not; [`book::apply`] folds the facts of a
//! recorded entry into the book. The same code runs on the kiosk, at the hub and in every tool that reads a log.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a fold takes the events that concern its noun; `reverse::opposite` names every event"
)]

pub mod idle;
pub mod ids;
pub mod inspection;
pub mod qty;

pub mod catalogue;
pub mod lot;
pub mod place;
pub mod reason;
pub mod stock;

pub mod attendance;
pub mod clock;
pub mod lockout;
pub mod person;
pub mod pin;
pub mod rights;
pub mod shift;
pub mod taught;
pub mod timeline;
pub mod work;

pub mod blockers;
pub mod certificate;
pub mod course;
pub mod credit;
pub mod cycle;
pub mod dispatch;
pub mod figures;
pub mod job;
pub mod job_act;
pub mod job_event;
pub mod operation;
pub mod pick;
pub mod progress;
pub mod settlement;
pub mod trace;
pub mod transition;

pub mod allocation;
pub mod no_show;
pub mod old_part;
pub mod rf_tag;
pub mod sale;
pub mod shipment;
pub mod shortage;
pub mod tote;

pub mod count;
pub mod count_act;
pub mod discrepancy;

pub mod agreed;
pub mod alert;
pub mod fault;
pub mod history;
pub mod level;
pub mod order;
pub mod period;
pub mod supply;
pub mod supply_act;
pub mod usage;

pub mod command;
pub mod entry;
pub mod event;
pub mod refusal;

pub mod decide;
pub mod print;

pub mod book;
pub mod memory;

#[cfg(test)]
pub(crate) mod tests;
