//! How the devices are, and since when.

use std::collections::BTreeMap;

use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::reading::{DeviceId, Role};

use super::input::Now;
use super::time::Zone;
use super::view::screen::{Mark, Tone};
use super::words::Words;

/// Why a label waits for a printer that is not there, as it is kept.
pub const NOT_THERE: &str = "not there";
/// And for one that the kiosk may not open.
pub const DENIED: &str = "not permitted";

/// The state of one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub role: Role,
    pub health: Health,
    /// Wall time of the last change, in milliseconds.
    pub since_ms: i64,
}

/// All devices by name.
#[derive(Debug, Clone, Default)]
pub struct HealthBoard {
    devices: BTreeMap<DeviceId, Device>,
}

impl HealthBoard {
    pub fn changed(&mut self, device: DeviceId, role: Role, health: Health, now: Now) {
        let since_ms = now.wall_ms;
        match self.devices.get_mut(&device) {
            Some(known) if known.health == health => {}
            Some(known) => *known = Device { role, health, since_ms },
            None => {
                self.devices.insert(device, Device { role, health, since_ms });
            }
        }
    }

    /// All devices with their names.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Device)> {
        self.devices.iter().map(|(name, device)| (name.as_str(), device))
    }

    /// A device as it was known before.
    pub fn put(&mut self, name: &str, device: Device) {
        self.devices.insert(DeviceId::new(name), device);
    }

    /// How a device is, and since when by wall time.
    pub fn of(&self, device: &str) -> Option<(&Health, i64)> {
        let known = self.devices.iter().find(|(name, _)| name.as_str() == device);
        known.map(|(_, device)| (&device.health, device.since_ms))
    }

    pub fn is_ready(&self, device: &str) -> bool {
        matches!(self.of(device), Some((Health::Ready, _)))
    }

    /// How many devices are in use.
    pub fn count(&self) -> usize {
        self.devices.len()
    }

    /// Names of the devices that are not well.
    pub fn unwell(&self) -> Vec<String> {
        let unwell = |(_, device): &(&DeviceId, &Device)| !matches!(device.health, Health::Starting | Health::Ready);
        self.devices.iter().filter(unwell).map(|(name, _)| name.to_string()).collect()
    }

    /// One mark for each device that is not well.
    pub fn marks(&self, words: Words, zone: &Zone, now_ms: i64) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (name, device) in &self.devices {
            let since = zone.short(device.since_ms, now_ms);
            let text = match &device.health {
                Health::Starting | Health::Ready => continue,
                Health::Absent => words.device_gone(name, since),
                Health::Denied(_) => words.device_denied(name, since),
                Health::Trouble(trouble) => words.device_trouble(name, words.trouble(trouble), since),
            };
            marks.push(Mark { tone: Tone::Bad, text });
        }
        marks
    }
}

impl Words {
    /// What is wrong with a device.
    pub fn trouble(self, trouble: &Trouble) -> String {
        match trouble {
            Trouble::PaperOut => self.paper_out(),
            Trouble::RibbonOut => self.ribbon_out(),
            Trouble::CoverOpen => self.cover_open(),
            Trouble::Paused => self.printer_paused(),
            Trouble::TooHot => self.too_hot(),
            Trouble::PaperJam => self.paper_jam(),
            Trouble::CutterJam => self.cutter_jam(),
            Trouble::WrongRoll => self.wrong_roll(),
            Trouble::NoQueue => self.no_print_queue(),
            Trouble::PictureNotTaken => self.picture_not_taken(),
            Trouble::WrongResolution => self.wrong_resolution(),
            Trouble::Locked => self.print_queue_locked(),
            Trouble::Refused => self.print_refused(),
            Trouble::JobForgotten => self.print_job_forgotten(),
            Trouble::MemoryFull => self.memory_full(),
            Trouble::InUse => self.printer_in_use(),
            Trouble::SwitchedOff => self.switched_off(),
            Trouble::BusyWithOthers => self.busy_with_others(),
            Trouble::Fault => self.printer_fault(),
            Trouble::GivenUp => self.given_up(),
            Trouble::KioskStopped => self.kiosk_stopped(),
            Trouble::DoesNotAnswer => self.no_answer(),
            Trouble::Other(text) => self.driver_words(text),
        }
    }

    /// What is wrong with a device that is in this state, if anything is.
    pub fn unwell(self, health: &Health) -> Option<String> {
        match health {
            Health::Starting | Health::Ready => None,
            Health::Absent => Some(self.device_not_there()),
            Health::Denied(_) => Some(self.device_not_permitted()),
            Health::Trouble(trouble) => Some(self.trouble(trouble)),
        }
    }

    /// A trouble that was kept as the text of its `Display`, as that of a label is, in this language.
    pub fn trouble_said(self, text: &str) -> String {
        let named = Trouble::NAMED.iter().find(|trouble| trouble.to_string() == text);
        match text {
            NOT_THERE => self.device_not_there(),
            DENIED => self.device_not_permitted(),
            text => named.map_or_else(|| self.driver_words(text), |trouble| self.trouble(trouble)),
        }
    }
}
