//! `pitbox console`: the screen of the kiosk that runs on this computer, seen or driven from another terminal.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::Shutdown;
use std::ops::ControlFlow;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Args;

use super::report;
use crate::config;
use crate::kiosk::console::wire::{Hello, Line, NO, OK, is_name};
use crate::ui::look::Look;
use crate::ui::terminal::{Guard, UiEvent, read_events, size};

/// Where the packages put it.
pub const USUAL_CONFIG: &str = "/etc/pitbox/kiosk.toml";

/// How long a kiosk may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Options of `pitbox console`.
#[derive(Debug, Args)]
pub struct ConsoleArgs {
    /// The kiosk.toml of the kiosk.
    #[arg(long, value_name = "FILE", default_value = USUAL_CONFIG)]
    pub config: PathBuf,
    /// Press keys there, too. The kiosk says who does, and records it; PINs are typed at the kiosk only.
    #[arg(long)]
    pub drive: bool,
    /// Who uses this account, for the kiosk's screen and its records.
    #[arg(long = "as", value_name = "NAME")]
    pub name: Option<String>,
}

/// Runs the subcommand until Ctrl-Q, or until the kiosk ends.
pub fn run(args: &ConsoleArgs) -> anyhow::Result<ExitCode> {
    let config = match config::load_kiosk(&args.config) {
        Ok(config) => config,
        Err(wrong) => return Ok(report::wrong_configuration(&wrong)),
    };
    if let Some(name) = args.name.as_ref().filter(|name| !is_name(name)) {
        return Ok(report::wrong_usage(&format!("{name:?} is no name: use 1 to 32 letters, digits, '.', '_' or '-'")));
    }
    let now = size();
    let look = Look::detect(|name| std::env::var(name).ok());
    let name = args.name.clone();
    let hello = Hello::Show { drives: args.drive, size: (now.width, now.height), look, name };
    let screen = match call(&config.console.socket, &hello)? {
        Ok(screen) => screen,
        Err(why) => return Ok(report::failed(&why)),
    };
    let guard = Guard::enter().context("take the terminal over; run this in a terminal")?;
    let ended = follow(screen, args.drive);
    drop(guard);
    ended?;
    report::say("The console is closed.");
    Ok(ExitCode::SUCCESS)
}

/// Asks the kiosk at a socket; gives what it sends from then on, or why it will not.
pub fn call(socket: &Path, hello: &Hello) -> anyhow::Result<Result<BufReader<UnixStream>, String>> {
    let stream = match UnixStream::connect(socket) {
        Ok(stream) => stream,
        Err(error) => return Ok(Err(not_reached(socket, &error))),
    };
    stream.set_read_timeout(Some(PATIENCE))?;
    writeln!(&stream, "{}", hello.text())?;
    let mut answer = BufReader::new(stream);
    let mut first = String::new();
    answer.read_line(&mut first).context("hear the kiosk")?;
    answer.get_ref().set_read_timeout(None)?;
    let first = first.trim_end();
    if first == OK {
        return Ok(Ok(answer));
    }
    let why = first.strip_prefix(NO).unwrap_or("the kiosk ended");
    Ok(Err(why.to_owned()))
}

fn not_reached(socket: &Path, error: &io::Error) -> String {
    let at = socket.display();
    if error.kind() == io::ErrorKind::PermissionDenied {
        return format!("{at} may not be opened by this account: it must be in the group that kiosk.toml names");
    }
    format!("no kiosk answers at {at} ({error}): see `systemctl status pitbox-kiosk`")
}

/// Copies what the kiosk draws, and says keys to it, until either goes.
fn follow(mut screen: BufReader<UnixStream>, drives: bool) -> io::Result<()> {
    let there = screen.get_ref().try_clone()?;
    std::thread::Builder::new().name("keys".into()).spawn(move || {
        let said = read_events(|event| match say(&there, event, drives) {
            Ok(flow) => flow,
            Err(_) => ControlFlow::Break(()),
        });
        // Left, or the terminal is gone: either way the other thread sees the end.
        let _ = (said, there.shutdown(Shutdown::Both));
    })?;
    let mut out = io::stdout();
    let mut piece = [0; 8192];
    loop {
        let n = match screen.read(&mut piece) {
            Ok(0) | Err(_) => return Ok(()),
            Ok(n) => n,
        };
        out.write_all(&piece[..n])?;
        out.flush()?;
    }
}

fn say(mut there: &UnixStream, event: UiEvent, drives: bool) -> io::Result<ControlFlow<()>> {
    let line = match event {
        UiEvent::Leave => return Ok(ControlFlow::Break(())),
        UiEvent::Redraw => {
            let now = size();
            Line::Size(now.width, now.height)
        }
        UiEvent::Key(key) if drives => Line::Key(key),
        UiEvent::Key(_) => return Ok(ControlFlow::Continue(())),
    };
    writeln!(there, "{}", line.text())?;
    Ok(ControlFlow::Continue(()))
}
