//! A listening socket that speaks TLS. Connections shake hands beside each other, so that one that stalls holds nobody up.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// Connections that shake hands at the same time; more wait in the kernel.
const HANDSHAKES: usize = 64;
/// Whoever is not done by then is cut off.
const PATIENCE: Duration = Duration::from_secs(10);
/// After the system gave no connection, for example for want of descriptors.
const PAUSE: Duration = Duration::from_millis(200);

type Connection = (TlsStream<TcpStream>, SocketAddr);

/// The listener.
pub(super) struct TlsListener {
    address: SocketAddr,
    ready: mpsc::Receiver<Connection>,
}

impl TlsListener {
    /// Begins to take connections from the socket, on the runtime that this is called on.
    ///
    /// # Errors
    /// When the socket has no address.
    pub(super) fn new(socket: TcpListener, config: ServerConfig) -> io::Result<TlsListener> {
        let address = socket.local_addr()?;
        let (to, ready) = mpsc::channel(HANDSHAKES);
        tokio::spawn(take(socket, TlsAcceptor::from(Arc::new(config)), to));
        Ok(TlsListener { address, ready })
    }
}

/// Ends when nobody wants connections any more.
async fn take(socket: TcpListener, acceptor: TlsAcceptor, to: mpsc::Sender<Connection>) {
    let places = Arc::new(Semaphore::new(HANDSHAKES));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let accepted = tokio::select! {
            accepted = socket.accept() => accepted,
            () = to.closed() => return,
        };
        match accepted {
            Ok((stream, address)) => {
                let (acceptor, to) = (acceptor.clone(), to.clone());
                tokio::spawn(async move {
                    let done = tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await;
                    drop(place);
                    match done {
                        // The hub ends: nobody takes it any more.
                        Ok(Ok(stream)) => _ = to.send((stream, address)).await,
                        Ok(Err(error)) => tracing::debug!(%address, %error, "no TLS handshake"),
                        Err(_) => tracing::debug!(%address, "a TLS handshake took too long"),
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "no connection was taken");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> Connection {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The other end lives as long as this one.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
