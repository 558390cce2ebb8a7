//! `pitbox hub`: runs the server until it is told to stop.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};

use super::{FAILED, WRONG_USAGE, complain};
use crate::config;
use crate::hub::{self, Settings};

/// `pitbox hub --config hub.toml`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The hub's configuration
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

/// Serves until SIGTERM or SIGINT. The first line on standard output is `listening URL`.
pub fn run(arguments: &Arguments) -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::INFO).init();
    let settings: Settings = match config::load_hub(&arguments.config) {
        Ok(config) => config.into(),
        Err(error) => return complain(WRONG_USAGE, error),
    };
    let listening = |address| {
        let mut out = std::io::stdout().lock();
        // Nobody need be listening to us.
        let _ = writeln!(out, "listening http://{address}").and_then(|()| out.flush());
    };
    match hub::serve(&settings, listening, told_to_stop()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_configuration() => complain(WRONG_USAGE, error),
        Err(error) => complain(FAILED, format!("failed to {error}")),
    }
}

async fn told_to_stop() {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
