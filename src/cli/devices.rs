//! `pitbox devices`: what is plugged in, which driver reads it, which right is missing; and what kiosk.toml names.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use pitbox_hw::discover::{Bus, DriverKind, Fix, Found, Verdict};
use pitbox_hw::driver::printer::Language;
use pitbox_hw::reading::Role;
use serde::Serialize;

use super::table::Table;
use super::{report, source};
use crate::config::{self, DeviceConfig};
use crate::plugged::{Elsewhere, Plugged, elsewhere, plugged, shown};

/// Options of `pitbox devices`.
#[derive(Debug, Args)]
pub struct DevicesArgs {
    /// JSON Lines, as docs/tools.md describes them.
    #[arg(long)]
    pub json: bool,
    /// Say also which device of this kiosk.toml each one is, and list those in the network.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Look at the file tree under this folder, for tests.
    #[arg(long, value_name = "DIR", default_value = "/", hide = true)]
    pub root: PathBuf,
}

/// A line of the output.
#[derive(Debug, Serialize)]
struct Line {
    bus: &'static str,
    path: String,
    node: Option<String>,
    name: String,
    usb: Option<String>,
    serial: Option<String>,
    /// The USB port that it is plugged into.
    port: Option<String>,
    verdict: &'static str,
    role: Option<&'static str>,
    driver: Option<&'static str>,
    /// Its name in kiosk.toml.
    device: Option<String>,
    why: Option<String>,
    fix: Option<String>,
    udev_rule: Option<String>,
}

/// Runs the subcommand.
pub fn run(args: &DevicesArgs) -> anyhow::Result<ExitCode> {
    let configured = match args.config.as_deref().map(config::load_kiosk).transpose() {
        Ok(config) => config.map(|config| config.devices).unwrap_or_default(),
        Err(wrong) => return Ok(report::wrong_configuration(&wrong)),
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    source::finish(write(args, &configured, &mut out))
}

fn write(args: &DevicesArgs, configured: &[DeviceConfig], out: &mut dyn Write) -> anyhow::Result<()> {
    let lines = lines(&args.root, configured);
    if args.json {
        for line in &lines {
            serde_json::to_writer(&mut *out, line)?;
            writeln!(out)?;
        }
    } else {
        show(&lines, out)?;
    }
    Ok(out.flush()?)
}

/// What is plugged in, then what is only in the configuration.
fn lines(root: &Path, configured: &[DeviceConfig]) -> Vec<Line> {
    let line = |Plugged { found, configured }: Plugged<'_>| match (found, configured) {
        (Some(found), device) => Some(of_found(&found, device, root)),
        (None, Some(device)) => of_configured(device, root),
        (None, None) => None,
    };
    plugged(root, configured).into_iter().filter_map(line).collect()
}

fn of_found(found: &Found, device: Option<&DeviceConfig>, root: &Path) -> Line {
    let (verdict, role, driver, why, fix) = match &found.verdict {
        Verdict::Recognised { role, driver } => ("recognised", *role, Some(*driver), None, None),
        Verdict::Unsupported(why) => ("unsupported", None, None, Some(why.clone()), None),
        Verdict::NotPermitted { role, driver, fix } => ("not-permitted", *role, Some(*driver), None, Some(fix.clone())),
    };
    let (fix, udev_rule) = fix.map_or((None, None), |Fix { text, udev_rule, .. }| (Some(text), udev_rule));
    let unknown = matches!(driver, Some(DriverKind::Printer(None)));
    let why = why.or_else(|| unknown.then(|| "its language is not known: try zpl, tspl or escpos".to_owned()));
    Line {
        bus: bus(found.bus),
        path: shown(root, &found.path),
        node: Some(shown(root, &found.node)),
        name: found.name.clone(),
        usb: found.usb.as_ref().map(ToString::to_string),
        serial: found.usb.as_ref().and_then(|usb| usb.serial.clone()),
        port: found.usb.as_ref().map(|usb| usb.port.clone()),
        verdict,
        role: device.map(|device| device.role).or(role).map(role_name),
        driver: device.map(|device| device.driver.name()).or(driver.and_then(driver_name)),
        device: device.map(|device| device.name.clone()),
        why,
        fix,
        udev_rule,
    }
}

/// A device that the configuration names and that was not found plugged in. Nothing for what has no place of its own.
fn of_configured(device: &DeviceConfig, root: &Path) -> Option<Line> {
    let Elsewhere { bus, place: path, there } = elsewhere(device, root)?;
    let why = (!there).then(|| "kiosk.toml names it, and it is not plugged in".to_owned());
    Some(Line {
        bus,
        path,
        node: None,
        name: device.name.clone(),
        usb: None,
        serial: None,
        port: None,
        verdict: if there { "configured" } else { "absent" },
        role: Some(role_name(device.role)),
        driver: Some(device.driver.name()),
        device: Some(device.name.clone()),
        why,
        fix: None,
        udev_rule: None,
    })
}

fn bus(bus: Bus) -> &'static str {
    match bus {
        Bus::Serial => "serial",
        Bus::Input => "input",
        Bus::Hidraw => "hidraw",
        Bus::UsbPrinter => "usb-printer",
        Bus::Gpio => "gpio",
        Bus::Card => "pcsc",
    }
}

fn driver_name(driver: DriverKind) -> Option<&'static str> {
    Some(match driver {
        DriverKind::Serial => "serial",
        DriverKind::Evdev => "evdev",
        DriverKind::HidPos => "hid-pos",
        DriverKind::Printer(None) => return None,
        DriverKind::Printer(Some(Language::Zpl)) => "zpl",
        DriverKind::Printer(Some(Language::Tspl)) => "tspl",
        DriverKind::Printer(Some(Language::EscPos)) => "escpos",
        DriverKind::Printer(Some(Language::BrotherQl)) => "brother-ql",
        DriverKind::Printer(Some(Language::Ipp)) => "ipp",
        DriverKind::Gpio => "gpiocdev",
        DriverKind::Pcsc => "pcsc",
    })
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Scanner => "scanner",
        Role::Badge => "badge",
        Role::Rfid => "rfid",
        Role::Printer => "printer",
        Role::Lamp => "lamp",
        Role::Buzzer => "buzzer",
        Role::Button => "button",
        Role::Lock => "lock",
    }
}

fn show(lines: &[Line], out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return writeln!(out, "Nothing is plugged in that Pitbox could use.");
    }
    let mut table = Table::new(&["PATH", "NAME", "STATE", "ROLE", "DRIVER", "DEVICE"]);
    for line in lines {
        let text = |text: Option<&str>| text.unwrap_or("-").to_owned();
        let [role, driver, device] = [line.role, line.driver, line.device.as_deref()].map(text);
        table.row([line.path.clone(), line.name.clone(), line.verdict.to_owned(), role, driver, device]);
    }
    table.write(out)?;
    for line in lines {
        for what in [&line.why, &line.fix, &line.udev_rule].into_iter().flatten() {
            writeln!(out, "\n{}: {what}", line.path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
