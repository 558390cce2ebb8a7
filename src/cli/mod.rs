//! The subcommands of `pitbox`, one file each.

pub mod decode;
