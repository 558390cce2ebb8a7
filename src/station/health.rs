//! How the devices are, and since when.

use std::collections::BTreeMap;

use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::reading::{DeviceId, Role};

use super::input::Now;
use super::time::Zone;
use super::view::screen::{Mark, Tone};
use super::words::Words;

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

    /// How a device is, and since when by wall time.
    pub fn of(&self, device: &str) -> Option<(&Health, i64)> {
        let known = self.devices.iter().find(|(name, _)| name.as_str() == device);
        known.map(|(_, device)| (&device.health, device.since_ms))
    }

    pub fn is_ready(&self, device: &str) -> bool {
        matches!(self.of(device), Some((Health::Ready, _)))
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
            Trouble::DoesNotAnswer => self.no_answer(),
            Trouble::Other(text) => text.clone(),
        }
    }

    /// A trouble that was kept as the text of its `Display`, as that of a label is, in this language.
    pub fn trouble_said(self, text: &str) -> String {
        let known = [
            Trouble::PaperOut,
            Trouble::RibbonOut,
            Trouble::CoverOpen,
            Trouble::Paused,
            Trouble::TooHot,
            Trouble::DoesNotAnswer,
        ];
        known.iter().find(|trouble| trouble.to_string() == text).map_or_else(|| text.to_owned(), |it| self.trouble(it))
    }
}
