//! Which request goes where, and what every answer has in common.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};

use super::store::{EnrolError, EpochError, PushError, StoreError};
use super::{Hub, handlers, refused, strangers};
use crate::store::catalogue::CatalogueError;
use crate::sync::wire::{BadMessage, Expected, MAX_BODY, Mismatch, PROTOCOL, PROTOCOL_HEADER, Refused, hex};

const PROTOCOL_NAME: HeaderName = HeaderName::from_static(PROTOCOL_HEADER);
/// The number as a header is sent.
const PROTOCOL_VALUE: HeaderValue = HeaderValue::from_static("1");
/// What the constant above spells.
const _: () = assert!(PROTOCOL == 1);

pub(super) fn router(hub: Arc<Hub>) -> Router {
    let spoken = Router::new()
        .route("/v1/enrol", post(handlers::enrol::enrol))
        .route("/v1/push", post(handlers::push::push))
        .route("/v1/pull", get(handlers::pull::pull))
        .route("/v1/meet", post(handlers::meet::meet))
        .route("/v1/epoch", post(handlers::meet::epoch))
        .route("/v1/own", get(handlers::meet::own))
        .route("/v1/snapshot", get(handlers::snapshot::offer))
        .route("/v1/snapshot/piece", get(handlers::snapshot::piece))
        .route("/v1/catalogue", get(handlers::catalogue::feed))
        .layer(from_fn(same_protocol));
    Router::new()
        .route("/v1/caps", get(handlers::caps::caps))
        .route("/v1/import", post(handlers::import::together))
        .route("/v1/import/{table}", post(handlers::import::one))
        .route("/v1/import/{upload}/{table}", put(handlers::import::stage))
        .merge(spoken)
        .fallback(async || Denied::new(StatusCode::NOT_FOUND, "there is nothing at this address".into()))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(Arc::clone(&hub), strangers::watch))
        .layer(from_fn(say_protocol))
        .layer(from_fn(refused::note))
        .with_state(hub)
}

/// Turns away who speaks another protocol, in words.
async fn same_protocol(request: Request, next: Next) -> Response {
    match check_protocol(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(denied) => denied.into_response(),
    }
}

fn check_protocol(headers: &HeaderMap) -> Result<(), Denied> {
    let spoken = headers.get(PROTOCOL_NAME).and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    let words = match spoken {
        Some(PROTOCOL) => return Ok(()),
        Some::<u32>(other) if other > PROTOCOL => {
            format!("this hub speaks protocol {PROTOCOL} and the station speaks {other}: update the hub")
        }
        Some(other) => {
            format!("this hub speaks protocol {PROTOCOL} and the station speaks {other}: update the station")
        }
        None => format!("say which protocol is spoken: {PROTOCOL_HEADER}: {PROTOCOL}"),
    };
    Err(Denied::new(StatusCode::UPGRADE_REQUIRED, words))
}

async fn say_protocol(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(PROTOCOL_NAME, PROTOCOL_VALUE);
    response
}

/// An answer that says no, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Denied {
    status: StatusCode,
    retry_after: Option<Duration>,
    body: Refused,
}

impl Denied {
    pub(super) fn new(status: StatusCode, error: String) -> Denied {
        Denied { status, retry_after: None, body: Refused { error, mismatch: None, expected: None } }
    }

    pub(super) fn unauthorised(error: String) -> Denied {
        Denied::new(StatusCode::UNAUTHORIZED, error)
    }

    pub(super) fn forbidden(error: String) -> Denied {
        Denied::new(StatusCode::FORBIDDEN, error)
    }

    pub(super) fn malformed(error: impl std::fmt::Display) -> Denied {
        Denied::new(StatusCode::BAD_REQUEST, format!("the request cannot be read: {error}"))
    }

    /// Not now.
    pub(super) fn later(status: StatusCode, wait: Duration, error: &str) -> Denied {
        Denied { retry_after: Some(wait), ..Denied::new(status, error.into()) }
    }

    /// Our own fault: the words for a person stay general, the reason goes to the log.
    pub(super) fn failed(why: impl std::fmt::Display) -> Denied {
        tracing::error!("failed to {why}");
        Denied::new(StatusCode::INTERNAL_SERVER_ERROR, "the hub failed; its log says why".into())
    }
}

impl IntoResponse for Denied {
    fn into_response(self) -> Response {
        let mut response = (self.status, json(&self.body)).into_response();
        response.extensions_mut().insert(refused::Words(self.body.error));
        if let Some(wait) = self.retry_after {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// A JSON body with its type.
pub(super) fn json(value: &impl serde::Serialize) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], serde_json::to_vec(value).unwrap_or_default()).into_response()
}

impl From<StoreError> for Denied {
    fn from(error: StoreError) -> Denied {
        Denied::failed(format!("use {error}"))
    }
}

impl From<CatalogueError> for Denied {
    fn from(error: CatalogueError) -> Denied {
        Denied::failed(error)
    }
}

impl From<BadMessage> for Denied {
    fn from(error: BadMessage) -> Denied {
        match error {
            BadMessage::TooLarge(_) => Denied::new(StatusCode::PAYLOAD_TOO_LARGE, error.to_string()),
            BadMessage::Compression | BadMessage::Shape(_) | BadMessage::Missing(_) | BadMessage::Value(_) => {
                Denied::malformed(error)
            }
        }
    }
}

impl From<PushError> for Denied {
    fn from(error: PushError) -> Denied {
        let words = error.to_string();
        match error {
            PushError::UnknownDevice(_) => Denied::unauthorised(words),
            PushError::Store(error) => error.into(),
            PushError::Mismatch { mismatch, seq, link } => {
                let words = match mismatch {
                    Mismatch::Gap => format!("records are missing: the hub holds this station's records up to {seq}"),
                    Mismatch::Fork => format!(
                        "the hub holds other records under these numbers: was the station's card copied or restored? \
                         The hub holds its records up to {seq}"
                    ),
                };
                let expected = Some(Expected { seq, link: hex(&link.0) });
                let body = Refused { error: words, mismatch: Some(mismatch), expected };
                Denied { status: StatusCode::CONFLICT, retry_after: None, body }
            }
        }
    }
}

impl From<EpochError> for Denied {
    fn from(error: EpochError) -> Denied {
        let words = error.to_string();
        match error {
            EpochError::Unknown => Denied::unauthorised(words),
            EpochError::NotCommon => Denied::new(StatusCode::CONFLICT, words),
            EpochError::TwoAlive(_) => Denied::forbidden(words),
            EpochError::Store(error) => error.into(),
        }
    }
}

impl From<EnrolError> for Denied {
    fn from(error: EnrolError) -> Denied {
        match error {
            EnrolError::Unknown | EnrolError::Expired => {
                Denied::forbidden(format!("{error}: make a new one with `pitbox enrol --new`"))
            }
            EnrolError::Store(error) => error.into(),
        }
    }
}
