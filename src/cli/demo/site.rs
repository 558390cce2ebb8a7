//! The hub of the demo, and the temporary folder with everything in it.

use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::thread::JoinHandle;

use anyhow::{Context, anyhow};
use tokio::sync::oneshot;

use super::workshop;
use crate::clock;
use crate::domain::ids::SiteId;
use crate::hub::store::sqlite::Sqlite;
use crate::hub::{self, Hub, HubError, Settings};

/// A site: a folder that is removed at the end, and a hub that can be switched off and on.
pub(super) struct Site {
    id: SiteId,
    settings: Settings,
    running: Option<Running>,
    folder: tempfile::TempDir,
}

struct Running {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<Result<(), HubError>>,
}

impl Site {
    /// Makes the folder, takes the sample workshop in and switches the hub on.
    ///
    /// # Errors
    /// When the folder cannot be written or the hub does not start.
    pub(super) fn open() -> anyhow::Result<Site> {
        let folder = tempfile::Builder::new().prefix("pitbox-demo-").tempdir().context("make a temporary folder")?;
        let id = SiteId::new("SH01").map_err(|why| anyhow!("{why}"))?;
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let settings =
            Settings { listen, data: folder.path().join("hub"), site: Some(id.clone()), timezone: None, tls: false };
        let tables = workshop::write(&folder.path().join("sample"), clock::wall_ms())?;
        let hub = Hub::open(&settings)?;
        hub.import(&tables, false, &mut |_| ControlFlow::Continue(())).context("take the sample workshop in")?;
        drop(hub);
        let mut site = Site { id, settings, running: None, folder };
        site.switch_on()?;
        Ok(site)
    }

    /// The temporary folder.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The site's code.
    pub(super) fn id(&self) -> SiteId {
        self.id.clone()
    }

    /// Where kiosks find the hub.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.settings.listen)
    }

    pub(super) fn is_on(&self) -> bool {
        self.running.is_some()
    }

    /// Switches the hub on, at the same address as before.
    ///
    /// # Errors
    /// When it does not start.
    pub(super) fn switch_on(&mut self) -> anyhow::Result<()> {
        if self.is_on() {
            return Ok(());
        }
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = sync_channel(1);
        let settings = self.settings.clone();
        let thread = std::thread::Builder::new().name("hub".into()).spawn(move || {
            let listening = move |address: SocketAddr| {
                // Whoever waits for it is waiting.
                let _ = tell.send(address);
            };
            hub::serve(&settings, listening, async {
                // Dropped without a word is the end as well.
                let _ = stopped.await;
            })
        })?;
        match told.recv() {
            Ok(address) => {
                self.settings.listen = address;
                self.running = Some(Running { stop, thread });
                Ok(())
            }
            Err(_) => Err(end_of(thread).err().unwrap_or_else(|| anyhow!("the hub did not start"))),
        }
    }

    /// Switches the hub off: for kiosks the same as a network that is down.
    ///
    /// # Errors
    /// When it did not end well.
    pub(super) fn switch_off(&mut self) -> anyhow::Result<()> {
        let Some(Running { stop, thread }) = self.running.take() else { return Ok(()) };
        // It may have ended by itself; its thread says why.
        let _ = stop.send(());
        end_of(thread)
    }

    /// What the hub keeps, beside a hub that may be running.
    ///
    /// # Errors
    /// When the disk fails.
    pub(super) fn store(&self) -> anyhow::Result<Sqlite> {
        Ok(hub::open_store(&self.settings)?)
    }

    /// A one-time code for a new kiosk.
    ///
    /// # Errors
    /// When the disk fails.
    pub(super) fn code(&self) -> anyhow::Result<String> {
        Ok(hub::enrol::issue(&self.store()?, None, None)?.code)
    }
}

fn end_of(thread: JoinHandle<Result<(), HubError>>) -> anyhow::Result<()> {
    match thread.join() {
        Ok(served) => Ok(served?),
        Err(_) => Err(anyhow!("the hub broke down")),
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // The folder goes with everything in it; nobody needs to hear of a hub that ended badly now.
        let _ = self.switch_off();
    }
}
