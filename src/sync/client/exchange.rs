//! One request and its answer.

use std::time::Duration;

use ed25519_dalek::{Signature, Signer};
use reqwest::Url;

use super::{ClientConfig, RecordSource, SourceError, SyncEvent};
use crate::clock;
use crate::domain::entry::Position;
use crate::record::chain::{Link, genesis};
use crate::record::{aggregate, signing};
use crate::sync::http::{self, Answer, Failure};
use crate::sync::plan::{What, Why};
use crate::sync::trust::Trust;
use crate::sync::wire::{
    BATCH_TARGET, Batch, Expected, MAX_PAGE, MAX_RECORDS, MAX_WAIT, Page, PushReply, SIGNATURE_HEADER, SnapshotOffer,
    decompress, hex, read_hex,
};

const PUSH_TIMEOUT: Duration = Duration::from_secs(30);
/// On top of the time that the hub may wait for news.
const PULL_TIMEOUT: Duration = Duration::from_secs(15);
/// A hub with many records makes one first.
const SNAPSHOT_TIMEOUT: Duration = Duration::from_secs(60);
const CATALOGUE_TIMEOUT: Duration = Duration::from_secs(60);
/// Own records that are read for one batch, in bytes before compression.
const READ_TARGET: usize = 1024 * 1024;
/// Rows of one page of the catalogue.
const CATALOGUE_ROWS: usize = 2_000;

/// The hub as this station sees it.
pub(super) struct Hub {
    pub(super) config: ClientConfig,
    base: Url,
    http: reqwest::Client,
}

/// An exchange that is over.
pub(super) enum Landed {
    Event(SyncEvent),
    /// The hub holds something else; whether it is this station's chain, its log must say.
    Mismatch {
        expected: Expected,
        words: String,
    },
    /// A page from before the start of the station's log; none when there was no answer.
    History(Option<Page>),
}

/// The link after own record `seq`, from the genesis on.
pub(super) fn own_link(
    config: &ClientConfig,
    source: &mut dyn RecordSource,
    seq: u64,
) -> Result<Option<Link>, SourceError> {
    if seq == 0 { Ok(Some(genesis(&config.site, config.device, config.epoch))) } else { source.link(seq) }
}

/// The body of a push of own records after `after_seq`, as many as go together.
pub(crate) fn batch(
    config: &ClientConfig,
    source: &mut dyn RecordSource,
    after_seq: u64,
) -> Result<Vec<u8>, SourceError> {
    let missing = |seq| SourceError(format!("there is no record {seq}"));
    let previous = own_link(config, source, after_seq)?.ok_or_else(|| missing(after_seq))?;
    let own = source.records(after_seq, MAX_RECORDS, READ_TARGET)?;
    if own.records.is_empty() {
        return Err(missing(after_seq + 1));
    }
    let mut batch = Batch {
        site: config.site.clone(),
        device: config.device,
        epoch: config.epoch,
        first_seq: after_seq + 1,
        previous,
        records: own.records,
        signature: [0; 64],
        head_seq: own.head,
        boot: clock::boot_id(),
        since_boot_ms: clock::now().since_boot_ms,
    };
    loop {
        sign(config, &mut batch);
        let body = batch.encode();
        if body.len() <= BATCH_TARGET || batch.records.len() == 1 {
            return Ok(body);
        }
        batch.records.truncate(batch.records.len().div_ceil(2));
    }
}

fn sign(config: &ClientConfig, batch: &mut Batch) {
    let last = batch.links().last().copied().unwrap_or(batch.previous);
    let signed = signing::push_batch(&config.site, config.device, config.epoch, batch.last_seq(), &last);
    batch.signature = config.key.sign(&signed).to_bytes();
}

/// Where a station stands when it asks for what follows: the hub compares it with what it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct PullPlace {
    pub(super) after: u64,
    /// The link of the order after that number, where the station knows it.
    pub(super) at: Option<Link>,
    /// Epoch and number of the last own record that the hub has said to hold; 0 for none.
    pub(super) acked: (u32, u64),
}

impl Hub {
    pub(super) fn new(config: ClientConfig) -> Result<Hub, Failure> {
        let base = Url::parse(&config.url).map_err(|why| Failure::other(format!("{:?}: {why}", config.url)))?;
        let (http, _) = http::client(&config.url, config.hub_ca.map(Trust::Whole))?;
        Ok(Hub { config, base, http })
    }

    pub(super) async fn push(&self, body: Vec<u8>) -> Landed {
        let mut url = self.url("/v1/push");
        url.set_query(Some(&format!("device={}", self.config.device)));
        let request = self.http.post(url).body(body);
        let answer = http::send(request, PUSH_TIMEOUT).await;
        match answer.and_then(|answer| serde_json::from_slice(&answer.body).map_err(Failure::other)) {
            Ok(PushReply { acked_seq, stable_seq, hub_time_ms, hub_gen, dispositions, .. }) => {
                let rulings = dispositions;
                Landed::Event(SyncEvent::Pushed { acked_seq, stable_seq, rulings, hub_time_ms, hub_gen })
            }
            Err(Failure { refused: Some(refused), words, .. }) if refused.expected.is_some() => {
                let none = Expected { seq: 0, link: String::new() };
                Landed::Mismatch { expected: refused.expected.unwrap_or(none), words }
            }
            Err(failure) => failed(What::Push, failure),
        }
    }

    pub(super) async fn pull(&self, place: PullPlace, wait: bool) -> Landed {
        match self.page(place, wait).await {
            Ok(page) => Landed::Event(SyncEvent::Pulled(page)),
            Err(Failure { conflict: true, words, .. }) => Landed::Event(SyncEvent::OrderRefused { words }),
            Err(failure) => failed(What::Pull, failure),
        }
    }

    /// A page after a number that was passed over at the start.
    pub(super) async fn history(&self, after: u64) -> Landed {
        let page = self.page(PullPlace { after, at: None, acked: (0, 0) }, false).await;
        Landed::History(page.ok().filter(|page| !page.records.is_empty()))
    }

    async fn page(&self, place: PullPlace, wait: bool) -> Result<Page, Failure> {
        let PullPlace { after, at, acked: (epoch, seq) } = place;
        let wait = if wait { MAX_WAIT } else { 0 };
        let (after_text, wait_text) = (after.to_string(), wait.to_string());
        let at = at.map(|at| hex(&at.0));
        let acked = (seq > 0).then(|| format!("{epoch}.{seq}"));
        let mut query = vec![("after", after_text.as_str()), ("wait", wait_text.as_str())];
        query.extend(at.iter().map(|at| ("at", at.as_str())));
        query.extend(acked.iter().map(|acked| ("acked", acked.as_str())));
        let answer = self.get("/v1/pull", &query, PULL_TIMEOUT + Duration::from_secs(wait)).await?;
        self.check_page(after, &answer)?;
        let page = Page::decode(&answer.body).map_err(Failure::other)?;
        if page.after != after {
            return Err(Failure::other(format!("asked for what follows {after}, got what follows {}", page.after)));
        }
        Ok(page)
    }

    fn check_page(&self, after: u64, answer: &Answer) -> Result<(), Failure> {
        let signature = answer.headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
        let signature = signature.and_then(|text| read_hex(text).ok());
        let signature = signature.ok_or_else(|| Failure::other("the hub's page is not signed"))?;
        let signed = signing::pulled_page(&self.config.site, after.saturating_add(1), &answer.body);
        let sound = self.config.hub_key.verify_strict(&signed, &Signature::from_bytes(&signature));
        sound.map_err(|_| Failure::other("the page is not signed by the hub that this station is enrolled at"))
    }

    pub(super) async fn catalogue(&self, since: u64) -> Landed {
        match self.catalogue_page(since).await {
            Ok(page) => Landed::Event(SyncEvent::CataloguePage { since, page }),
            Err(failure) => failed(What::Catalogue, failure),
        }
    }

    async fn catalogue_page(&self, since: u64) -> Result<Vec<u8>, Failure> {
        let (since, limit) = (since.to_string(), CATALOGUE_ROWS.to_string());
        let query = [("since", since.as_str()), ("limit", limit.as_str())];
        let answer = self.get("/v1/catalogue", &query, CATALOGUE_TIMEOUT).await?;
        decompress(&answer.body, MAX_PAGE).map_err(Failure::other)
    }

    /// A request without a body, signed.
    async fn get(&self, path: &str, query: &[(&str, &str)], timeout: Duration) -> Result<Answer, Failure> {
        let mut url = self.url(path);
        let device = self.config.device.to_string();
        url.query_pairs_mut().append_pair("site", self.config.site.as_str()).append_pair("device", &device);
        url.query_pairs_mut().extend_pairs(query);
        let target = format!("GET {}?{}", url.path(), url.query().unwrap_or_default());
        let signed = signing::request(&self.config.site, self.config.device, &target, &[]);
        let signature = hex(&self.config.key.sign(&signed).to_bytes());
        http::send(self.http.get(url).header(SIGNATURE_HEADER, signature), timeout).await
    }

    /// A signed question in JSON.
    pub(super) async fn post<A: serde::de::DeserializeOwned>(
        &self,
        path: &str,
        question: &impl serde::Serialize,
    ) -> Result<A, Failure> {
        let mut url = self.url(path);
        let device = self.config.device.to_string();
        url.query_pairs_mut().append_pair("site", self.config.site.as_str()).append_pair("device", &device);
        let body = serde_json::to_vec(question).map_err(Failure::other)?;
        let target = format!("POST {}?{}", url.path(), url.query().unwrap_or_default());
        let signed = signing::request(&self.config.site, self.config.device, &target, &body);
        let signature = hex(&self.config.key.sign(&signed).to_bytes());
        let request = self.http.post(url).header(SIGNATURE_HEADER, signature).body(body);
        let answer = http::send(request, PUSH_TIMEOUT).await?;
        serde_json::from_slice(&answer.body).map_err(Failure::other)
    }

    /// Own records after a place that the hub holds in epochs before `epoch`.
    pub(super) async fn own_page(&self, after: Position, epoch: u32) -> Result<Page, Failure> {
        let [in_epoch, seq, before] = [after.epoch.to_string(), after.seq.to_string(), epoch.to_string()];
        let query = [("epoch", in_epoch.as_str()), ("after", seq.as_str()), ("before", before.as_str())];
        let answer = self.get("/v1/own", &query, PUSH_TIMEOUT).await?;
        self.check_page(after.seq, &answer)?;
        Page::decode(&answer.body).map_err(Failure::other)
    }

    /// The snapshot that the hub offers, where it is of this program's version.
    pub(super) async fn snapshot_offer(&self) -> Result<SnapshotOffer, Failure> {
        let version = aggregate::VERSION.to_string();
        let answer = self.get("/v1/snapshot", &[("version", version.as_str())], SNAPSHOT_TIMEOUT).await?;
        let offer: Option<SnapshotOffer> = serde_json::from_slice(&answer.body).map_err(Failure::other)?;
        let none = || Failure { why: Why::Refused, ..Failure::other("the hub offers no snapshot") };
        let offer = offer.ok_or_else(none)?;
        let (hash, signature) = (read_hex(&offer.sha256), read_hex(&offer.signature));
        let (hash, signature) = (hash.map_err(Failure::other)?, signature.map_err(Failure::other)?);
        let signed = signing::snapshot(&self.config.site, offer.number, &hash);
        let sound = self.config.hub_key.verify_strict(&signed, &Signature::from_bytes(&signature));
        sound.map_err(|_| Failure::other("the snapshot is not signed by the hub that this station is enrolled at"))?;
        Ok(offer)
    }

    /// A piece of it.
    pub(super) async fn snapshot_piece(&self, number: u64, from: u64) -> Result<Vec<u8>, Failure> {
        let (number, from) = (number.to_string(), from.to_string());
        let query = [("number", number.as_str()), ("from", from.as_str())];
        Ok(self.get("/v1/snapshot/piece", &query, PUSH_TIMEOUT).await?.body)
    }

    fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(path);
        url
    }
}

fn failed(what: What, failure: Failure) -> Landed {
    Landed::Event(SyncEvent::Failed { what, failure })
}
