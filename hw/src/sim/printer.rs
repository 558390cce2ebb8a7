//! A ZPL printer in the network that is no hardware, and the ways in which any simulated printer can be unwell.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::language_printer::LanguagePrinter;
use super::machine::TcpDevice;
use crate::driver::printer::Language;

/// How the printer behaves; change it while it runs with [`CapturePrinter::set`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Behaviour {
    /// The label roll is empty: labels stay in memory until it is not.
    pub paper_out: bool,
    /// The head is open: labels stay in memory until it is not.
    pub head_open: bool,
    /// Labels stay in memory although nothing is wrong, as when another computer prints a long job.
    pub hold: bool,
    /// Status requests are not answered.
    pub silent: bool,
    /// A label that was in the printer when paper or cover failed is given up, not printed afterwards.
    pub forgets: bool,
    /// It says that nothing is left to print while something is.
    pub lies: bool,
    /// Labels that another computer has in the printer.
    pub others: u32,
    /// The connection is cut when this many bytes of the next label have come; that label is forgotten.
    pub cut_after: Option<usize>,
}

/// A running printer. Dropping it switches it off.
#[derive(Debug)]
pub struct CapturePrinter(TcpDevice<LanguagePrinter>);

impl CapturePrinter {
    /// Switches a printer on at a free port of the loopback.
    pub fn start() -> io::Result<Self> {
        Self::start_at((Ipv4Addr::LOCALHOST, 0).into())
    }

    /// Switches a printer on at `address`.
    pub fn start_at(address: SocketAddr) -> io::Result<Self> {
        Ok(Self(TcpDevice::start_at(address, LanguagePrinter::new(Language::Zpl))?))
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.0.address()
    }

    /// Changes how the printer behaves.
    pub fn set(&self, change: impl FnOnce(&mut Behaviour)) {
        self.0.act(|is| is.set(change));
    }

    /// Cuts the connection that stands now, if one does. What is in the printer stays there.
    pub fn cut(&self) {
        self.0.cut();
    }

    /// The labels printed so far, the last thousand of them.
    pub fn labels(&self) -> Vec<Vec<u8>> {
        self.0.look(|is| is.labels().to_vec())
    }

    /// The labels that are in the printer and not on paper.
    pub fn waiting(&self) -> usize {
        self.0.look(LanguagePrinter::waiting)
    }

    /// Waits until `count` labels are printed, at most `limit`. True when they are.
    pub fn wait_printed(&self, count: usize, limit: Duration) -> bool {
        self.0.wait_until(limit, |is| is.labels().len() >= count)
    }

    /// Waits until `count` labels are in the printer and not on paper, at most `limit`. True when they are.
    pub fn wait_held(&self, count: usize, limit: Duration) -> bool {
        self.0.wait_until(limit, |is| is.waiting() >= count)
    }

    /// Waits until the printer was asked for its status `count` more times, at most `limit`. True when it was.
    pub fn wait_asked(&self, count: u64, limit: Duration) -> bool {
        let target = self.0.look(LanguagePrinter::asked).saturating_add(count);
        self.0.wait_until(limit, |is| is.asked() >= target)
    }
}
