//! `pitbox board`: the jobs of the workshop on a big display. Read-only; follows the store of a kiosk or of a hub.

mod watch;

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use anyhow::Context;
use clap::Args;

use super::source::{self, Source, SourceArgs};
use crate::clock;
use crate::config::{self, AnyConfig};
use crate::station::Zone;
use crate::station::key::Key;
use crate::station::view::board;
use crate::station::view::screen::{Block, Screen};
use crate::station::words::Language;
use crate::ui::look::Look;
use crate::ui::terminal::{Guard, Terminal, UiEvent, read_events, until_hangup};

/// Shows the jobs of a kiosk or a hub, and follows them until q, Esc or a signal. Without a terminal it writes them once.
#[derive(Debug, Clone, Args)]
pub struct BoardArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// `en` or `zh-CN`; without it the language of the kiosk.toml, else English.
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<String>,
}

/// Why the board is drawn anew.
enum Wake {
    /// The records changed.
    Changed,
    /// The terminal has another size.
    Resized,
    Stop,
}

/// Wakes that wait; more say nothing new.
const WAKES: usize = 16;

/// The records are read at most so often, however many are written.
const GAP: Duration = Duration::from_millis(500);

/// Runs the subcommand.
pub fn run(args: &BoardArgs) -> anyhow::Result<ExitCode> {
    source::finish(show(args))
}

fn show(args: &BoardArgs) -> anyhow::Result<()> {
    let language = language(args)?;
    let mut source = source::open(&args.source)?;
    if !io::stdout().is_terminal() {
        return write_once(&screen(&mut *source, language, &shop(args)?)?, &mut io::stdout().lock());
    }
    let folder = folder(args)?;
    let (send, wakes) = sync_channel(WAKES);
    watch::records(&folder, &send).with_context(|| format!("watch {}", folder.display()))?;
    stop_on_signals(&send)?;
    let look = Look::detect(|name| std::env::var(name).ok());
    let language = if look.can_show_chinese() { language } else { Language::English };
    let _guard = Guard::enter().context("take the terminal over")?;
    read_keys(&send)?;
    follow(&mut *source, language, &shop(args)?, look, &wakes)
}

/// Draws, and sleeps until something changes or the minute does: how long things wait is on the board.
fn follow(
    source: &mut dyn Source,
    language: Language,
    shop: &str,
    look: Look,
    wakes: &Receiver<Wake>,
) -> anyhow::Result<()> {
    let mut terminal = Terminal::new(io::stdout(), look);
    loop {
        let read = clock::now().steady;
        terminal.draw(&screen(source, language, shop)?)?;
        let minute = Zone::until_next_minute(clock::wall_ms());
        match wakes.recv_timeout(minute) {
            Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Ok(Wake::Resized) => terminal.forget(),
            Ok(Wake::Changed) => {
                // What is written at once is read at once, and not more often than anybody can look.
                let until = read + GAP;
                while let Some(left) = until.checked_sub(clock::now().steady).filter(|left| !left.is_zero()) {
                    match wakes.recv_timeout(left) {
                        Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return Ok(()),
                        Ok(Wake::Resized) => terminal.forget(),
                        Ok(Wake::Changed) | Err(RecvTimeoutError::Timeout) => {}
                    }
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

fn screen(source: &mut dyn Source, language: Language, shop: &str) -> anyhow::Result<Screen> {
    let zone = source.time_zone();
    let zone = Zone::named(zone.iana_name().unwrap_or("UTC"));
    let book = source.book()?;
    Ok(board::board(&book, language.words(), &zone, shop, clock::wall_ms()))
}

/// Plain lines, for a pipe.
fn write_once(screen: &Screen, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}", screen.title)?;
    for block in &screen.blocks {
        if let Block::Table(table) = block {
            let titles: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
            let mut lines = super::table::Table::new(&titles);
            table.rows.iter().for_each(|row| lines.row(row.cells.iter().cloned()));
            lines.write(out)?;
        }
    }
    Ok(out.flush()?)
}

fn language(args: &BoardArgs) -> anyhow::Result<Language> {
    if let Some(code) = &args.language {
        return Language::from_code(code).with_context(|| format!("--language {code}: give en or zh-CN"));
    }
    let kiosk = args.source.config.as_ref().map(|file| config::load(file)).transpose()?;
    Ok(match kiosk {
        Some(AnyConfig::Kiosk(kiosk)) => super::kiosk::language(&kiosk),
        Some(AnyConfig::Hub(_)) | None => Language::English,
    })
}

/// Whose board it is: the code of the site, or the folder's name where no configuration says it.
fn shop(args: &BoardArgs) -> anyhow::Result<String> {
    let site = match args.source.config.as_ref().map(|file| config::load(file)).transpose()? {
        Some(AnyConfig::Kiosk(kiosk)) => Some(kiosk.station.site),
        Some(AnyConfig::Hub(hub)) => hub.site,
        None => None,
    };
    if let Some(site) = site {
        return Ok(site.to_string());
    }
    let folder = folder(args)?;
    Ok(folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default())
}

/// The folder in which the records lie.
fn folder(args: &BoardArgs) -> anyhow::Result<PathBuf> {
    match (&args.source.store, &args.source.config) {
        (Some(dir), _) => Ok(dir.clone()),
        (None, Some(file)) => Ok(match config::load(file)? {
            AnyConfig::Kiosk(config) => config.station.store,
            AnyConfig::Hub(config) => config.data,
        }),
        (None, None) => anyhow::bail!("give --config or --store"),
    }
}

fn read_keys(send: &SyncSender<Wake>) -> io::Result<()> {
    let keys = send.clone();
    std::thread::Builder::new().name("keys".into()).spawn(move || {
        let read = read_events(|event| {
            let wake = match event {
                UiEvent::Redraw => Wake::Resized,
                UiEvent::Leave => Wake::Stop,
                UiEvent::Key(Key::Escape | Key::Char('q' | 'Q')) => Wake::Stop,
                UiEvent::Key(_) => return ControlFlow::Continue(()),
            };
            if keys.send(wake).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        if read.is_err() {
            // Ended already: nobody is there to hear it.
            let _ = keys.send(Wake::Stop);
        }
    })?;
    let hangup = send.clone();
    std::thread::Builder::new().name("hangup".into()).spawn(move || {
        if until_hangup().is_ok() {
            let _ = hangup.send(Wake::Stop);
        }
    })?;
    Ok(())
}

fn stop_on_signals(send: &SyncSender<Wake>) -> anyhow::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let send = send.clone();
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        if signals.forever().next().is_some() {
            let _ = send.send(Wake::Stop);
        }
    })?;
    Ok(())
}
