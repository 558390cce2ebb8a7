//! One file per subcommand.

pub mod decode;
