//! Devices: those of the configuration are there and may be opened; what is plugged in may be opened.

use std::net::ToSocketAddrs;
use std::path::Path;
use std::time::Duration;

use pitbox_hw::discover::{self, Verdict};
use pitbox_hw::reading::Role;
use rustix::fs::{Access, access};

use super::finding::Finding;
use crate::config::DeviceConfig;
use crate::station::words::Words;

const CHECK: &str = "device";
const CONNECT: Duration = Duration::from_secs(3);

/// Those that kiosk.toml names. Printers are asked by themselves.
pub(super) fn configured(devices: &[DeviceConfig], root: &Path, words: Words) -> Vec<Finding> {
    let rest = devices.iter().filter(|device| device.role != Role::Printer || device.driver.path().is_some());
    rest.filter_map(|device| {
        if let Some(path) = device.driver.path() {
            return Some(of_path(device, &root.join(path.strip_prefix("/").unwrap_or(path)), words));
        }
        device.driver.address().map(|address| of_address(device, address, words))
    })
    .collect()
}

fn of_path(device: &DeviceConfig, path: &Path, words: Words) -> Finding {
    let shown = path.display();
    if !path.exists() {
        return Finding::wrong(CHECK, &device.name, words.doctor_device_gone(shown), words.doctor_device_gone_fix());
    }
    let denied = access(path, Access::READ_OK | Access::WRITE_OK).is_err();
    let readable = access(path, Access::READ_OK).is_ok();
    if denied && !(readable && device.role == Role::Scanner) {
        let group = match device.driver.name() {
            "evdev" | "tone" => "input",
            "zpl" | "tspl" | "escpos" | "brother-ql" => "lp",
            "gpiocdev" | "rppal" => "gpio",
            _ => "dialout",
        };
        let fix = words.doctor_device_denied_fix(group);
        return Finding::wrong(CHECK, &device.name, words.doctor_device_denied(shown), fix);
    }
    Finding::well(CHECK, &device.name, words.doctor_device_there())
}

fn of_address(device: &DeviceConfig, address: &str, words: Words) -> Finding {
    let connected = address.to_socket_addrs().and_then(|mut found| {
        let found = found.next().ok_or_else(|| std::io::Error::other("the name is not known"))?;
        std::net::TcpStream::connect_timeout(&found, CONNECT)
    });
    match connected {
        Ok(_) => Finding::well(CHECK, &device.name, words.doctor_device_there()),
        Err(error) => {
            let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
            let what = words.doctor_network_silent(address, error);
            Finding::wrong(CHECK, &device.name, what, words.doctor_network_fix(host))
        }
    }
}

/// What is plugged in and may not be opened.
pub(super) fn plugged(root: &Path, words: Words) -> Vec<Finding> {
    let found = discover::discover(root);
    let denied = found.into_iter().filter_map(|found| match found.verdict {
        Verdict::NotPermitted { fix, .. } => {
            let rule = fix.udev_rule.map(|rule| format!("\n          {rule}")).unwrap_or_default();
            let what = words.doctor_device_denied(found.path.display());
            Some(Finding::wrong(CHECK, found.name, what, format!("{}{rule}", fix.text)))
        }
        Verdict::Recognised { .. } | Verdict::Unsupported(_) => None,
    });
    denied.collect()
}
