//! Printers in the network. Each label that comes out is a line on standard output.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use pitbox_hw::driver::printer::Language;
use pitbox_hw::sim::ipp_printer::IppPrinter;
use pitbox_hw::sim::language_printer::LanguagePrinter;
use pitbox_hw::sim::machine::TcpDevice;
use pitbox_hw::sim::printer::{Behaviour, CapturePrinter};

use super::super::report;
use super::Sim;
use super::words::{command, unknown};

/// Bytes of a label after which the line is cut, when nobody says how many.
const CUT_AFTER: usize = 100;
/// How long one look for the next label lasts.
const LOOK: Duration = Duration::from_secs(3600);

enum Printer {
    Zpl(CapturePrinter),
    Other(TcpDevice<LanguagePrinter>),
    Ipp(TcpDevice<IppPrinter>),
}

impl Printer {
    fn set(&self, change: impl FnOnce(&mut Behaviour)) {
        match self {
            Printer::Zpl(printer) => printer.set(change),
            Printer::Other(printer) => printer.act(|is| is.set(change)),
            Printer::Ipp(printer) => printer.act(|is| {
                is.set(change);
                Vec::new()
            }),
        }
    }

    fn labels(&self) -> Vec<Vec<u8>> {
        match self {
            Printer::Zpl(printer) => printer.labels(),
            Printer::Other(printer) => printer.look(|is| is.labels().to_vec()),
            Printer::Ipp(printer) => printer.look(|is| is.labels().to_vec()),
        }
    }

    fn wait_printed(&self, count: usize) -> bool {
        match self {
            Printer::Zpl(printer) => printer.wait_printed(count, LOOK),
            Printer::Other(printer) => printer.wait_until(LOOK, |is| is.labels().len() >= count),
            Printer::Ipp(printer) => printer.wait_until(LOOK, |is| is.labels().len() >= count),
        }
    }
}

struct Running {
    printer: Arc<Printer>,
    address: SocketAddr,
}

pub(super) fn start(language: Language, listen: SocketAddr, to: Option<&Path>) -> io::Result<Box<dyn Sim>> {
    let (printer, address) = match language {
        Language::Zpl => {
            let printer = CapturePrinter::start_at(listen)?;
            let address = printer.address();
            (Printer::Zpl(printer), address)
        }
        Language::Tspl | Language::EscPos | Language::BrotherQl => {
            let printer = TcpDevice::start_at(listen, LanguagePrinter::new(language))?;
            let address = printer.address();
            (Printer::Other(printer), address)
        }
        Language::Ipp => {
            let printer = TcpDevice::start_at(listen, IppPrinter::new())?;
            let address = printer.address();
            (Printer::Ipp(printer), address)
        }
    };
    let printer = Arc::new(printer);
    let (inner, folder) = (Arc::clone(&printer), to.map(Path::to_path_buf));
    // It ends with the program.
    std::thread::Builder::new().name("labels".into()).spawn(move || tell(&inner, folder.as_deref()))?;
    Ok(Box::new(Running { printer, address }))
}

/// Tells each label that comes out.
fn tell(printer: &Printer, folder: Option<&Path>) {
    let mut told = 0;
    loop {
        if !printer.wait_printed(told + 1) {
            continue;
        }
        for label in printer.labels().iter().skip(told) {
            told += 1;
            let kept = folder.map(|folder| keep(folder, told, label)).transpose();
            match kept {
                Ok(Some(file)) => report::say(&format!("label {told}: {} bytes, {}", label.len(), file.display())),
                Ok(None) => report::say(&format!("label {told}: {} bytes", label.len())),
                Err(error) => report::complain(&format!("label {told} was not kept: {error}")),
            }
        }
    }
}

fn keep(folder: &Path, number: usize, label: &[u8]) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let file = folder.join(format!("label-{number}.bin"));
    std::fs::write(&file, label)?;
    Ok(file)
}

impl Sim for Running {
    fn place(&self) -> String {
        match *self.printer {
            Printer::Zpl(_) | Printer::Other(_) => self.address.to_string(),
            Printer::Ipp(_) => format!("ipp://{}/ipp/print", self.address),
        }
    }

    fn act(&mut self, line: &str) -> Result<(), String> {
        let (word, rest) = command(line);
        let change: fn(&mut Behaviour) = match word {
            "paper-out" => |is| is.paper_out = true,
            "paper-in" => |is| is.paper_out = false,
            "cover-open" => |is| is.head_open = true,
            "cover-closed" => |is| is.head_open = false,
            "slow" => |is| is.hold = true,
            "fast" => |is| is.hold = false,
            "dead" => |is| is.silent = true,
            "alive" => |is| is.silent = false,
            "cut" => {
                let wrong = |_| format!("{rest:?} is no number of bytes");
                let after = if rest.is_empty() { CUT_AFTER } else { rest.parse().map_err(wrong)? };
                self.printer.set(|is| is.cut_after = Some(after));
                return Ok(());
            }
            word => {
                let known =
                    "paper-out, paper-in, cover-open, cover-closed, slow, fast, dead, alive, cut [BYTES] or quit";
                return unknown(word, known);
            }
        };
        self.printer.set(change);
        Ok(())
    }
}
