//! The network of the simulated world: it loses requests and answers, and delivers some of them again, later and out of order.

use std::cell::RefCell;

use super::bug::Bug;
use super::dice::Dice;
use super::hub::{Answer, SimHub};
use super::station::CUT;
use crate::domain::entry::Position;
use crate::record::chain::Link;
use crate::sync::client::Failure;
use crate::sync::client::Peer;
use crate::sync::plan::Why;
use crate::sync::wire::{EpochReply, EpochRequest, MeetReply, MeetRequest, Page, SnapshotOffer};

/// Most batches that are kept to be delivered again.
const KEPT: usize = 8;

/// Between all stations and the hub.
pub(super) struct Network {
    pub(super) dice: Dice,
    /// Of a hundred messages so many are lost.
    pub(super) loss: usize,
    pub(super) bug: Bug,
    /// Requests that were made.
    pub(super) requests: u64,
    late: Vec<(u32, Vec<u8>)>,
}

impl Network {
    pub(super) fn new(seed: u64, bug: Bug) -> Network {
        Network { dice: Dice::new(seed), loss: 0, bug, requests: 0, late: Vec::new() }
    }

    fn cut(&mut self) -> bool {
        self.dice.percent(self.loss)
    }

    pub(super) fn push(&mut self, hub: &SimHub, device: u32, body: Vec<u8>) -> Answer {
        self.requests += 1;
        if self.loss > 0 && self.late.len() < KEPT && self.dice.percent(20) {
            self.late.push((device, body.clone()));
        }
        if self.cut() {
            return Answer::Failed(CUT);
        }
        let answer = hub.push(device, &body, self.bug);
        if self.cut() { Answer::Failed(CUT) } else { answer }
    }

    /// Something that was sent long ago arrives, whether it had arrived before or not.
    pub(super) fn deliver_late(&mut self, hub: &SimHub) {
        if !self.late.is_empty() {
            let at = self.dice.below(self.late.len());
            let (device, body) = self.late.swap_remove(at);
            // Nobody waits for the answer any more.
            let _ = hub.push(device, &body, Bug::None);
        }
    }

    /// A page; `None` when the hub does not know the station's place.
    pub(super) fn pull(
        &mut self,
        hub: &SimHub,
        device: u32,
        after: u64,
        at: Option<Link>,
        acked: (u32, u64),
    ) -> Result<Option<Page>, Why> {
        self.requests += 1;
        if self.cut() {
            return Err(CUT);
        }
        let page = hub.pull(device, after, at, acked)?;
        if self.cut() { Err(CUT) } else { Ok(page) }
    }

    /// The line of one station, for a first contact.
    pub(super) fn line<'n>(&'n mut self, hub: &'n SimHub, device: u32) -> Line<'n> {
        Line { network: RefCell::new(self), hub, device }
    }
}

/// One station's line.
pub(super) struct Line<'n> {
    network: RefCell<&'n mut Network>,
    hub: &'n SimHub,
    device: u32,
}

impl Line<'_> {
    fn over<T>(&self, ask: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        self.network.borrow_mut().requests += 1;
        if self.network.borrow_mut().cut() {
            return Err(lost());
        }
        let answer = ask();
        if self.network.borrow_mut().cut() { Err(lost()) } else { answer }
    }
}

fn lost() -> Failure {
    Failure { why: CUT, ..Failure::other("cut") }
}

impl Peer for Line<'_> {
    async fn meet(&self, request: MeetRequest) -> Result<MeetReply, Failure> {
        self.over(|| self.hub.meet(self.device, &request))
    }

    async fn epoch(&self, request: EpochRequest) -> Result<EpochReply, Failure> {
        self.over(|| self.hub.epoch(self.device, &request))
    }

    async fn own_after(&self, after: Position, epoch: u32) -> Result<Page, Failure> {
        self.over(|| self.hub.own(self.device, after, epoch))
    }

    async fn snapshot(&self) -> Result<SnapshotOffer, Failure> {
        let mut offer = self.over(|| self.hub.snapshot(self.device))?;
        if self.network.borrow().bug == Bug::CountsSnapshotsTwice {
            offer.own = (0, 0);
        }
        Ok(offer)
    }

    async fn piece(&self, number: u64, from: u64) -> Result<Vec<u8>, Failure> {
        self.over(|| self.hub.piece(number, from))
    }
}
