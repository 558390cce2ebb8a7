//! One file per request of the protocol.

pub(super) mod caps;
pub(super) mod catalogue;
pub(super) mod enrol;
pub(super) mod import;
pub(super) mod meet;
pub(super) mod pull;
pub(super) mod push;
pub(super) mod snapshot;

use std::sync::Arc;

use super::Hub;
use super::router::Denied;

/// Runs what blocks on a thread of its own.
async fn blocking<T: Send + 'static>(
    hub: &Arc<Hub>,
    work: impl FnOnce(&Hub) -> Result<T, Denied> + Send + 'static,
) -> Result<T, Denied> {
    let hub = Arc::clone(hub);
    let done = tokio::task::spawn_blocking(move || work(&hub)).await;
    done.unwrap_or_else(|error| Err(Denied::failed(format!("answer a request: {error}"))))
}
