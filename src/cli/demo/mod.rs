//! `pitbox demo`: a hub, kiosks, devices that are programs, and the sample workshop, in one temporary folder.
//!
//! In a terminal a person plays with it; otherwise a scripted shift runs and its books are checked. Everything is the real
//! thing but the hardware: bytes go through pseudo-terminals into the real drivers, labels through a socket to a printer
//! that keeps them.

mod books;
mod play;
mod recorder;
mod shift;
mod site;
mod stand;
mod words;
mod workshop;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::config::StationRole;
use crate::station::words::Language;

/// Options of `pitbox demo`.
#[derive(Debug, Clone, Copy, Args)]
pub struct DemoArgs {
    /// Where the kiosk stands: at the parts counter or in a service bay.
    #[arg(long, value_enum, default_value_t = RoleArg::Counter)]
    role: RoleArg,
    /// Language of the screens.
    #[arg(long, value_enum, default_value_t = LanguageArg::En)]
    language: LanguageArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RoleArg {
    Counter,
    Bay,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LanguageArg {
    En,
    #[value(name = "zh-CN")]
    ZhCn,
}

impl DemoArgs {
    fn role(self) -> StationRole {
        match self.role {
            RoleArg::Counter => StationRole::Counter,
            RoleArg::Bay => StationRole::Bay,
        }
    }

    fn language(self) -> Language {
        match self.language {
            LanguageArg::En => Language::English,
            LanguageArg::ZhCn => Language::Chinese,
        }
    }
}

/// Runs the subcommand: 0 when the books of the scripted shift are right, 1 when they are not.
pub fn run(args: &DemoArgs) -> anyhow::Result<ExitCode> {
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return play::run(args.role(), args.language());
    }
    shift::run(args.language())
}
