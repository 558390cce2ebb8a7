//! How each badge reader says badges: the name of its transform in a file for each device in the folder `badge-readers` of
//! the store, and what a badge is known as (docs/hardware.md).

use std::collections::BTreeMap;
use std::path::Path;

use pitbox_hw::reading::{Content, Reading, Unreadable};

use super::kept;
use crate::identify::badge::{Badge, Transform, heard};
use crate::identify::{self, Identity};

/// Folder of the transforms within the store.
pub(super) const BADGE_READERS: &str = "badge-readers";

/// The badge readers that were set up, by device name.
#[derive(Debug, Default)]
pub(super) struct BadgeReaders(BTreeMap<String, Transform>);

impl BadgeReaders {
    /// Reads what was found out of these devices. What cannot be read is left out and logged: the reader then works as if
    /// it had not been set up.
    pub(super) fn load<'a>(folder: &Path, devices: impl Iterator<Item = &'a str>) -> BadgeReaders {
        let mut known = BTreeMap::new();
        for device in devices {
            match kept::read(folder, device).map(|text| text.map(|text| Transform::from_key(&text).ok_or(text))) {
                Ok(Some(Ok(transform))) => {
                    known.insert(device.to_owned(), transform);
                }
                Ok(None) => {}
                Ok(Some(Err(text))) => {
                    tracing::error!(device, text, "no such way to say badges: set the reader up again")
                }
                Err(error) => tracing::error!(device, %error, "the set-up of the badge reader cannot be read"),
            }
        }
        BadgeReaders(known)
    }

    /// What was found out of a reader.
    pub(super) fn set(&mut self, device: &str, transform: Transform) {
        self.0.insert(device.to_owned(), transform);
    }

    /// The badge of a reading of a badge reader, else the reading as the station is to see it: one of our own printed
    /// badges, or something unreadable.
    pub(super) fn badge_of(&self, reading: Reading) -> Result<Badge, Reading> {
        let meant = identify::identify(&reading).identity;
        if matches!(meant, Identity::Person(_)) {
            return Err(reading);
        }
        if let Some(transform) = self.0.get(reading.device.as_str()) {
            let said = heard(&reading.content).map(|text| transform.read(&text));
            return match said {
                Some(Ok(badge)) => Ok(badge),
                // Never the wrong person: what does not fit the reader is nobody's.
                Some(Err(_)) => Err(Reading { content: Content::Unreadable(Unreadable::Malformed), ..reading }),
                None => Err(reading),
            };
        }
        if let Identity::Badge(badge) = meant { Ok(badge) } else { Err(reading) }
    }
}

#[cfg(test)]
mod tests {
    use pitbox_hw::reading::{DeviceId, Role};

    use super::*;

    fn at(device: &str, text: &str) -> Reading {
        let content = Content::Scan { bytes: text.as_bytes().to_vec(), aim: None };
        Reading { device: DeviceId::new(device), role: Role::Badge, content }
    }

    #[test]
    fn one_badge_is_one_person_at_every_reader() {
        let mut readers = BadgeReaders::default();
        readers.set("door", Transform::HexReversed);
        readers.set("desk", Transform::FacilityCardPlain);
        let badge = Badge::Number(12_345_678);
        assert_eq!(readers.badge_of(at("plain", "0012345678")), Ok(badge.clone()));
        assert_eq!(readers.badge_of(at("door", "4E61BC00")), Ok(badge.clone()));
        let uid = Reading { content: Content::Uid(vec![0x4E, 0x61, 0xBC, 0x00]), ..at("door", "") };
        assert_eq!(readers.badge_of(uid), Ok(badge.clone()));
        let short = readers.badge_of(at("desk", "18824910")).expect("a badge");
        assert_eq!(short.canonical(), badge.known_as()[1]);
    }

    #[test]
    fn what_does_not_fit_the_reader_is_nobody() {
        let mut readers = BadgeReaders::default();
        readers.set("door", Transform::FacilityCard);
        let refused = readers.badge_of(at("door", "0012345678")).expect_err("another form");
        assert_eq!(refused.content, Content::Unreadable(Unreadable::Malformed));
        let damaged = Reading { content: Content::Unreadable(Unreadable::Checksum), ..at("door", "") };
        assert_eq!(readers.badge_of(damaged.clone()), Err(damaged));
        assert!(readers.badge_of(at("plain", "hello")).is_err());
    }

    #[test]
    fn what_was_found_is_there_after_a_restart() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let folder = folder.path().join(BADGE_READERS);
        let door = || BadgeReaders::load(&folder, ["door", "desk"].into_iter()).0;
        assert!(door().is_empty());
        kept::save(&folder, "door", Some(Transform::HexReversed.key())).expect("room for a word");
        kept::save(&folder, "desk", Some("no such way")).expect("room for a word");
        assert_eq!(door(), BTreeMap::from([("door".to_owned(), Transform::HexReversed)]));
    }
}
