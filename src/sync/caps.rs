//! What a hub says of itself, for those who look whether it is there.

use std::time::Duration;

use super::http::{self, Failure};
use super::trust::{Fingerprint, Trust};
use super::wire::Caps;

const TIMEOUT: Duration = Duration::from_secs(5);

/// Asks the hub at `url` what it is, trusting the authority that is known since the enrolment; with its time in
/// milliseconds since 1970-01-01 UTC when it tells that. Blocks for 10 s at most.
///
/// # Errors
/// When it does not answer, or answers something else.
pub fn ask(url: &str, hub_ca: Option<[u8; 32]>) -> Result<(Caps, Option<i64>), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::other)?;
    runtime.block_on(async {
        let (client, _) = http::client(url, hub_ca.map(|authority| Trust::Whole(Fingerprint(authority))))?;
        let answer = http::send(client.get(format!("{url}/v1/caps")), TIMEOUT).await?;
        let date = answer.headers.get(reqwest::header::DATE).and_then(|value| value.to_str().ok());
        let time = date.and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
        let caps = serde_json::from_slice(&answer.body).map_err(Failure::other)?;
        Ok((caps, time.map(|time| time.timestamp().as_millisecond())))
    })
}
