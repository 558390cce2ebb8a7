//! The integration tests, one binary: the repository itself, then whole programs and threads together over real sockets and
//! files.

mod layers;
mod repository;
mod tidy;

#[cfg(feature = "hub")]
mod hub;
#[cfg(feature = "hub")]
mod station;
#[cfg(feature = "hub")]
mod sync;
