//! Scanners and the readers of badges, cards and tags.

use std::io;
use std::time::Duration;

use pitbox_hw::driver::{Driver, Feedback, Sink, evdev, hid_pos, llrp, pcsc, pn532, rdm6300, serial, ssi, uhf};
use pitbox_hw::proto::evdev_us::GsMode;
use pitbox_hw::proto::inventory::Pace;
use pitbox_hw::proto::lines;
use pitbox_hw::reading::DeviceId;
use pitbox_hw::spot::Spot;
use pitbox_hw::supervise::Policy;

use crate::config::{self, DeviceConfig, EvdevTarget, Framing, GsKeys, ScannerCommands, TagPace};

/// Speed of RDM6300 and ID-12LA readers as they leave the factory.
const BADGE_BAUD: u32 = 9600;
/// Pause that ends a keyboard scan without a suffix, in milliseconds.
pub(super) const KEY_TIMEOUT_MS: u64 = 100;

/// The driver of the device, and the way to its beeper. No driver for what is no reader. `named`: keys without a character
/// of their own come by their names, if it types.
pub(super) fn start(
    configured: &DeviceConfig,
    named: bool,
    sink: Sink,
) -> io::Result<(Option<Driver>, Option<Feedback>)> {
    let (device, role) = (DeviceId::new(&configured.name), configured.role);
    let driver = match &configured.driver {
        config::Driver::Serial { path, baud, framing, commands } => {
            let (path, baud, framing) = (path.clone(), *baud, framing_of(*framing));
            let config = serial::SerialConfig { device, role, path, baud, framing };
            let (driver, feedback) = serial::spawn_with_commands(config, commands_of(*commands), sink)?;
            return Ok((Some(driver), commands.map(|_| feedback)));
        }
        config::Driver::Ssi { path, baud } => {
            let config = ssi::SsiConfig { device, role, path: path.clone(), baud: *baud };
            let (driver, feedback) = ssi::spawn(config, sink)?;
            return Ok((Some(driver), Some(feedback)));
        }
        config::Driver::HidPos { path } => {
            hid_pos::spawn(hid_pos::HidPosConfig { device, role, path: path.clone() }, sink)?
        }
        config::Driver::Evdev { target, gs, capslock } => {
            let gs_mode = if named { GsMode::Named } else { gs_mode(*gs) };
            let (select, timeout_ms) = (select(target), KEY_TIMEOUT_MS);
            let config =
                evdev::EvdevConfig { device, role, select, gs_mode, capslock: *capslock, timeout_ms, grab: true };
            evdev::spawn(config, sink)?
        }
        config::Driver::Rdm6300 { path } => {
            rdm6300::spawn(rdm6300::Rdm6300Config { device, path: path.clone(), baud: BADGE_BAUD }, sink)?
        }
        config::Driver::Pn532 { path, baud } => {
            pn532::spawn(pn532::Pn532Config { device, role, path: path.clone(), baud: *baud }, sink)?
        }
        config::Driver::R200 { path, baud, period_ms, pace } => {
            uhf::spawn(uhf_config(device, path, *baud, uhf::Family::R200, *period_ms, pace), sink)?
        }
        config::Driver::UhfReader18 { path, baud, address, period_ms, pace } => {
            let family = uhf::Family::UhfReader18 { address: *address };
            uhf::spawn(uhf_config(device, path, *baud, family, *period_ms, pace), sink)?
        }
        config::Driver::Llrp { address, antennas, keepalive_s, pace } => {
            let config = llrp::LlrpConfig {
                device,
                address: address.clone(),
                antennas: antennas.clone(),
                keepalive: Duration::from_secs((*keepalive_s).into()),
                reconnect: Policy::NETWORK,
                pace: pace_of(pace),
            };
            llrp::spawn(config, sink)?
        }
        config::Driver::Pcsc { socket, reader } => {
            let config = pcsc::PcscConfig { device, role, socket: socket.clone(), reader: reader.clone() };
            pcsc::spawn(config, sink)?
        }
        config::Driver::Printer(_)
        | config::Driver::Tone(_)
        | config::Driver::Lamp { .. }
        | config::Driver::Buzzer { .. }
        | config::Driver::Button { .. }
        | config::Driver::Lock { .. } => return Ok((None, None)),
    };
    Ok((Some(driver), None))
}

fn framing_of(framing: Framing) -> lines::Framing {
    match framing {
        Framing::Cr => lines::Framing::Cr,
        Framing::CrLf => lines::Framing::CrLf,
        Framing::StxEtx => lines::Framing::StxEtx,
    }
}

fn commands_of(commands: Option<ScannerCommands>) -> serial::HostCommands {
    match commands {
        None => serial::HostCommands::None,
        Some(ScannerCommands::Honeywell) => serial::HostCommands::Honeywell,
        Some(ScannerCommands::Datalogic) => serial::HostCommands::Datalogic,
        Some(ScannerCommands::CipherLab) => serial::HostCommands::CipherLab,
    }
}

fn gs_mode(gs: GsKeys) -> GsMode {
    match gs {
        GsKeys::Ctrl => GsMode::Ctrl,
        GsKeys::F12 => GsMode::F12,
        GsKeys::Alt => GsMode::Alt,
    }
}

pub(super) fn select(target: &EvdevTarget) -> evdev::Select {
    match target {
        EvdevTarget::Path(path) => evdev::Select::Path(path.clone()),
        EvdevTarget::Usb(usb) => evdev::Select::Match { usb: Some(usb.clone()), name: None },
        EvdevTarget::Name(name) => evdev::Select::Match { usb: None, name: Some(name.clone()) },
    }
}

fn uhf_config(
    device: DeviceId,
    path: &Spot,
    baud: u32,
    family: uhf::Family,
    period_ms: u32,
    pace: &TagPace,
) -> uhf::UhfConfig {
    let period = Duration::from_millis(period_ms.into());
    uhf::UhfConfig { device, path: path.clone(), baud, family, period, pace: pace_of(pace) }
}

fn pace_of(pace: &TagPace) -> Pace {
    let ms = |ms: u32| Duration::from_millis(ms.into());
    Pace { window: ms(pace.window_ms), hold: ms(pace.hold_ms), again: ms(pace.again_ms), floor_dbm: pace.rssi_floor }
}
