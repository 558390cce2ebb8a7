//! The keyboard scanner's driver where no such device exists.

use pitbox_hw::driver::evdev::{self, EvdevConfig, Select};
use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::proto::evdev_us::GsMode;
use pitbox_hw::reading::{DeviceId, Role};

use crate::heard::listen;

#[test]
fn a_scanner_that_is_not_there_is_absent_and_a_file_in_its_place_is_named() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("by-id/usb-Zebra_Scanner-event-kbd");
    let (sink, heard) = listen();
    let config = EvdevConfig {
        device: DeviceId::new("bench-scanner"),
        role: Role::Scanner,
        select: Select::Path(path.clone()),
        gs_mode: GsMode::Ctrl,
        capslock: false,
        timeout_ms: 100,
        grab: true,
    };
    let driver = evdev::spawn(config, sink).expect("driver");
    heard.until_health(&Health::Absent);
    std::fs::create_dir(folder.path().join("by-id")).expect("directory");
    std::fs::write(&path, "").expect("file");
    heard.until_health(&Health::Trouble(Trouble::Other(format!("{}: not an input device", path.display()))));
    driver.stop();
}
