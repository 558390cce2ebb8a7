//! HTTP as the client and the enrolment speak it: bounded answers, and failures in the words of [`Why`].

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, StatusCode, header};

use super::plan::Why;
use super::trust::{self, Fingerprint, Trust};
use super::wire::{PROTOCOL, PROTOCOL_HEADER, Refused};

/// Nothing to know the hub by.
const UNKNOWN_HUB: &str = "the address begins with https://, and this kiosk does not know the hub's fingerprint: use a \
                           code that `pitbox enrol --new` prints for this hub";

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Largest answer that is read, in bytes: a page's records, compressed or not.
const MAX_ANSWER: usize = super::wire::MAX_PAGE + 1024;

/// A request that came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub why: Why,
    /// What the hub or the network said, for the log and for support.
    pub words: String,
    /// What the hub asked for.
    pub retry_after: Option<Duration>,
    /// The hub's answer, when there was one.
    pub refused: Option<Box<Refused>>,
    /// What the station believes is not what the hub holds (409).
    pub conflict: bool,
}

impl Failure {
    pub(crate) fn other(words: impl std::fmt::Display) -> Failure {
        Failure { why: Why::Other, words: words.to_string(), retry_after: None, refused: None, conflict: false }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

/// A client without proxy, cookies and redirections: the hub is where the configuration says. With `https://` it speaks
/// to nobody but whom it trusts, and notes whom it met.
pub(crate) fn client(url: &str, trust: Option<Trust>) -> Result<(Client, Arc<OnceLock<Fingerprint>>), Failure> {
    trust::choose_cryptography();
    let builder = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    let builder = builder.connect_timeout(CONNECT_TIMEOUT);
    let (builder, shown) = match trust {
        Some(trust) => {
            let (config, shown) = trust::client_config(trust).map_err(Failure::other)?;
            (builder.tls_backend_preconfigured(config).https_only(url.starts_with("https:")), shown)
        }
        None if url.starts_with("https:") => {
            return Err(Failure { why: Why::Unauthorised, ..Failure::other(UNKNOWN_HUB) });
        }
        // Without this the library would look for the system's own authorities, and make no client where there are none.
        None => (builder.tls_backend_preconfigured(trust::nobody().map_err(Failure::other)?), Arc::default()),
    };
    Ok((builder.build().map_err(Failure::other)?, shown))
}

/// An answer that was read whole.
pub(super) struct Answer {
    pub(super) body: Vec<u8>,
    pub(super) headers: header::HeaderMap,
}

/// Sends a request and reads the answer. Everything but success is a failure.
pub(super) async fn send(request: RequestBuilder, timeout: Duration) -> Result<Answer, Failure> {
    let request = request.header(PROTOCOL_HEADER, PROTOCOL).timeout(timeout);
    let response = request.send().await.map_err(no_answer)?;
    let (status, headers) = (response.status(), response.headers().clone());
    let body = read(response).await?;
    if status.is_success() {
        return Ok(Answer { body, headers });
    }
    Err(refusal(status, &headers, &body))
}

async fn read(mut response: Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(no_answer)? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(Failure::other(format!("the answer is longer than {MAX_ANSWER} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn no_answer(error: reqwest::Error) -> Failure {
    // The innermost reason says most: "connection refused".
    let mut reason: &dyn std::error::Error = &error;
    while let Some(source) = reason.source() {
        reason = source;
    }
    let words = if error.is_timeout() { "the hub did not answer in time".to_owned() } else { reason.to_string() };
    Failure { why: Why::NoAnswer, words, retry_after: None, refused: None, conflict: false }
}

fn refusal(status: StatusCode, headers: &header::HeaderMap, body: &[u8]) -> Failure {
    let refused: Option<Refused> = serde_json::from_slice(body).ok();
    let why = match status {
        StatusCode::UPGRADE_REQUIRED => Why::TooOld,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Why::Unauthorised,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Why::Busy,
        // Something stands in front of a hub that is down.
        StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => Why::NoAnswer,
        other if other.is_client_error() => Why::Refused,
        _ => Why::Other,
    };
    let words = refused.as_ref().map_or_else(|| format!("the hub answered {status}"), |refused| refused.error.clone());
    let seconds = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let conflict = status == StatusCode::CONFLICT;
    Failure { why, words, retry_after: seconds.map(Duration::from_secs), refused: refused.map(Box::new), conflict }
}
