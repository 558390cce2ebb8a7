//! What is plugged in or pulled out is told of, once for each device.

use std::fs;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use pitbox_hw::driver::plug;

/// Longest wait of a test. A true wait is a fraction of a second.
const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn a_device_that_comes_and_goes_is_told_of_wherever_its_nodes_are() {
    let folder = tempfile::tempdir().expect("folder");
    let dev = folder.path().join("dev");
    fs::create_dir_all(&dev).expect("folder");
    let (send, told) = sync_channel(16);
    let driver = plug::spawn(folder.path(), move || _ = send.try_send(())).expect("thread");
    let changed = || told.recv_timeout(LIMIT).expect("told within the limit");
    fs::write(dev.join("ttyACM0"), "").expect("file");
    changed();
    // The directory comes with the device.
    fs::create_dir_all(dev.join("input")).expect("folder");
    changed();
    fs::write(dev.join("input/event7"), "").expect("file");
    changed();
    fs::remove_file(dev.join("input/event7")).expect("file");
    changed();
    driver.stop();
    assert!(told.try_recv().is_err(), "each was told of once");
}
