//! Who asks: stations prove it with their key, the administrator with the token in the data folder.

use std::convert::Infallible;
use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Hub;
use super::router::Denied;
use super::store::{Device, EpochError, HUB_DEVICE, HubStore};
use crate::clock;
use crate::record::signing;
use crate::sync::wire::{SIGNATURE_HEADER, hex, read_hex};

/// Who a station says it is, in the query of its request.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Caller {
    pub(super) site: String,
    pub(super) device: u32,
}

/// What a station signs of a request besides its body, and the headers that have the signature.
#[derive(Debug)]
pub(super) struct Head {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
}

impl<S: Sync> FromRequestParts<S> for Head {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Head, Infallible> {
        let Parts { method, uri, headers, .. } = parts;
        Ok(Head { method: method.clone(), uri: uri.clone(), headers: headers.clone() })
    }
}

/// Checks the signature of a request without a body over its method, path and query.
pub(super) fn station(hub: &Hub, caller: &Caller, head: &Head) -> Result<Device, Denied> {
    signed(hub, caller, head, &[])
}

/// The same of a request with a body, which is signed with it. Only what a station has proven to be its own counts against what
/// it may ask.
pub(super) fn signed(hub: &Hub, caller: &Caller, head: &Head, body: &[u8]) -> Result<Device, Denied> {
    let Head { method, uri, headers } = head;
    let store = &*hub.store;
    check_site(store, &caller.site)?;
    let device = enrolled(store, caller.device)?;
    let target = format!("{method} {}", uri.path_and_query().map_or("/", |target| target.as_str()));
    let signed = signing::request(&store.site().id, caller.device, &target, body);
    let signature = headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
    let signature = signature.and_then(|text| read_hex::<64>(text).ok());
    proven(device.has_signed(&signed, &signature.unwrap_or([0; 64])))?;
    let asked = hub.limits.request(device.number, clock::now().steady);
    asked.map_err(|wait| too_much(wait, "this station asks too often"))?;
    Ok(device)
}

/// The station with this number; the hub itself is none.
pub(super) fn enrolled(store: &dyn HubStore, number: u32) -> Result<Device, Denied> {
    let device = store.device(number)?.filter(|device| device.number != HUB_DEVICE);
    let device = device.ok_or_else(|| Denied::unauthorised(format!("station {number} is not enrolled at this hub")))?;
    if device.revoked {
        return Err(Denied::forbidden(format!("station {number} was revoked at the hub: enrol it anew")));
    }
    if device.frozen {
        return Err(Denied::forbidden(EpochError::TwoAlive(number).to_string()));
    }
    Ok(device)
}

/// More than one station may ask or send.
pub(super) fn too_much(wait: Duration, words: &str) -> Denied {
    Denied::later(StatusCode::TOO_MANY_REQUESTS, wait, &format!("{words}; nothing is lost, it may go on in a while"))
}

pub(super) fn check_site(store: &dyn HubStore, asked: &str) -> Result<(), Denied> {
    let own = &store.site().id;
    if own.as_str() == asked {
        return Ok(());
    }
    Err(Denied::forbidden(format!("this hub keeps site {own}, not {asked:?}")))
}

/// Refuses what the station's key has not signed.
pub(super) fn proven(is_signed: bool) -> Result<(), Denied> {
    let wrong = || Denied::unauthorised("the signature does not fit the station's key".into());
    is_signed.then_some(()).ok_or_else(wrong)
}

/// Checks `authorization: Bearer TOKEN`.
pub(super) fn administrator(token: &str, headers: &HeaderMap) -> Result<(), Denied> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|text| text.strip_prefix("Bearer ")).unwrap_or_default();
    // Hashes are compared, so that the time it takes says nothing about the token.
    if Sha256::digest(given) == Sha256::digest(token) {
        return Ok(());
    }
    Err(Denied::unauthorised("the token is not the one in the hub's data folder".into()))
}

/// The token in the file; made at the first start, readable by its owner only.
pub(super) fn token(path: &Path) -> std::io::Result<String> {
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    if text.trim().len() >= 32 {
        return Ok(text.trim().to_owned());
    }
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(std::io::Error::other)?;
    let token = hex(&random);
    file.set_len(0)?;
    file.write_all(format!("{token}\n").as_bytes())?;
    file.sync_all()?;
    Ok(token)
}
