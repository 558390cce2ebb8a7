//! Tells when anything is plugged in or pulled out: inotify(7) on the directories of the nodes. Nothing is looked at
//! again and again.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::event::PollFlags;
use rustix::fs::inotify::{self, CreateFlags, WatchFlags};

use super::Driver;
use super::wait::{Woken, wait};
use super::wake::Wake;
use crate::clock;
use crate::reading::DeviceId;

/// Directories with nodes of devices; those that are not there now come with their first device.
const FOLDERS: [&str; 4] = ["dev", "dev/input", "dev/usb", "dev/serial/by-id"];
/// One device has several nodes, which get their rights one after the other: they are told of together.
const SETTLE: Duration = Duration::from_millis(200);

/// Calls `changed`, on a thread of its own, shortly after something came, went, or got other rights under `root`. Fails
/// only when the system has no descriptor or thread left.
pub fn spawn(root: &Path, changed: impl Fn() + Send + 'static) -> io::Result<Driver> {
    let queue = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
    let folders = FOLDERS.map(|folder| root.join(folder));
    watch(&queue, &folders);
    Driver::spawn(&DeviceId::new("plug"), move |wake| run(&queue, &folders, wake, &changed))
}

fn run(queue: &OwnedFd, folders: &[PathBuf], wake: &Wake, changed: &dyn Fn()) {
    let mut settled = None;
    loop {
        match wait(wake, Some((queue.as_fd(), PollFlags::IN)), settled) {
            Ok(Woken::Stop) | Err(_) => return,
            Ok(Woken::Ready | Woken::HungUp) => {
                drain(queue);
                watch(queue, folders);
                settled.get_or_insert_with(|| clock::now().saturating_add(SETTLE));
            }
            Ok(Woken::Deadline) => {
                settled = None;
                changed();
            }
            Ok(Woken::Ring) => {}
        }
    }
}

/// Watches the directories that are there. One that is watched already stays so.
fn watch(queue: &OwnedFd, folders: &[PathBuf]) {
    let events = WatchFlags::CREATE
        | WatchFlags::DELETE
        | WatchFlags::MOVED_TO
        | WatchFlags::MOVED_FROM
        | WatchFlags::ATTRIB
        | WatchFlags::ONLYDIR;
    for folder in folders {
        // What is not there comes with an event of the directory above it.
        let _ = inotify::add_watch(queue, folder, events);
    }
}

fn drain(queue: &OwnedFd) {
    let mut buffer = [0; 4096];
    while rustix::io::read(queue, &mut buffer).is_ok_and(|read| read > 0) {}
}
