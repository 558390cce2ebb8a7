//! `POST /v1/push`: a station's records come in.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;

use super::blocking;
use crate::clock;
use crate::hub::router::{Denied, json};
use crate::hub::{Hub, auth};
use crate::record::signing;
use crate::sync::wire::{Batch, PushReply, hex};

/// How long a batch waits for its turn before the station is sent away.
const PATIENCE: Duration = Duration::from_secs(10);

pub(in crate::hub) async fn push(State(hub): State<Arc<Hub>>, body: Bytes) -> Result<impl IntoResponse, Denied> {
    let turn = tokio::time::timeout(PATIENCE, hub.pushes.acquire()).await;
    let busy = || Denied::later(StatusCode::SERVICE_UNAVAILABLE, PATIENCE, "the hub is busy; try again later");
    let _turn = turn.ok().and_then(Result::ok).ok_or_else(busy)?;
    let reply = blocking(&hub, move |hub| take_in(hub, &body)).await?;
    Ok(json(&reply))
}

fn take_in(hub: &Hub, body: &[u8]) -> Result<PushReply, Denied> {
    let batch = Batch::decode(body)?;
    auth::check_site(&*hub.store, batch.site.as_str())?;
    let device = auth::enrolled(&*hub.store, batch.device)?;
    let last = batch.links().last().copied().unwrap_or(batch.previous);
    let signed = signing::push_batch(&batch.site, batch.device, batch.epoch, batch.last_seq(), &last);
    auth::verify(&device.key, &signed, &batch.signature)?;
    let now = clock::wall_ms();
    let pushed = hub.store.push(&batch, now)?;
    for ruling in &pushed.rulings {
        tracing::warn!(device = device.number, seq = ruling.seq, disposition = ?ruling.disposition, "a record was taken in");
    }
    if pushed.taught {
        hub.codes_changed();
    } else {
        hub.catch_up_codes();
    }
    // Here, because whoever sent the batch may have gone before the answer.
    if pushed.acked_seq > device.head_seq {
        hub.tell_stations();
    }
    Ok(PushReply {
        acked_seq: pushed.acked_seq,
        acked_link: hex(&pushed.acked_link.0),
        stable_seq: pushed.stable_seq,
        hub_time_ms: now,
        hub_gen: hub.site().hub_gen,
        dispositions: pushed.rulings,
    })
}
