//! `POST /v1/import/{table}` takes one table in. Several that belong together are put one by one under a name of the caller's
//! choice (`PUT /v1/import/{upload}/{table}`) and then taken in by `POST /v1/import?upload=..`.

use std::fs::File;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{self, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use super::blocking;
use crate::hub::import::{Files, ImportError, Mistake, Report, Table};
use crate::hub::router::{Denied, json};
use crate::hub::{Hub, auth};
use crate::sync::wire::hex;

/// Largest table, in bytes.
const MAX_TABLE: u64 = 512 << 20;
/// Pieces of a body that wait for the disk.
const PIECES: usize = 16;

#[derive(Debug, Deserialize)]
pub(in crate::hub) struct Asked {
    #[serde(default)]
    dry_run: bool,
    upload: Option<String>,
}

/// The answer when a table has mistakes.
#[derive(Debug, Serialize)]
struct Wrong {
    error: String,
    mistakes: Vec<Mistake>,
    more: bool,
}

pub(in crate::hub) async fn one(
    State(hub): State<Arc<Hub>>,
    extract::Path(table): extract::Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Denied> {
    auth::administrator(&hub.token, &headers)?;
    let table = known(&table)?;
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(Denied::failed)?;
    let folder = hub.staging.join(format!("one-{}", hex(&random)));
    let kept = keep(&folder, table, body).await;
    let result = match kept {
        Ok(()) => take_in(&hub, folder.clone(), asked.dry_run).await,
        Err(denied) => Err(denied),
    };
    let _ = std::fs::remove_dir_all(&folder);
    result
}

pub(in crate::hub) async fn stage(
    State(hub): State<Arc<Hub>>,
    extract::Path((upload, table)): extract::Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Denied> {
    auth::administrator(&hub.token, &headers)?;
    keep(&folder(&hub, &upload)?, known(&table)?, body).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(in crate::hub) async fn together(
    State(hub): State<Arc<Hub>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Denied> {
    auth::administrator(&hub.token, &headers)?;
    let upload = asked.upload.ok_or_else(|| Denied::malformed("say which upload"))?;
    let folder = folder(&hub, &upload)?;
    let result = take_in(&hub, folder.clone(), asked.dry_run).await;
    let _ = std::fs::remove_dir_all(&folder);
    result
}

fn known(table: &str) -> Result<Table, Denied> {
    let missing = || Denied::new(StatusCode::NOT_FOUND, format!("there is no table {table:?}"));
    Table::from_name(table).ok_or_else(missing)
}

/// The folder of an upload. Its name is the caller's, so only harmless ones are taken.
fn folder(hub: &Hub, upload: &str) -> Result<PathBuf, Denied> {
    let harmless = (8..=64).contains(&upload.len()) && upload.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if harmless {
        Ok(hub.staging.join(upload))
    } else {
        Err(Denied::malformed("an upload has 8 to 64 letters and digits"))
    }
}

/// Writes the body to the table's file in the folder.
async fn keep(folder: &Path, table: Table, mut body: Body) -> Result<(), Denied> {
    let (pieces, queue) = mpsc::channel(PIECES);
    let path = folder.join(table.file());
    let writer = tokio::task::spawn_blocking(move || write(&path, queue));
    let mut size = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(Denied::malformed)?.into_data() else { continue };
        size += data.len() as u64;
        if size > MAX_TABLE {
            return Err(Denied::new(StatusCode::PAYLOAD_TOO_LARGE, "the table is larger than 512 MiB".into()));
        }
        if pieces.send(data).await.is_err() {
            break;
        }
    }
    drop(pieces);
    writer.await.map_err(Denied::failed)?.map_err(|error| Denied::failed(format!("keep a table: {error}")))
}

fn write(path: &Path, mut queue: mpsc::Receiver<Bytes>) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    let mut file = File::create(path)?;
    while let Some(piece) = queue.blocking_recv() {
        file.write_all(&piece)?;
    }
    Ok(())
}

async fn take_in(hub: &Arc<Hub>, folder: PathBuf, dry_run: bool) -> Result<Response, Denied> {
    blocking(hub, move |hub| {
        let at = |table: Table| (table, folder.join(table.file()));
        let files: Files = Table::ALL.into_iter().map(at).filter(|(_, path)| path.exists()).collect();
        answer(hub.import(&files, dry_run, &mut |_| ControlFlow::Continue(())))
    })
    .await
}

fn answer(result: Result<Report, ImportError>) -> Result<Response, Denied> {
    match result {
        Ok(report) => Ok(json(&report)),
        Err(ImportError::Mistakes { mistakes, more }) => {
            let error = format!("nothing was taken in: {} mistakes", mistakes.len());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, json(&Wrong { error, mistakes, more })).into_response())
        }
        Err(ImportError::Catalogue(error)) => Err(error.into()),
        Err(ImportError::Store(error)) => Err(error.into()),
        Err(error @ (ImportError::File { .. } | ImportError::Random(_))) => Err(Denied::failed(error)),
    }
}
