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
mod warm;
mod watching;

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::watch;

pub use self::server::Served;

use crate::cli::RunArgs;
use crate::failure::{Failure, Outcome};
use crate::session::Rules;

use self::events::News;
use self::ground::Ground;
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

/// So many readings of the case are kept beside the usual one.
const MOST_SWITCHED: usize = 4;

/// All that the handlers share.
pub(crate) struct Studio {
    settings: Settings,
    rules: Rules,
    shelf: RwLock<Arc<Shelf>>,
    /// The case with other switches on, the last ones that pages asked for.
    switched: Mutex<Vec<Arc<Ground>>>,
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
            switched: Mutex::default(),
            runs: Runs::default(),
            news: watch::channel(Arc::new(news)).0,
            settings,
        }))
    }

    /// Case and rules as they are now.
    pub(crate) fn shelf(&self) -> Arc<Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The case as it is now, with the switches of a page on (joined by commas); those of the command
    /// line where a page names none.
    ///
    /// # Errors
    /// There is no such switch, or the case cannot be read with them, in a sentence.
    pub(crate) fn ground(&self, with: Option<&str>) -> Result<Arc<Ground>, String> {
        let here = self.shelf().ground.clone();
        let Some(with) = with else { return Ok(here) };
        let mut named: Vec<&str> = with.split(',').filter(|name| !name.is_empty()).collect();
        let known = here.case.switches.iter().map(|s| &s.id);
        let on: Vec<String> = known.filter(|id| named.contains(&id.as_str())).cloned().collect();
        named.retain(|name| !on.iter().any(|id| id == name));
        if let Some(unknown) = named.first() {
            return Err(format!("this case has no switch \"{unknown}\""));
        }
        if on == here.case.switched_on {
            return Ok(here);
        }
        let mut switched = self.switched.lock().unwrap_or_else(PoisonError::into_inner);
        switched.retain(|g| g.input.hash == here.input.hash);
        if let Some(found) = switched.iter().find(|g| g.case.switched_on == on) {
            return Ok(found.clone());
        }
        let ground = here.switched(&on).map_err(|e| e.message(crate::style::Style::plain()))?;
        switched.insert(0, ground.clone());
        switched.truncate(MOST_SWITCHED);
        Ok(ground)
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
