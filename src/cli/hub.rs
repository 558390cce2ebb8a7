//! `pitbox hub`: the central server of a site.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use super::report;
use crate::config::{self, ConfigError, HubConfig};
use crate::hub::{self, Settings};

/// Options of `pitbox hub`.
#[derive(Debug, Args)]
pub struct HubArgs {
    /// The hub.toml.
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
    /// A file that says what time it is, for rehearsals (docs/simulators.md).
    #[arg(long, value_name = "FILE", hide = true)]
    pub clock: Option<PathBuf>,
}

/// Serves until SIGTERM or SIGINT.
pub fn run(args: &HubArgs) -> anyhow::Result<ExitCode> {
    let settings = match settings(&args.config) {
        Ok(settings) => settings,
        Err(wrong) => return Ok(report::wrong_configuration(&wrong)),
    };
    args.clock.iter().for_each(|file| crate::clock::pretend(file.clone()));
    report::log_to(std::io::stderr);
    let served = hub::serve(&settings, |address| report::say(&format!("listening {}", settings.url(address))), stop());
    match served {
        Err(error) if error.is_configuration() => {
            report::complain(&format!("{}: {error}", args.config.display()));
            Ok(ExitCode::from(2))
        }
        other => other.map(|()| ExitCode::SUCCESS).context("run the hub"),
    }
}

/// The hub's settings from its configuration file.
pub fn settings(file: &Path) -> Result<Settings, ConfigError> {
    config::load_hub(file).map(of_config)
}

/// The settings that a configuration asks for.
pub fn of_config(config: HubConfig) -> Settings {
    let HubConfig { listen, data, database: config::Database::Sqlite, site, timezone, tls } = config;
    Settings { listen, data, site, timezone, tls }
}

async fn stop() {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
