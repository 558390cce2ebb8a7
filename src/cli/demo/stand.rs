//! A kiosk of the demo with its devices: a scanner, a badge reader and a UHF reader behind pseudo-terminals, and a label
//! printer.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;
use std::thread::JoinHandle;

use anyhow::{Context, anyhow};
use pitbox_hw::reading::Role;
use pitbox_hw::sim::badge::rdm6300_frame;
use pitbox_hw::sim::machine::SerialDevice;
use pitbox_hw::sim::printer::CapturePrinter;
use pitbox_hw::sim::pty::PtyPort;
use pitbox_hw::sim::uhf::{Protocol, UhfReader};

use super::site::Site;
use crate::config::{
    self, ConsoleConfig, DeviceConfig, Driver, Framing, KioskConfig, PrinterConfig, PrinterLanguage, PrinterPort,
    StationConfig, StationRole, TagPace,
};
use crate::kiosk::event::{Event, Queue};
use crate::kiosk::face::Face;
use crate::kiosk::{self, KioskError, hub};
use crate::station::key::Key;
use crate::station::words::Language;
use crate::store::LogStore;

/// Dots per inch of the printer.
const DPI: u32 = 203;
/// Nobody is logged off while they look around, in seconds.
const IDLE_S: u32 = 900;

/// What kind of kiosk is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) name: &'static str,
    pub(super) role: StationRole,
    pub(super) language: Language,
}

/// A running kiosk. Dropping it ends it.
pub(super) struct Stand {
    name: &'static str,
    store: PathBuf,
    scanner: PtyPort,
    badges: PtyPort,
    tags: SerialDevice<UhfReader>,
    printer: CapturePrinter,
    queue: Queue,
    thread: Option<JoinHandle<Result<(), KioskError>>>,
}

impl Stand {
    /// Plugs the devices in, enrols the kiosk at the hub and starts it. `face` shows its screens; `queue` and `events` are
    /// its queue.
    ///
    /// # Errors
    /// When the system gives no pseudo-terminal, or the hub does not take the kiosk.
    pub(super) fn start(
        site: &Site,
        wanted: Wanted,
        mut face: impl Face + Send + 'static,
        (queue, events): (Queue, Receiver<Event>),
    ) -> anyhow::Result<Stand> {
        let folder = site.folder().join(wanted.name);
        let scanner = PtyPort::new(&folder.join("dev/scanner")).context("open a pseudo-terminal")?;
        let badges = PtyPort::new(&folder.join("dev/badge")).context("open a pseudo-terminal")?;
        let reader = UhfReader::new(Protocol::R200);
        let tags = SerialDevice::start(&folder.join("dev/tags"), reader).context("open a pseudo-terminal")?;
        let printer = CapturePrinter::start().context("start the virtual printer")?;
        let devices = devices([scanner.path(), badges.path(), tags.path()], &printer);
        let config = config(site, wanted, folder.join("store"), devices);
        enrol(&config, &site.code()?)?;
        let store = config.station.store.clone();
        let to = queue.clone();
        let body = move || kiosk::run(&config, wanted.language, &mut face, &to, events);
        let thread = std::thread::Builder::new().name(wanted.name.to_owned()).spawn(body)?;
        Ok(Stand { name: wanted.name, store, scanner, badges, tags, printer, queue, thread: Some(thread) })
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// Folder of the kiosk's store.
    pub(super) fn store(&self) -> &Path {
        &self.store
    }

    pub(super) fn printer(&self) -> &CapturePrinter {
        &self.printer
    }

    /// The scanner reads a code: its text and a carriage return go through the line.
    ///
    /// # Errors
    /// When nobody reads the line.
    pub(super) fn scan(&self, text: &str) -> std::io::Result<()> {
        self.scanner.write(format!("{text}\r").as_bytes())
    }

    /// A badge is held to the reader.
    ///
    /// # Errors
    /// When nobody reads the line.
    pub(super) fn badge(&self, tag: [u8; 5]) -> std::io::Result<()> {
        self.badges.write(&rdm6300_frame(tag))
    }

    /// These RFID tags lie in the field of the reader, and no others.
    pub(super) fn field(&self, tags: &[Vec<u8>]) {
        self.tags.act(|reader| {
            reader.tags = tags.to_vec();
            Vec::new()
        });
    }

    /// A key is pressed.
    pub(super) fn key(&self, key: Key) {
        self.queue.put(Event::Key(key));
    }

    /// Ends the kiosk as SIGTERM does.
    ///
    /// # Errors
    /// When it did not end well.
    pub(super) fn stop(&mut self) -> anyhow::Result<()> {
        let Some(thread) = self.thread.take() else { return Ok(()) };
        self.queue.put(Event::Stop);
        match thread.join() {
            Ok(ended) => ended.with_context(|| format!("kiosk {}", self.name)),
            Err(_) => Err(anyhow!("kiosk {} broke down", self.name)),
        }
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        // Whoever cares how it ends has stopped it before.
        let _ = self.stop();
    }
}

fn devices([scanner, badges, tags]: [&Path; 3], printer: &CapturePrinter) -> Vec<DeviceConfig> {
    let serial = Driver::Serial { path: scanner.into(), baud: 9600, framing: Framing::Cr, commands: None };
    let pace = TagPace { window_ms: 300, hold_ms: 2000, again_ms: 5000, rssi_floor: None };
    let uhf = Driver::R200 { path: tags.into(), baud: 115_200, period_ms: 500, pace };
    let port = PrinterPort::Network(printer.address().to_string());
    let (labels, stands_in) = (Vec::new(), false);
    let language = PrinterLanguage::Zpl;
    let zpl = PrinterConfig { port, language, dpi: DPI, labels, reprints: None, stands_in };
    let device = |name: &str, role, driver| DeviceConfig { name: name.to_owned(), role, driver };
    vec![
        device("scanner", Role::Scanner, serial),
        device("badge", Role::Badge, Driver::Rdm6300 { path: badges.into() }),
        device("tags", Role::Rfid, uhf),
        device("labels", Role::Printer, Driver::Printer(zpl)),
    ]
}

fn config(site: &Site, wanted: Wanted, store: PathBuf, devices: Vec<DeviceConfig>) -> KioskConfig {
    let language = match wanted.language {
        Language::English => config::Language::English,
        Language::Chinese => config::Language::Chinese,
    };
    let station = StationConfig {
        name: wanted.name.to_owned(),
        site: site.id(),
        role: wanted.role,
        store,
        language,
        labels: None,
        journal: None,
        idle_log_off_s: IDLE_S,
    };
    let console = ConsoleConfig { socket: station.store.join("console"), group: None };
    KioskConfig { station, hub_url: site.url(), devices, console }
}

fn enrol(config: &KioskConfig, code: &str) -> anyhow::Result<()> {
    let mut store = LogStore::open(&config.station.store)?;
    let identity = hub::enrol(config, code).map_err(|why| anyhow!("enrol {}: {why}", config.station.name))?;
    store.save_identity(&identity)?;
    hub::forget_signing_key(&config.station.store);
    Ok(())
}
