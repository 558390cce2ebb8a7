//! `pitbox admin`: everything for looking after a kiosk from one menu, for a terminal over SSH. It is also what a key for
//! maintenance is tied to: nothing else can be reached from it.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::Context;
use clap::Args;

use super::console::USUAL_CONFIG;
use super::{report, status};
use crate::config::{self, KioskConfig};
use crate::kiosk::console::wire::is_name;

/// Options of `pitbox admin`.
#[derive(Debug, Args)]
pub struct AdminArgs {
    /// The kiosk.toml of the kiosk.
    #[arg(long, value_name = "FILE", default_value = USUAL_CONFIG)]
    pub config: PathBuf,
    /// Who uses this account, for the kiosk's screen and its records.
    #[arg(long = "as", value_name = "NAME")]
    pub name: Option<String>,
    /// Look on only: the screen cannot be driven.
    #[arg(long)]
    pub watch: bool,
}

/// Something of the menu.
struct Choice {
    key: &'static str,
    /// What a command over SSH calls it.
    word: &'static str,
    what: &'static str,
    words: &'static [&'static str],
    /// It takes the name of who does it.
    named: bool,
}

const CHOICES: [Choice; 8] = [
    choice("1", "watch", "see the kiosk's screen (Ctrl-Q leaves)", &["console"], true),
    choice(
        "2",
        "drive",
        "drive the kiosk's screen: it says so there, and it is recorded",
        &["console", "--drive"],
        true,
    ),
    choice("3", "doctor", "what is wrong, and what to type", &["doctor"], false),
    choice("4", "devices", "what is plugged in", &["devices"], false),
    choice("5", "queue", "labels that wait or are to be looked after", &["queue"], false),
    choice("6", "logs", "what the program noted", &["logs"], false),
    choice("7", "warnings", "only its warnings and errors", &["logs", "--warnings"], false),
    choice("8", "support", "a bundle for whoever is to help", &["support"], false),
];

const fn choice(
    key: &'static str,
    word: &'static str,
    what: &'static str,
    words: &'static [&'static str],
    named: bool,
) -> Choice {
    Choice { key, word, what, words, named }
}

/// Runs the subcommand: the menu, or the one thing that `ssh KIOSK WORD` asks for.
pub fn run(args: &AdminArgs) -> anyhow::Result<ExitCode> {
    let config = match config::load_kiosk(&args.config) {
        Ok(config) => config,
        Err(wrong) => return Ok(report::wrong_configuration(&wrong)),
    };
    if let Some(name) = args.name.as_ref().filter(|name| !is_name(name)) {
        return Ok(report::wrong_usage(&format!("{name:?} is no name: use 1 to 32 letters, digits, '.', '_' or '-'")));
    }
    match std::env::var("SSH_ORIGINAL_COMMAND") {
        Ok(asked) if !asked.trim().is_empty() => one(asked.trim(), args),
        _ => menu(args, &config),
    }
}

/// What `ssh KIOSK WORD` asks for. A bundle goes to standard output.
fn one(asked: &str, args: &AdminArgs) -> anyhow::Result<ExitCode> {
    let mut command = match CHOICES.iter().find(|choice| choice.word == asked && allowed(choice, args)) {
        Some(choice) if choice.word == "support" => of(&["support", "--output", "-"], false, args)?,
        Some(choice) => of(choice.words, choice.named, args)?,
        None if asked == "status" => of(&["status"], false, args)?,
        None if asked == "status --json" => of(&["status", "--json"], false, args)?,
        None => {
            let words: Vec<&str> = CHOICES.iter().filter(|c| allowed(c, args)).map(|choice| choice.word).collect();
            return Ok(report::wrong_usage(&format!(
                "{asked:?} is not to be had here. Use status, {}",
                words.join(", ")
            )));
        }
    };
    let ended = command.status().context("start it")?;
    Ok(ExitCode::from(ended.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}

fn allowed(choice: &Choice, args: &AdminArgs) -> bool {
    !(args.watch && choice.word == "drive")
}

fn of(words: &[&str], named: bool, args: &AdminArgs) -> anyhow::Result<Command> {
    let mut command = Command::new(std::env::current_exe().context("find this program")?);
    command.args(words).arg("--config").arg(&args.config);
    if let Some(name) = args.name.as_ref().filter(|_| named) {
        command.args(["--as", name]);
    }
    Ok(command)
}

fn menu(args: &AdminArgs, config: &KioskConfig) -> anyhow::Result<ExitCode> {
    let mut lines = io::stdin().lock();
    loop {
        let mut out = io::stdout().lock();
        writeln!(out, "\n== Pitbox, kiosk {} ==", config.station.name)?;
        match status::ask(config)? {
            Ok(line) => status::write(&line, false, &mut out)?,
            Err(why) => writeln!(out, "THE KIOSK DOES NOT ANSWER: {why}")?,
        }
        writeln!(out)?;
        for choice in CHOICES.iter().filter(|choice| allowed(choice, args)) {
            writeln!(out, " {}  {:<9} {}", choice.key, choice.word, choice.what)?;
        }
        write!(out, " q  leave\n> ")?;
        out.flush()?;
        drop(out);
        let mut typed = String::new();
        if lines.read_line(&mut typed)? == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        let typed = typed.trim();
        if typed == "q" {
            return Ok(ExitCode::SUCCESS);
        }
        let chosen =
            CHOICES.iter().find(|choice| (choice.key == typed || choice.word == typed) && allowed(choice, args));
        match chosen {
            Some(choice) => {
                // How it ended it has said itself.
                let _ = of(choice.words, choice.named, args)?.status().context("start it")?;
            }
            None if typed.is_empty() => {}
            None => report::complain(&format!("{typed:?} is none of the menu")),
        }
    }
}
