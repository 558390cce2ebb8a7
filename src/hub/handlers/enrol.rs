//! `POST /v1/enrol`: a one-time code and a key make a station.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use ed25519_dalek::{Signature, VerifyingKey};

use super::blocking;
use crate::clock;
use crate::hub::enrol::{MAX_NAME, code_hash, is_name};
use crate::hub::router::{Denied, json};
use crate::hub::store::{Applicant, Device, EnrolError};
use crate::hub::strangers::Peer;
use crate::hub::{Hub, auth};
use crate::record::signing;
use crate::sync::wire::{EnrolReply, EnrolRequest, hex, read_hex};

/// Longest body: a code, a key, a name and a signature.
const MAX_REQUEST: usize = 4096;

pub(in crate::hub) async fn enrol(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    body: Bytes,
) -> Result<impl IntoResponse, Denied> {
    let reply = blocking(&hub, move |hub| take_in(hub, peer.origin(), &body)).await?;
    Ok(json(&reply))
}

fn take_in(hub: &Hub, from: IpAddr, body: &[u8]) -> Result<EnrolReply, Denied> {
    if body.len() > MAX_REQUEST {
        return Err(Denied::new(StatusCode::PAYLOAD_TOO_LARGE, format!("more than {MAX_REQUEST} bytes")));
    }
    let now = clock::now();
    let too_many = |wait| {
        Denied::later(StatusCode::TOO_MANY_REQUESTS, wait, "too many wrong codes from this address; wait a little")
    };
    hub.strangers.may_try(from, now.steady).map_err(too_many)?;
    let request: EnrolRequest = serde_json::from_slice(body).map_err(Denied::malformed)?;
    let applicant = check(&request).inspect_err(|_| hub.strangers.wrong_code(from, now.steady))?;
    let enrolled = hub.store.enrol(&code_hash(&request.code), &applicant, now.wall_ms);
    if matches!(enrolled, Err(EnrolError::Unknown | EnrolError::Expired)) {
        hub.strangers.wrong_code(from, now.steady);
    }
    let device = enrolled?;
    tracing::info!(device = device.number, name = device.name, "a station was enrolled");
    Ok(reply(hub, &device, now.wall_ms))
}

fn check(request: &EnrolRequest) -> Result<Applicant, Denied> {
    let EnrolRequest { code, public_key, name, role, signature } = request;
    if !is_name(name) {
        return Err(Denied::malformed(format!(
            "a station's name has 1 to {MAX_NAME} bytes without control characters"
        )));
    }
    if !matches!(role.as_str(), "counter" | "bay") {
        return Err(Denied::malformed("a station's role is counter or bay"));
    }
    let bytes = read_hex::<32>(public_key)?;
    let key = VerifyingKey::from_bytes(&bytes).map_err(|_| Denied::malformed("this is no Ed25519 key"))?;
    let signed = signing::enrolment(code, &bytes, name, role);
    let signature = Signature::from_bytes(&read_hex(signature)?);
    auth::proven(key.verify_strict(&signed, &signature).is_ok())?;
    Ok(Applicant { key, name: name.clone(), role: role.clone() })
}

fn reply(hub: &Hub, device: &Device, hub_time_ms: i64) -> EnrolReply {
    let site = hub.site();
    EnrolReply {
        site: site.id.to_string(),
        device: device.number,
        epoch: device.epoch,
        hub_key: hex(&site.key.verifying_key().to_bytes()),
        site_key: hex(&site.site_key.0),
        timezone: site.timezone.clone(),
        hub_gen: site.hub_gen,
        hub_time_ms,
        hub_ca: hub.authority.map(|authority| hex(&authority.0)),
    }
}
