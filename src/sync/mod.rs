//! Between a station and its hub: the form of what is sent ([`wire`]), when it is sent ([`plan`], [`backoff`], pure), and the
//! thread that sends it ([`client`], [`enrol`]) to whom it trusts ([`trust`]). docs/sync-protocol.md describes the protocol.

pub mod backoff;
pub mod code;
pub mod plan;
pub mod wire;

pub mod caps;
pub mod client;
pub mod enrol;
pub(crate) mod http;
pub mod trust;
