//! Scanners and readers.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pitbox_hw::sim::badge::rdm6300_frame;
use pitbox_hw::sim::llrp::LlrpReader;
use pitbox_hw::sim::machine::{Machine, SerialDevice, TcpDevice};
use pitbox_hw::sim::pcscd::Pcscd;
use pitbox_hw::sim::pn532::Pn532;
use pitbox_hw::sim::ssi::SsiScanner;
use pitbox_hw::sim::uhf::{Protocol, UhfReader};

use super::Sim;
use super::words::{command, hex, label, unknown};

/// Most data of one SSI packet.
const SSI_LONGEST: usize = 250;
/// SSI code types: Code 128, GS1 DataMatrix.
const CODE_128: u8 = 0x03;
/// How long a scanner in SSI mode waits for an acknowledgement (72E-40451, host serial response time-out).
const SSI_ACKNOWLEDGED: Duration = Duration::from_secs(2);
const SSI_TRIES: u32 = 3;

/// A device on a serial line and what its lines of input do.
struct Serial<M: Machine> {
    device: SerialDevice<M>,
    does: fn(&SerialDevice<M>, &str) -> Result<(), String>,
    /// Lines are labels unless they begin with a colon.
    scans: bool,
}

impl<M: Machine> Sim for Serial<M> {
    fn place(&self) -> String {
        self.device.path().display().to_string()
    }

    fn act(&mut self, line: &str) -> Result<(), String> {
        let is_command = !self.scans || line.starts_with(':');
        match command(line).0 {
            "unplug" if is_command => self.device.unplug(),
            "plug" if is_command => self.device.plug().map_err(|error| error.to_string())?,
            word if is_command && self.scans => return unknown(word, "unplug, plug or quit"),
            _ => return (self.does)(&self.device, line),
        }
        Ok(())
    }
}

fn serial<M: Machine>(
    path: &Path,
    machine: M,
    scans: bool,
    does: fn(&SerialDevice<M>, &str) -> Result<(), String>,
) -> io::Result<Box<dyn Sim>> {
    Ok(Box::new(Serial { device: SerialDevice::start(path, machine)?, does, scans }))
}

/// What is told to it, it ignores.
struct Deaf;

impl Machine for Deaf {
    fn take(&mut self, _bytes: &[u8]) -> Vec<u8> {
        Vec::new()
    }
}

pub(super) fn lines(path: &Path) -> io::Result<Box<dyn Sim>> {
    serial(path, Deaf, true, |device, line| {
        let mut scan = label(line)?;
        scan.push(b'\r');
        device.send(&scan);
        Ok(())
    })
}

pub(super) fn ssi(path: &Path) -> io::Result<Box<dyn Sim>> {
    serial(path, SsiScanner::default(), true, |device, line| {
        let data = label(line)?;
        if data.len() > SSI_LONGEST {
            return Err(format!("a packet holds at most {SSI_LONGEST} bytes"));
        }
        device.act(|is| is.scan(CODE_128, &data));
        for _ in 0..SSI_TRIES {
            if device.wait_until(SSI_ACKNOWLEDGED, SsiScanner::is_acknowledged) {
                return Ok(());
            }
            device.act(|is| is.repeat());
        }
        Err("nobody acknowledged the scan".into())
    })
}

pub(super) fn rdm6300(path: &Path) -> io::Result<Box<dyn Sim>> {
    serial(path, Deaf, false, |device, line| {
        let tag = hex(line)?;
        let tag = tag.try_into().map_err(|_| "a badge has five bytes: ten hexadecimal digits".to_owned())?;
        device.send(&rdm6300_frame(tag));
        Ok(())
    })
}

pub(super) fn pn532(path: &Path) -> io::Result<Box<dyn Sim>> {
    serial(path, Pn532::default(), false, |device, line| {
        match command(line) {
            ("hold", uid) => {
                let uid = card(uid)?;
                device.act(|is| is.hold(&uid));
            }
            ("away", _) => device.act(Pn532::take_away),
            ("dead", _) => device.act(|is| quiet(&mut is.dead, true)),
            ("alive", _) => device.act(|is| quiet(&mut is.dead, false)),
            (word, _) => return unknown(word, "hold HEX, away, dead, alive, unplug, plug or quit"),
        }
        Ok(())
    })
}

/// Switches something of a machine, which says nothing to that.
fn quiet(switch: &mut bool, on: bool) -> Vec<u8> {
    *switch = on;
    Vec::new()
}

pub(super) fn uhf(path: &Path, protocol: Protocol) -> io::Result<Box<dyn Sim>> {
    serial(path, UhfReader::new(protocol), false, |device, line| {
        match command(line) {
            ("tags", list) => {
                let tags = epcs(list)?;
                device.act(|is| {
                    is.tags = tags;
                    Vec::new()
                });
            }
            ("dead", _) => device.act(|is| quiet(&mut is.dead, true)),
            ("alive", _) => device.act(|is| quiet(&mut is.dead, false)),
            (word, _) => return unknown(word, "tags [HEX ..], dead, alive, unplug, plug or quit"),
        }
        Ok(())
    })
}

/// The codes of tags, each in hexadecimal; none is an empty field.
fn epcs(list: &str) -> Result<Vec<Vec<u8>>, String> {
    let tag = |text: &str| {
        let epc = hex(text)?;
        let fits = epc.len() <= 62 && epc.len().is_multiple_of(2);
        fits.then_some(epc).ok_or_else(|| format!("{text}: a tag has an even number of bytes, at most 62"))
    };
    list.split_whitespace().map(tag).collect()
}

/// A daemon at its socket.
struct Pcsc {
    daemon: Pcscd,
    socket: PathBuf,
}

/// The version of pcscd's protocol that it speaks.
const PCSC_MINOR: u32 = 4;

pub(super) fn pcsc(socket: &Path) -> io::Result<Box<dyn Sim>> {
    let socket = socket.to_path_buf();
    Ok(Box::new(Pcsc { daemon: Pcscd::start(&socket, PCSC_MINOR)?, socket }))
}

impl Sim for Pcsc {
    fn place(&self) -> String {
        self.socket.display().to_string()
    }

    fn act(&mut self, line: &str) -> Result<(), String> {
        match command(line) {
            ("hold", uid) => self.daemon.hold(&card(uid)?),
            ("away", _) => self.daemon.take_away(),
            ("unplug", _) => self.daemon.reader(false),
            ("plug", _) => self.daemon.reader(true),
            (word, _) => return unknown(word, "hold HEX, away, unplug, plug or quit"),
        }
        Ok(())
    }
}

impl Drop for Pcsc {
    fn drop(&mut self) {
        // A socket that is left behind would be in the way of the next one.
        drop(std::fs::remove_file(&self.socket));
    }
}

/// The number of a card.
fn card(text: &str) -> Result<Vec<u8>, String> {
    let uid = hex(text)?;
    let fits = [4, 7, 10].contains(&uid.len());
    fits.then_some(uid).ok_or_else(|| "a card's number has 4, 7 or 10 bytes".to_owned())
}

struct Llrp(TcpDevice<LlrpReader>);

pub(super) fn llrp(listen: SocketAddr) -> io::Result<Box<dyn Sim>> {
    Ok(Box::new(Llrp(TcpDevice::start_at(listen, LlrpReader::default())?)))
}

impl Sim for Llrp {
    fn place(&self) -> String {
        self.0.address().to_string()
    }

    fn act(&mut self, line: &str) -> Result<(), String> {
        const RSSI_DBM: i8 = -50;
        match command(line) {
            ("tags", list) => {
                let tag = |epc: Vec<u8>| epc.try_into().map_err(|_| "this reader sees tags of 12 bytes".to_owned());
                let tags: Vec<[u8; 12]> = epcs(list)?.into_iter().map(tag).collect::<Result<_, _>>()?;
                let tags: Vec<_> = tags.into_iter().map(|epc| (epc, RSSI_DBM, 1)).collect();
                self.0.act(|is| is.report(&tags));
            }
            ("keepalive", _) => self.0.act(LlrpReader::keepalive),
            ("antenna-out", _) => self.0.act(|is| is.antenna(1, false)),
            ("antenna-in", _) => self.0.act(|is| is.antenna(1, true)),
            ("dead", _) => self.0.act(|is| quiet(&mut is.dead, true)),
            ("alive", _) => self.0.act(|is| quiet(&mut is.dead, false)),
            ("cut", _) => self.0.cut(),
            (word, _) => {
                return unknown(word, "tags HEX .., keepalive, antenna-out, antenna-in, dead, alive, cut or quit");
            }
        }
        Ok(())
    }
}
