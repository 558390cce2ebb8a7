//! The integration tests, one binary: whole programs and threads together, over real sockets and files, and the
//! repository itself under test.

mod examples;
mod hub;
mod layers;
mod program;
mod proxy;
mod repository;
mod station;
mod store;
mod sync;
mod tidy;
