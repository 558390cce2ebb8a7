//! The hub: takes in what the stations of a site have recorded, brings it into one order, and gives it to all of them.

pub mod audit;
mod auth;
pub mod authority;
pub mod backup;
mod book;
mod catalogue;
pub mod enrol;
mod handlers;
pub mod import;
mod intake;
mod limits;
mod listen;
mod refused;
mod router;
pub(crate) mod snapshots;
pub mod store;
mod strangers;
mod taught;
mod turns;
mod watchdog;

use std::future::Future;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use crate::domain::ids::SiteId;
use crate::service;
use crate::sync::trust::Fingerprint;
use authority::Authority;
use listen::TlsListener;
use store::sqlite::{Sqlite, Wanted};
use store::{HubStore, StoreError};

/// Batches that are unpacked and taken in at the same time; each needs some megabytes.
const PUSHES_AT_ONCE: usize = 8;
/// Pages that are looked for and packed at the same time. What comes in never waits for what goes out: there are threads left.
const PULLS_AT_ONCE: usize = 4;
/// Threads that answer; what blocks runs on threads of its own.
const WORKERS: usize = 2;
/// Most threads that work on the database at the same time.
const BLOCKING: usize = 32;

/// What a hub is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Address and port; port 0 takes any that is free.
    pub listen: SocketAddr,
    /// Folder of everything that the hub keeps.
    pub data: PathBuf,
    /// The site's id; without it `SH01` at the first start, and what is in the data afterwards.
    pub site: Option<SiteId>,
    /// IANA name of the site's time zone; without it that of the machine at the first start.
    pub timezone: Option<String>,
    /// Speak TLS only. Without it the hub listens on this machine only.
    pub tls: bool,
}

impl Settings {
    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.data.join("hub.db")
    }

    /// The folder of the catalogue.
    pub fn catalogue(&self) -> PathBuf {
        self.data.join("catalogue")
    }

    /// Where stations reach the hub that listens at `address`.
    pub fn url(&self, address: SocketAddr) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        format!("{scheme}://{address}")
    }

    /// The certificate of the hub's authority.
    pub fn authority(&self) -> PathBuf {
        self.data.join("ca.pem")
    }

    /// The token of the administrator.
    pub fn token(&self) -> PathBuf {
        self.data.join("token")
    }
}

/// Why the hub does not run.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// A mistake in the configuration.
    #[error(
        "listen = \"{0}\" can be reached from other machines, and tls = false leaves badges and the keys of the site readable \
         on the network; remove that line, or use 127.0.0.1 or [::1]"
    )]
    NotLoopback(SocketAddr),
    #[error("timezone = {0:?} is no IANA name of a time zone, for example \"Asia/Shanghai\"")]
    Timezone(String),
    #[error("use the folder {path}: {source}")]
    Folder { path: PathBuf, source: std::io::Error },
    #[error("open the hub's data: {0}")]
    Store(#[from] StoreError),
    #[error("open the catalogue: {0}")]
    Catalogue(#[from] crate::store::catalogue::CatalogueError),
    #[error("listen on {listen}: {source}")]
    Listen { listen: SocketAddr, source: std::io::Error },
    #[error("serve: {0}")]
    Serve(std::io::Error),
    #[error("speak TLS: {0}")]
    Authority(#[from] authority::AuthorityError),
}

impl HubError {
    /// True when the configuration must be changed, false when the machine failed.
    pub fn is_configuration(&self) -> bool {
        matches!(self, HubError::NotLoopback(_) | HubError::Timezone(_))
    }
}

/// A hub that is open, whether it listens or not.
pub struct Hub {
    store: Arc<dyn HubStore>,
    catalogue: catalogue::Shelf,
    token: String,
    /// What stations know the hub's certificates by, where it has an authority.
    authority: Option<Fingerprint>,
    limits: limits::Limits,
    strangers: strangers::Strangers,
    /// What lies in the bins, at the number of the order for which it was reckoned last.
    bins: Mutex<Option<(u64, [u8; 32])>>,
    snapshots: snapshots::Snapshots,
    pushes: Arc<turns::Turns>,
    intake: intake::Intake,
    pulls: Semaphore,
    /// Goes up when there is something new for the stations.
    news: watch::Sender<u64>,
    stopping: watch::Sender<bool>,
    staging: PathBuf,
    /// Stations taught codes that the catalogue does not have yet.
    codes_behind: AtomicBool,
}

impl Hub {
    /// Opens what the hub keeps, or makes it. One program at a time has it open.
    ///
    /// # Errors
    /// When the configuration is wrong, another program has the data, or the disk fails.
    pub fn open(settings: &Settings) -> Result<Hub, HubError> {
        make_folder(&settings.data)?;
        make_folder(&settings.catalogue())?;
        // Its lock keeps a second hub, or an import, out of the whole folder.
        let catalogue = catalogue::Shelf::open(&settings.catalogue())?;
        // What an import that was cut off left behind, and the snapshots of the run before.
        let staging = empty_folder(settings.data.join("staging"))?;
        let snapshots = empty_folder(settings.data.join("snapshots"))?;
        let snapshots = snapshots::Snapshots::new(snapshots, snapshots::WORTH);
        let store = open_store(settings)?;
        let token =
            auth::token(&settings.token()).map_err(|source| HubError::Folder { path: settings.token(), source })?;
        let hub = Hub {
            store: Arc::new(store),
            catalogue,
            token,
            authority: known_authority(settings),
            limits: limits::Limits::default(),
            strangers: strangers::Strangers::default(),
            bins: Mutex::default(),
            snapshots,
            pushes: turns::Turns::new(PUSHES_AT_ONCE),
            intake: intake::Intake::default(),
            pulls: Semaphore::new(PULLS_AT_ONCE),
            news: watch::Sender::new(0),
            stopping: watch::Sender::new(false),
            staging,
            codes_behind: AtomicBool::new(true),
        };
        // The hub may have gone down between the records and the catalogue.
        hub.catch_up_codes();
        Ok(hub)
    }

    /// What does not change while the hub runs.
    pub fn site(&self) -> &store::Site {
        self.store.site()
    }

    /// The digest of what lies in the bins at this number of the order; none when there is more by now. Reckoned once for all
    /// stations that ask.
    fn bins_at(&self, number: u64) -> Result<Option<[u8; 32]>, StoreError> {
        let mut known = self.bins.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_none_or(|(at, _)| at != number) {
            *known = Some(self.store.bins()?);
        }
        Ok(known.filter(|(at, _)| *at == number).map(|(_, digest)| digest))
    }

    fn tell_stations(&self) {
        self.news.send_modify(|count| *count = count.wrapping_add(1));
    }
}

/// Opens the records only, beside a hub that may be running: for one-time codes.
///
/// # Errors
/// When the configuration is wrong or the disk fails.
pub fn open_store(settings: &Settings) -> Result<Sqlite, HubError> {
    make_folder(&settings.data)?;
    let known = settings.timezone.as_ref().is_none_or(|name| crate::zones::is_known(name));
    if !known {
        return Err(HubError::Timezone(settings.timezone.clone().unwrap_or_default()));
    }
    let fresh = !settings.database().exists();
    let timezone = settings.timezone.clone().or_else(|| fresh.then(machine_timezone).flatten());
    Ok(Sqlite::open(&settings.database(), &Wanted { site: settings.site.clone(), timezone })?)
}

/// The time zone of this machine, when it has a known one.
fn machine_timezone() -> Option<String> {
    let target = std::fs::read_link("/etc/localtime").ok()?;
    let (_, name) = target.to_str()?.split_once("zoneinfo/")?;
    crate::zones::is_known(name).then(|| name.to_owned())
}

fn make_folder(path: &Path) -> Result<(), HubError> {
    use std::os::unix::fs::DirBuilderExt;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|source| HubError::Folder { path: path.to_owned(), source })
}

/// Makes a folder anew; what was in it is gone.
fn empty_folder(path: PathBuf) -> Result<PathBuf, HubError> {
    // It may not be there.
    let _ = std::fs::remove_dir_all(&path);
    make_folder(&path)?;
    Ok(path)
}

/// Runs the hub until `stop` is done: then it takes no new requests, ends those that wait for news, and finishes the others.
/// `listening` is told the address once it listens.
///
/// # Errors
/// When it cannot start, or the listening socket fails.
pub fn serve(
    settings: &Settings,
    listening: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), HubError> {
    if !settings.tls && !settings.listen.ip().is_loopback() {
        return Err(HubError::NotLoopback(settings.listen));
    }
    make_folder(&settings.data)?;
    let tls = settings.tls.then(|| Authority::open(&settings.data)?.server(&browser_names(settings))).transpose()?;
    let hub = Arc::new(Hub::open(settings)?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .max_blocking_threads(BLOCKING)
        .enable_all()
        .build()
        .map_err(HubError::Serve)?;
    runtime.block_on(async {
        let listen = |source| HubError::Listen { listen: settings.listen, source };
        let listener = TcpListener::bind(settings.listen).await.map_err(listen)?;
        listening(listener.local_addr().map_err(listen)?);
        service::ready("listening");
        tokio::spawn(watchdog::feed(Arc::clone(&hub)));
        let stopping = Arc::clone(&hub);
        let stop = async move {
            stop.await;
            service::stopping();
            stopping.stopping.send_replace(true);
        };
        let router = router::router(hub).into_make_service_with_connect_info::<strangers::Peer>();
        let served = match tls {
            None => axum::serve(listener, router).with_graceful_shutdown(stop).await,
            Some(tls) => {
                let listener = TlsListener::new(listener, tls).map_err(listen)?;
                axum::serve(listener, router).with_graceful_shutdown(stop).await
            }
        };
        served.map_err(HubError::Serve)
    })
}

/// A hub that speaks plain HTTP may have spoken TLS before, or do so later.
fn known_authority(settings: &Settings) -> Option<Fingerprint> {
    authority::fingerprint_in(&settings.authority()).ok()
}

/// By what browsers may call it: this machine's name and addresses, as far as they are known here.
fn browser_names(settings: &Settings) -> Vec<String> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    if !host.is_empty() && host.chars().all(is_name) {
        names.push(host);
    }
    if !settings.listen.ip().is_unspecified() {
        names.push(settings.listen.ip().to_string());
    }
    names
}
