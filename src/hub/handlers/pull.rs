//! `GET /v1/pull`: the site's records in the hub's order, waiting for news when there are none.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::IntoResponse;
use ed25519_dalek::Signer;
use serde::Deserialize;

use super::blocking;
use crate::clock;
use crate::hub::Hub;
use crate::hub::auth::{self, Caller};
use crate::hub::router::Denied;
use crate::record::signing;
use crate::sync::wire::{MAX_WAIT, Page, Pulled, SIGNATURE_HEADER, hex};

#[derive(Debug, Deserialize)]
pub(in crate::hub) struct Asked {
    site: String,
    device: u32,
    after: u64,
    /// Seconds that the hub may keep the request; none when it is not said.
    #[serde(default)]
    wait: u64,
}

pub(in crate::hub) async fn pull(
    State(hub): State<Arc<Hub>>,
    Query(asked): Query<Asked>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Denied> {
    let Asked { site, device, after, wait } = asked;
    // Before the first look, so that nothing falls in between.
    let (mut news, mut stopping) = (hub.news.subscribe(), hub.stopping.subscribe());
    let known = hub.catalogue.cursor();
    let caller = Caller { site, device };
    let checked = move |hub: &Hub| auth::station(&*hub.store, &caller, (&method, &uri), &headers);
    let first = blocking(&hub, move |hub| checked(hub).and_then(|_| look(hub, device, after))).await?;
    let mut found = first;
    let over = tokio::time::sleep(Duration::from_secs(wait.min(MAX_WAIT)));
    tokio::pin!(over);
    while found.is_empty() && hub.catalogue.cursor() == known && wait > 0 {
        tokio::select! {
            _ = news.changed() => {}
            _ = stopping.wait_for(|stopping| *stopping) => break,
            () = &mut over => break,
        }
        found = blocking(&hub, move |hub| look(hub, device, after)).await?;
    }
    let (body, signature) = blocking(&hub, move |hub| page(hub, after, found)).await?;
    Ok(([(SIGNATURE_HEADER, signature)], body))
}

fn look(hub: &Hub, device: u32, after: u64) -> Result<Vec<Pulled>, Denied> {
    let found = hub.store.pull(device, after)?;
    let head = if found.is_empty() { hub.store.head()? } else { u64::MAX };
    if after > head {
        let words =
            format!("the hub has {head} records and the station asks for those after {after}: was the hub restored?");
        return Err(Denied::new(StatusCode::CONFLICT, words));
    }
    Ok(found)
}

fn page(hub: &Hub, after: u64, records: Vec<Pulled>) -> Result<(Vec<u8>, String), Denied> {
    let site = hub.site();
    let page = Page {
        after,
        records,
        head: hub.store.head()?,
        hub_time_ms: clock::wall_ms(),
        hub_gen: site.hub_gen,
        catalogue: hub.catalogue.cursor(),
    };
    let body = page.encode();
    let signed = signing::pulled_page(&site.id, after.saturating_add(1), &body);
    Ok((body, hex(&site.key.sign(&signed).to_bytes())))
}
