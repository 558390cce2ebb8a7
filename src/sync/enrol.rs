//! Becoming a station of a site: a new key, a one-time code, and what the hub gives for them.

use std::time::Duration;

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};

use super::code::{self, OneTimeCode};
use super::http::{self, Failure};
use super::plan::Why;
use super::trust::{Fingerprint, Trust};
use super::wire::{Caps, EnrolReply, EnrolRequest, PROTOCOL, hex, read_hex};
use crate::domain::ids::SiteId;
use crate::record::badge::SiteKey;
use crate::record::signing;

const TIMEOUT: Duration = Duration::from_secs(15);

/// Who a station is: what it must keep, the key secret, from its enrolment on.
#[derive(Debug, Clone)]
pub struct Identity {
    pub site: SiteId,
    pub device: u32,
    pub epoch: u32,
    /// The station's Ed25519 key.
    pub key: SigningKey,
    /// The hub's.
    pub hub_key: VerifyingKey,
    /// The key under which badges are hashed.
    pub site_key: SiteKey,
    /// IANA name of the site's time zone.
    pub timezone: String,
    pub hub_gen: u32,
    /// The authority that the hub's certificates have to come from; none of a hub that speaks plain HTTP only.
    pub hub_ca: Option<Fingerprint>,
}

/// A new key.
///
/// # Errors
/// When the machine has no random numbers.
pub fn new_key() -> Result<SigningKey, getrandom::Error> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)?;
    Ok(SigningKey::from_bytes(&seed))
}

/// Asks the hub at `url` (`http://HOST:PORT`, or `https://` with a code that carries the hub's fingerprint) to take this
/// station in. `role` is `counter` or `bay`. When the answer is lost, the
/// same code and key may be sent again until the code expires: keep the key before asking. Blocks for 30 s at most.
///
/// # Errors
/// When the hub does not answer, does not take the code, or speaks another protocol.
pub fn enrol(url: &str, code: &str, name: &str, role: &str, key: &SigningKey) -> Result<Identity, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::other)?;
    runtime.block_on(ask(url, code, name, role, key))
}

async fn ask(url: &str, code: &str, name: &str, role: &str, key: &SigningKey) -> Result<Identity, Failure> {
    let OneTimeCode { code, fingerprint } = code::read(code);
    let code = code.as_str();
    let (client, shown) = http::client(url, fingerprint.map(Trust::Short))?;
    let url = url.trim_end_matches('/');
    let caps = http::send(client.get(format!("{url}/v1/caps")), TIMEOUT).await?;
    let caps: Caps =
        serde_json::from_slice(&caps.body).map_err(|_| Failure::other(format!("{url} is no Pitbox hub")))?;
    if !caps.protocols.contains(&PROTOCOL) {
        let words = format!("the hub (version {}) does not speak protocol {PROTOCOL}", caps.version);
        return Err(Failure { why: Why::TooOld, ..Failure::other(words) });
    }
    let public = key.verifying_key().to_bytes();
    let request = EnrolRequest {
        code: code.to_owned(),
        public_key: hex(&public),
        name: name.to_owned(),
        role: role.to_owned(),
        signature: hex(&key.sign(&signing::enrolment(code, &public, name, role)).to_bytes()),
    };
    let body = serde_json::to_vec(&request).map_err(Failure::other)?;
    let answer = http::send(client.post(format!("{url}/v1/enrol")).body(body), TIMEOUT).await?;
    let reply: EnrolReply = serde_json::from_slice(&answer.body).map_err(Failure::other)?;
    identity(reply, key, shown.get().copied())
}

/// A hub that was asked over plain HTTP says itself which authority it has, for the day when it is asked over TLS.
fn identity(reply: EnrolReply, key: &SigningKey, shown: Option<Fingerprint>) -> Result<Identity, Failure> {
    let said = reply.hub_ca.as_deref().map(read_hex).transpose().map_err(Failure::other)?;
    let hub_key = read_hex(&reply.hub_key).map_err(Failure::other)?;
    Ok(Identity {
        site: SiteId::new(&reply.site).map_err(Failure::other)?,
        device: reply.device,
        epoch: reply.epoch,
        key: key.clone(),
        hub_key: VerifyingKey::from_bytes(&hub_key).map_err(Failure::other)?,
        site_key: SiteKey(read_hex(&reply.site_key).map_err(Failure::other)?),
        timezone: reply.timezone,
        hub_gen: reply.hub_gen,
        hub_ca: shown.or(said.map(Fingerprint)),
    })
}
