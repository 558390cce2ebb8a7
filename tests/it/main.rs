//! The integration tests, one binary: the repository itself, then whole programs and threads together, over real sockets
//! and files.

mod examples;
mod layers;
mod repository;
mod tidy;

#[cfg(all(feature = "kiosk", feature = "hub"))]
mod hub;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod station;
mod store;
#[cfg(all(feature = "kiosk", feature = "hub"))]
mod sync;
