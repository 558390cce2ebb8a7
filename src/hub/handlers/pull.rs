//! `GET /v1/pull`: the site's records in the hub's order, waiting for news when there are none.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use ed25519_dalek::Signer;
use serde::Deserialize;

use super::blocking;
use crate::clock;
use crate::hub::Hub;
use crate::hub::auth::{self, Caller, Head};
use crate::hub::router::Denied;
use crate::hub::store::sqlite::Asked as Place;
use crate::record::chain::Link;
use crate::record::digest::RULES;
use crate::record::signing;
use crate::sync::wire::{MAX_WAIT, Page, Pulled, SIGNATURE_HEADER, hex, read_hex};

#[derive(Debug, Deserialize)]
pub(in crate::hub) struct Asked {
    site: String,
    device: u32,
    after: u64,
    /// Seconds that the hub may keep the request; none when it is not said.
    #[serde(default)]
    wait: u64,
    /// The link of the order after the number `after`, as the station has it, in hex.
    at: Option<String>,
    /// `EPOCH.SEQ` of the last record that the hub has said to hold of the station.
    acked: Option<String>,
}

pub(in crate::hub) async fn pull(
    State(hub): State<Arc<Hub>>,
    Query(asked): Query<Asked>,
    head: Head,
) -> Result<impl IntoResponse, Denied> {
    let Asked { site, device, after, wait, at, acked } = asked;
    // Before the first look, so that nothing falls in between.
    let (mut news, mut stopping) = (hub.news.subscribe(), hub.stopping.subscribe());
    let known = hub.catalogue.cursor();
    let caller = Caller { site, device };
    let checked = move |hub: &Hub| auth::station(hub, &caller, &head);
    let first = move |hub: &Hub| {
        checked(hub)?;
        compare(hub, device, after, at.as_deref())?;
        compare_acked(hub, device, acked.as_deref())?;
        look(hub, device, after)
    };
    let first = in_turn(&hub, first).await?;
    let mut found = first;
    let over = tokio::time::sleep(Duration::from_secs(wait.min(MAX_WAIT)));
    tokio::pin!(over);
    while found.is_empty() && hub.catalogue.cursor() == known && wait > 0 {
        tokio::select! {
            _ = news.changed() => {}
            _ = stopping.wait_for(|stopping| *stopping) => break,
            () = &mut over => break,
        }
        found = in_turn(&hub, move |hub| look(hub, device, after)).await?;
    }
    let (body, signature) = in_turn(&hub, move |hub| page(hub, after, found)).await?;
    Ok(([(SIGNATURE_HEADER, signature)], body))
}

/// Works on the database when its turn has come: a site that wants everything at once leaves room for what comes in.
async fn in_turn<T: Send + 'static>(
    hub: &Arc<Hub>,
    work: impl FnOnce(&Hub) -> Result<T, Denied> + Send + 'static,
) -> Result<T, Denied> {
    // The semaphore is never closed.
    let _turn = hub.pulls.acquire().await;
    blocking(hub, work).await
}

/// Whether the hub's order up to the station's place is the station's; a hub that was restored may have another.
fn compare(hub: &Hub, device: u32, after: u64, at: Option<&str>) -> Result<(), Denied> {
    let Some(at) = at else { return Ok(()) };
    let link = read_hex(at).map_err(|_| Denied::malformed(format!("at={at:?}")))?;
    let met = hub.store.meet(device, &Place { cursor: after, cursor_link: Some(Link(link)), marks: Vec::new() })?;
    if met.same_order {
        return Ok(());
    }
    let words = format!("the hub's order up to number {after} is not the station's: was the hub restored?");
    Err(Denied::new(StatusCode::CONFLICT, words))
}

/// Whether the hub holds what it has said to hold: a database put back by hand is known by nothing else while its order goes as
/// far as the station's place in it.
fn compare_acked(hub: &Hub, device: u32, acked: Option<&str>) -> Result<(), Denied> {
    let Some(acked) = acked else { return Ok(()) };
    let malformed = || Denied::malformed(format!("acked={acked:?}"));
    let (epoch, seq) = acked.split_once('.').ok_or_else(malformed)?;
    let said = (epoch.parse().map_err(|_| malformed())?, seq.parse().map_err(|_| malformed())?);
    if hub.store.device(device)?.is_some_and(|device| device.lost(said)) {
        let words = format!("the hub does not hold record {acked} of the station any more: was the hub restored?");
        return Err(Denied::new(StatusCode::CONFLICT, words));
    }
    Ok(())
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
    let head = hub.store.head()?;
    let bins = if records.is_empty() && after == head { hub.bins_at(head)? } else { None };
    let order = if records.is_empty() { None } else { hub.store.order_link(after + records.len() as u64)? };
    let page = Page {
        after,
        order,
        records,
        head,
        bins: bins.map(|digest| (RULES, digest)),
        hub_time_ms: clock::wall_ms(),
        hub_gen: site.hub_gen,
        catalogue: hub.catalogue.cursor(),
    };
    let body = page.encode();
    let signed = signing::pulled_page(&site.id, after.saturating_add(1), &body);
    Ok((body, hex(&site.key.sign(&signed).to_bytes())))
}
