//! A hub in a temporary folder, on a free port, that can be stopped and started again.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::JoinHandle;

use pitbox::hub::authority::fingerprint_in;
use pitbox::hub::store::sqlite::Sqlite;
use pitbox::hub::{self, Settings};
use pitbox::sync::enrol::{Identity, enrol, new_key};
use pitbox::sync::trust::Fingerprint;
use tokio::sync::oneshot;

/// A running hub and its folder.
pub(crate) struct TestHub {
    folder: tempfile::TempDir,
    pub(crate) address: SocketAddr,
    tls: bool,
    running: Option<Running>,
}

struct Running {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl TestHub {
    pub(crate) fn start() -> TestHub {
        TestHub::start_with(false)
    }

    /// One that speaks TLS only.
    pub(crate) fn start_tls() -> TestHub {
        TestHub::start_with(true)
    }

    fn start_with(tls: bool) -> TestHub {
        let folder = tempfile::tempdir().expect("a folder");
        let any = "127.0.0.1:0".parse().expect("an address");
        let (running, address) = run(Settings { tls, ..settings(folder.path(), any) });
        TestHub { folder, address, tls, running: Some(running) }
    }

    pub(crate) fn settings(&self) -> Settings {
        Settings { tls: self.tls, ..settings(self.folder.path(), self.address) }
    }

    pub(crate) fn url(&self) -> String {
        self.settings().url(self.address)
    }

    pub(crate) fn stop(&mut self) {
        if let Some(Running { stop, thread }) = self.running.take() {
            stop.send(()).expect("the hub runs");
            thread.join().expect("the hub ends well");
        }
    }

    /// Starts it again, under the same address.
    pub(crate) fn start_again(&mut self) {
        self.running = Some(run(self.settings()).0);
    }

    /// The hub's storage, beside the running hub.
    pub(crate) fn store(&self) -> Sqlite {
        hub::open_store(&self.settings()).expect("the storage")
    }

    /// What a hub that speaks TLS is known by.
    pub(crate) fn authority(&self) -> Option<Fingerprint> {
        self.tls.then(|| fingerprint_in(&self.settings().authority()).expect("an authority"))
    }

    pub(crate) fn code(&self) -> String {
        hub::enrol::issue(&self.store(), None, self.authority()).expect("a code").code
    }

    pub(crate) fn enrol(&self, name: &str) -> Identity {
        enrol(&self.url(), &self.code(), name, "bay", &new_key().expect("a key")).expect("enrolled")
    }
}

impl Drop for TestHub {
    fn drop(&mut self) {
        self.stop();
    }
}

fn settings(folder: &Path, listen: SocketAddr) -> Settings {
    let site = Some(pitbox::domain::ids::SiteId::new("SH01").expect("a site"));
    Settings { listen, data: folder.join("hub"), site, timezone: Some("Asia/Shanghai".into()), tls: false }
}

fn run(settings: Settings) -> (Running, SocketAddr) {
    let (stop, stopped) = oneshot::channel();
    let (told, address): (_, Receiver<SocketAddr>) = sync_channel(1);
    let body = move || {
        let listening = move |address| told.send(address).expect("somebody waits");
        hub::serve(&settings, listening, until(stopped)).expect("the hub serves");
    };
    let thread = std::thread::spawn(body);
    (Running { stop, thread }, address.recv().expect("it listens"))
}

async fn until(stopped: oneshot::Receiver<()>) {
    let _ = stopped.await;
}
