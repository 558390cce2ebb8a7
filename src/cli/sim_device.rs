//! `pitbox sim device`: a device that is no hardware, as a program, for development and for trying a workshop out. Its
//! first line on standard output is where it is; then it does what standard input says. docs/simulators.md has the words.

mod printers;
mod readers;
mod words;

use std::io::BufRead;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use pitbox_hw::driver::printer::Language;
use pitbox_hw::sim::uhf::Protocol;

use super::report;

/// Options of `pitbox sim device`.
#[derive(Debug, Args)]
pub struct SimDeviceArgs {
    #[arg(value_enum)]
    pub kind: Kind,
    /// Serial devices: where the port appears; otherwise in a temporary folder.
    #[arg(long, value_name = "FILE")]
    pub path: Option<PathBuf>,
    /// Network devices: where it listens; otherwise at a free port of the loopback.
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Printers: keep each printed label as a file of this folder.
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
}

/// Which device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A scanner that sends lines over a serial port.
    Scanner,
    /// A Zebra scanner in SSI mode; it repeats a scan that is not acknowledged.
    Ssi,
    /// A 125 kHz badge reader.
    Rdm6300,
    /// A contactless card reader.
    Pn532,
    /// Card readers of PC/SC: the socket of a pcscd with one reader.
    Pcsc,
    /// A UHF module of the R200 family.
    R200,
    /// A UHF reader of the UHFReader18 family.
    Uhfreader18,
    /// A fixed UHF reader in the network.
    Llrp,
    /// Label and slip printers in the network.
    Zpl,
    Tspl,
    Escpos,
    Brother,
    /// A printer that speaks IPP.
    Ipp,
}

/// A running device.
trait Sim {
    /// Its path or address.
    fn place(&self) -> String;

    /// Does what a line says.
    fn act(&mut self, line: &str) -> Result<(), String>;
}

/// Runs the device until standard input ends.
pub fn run(args: &SimDeviceArgs) -> anyhow::Result<ExitCode> {
    let mut sim = start(args).context("start the device")?;
    report::say(&sim.place());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line == ":quit" || (line == "quit" && !is_scanner(args.kind)) {
            break;
        }
        if !line.is_empty()
            && let Err(why) = sim.act(&line)
        {
            report::complain(&why);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Each line is what stands on a label; words for the device itself begin with a colon.
fn is_scanner(kind: Kind) -> bool {
    matches!(kind, Kind::Scanner | Kind::Ssi)
}

fn start(args: &SimDeviceArgs) -> std::io::Result<Box<dyn Sim>> {
    let path = args.path.clone().unwrap_or_else(|| own_path(args.kind));
    let listen = args.listen.unwrap_or_else(|| (Ipv4Addr::LOCALHOST, 0).into());
    let printer = |language| printers::start(language, listen, args.to.as_deref());
    match args.kind {
        Kind::Scanner => readers::lines(&path),
        Kind::Ssi => readers::ssi(&path),
        Kind::Rdm6300 => readers::rdm6300(&path),
        Kind::Pn532 => readers::pn532(&path),
        Kind::Pcsc => readers::pcsc(&path),
        Kind::R200 => readers::uhf(&path, Protocol::R200),
        Kind::Uhfreader18 => readers::uhf(&path, Protocol::UhfReader18),
        Kind::Llrp => readers::llrp(listen),
        Kind::Zpl => printer(Language::Zpl),
        Kind::Tspl => printer(Language::Tspl),
        Kind::Escpos => printer(Language::EscPos),
        Kind::Brother => printer(Language::BrotherQl),
        Kind::Ipp => printer(Language::Ipp),
    }
}

fn own_path(kind: Kind) -> PathBuf {
    let name = kind.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
    std::env::temp_dir().join(format!("pitbox-sim-{name}-{}", std::process::id()))
}

#[cfg(test)]
mod tests;
