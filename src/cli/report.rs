//! What a subcommand says besides its output: mistakes in the configuration, and the log.

use std::io::Write;
use std::process::ExitCode;

use tracing_subscriber::fmt::MakeWriter;

use crate::config::ConfigError;

/// A mistake in a configuration file: said, exit code 2.
pub fn wrong_configuration(wrong: &ConfigError) -> ExitCode {
    wrong_usage(wrong)
}

/// Wrong usage or configuration: said, exit code 2.
pub fn wrong_usage(why: &dyn std::fmt::Display) -> ExitCode {
    complain(why);
    ExitCode::from(2)
}

/// Refused or failed: said, exit code 1.
pub fn failed(why: &dyn std::fmt::Display) -> ExitCode {
    complain(why);
    ExitCode::FAILURE
}

/// Done: the outcome said, exit code 0.
pub fn done(what: &str) -> ExitCode {
    say(what);
    ExitCode::SUCCESS
}

/// Says on standard error what is wrong.
pub fn complain(what: &dyn std::fmt::Display) {
    // Nobody listens: then nobody misses it.
    let _ = writeln!(std::io::stderr(), "pitbox: {what}");
}

/// A line on standard output, at once: whoever reads it may be waiting.
pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // As above: `pitbox enrol --new | head -1` is no mistake.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Where the log goes. Told once; a second time changes nothing.
pub fn log_to<W>(writer: W)
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::INFO);
    let subscriber = subscriber.with_ansi(false).with_writer(writer);
    // A log that cannot be written, as on a full disk, must not be told to the terminal: the screen is there.
    let subscriber = subscriber.log_internal_errors(false);
    // Already told.
    let _ = subscriber.try_init();
}
