//! The server: its routes, its start and its end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use axum::serve::Listener as _;
use tokio::runtime::{Builder, Runtime};

use super::door::Door;
use super::guard::{self, Guard};
use super::{Settings, Studio, cannot_serve};
use super::{assets, download, events, flow, law, listing, picture, point, result, warm, watching};
use crate::failure::Outcome;

/// Largest request, bytes: a run with its parameters.
const LARGEST: usize = 64 * 1024;

/// A studio that is up.
pub struct Served {
    runtime: Runtime,
    server: tokio::task::JoinHandle<()>,
    address: SocketAddr,
    token: String,
}

impl Served {
    /// Opens case and rules, binds the port and serves on threads of its own.
    ///
    /// # Errors
    /// The case has errors, there is no such folder, or the port is taken.
    pub fn start(settings: Settings) -> Outcome<Self> {
        let studio = Studio::open(settings)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(16)
            .enable_all()
            .build()
            .map_err(|e| cannot_serve("start its threads", &e))?;
        let port = studio.settings.port;
        let door = runtime.block_on(async { Door::open(port) });
        let door = door.map_err(|e| cannot_serve(&format!("listen on port {port}"), &e))?;
        let address = door.local_addr().map_err(|e| cannot_serve("tell its port", &e))?;
        let token = studio.token.clone();
        runtime.spawn(warm::up(studio.clone()));
        let watched = Arc::downgrade(&studio);
        thread::spawn(move || watching::run(&watched));
        let router = router(studio, address);
        let server = runtime.spawn(async move {
            // It ends with its task, never by itself.
            let _ = axum::serve(door, router).await;
        });
        Ok(Self { runtime, server, address, token })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The link with its token.
    #[must_use]
    pub fn link(&self) -> String {
        format!("http://{}/{}/", self.address, self.token)
    }

    /// Waits for its end: an interrupt of the process.
    pub fn wait(self) {
        let _ = self.runtime.block_on(self.server);
    }

    /// Ends it, with its workers.
    pub fn stop(self) {
        self.server.abort();
        self.runtime.shutdown_background();
    }
}

fn router(studio: Arc<Studio>, address: SocketAddr) -> Router {
    let port = address.port();
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let guard = Arc::new(Guard { token: studio.token.clone(), hosts });
    let inside = Router::new()
        .route("/state", get(listing::state))
        .route("/events", get(events::stream))
        .route("/map", get(picture::map))
        .route("/difference", get(picture::moved))
        .route("/download", get(download::file))
        .route("/at", get(point::at))
        .route("/flow", get(flow::flow))
        .route("/law/at", get(law::at))
        .route("/law/key", get(law::key))
        .route("/law/{kind}", get(law::map))
        .route("/run", post(result::run))
        .route("/{file}", get(assets::file))
        .with_state(studio.clone());
    let root = format!("/{}", studio.token);
    Router::new()
        .route(&format!("{root}/"), get(assets::page))
        .nest(&root, inside)
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(from_fn_with_state(guard, guard::check))
}
