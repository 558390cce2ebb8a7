//! What a subcommand says besides its output: mistakes in the configuration, and the log.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the command line speaks to a person here")]

use std::process::ExitCode;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::ConfigError;

/// A mistake in a configuration file: said, exit code 2.
pub fn wrong_configuration(wrong: &ConfigError) -> ExitCode {
    complain(wrong);
    ExitCode::from(2)
}

/// Says on standard error what is wrong.
pub fn complain(what: &dyn std::fmt::Display) {
    eprintln!("pitbox: {what}");
}

/// A line on standard output, at once.
pub fn say(line: &str) {
    use std::io::Write;
    println!("{line}");
    // Whoever reads it may be waiting; when nobody does, nothing is lost.
    let _ = std::io::stdout().flush();
}

/// Where the log goes. Told once; a second time changes nothing.
pub fn log_to<W>(writer: W)
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter = EnvFilter::new("info");
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(writer);
    // Already told.
    let _ = subscriber.try_init();
}
