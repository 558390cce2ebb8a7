//! Feeds the service manager's watchdog as long as the database answers.

use std::sync::Arc;

use super::Hub;
use crate::service;

/// Runs beside the server until it ends. Outside of a service manager it ends at once.
pub(super) async fn feed(hub: Arc<Hub>) {
    let Some(every) = service::feeding() else { return };
    let mut turns = tokio::time::interval(every);
    loop {
        turns.tick().await;
        let asked = Arc::clone(&hub);
        match tokio::task::spawn_blocking(move || asked.store.head()).await {
            Ok(Ok(_)) => service::alive(),
            Ok(Err(error)) => tracing::error!(%error, "the database does not answer: the watchdog is not fed"),
            Err(error) => tracing::error!(%error, "the database was not asked: the watchdog is not fed"),
        }
    }
}
