//! The integration tests, one binary: whole programs and threads together, over real sockets and files, and the
//! repository itself under test.

mod calibration;
mod examples;
mod fuzz;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod hub;
mod layers;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod program;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod proxy;
mod repository;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod station;
mod store;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod sync;
mod tidy;
