//! Whole programs and threads together, over real sockets and files.

mod hub;
mod station;
mod sync;
