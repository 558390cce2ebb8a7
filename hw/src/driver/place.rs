//! The node that a device has now. One that is known by what it is may have another one after each plugging.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use crate::discover::{self, Bus};
use crate::spot::Spot;

/// A device and the kind of node that it has.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    spot: Spot,
    bus: Bus,
    /// The file whose coming means that the device may be there.
    announced: PathBuf,
}

impl Device {
    pub(crate) fn serial(spot: Spot) -> Self {
        Self::new(spot, Bus::Serial, "tty*")
    }

    pub(crate) fn hidraw(spot: Spot) -> Self {
        Self::new(spot, Bus::Hidraw, "hidraw*")
    }

    /// `any`: no such file; it stands for whatever comes into the directory of the nodes.
    fn new(spot: Spot, bus: Bus, any: &str) -> Self {
        let announced = match &spot {
            Spot::Path(path) => path.clone(),
            Spot::Usb { root, .. } => root.join("dev").join(any),
        };
        Self { spot, bus, announced }
    }

    pub(crate) fn announced(&self) -> &Path {
        &self.announced
    }

    /// Its node.
    pub(crate) fn find(&self) -> Result<Cow<'_, Path>, Failure> {
        match &self.spot {
            Spot::Path(path) => Ok(Cow::Borrowed(path)),
            Spot::Usb { device, root } => discover::find(root, self.bus, device).map(Cow::Owned).ok_or(Failure::Absent),
        }
    }
}
