//! Stations of the bench with their keys, and what they have to send.

use ed25519_dalek::{Signer, SigningKey};
use pitbox::domain::book::touched;
use pitbox::domain::entry::{Cause, Entry, Meta, Position, Recorded, Stamp};
use pitbox::domain::event::{Event, StockMoved};
use pitbox::domain::ids::{BinId, PartNo, SiteId};
use pitbox::domain::memory::MemoryBook;
use pitbox::domain::place::Place;
use pitbox::domain::qty::{Qty, Unit};
use pitbox::domain::stock::Stock;
use pitbox::hub::Settings;
use pitbox::hub::store::{Applicant, HubStore};
use pitbox::record::chain::{Link, genesis};
use pitbox::record::{decode, encode, name_of, signing};
use pitbox::sync::wire::Batch;

use crate::bare::{Rows, row};

/// Parts that are moved, and the bins they lie in.
const PARTS: u64 = 5_000;
const BINS: u64 = 200;

/// A station: its number at the hub, its key, and where its chain stands.
pub(crate) struct Sender {
    site: SiteId,
    device: u32,
    key: SigningKey,
    seq: u64,
    link: Link,
}

/// Makes so many stations at a hub that does not run yet.
pub(crate) fn enrol(settings: &Settings, count: u32) -> Vec<Sender> {
    let store = pitbox::hub::open_store(settings).expect("the storage");
    let site = store.site().id.clone();
    let one = |number: u32| {
        let mut seed = [0; 32];
        seed[..4].copy_from_slice(&number.to_be_bytes());
        let key = SigningKey::from_bytes(&seed);
        store.add_code(&seed, None, i64::MAX).expect("a code");
        let applicant = Applicant { key: key.verifying_key(), name: format!("kiosk-{number}"), role: "bay".into() };
        let device = store.enrol(&seed, &applicant, 0).expect("enrolled").number;
        Sender { site: site.clone(), device, key, seq: 0, link: genesis(&site, device, 1) }
    };
    (1..=count).map(one).collect()
}

impl Sender {
    /// The next records as the body of a push, and the rows that a database has of them afterwards. `book` is what all of them
    /// come to.
    pub(crate) fn next(&mut self, count: u64, book: &mut MemoryBook) -> (Batch, Rows) {
        let mut batch = self.batch(count);
        let links = batch.links();
        self.link = links.last().copied().expect("a record");
        self.seq = batch.last_seq();
        let signed = signing::push_batch(&self.site, self.device, 1, self.seq, &self.link);
        batch.signature = self.key.sign(&signed).to_bytes();
        let mut rows = Rows { device: self.device, signature: batch.signature.to_vec(), ..Rows::default() };
        for ((seq, bytes), link) in (batch.first_seq..).zip(&batch.records).zip(&links) {
            let position = Position { device: self.device, epoch: 1, seq };
            let record =
                Recorded { name: name_of(bytes), position, entry: decode(bytes).expect("a record of this bench") };
            book.confirm(&record);
            rows.records.push((seq, record.name.0, link.0, bytes.clone()));
            rows.keys.extend(touched(&record));
        }
        rows.aggregates = rows.keys.iter().filter_map(|key| row(key, book)).collect();
        (batch, rows)
    }

    fn batch(&self, count: u64) -> Batch {
        Batch {
            site: self.site.clone(),
            device: self.device,
            epoch: 1,
            first_seq: self.seq + 1,
            previous: self.link,
            records: (self.seq + 1..=self.seq + count).map(|seq| self.record(seq)).collect(),
            signature: [0; 64],
            head_seq: self.seq + count,
            boot: [5; 16],
            since_boot_ms: self.seq,
        }
    }

    /// A part that was taken from its bin, as a scan records it.
    fn record(&self, seq: u64) -> Vec<u8> {
        let part = (u64::from(self.device) * 7_919 + seq * 104_729) % PARTS;
        let stamp = Stamp {
            run: [3; 16],
            counter: seq,
            boot: [5; 16],
            since_boot_ms: seq * 1_000,
            wall_ms: 1_780_000_000_000 + i64::from(self.device),
            trusted: true,
            seen_hub_seq: 0,
        };
        let meta = Meta { stamp, actor: None, command: "Receive".into(), cause: Cause::Keys, approved_by: None };
        encode(&Entry { meta, events: vec![received(part)] })
    }
}

fn received(part: u64) -> Event {
    Event::StockMoved(Box::new(StockMoved::plain(
        Stock::plain(PartNo::new(&format!("04E{part:06}")).expect("a part number")),
        Unit::Piece,
        Qty::units(1),
        Place::Supplier,
        Place::Bin(BinId::new(&format!("A-{:03}", part % BINS)).expect("a bin")),
    )))
}
