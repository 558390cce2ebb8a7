//! Who has not shown who it is, by the address it calls from: how many codes it may guess and how often it may be turned away.
//! Whoever goes on gets an answer before anything else is looked at; nobody at another address waits for that.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::serve::IncomingStream;
use tokio::net::TcpListener;

use super::Hub;
use super::limits::{Allowance, Left};
use super::listen::TlsListener;
use super::router::Denied;
use crate::clock;

/// Wrong codes of an enrolment: ten at once, then ten a minute. A code of 50 bits is safe for its 15 minutes.
const CODES: Allowance = Allowance { most: 10, each_second_thousandths: 166 };
/// Requests that were turned away. A kiosk that was shut out asks less and less often, a flood does not.
const REFUSALS: Allowance = Allowance { most: 300, each_second_thousandths: 5_000 };
/// Addresses that are remembered. Whoever has more of them than that is forgotten in the order of its last wrong request.
const ADDRESSES: usize = 4096;

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(SocketAddr);

impl Connected<IncomingStream<'_, TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Peer {
        Peer(*stream.remote_addr())
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Peer {
        Peer(*stream.remote_addr())
    }
}

impl Peer {
    /// What counts as one: an IPv4 address, or a network of IPv6, of which anybody has as many addresses as wanted.
    pub(super) fn origin(self) -> IpAddr {
        match self.0.ip().to_canonical() {
            IpAddr::V6(address) => {
                let mut network = address.octets();
                network[8..].fill(0);
                IpAddr::V6(Ipv6Addr::from(network))
            }
            address @ IpAddr::V4(_) => address,
        }
    }
}

/// What is left to one address, and when it last used something up.
#[derive(Debug)]
struct Origin {
    codes: Left,
    refusals: Left,
    last: Duration,
}

/// All addresses that have used something up.
#[derive(Debug, Default)]
pub(super) struct Strangers(Mutex<BTreeMap<IpAddr, Origin>>);

impl Strangers {
    /// Whether this address may try a code. `now` is steady time.
    ///
    /// # Errors
    /// How long it is to wait.
    pub(super) fn may_try(&self, from: IpAddr, now: Duration) -> Result<(), Duration> {
        self.look(from, |origin| origin.codes.has_one(CODES, now))
    }

    /// Notes a wrong code.
    pub(super) fn wrong_code(&self, from: IpAddr, now: Duration) {
        self.use_up(from, now, |origin| _ = origin.codes.take(CODES, 1, now));
    }

    /// Whether this address is listened to.
    ///
    /// # Errors
    /// How long it is to wait.
    fn may_ask(&self, from: IpAddr, now: Duration) -> Result<(), Duration> {
        self.look(from, |origin| origin.refusals.has_one(REFUSALS, now))
    }

    /// Notes that it was turned away.
    fn refused(&self, from: IpAddr, now: Duration) {
        self.use_up(from, now, |origin| _ = origin.refusals.take(REFUSALS, 1, now));
    }

    fn look(&self, from: IpAddr, left: impl FnOnce(&Origin) -> Result<(), Duration>) -> Result<(), Duration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&from).map_or(Ok(()), left)
    }

    fn use_up(&self, from: IpAddr, now: Duration, used: impl FnOnce(&mut Origin)) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= ADDRESSES && !all.contains_key(&from) {
            let oldest = all.iter().min_by_key(|(_, origin)| origin.last).map(|(from, _)| *from);
            oldest.and_then(|oldest| all.remove(&oldest));
        }
        let (codes, refusals) = (Left::full(CODES, now), Left::full(REFUSALS, now));
        let origin = all.entry(from).or_insert(Origin { codes, refusals, last: now });
        origin.last = now;
        used(origin);
    }
}

/// Answers an address that was turned away too often before its request is read, and notes who is turned away.
pub(super) async fn watch(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
    next: Next,
) -> Response {
    let from = peer.origin();
    // This machine's own: what stands before the hub there calls for everybody.
    if from.is_loopback() {
        return next.run(request).await;
    }
    if let Err(wait) = hub.strangers.may_ask(from, clock::now().steady) {
        let words = "too many requests from this address were turned away; wait a while";
        return Denied::later(StatusCode::TOO_MANY_REQUESTS, wait, words).into_response();
    }
    let response = next.run(request).await;
    if is_strange(response.status()) {
        hub.strangers.refused(from, clock::now().steady);
    }
    response
}

/// An answer that no station gets which is in order. A station that is told to wait, or to meet anew, is one.
fn is_strange(status: StatusCode) -> bool {
    let usual = [StatusCode::CONFLICT, StatusCode::TOO_MANY_REQUESTS, StatusCode::UNPROCESSABLE_ENTITY];
    status.is_client_error() && !usual.contains(&status)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(1_000);

    fn origin(address: &str) -> IpAddr {
        Peer(SocketAddr::new(address.parse().expect("an address"), 40_000)).origin()
    }

    #[test]
    fn ten_wrong_codes_of_one_address_and_nobody_else_waits() {
        let strangers = Strangers::default();
        let (stranger, kiosk) = (origin("203.0.113.7"), origin("203.0.113.8"));
        for _ in 0..10 {
            assert_eq!(strangers.may_try(stranger, NOW), Ok(()));
            strangers.wrong_code(stranger, NOW);
        }
        let wait = strangers.may_try(stranger, NOW).expect_err("the eleventh waits");
        assert!((5_900..6_100).contains(&wait.as_millis()), "{wait:?}");
        assert_eq!(strangers.may_try(kiosk, NOW), Ok(()));
        assert_eq!(strangers.may_try(stranger, NOW + wait), Ok(()));
        strangers.wrong_code(stranger, NOW + wait);
        assert!(strangers.may_try(stranger, NOW + wait).is_err(), "one at a time from then on");
    }

    #[test]
    fn a_network_of_ipv6_is_one_and_an_ipv4_address_is_itself_however_it_is_written() {
        assert_eq!(origin("2001:db8:1:2:aaaa::1"), origin("2001:db8:1:2:bbbb::9"));
        assert_ne!(origin("2001:db8:1:2::1"), origin("2001:db8:1:3::1"));
        assert_eq!(origin("::ffff:203.0.113.7"), origin("203.0.113.7"));
        assert_ne!(origin("::ffff:203.0.113.7"), origin("::ffff:203.0.113.8"));
    }

    #[test]
    fn a_flood_is_not_listened_to_and_the_others_are() {
        let strangers = Strangers::default();
        let (stranger, kiosk) = (origin("203.0.113.7"), origin("203.0.113.8"));
        (0..REFUSALS.most).for_each(|_| strangers.refused(stranger, NOW));
        assert_eq!(strangers.may_ask(stranger, NOW), Err(Duration::from_millis(200)));
        assert_eq!((strangers.may_ask(kiosk, NOW), strangers.may_try(stranger, NOW)), (Ok(()), Ok(())));
    }

    #[test]
    fn no_more_addresses_are_kept_than_there_is_room_for_and_the_latest_stay() {
        let strangers = Strangers::default();
        let address = |number: usize| IpAddr::from(u32::try_from(number).expect("small").to_be_bytes());
        for number in 0..3 * ADDRESSES {
            let at = NOW + Duration::from_millis(number as u64);
            (0..10).for_each(|_| strangers.wrong_code(address(number), at));
        }
        assert_eq!(strangers.0.lock().expect("the table").len(), ADDRESSES);
        let later = NOW + Duration::from_millis(3 * ADDRESSES as u64);
        assert!(strangers.may_try(address(3 * ADDRESSES - 1), later).is_err());
        assert!(strangers.may_try(address(0), later).is_ok());
    }
}
