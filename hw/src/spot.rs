//! Where a device is: a path that stays, or what it is and which port it is plugged into.

use std::fmt;
use std::path::{Path, PathBuf};

/// A USB device by what stays the same when it is plugged in again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UsbMatch {
    pub vendor: u16,
    pub product: u16,
    /// Its serial number; any, when nothing is given.
    pub serial: Option<String>,
    /// The port that it is plugged into, as the kernel names it: `1-1.4`. Any, when nothing is given.
    pub port: Option<String>,
}

/// Where a device with a node is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// A file; best a name that stays, such as one of `/dev/serial/by-id`.
    Path(PathBuf),
    /// Whichever node the device has now, under this root of the file tree: `/` but for tests.
    Usb { device: UsbMatch, root: PathBuf },
}

impl Spot {
    /// A USB device of this computer.
    pub fn usb(device: UsbMatch) -> Self {
        Self::Usb { device, root: PathBuf::from("/") }
    }

    /// The file, when it is one.
    pub fn path(&self) -> Option<&PathBuf> {
        match self {
            Spot::Path(path) => Some(path),
            Spot::Usb { .. } => None,
        }
    }
}

impl From<PathBuf> for Spot {
    fn from(path: PathBuf) -> Self {
        Spot::Path(path)
    }
}

impl From<&Path> for Spot {
    fn from(path: &Path) -> Self {
        Spot::Path(path.to_path_buf())
    }
}

impl fmt::Display for UsbMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04x}:{:04x}", self.vendor, self.product)?;
        if let Some(serial) = &self.serial {
            write!(f, " {serial}")?;
        }
        if let Some(port) = &self.port {
            write!(f, " at {port}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Spot::Path(path) => write!(f, "{}", path.display()),
            Spot::Usb { device, .. } => device.fmt(f),
        }
    }
}
