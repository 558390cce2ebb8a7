//! The hub's certificate authority: made by the hub at its first start, and the certificate that it serves with.
//!
//! `ca.pem` (the authority, for browsers and tools) and `ca.key` (its key, mode 0600) lie in the data folder. The certificate of
//! the server is made anew at each start and never written down.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::clock;
use crate::sync::trust::{Fingerprint, HUB_NAME, TIME_FLOOR_S};
use crate::whole_file;

/// Years for which the certificate of a start is good: nobody restarts a hub less often.
const GOOD_YEARS: i16 = 10;
/// The year in which the authority ends.
const LAST_YEAR: i32 = 2125;

/// Why there is no authority.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error(
        "{path} is no certificate or key that this program made: {why}. Restore both ca.pem and ca.key from a backup"
    )]
    Unreadable { path: PathBuf, why: String },
    #[error("make a certificate: {0}")]
    Make(#[from] rcgen::Error),
    #[error("use the certificate: {0}")]
    Use(#[from] rustls::Error),
}

/// The authority of a hub.
pub struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    /// The authority in the data folder; the first time it is made there.
    ///
    /// # Errors
    /// When the folder cannot be used, or what lies there is something else.
    pub fn open(data: &Path) -> Result<Authority, AuthorityError> {
        let (certificate, key) = (data.join("ca.pem"), data.join("ca.key"));
        if !certificate.exists() {
            make(&certificate, &key)?;
        }
        let read = |path: &Path| {
            std::fs::read_to_string(path).map_err(|source| AuthorityError::File { path: path.to_owned(), source })
        };
        let unreadable = |path: &Path, why: String| AuthorityError::Unreadable { path: path.to_owned(), why };
        let shown = CertificateDer::from_pem_slice(read(&certificate)?.as_bytes());
        let shown = shown.map_err(|why| unreadable(&certificate, why.to_string()))?;
        let pair = KeyPair::from_pem(&read(&key)?).map_err(|why| unreadable(&key, why.to_string()))?;
        Ok(Authority { certificate: shown, issuer: Issuer::new(of_authority(), pair) })
    }

    /// What stations know it by.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.certificate)
    }

    /// The settings of a server with a new certificate, made out to [`HUB_NAME`] and to the names by which browsers may call.
    ///
    /// # Errors
    /// When a name is none, or a library refuses.
    pub fn server(&self, names: &[String]) -> Result<ServerConfig, AuthorityError> {
        let key = KeyPair::generate()?;
        let certificate = of_server(names)?.signed_by(&key, &self.issuer)?;
        let chain = vec![certificate.der().clone(), self.certificate.clone()];
        let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(|why| rustls::Error::General(why.to_owned()))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[&rustls::version::TLS13])?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}

/// The fingerprint of the authority whose certificate is in this file.
///
/// # Errors
/// When there is none.
pub fn fingerprint_in(file: &Path) -> Result<Fingerprint, AuthorityError> {
    let unreadable = |why: String| AuthorityError::Unreadable { path: file.to_owned(), why };
    let certificate = CertificateDer::from_pem_file(file).map_err(|why| unreadable(why.to_string()))?;
    Ok(Fingerprint::of(&certificate))
}

/// The key first: a certificate without its key would be useless, a key without its certificate is replaced.
fn make(certificate: &Path, key: &Path) -> Result<(), AuthorityError> {
    let pair = KeyPair::generate()?;
    let made = of_authority().self_signed(&pair)?;
    write(key, pair.serialize_pem().as_bytes())?;
    write(certificate, made.pem().as_bytes())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), AuthorityError> {
    let done = whole_file::replace(path, |file| file.write_all(bytes));
    done.map_err(|source| AuthorityError::File { path: path.to_owned(), source })
}

fn of_authority() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Pitbox hub authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (params.not_before, params.not_after) = (date_time_ymd(2026, 1, 1), date_time_ymd(LAST_YEAR, 12, 31));
    params
}

fn of_server(names: &[String]) -> Result<CertificateParams, rcgen::Error> {
    let mut all = vec![HUB_NAME.to_owned()];
    all.extend(names.iter().cloned());
    let mut params = CertificateParams::new(all)?;
    params.distinguished_name.push(DnType::CommonName, HUB_NAME);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    params.not_before = date_time_ymd(2026, 1, 1);
    params.not_after = date_time_ymd(i32::from(this_year() + GOOD_YEARS), 12, 31);
    Ok(params)
}

/// By the machine's clock, but no earlier than the floor.
fn this_year() -> i16 {
    let floor = i64::try_from(TIME_FLOOR_S).unwrap_or(0);
    let now = jiff::Timestamp::from_second((clock::wall_ms() / 1000).max(floor)).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    now.to_zoned(jiff::tz::TimeZone::UTC).year().clamp(2026, 2100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_and_nobody_else_reads_its_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let made = Authority::open(folder.path()).expect("an authority").fingerprint();
        assert_eq!(Authority::open(folder.path()).expect("the same").fingerprint(), made);
        assert_eq!(fingerprint_in(&folder.path().join("ca.pem")).expect("a certificate"), made);
        let mode = std::fs::metadata(folder.path().join("ca.key")).expect("the key").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let other = tempfile::tempdir().expect("a folder");
        assert_ne!(Authority::open(other.path()).expect("another").fingerprint(), made);
    }

    #[test]
    fn what_is_no_certificate_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("ca.pem"), "nothing").expect("a file");
        let Err(error) = Authority::open(folder.path()) else { panic!("opened") };
        assert!(error.to_string().contains("ca.pem is no certificate"), "{error}");
    }
}
