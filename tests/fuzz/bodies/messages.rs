//! Bodies for what is kept in files and comes over the network: records, aggregates, the catalogue's feed, sync messages.

use pitbox::domain::event::Event;
use pitbox::domain::memory::MemoryBook;
use pitbox::record;
use pitbox::store::catalogue::{FeedRow, Page};
use pitbox::sync::wire;

/// Record bytes; what was understood of them is written and read the same. A kind that is not known is never written.
pub(super) fn record(data: &[u8]) {
    let unknown = |event: &Event| matches!(event, Event::Unknown { .. });
    if let Ok(entry) = record::decode(data)
        && !entry.events.iter().any(unknown)
    {
        assert_eq!(record::decode(&record::encode(&entry)).as_ref(), Ok(&entry));
    }
}

/// A cache of a book; what was understood is written and read the same.
pub(super) fn aggregate(data: &[u8]) {
    let _ = record::aggregate::decode_key(data);
    let _ = record::aggregate::decode(data);
    let whole: Result<Vec<_>, _> = record::aggregate::read_all(data).collect();
    let Ok(pairs) = whole else { return };
    let mut bytes = Vec::new();
    pairs.iter().for_each(|(key, aggregate)| record::aggregate::append(&mut bytes, key, aggregate));
    let again: Result<Vec<_>, _> = record::aggregate::read_all(&bytes).collect();
    assert_eq!(again, Ok(pairs));
}

/// A page of the catalogue's feed, and one row.
pub(super) fn catalogue_page(data: &[u8]) {
    if let Ok(page) = Page::decode(data) {
        assert_eq!(Page::decode(&page.encode()), Ok(page));
    }
    if let Ok(row) = FeedRow::decode(data) {
        assert_eq!(FeedRow::decode(&row.encode()), Ok(row));
    }
}

/// A pushed batch, compressed and, so that the input reaches the reader behind it, before compression.
pub(super) fn sync_batch(data: &[u8]) {
    for body in [data.to_vec(), wire::compress(data)] {
        if let Ok(batch) = wire::Batch::decode(&body) {
            assert_eq!(batch.links().len(), batch.records.len());
            assert_eq!(wire::Batch::decode(&batch.encode()), Ok(batch));
        }
    }
}

/// A pulled page, likewise.
pub(super) fn sync_page(data: &[u8]) {
    for body in [data.to_vec(), wire::compress(data)] {
        if let Ok(page) = wire::Page::decode(&body) {
            assert_eq!(page.numbered().count(), page.records.len());
            page.next();
            assert_eq!(wire::Page::decode(&page.encode()), Ok(page));
        }
    }
}

/// A snapshot of a site: the file as it is, and what its frame holds.
pub(super) fn snapshot(data: &[u8]) {
    let packed = [b"pitbox snapshot 1\n".as_slice(), &wire::compress(data)].concat();
    for file in [data, &packed] {
        if let Ok(read) = record::snapshot::decode(file) {
            let book = MemoryBook::with_all(read.aggregates);
            let again = record::snapshot::encode(&book, read.number, &read.order).expect("memory");
            assert!(record::snapshot::decode(&again).is_ok_and(|again| again.number == read.number));
        }
    }
}

/// Answers of a hub, in JSON, and the hexadecimal texts in them.
pub(super) fn sync_answer(data: &[u8]) {
    let _ = serde_json::from_slice::<wire::SnapshotOffer>(data);
    let _ = serde_json::from_slice::<wire::EnrolRequest>(data);
    let _ = serde_json::from_slice::<wire::EnrolReply>(data);
    let _ = serde_json::from_slice::<wire::PushReply>(data);
    let _ = serde_json::from_slice::<wire::Refused>(data);
    if let Ok(expected) = serde_json::from_slice::<wire::Expected>(data) {
        expected.link();
    }
    let _ = wire::read_hex::<32>(&String::from_utf8_lossy(data));
}
