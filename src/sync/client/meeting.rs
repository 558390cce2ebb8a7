//! First contact: station and hub compare what they hold. When the station's card was restored, copied or has lost what it
//! had confirmed, the hub gives back what is missing and a new epoch for the rest.

use super::exchange::Hub;
use super::snapshot::{Fetched, fetch};
use super::{Meeting, Parted, RecordSource, SyncEvent};
use crate::domain::entry::Position;
use crate::record::chain::Link;
use crate::sync::http::Failure;
use crate::sync::plan::{What, Why};
use crate::sync::wire::{
    EpochReply, EpochRequest, MAX_MARKS, Marked, MeetReply, MeetRequest, Page, SnapshotOffer, hex, read_hex,
};

/// Where a chain of the station's log begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    pub epoch: u32,
    /// The first record that is in the log.
    pub first: u64,
    /// The last one; below `first` when there is none.
    pub last: u64,
}

/// Where the station stands in the hub's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    pub cursor: u64,
    /// The link of the order after that number; none before its first.
    pub cursor_link: Option<Link>,
    /// The hub's generation as it was last heard; 0 for never.
    pub hub_gen: u32,
    /// Epoch and number of the last own record that the hub has said to hold; 0 for none.
    pub acked: (u32, u64),
}

type Source<'s> = &'s mut (dyn RecordSource + Send);

/// What a hub answers at first contact: over the network, or one in a simulated world.
pub trait Peer {
    fn meet(&self, request: MeetRequest) -> impl Future<Output = Result<MeetReply, Failure>>;
    fn epoch(&self, request: EpochRequest) -> impl Future<Output = Result<EpochReply, Failure>>;
    /// The station's own records after a place, in epochs before `epoch`.
    fn own_after(&self, after: Position, epoch: u32) -> impl Future<Output = Result<Page, Failure>>;
    /// The snapshot that it offers, its signature checked; [`Why::Refused`] for none.
    fn snapshot(&self) -> impl Future<Output = Result<SnapshotOffer, Failure>>;
    /// A piece of the snapshot with this number, from a byte on.
    fn piece(&self, number: u64, from: u64) -> impl Future<Output = Result<Vec<u8>, Failure>>;
}

impl Peer for Hub {
    async fn meet(&self, request: MeetRequest) -> Result<MeetReply, Failure> {
        self.post("/v1/meet", &request).await
    }

    async fn epoch(&self, request: EpochRequest) -> Result<EpochReply, Failure> {
        self.post("/v1/epoch", &request).await
    }

    async fn own_after(&self, after: Position, epoch: u32) -> Result<Page, Failure> {
        self.own_page(after, epoch).await
    }

    async fn snapshot(&self) -> Result<SnapshotOffer, Failure> {
        self.snapshot_offer().await
    }

    async fn piece(&self, number: u64, from: u64) -> Result<Vec<u8>, Failure> {
        self.snapshot_piece(number, from).await
    }
}

/// Meets the hub. `doubted`: the hub has refused the station's place in its order.
pub(super) async fn meet(hub: &Hub, source: Source<'_>, doubted: bool) -> SyncEvent {
    let who = Who { device: hub.config.device, run: hub.config.run };
    match meet_with(hub, who, source, doubted).await {
        Ok(meeting) => SyncEvent::Met(Box::new(meeting)),
        Err(failure) => SyncEvent::Failed { what: What::Meet, failure },
    }
}

/// Who meets a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    pub device: u32,
    pub run: [u8; 16],
}

/// The same with any hub.
///
/// # Errors
/// Why it came to nothing.
pub async fn meet_with(hub: &impl Peer, who: Who, source: Source<'_>, doubted: bool) -> Result<Meeting, Failure> {
    let standing = source.standing().map_err(Failure::other)?;
    let chains = Chains::of(source)?;
    let reply = ask(hub, standing, Vec::new()).await?;
    let hub_link = read_hex(&reply.head_link).map(Link).map_err(Failure::other)?;
    let own = chains.epoch();
    let own_link = source.link_at(reply.epoch, reply.head_seq).map_err(Failure::other)?;
    let mut meeting = Meeting {
        acked_seq: reply.head_seq,
        stable_seq: reply.stable_seq,
        hub_gen: reply.hub_gen,
        hub_time_ms: reply.hub_time_ms,
        same_order: reply.same_order && !doubted,
        known_gen: standing.hub_gen,
        parted: None,
        snapshot: None,
    };
    if reply.epoch == own && own_link == Some(hub_link) {
        if standing.cursor == 0 || meeting.order_is_void() {
            meeting.snapshot = snapshot(hub, source).await?;
        }
        return Ok(meeting);
    }
    let common = common(hub, source, standing, &chains).await?;
    meeting.parted = Some(part(hub, who, source, &chains, common).await?);
    Ok(meeting)
}

/// What a station that has nothing of the hub's order may start from. Without one it pulls everything; it waits only for a line
/// that is down.
async fn snapshot(hub: &impl Peer, source: Source<'_>) -> Result<Option<Fetched>, Failure> {
    let Some(folder) = source.folder() else { return Ok(None) };
    match fetch(hub, folder).await {
        Err(failure) if !matches!(failure.why, Why::NoAnswer | Why::Busy) => {
            tracing::warn!(words = failure.words, "no snapshot: every record is pulled instead");
            Ok(None)
        }
        fetched => fetched,
    }
}

async fn ask(hub: &impl Peer, standing: Standing, marks: Vec<Marked>) -> Result<MeetReply, Failure> {
    let cursor_link = standing.cursor_link.map(|link| hex(&link.0));
    let request = MeetRequest { cursor: standing.cursor, cursor_link, marks };
    hub.meet(request).await
}

/// Looks for the last place that both hold: the chains are the same up to there and nowhere after.
async fn common(hub: &impl Peer, source: Source<'_>, standing: Standing, chains: &Chains) -> Result<u64, Failure> {
    let (mut low, mut high) = (0, chains.count());
    while low < high {
        let probes = probes(low, high);
        let marks = probes.iter().map(|at| chains.marked(source, *at)).collect::<Result<Vec<_>, _>>()?;
        let held = ask(hub, standing, marks).await?.held.min(probes.len());
        high = probes.get(held).map_or(high, |first_other| first_other - 1);
        low = held.checked_sub(1).map_or(low, |last| probes[last]);
    }
    Ok(low)
}

/// Places after `low` up to and with `high`, evenly spread.
fn probes(low: u64, high: u64) -> Vec<u64> {
    let count = (high - low).min(MAX_MARKS as u64);
    (1..=count).map(|n| low + ((high - low) * n).div_ceil(count)).collect()
}

async fn part(hub: &impl Peer, who: Who, source: Source<'_>, chains: &Chains, at: u64) -> Result<Parted, Failure> {
    let common = chains.marked(source, at)?;
    let head = chains.end(source)?;
    let place = Position { device: who.device, epoch: common.epoch, seq: common.seq };
    let request = EpochRequest { run: hex(&who.run), common, head };
    let EpochReply { epoch } = hub.epoch(request).await?;
    let mut missing: Vec<(Position, Vec<u8>)> = Vec::new();
    loop {
        let after = missing.last().map_or(place, |(position, _)| *position);
        let page: Page = hub.own_after(after, epoch).await?;
        if page.records.is_empty() {
            return Ok(Parted { epoch, common: place, missing });
        }
        for record in page.records {
            let bytes = record.bytes.ok_or_else(|| Failure::other("a record came back without its bytes"))?;
            if (record.position.epoch, record.position.seq) <= (after.epoch, after.seq) {
                return Err(Failure::other("the hub gives back records that were not asked for"));
            }
            missing.push((record.position, bytes));
        }
    }
}

/// The station's chains, one after the other, counted through from 1.
struct Chains(Vec<Chain>);

impl Chains {
    fn of(source: Source<'_>) -> Result<Chains, Failure> {
        let chains = source.chains().map_err(Failure::other)?;
        if chains.is_empty() { Err(Failure::other("the log has no chain")) } else { Ok(Chains(chains)) }
    }

    fn epoch(&self) -> u32 {
        self.0.last().map_or(0, |chain| chain.epoch)
    }

    fn count(&self) -> u64 {
        self.0.iter().map(|chain| (chain.last + 1).saturating_sub(chain.first)).sum()
    }

    /// Place number `at`; 0 is before the first record.
    fn marked(&self, source: Source<'_>, at: u64) -> Result<Marked, Failure> {
        let first = self.0.first().map_or((0, 0), |chain| (chain.epoch, chain.first.saturating_sub(1)));
        let mut place = first;
        let mut left = at;
        for chain in &self.0 {
            if left == 0 {
                break;
            }
            let here = (chain.last + 1).saturating_sub(chain.first);
            let taken = left.min(here);
            if taken > 0 {
                place = (chain.epoch, chain.first + taken - 1);
            }
            left -= taken;
        }
        mark(source, place)
    }

    /// The end of the last chain. An epoch that has no record yet ends where it begins: the hub must know of it, as the next
    /// one is later.
    fn end(&self, source: Source<'_>) -> Result<Marked, Failure> {
        let last = self.0.last().map_or((0, 0), |chain| (chain.epoch, chain.last));
        mark(source, last)
    }
}

/// A place with its link.
fn mark(source: Source<'_>, (epoch, seq): (u32, u64)) -> Result<Marked, Failure> {
    let link = source.link_at(epoch, seq).map_err(Failure::other)?;
    let link = link.ok_or_else(|| Failure::other(format!("record {seq} of epoch {epoch} is not in the log")))?;
    Ok(Marked { epoch, seq, link: hex(&link.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_where_chains_can_part_is_found_with_few_questions() {
        for count in (0..700_u64).chain([5_000, 1_000_000]) {
            for parts_at in [0, 1, count / 3, count / 2, count.saturating_sub(1), count] {
                let (mut low, mut high, mut questions) = (0, count, 0);
                while low < high {
                    let probes = probes(low, high);
                    assert!(probes.windows(2).all(|pair| pair[0] < pair[1]) && probes.last() == Some(&high));
                    let held = probes.iter().take_while(|at| **at <= parts_at).count();
                    high = probes.get(held).map_or(high, |first_other| first_other - 1);
                    low = held.checked_sub(1).map_or(low, |last| probes[last]);
                    questions += 1;
                }
                assert_eq!(low, parts_at.min(count));
                assert!(questions <= 4, "{questions} questions for {count} records");
            }
        }
    }
}
