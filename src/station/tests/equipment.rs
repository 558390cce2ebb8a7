//! The devices on the screen: the list, setting one up, trying them, and the locks.

use pitbox_hw::health::Health;
use pitbox_hw::reading::{Content, DeviceId, Reading, Role};

use super::{Kiosk, StoreFailure, bay, counter};
use crate::station::effect::{Beep, Effect};
use crate::station::equipment::{Answered, Equipment, Seen, SeenAs, Wanted};
use crate::station::input::Input;
use crate::station::key::Key;
use crate::station::session::Task;

fn seen(device: Option<&str>, role: Option<Role>, name: &str, place: &str, state: SeenAs) -> Seen {
    Seen { device: device.map(str::to_owned), role, name: name.into(), place: place.into(), state }
}

/// A scanner in use, one that is not used, a printer that may not be opened, a keyboard, a reader that is gone.
pub(super) fn some_devices() -> Vec<Seen> {
    let group = Some("lp".into());
    vec![
        seen(Some("scanner"), Some(Role::Scanner), "Zebra DS2208", "/dev/ttyACM0", SeenAs::Recognised),
        seen(None, Some(Role::Scanner), "Honeywell 1900", "/dev/ttyACM1", SeenAs::Recognised),
        seen(None, Some(Role::Printer), "Zebra ZD421", "/dev/usb/lp0", SeenAs::NotPermitted { group }),
        seen(None, None, "Logitech K120", "/dev/input/event3", SeenAs::Unsupported("a keyboard: x".into())),
        seen(Some("gate"), Some(Role::Rfid), "", "/dev/ttyUSB7", SeenAs::Absent),
    ]
}

/// A clerk who looks at the devices.
pub(super) fn looking() -> Kiosk {
    let mut kiosk = counter().with("c-sun");
    kiosk.feed(health("scanner", Role::Scanner, Health::Ready));
    kiosk.feed(health("gate", Role::Rfid, Health::Absent));
    kiosk.typed("#");
    assert_eq!(kiosk.effects.last(), Some(&Effect::ListDevices));
    kiosk.says("looking");
    kiosk.feed(Input::DevicesListed(some_devices()));
    kiosk
}

fn health(device: &str, role: Role, health: Health) -> Input {
    Input::Device { device: DeviceId::new(device), role, health }
}

fn answer(place: &str, content: Content) -> Input {
    let answered = Answered { place: place.into(), name: "Honeywell 1900".into() };
    let reading = Reading { device: DeviceId::new(place), role: Role::Scanner, content };
    Input::Answered { answered, reading }
}

fn scan(text: &str) -> Content {
    Content::Scan { bytes: text.as_bytes().to_vec(), aim: None }
}

fn looked_for(kiosk: &Kiosk) -> Vec<Option<Wanted>> {
    let wanted = |effect: &Effect| if let Effect::LookFor { wanted } = effect { Some(*wanted) } else { None };
    kiosk.effects.iter().filter_map(wanted).collect()
}

#[test]
fn the_list_says_how_each_device_is_and_what_to_do() {
    let mut kiosk = looking();
    for text in ["ready since 14:02", "not used", "no permission", "not supported", "gone since 14:02"] {
        kiosk.says(text);
    }
    kiosk.key(Key::Down);
    kiosk.says("Enter sets it up.");
    kiosk.key(Key::Down);
    kiosk.says("usermod -aG lp pitbox");
    kiosk.key(Key::Down);
    kiosk.says("A keyboard. If it is a scanner, press 1");
    // Something is plugged in: the list is made anew, and the selection stays.
    kiosk.feed(Input::Plugged);
    assert_eq!(kiosk.effects.last(), Some(&Effect::ListDevices));
    kiosk.feed(Input::DevicesListed(vec![]));
    kiosk.says("Nothing is plugged in");
    kiosk.key(Key::Escape);
    let before = kiosk.effects.len();
    kiosk.feed(Input::Plugged);
    assert_eq!(kiosk.effects.len(), before, "nobody looks");
}

#[test]
fn a_scanner_is_set_up_by_scanning_with_it() {
    let mut kiosk = looking();
    kiosk.typed("1");
    kiosk.says("Scan any label with the new scanner");
    assert_eq!(looked_for(&kiosk), [Some(Wanted::Scanner(0))]);
    let before = kiosk.effects.len();
    kiosk.feed(answer("/dev/ttyUSB1", Content::Em4100([1; 5])));
    assert_eq!(kiosk.effects.len(), before, "a badge is no scan");
    kiosk.feed(answer("/dev/ttyACM1", scan("4006633374644")));
    kiosk.says("Honeywell 1900 answered");
    assert_eq!(looked_for(&kiosk), [Some(Wanted::Scanner(0)), None], "one is enough");
    kiosk.feed(answer("/dev/ttyACM2", scan("4006633374644")));
    kiosk.enter();
    let place = "/dev/ttyACM1".to_owned();
    assert!(kiosk.effects.contains(&Effect::UseDevice { place, wanted: Wanted::Scanner(0) }));
    kiosk.enter();
    let uses = kiosk.effects.iter().filter(|effect| matches!(effect, Effect::UseDevice { .. })).count();
    assert_eq!(uses, 1, "it is being saved");
    kiosk.feed(Input::DeviceSaved { wanted: Wanted::Scanner(0), outcome: Ok("scanner-2".into()) });
    kiosk.says("In use from now on: scanner-2");
    assert!(matches!(kiosk.task(), Task::Equipment(screen) if matches!(**screen, Equipment::Devices(None))));
}

#[test]
fn a_badge_reader_is_set_up_by_scans_alone_and_leaving_ends_the_listening() {
    let mut kiosk = looking();
    kiosk.choice(2);
    kiosk.says("Hold a badge to the new reader");
    kiosk.feed(answer("/dev/ttyUSB1", Content::Em4100([1; 5])));
    kiosk.card(crate::identify::card::Verb::Select);
    assert!(kiosk.effects.iter().any(|effect| matches!(effect, Effect::UseDevice { wanted: Wanted::Badge(0), .. })));
    let full = Input::DeviceSaved { wanted: Wanted::Badge(0), outcome: Err(StoreFailure::DiskFull) };
    kiosk.feed(full);
    kiosk.refuses("NOT SAVED");
    let mut kiosk = looking();
    kiosk.typed("1");
    kiosk.key(Key::Escape);
    assert_eq!(looked_for(&kiosk), [Some(Wanted::Scanner(0)), None]);
    kiosk.feed(answer("/dev/ttyACM1", scan("4006633374644")));
    assert!(kiosk.question().is_empty() && kiosk.notice().is_empty(), "nobody waits for it any more");
}

#[test]
fn serial_ports_are_listened_to_in_one_way_after_the_other() {
    let mut kiosk = looking();
    kiosk.typed("2");
    kiosk.says("as rdm6300 at 9600 baud");
    kiosk.typed("1");
    kiosk.says("as pn532 at 115200 baud");
    kiosk.choice(1);
    kiosk.says("as serial at 9600 baud");
    kiosk.typed("1");
    let ways: Vec<_> = [0, 1, 2, 0].map(|way| Some(Wanted::Badge(way))).into();
    assert_eq!(looked_for(&kiosk), ways, "and from the beginning again");
    kiosk.typed("1");
    kiosk.feed(answer("/dev/ttyUSB1", Content::Uid(vec![4, 1, 2, 3])));
    kiosk.enter();
    let place = "/dev/ttyUSB1".to_owned();
    assert!(kiosk.effects.contains(&Effect::UseDevice { place, wanted: Wanted::Badge(1) }), "as it was heard");
}

#[test]
fn a_tag_reader_is_set_up_by_a_tag() {
    let mut kiosk = looking();
    kiosk.typed("6");
    kiosk.says("Hold a tag into the field of the new reader");
    let before = kiosk.effects.len();
    kiosk.feed(answer("/dev/ttyUSB1", scan("4006633374644")));
    assert_eq!(kiosk.effects.len(), before, "a scan is no tag");
    let tag = pitbox_hw::reading::TagSeen {
        epc: vec![0x30; 12],
        first_ago: std::time::Duration::ZERO,
        last_ago: std::time::Duration::ZERO,
        sightings: 1,
        rssi_dbm: None,
        antenna: None,
    };
    kiosk.feed(answer("/dev/ttyUSB1", Content::Tags(vec![tag])));
    kiosk.enter();
    let place = "/dev/ttyUSB1".to_owned();
    assert!(kiosk.effects.contains(&Effect::UseDevice { place, wanted: Wanted::Tags(0) }));
}

#[test]
fn a_printer_is_set_up_from_the_list_and_prints_a_test() {
    let mut kiosk = looking();
    let printer = seen(None, Some(Role::Printer), "Zebra ZD421", "/dev/usb/lp0", SeenAs::Recognised);
    kiosk.feed(Input::DevicesListed(vec![printer]));
    kiosk.enter();
    let place = "/dev/usb/lp0".to_owned();
    assert!(kiosk.effects.contains(&Effect::UseDevice { place, wanted: Wanted::Printer }));
    kiosk.feed(Input::DeviceSaved { wanted: Wanted::Printer, outcome: Ok("labels".into()) });
    assert_eq!(kiosk.labels.last().map(|label| label.key.as_str()), Some("test"));
}

#[test]
fn lamp_buzzer_and_button_can_be_tried() {
    let mut kiosk = looking();
    for expected in [Beep::Good, Beep::Bad, Beep::Attention, Beep::Good] {
        kiosk.typed("4");
        assert_eq!(kiosk.last_beep(), Some(expected));
    }
    let press = |key| Input::Button { device: DeviceId::new("ok"), key };
    kiosk.feed(press(Key::Escape));
    kiosk.says("Button ok works");
    kiosk.key(Key::Escape);
    kiosk.f(2);
    kiosk.feed(press(Key::Escape));
    assert_eq!(kiosk.task(), &Task::Home, "everywhere else it is its key");
}

#[test]
fn who_does_not_handle_the_store_sets_nothing_up() {
    let mut kiosk = bay().with("t-wang");
    kiosk.typed("#");
    kiosk.feed(Input::DevicesListed(some_devices()));
    kiosk.typed("1");
    kiosk.refuses("Not allowed");
    assert!(looked_for(&kiosk).is_empty());
}

#[test]
fn a_cabinet_opens_when_the_record_is_on_disk() {
    let mut kiosk = counter().with("c-sun");
    kiosk.typed("=");
    kiosk.refuses("The lock of brakes does not answer");
    assert!(kiosk.records.is_empty(), "what cannot open is not recorded as opened");
    kiosk.feed(health("brakes", Role::Lock, Health::Ready));
    kiosk.disk = super::Disk::Slow;
    kiosk.typed("=");
    let open = Effect::OpenLock { device: "brakes".into() };
    assert!(!kiosk.effects.contains(&open), "first the record");
    kiosk.write();
    kiosk.saved("Cabinet brakes opened");
    assert!(kiosk.effects.contains(&open));
    assert_eq!(kiosk.commands(), ["OpenCabinet"]);
    let mut kiosk = bay().with("t-wang");
    kiosk.feed(health("brakes", Role::Lock, Health::Ready));
    kiosk.typed("=");
    assert!(kiosk.records.is_empty(), "somebody who may has to approve");
    assert!(!kiosk.effects.contains(&open));
}

#[test]
fn of_several_cabinets_one_is_chosen() {
    let mut kiosk = counter().with("c-sun");
    kiosk.station.settings.locks = vec!["brakes".into(), "keys".into()];
    kiosk.feed(health("keys", Role::Lock, Health::Ready));
    kiosk.typed("=");
    kiosk.says("keys");
    kiosk.typed("2");
    assert!(kiosk.effects.contains(&Effect::OpenLock { device: "keys".into() }));
    kiosk.choice(1);
    kiosk.refuses("The lock of brakes does not answer");
}
