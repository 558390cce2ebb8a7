//! Whom a station trusts with its records: the hub whose certificate authority has the fingerprint that came with the
//! one-time code. No name, no address and no clock decides it.
//!
//! A hub makes its own authority. Its certificates are made out to [`HUB_NAME`], whatever the hub is called in the shop's
//! network, so that a hub that moves to another address stays the same hub. TLS 1.3 (RFC 8446) only.

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use sha2::{Digest, Sha256};

use crate::clock;

/// The name in every hub's certificate.
pub const HUB_NAME: &str = "hub.pitbox.internal";
/// No certificate of a hub begins later, and no machine that runs this program stands before it: 2026-01-01, in seconds
/// since 1970-01-01 UTC.
pub const TIME_FLOOR_S: u64 = 1_767_225_600;
/// Bytes of the fingerprint that a one-time code carries: 80 bits, which nobody meets by trying.
pub const SHORT: usize = 10;

/// SHA-256 of an authority's certificate (DER).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    pub fn of(certificate: &[u8]) -> Fingerprint {
        Fingerprint(Sha256::digest(certificate).into())
    }

    /// What a one-time code carries of it.
    pub fn short(&self) -> [u8; SHORT] {
        let mut short = [0; SHORT];
        short.copy_from_slice(&self.0[..SHORT]);
        short
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({})", super::wire::hex(&self.0[..4]))
    }
}

/// The authority that a connection has to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Known whole, since the enrolment.
    Whole(Fingerprint),
    /// As much of it as the one-time code said.
    Short([u8; SHORT]),
}

impl Trust {
    fn takes(&self, authority: &[u8]) -> bool {
        let shown = Fingerprint::of(authority);
        match self {
            Trust::Whole(wanted) => shown == *wanted,
            Trust::Short(wanted) => shown.short() == *wanted,
        }
    }
}

/// Says once which library does the cryptography. A client is not made without, even for an address without TLS.
pub fn choose_cryptography() {
    // It has been said already: the same one.
    let _ = ring::default_provider().install_default();
}

/// The settings of a connection that trusts only this, and where it notes the authority that was shown.
///
/// # Errors
/// When the library refuses its own settings.
pub fn client_config(trust: Trust) -> Result<(ClientConfig, Arc<OnceLock<Fingerprint>>), Error> {
    let provider = Arc::new(ring::default_provider());
    let shown = Arc::new(OnceLock::new());
    let verifier = HubVerifier { trust, provider: Arc::clone(&provider), shown: Arc::clone(&shown) };
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok((config, shown))
}

/// The settings of a client that speaks no TLS: nobody is trusted.
///
/// # Errors
/// When the library refuses its own settings.
pub fn nobody() -> Result<ClientConfig, Error> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_protocol_versions(&[&rustls::version::TLS13])?;
    Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

/// Checks a hub's certificate.
#[derive(Debug)]
struct HubVerifier {
    trust: Trust,
    provider: Arc<CryptoProvider>,
    shown: Arc<OnceLock<Fingerprint>>,
}

impl ServerCertVerifier for HubVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let authority = intermediates.iter().find(|shown| self.trust.takes(shown));
        let authority = authority.ok_or(Error::InvalidCertificate(CertificateError::UnknownIssuer))?;
        let mut roots = RootCertStore::empty();
        roots.add(authority.clone().into_owned())?;
        let verifier = WebPkiServerVerifier::builder_with_provider(roots.into(), Arc::clone(&self.provider))
            .build()
            .map_err(|error| Error::General(error.to_string()))?;
        let name = ServerName::try_from(HUB_NAME).map_err(|error| Error::General(error.to_string()))?;
        let now = clock::now();
        let verified =
            verifier.verify_server_cert(end_entity, &[], &name, ocsp_response, moment(now.wall_ms, now.trusted))?;
        // Every later connection shows the same one.
        let _ = self.shown.set(Fingerprint::of(authority));
        Ok(verified)
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("only TLS 1.3 is spoken".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// The moment at which a certificate has to be good: now, but no earlier than the floor, and the floor itself where the
/// clock is not known to be right. A Raspberry Pi that starts in 1970 or in 2099 speaks to its hub all the same.
fn moment(wall_ms: i64, trusted: bool) -> UnixTime {
    let wall_s = u64::try_from(wall_ms / 1000).unwrap_or(0);
    let seconds = if trusted { wall_s.max(TIME_FLOOR_S) } else { TIME_FLOOR_S };
    UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_not_trusted_decides_nothing() {
        let seconds = |wall_ms, trusted| moment(wall_ms, trusted).as_secs();
        assert_eq!(seconds(0, true), TIME_FLOOR_S);
        assert_eq!(seconds(-5_000, false), TIME_FLOOR_S);
        assert_eq!(seconds(4_102_444_800_000, false), TIME_FLOOR_S, "2100, by a clock that nobody set");
        assert_eq!(seconds(1_800_000_000_000, true), 1_800_000_000);
    }

    #[test]
    fn a_short_fingerprint_is_the_beginning_of_the_whole_one() {
        let whole = Fingerprint::of(b"an authority");
        assert!(Trust::Short(whole.short()).takes(b"an authority"));
        assert!(Trust::Whole(whole).takes(b"an authority"));
        assert!(!Trust::Short(whole.short()).takes(b"another"));
        assert!(!Trust::Whole(whole).takes(b"another"));
    }
}
