//! Scanners that pose as a keyboard: the event device is grabbed, so that no key reaches the console.
//!
//! The raw event stream is read: after SYN_DROPPED the half is dropped, where a keyboard would want the missing events
//! made up. Pauses are measured on the kernel's event times.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use evdev::raw_stream::RawDevice;
use evdev::{AttributeSetRef, EventSummary, KeyCode, SynchronizationCode};
use rustix::fs::{Mode, OFlags, open};

use super::failure::Failure;
use super::reconnect::{self, Link};
use super::wake::Wake;
use super::{Driver, Reporter, Sink};
use crate::discover;
use crate::proto::evdev_us::{Decoder, GsMode, KeyScan};
use crate::reading::{Content, DeviceId, Role};
use crate::spot::UsbMatch;

/// Which event device is the scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Select {
    /// A path that stays, such as one of `/dev/input/by-id` that ends in `-event-kbd`.
    Path(PathBuf),
    /// The first node, by number, of a device that fits in all that is given and has the keys of a keyboard. A scanner
    /// often has several nodes; only one of them types.
    Match { usb: Option<UsbMatch>, name: Option<String> },
}

/// A scanner that poses as a keyboard.
#[derive(Debug, Clone)]
pub struct EvdevConfig {
    pub device: DeviceId,
    pub role: Role,
    pub select: Select,
    /// How the scanner sends GS.
    pub gs_mode: GsMode,
    /// The scanner starts with Caps Lock on.
    pub capslock: bool,
    /// Pause that ends a scan without a suffix, in milliseconds; 100 suits most.
    pub timeout_ms: u64,
    /// The device is taken away from the console, as a scanner is. Without it the console goes on hearing it.
    pub grab: bool,
}

/// Directory of the event devices.
const INPUT: &str = "/dev/input";

/// Starts the driver. Fails only when the system has no descriptor or thread left.
pub fn spawn(config: EvdevConfig, sink: Sink) -> io::Result<Driver> {
    let reporter = Reporter::new(config.device.clone(), config.role, sink);
    reconnect::spawn(KeyboardScanner::new(config, Path::new(INPUT)), reporter)
}

struct KeyboardScanner {
    config: EvdevConfig,
    directory: PathBuf,
    path: PathBuf,
    decoder: Decoder,
    expires: Option<Duration>,
}

impl KeyboardScanner {
    fn new(config: EvdevConfig, directory: &Path) -> Self {
        let path = match &config.select {
            Select::Path(path) => path.clone(),
            // No such file: it stands for whatever comes into the directory.
            Select::Match { .. } => directory.join("event*"),
        };
        let decoder = Decoder::new(config.gs_mode, config.capslock, config.timeout_ms);
        Self { config, directory: directory.to_path_buf(), path, decoder, expires: None }
    }

    fn find(&self) -> Result<RawDevice, Failure> {
        match &self.config.select {
            Select::Path(path) => open_node(path),
            Select::Match { usb, name } => {
                let fits = |node: &Path, device: &RawDevice| {
                    usb.as_ref().is_none_or(|usb| is_it(node, device, usb))
                        && name.as_deref().is_none_or(|name| device.name().is_some_and(|has| has.contains(name)))
                        && device.supported_keys().is_some_and(types_text)
                };
                find_node(&nodes(&self.directory), fits)
            }
        }
    }
}

/// An open event device. It is read from the start, but its keys count only once it is grabbed.
struct Grabbing {
    device: RawDevice,
    grabbed: bool,
}

impl AsFd for Grabbing {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.device.as_fd()
    }
}

impl Grabbing {
    /// Grabs as soon as no key is down. Otherwise the console would think for ever that the key is held: it never sees
    /// the release. The release itself wakes the driver, which then tries again.
    fn try_grab(&mut self) -> io::Result<()> {
        if !self.grabbed && self.device.get_key_state()?.iter().next().is_none() {
            self.device.grab()?;
            self.grabbed = true;
        }
        Ok(())
    }
}

impl Link for KeyboardScanner {
    type Handle = Grabbing;

    fn path(&self) -> Option<&Path> {
        Some(&self.path)
    }

    fn open(&mut self, _wake: &Wake) -> Result<Grabbing, Failure> {
        self.decoder = Decoder::new(self.config.gs_mode, self.config.capslock, self.config.timeout_ms);
        let mut handle = Grabbing { device: self.find()?, grabbed: !self.config.grab };
        handle.try_grab().map_err(|error| Failure::of(&self.path, &error))?;
        Ok(handle)
    }

    fn read(&mut self, handle: &mut Grabbing, now: Duration, reporter: &mut Reporter) -> io::Result<()> {
        if !handle.grabbed {
            drain(&mut handle.device)?;
            return handle.try_grab();
        }
        let events: Vec<_> = match handle.device.fetch_events() {
            Ok(events) => events.collect(),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
            Err(gone) => return Err(gone),
        };
        for event in events {
            let ms = millis(event.timestamp());
            let kind = event.destructure();
            if let EventSummary::Key(_, key, value) = kind {
                self.decoder.key(ms, key.code(), value, |scan| reporter.content(content(scan)));
            } else if let EventSummary::Synchronization(_, SynchronizationCode::SYN_DROPPED, _) = kind {
                let down = handle.device.get_key_state()?;
                reporter.content(content(self.decoder.dropped(ms, down.iter().map(|key| key.code()))));
            }
        }
        let pause = Duration::from_millis(self.decoder.timeout_ms() + 1);
        self.expires = self.decoder.is_pending().then(|| now.saturating_add(pause));
        Ok(())
    }

    fn deadline(&self) -> Option<Duration> {
        self.expires
    }

    fn expire(&mut self, _handle: &mut Grabbing, _now: Duration, reporter: &mut Reporter) -> io::Result<()> {
        self.expires = None;
        if let Some(scan) = self.decoder.expire(u64::MAX) {
            reporter.content(content(scan));
        }
        Ok(())
    }

    fn lost(&mut self) -> bool {
        self.expires = None;
        self.decoder.reset()
    }
}

fn content(scan: KeyScan) -> Content {
    match scan {
        KeyScan::Scan(bytes) => Content::Scan { bytes, aim: None },
        KeyScan::Unreadable(why) => Content::Unreadable(why),
    }
}

/// Event times count from 1970 by the wall clock; only their differences are used.
fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Throws away what was typed before the grab.
fn drain(device: &mut RawDevice) -> io::Result<()> {
    match device.fetch_events() {
        Ok(events) => {
            events.for_each(drop);
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
        Err(gone) => Err(gone),
    }
}

fn open_node(path: &Path) -> Result<RawDevice, Failure> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let node = open(path, flags, Mode::empty()).map_err(|error| Failure::of(path, &error.into()))?;
    RawDevice::from_fd(node).map_err(|error| match error.raw_os_error() {
        Some(code) if code == rustix::io::Errno::NOTTY.raw_os_error() => {
            Failure::Other(format!("{}: not an input device", path.display()))
        }
        _ => Failure::of(path, &error),
    })
}

/// Event nodes in the order of their numbers.
fn nodes(directory: &Path) -> Vec<PathBuf> {
    let number = |path: &Path| path.file_name()?.to_str()?.strip_prefix("event")?.parse::<u32>().ok();
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> =
        entries.map(|entry| entry.path()).filter_map(|path| Some((number(&path)?, path))).collect();
    found.sort();
    found.into_iter().map(|(_, path)| path).collect()
}

/// The first node that fits. When none does and one was locked, that is the answer: it may be the one.
fn find_node(nodes: &[PathBuf], fits: impl Fn(&Path, &RawDevice) -> bool) -> Result<RawDevice, Failure> {
    let mut locked = None;
    for path in nodes {
        match open_node(path) {
            Ok(device) if fits(path, &device) => return Ok(device),
            Ok(_) | Err(Failure::Absent | Failure::Other(_)) => {}
            Err(denied @ Failure::Denied(_)) => locked = locked.or(Some(denied)),
        }
    }
    Err(locked.unwrap_or(Failure::Absent))
}

/// Whether it is that device. Over Bluetooth its serial number is its address.
fn is_it(node: &Path, device: &RawDevice, usb: &UsbMatch) -> bool {
    let id = device.input_id();
    let name = node.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    (id.vendor(), id.product()) == (usb.vendor, usb.product)
        && usb.serial.as_ref().is_none_or(|serial| device.unique_name() == Some(serial))
        && usb.port.as_ref().is_none_or(|port| discover::is_at(Path::new("/"), name, port))
}

/// True for the node that types: it has all letters and Enter.
fn types_text(keys: &AttributeSetRef<KeyCode>) -> bool {
    let rows = [16..=25, 30..=38, 44..=50];
    keys.contains(KeyCode::KEY_ENTER) && rows.into_iter().flatten().all(|code| keys.contains(KeyCode::new(code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanner(select: Select, directory: &Path) -> KeyboardScanner {
        let config = EvdevConfig {
            device: DeviceId::new("bench-scanner"),
            role: Role::Scanner,
            select,
            gs_mode: GsMode::Ctrl,
            capslock: false,
            timeout_ms: 100,
            grab: true,
        };
        KeyboardScanner::new(config, directory)
    }

    #[test]
    fn only_the_node_with_letters_and_enter_types() {
        let letters = (16..=25).chain(30..=38).chain(44..=50).map(KeyCode::new);
        let keys: evdev::AttributeSet<KeyCode> = letters.clone().chain([KeyCode::KEY_ENTER]).collect();
        assert!(types_text(&keys));
        assert!(!types_text(&letters.collect::<evdev::AttributeSet<KeyCode>>()));
        let consumer: evdev::AttributeSet<KeyCode> = [KeyCode::KEY_ENTER, KeyCode::KEY_VOLUMEUP].into_iter().collect();
        assert!(!types_text(&consumer));
    }

    #[test]
    fn a_scanner_that_is_not_there_is_absent_and_a_wrong_file_says_so() {
        let folder = tempfile::tempdir().expect("folder");
        let by_match =
            Select::Match { usb: Some(UsbMatch { vendor: 0x05e0, product: 1, serial: None, port: None }), name: None };
        assert!(matches!(scanner(by_match.clone(), folder.path()).find(), Err(Failure::Absent)));
        let missing = Select::Path(folder.path().join("by-id/usb-Zebra-event-kbd"));
        assert!(matches!(scanner(missing, folder.path()).find(), Err(Failure::Absent)));
        let file = folder.path().join("event3");
        std::fs::write(&file, "").expect("file");
        assert!(matches!(scanner(Select::Path(file), folder.path()).find(), Err(Failure::Other(_))));
        assert!(matches!(scanner(by_match, folder.path()).find(), Err(Failure::Absent)));
    }

    #[test]
    fn nodes_come_in_the_order_of_their_numbers() {
        let folder = tempfile::tempdir().expect("folder");
        for name in ["event10", "event2", "mouse0", "eventx"] {
            std::fs::write(folder.path().join(name), "").expect("file");
        }
        let names: Vec<_> =
            nodes(folder.path()).iter().filter_map(|path| path.file_name()?.to_str().map(String::from)).collect();
        assert_eq!(names, ["event2", "event10"]);
    }

    #[test]
    fn there_is_no_directory_and_that_is_no_error() {
        assert!(nodes(Path::new("/nonexistent/input")).is_empty());
    }
}
