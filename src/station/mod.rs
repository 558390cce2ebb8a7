//! The kiosk as a state machine.
pub mod key;
pub mod view;
