//! `GET /v1/snapshot` and `GET /v1/snapshot/piece`: what a station that has nothing yet starts from.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::Deserialize;

use super::blocking;
use crate::hub::Hub;
use crate::hub::auth::{self, Caller, Head};
use crate::hub::router::{Denied, json};
use crate::record::aggregate;

#[derive(Debug, Deserialize)]
pub(in crate::hub) struct Asked {
    site: String,
    device: u32,
    version: u32,
}

pub(in crate::hub) async fn offer(
    State(hub): State<Arc<Hub>>,
    Query(asked): Query<Asked>,
    head: Head,
) -> Result<impl IntoResponse, Denied> {
    let Asked { site, device, version } = asked;
    let offer = blocking(&hub, move |hub| {
        auth::station(hub, &Caller { site, device }, &head)?;
        // Nothing to offer is no fault of the station's.
        let reads_it = version == aggregate::VERSION;
        Ok(if reads_it { hub.snapshots.offer(&*hub.store, device)? } else { None })
    });
    Ok(json(&offer.await?))
}

#[derive(Debug, Deserialize)]
pub(in crate::hub) struct Wanted {
    site: String,
    device: u32,
    number: u64,
    from: u64,
}

pub(in crate::hub) async fn piece(
    State(hub): State<Arc<Hub>>,
    Query(wanted): Query<Wanted>,
    head: Head,
) -> Result<impl IntoResponse, Denied> {
    let Wanted { site, device, number, from } = wanted;
    blocking(&hub, move |hub| {
        auth::station(hub, &Caller { site, device }, &head)?;
        let piece =
            hub.snapshots.piece(number, from).map_err(|error| Denied::failed(format!("read a snapshot: {error}")))?;
        let gone = || Denied::new(StatusCode::CONFLICT, format!("snapshot {number} is not kept any more"));
        piece.ok_or_else(gone)
    })
    .await
}
