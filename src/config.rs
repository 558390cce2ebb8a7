//! `kiosk.toml` and `hub.toml`: text to a checked configuration. Unknown keys are errors; every error names the file, the
//! key, the reason and the fix. Environment variables override nothing.

mod device;
pub mod found;
mod section;

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub use device::{
    ButtonKey, DeviceConfig, Driver, EvdevTarget, Framing, GsKeys, Line, PrinterConfig, PrinterLanguage, PrinterPort,
    ScannerCommands, TagPace, Tone,
};
use section::Section;

use crate::domain::decide::Desk;
use crate::domain::ids::SiteId;

/// Largest configuration file that is read, in bytes.
const MAX_FILE: u64 = 256 * 1024;
/// Most devices of one kiosk.
const MAX_DEVICES: usize = 32;

/// What is wrong with a configuration. The caller ends with exit code 2.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    pub file: PathBuf,
    /// For example `station.role` or `device[2].baud`; empty when the file as a whole is meant.
    pub key: String,
    pub why: String,
    pub fix: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file.display())?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        write!(f, "{}. {}", self.why, self.fix)
    }
}

/// Where a kiosk stands, which decides its default act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StationRole {
    /// At the parts counter: issues to the job's line, the receiver signs.
    Counter,
    /// In a service bay: shows parts, confirms them fitted, clocks work.
    Bay,
}

impl StationRole {
    /// What the rules of the workshop call it.
    pub fn desk(self) -> Desk {
        match self {
            StationRole::Counter => Desk::Counter,
            StationRole::Bay => Desk::Bay,
        }
    }
}

/// Language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    English,
    /// Simplified Chinese.
    Chinese,
}

/// `[station]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StationConfig {
    pub name: String,
    pub site: SiteId,
    pub role: StationRole,
    /// Folder of the store.
    pub store: PathBuf,
    pub language: Language,
    /// Folder of the shop's own label templates.
    pub labels: Option<PathBuf>,
    /// Folder on another medium that has the own records once more.
    pub journal: Option<PathBuf>,
    /// Seconds without any input after which the person is logged off.
    pub idle_log_off_s: u32,
}

/// `[console]`: where terminals elsewhere find this kiosk's screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleConfig {
    pub socket: PathBuf,
    /// The group that may, besides the kiosk's own account.
    pub group: Option<String>,
}

/// A checked `kiosk.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskConfig {
    pub station: StationConfig,
    /// `http://` or `https://`, host, optional port; without a slash at the end.
    pub hub_url: String,
    pub devices: Vec<DeviceConfig>,
    pub console: ConsoleConfig,
}

/// Which database the hub keeps its records in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// Built in: `hub.db` in the data folder.
    Sqlite,
}

/// A checked `hub.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubConfig {
    pub listen: SocketAddr,
    /// Folder of everything that the hub keeps.
    pub data: PathBuf,
    pub database: Database,
    /// The site's code, taken at the first start of the hub and kept after; `SH01` when there is none.
    pub site: Option<SiteId>,
    /// IANA name of the site's time zone, such as `Asia/Shanghai`; that of the machine when there is none.
    pub timezone: Option<String>,
    /// Whether the hub speaks TLS: as the file says, else unless it listens on this machine only.
    pub tls: bool,
}

/// Either file, told apart by what is in it: a kiosk's has a `[station]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyConfig {
    Kiosk(Box<KioskConfig>),
    Hub(HubConfig),
}

/// Reads either file.
pub fn load(file: &Path) -> Result<AnyConfig, ConfigError> {
    either(open(file)?)
}

/// Reads the text of either file. `file` is what errors name, and relative paths start at its folder.
pub fn parse(file: &Path, text: &str) -> Result<AnyConfig, ConfigError> {
    either(Section::parse(file, text)?)
}

fn either(root: Section) -> Result<AnyConfig, ConfigError> {
    if root.has("station") {
        kiosk(root).map(|config| AnyConfig::Kiosk(Box::new(config)))
    } else {
        hub(root).map(AnyConfig::Hub)
    }
}

/// Reads a `kiosk.toml`. Relative paths in it start at its folder.
pub fn load_kiosk(file: &Path) -> Result<KioskConfig, ConfigError> {
    kiosk(open(file)?)
}

/// Reads the file of a hardware test: one `[[device]]` as in a `kiosk.toml`.
pub fn load_bench(file: &Path) -> Result<DeviceConfig, ConfigError> {
    let mut root = open(file)?;
    let mut sections = root.sections("device")?;
    root.finish()?;
    match (sections.pop(), sections.len()) {
        (Some(one), 0) => device::read(one),
        _ => Err(root.error("device", "one [[device]] is wanted", "Copy it from kiosk.toml, and only that")),
    }
}

/// Reads a `hub.toml`. Relative paths in it start at its folder.
pub fn load_hub(file: &Path) -> Result<HubConfig, ConfigError> {
    hub(open(file)?)
}

fn open(file: &Path) -> Result<Section, ConfigError> {
    let error = |why: String, fix: &str| ConfigError { file: file.into(), key: String::new(), why, fix: fix.into() };
    let size = std::fs::metadata(file).map(|data| data.len());
    let size = size.map_err(|e| error(format!("it cannot be read: {e}"), "Check the path and its rights"))?;
    if size > MAX_FILE {
        return Err(error(format!("it has {size} bytes"), "A configuration has at most 262144"));
    }
    let text = std::fs::read_to_string(file);
    let text =
        text.map_err(|e| error(format!("it cannot be read: {e}"), "Save it as UTF-8 text, readable for pitbox"))?;
    Section::parse(file, &text)
}

fn kiosk(mut root: Section) -> Result<KioskConfig, ConfigError> {
    let station = station(root.section("station")?)?;
    let hub_url = hub_address(root.section("hub")?)?;
    let console = console(&mut root, &station.store)?;
    let sections = root.sections("device")?;
    if sections.len() > MAX_DEVICES {
        let why = format!("there are {} devices", sections.len());
        return Err(root.error("device", why, "A kiosk has at most 32"));
    }
    let mut devices = sections.into_iter().map(device::read).collect::<Result<Vec<_>, _>>()?;
    found::add(&station.store, &mut devices)?;
    device::check_together(&root, &devices)?;
    root.finish()?;
    Ok(KioskConfig { station, hub_url, devices, console })
}

fn console(root: &mut Section, store: &Path) -> Result<ConsoleConfig, ConfigError> {
    let in_store = ConsoleConfig { socket: store.join("console"), group: None };
    if !root.has("console") {
        return Ok(in_store);
    }
    let mut section = root.section("console")?;
    let socket = section.optional_path("socket")?.unwrap_or(in_store.socket);
    let group = section.optional_text("group")?;
    section.finish()?;
    Ok(ConsoleConfig { socket, group })
}

fn station(mut section: Section) -> Result<StationConfig, ConfigError> {
    let name = section.name("name")?;
    let site = section.text("site")?;
    let site = SiteId::new(&site)
        .map_err(|why| section.error("site", format!("{site:?}: {why}"), "Write the site's code, such as \"SH01\""))?;
    let role = section.choice("role", &[("counter", StationRole::Counter), ("bay", StationRole::Bay)])?;
    let store = section.path("store")?;
    let languages = [("en", Language::English), ("zh-CN", Language::Chinese)];
    let language = section.choice("language", &languages)?;
    let idle_log_off_s = section.number_or("idle_log_off", 120, 10..=86_400)?;
    let labels = section.optional_path("labels")?;
    let journal = section.optional_path("journal")?;
    if journal.as_ref().is_some_and(|journal| journal.starts_with(&store) || store.starts_with(journal)) {
        let fix = "Name a folder of another medium, such as a USB stick that is mounted at /media/second";
        return Err(section.error("journal", "it lies in the store, or the store in it", fix));
    }
    section.finish()?;
    Ok(StationConfig { name, site, role, store, language, labels, journal, idle_log_off_s })
}

fn hub_address(mut section: Section) -> Result<String, ConfigError> {
    let url = section.text("url")?;
    section.finish()?;
    let url = url.trim_end_matches('/');
    let host = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', ' ', '@', '?', '#']) => Ok(url.to_owned()),
        _ => {
            let fix = "Write http:// or https://, the hub's name or address and its port, such as \
                       \"http://192.168.1.10:8640\"";
            Err(section.error("url", format!("{url:?} is no address of a hub"), fix))
        }
    }
}

fn hub(mut root: Section) -> Result<HubConfig, ConfigError> {
    let listen = root.text("listen")?;
    let listen: SocketAddr = listen.parse().map_err(|_| {
        let fix = "Write an IP address and a port, such as \"127.0.0.1:8640\" or \"[::1]:8640\"";
        root.error("listen", format!("{listen:?} is no address to listen on"), fix)
    })?;
    let data = root.path("data")?;
    let database = root.choice("database", &[("sqlite", Database::Sqlite)])?;
    let site = hub_site(&mut root)?;
    let timezone = time_zone(&mut root)?;
    let tls = root.optional_flag("tls")?.unwrap_or(!listen.ip().is_loopback());
    root.finish()?;
    Ok(HubConfig { listen, data, database, site, timezone, tls })
}

fn hub_site(root: &mut Section) -> Result<Option<SiteId>, ConfigError> {
    let Some(site) = root.optional_text("site")? else { return Ok(None) };
    let fix = "Write the site's code, such as \"SH01\"";
    SiteId::new(&site).map(Some).map_err(|why| root.error("site", format!("{site:?}: {why}"), fix))
}

fn time_zone(root: &mut Section) -> Result<Option<String>, ConfigError> {
    let Some(name) = root.optional_text("timezone")? else { return Ok(None) };
    if !crate::zones::is_known(&name) {
        let fix = "Write an IANA name, such as \"Asia/Shanghai\"";
        return Err(root.error("timezone", format!("{name:?} is no time zone"), fix));
    }
    Ok(Some(name))
}

#[cfg(test)]
mod tests;
