//! `pitbox kiosk`: the terminal in the bay and at the counter.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::report;
use crate::config::{self, KioskConfig};
use crate::kiosk::event::{Event, Queue};
use crate::kiosk::face::TerminalFace;
use crate::kiosk::{self};
use crate::station::words::Language;
use crate::ui::look::Look;

/// Options of `pitbox kiosk`.
#[derive(Debug, Args)]
pub struct KioskArgs {
    /// The kiosk.toml.
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
    /// A file that says what time it is, for rehearsals (docs/simulators.md).
    #[arg(long, value_name = "FILE", hide = true)]
    pub clock: Option<PathBuf>,
}

/// Runs the kiosk until it is told to stop.
pub fn run(args: &KioskArgs) -> anyhow::Result<ExitCode> {
    let config = match config::load_kiosk(&args.config) {
        Ok(config) => config,
        Err(wrong) => return Ok(report::wrong_configuration(&wrong)),
    };
    args.clock.iter().for_each(|file| crate::clock::pretend(file.clone()));
    log_to_file(&config)?;
    let look = Look::detect(|name| std::env::var(name).ok());
    let (queue, events) = Queue::new();
    stop_on_signals(&queue)?;
    stop_on_panic(&queue);
    // A store that cannot be opened is said on the plain terminal, before the screen is taken.
    let mut face = TerminalFace::open(look, &queue).context("take the terminal over; run the kiosk in a terminal")?;
    let ended = kiosk::run(&config, language(&config), &mut face, &queue, events);
    drop(face);
    ended?;
    Ok(ExitCode::SUCCESS)
}

/// The language that kiosk.toml asks for.
pub fn language(config: &KioskConfig) -> Language {
    match config.station.language {
        config::Language::Chinese => Language::Chinese,
        config::Language::English => Language::English,
    }
}

/// What the kiosk has to say to an administrator goes to a file: the terminal belongs to the screen.
fn log_to_file(config: &KioskConfig) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let store = &config.station.store;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(store)
        .with_context(|| format!("use the store's folder {}", store.display()))?;
    let path = store.join("kiosk.log");
    shorten(&path);
    let file = std::fs::OpenOptions::new().append(true).create(true).open(&path);
    let file = file.with_context(|| format!("write {}", path.display()))?;
    report::log_to(std::sync::Mutex::new(file));
    Ok(())
}

/// Largest log that is continued, in bytes; a larger one becomes `kiosk.log.1`.
const MAX_LOG: u64 = 4 * 1024 * 1024;

fn shorten(path: &std::path::Path) {
    if std::fs::metadata(path).is_ok_and(|data| data.len() > MAX_LOG) {
        // Without it the log is only longer.
        let _ = std::fs::rename(path, path.with_extension("log.1"));
    }
}

/// A panic in any thread ends the kiosk: without that thread it would go on looking well. Whoever started it starts it
/// again.
fn stop_on_panic(queue: &Queue) {
    let (queue, next) = (queue.clone(), std::panic::take_hook());
    std::panic::set_hook(Box::new(move |info| {
        next(info);
        tracing::error!(%info, "a mistake of the program");
        queue.break_off();
    }));
}

/// SIGTERM, SIGINT and SIGHUP end the kiosk cleanly.
pub fn stop_on_signals(queue: &Queue) -> anyhow::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let queue = queue.clone();
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        if signals.forever().next().is_some() {
            queue.put(Event::Stop);
        }
    })?;
    Ok(())
}
