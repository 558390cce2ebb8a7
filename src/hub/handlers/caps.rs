//! `GET /v1/caps`: what this hub is.

use std::sync::Arc;

use axum::extract::State;
use axum::response::IntoResponse;

use crate::hub::Hub;
use crate::hub::router::json;
use crate::sync::wire::{Caps, PROTOCOL};

pub(in crate::hub) async fn caps(State(hub): State<Arc<Hub>>) -> impl IntoResponse {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    json(&Caps { protocols: vec![PROTOCOL], version, hub_gen: hub.site().hub_gen })
}
