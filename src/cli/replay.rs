//! `pitbox replay`: plays a black box again, step by step, and asserts that the station asks for the same as then. Nothing is
//! carried out. With `--take` the running kiosk writes its black box.

use std::fs::File;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::console::{USUAL_CONFIG, call};
use super::report;
use crate::black_box::replay::{Outcome, Played, replay};
use crate::config::{self, KioskConfig};
use crate::kiosk::console::wire::Hello;
use crate::station::view::screen::Screen;

/// Options of `pitbox replay`.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// The file: `STORE/black-box/*.jsonl.zst`, or the same unpacked.
    #[arg(value_name = "FILE", required_unless_present = "take")]
    pub file: Option<PathBuf>,
    /// Write every step: what came in, what the station asked for.
    #[arg(long)]
    pub steps: bool,
    /// Write the headline and the notice of the screen after every step, too.
    #[arg(long)]
    pub screens: bool,
    /// Let the running kiosk write its black box, and say where.
    #[arg(long, conflicts_with_all = ["file", "steps", "screens"])]
    pub take: bool,
    /// The kiosk.toml of the kiosk, for --take.
    #[arg(long, value_name = "FILE", default_value = USUAL_CONFIG)]
    pub config: PathBuf,
}

/// Largest file that is read, unpacked.
const MAX_UNPACKED: u64 = 512 * 1024 * 1024;

/// Runs the subcommand: 0 when the station does the same, 1 otherwise.
pub fn run(args: &ReplayArgs) -> anyhow::Result<ExitCode> {
    let Some(file) = &args.file else {
        let config = match config::load_kiosk(&args.config) {
            Ok(config) => config,
            Err(wrong) => return Ok(report::wrong_configuration(&wrong)),
        };
        return Ok(match take(&config)? {
            Ok(path) => {
                report::say(&path);
                ExitCode::SUCCESS
            }
            Err(why) => report::failed(&why),
        });
    };
    let text = unpack(file).with_context(|| format!("read {}", file.display()))?;
    let mut out = io::stdout().lock();
    let mut written = Ok(());
    let mut each = |played: &Played<'_>| {
        if (args.steps || args.screens) && written.is_ok() {
            written = write(played, &mut out);
        }
    };
    let (origin, outcome) =
        replay(&text, args.screens, &mut each).with_context(|| format!("play {}", file.display()))?;
    written?;
    writeln!(out, "written by pitbox {} ({})", origin.version, origin.why)?;
    say(&outcome, &mut out)
}

/// Lets the running kiosk write its black box; gives where it is, or why there is none.
pub fn take(config: &KioskConfig) -> anyhow::Result<Result<String, String>> {
    let mut answer = match call(&config.console.socket, &Hello::BlackBox)? {
        Ok(answer) => answer,
        Err(why) => return Ok(Err(why)),
    };
    let mut path = String::new();
    answer.read_line(&mut path).context("hear the kiosk")?;
    Ok(Ok(path.trim_end().to_owned()))
}

fn unpack(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let file = File::open(path)?;
    if path.extension().is_some_and(|ending| ending == "zst") {
        zstd::Decoder::new(file)?.take(MAX_UNPACKED).read_to_string(&mut text)?;
    } else {
        file.take(MAX_UNPACKED).read_to_string(&mut text)?;
    }
    Ok(text)
}

fn write(played: &Played<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{:>5}  {} ms  {:?}", played.number, played.now.wall_ms, played.input)?;
    for effect in played.effects {
        writeln!(out, "       -> {effect}")?;
    }
    played.screen.iter().try_for_each(|screen| write_screen(screen, out))
}

fn write_screen(screen: &Screen, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "       [{}]", screen.title)?;
    if let Some(notice) = &screen.notice {
        writeln!(out, "       [{}]", notice.headline)?;
        notice.details.iter().try_for_each(|detail| writeln!(out, "       [  {detail}]"))?;
    }
    Ok(())
}

fn say(outcome: &Outcome, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    Ok(match outcome {
        Outcome::Same { steps } => {
            writeln!(out, "the same: {steps} steps")?;
            ExitCode::SUCCESS
        }
        Outcome::BrokeAt { step, again: true } => {
            writeln!(out, "the same: the program breaks at step {step}")?;
            ExitCode::SUCCESS
        }
        Outcome::BrokeAt { step, again: false } => {
            writeln!(
                out,
                "NOT the same: the program broke at step {step}, or was cut off there; now it does not break"
            )?;
            ExitCode::FAILURE
        }
        Outcome::Differs { step, then, now } => {
            writeln!(out, "NOT the same, from step {step} on:")?;
            then.iter().try_for_each(|line| writeln!(out, "  then {line}"))?;
            now.iter().try_for_each(|line| writeln!(out, "  now  {line}"))?;
            ExitCode::FAILURE
        }
    })
}
