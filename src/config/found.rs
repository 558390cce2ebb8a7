//! `devices.toml` in the store's folder: devices that were set up at the kiosk. The kiosk writes it; `kiosk.toml` wins.

use std::path::{Path, PathBuf};

use toml::Value;

use super::section::Section;
use super::{ConfigError, DeviceConfig, MAX_DEVICES, device, open};

/// The file within the store's folder.
pub const FOUND: &str = "devices.toml";

/// What stands above the devices.
const HEAD: &str = "# Devices that were set up at the kiosk, which writes this file. A device of kiosk.toml with the same name, path or\n\
                    # match takes the place of one in here; to forget one, remove its lines.\n";

/// Adds the devices of the store's folder to those of kiosk.toml, but for those that kiosk.toml has itself.
pub(super) fn add(store: &Path, devices: &mut Vec<DeviceConfig>) -> Result<(), ConfigError> {
    let file = store.join(FOUND);
    if !file.exists() {
        return Ok(());
    }
    let mut root = open(&file)?;
    for section in root.sections("device")? {
        let found = device::read(section)?;
        if devices.len() < MAX_DEVICES && !devices.iter().any(|device| is_same(device, &found)) {
            devices.push(found);
        }
    }
    root.finish()
}

fn is_same(device: &DeviceConfig, found: &DeviceConfig) -> bool {
    let (driver, other) = (&device.driver, &found.driver);
    let both = |one: Option<String>, other: Option<String>| one.is_some() && one == other;
    let path = |driver: &super::Driver| driver.path().map(|path| path.display().to_string());
    let usb = |driver: &super::Driver| driver.usb().map(ToString::to_string);
    device.name == found.name || both(path(driver), path(other)) || both(usb(driver), usb(other))
}

/// A device as it stands in the file: its keys in their order, each with its text.
pub type Keys = Vec<(&'static str, String)>;

/// The file with one device more: where it is, and its text. The text is checked as it will be read.
///
/// # Errors
/// When the file that is there, or the device, is no configuration.
pub fn with_one_more(store: &Path, keys: &Keys) -> Result<(PathBuf, String, DeviceConfig), ConfigError> {
    let file = store.join(FOUND);
    let before = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(_) => HEAD.to_owned(),
    };
    let text = format!("{before}\n[[device]]\n{}", written(keys));
    let mut root = Section::parse(&file, &text)?;
    let mut last = None;
    for section in root.sections("device")? {
        last = Some(device::read(section)?);
    }
    let nothing =
        || ConfigError { file: file.clone(), key: "device".into(), why: "it is empty".into(), fix: String::new() };
    let device = last.ok_or_else(nothing)?;
    Ok((file, text, device))
}

/// The device with these keys, as it would be read from the file.
///
/// # Errors
/// When they are no device.
pub fn device_of(keys: &Keys) -> Result<DeviceConfig, ConfigError> {
    device::read(Section::parse(Path::new(FOUND), &written(keys))?)
}

fn written(keys: &Keys) -> String {
    let value = |key: &str, text: &str| match text.parse() {
        Ok(number) if key == "baud" => Value::Integer(number),
        _ => Value::String(text.to_owned()),
    };
    keys.iter().map(|(key, text)| format!("{key} = {}\n", value(key, text))).collect()
}
