//! The tables go to a running hub one by one, then it takes them in together.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use axum::body::Bytes;
use http_body_util::channel::Channel;
use reqwest::{RequestBuilder, StatusCode};
use serde::Deserialize;

use super::progress::Bar;
use super::{Failure, Files, Mistake, Report};
use crate::sync::http;
use crate::sync::trust::Trust;
use crate::sync::wire::hex;

/// Bytes that are read from a file at a time.
const PIECE: usize = 256 * 1024;

/// What a hub says when it takes nothing in.
#[derive(Debug, Deserialize)]
struct Refused {
    error: String,
    #[serde(default)]
    mistakes: Vec<Mistake>,
    #[serde(default)]
    more: bool,
}

/// What opens a running hub.
pub(super) struct Access {
    pub(super) token: String,
    pub(super) trust: Option<Trust>,
}

pub(super) fn import(
    url: &str,
    access: &Access,
    files: &Files,
    dry_run: bool,
    bar: &mut Bar,
) -> Result<Report, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    runtime.block_on(send(url.trim_end_matches('/'), access, files, dry_run, bar))
}

fn failed(why: impl std::fmt::Display) -> Failure {
    Failure::Failed(format!("failed to import: {why}"))
}

async fn send(url: &str, access: &Access, files: &Files, dry_run: bool, bar: &mut Bar) -> Result<Report, Failure> {
    let (client, _) = http::client(url, access.trust).map_err(failed)?;
    let token = &access.token;
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(failed)?;
    let upload = hex(&random);
    for (table, path) in files {
        let request = client.put(format!("{url}/v1/import/{upload}/{}", table.name())).bearer_auth(token);
        put(request, path, table.name(), bar).await?;
    }
    bar.show("the hub checks", 0, 0);
    let request = client.post(format!("{url}/v1/import?upload={upload}&dry_run={dry_run}")).bearer_auth(token);
    let body = answered(request).await?;
    serde_json::from_slice(&body).map_err(failed)
}

async fn put(request: RequestBuilder, path: &Path, name: &str, bar: &mut Bar) -> Result<(), Failure> {
    let mut file = File::open(path).map_err(failed)?;
    let total = file.metadata().map_err(failed)?.len();
    let (mut sender, body) = Channel::<Bytes>::new(4);
    let feed = async {
        let mut done = 0;
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            let read = file.by_ref().take(PIECE as u64).read_to_end(&mut piece)?;
            if read == 0 {
                break;
            }
            // When the hub has hung up its answer says why.
            if sender.send_data(piece.into()).await.is_err() {
                break;
            }
            done += read as u64;
            bar.show(name, done, total);
        }
        drop(sender);
        Ok::<(), std::io::Error>(())
    };
    let (fed, answer) = tokio::join!(feed, answered(request.body(reqwest::Body::wrap(body))));
    fed.map_err(failed)?;
    answer.map(|_| ())
}

async fn answered(request: RequestBuilder) -> Result<Vec<u8>, Failure> {
    let response = request.send().await.map_err(|error| {
        let mut reason: &dyn std::error::Error = &error;
        while let Some(source) = reason.source() {
            reason = source;
        }
        failed(format!("the hub does not answer: {reason}"))
    })?;
    let status = response.status();
    let body = response.bytes().await.map_err(failed)?;
    if status.is_success() {
        return Ok(body.to_vec());
    }
    let refused: Refused = serde_json::from_slice(&body).map_err(|_| failed(format!("the hub answered {status}")))?;
    if status == StatusCode::UNPROCESSABLE_ENTITY {
        return Err(Failure::Mistakes { mistakes: refused.mistakes, more: refused.more });
    }
    Err(failed(refused.error))
}
