//! Between the station and the hub: where the client takes records from, and how a kiosk becomes a member.

use std::path::Path;
use std::sync::Arc;

use super::event::{Event, Queue};
use crate::config::{KioskConfig, StationRole};
use crate::domain::entry::Recorded;
use crate::record::chain::Link;
use crate::record::{self, name_of};
use crate::store::identity::{Identity, Secret, Station};
use crate::store::log::Pulled;
use crate::store::progress::Mark;
use crate::store::{LogReader, StoreError};
use crate::sync::client::{self, Chain, Client, ClientConfig, OwnRecords, RecordSource, SourceError, Standing};
use crate::sync::enrol;
use crate::sync::trust::Fingerprint;
use crate::sync::wire::Page;

/// The station's own log, read beside the writer.
pub(crate) struct OwnLog {
    pub(crate) reader: LogReader,
    pub(crate) epoch: u32,
}

impl RecordSource for OwnLog {
    fn records(&mut self, after_seq: u64, limit: usize, max_bytes: usize) -> Result<OwnRecords, SourceError> {
        let failed = |error: StoreError| SourceError(error.to_string());
        let after = Mark { epoch: self.epoch, seq: after_seq };
        let own = self.reader.own_after(after, limit, max_bytes).map_err(failed)?;
        let head = self.reader.head().map_err(failed)?.map_or(0, |head| head.at.seq);
        Ok(OwnRecords { records: own.into_iter().map(|record| record.bytes).collect(), head })
    }

    fn link(&mut self, seq: u64) -> Result<Option<Link>, SourceError> {
        let at = Mark { epoch: self.epoch, seq };
        self.reader.link(at).map_err(|error| SourceError(error.to_string()))
    }

    fn link_at(&mut self, epoch: u32, seq: u64) -> Result<Option<Link>, SourceError> {
        self.reader.link(Mark { epoch, seq }).map_err(|error| SourceError(error.to_string()))
    }

    fn chains(&mut self) -> Result<Vec<Chain>, SourceError> {
        let chains = self.reader.chains().map_err(|error| SourceError(error.to_string()))?;
        let chain = |(first, last): (Mark, Mark)| Chain { epoch: last.epoch, first: first.seq, last: last.seq };
        Ok(chains.into_iter().map(chain).collect())
    }

    fn standing(&mut self) -> Result<Standing, SourceError> {
        let failed = |error: StoreError| SourceError(error.to_string());
        let progress = self.reader.progress().map_err(failed)?;
        let cursor_link = (progress.pulled > 0).then_some(progress.order);
        let acked = (progress.acked.epoch, progress.acked.seq);
        Ok(Standing { cursor: progress.pulled, cursor_link, hub_gen: progress.hub_gen, acked })
    }

    fn missing_history(&mut self) -> Result<Option<(u64, u64)>, SourceError> {
        let missing = self.reader.missing_history().map_err(|error| SourceError(error.to_string()))?;
        Ok(missing.map(|missing| (missing.after, missing.until)))
    }

    fn folder(&self) -> Option<&Path> {
        Some(self.reader.dir())
    }
}

/// The records of a page with their numbers, as the store takes them.
pub(crate) fn numbered(page: Page) -> Vec<Pulled> {
    let numbered = (page.after.saturating_add(1)..).zip(page.records);
    numbered.map(|(hub_seq, one)| Pulled { hub_seq, position: one.position, bytes: one.bytes }).collect()
}

/// The records that this version can read. The others are kept on disk and passed over: a later version may know them.
pub(crate) fn readable(pulled: Vec<Pulled>) -> Vec<Arc<Recorded>> {
    let mut records = Vec::with_capacity(pulled.len());
    for Pulled { hub_seq, position, bytes } in pulled {
        let Some(bytes) = bytes else { continue };
        match record::decode(&bytes) {
            Ok(entry) => records.push(Arc::new(Recorded { name: name_of(&bytes), position, entry })),
            Err(error) => tracing::warn!(hub_seq, %error, "a record cannot be read"),
        }
    }
    records
}

/// Starts the thread that speaks with the hub.
///
/// # Errors
/// When the log cannot be read or the system gives no thread; in words.
pub(super) fn connect(
    config: &KioskConfig,
    identity: &Identity,
    run: [u8; 16],
    number: u64,
    queue: &Queue,
) -> Result<Client, String> {
    let reader = LogReader::open(&config.station.store).map_err(|error| error.to_string())?;
    let source = OwnLog { reader, epoch: identity.station.epoch };
    let to = queue.clone();
    let sink = move |event| {
        to.put(Event::Sync { client: number, event });
    };
    let settings = client_config(&config.hub_url, identity, run).map_err(|error| error.to_string())?;
    client::spawn(settings, Box::new(source), Box::new(sink)).map_err(|error| error.to_string())
}

pub(crate) fn client_config(
    url: &str,
    identity: &Identity,
    run: [u8; 16],
) -> Result<ClientConfig, ed25519_dalek::SignatureError> {
    Ok(ClientConfig {
        url: url.to_owned(),
        site: identity.station.site.clone(),
        device: identity.station.device,
        epoch: identity.station.epoch,
        key: ed25519_dalek::SigningKey::from_bytes(&identity.signing_seed.0),
        hub_key: ed25519_dalek::VerifyingKey::from_bytes(&identity.station.hub_key)?,
        hub_ca: identity.station.hub_ca.map(Fingerprint),
        run,
    })
}

/// Asks the hub to take this kiosk in. Blocks for half a minute at most.
///
/// # Errors
/// Why the hub did not, in words.
pub fn enrol(config: &KioskConfig, code: &str) -> Result<Identity, String> {
    let key = signing_key(&config.station.store)?;
    let role = match config.station.role {
        StationRole::Counter => "counter",
        StationRole::Bay => "bay",
    };
    let given = enrol::enrol(&config.hub_url, code, &config.station.name, role, &key);
    let given = given.map_err(|failure| failure.words)?;
    if given.site != config.station.site {
        return Err(format!(
            "the hub is that of site {}, kiosk.toml says {}; correct [station] site or [hub] url",
            given.site, config.station.site
        ));
    }
    let station = Station {
        site: given.site,
        device: given.device,
        epoch: given.epoch,
        name: config.station.name.clone(),
        hub_key: given.hub_key.to_bytes(),
        time_zone: given.timezone,
        hub_ca: given.hub_ca.map(|authority| authority.0),
    };
    Ok(Identity { station, site_key: Secret(given.site_key.0), signing_seed: Secret(key.to_bytes()) })
}

/// File of the key that a kiosk asks with, until it is enrolled: when the answer is lost, the same key asks again.
const KEY_FILE: &str = "enrolment.key";

fn signing_key(store: &Path) -> Result<ed25519_dalek::SigningKey, String> {
    use std::io::Write;
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    let path = store.join(KEY_FILE);
    if let Ok(bytes) = std::fs::read(&path)
        && let Ok(seed) = <[u8; 32]>::try_from(bytes.as_slice())
    {
        return Ok(ed25519_dalek::SigningKey::from_bytes(&seed));
    }
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let key = enrol::new_key().map_err(|error| format!("no random numbers: {error}"))?;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(store).map_err(failed)?;
    let mut file =
        std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path).map_err(failed)?;
    file.write_all(&key.to_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    Ok(key)
}

/// The key is in the identity now.
pub fn forget_signing_key(store: &Path) {
    // It may never have been there.
    let _ = std::fs::remove_file(store.join(KEY_FILE));
}
