//! First contact with the hub, as the shell carries it: what does not fit is mended in the store, then everything goes on from
//! there.

use super::devices::Devices;
use super::{Shell, known};
use crate::domain::entry::Position;
use crate::station::input::{HubAnswer, Input, Rejoined as Told};
use crate::store::log::{NewBase, Parted, Rejoin, Rejoined};
use crate::store::progress::{Mark, Watermarks};
use crate::store::writer::Request;
use crate::sync::client::{self, Fetched, Meeting};
use crate::sync::plan::{What, Why};

impl Shell<'_> {
    pub(super) fn met(&mut self, meeting: Meeting, devices: &mut Devices) {
        let order_is_void = meeting.order_is_void();
        if !order_is_void && meeting.parted.is_none() && meeting.snapshot.is_none() {
            self.know_generation(meeting.hub_gen);
            let met = HubAnswer::Met { acked: meeting.acked_seq, stable: meeting.stable_seq };
            self.step(Input::Hub(met), devices);
            // The next question says what the hub holds, and it may be less than before.
            return self.write_watermarks();
        }
        tracing::warn!(
            order_is_void,
            parted = meeting.parted.is_some(),
            snapshot = meeting.snapshot.is_some(),
            "the log and the hub are brought together"
        );
        let rejoin = rejoin(meeting);
        if self.writer.request(Request::Rejoin(Box::new(rejoin))).is_err() {
            let failed = HubAnswer::Failed { what: What::Meet, why: Why::Busy, retry_after: None };
            self.step(Input::Hub(failed), devices);
        }
    }

    fn know_generation(&mut self, hub_gen: u32) {
        if self.progress.hub_gen != hub_gen {
            self.progress.hub_gen = hub_gen;
            let change = Watermarks { hub_gen: Some(hub_gen), ..Watermarks::default() };
            if self.writer.request(Request::SetWatermarks(change)).is_err() {
                tracing::warn!("the hub's generation was not written; it is learnt again at the next start");
            }
        }
    }

    /// The store holds what both hold and what only it holds. The client begins anew with the new epoch; what the old one may
    /// still say is not listened to.
    pub(super) fn rejoined(&mut self, rejoined: Rejoined, devices: &mut Devices) {
        self.client = None;
        self.client_number += 1;
        self.for_hub.clear();
        self.watermarks = None;
        self.identity.clone_from(&rejoined.loaded.identity);
        self.progress = rejoined.loaded.progress;
        self.cursor = self.progress.pulled;
        self.connect();
        let catalogue = self.catalogue.as_ref().and_then(|db| db.cursor().ok()).unwrap_or((0, 0));
        self.step(Input::Rejoined(told(rejoined, catalogue)), devices);
    }
}

/// What the station is told of it.
pub(crate) fn told(rejoined: Rejoined, catalogue: (u64, u64)) -> Told {
    let Rejoined { loaded, new_epoch, order_was_void, from_snapshot } = rejoined;
    let head = loaded.head.map(|head| head.at).unwrap_or_default();
    Told {
        book: Box::new(loaded.book),
        known: known(&loaded.progress, head, catalogue),
        recovered: new_epoch.map_or(0, |done| done.recovered),
        kept: new_epoch.map_or(0, |done| done.chained_anew),
        hub_restored: order_was_void,
        from_snapshot,
    }
}

/// What the store is to do about it.
pub(crate) fn rejoin(meeting: Meeting) -> Rejoin {
    let order_is_void = meeting.order_is_void();
    let Meeting { hub_gen, acked_seq, parted: apart, snapshot, .. } = meeting;
    let base = snapshot.map(|Fetched { file, own: (epoch, seq), .. }| NewBase { file, own: Mark { epoch, seq } });
    Rejoin { hub_gen, order_is_void, acked_seq, parted: apart.map(parted), base }
}

fn parted(parted: client::Parted) -> Parted {
    let client::Parted { epoch, common, missing } = parted;
    let at = |position: Position| Mark::of(position);
    let missing = missing.into_iter().map(|(position, bytes)| (at(position), bytes)).collect();
    Parted { epoch, common: at(common), missing }
}
