//! The hub itself, and the handler that it is compared with, each on a free port of loopback.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use pitbox::domain::ids::SiteId;
use pitbox::hub::{self, Settings};
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

/// A server until it is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().expect("it ends well");
        }
    }
}

/// A hub in this folder.
pub(crate) fn settings(folder: &Path) -> Settings {
    let listen = "127.0.0.1:0".parse().expect("an address");
    let site = Some(SiteId::new("SH01").expect("a site"));
    Settings { listen, data: folder.to_owned(), site, timezone: Some("UTC".into()), tls: false }
}

/// Starts the hub.
pub(crate) fn hub(settings: Settings) -> Running {
    start(move |told, stopped| {
        let listening = move |address| told.send(address).expect("somebody waits");
        hub::serve(&settings, listening, async move { drop(stopped.await) }).expect("the hub serves");
    })
}

/// A server whose one handler commits the body and answers.
pub(crate) fn committing(database: &Path) -> Running {
    let connection = Connection::open(database).expect("a database");
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;
        CREATE TABLE body (at INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;";
    connection.execute_batch(settings).expect("a table");
    let router = Router::new().route("/v1/push", post(commit)).with_state(Arc::new(Mutex::new(connection)));
    start(move |told, stopped| {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            told.send(listener.local_addr().expect("an address")).expect("somebody waits");
            let stopped = async move { drop(stopped.await) };
            axum::serve(listener, router).with_graceful_shutdown(stopped).await.expect("it serves");
        });
    })
}

async fn commit(State(database): State<Arc<Mutex<Connection>>>, body: Bytes) -> &'static str {
    let work = move || {
        let mut database = database.lock().expect("the database");
        let tx = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.prepare_cached("INSERT INTO body (bytes) VALUES (?1)")?.execute([&body[..]])?;
        tx.commit()
    };
    tokio::task::spawn_blocking(work).await.expect("it does not panic").expect("a commit");
    "{}"
}

fn start(
    serve: impl FnOnce(std::sync::mpsc::SyncSender<SocketAddr>, oneshot::Receiver<()>) + Send + 'static,
) -> Running {
    let (stop, stopped) = oneshot::channel();
    let (told, address): (_, Receiver<SocketAddr>) = sync_channel(1);
    let thread = std::thread::spawn(move || serve(told, stopped));
    Running { address: address.recv().expect("it listens"), stop: Some(stop), thread: Some(thread) }
}
