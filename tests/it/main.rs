//! The integration tests, one binary: whole programs and threads together, over real sockets and files.

mod hub;
mod kiosk;
mod rig;
mod station;
mod store;
mod sync;
