//! The subcommands, one file each.

pub mod jobs;
pub mod log;
pub mod source;
pub mod stock;
pub mod time;

mod events;
mod json;
mod table;

#[cfg(test)]
mod tests;
