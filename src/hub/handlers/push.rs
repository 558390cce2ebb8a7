//! `POST /v1/push`: a station's records come in.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::Deserialize;

use super::blocking;
use crate::clock;
use crate::hub::router::{Denied, json};
use crate::hub::store::{Device, Incoming};
use crate::hub::{Hub, auth};
use crate::record::chain::Link;
use crate::record::signing;
use crate::sync::wire::{Batch, PushReply, hex};

/// How long a batch waits for its turn before the station is sent away; the station waits ten seconds longer for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Who says to be asking. What counts is the signature; this says whose turn it is, before anything is unpacked.
#[derive(Debug, Deserialize)]
pub(in crate::hub) struct Asked {
    device: Option<u32>,
}

pub(in crate::hub) async fn push(
    State(hub): State<Arc<Hub>>,
    Query(asked): Query<Asked>,
    body: Bytes,
) -> Result<impl IntoResponse, Denied> {
    let turn = hub.pushes.wait(asked.device, PATIENCE).await;
    let busy = "the hub is busy; try again later";
    let turn = turn.map_err(|away| Denied::later(StatusCode::SERVICE_UNAVAILABLE, away.again(), busy))?;
    // The turn goes along: whoever sent the batch may go away, and it is worked on all the same.
    let reply = blocking(&hub, move |hub| {
        let proven = check(hub, asked.device, &body)?;
        turn.proven();
        take_in(hub, proven)
    });
    Ok(json(&reply.await?))
}

/// A batch with its links, and the station that has signed it.
type Proven = (Batch, Vec<Link>, Device);

/// Unpacks the batch and checks that the station has signed it.
fn check(hub: &Hub, asked: Option<u32>, body: &[u8]) -> Result<Proven, Denied> {
    let batch = Batch::decode(body)?;
    auth::check_site(&*hub.store, batch.site.as_str())?;
    if asked.is_some_and(|asked| asked != batch.device) {
        return Err(Denied::malformed("it says to be of another station than its batch"));
    }
    let device = auth::enrolled(&*hub.store, batch.device)?;
    let links = batch.links();
    let last = links.last().unwrap_or(&batch.previous);
    let signed = signing::push_batch(&batch.site, batch.device, batch.epoch, batch.last_seq(), last);
    auth::proven(device.has_signed(&signed, &batch.signature))?;
    Ok((batch, links, device))
}

fn take_in(hub: &Hub, (batch, links, device): Proven) -> Result<PushReply, Denied> {
    let limits = || {
        let now = clock::now().steady;
        hub.limits.request(device.number, now)?;
        hub.limits.records(device.number, batch.records.len() as u64, now)
    };
    limits().map_err(|wait| auth::too_much(wait, "this station sends more than a station can record"))?;
    let now = clock::wall_ms();
    let pushed = hub.intake.push(&*hub.store, Incoming::of(batch, &links, now))?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::Settings;
    use crate::hub::store::Applicant;
    use crate::record::chain::genesis;
    use ed25519_dalek::{Signer, SigningKey};

    fn signed(hub: &Hub, key: &SigningKey, device: u32, count: u8) -> Vec<u8> {
        let site = hub.site().id.clone();
        let previous = genesis(&site, device, 1);
        let records = (0..count).map(|n| vec![n]).collect();
        let (boot, signature) = ([0; 16], [0; 64]);
        let (first_seq, head_seq, since_boot_ms) = (1, 1, 0);
        let mut batch =
            Batch { site, device, epoch: 1, first_seq, previous, records, signature, head_seq, boot, since_boot_ms };
        let last = batch.links().pop().expect("a record");
        let text = signing::push_batch(&batch.site, device, 1, batch.last_seq(), &last);
        batch.signature = key.sign(&text).to_bytes();
        batch.encode()
    }

    #[test]
    fn a_flood_of_one_station_waits_and_the_others_do_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let listen = "127.0.0.1:0".parse().expect("an address");
        let data = folder.path().join("hub");
        let settings = Settings { listen, data, site: None, timezone: Some("UTC".into()), tls: false };
        let hub = Hub::open(&settings).expect("a hub");
        let station = |number: u8| {
            let key = SigningKey::from_bytes(&[number; 32]);
            hub.store.add_code(&[number; 32], None, i64::MAX).expect("a code");
            let applicant = Applicant { key: key.verifying_key(), name: format!("{number}"), role: "bay".into() };
            (key, hub.store.enrol(&[number; 32], &applicant, 0).expect("enrolled").number)
        };
        let ((one, first), (two, second)) = (station(1), station(2));
        let take_in = |body: &[u8]| check(&hub, None, body).and_then(|proven| take_in(&hub, proven));
        hub.limits.records(first, 200_000, clock::now().steady).expect("a month of records");
        let denied = take_in(&signed(&hub, &one, first, 200)).expect_err("it is to wait");
        let response = denied.into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        let wait = response.headers().get("retry-after").and_then(|wait| wait.to_str().ok()?.parse::<u64>().ok());
        assert!(wait.is_some_and(|wait| (90..=100).contains(&wait)), "{wait:?}");
        // One that only says it is the other uses up nothing of it, and the other is served.
        assert!(take_in(&signed(&hub, &one, second, 200)).is_err());
        assert_eq!(take_in(&signed(&hub, &two, second, 200)).expect("served").acked_seq, 200);
    }
}
