//! `GET /v1/catalogue`: rows of the catalogue that changed after a cursor.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::IntoResponse;
use serde::Deserialize;

use super::blocking;
use crate::hub::Hub;
use crate::hub::auth::{self, Caller, Head};
use crate::hub::router::Denied;
use crate::sync::wire::compress;

/// Most rows of one page; about a mebibyte.
const MAX_ROWS: usize = 5_000;

#[derive(Debug, Deserialize)]
pub(in crate::hub) struct Asked {
    site: String,
    device: u32,
    since: u64,
    limit: Option<usize>,
}

pub(in crate::hub) async fn feed(
    State(hub): State<Arc<Hub>>,
    Query(asked): Query<Asked>,
    head: Head,
) -> Result<impl IntoResponse, Denied> {
    let Asked { site, device, since, limit } = asked;
    let limit = limit.unwrap_or(MAX_ROWS).clamp(1, MAX_ROWS);
    blocking(&hub, move |hub| {
        auth::station(hub, &Caller { site, device }, &head)?;
        Ok(compress(&hub.catalogue.feed(since, limit)?.encode()))
    })
    .await
}
