//! What the office wants recorded becomes records of the hub's own chain.

use ed25519_dalek::Signer;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::super::incoming::ReadRecord;
use super::super::{Answer, HUB_DEVICE, Order, Site, StoreError};
use super::append::{Appender, Proof};
use super::{devices, unsound};
use crate::domain::catalogue::Catalogue;
use crate::domain::command::{Command, Supply};
use crate::domain::decide::{Context, Desk, decide};
use crate::domain::entry::{Entry, Position, Stamp};
use crate::domain::refusal::Refusal;
use crate::record::chain::{Link, next};
use crate::record::{MAX_RECORD, encode, signing};

/// The hub's chain while it grows.
struct Chain<'t> {
    appender: Appender<'t>,
    head: Position,
    link: Link,
    stamp: Stamp,
}

pub(super) fn decide_all(
    tx: &Connection,
    site: &Site,
    orders: &[Order],
    stamp: Stamp,
    catalogue: &dyn Catalogue,
) -> Result<Vec<Answer>, StoreError> {
    let hub = devices::one(tx, &site.id, HUB_DEVICE)?.ok_or_else(|| unsound("the hub's own row"))?;
    let appender = Appender::begin(tx, &site.id)?;
    let head = Position { device: HUB_DEVICE, epoch: hub.epoch, seq: hub.head_seq };
    let stamp = Stamp { seen_hub_seq: appender.hub_seq(), ..stamp };
    let mut chain = Chain { appender, head, link: hub.head_link, stamp };
    let answers = orders.iter().map(|order| chain.decide(tx, site, order, catalogue)).collect::<Result<_, _>>()?;
    chain.finish(site, hub.head_seq)?;
    Ok(answers)
}

impl Chain<'_> {
    fn decide(
        &mut self,
        tx: &Connection,
        site: &Site,
        order: &Order,
        catalogue: &dyn Catalogue,
    ) -> Result<Answer, StoreError> {
        let given = match &order.once {
            Some(once) => given_before(tx, site, once, &order.command)?,
            None => Given::Never,
        };
        match given {
            Given::Same => return Ok(Answer::Unchanged),
            Given::Other(once) => return Ok(Answer::Refused(Refusal::Exists(once))),
            Given::Never => {}
        }
        let context = Context {
            stamp: self.stamp,
            actor: None,
            approver: None,
            stated_ms: None,
            device: 0,
            desk: Desk::Office,
            cause: &order.cause,
            catalogue,
        };
        match decide(&self.appender.book, &order.command, &context) {
            Ok(entry) => {
                if let Some(once) = &order.once {
                    remember(tx, site, once, &order.command)?;
                }
                self.append(&entry)
            }
            // The person is known like this, or has a PIN or this certificate already; or the shift is so.
            Err(Refusal::Exists(_)) if may_be_given_again(&order.command) => Ok(Answer::Unchanged),
            Err(refusal) => Ok(Answer::Refused(refusal)),
        }
    }

    fn append(&mut self, entry: &Entry) -> Result<Answer, StoreError> {
        let bytes = encode(entry);
        if bytes.len() > MAX_RECORD {
            return Ok(Answer::TooLarge(bytes.len()));
        }
        self.head.seq += 1;
        self.link = next(&self.link, self.head, &bytes);
        let record = ReadRecord::of(self.head, self.link, &bytes);
        self.appender.append(&record, &bytes)?;
        self.stamp.counter += 1;
        Ok(Answer::Recorded(record.name))
    }

    /// Signs what was added, like a batch of a station.
    fn finish(self, site: &Site, before: u64) -> Result<(), StoreError> {
        let Chain { appender, head, link, stamp } = self;
        if head.seq == before {
            return Ok(());
        }
        let signed = signing::push_batch(&site.id, head.device, head.epoch, head.seq, &link);
        appender.finish(&Proof {
            last: head,
            last_link: link,
            signature: &site.key.sign(&signed).to_bytes(),
            head_seq: head.seq,
            boot: stamp.boot,
            since_boot_ms: stamp.since_boot_ms,
            received_ms: stamp.wall_ms,
        })
    }
}

enum Given {
    Never,
    Same,
    /// Under this name, something else.
    Other(String),
}

fn given_before(tx: &Connection, site: &Site, once: &str, command: &Command) -> Result<Given, StoreError> {
    let mut select = tx.prepare_cached("SELECT digest FROM ordered WHERE site = ?1 AND once = ?2")?;
    let known: Option<[u8; 32]> = select.query_row(params![site.id.as_str(), once], |row| row.get(0)).optional()?;
    Ok(match known {
        None => Given::Never,
        Some(known) if known == digest(command) => Given::Same,
        Some(_) => Given::Other(once.to_owned()),
    })
}

fn remember(tx: &Connection, site: &Site, once: &str, command: &Command) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached("INSERT INTO ordered VALUES (?1, ?2, ?3)")?;
    insert.execute(params![site.id.as_str(), once, digest(command)])?;
    Ok(())
}

/// Tells two orders apart. A later version may spell a command differently: the order then counts as another, and is refused.
fn digest(command: &Command) -> [u8; 32] {
    Sha256::digest(format!("{command:?}")).into()
}

/// What is said anew with every import of the same table.
fn may_be_given_again(command: &Command) -> bool {
    let level = |supply: &Supply| matches!(supply, Supply::SetLevel(_));
    matches!(
        command,
        Command::AddPerson { .. } | Command::SetPin { .. } | Command::HoldCertificate { .. } | Command::SetShift { .. }
    ) || matches!(command, Command::Supply(supply) if level(supply))
}
