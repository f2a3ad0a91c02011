//! The studio: a live page in the browser over one case and its rules.
//!
//! The server is a reader: files and divisions go out, nothing that it is sent is kept. Rules run in
//! worker processes through the host, law is asked on a thread of its own, maps are drawn by the
//! renderer of the sheets. Only this machine can reach it, and only with the link that it prints.

mod assets;
mod desk;
mod door;
mod download;
mod events;
mod flow;
mod ground;
mod guard;
mod law;
mod listing;
mod picture;
mod point;
mod result;
mod runs;
mod server;
mod shelf;
mod watching;

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::watch;

pub use self::server::Served;

use crate::cli::RunArgs;
use crate::failure::{Failure, Outcome};
use crate::session::Rules;

use self::events::News;
use self::runs::Runs;
use self::shelf::Shelf;

/// What a studio works on.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The case, as for every verb.
    pub case: String,
    /// Folder of rule scripts; without one `scripts/rules`, if there is one, and the scripts here.
    pub rules: Option<PathBuf>,
    /// Port; 0 for any that is free.
    pub port: u16,
    /// Look at the files all the time instead of waiting for events.
    pub poll: bool,
    /// How rules run.
    pub run: RunArgs,
}

/// All that the handlers share.
pub(crate) struct Studio {
    settings: Settings,
    rules: Rules,
    shelf: RwLock<Arc<Shelf>>,
    runs: Runs,
    news: watch::Sender<Arc<News>>,
    token: String,
}

impl Studio {
    /// Reads case and rules.
    ///
    /// # Errors
    /// The case has errors, or the folder of rules is not there.
    pub(crate) fn open(settings: Settings) -> Outcome<Arc<Self>> {
        let rules = Rules::live(&settings.run.plugins)?;
        let shelf = Shelf::read(&settings, &rules)?;
        let news = News::first(&shelf);
        Ok(Arc::new(Self {
            token: token()?,
            rules,
            shelf: RwLock::new(Arc::new(shelf)),
            runs: Runs::default(),
            news: watch::channel(Arc::new(news)).0,
            settings,
        }))
    }

    /// Case and rules as they are now.
    pub(crate) fn shelf(&self) -> Arc<Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts a newer shelf in place and tells every page.
    pub(crate) fn publish(&self, shelf: Shelf, saved: Vec<String>) {
        let shelf = Arc::new(shelf);
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = shelf.clone();
        self.news.send_modify(|news| *news = Arc::new(news.next(&shelf, saved)));
    }

    /// Time limit of a run.
    pub(crate) fn time(&self) -> Duration {
        Duration::from_secs_f64(self.settings.run.time_limit)
    }
}

/// 192 random bits for the link.
fn token() -> Outcome<String> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes).map_err(|e| {
        Failure::usage(
            format!("the system gives no random numbers: {e}"),
            "",
            "without them the link could be guessed; try again later",
        )
    })?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// The server cannot start.
fn cannot_serve(doing: &str, error: &io::Error) -> Failure {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default().to_lowercase();
    Failure::usage(
        format!("the studio cannot {doing}: {text}"),
        "command line: --port",
        "choose another port, or leave --port out for any that is free",
    )
}
