//! The kernel's files about devices.

use std::path::{Path, PathBuf};

use super::UsbId;

/// `/sys` and `/dev` under some root.
#[derive(Debug)]
pub(super) struct Tree {
    root: PathBuf,
}

/// A USB device.
#[derive(Debug, Clone)]
pub(super) struct Usb {
    pub(super) id: UsbId,
    /// Maker and product, as the device says.
    pub(super) name: String,
}

impl Tree {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf() }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// A node.
    pub(super) fn dev(&self, name: &str) -> PathBuf {
        self.root.join("dev").join(name)
    }

    /// The directory of a device in its class.
    pub(super) fn class(&self, class: &str, name: &str) -> PathBuf {
        self.root.join("sys/class").join(class).join(name)
    }

    /// The devices of a class, by name.
    pub(super) fn names(&self, class: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join("sys/class").join(class)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    /// The nodes of `/dev` whose names begin so, by name.
    pub(super) fn nodes(&self, prefix: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join("dev")).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let mut names: Vec<String> = names.filter(|name| name.starts_with(prefix)).collect();
        names.sort();
        names
    }

    /// The USB device that a device of a class belongs to.
    pub(super) fn usb(&self, entry: &Path) -> Option<Usb> {
        let device = entry.join("device").canonicalize().ok()?;
        let top = device.ancestors().find(|directory| directory.join("idVendor").exists())?;
        let number = |name: &str| u16::from_str_radix(&text(&top.join(name))?, 16).ok();
        let id = UsbId {
            vendor: number("idVendor")?,
            product: number("idProduct")?,
            serial: text(&top.join("serial")).filter(|serial| !serial.is_empty()),
            port: top.file_name()?.to_str()?.to_owned(),
        };
        let words = ["manufacturer", "product"].into_iter().filter_map(|name| text(&top.join(name)));
        let name = words.collect::<Vec<_>>().join(" ");
        let name = if name.is_empty() { format!("USB device {id}") } else { name };
        Some(Usb { id, name })
    }

    /// The interface of a USB device that a device of a class belongs to: `1-1.4:1.0`.
    pub(super) fn interface(&self, entry: &Path) -> Option<String> {
        let device = entry.join("device").canonicalize().ok()?;
        let below =
            device.ancestors().find(|directory| directory.parent().is_some_and(|up| up.join("idVendor").exists()))?;
        Some(below.file_name()?.to_str()?.to_owned())
    }

    /// The name of a node that stays: by what the device is, or by where it is plugged in when it has no serial number
    /// and another one of its kind would take its name. The node itself when udev gave it neither.
    pub(super) fn stable_name(&self, kind: &str, node: &Path, usb: Option<&UsbId>) -> PathBuf {
        let unique = usb.is_none_or(|usb| usb.serial.is_some());
        let order = if unique { ["by-id", "by-path"] } else { ["by-path", "by-id"] };
        let real = node.canonicalize().unwrap_or_else(|_| node.to_path_buf());
        let links = order.into_iter().flat_map(|directory| {
            let mut links: Vec<PathBuf> = std::fs::read_dir(self.dev(kind).join(directory))
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| entry.path())
                .collect();
            links.sort();
            links
        });
        links.into_iter().find(|link| link.canonicalize().is_ok_and(|to| to == real)).unwrap_or_else(|| node.into())
    }
}

/// A file of one short line, without the blanks around it.
pub(super) fn text(path: &Path) -> Option<String> {
    let bytes = std::fs::read(path).ok()?;
    Some(String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// Whether a bitmap of keys (`capabilities/key`: hexadecimal words, the lowest last) has all letters and Enter.
pub(super) fn types_text(bitmap: &str) -> bool {
    let words: Option<Vec<u64>> = bitmap.split_whitespace().map(|word| u64::from_str_radix(word, 16).ok()).collect();
    // All keys that matter have numbers below 64: KEY_Q to KEY_P, KEY_ENTER, KEY_A to KEY_L, KEY_Z to KEY_M.
    let needed = (16..=25).chain([28]).chain(30..=38).chain(44..=50).fold(0u64, |bits, key| bits | 1 << key);
    words.as_deref().and_then(<[u64]>::last).is_some_and(|lowest| lowest & needed == needed)
}
