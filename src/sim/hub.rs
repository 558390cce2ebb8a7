//! The hub of the simulated world: the product's storage on a real disk, asked as its handlers ask it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ed25519_dalek::{Signer, SigningKey};
use rusqlite::Connection;

use super::bug::Bug;
use super::dice::Dice;
use super::shop;
use super::station::{Trouble, text};
use crate::domain::entry::{Position, Stamp};
use crate::hub::backup;
use crate::hub::snapshots::Snapshots;
use crate::hub::store::sqlite::{Asked, Parting, Sqlite, Wanted};
use crate::hub::store::{Answer as Taken, Applicant, EpochError, HubStore, PushError};
use crate::record::chain::{Link, ORDER_START, in_order};
use crate::record::name_of;
use crate::record::signing;
use crate::store::identity::{Identity, Secret, Station};
use crate::sync::client::Failure;
use crate::sync::plan::Why;
use crate::sync::wire::{
    Batch, EpochReply, EpochRequest, Marked, MeetReply, MeetRequest, Page, Pulled, SnapshotOffer, hex, read_hex,
};

/// A moment by the hub's clock; nothing here depends on it.
const NOW: i64 = 1_700_000_000_000;

/// Records from which on a station that has nothing starts from a snapshot: few, so that most worlds have some that do.
const WORTH: u64 = 20;

/// What became of a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Pushed { acked: u64, stable: u64, hub_gen: u32 },
    Mismatch { seq: u64, link: Link },
    Failed(Why),
}

/// The bytes of records, in order.
type Records = Vec<Vec<u8>>;

/// The hub.
pub(super) struct SimHub {
    path: PathBuf,
    snapshots: Snapshots,
    /// What was in each snapshot that was offered: the order's link at its end, and all records up to it.
    offered: RefCell<BTreeMap<[u8; 32], Records>>,
    store: Option<Sqlite>,
}

impl SimHub {
    /// # Errors
    /// When the database cannot be made.
    pub(super) fn new(dir: &Path) -> Result<SimHub, Trouble> {
        fs::create_dir_all(dir).map_err(text)?;
        let snapshots = Snapshots::new(dir.join("snapshots"), WORTH);
        let mut hub = SimHub { path: dir.join("hub.db"), snapshots, offered: RefCell::default(), store: None };
        hub.start()?;
        Ok(hub)
    }

    fn start(&mut self) -> Result<(), Trouble> {
        let folder = self.path.with_file_name("snapshots");
        // It may not be there.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).map_err(text)?;
        self.snapshots = Snapshots::new(folder, WORTH);
        self.store = Some(Sqlite::open(&self.path, &Wanted::default()).map_err(text)?);
        Ok(())
    }

    /// # Errors
    /// When it does not start any more.
    pub(super) fn restart(&mut self) -> Result<(), Trouble> {
        self.store = None;
        self.start()
    }

    pub(super) fn database(&self) -> &Path {
        &self.path
    }

    /// # Errors
    /// When the hub is off.
    pub(super) fn store(&self) -> Result<&Sqlite, Trouble> {
        self.store.as_ref().ok_or_else(|| "the hub is off".to_owned())
    }

    /// Enrols a station.
    ///
    /// # Errors
    /// When the storage fails.
    pub(super) fn enrol(&self, number: u8, dice: &mut Dice) -> Result<Identity, Trouble> {
        let mut seed = [number; 32];
        seed[..8].copy_from_slice(&dice.roll().to_be_bytes());
        let key = SigningKey::from_bytes(&seed);
        let store = self.store()?;
        store.add_code(&seed, None, NOW).map_err(text)?;
        let name = format!("kiosk {number}");
        let applicant = Applicant { key: key.verifying_key(), name: name.clone(), role: "bay".into() };
        let device = store.enrol(&seed, &applicant, NOW).map_err(text)?;
        let site = store.site();
        let station = Station {
            site: site.id.clone(),
            device: device.number,
            epoch: device.epoch,
            name,
            hub_key: site.key.verifying_key().to_bytes(),
            time_zone: site.timezone.clone(),
            hub_ca: None,
        };
        Ok(Identity { station, site_key: Secret(site.site_key.0), signing_seed: Secret(seed) })
    }

    /// The office gives it the workshop.
    ///
    /// # Errors
    /// When the storage fails or does not take it.
    pub(super) fn open_shop(&self) -> Result<(), Trouble> {
        let (run, boot) = ([9; 16], [9; 16]);
        let stamp = Stamp { run, counter: 1, boot, since_boot_ms: 0, wall_ms: NOW, trusted: true, seen_hub_seq: 0 };
        let orders = shop::orders().map_err(text)?;
        let answers = self.store()?.office(&orders, stamp, &shop::Shelf, true).map_err(text)?;
        match answers.into_iter().find(|answer| !matches!(answer, Taken::Recorded(_))) {
            Some(refused) => Err(format!("the workshop was not taken: {refused:?}")),
            None => Ok(()),
        }
    }

    /// Keeps a copy; what is in it is stable from then on.
    ///
    /// # Errors
    /// When a file cannot be copied.
    pub(super) fn back_up(&mut self, to: &Path) -> Result<(), Trouble> {
        // Closed, so that everything is in one file.
        self.store = None;
        fs::copy(&self.path, to).map_err(text)?;
        backup::mark_stable(&self.path, to).map_err(text)?;
        self.start()
    }

    /// Comes back from a copy: with the tool, which makes it count as another generation, or put back by hand.
    ///
    /// # Errors
    /// When a file cannot be copied.
    pub(super) fn restore(&mut self, from: &Path, with_tool: bool) -> Result<(), Trouble> {
        self.store = None;
        fs::copy(from, &self.path).map_err(text)?;
        for beside in ["hub.db-wal", "hub.db-shm"] {
            let _ = fs::remove_file(self.path.with_file_name(beside));
        }
        if with_tool {
            backup::count_anew(&self.path).map_err(text)?;
        }
        self.start()
    }

    pub(super) fn push(&self, device: u32, body: &[u8], bug: Bug) -> Answer {
        let Ok(store) = self.store() else { return Answer::Failed(Why::NoAnswer) };
        let Ok(batch) = Batch::decode(body) else { return Answer::Failed(Why::Refused) };
        if bug != Bug::LetsAnybodyIn && !self.is_signed(device, &batch) {
            return Answer::Failed(Why::Unauthorised);
        }
        if bug == Bug::AnswersBeforeCommit && batch.records.len() > 1 {
            let hub_gen = store.site().hub_gen;
            return Answer::Pushed { acked: batch.last_seq(), stable: 0, hub_gen };
        }
        match store.push(&batch, NOW) {
            Ok(pushed) => {
                let stable = if bug == Bug::CallsAllStable { u64::MAX } else { pushed.stable_seq };
                Answer::Pushed { acked: pushed.acked_seq, stable, hub_gen: store.site().hub_gen }
            }
            Err(PushError::Mismatch { seq, link, .. }) => Answer::Mismatch { seq, link },
            Err(PushError::UnknownDevice(_)) => Answer::Failed(Why::Unauthorised),
            Err(PushError::Store(_)) => Answer::Failed(Why::Other),
        }
    }

    /// Whether the batch is of this station, of this site, and signed with the station's key.
    fn is_signed(&self, number: u32, batch: &Batch) -> bool {
        let (Ok(device), Ok(store)) = (self.device(number), self.store()) else { return false };
        let last = batch.links().last().copied().unwrap_or(batch.previous);
        let signed = signing::push_batch(&batch.site, batch.device, batch.epoch, batch.last_seq(), &last);
        let own = batch.device == number && batch.site == store.site().id;
        own && device.has_signed(&signed, &batch.signature)
    }

    /// A batch that would go on from where the hub is, of whoever has this key.
    ///
    /// # Errors
    /// When the storage fails.
    pub(super) fn forged(&self, number: u32, record: Vec<u8>, key: &SigningKey) -> Result<Batch, Trouble> {
        let store = self.store()?;
        let device = store.device(number).map_err(text)?.ok_or("no such station")?;
        let mut batch = Batch {
            site: store.site().id.clone(),
            device: number,
            epoch: device.epoch,
            first_seq: device.head_seq + 1,
            previous: device.head_link,
            records: vec![record],
            signature: [0; 64],
            head_seq: device.head_seq + 1,
            boot: [0; 16],
            since_boot_ms: 0,
        };
        let last = batch.links().last().copied().unwrap_or(batch.previous);
        let signed = signing::push_batch(&batch.site, batch.device, batch.epoch, batch.last_seq(), &last);
        batch.signature = key.sign(&signed).to_bytes();
        Ok(batch)
    }

    /// A link in its database is another one.
    ///
    /// # Errors
    /// When the database cannot be changed.
    pub(super) fn break_a_chain(&self) -> Result<(), Trouble> {
        let database = Connection::open(&self.path).map_err(text)?;
        database.execute("UPDATE record SET link = zeroblob(32) WHERE hub_seq = 1", []).map_err(text)?;
        Ok(())
    }

    fn device(&self, number: u32) -> Result<crate::hub::store::Device, Failure> {
        let store = self.store().map_err(Failure::other)?;
        let device = store.device(number).map_err(Failure::other)?;
        let device = device.filter(|device| !device.revoked && !device.frozen);
        device.ok_or_else(|| Failure { why: Why::Unauthorised, ..Failure::other("not enrolled") })
    }

    pub(super) fn pull(
        &self,
        device: u32,
        after: u64,
        at: Option<Link>,
        acked: (u32, u64),
    ) -> Result<Option<Page>, Why> {
        let asking = self.device(device).map_err(|failure| failure.why)?;
        let failed = |_| Why::Other;
        let store = self.store().map_err(failed)?;
        let place = Asked { cursor: after, cursor_link: at, marks: Vec::new() };
        let head = store.head().map_err(|_| Why::Other)?;
        let met = store.meet(device, &place).map_err(|_| Why::Other)?;
        if (at.is_some() && !met.same_order) || after > head || asking.lost(acked) {
            return Ok(None);
        }
        let records = store.pull(device, after).map_err(|_| Why::Other)?;
        let order = store.order_link(after + records.len() as u64).map_err(|_| Why::Other)?;
        Ok(Some(Page { order, ..self.page(after, records, head, store.site().hub_gen) }))
    }

    fn page(&self, after: u64, records: Vec<Pulled>, head: u64, hub_gen: u32) -> Page {
        Page { after, records, head, hub_time_ms: NOW, hub_gen, catalogue: (0, 0), bins: None, order: None }
    }

    pub(super) fn meet(&self, number: u32, request: &MeetRequest) -> Result<MeetReply, Failure> {
        let device = self.device(number)?;
        let store = self.store().map_err(Failure::other)?;
        let link = request.cursor_link.as_deref().map(read_hex).transpose().map_err(Failure::other)?;
        let marks = request.marks.iter().map(place).collect::<Result<_, _>>()?;
        let asked = Asked { cursor: request.cursor, cursor_link: link.map(Link), marks };
        let met = store.meet(number, &asked).map_err(Failure::other)?;
        Ok(MeetReply {
            hub_gen: store.site().hub_gen,
            hub_time_ms: NOW,
            epoch: device.epoch,
            head_seq: device.head_seq,
            head_link: hex(&device.head_link.0),
            stable_seq: met.stable_seq,
            same_order: met.same_order,
            held: met.held,
        })
    }

    pub(super) fn epoch(&self, number: u32, request: &EpochRequest) -> Result<EpochReply, Failure> {
        self.device(number)?;
        let run = read_hex(&request.run).map_err(Failure::other)?;
        let parting = Parting { run, common: place(&request.common)?, head: place(&request.head)? };
        let epoch = self.store().map_err(Failure::other)?.new_epoch(number, &parting, NOW);
        epoch.map(|epoch| EpochReply { epoch }).map_err(|error| match error {
            EpochError::TwoAlive(_) | EpochError::Unknown => {
                Failure { why: Why::Unauthorised, ..Failure::other(error) }
            }
            EpochError::NotCommon | EpochError::Store(_) => Failure::other(error),
        })
    }

    pub(super) fn own(&self, number: u32, after: Position, before: u32) -> Result<Page, Failure> {
        self.device(number)?;
        let store = self.store().map_err(Failure::other)?;
        let records = store.own(number, (after.epoch, after.seq), before).map_err(Failure::other)?;
        Ok(self.page(after.seq, records, 0, store.site().hub_gen))
    }

    pub(super) fn snapshot(&self, number: u32) -> Result<SnapshotOffer, Failure> {
        self.device(number)?;
        let store = self.store().map_err(Failure::other)?;
        let offer = self.snapshots.offer(store, number).map_err(Failure::other)?;
        let offer = offer.ok_or_else(|| Failure { why: Why::Refused, ..Failure::other("few records") })?;
        self.remember(offer.number)?;
        Ok(offer)
    }

    fn remember(&self, number: u64) -> Result<(), Failure> {
        let mut records = self.records().map_err(Failure::other)?;
        records.truncate(usize::try_from(number).unwrap_or(usize::MAX));
        let order = records.iter().fold(ORDER_START, |order, one| {
            in_order(&order, one.position, &name_of(one.bytes.as_deref().unwrap_or_default()))
        });
        let records = records.into_iter().filter_map(|one| one.bytes).collect();
        self.offered.borrow_mut().insert(order.0, records);
        Ok(())
    }

    /// All records that it holds, in its order.
    ///
    /// # Errors
    /// When the hub is off, or its storage fails.
    pub(super) fn records(&self) -> Result<Vec<Pulled>, Trouble> {
        let store = self.store()?;
        let mut records = Vec::new();
        loop {
            // No station has this number, so that every record comes with its bytes.
            let page = store.pull(u32::MAX, records.len() as u64).map_err(text)?;
            if page.is_empty() {
                return Ok(records);
            }
            records.extend(page);
        }
    }

    /// All records that were in a snapshot with this end.
    pub(super) fn offered(&self, end: &Link) -> Records {
        self.offered.borrow().get(&end.0).cloned().unwrap_or_default()
    }

    pub(super) fn piece(&self, number: u64, from: u64) -> Result<Vec<u8>, Failure> {
        let piece = self.snapshots.piece(number, from).map_err(Failure::other)?;
        piece.ok_or_else(|| Failure { why: Why::Refused, ..Failure::other("gone") })
    }
}

fn place(marked: &Marked) -> Result<(u32, u64, Link), Failure> {
    Ok((marked.epoch, marked.seq, Link(read_hex(&marked.link).map_err(Failure::other)?)))
}
