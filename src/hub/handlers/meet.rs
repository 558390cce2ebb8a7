//! `POST /v1/meet`, `POST /v1/epoch` and `GET /v1/own`: first contact, a new epoch, and a station's own records back.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use ed25519_dalek::Signer;
use serde::Deserialize;

use super::blocking;
use crate::clock;
use crate::hub::Hub;
use crate::hub::auth::{self, Caller, Head};
use crate::hub::router::{Denied, json};
use crate::hub::store::sqlite::{Asked, Parting};
use crate::record::chain::Link;
use crate::record::signing;
use crate::sync::wire::{
    EpochReply, EpochRequest, MAX_MARKS, Marked, MeetReply, MeetRequest, Page, SIGNATURE_HEADER, hex, read_hex,
};

pub(in crate::hub) async fn meet(
    State(hub): State<Arc<Hub>>,
    Query(caller): Query<Caller>,
    head: Head,
    body: Bytes,
) -> Result<impl IntoResponse, Denied> {
    let reply = blocking(&hub, move |hub| {
        let device = auth::signed(hub, &caller, &head, &body)?;
        let asked: MeetRequest = serde_json::from_slice(&body).map_err(Denied::malformed)?;
        if asked.marks.len() > MAX_MARKS {
            return Err(Denied::malformed(format!("{} marks, at most {MAX_MARKS} go together", asked.marks.len())));
        }
        let marks = asked.marks.iter().map(place).collect::<Result<_, _>>()?;
        let cursor_link = asked.cursor_link.as_deref().map(read_hex).transpose().map_err(Denied::malformed)?.map(Link);
        let asked = Asked { cursor: asked.cursor, cursor_link, marks };
        let met = hub.store.meet(device.number, &asked)?;
        Ok(MeetReply {
            hub_gen: hub.site().hub_gen,
            hub_time_ms: clock::wall_ms(),
            epoch: device.epoch,
            head_seq: device.head_seq,
            head_link: hex(&device.head_link.0),
            stable_seq: met.stable_seq,
            same_order: met.same_order,
            held: met.held,
        })
    });
    Ok(json(&reply.await?))
}

pub(in crate::hub) async fn epoch(
    State(hub): State<Arc<Hub>>,
    Query(caller): Query<Caller>,
    head: Head,
    body: Bytes,
) -> Result<impl IntoResponse, Denied> {
    let reply = blocking(&hub, move |hub| {
        let device = auth::signed(hub, &caller, &head, &body)?;
        let asked: EpochRequest = serde_json::from_slice(&body).map_err(Denied::malformed)?;
        let run = read_hex(&asked.run).map_err(Denied::malformed)?;
        let parting = Parting { run, common: place(&asked.common)?, head: place(&asked.head)? };
        let epoch = hub.store.new_epoch(device.number, &parting, clock::wall_ms())?;
        tracing::warn!(
            device = device.number,
            common = asked.common.seq,
            head = asked.head.seq,
            held = device.head_seq,
            epoch,
            "a station's card was restored, copied or has lost records; it goes on in a new epoch"
        );
        Ok(EpochReply { epoch })
    });
    Ok(json(&reply.await?))
}

#[derive(Debug, Deserialize)]
pub(in crate::hub) struct Wanted {
    site: String,
    device: u32,
    epoch: u32,
    after: u64,
    before: u32,
}

pub(in crate::hub) async fn own(
    State(hub): State<Arc<Hub>>,
    Query(wanted): Query<Wanted>,
    head: Head,
) -> Result<impl IntoResponse, Denied> {
    let Wanted { site, device, epoch, after, before } = wanted;
    let page = blocking(&hub, move |hub| {
        auth::station(hub, &Caller { site, device }, &head)?;
        let page = Page {
            after,
            records: hub.store.own(device, (epoch, after), before)?,
            head: hub.store.head()?,
            hub_time_ms: clock::wall_ms(),
            hub_gen: hub.site().hub_gen,
            catalogue: hub.catalogue.cursor(),
            bins: None,
            order: None,
        };
        let body = page.encode();
        let signed = signing::pulled_page(&hub.site().id, after.saturating_add(1), &body);
        Ok((body, hex(&hub.site().key.sign(&signed).to_bytes())))
    });
    let (body, signature) = page.await?;
    Ok(([(SIGNATURE_HEADER, signature)], body))
}

fn place(marked: &Marked) -> Result<(u32, u64, Link), Denied> {
    let link = read_hex(&marked.link).map_err(Denied::malformed)?;
    Ok((marked.epoch, marked.seq, Link(link)))
}
