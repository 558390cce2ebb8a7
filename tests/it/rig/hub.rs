//! The hub as a process.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use pitbox::hub::Settings;
use pitbox::hub::store::HubStore;
use rustix::process::{Pid, Signal, kill_process};

use super::tools::{lines, pitbox, text};

/// A hub that runs or has stopped, in a folder that has its data. Its address stays.
pub(crate) struct Hub {
    folder: PathBuf,
    pub(crate) address: SocketAddr,
    clock: Option<PathBuf>,
    running: Option<Child>,
}

/// A record as the hub holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) device: u32,
    pub(crate) epoch: u32,
    pub(crate) seq: u64,
    pub(crate) id: String,
}

impl Hub {
    /// Starts a hub on `folder/data`.
    pub(crate) fn start(folder: &Path) -> Hub {
        // Free a moment ago; a fixed port lets it come back under the same address.
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
        let mut hub = Hub { folder: folder.to_owned(), address: free, clock: None, running: None };
        std::fs::write(hub.config(), hub_toml(free)).expect("hub.toml");
        hub.start_again();
        hub
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.join("hub.toml")
    }

    /// From its next start on this file says what time it is.
    pub(crate) fn set_clock(&mut self, file: PathBuf) {
        self.clock = Some(file);
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Starts it under the same address.
    pub(crate) fn start_again(&mut self) {
        let log = std::fs::File::options().append(true).create(true).open(self.folder.join("hub.log")).expect("a log");
        let mut command = pitbox();
        command.arg("hub").arg("--config").arg(self.config());
        if let Some(file) = &self.clock {
            command.arg("--clock").arg(file);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("the hub starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("its first line");
        assert_eq!(line.trim(), format!("listening {}", self.url()));
        self.running = Some(child);
    }

    /// Ends it as systemd does.
    pub(crate) fn stop(&mut self) {
        if let Some(mut child) = self.running.take() {
            kill_process(Pid::from_child(&child), Signal::TERM).expect("it can be told");
            assert!(child.wait().expect("it ends").success(), "the hub ends well");
        }
    }

    /// Ends it as the power does.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            child.kill().expect("it can be killed");
            child.wait().expect("it ends");
        }
    }

    /// A one-time code: bare, and as its barcode.
    pub(crate) fn code(&self) -> (String, String) {
        let config = self.config();
        let made = lines(&["enrol", "--new", "--json", "--config", config.to_str().expect("a path")]);
        (text(&made[0], "code").to_owned(), text(&made[0], "text").to_owned())
    }

    /// All records, read beside the running hub, in its order.
    pub(crate) fn records(&self) -> Vec<Held> {
        let store = pitbox::hub::open_store(&settings(&self.folder, self.address)).expect("the hub's data");
        let mut held: Vec<Held> = Vec::new();
        loop {
            let after = held.len() as u64;
            // No station has this number, so that every record comes with its bytes.
            let page = store.pull(u32::MAX, after).expect("records");
            if page.is_empty() {
                return held;
            }
            held.extend(page.into_iter().map(|one| {
                let bytes = one.bytes.expect("a record's bytes");
                let id = pitbox::record::name_of(&bytes).to_string();
                Held { device: one.position.device, epoch: one.position.epoch, seq: one.position.seq, id }
            }));
        }
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Settings for the data in `folder`.
pub(crate) fn settings(folder: &Path, listen: SocketAddr) -> Settings {
    Settings { listen, data: folder.join("data"), site: None, timezone: None, tls: false }
}

fn hub_toml(listen: SocketAddr) -> String {
    format!(
        "listen = \"{listen}\"\ndata = \"data\"\ndatabase = \"sqlite\"\nsite = \"SH01\"\ntimezone = \"Asia/Shanghai\"\n"
    )
}
