//! The integration tests, one binary: whole programs and threads together, over real sockets and files.

mod hub;
mod kiosk;
mod program;
mod proxy;
mod rig;
mod station;
mod store;
mod sync;
