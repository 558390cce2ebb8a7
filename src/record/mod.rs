//! Entries as bytes, and the chain that the bytes stand in.
//!
//! Record bytes are deterministic CBOR (RFC 8949 section 4.2.1): shortest forms, definite lengths, map keys ascending,
//! absent fields left out. They are encoded once, then stored, hashed, signed, sent, forwarded and checked verbatim.
//! They hold neither device nor epoch nor sequence: position stands outside, in the [`chain`].

pub mod aggregate;
pub mod answers;
pub mod badge;
pub mod chain;
mod codec;
mod count_events;
pub mod digest;
mod envelope;
mod events;
mod job_events;
mod nouns;
pub mod pin;
pub mod signing;
pub mod snapshot;

#[cfg(test)]
mod tests;

pub use chain::name_of;
pub use codec::BadRecord;
pub use envelope::{MAX_RECORD, decode, encode};
