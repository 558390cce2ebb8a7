//! The integration tests, one binary: whole programs and threads together, over real sockets and files, and the
//! repository itself under test.

mod audit;
mod calibration;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod demo;
mod examples;
mod fuzz;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod hub;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod kiosk;
mod layers;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod program;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod proxy;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod reconnect;
mod repository;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod rig;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod service;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod station;
mod store;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod sync;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod taught;
mod tidy;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod tls;
mod udev;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod weeks;
