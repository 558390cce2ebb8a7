//! Where a read-only tool takes its records from: the store of a kiosk, running or not.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use jiff::tz::TimeZone;

use super::report;
use crate::config::{self, AnyConfig, ConfigError};
use crate::domain::entry::{Position, Recorded};
use crate::domain::ids::SiteId;
use crate::domain::memory::MemoryBook;
use crate::record::chain::{self, Link};
use crate::record::{decode, name_of};
use crate::store::LogReader;
use crate::store::identity::Station;
use crate::store::log::MissingHistory;
use crate::store::progress::{Mark, Progress};

/// Records that are read at once.
const PAGE: usize = 500;
const PAGE_BYTES: usize = 4 * 1024 * 1024;

/// Whose durable state is read.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub struct SourceArgs {
    /// A kiosk.toml or a hub.toml.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The folder of a kiosk's store, or of a hub's data.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

/// How far a record has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// On this station's disk.
    Saved,
    /// The hub has it.
    Hub,
    /// It survives the loss of the hub.
    Stable,
}

/// A record as a tool sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRecord {
    pub position: Position,
    /// Its number in the hub's order; none while it has not come back from there.
    pub hub_seq: Option<u64>,
    pub bytes: Vec<u8>,
    /// Its link in the chain of its device; none when the chain's beginning is not here.
    pub link: Option<Link>,
    pub reached: Reached,
}

/// Durable state that is read in order: the hub's order first, then what has not come back from there.
pub trait Source {
    /// The site's time zone, for tables that a person reads.
    fn time_zone(&self) -> TimeZone;

    /// Calls `visit` with every record, in order.
    fn records(&mut self, visit: &mut dyn FnMut(SourceRecord) -> anyhow::Result<()>) -> anyhow::Result<()>;

    /// The book that follows from the records.
    fn book(&mut self) -> anyhow::Result<MemoryBook> {
        self.book_beside(&mut |_, _| {})
    }

    /// The book that follows from the records, each of which `see` sees on the way: what it is, and what it says if this
    /// version can read it.
    fn book_beside(&mut self, see: &mut dyn FnMut(&SourceRecord, Option<&Recorded>)) -> anyhow::Result<MemoryBook> {
        let mut book = MemoryBook::new();
        self.records(&mut |record| {
            let recorded = read(&record);
            see(&record, recorded.as_ref());
            // What this version cannot read has no effect here.
            if let Some(recorded) = recorded {
                match record.hub_seq {
                    Some(_) => book.confirm(&recorded),
                    None => book.apply_own(Arc::new(recorded)),
                }
            }
            Ok(())
        })?;
        Ok(book)
    }
}

/// What a record says, if this version can read it.
fn read(record: &SourceRecord) -> Option<Recorded> {
    let entry = decode(&record.bytes).ok()?;
    Some(Recorded { name: name_of(&record.bytes), position: record.position, entry })
}

/// Opens what the arguments name.
pub fn open(args: &SourceArgs) -> anyhow::Result<Box<dyn Source>> {
    match (&args.store, &args.config) {
        (Some(dir), _) if dir.join("hub.db").exists() => hub_folder(dir),
        (Some(dir), _) => kiosk(dir),
        (None, Some(file)) => match config::load(file)? {
            AnyConfig::Kiosk(config) => kiosk(&config.station.store),
            AnyConfig::Hub(config) => hub(config),
        },
        (None, None) => bail!("give --config or --store"),
    }
}

#[cfg(feature = "hub")]
fn hub(config: config::HubConfig) -> anyhow::Result<Box<dyn Source>> {
    super::hub_source::open(&super::hub::of_config(config))
}

#[cfg(not(feature = "hub"))]
fn hub(_: config::HubConfig) -> anyhow::Result<Box<dyn Source>> {
    bail!("this pitbox was built without the hub")
}

/// The data of a hub, named by its folder.
fn hub_folder(dir: &Path) -> anyhow::Result<Box<dyn Source>> {
    let listen = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let database = config::Database::Sqlite;
    hub(config::HubConfig { listen, data: dir.to_owned(), database, site: None, timezone: None, tls: false })
}

fn kiosk(dir: &Path) -> anyhow::Result<Box<dyn Source>> {
    let reader = LogReader::open(dir)?;
    if let Some(MissingHistory { after, until }) = reader.missing_history()? {
        let missing = until - after;
        report::complain(&format_args!(
            "note: this kiosk began with the hub's state and is still fetching what was before: {missing} records are missing here"
        ));
    }
    let station = reader.station()?;
    Ok(Box::new(KioskSource { reader, station }))
}

/// What a subcommand ends with: a reader that went away (`| head`) is no failure, a wrong configuration is exit code 2.
pub fn finish(result: anyhow::Result<()>) -> anyhow::Result<ExitCode> {
    let Err(error) = result else { return Ok(ExitCode::SUCCESS) };
    let of_file = error.downcast_ref().map(std::io::Error::kind);
    let of_json = error.downcast_ref().and_then(serde_json::Error::io_error_kind);
    if of_file.or(of_json) == Some(ErrorKind::BrokenPipe) {
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(wrong) = error.downcast_ref::<ConfigError>() {
        return Ok(report::wrong_configuration(wrong));
    }
    Err(error)
}

struct KioskSource {
    reader: LogReader,
    station: Option<Station>,
}

impl Source for KioskSource {
    fn time_zone(&self) -> TimeZone {
        let name = self.station.as_ref().map_or("UTC", |station| station.time_zone.as_str());
        crate::zones::named(name).unwrap_or(TimeZone::UTC)
    }

    fn records(&mut self, visit: &mut dyn FnMut(SourceRecord) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let Some(station) = self.station.clone() else { return Ok(()) };
        let progress = self.reader.progress()?;
        self.in_the_hubs_order(&station, &progress, visit)?;
        let mut at = progress.echoed;
        loop {
            let page = self.reader.own_after(at, PAGE, PAGE_BYTES)?;
            let Some(last) = page.last() else { return Ok(()) };
            at = last.at;
            for own in page {
                let reached = progress.reached(own.at);
                let position = own.at.on(station.device);
                visit(SourceRecord { position, hub_seq: None, bytes: own.bytes, link: Some(own.link), reached })?;
            }
        }
    }

    fn book(&mut self) -> anyhow::Result<MemoryBook> {
        Ok(self.reader.load().context("the book cannot be loaded")?.book)
    }

    /// The book comes from the cache, so that the log is read once here, too.
    fn book_beside(&mut self, see: &mut dyn FnMut(&SourceRecord, Option<&Recorded>)) -> anyhow::Result<MemoryBook> {
        let book = self.book()?;
        self.records(&mut |record| {
            see(&record, read(&record).as_ref());
            Ok(())
        })?;
        Ok(book)
    }
}

impl KioskSource {
    fn in_the_hubs_order(
        &self,
        station: &Station,
        progress: &Progress,
        visit: &mut dyn FnMut(SourceRecord) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut chains = Chains::new(station.site.clone());
        let mut number = 0;
        while number < progress.pulled {
            let page = self.reader.pulled_after(number, PAGE, PAGE_BYTES)?;
            let Some(last) = page.last() else { break };
            number = last.hub_seq;
            for record in page.into_iter().filter(|record| record.hub_seq <= progress.pulled) {
                let (position, bytes) = (record.position, record.bytes.unwrap_or_default());
                let link = chains.follow(position, &bytes);
                let is_own = position.device == station.device;
                let reached = if is_own { progress.reached(Mark::of(position)) } else { Reached::Hub };
                let hub_seq = Some(record.hub_seq);
                visit(SourceRecord { position, hub_seq, bytes, link, reached: reached.max(Reached::Hub) })?;
            }
        }
        Ok(())
    }
}

impl Progress {
    fn reached(&self, at: Mark) -> Reached {
        if at <= self.stable {
            Reached::Stable
        } else if at <= self.acked {
            Reached::Hub
        } else {
            Reached::Saved
        }
    }
}

/// The chains of several devices, followed from their beginnings.
#[derive(Debug)]
pub struct Chains {
    site: SiteId,
    ends: BTreeMap<(u32, u32), (u64, Link)>,
}

impl Chains {
    pub fn new(site: SiteId) -> Chains {
        Chains { site, ends: BTreeMap::new() }
    }

    /// The link of a record; none when the one before it was not seen.
    pub fn follow(&mut self, at: Position, bytes: &[u8]) -> Option<Link> {
        let genesis = || (0, chain::genesis(&self.site, at.device, at.epoch));
        let end = self.ends.entry((at.device, at.epoch)).or_insert_with(genesis);
        if end.0 + 1 != at.seq {
            return None;
        }
        *end = (at.seq, chain::next(&end.1, at, bytes));
        Some(end.1)
    }
}
