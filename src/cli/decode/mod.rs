//! `pitbox decode`: one JSON object a line in, one out.

pub mod devices;
pub mod identity_rows;
