//! The integration tests, one binary: whole programs and threads together, over real sockets and files, and the
//! repository itself under test.

#[cfg(all(feature = "kiosk", feature = "hub"))]
mod demo;
mod examples;
mod hub;
mod kiosk;
mod layers;
mod program;
mod proxy;
mod repository;
mod rig;
mod station;
mod store;
mod sync;
mod tidy;
